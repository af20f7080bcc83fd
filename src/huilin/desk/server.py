"""The server's own process: it warms up, is told what to show, loads it once, says that it is ready, and serves.

It is given a listening socket and a pipe. When the pipe closes, whoever started it is gone, and so is it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

from huilin.desk.spec import Spec

if TYPE_CHECKING:
    from types import FrameType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MEMORY = 8 * 2**30
LOADING = 600
"""Seconds of processor time for loading: 300,000 transactions take 60."""


class LoadingError(Exception):
    """Loading took longer than any books of a community do."""


def main() -> None:
    """Serve on the socket whose number the command line names."""
    listening = socket.socket(fileno=int(sys.argv[1]))
    from huilin.desk import serving
    from huilin.desk.guard import Guard

    _warm_up()
    spec = Spec.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not spec.writable:
        from huilin.desk.limits import limit

        limit(seconds=None, memory=MEMORY)
    app, path, failed = _application(spec)
    server = serving.server(Guard(app, spec.hosts, spec.methods, spec.password), listening)
    server.prepare()
    sys.stdout.write(json.dumps({"path": path, "failed": failed}) + "\n")
    sys.stdout.flush()
    server.serve()


def _warm_up() -> None:
    """Import what loading will need while the books are still being copied and looked through."""
    from huilin import checks
    from huilin.desk import pages  # noqa: F401 - for its weight

    checks.modules()


def _application(spec: Spec) -> tuple[WSGIApplication, str, str]:
    """Return what to serve, the path to open, and why the books could not be loaded (empty: they were)."""
    from huilin.desk import fava_app, words

    if spec.refused:
        return _only(words.refused(spec.name, spec.findings)), "/", ""
    try:
        app = _loaded(spec)
    except Exception as error:  # noqa: BLE001 - a stranger's books may break anything; the desk says so and stays
        return (
            _only(words.refused(spec.name, (_not_loaded(error), *spec.findings))),
            "/",
            f"{type(error).__name__}: {error}",
        )
    books = fava_app.address(app)
    if not spec.findings:
        return app, books, ""
    fava_app.show_first(app, words.found_first(spec.name, spec.findings, books))
    return app, "/", ""


def _loaded(spec: Spec) -> Any:  # noqa: ANN401 - a Flask application
    from huilin.desk import fava_app

    if not spec.writable and hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _too_long)
        signal.setitimer(signal.ITIMER_PROF, LOADING)
    try:
        app = fava_app.create(spec)
        fava_app.warm(app)
        return app
    finally:
        if hasattr(signal, "SIGPROF"):
            signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise LoadingError(LOADING)


def _not_loaded(error: Exception) -> Any:  # noqa: ANN401 - a Finding, imported late
    from huilin.findings import Finding, Severity
    from huilin.wording import Text

    said = f"{type(error).__name__}: {error}"[:300]
    return Finding(
        "not-loaded", Severity.ERROR, "main.beancount", 0,
        Text(f"账本读入时失败：{said}。", f"Loading the books failed: {said}."),
        Text("请用 huilin check 查看；若账本没有问题，请报告给我们。", "Look with `huilin check`; if the books are sound, tell us."),
    )  # fmt: skip


def _only(body: bytes) -> WSGIApplication:
    """Return an application that answers every question with one page."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        status = "200 OK" if environ.get("PATH_INFO", "/") == "/" else "404 Not Found"
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def _end_with_parent() -> None:
    """Wait until nobody holds the other end of the pipe, then end at once."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
