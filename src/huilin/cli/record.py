"""After every command that writes, one line in the workspace's log: who, when, which command, with what result."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from huilin.cli.session import Session
    from huilin.journal import Done

TOLD = frozenset({"book", "undo", "post", "close", "reopen", "publish", "correct", "transition", "reinvest", "attach", "policy", "account", "trust"})  # fmt: skip
"""Commands whose result may stand in the log; the others' answers can hold names of donors or free words."""
WRITING = TOLD | {"add", "donor", "project"}
WORDS = frozenset({"undo", "close", "reopen", "publish", "transition", "reinvest", "correct"})
"""Commands whose first word (a period, a batch, a voucher) may stand in the log."""


_running: ContextVar[tuple[Session, str] | None] = ContextVar("running", default=None)


def begin(session: Session, command: str) -> None:
    """Remember which command runs, so that its end can be recorded."""
    _running.set((session, command))


def end(arguments: Sequence[str], code: int, error: str = "") -> None:
    """Write the line; commands that only read, or ended before they had a workspace, leave none."""
    from huilin.journal import Done

    running = _running.get()
    _running.set(None)
    if running is None:
        return
    session, command = running
    words = list(arguments[arguments.index(command) + 1 :]) if command in arguments else []
    root = session.known_root
    if command not in WRITING or root is None:
        return
    if command == "reinvest" and "--book" not in words:
        return
    told = command in TOLD and not (error and command == "publish")  # a refusal may quote what must not get out
    said = next((word for word in words if not word.startswith("-")), "") if command in WORDS else ""
    result = (error or session.console.last) if told else ("" if code == 0 else "–")
    done = Done(datetime.now().astimezone(), session.acting, command, said, code, result)
    _append(root, done)


def _append(root: Path, done: Done) -> None:
    """Add the line; a command that another huilin's lock has refused did nothing, and leaves none."""
    from huilin import journal
    from huilin.errors import RefusedError
    from huilin.storage import sure_locked

    try:
        with sure_locked(root):
            journal.append(root, done)
    except RefusedError:
        if done.code == 0:
            raise
