"""The command: it says where the books are open, ends when told to, and says what to do where it cannot start."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

from huilin.cli.running import run

if TYPE_CHECKING:
    from huilin.workspace import Workspace


@pytest.mark.slow
def test_it_serves_until_it_is_interrupted(small: Workspace) -> None:
    """The address that it prints answers; Ctrl-C ends it in peace, without a word of Python."""
    words = [sys.executable, "-m", "huilin", "--workspace", str(small.root), "--json", "--by", "周会计", "books", "--port", "0", "--no-browser"]  # fmt: skip
    with subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_may_be_interrupted,  # noqa: PLW1509 - the child has no threads yet
    ) as process:
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in range(3))
        address = json.loads(printed)["address"]
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        try:
            _, complaints = process.communicate(timeout=30)
        finally:
            process.kill()

    assert process.returncode == 0
    assert "Traceback" not in complaints


def _may_be_interrupted() -> None:
    """A shell in the background lets its children ignore Ctrl-C; the test's child must not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_port_in_use_is_said_with_a_free_one(small: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is loaded before the port is ours."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = run(["--workspace", str(small.root), "--by", "周会计", "books", "--port", str(port), "--no-browser"])

    said = capsys.readouterr().err
    assert code == 4
    assert f"端口 {port} 已被" in said
    assert "--port" in said


def test_who_edits_is_one_of_the_people(small: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """The log names who saves, so a stranger cannot."""
    assert run(["--workspace", str(small.root), "--by", "路人", "books", "--no-browser"]) == 2
    assert "没有“路人”" in capsys.readouterr().err
