"""The log: who did which command when, with what result – one JSON line each, chained, only ever added to.

财会〔2024〕12号 asks for a log by person, time and content. Each line holds the hash of the one before, so that a line
changed, taken out or put in shows. Names of donors and whatever was typed freely stay out: the log may be shown.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huilin.vocabulary import is_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

FILE = "log.jsonl"
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Done:
    """One command that was run: when (with the time zone), by whom, how it ended. `words` only what holds no names."""

    at: datetime
    by: str
    command: str
    words: str
    code: int
    result: str


def append(root: Path, done: Done) -> None:
    """Add one line to the log of the workspace; a second writer waits for the first."""
    with (root / FILE).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        previous = _previous(text)
        record = {**_said(done), "previous": previous}
        line = _dumps({**record, "hash": _mark(record)}).encode() + b"\n"
        file.write(line if not text or text.endswith(b"\n") else b"\n" + line)
        file.flush()
        os.fsync(file.fileno())


def records(root: Path) -> list[dict[str, Any]]:
    """Return the log's lines as maps, the oldest first; a line that cannot be read is an empty map."""
    file = root / FILE
    if not file.exists():
        return []
    return [_parsed(line) for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]


def closed_periods(root: Path) -> dict[str, int]:
    """Return the periods that the log says are closed, with the line (from 1) that says so: closed, not reopened."""
    closed: dict[str, int] = {}
    for number, record in enumerate(records(root), 1):
        command, name, done = record.get("command"), str(record.get("words", "")), str(record.get("code")) == "0"
        if done and command == "close" and is_period(name):
            closed[name] = number
        elif done and command == "reopen":
            closed.pop(name, None)
    return closed


def broken(root: Path) -> Iterator[int]:
    """Yield the numbers (from 1) of the lines that were changed, or whose predecessor was changed or taken out."""
    previous = START
    for number, record in enumerate(records(root), 1):
        body = {key: value for key, value in record.items() if key != "hash"}
        mark = str(record.get("hash", ""))
        if record.get("previous") != previous or mark != _mark(body):
            yield number
        previous = mark


def _said(done: Done) -> dict[str, Any]:
    said = {"at": done.at.isoformat(timespec="seconds"), "by": done.by, "command": done.command}
    return {**said, "words": done.words, "code": str(done.code), "result": " ".join(done.result.split())}


def _previous(text: bytes) -> str:
    lines = [line for line in text.decode("utf-8", "replace").split("\n") if line]
    return str(_parsed(lines[-1]).get("hash", "")) if lines else START


def _parsed(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _mark(record: dict[str, Any]) -> str:
    return hashlib.sha256(_dumps(record).encode()).hexdigest()


def _dumps(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
