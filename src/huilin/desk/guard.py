"""What stands before Fava: who may ask (host, method, origin, password), and what the browser may do with the answer.

Fava has none of this: any page in the browser could read it by a name that resolves to 127.0.0.1 (DNS rebinding), and
what a stranger wrote into evidence or a payee would run as a script of the desk's own.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import secrets
import time
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

READING = frozenset({"GET"})
WRITING = READING | {"POST", "PUT", "DELETE"}
LOGIN = "/huilin-login"
COOKIE = "huilin_desk"
_POLICY = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",  # Fava's editor is WebAssembly
    "style-src 'self' 'unsafe-inline'",  # its charts set styles
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
HEADERS = (
    ("Content-Security-Policy", "; ".join(_POLICY)),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_WAIT = 0.5
"""Seconds after a wrong password."""
_MOST_FORM = 4096


@dataclass(frozen=True)
class Password:
    """A password as the server keeps it: salted and stretched (scrypt)."""

    salt: str
    digest: str

    @classmethod
    def of(cls, password: str) -> Password:
        """Return what to keep of a password."""
        salt = secrets.token_hex(16)
        return cls(salt, _stretched(password, salt))

    def fits(self, said: str) -> bool:
        """Say whether this is the password, in the same time for every wrong one."""
        return hmac.compare_digest(_stretched(said, self.salt), self.digest)


def _stretched(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


@dataclass(frozen=True)
class Guard:
    """A WSGI application around another. `hosts`: the values of Host that are ours, as `127.0.0.1:5000`.

    `methods`: READING for the desk, WRITING where a treasurer edits – then whatever is no reading must come from a
    page of our own (Origin), so that no other site can write through the browser.
    """

    app: WSGIApplication
    hosts: frozenset[str]
    methods: frozenset[str] = READING
    password: Password | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or refuse in words."""
        start = _with_headers(start_response)
        method = environ["REQUEST_METHOD"]
        if environ.get("HTTP_HOST", "").lower() not in self.hosts:
            return _refuse(start, "421 Misdirected Request", _HOST)
        if self.password is not None and environ.get("PATH_INFO") == LOGIN and method == "POST":
            return self._login(environ, start, self.password)
        if method not in self.methods:
            return _refuse(start, "405 Method Not Allowed", _METHOD, ("Allow", ", ".join(sorted(self.methods))))
        if method not in READING and not self._is_own(environ):
            return _refuse(start, "403 Forbidden", _ORIGIN)
        if self.password is not None and not self._is_known(environ):
            return _ask(start)
        return self.app(environ, start)

    def _is_own(self, environ: WSGIEnvironment) -> bool:
        """Say whether a request that writes comes from a page of this very server."""
        origin = environ.get("HTTP_ORIGIN") or environ.get("HTTP_REFERER") or ""
        return urlsplit(origin).netloc.lower() in self.hosts

    def _is_known(self, environ: WSGIEnvironment) -> bool:
        try:
            cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self.token.encode())

    def _login(self, environ: WSGIEnvironment, start: Callable[..., Any], password: Password) -> Iterable[bytes]:
        try:
            size = min(int(environ.get("CONTENT_LENGTH") or 0), _MOST_FORM)
        except ValueError:
            size = 0
        said = parse_qs(environ["wsgi.input"].read(size).decode("utf-8", "replace")).get("password", [""])[0]
        if not self._is_own(environ) or not password.fits(said):
            time.sleep(_WAIT)
            return _ask(start, wrong=True)
        start("303 See Other", [
            ("Location", "/"),
            ("Set-Cookie", f"{COOKIE}={self.token}; HttpOnly; SameSite=Strict; Path=/"),
            ("Content-Length", "0"),
        ])  # fmt: skip
        return [b""]


def _with_headers(start_response: StartResponse) -> Callable[..., Any]:
    """Return a start_response that sets our headers, whatever the application said of the same name."""
    ours = {name.lower() for name, _ in HEADERS}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ANN401 - WSGI's own
        kept = [(name, value) for name, value in headers if name.lower() not in ours]
        return start_response(status, [*kept, *HEADERS], exc_info)

    return start


_HOST = Text("这个地址不是看账台的地址。请用命令显示的地址打开。", "This is not the desk's address. Open the one that the command has printed.")  # fmt: skip
_METHOD = Text("看账台只读：这里什么都不能改。", "The desk is read-only: nothing can be changed here.")
_ORIGIN = Text("这次写入不是从本页面发出的，已拒绝。", "This write did not come from a page of ours; it was refused.")


def page(title: str, body: str) -> bytes:
    """Return a small page of our own, readable without Fava."""
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style><main>{body}</main></html>"
    ).encode()


_STYLE = """
:root{color-scheme:light}
body{margin:0;font:16px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:#222;background:#f7f5f1}
main{max-width:60rem;margin:2rem auto;padding:1.5rem 2rem;background:#fff;border:1px solid #ddd}
h1{font-weight:400;font-size:1.5rem;margin:0 0 .5rem}h1 small,p small,td small{color:#666;display:block;font-size:.85em}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid #e5e5e5;overflow-wrap:anywhere}
th{font-weight:400;color:#666}code{font-family:ui-monospace,monospace;font-size:.9em}
td:first-child{white-space:nowrap}.error{color:#a11}.warning{color:#8a5a00}.note{color:#456}a{color:#00549a}
input,button{font:inherit;padding:.3rem .6rem}
.go{display:inline-block;padding:.5rem 1rem;border:1px solid #00549a;text-decoration:none}
"""


def _refuse(start: Callable[..., Any], status: str, why: Text, *more: tuple[str, str]) -> list[bytes]:
    body = page("惠邻 Huilin", f"<h1>{why.zh}<small>{why.en}</small></h1>")
    start(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [body]


def _ask(start: Callable[..., Any], *, wrong: bool = False) -> list[bytes]:
    no = "<p class=error>密码不对。<small>Wrong password.</small></p>" if wrong else ""
    body = page(
        "惠邻看账台 Huilin desk",
        "<h1>请输入密码<small>Password</small></h1>"
        f'{no}<form method="post" action="{LOGIN}"><input type="password" name="password" autofocus'
        ' autocomplete="current-password" aria-label="密码 Password"> <button>打开 Open</button></form>',
    )
    start("401 Unauthorized" if wrong else "200 OK", [
        ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store"),
    ])  # fmt: skip
    return [body]
