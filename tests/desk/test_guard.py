"""Who may ask, how, and what the browser is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from huilin.desk import guard
from huilin.desk.guard import READING, WRITING, Guard, Password

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

HOSTS = frozenset({"127.0.0.1:5000", "localhost:5000"})
OURS = {"base_url": "http://localhost:5000"}


def books(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Frame-Options", "ALLOWALL")])
    return [b"the books"]


def test_every_answer_carries_the_headers_whatever_the_application_says() -> None:
    answer = Client(Guard(books, HOSTS)).get("/", **OURS)

    assert answer.data == b"the books"
    assert answer.headers.getlist("X-Frame-Options") == ["DENY"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5000", "127.0.0.1:5001", "localhost", "", "localhost:5000.evil.example"])  # fmt: skip
def test_another_host_is_refused(host: str) -> None:
    """DNS rebinding: the browser asks 127.0.0.1, but says the attacker's name."""
    answer = Client(Guard(books, HOSTS)).get("/", headers={"Host": host})

    assert answer.status_code == 421
    assert b"the books" not in answer.data


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "MERGE"])
def test_the_desk_is_read_only(method: str) -> None:
    answer = Client(Guard(books, HOSTS)).open("/", method=method, **OURS)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert {"GET"} == READING


@pytest.mark.parametrize(("origin", "status"), [("http://localhost:5000", 200), ("http://evil.example", 403), ("null", 403), ("", 403)])  # fmt: skip
def test_a_treasurers_write_must_come_from_our_own_page(origin: str, status: int) -> None:
    answer = Client(Guard(books, HOSTS, WRITING)).put("/", headers={"Origin": origin}, **OURS)

    assert answer.status_code == status


def test_a_password_opens_by_a_cookie_that_no_script_and_no_other_site_can_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_WAIT", 0)
    client = Client(Guard(books, HOSTS, password=Password.of("密码 123")))

    closed = client.get("/", **OURS)
    wrong = client.post(guard.LOGIN, data={"password": "密码 12"}, headers={"Origin": "http://localhost:5000"}, **OURS)
    foreign = client.post(guard.LOGIN, data={"password": "密码 123"}, headers={"Origin": "http://evil.example"}, **OURS)
    right = client.post(guard.LOGIN, data={"password": "密码 123"}, headers={"Origin": "http://localhost:5000"}, **OURS)

    assert b"the books" not in closed.data
    assert b'name="password"' in closed.data
    assert wrong.status_code == foreign.status_code == 401
    assert right.status_code == 303
    cookie = right.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "123" not in cookie
    assert client.get("/", **OURS).data == b"the books"


def test_a_guessed_cookie_opens_nothing() -> None:
    client = Client(Guard(books, HOSTS, password=Password.of("x")))

    for value in ("", "guess", "ключ"):
        answer = client.get("/", headers={"Cookie": f"{guard.COOKIE}={value}"}, **OURS)
        assert b"the books" not in answer.data


def test_a_kept_password_is_not_the_password() -> None:
    kept = Password.of("opensesame")

    assert "opensesame" not in repr(kept)
    assert kept.fits("opensesame")
    assert not kept.fits("opensesam")
    assert Password.of("opensesame") != kept
