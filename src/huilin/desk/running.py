"""A server started, known by its address, and ended: its process in a room of its own where it shows a stranger's books."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from huilin.desk import sandbox, serving
from huilin.errors import MachineError
from huilin.wording import Text

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from huilin.desk.spec import Spec

_LAST = 5
"""Seconds that a server has to end by itself."""


@dataclass(frozen=True)
class Running:
    """A server that answers. `url`: what to open first; `failed`: why the books could not be loaded (empty: they were)."""

    url: str
    failed: str
    process: subprocess.Popen[bytes]

    def wait(self) -> int:
        """Return when the server has ended."""
        return self.process.wait()

    def stop(self) -> None:
        """End the server and everything that it has started."""
        end(self.process)


def start(
    spec_of: Callable[[frozenset[str]], Spec],
    listening: socket.socket,
    *,
    folders: Iterable[Path] = (),
    boxed: bool = True,
) -> Running:
    """Start a server on the socket and return when it answers.

    The socket is the server's from then on. Its process warms up while `spec_of` (given the values of Host that are ours) works out what to show. `boxed`: in
    a room without network, where only `folders` are seen; a treasurer's editor is not boxed.
    """
    host, port = listening.getsockname()[:2]
    process = _spawn(listening, list(folders), boxed=boxed)
    listening.close()
    try:
        spec = spec_of(serving.hosts(port))
        said = _told(process, spec)
    except BaseException:
        end(process)
        raise
    return Running(f"http://{host}:{port}{quote(said['path'])}", said["failed"], process)


def _spawn(listening: socket.socket, folders: list[Path], *, boxed: bool) -> subprocess.Popen[bytes]:
    handle = listening.fileno()
    command = [sys.executable, "-P", "-m", "huilin.desk.server", str(handle)]
    return subprocess.Popen(  # noqa: S603 - our own module
        sandbox.wrap(command, folders) if boxed else command,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(handle,), start_new_session=True,
        env=sandbox.environment() if boxed else None,
    )  # fmt: skip


def _told(process: subprocess.Popen[bytes], spec: Spec) -> dict[str, Any]:
    """Tell the server what to show and return what it answers once it is ready."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(spec.dumps().encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        line = b""
    if not line:
        raise MachineError(
            Text("看账台没有启动起来。", "The desk did not start."),
            Text("请运行 huilin doctor；内存是否足够？", "Run `huilin doctor`; is there enough memory?"),
        )
    said: dict[str, Any] = json.loads(line)
    return said


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process, first asking, then not."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.terminate()
    try:
        process.wait(_LAST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
