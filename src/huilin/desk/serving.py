"""A port on this machine alone, and a server that answers on it."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Any

from huilin.errors import MachineError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

LOOPBACK = ("127.0.0.1", "localhost")
PORT = 5000
_NEXT = 20
"""Ports tried when one is to be offered instead."""


def listen(port: int, host: str = "127.0.0.1") -> socket.socket:
    """Return a socket that listens on this machine only; raise UsageError for another host, MachineError for a port in use.

    It is opened before the server's process starts, which may then have no network of its own.
    """
    if host not in LOOPBACK:
        raise UsageError(
            Text(f"看账台只在本机开放，不能用 {host}。", f"The desk opens on this machine only, not on {host}."),
            Text("要给外面的人看，请发布公示（huilin publish）。", "To show books to others, publish them (`huilin publish`)."),
        )  # fmt: skip
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise _unusable(port, error) from error
    listening.listen(64)
    return listening


def _unusable(port: int, error: Exception) -> MachineError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        free = _free_after(port)
        return MachineError(
            Text(f"端口 {port} 已被别的程序占用（也许是另一个看账台）。", f"Port {port} is in use, perhaps by another desk."),
            Text(f"请换一个：--port {free}。", f"Take another one: --port {free}."),
        )  # fmt: skip
    return MachineError(
        Text(f"不能用端口 {port}。", f"Port {port} cannot be used."),
        Text(f"请换一个，如 --port {PORT}。", f"Take another one, as --port {PORT}."),
    )


def _free_after(port: int) -> int:
    """Return the next port that is free now; one of the machine's choice where the neighbours are all taken."""
    for candidate in (*range(port + 1, min(port + _NEXT, 65536)), 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0


def hosts(port: int) -> frozenset[str]:
    """Return what Host may say of this server."""
    names = [*LOOPBACK, "[::1]"]
    return frozenset({f"{name}:{port}" for name in names} | (set(names) if port == 80 else set()))


def server(app: WSGIApplication, listening: socket.socket) -> Any:  # noqa: ANN401 - cheroot has no types
    """Return a server (cheroot, as Fava's own) of `app` on a socket that listens already; `.start()` runs it."""
    from cheroot.wsgi import Server

    class OnSocket(Server):
        def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:  # noqa: A002, ARG002 - cheroot's names
            self.socket = listening
            return listening

    return OnSocket(listening.getsockname()[:2], app, numthreads=6, server_name="huilin")
