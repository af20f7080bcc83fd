"""A treasurer's edit of a ledger file: the earlier version kept, written in one step, what is sealed left alone.

Fava's editor writes over the file in place; a crash there loses it (law 11), and a sealed voucher is changed without
a word (law 8). Here the file is locked, copied, written beside itself and renamed; the log says who saved what.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin import journal, storage
from huilin.books.sealed import sealed_until
from huilin.desk import backups
from huilin.errors import RefusedError
from huilin.findings import errors_in
from huilin.wording import Text
from huilin.workspace import SETTINGS, parse_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from huilin.desk.treasurer import Treasurer
    from huilin.findings import Finding
    from huilin.workspace import Workspace

COMMAND = "books"
"""Under this name edits stand in the log."""
_one_writer = threading.Lock()

_HEAD = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})\s+\S")
_ENTITY = re.compile(r"\b(?:Assets|Liabilities|Equity|Income|Expenses):([^:\s\"]+)")
_VOUCHER = re.compile(r'^\s+id:\s*"([^"]*)"', re.MULTILINE)
_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|;[^\n]*|[^\s";]+', re.DOTALL)


class Block(NamedTuple):
    """One directive as it stands in a file: its first line (from 1), its day, its words without blanks and comments."""

    line: int
    day: date
    words: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        """The voucher number, or the first line."""
        found = _VOUCHER.search(self.text)
        return found[1] if found else self.text.splitlines()[0].strip()


class Saved(NamedTuple):
    """What a save has done: the file, and the earlier version's place (None: the file is new)."""

    file: Path
    backup: Path | None


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the workspace for one edit: other threads wait, another huilin is refused (RefusedError)."""
    with _one_writer, storage.locked(root):
        yield


def save(treasurer: Treasurer, file: Path, text: str, findings: Iterable[Finding] = ()) -> Saved:
    """Write the file's new text, keeping the earlier version; the caller holds the workspace (`writing`).

    `findings` are those of the books before: where a seal is broken already, the edit may be what mends it.
    Raises RefusedError where the edit touches what is sealed or the settings would no longer be read, MachineError
    where the disk is full; then the file is as it was.
    """
    workspace, now = treasurer.workspace, treasurer.now()
    old = file.read_bytes().decode("utf-8") if file.exists() else ""
    _refuse_sealed(workspace, file, old, text, findings)
    if file.name == SETTINGS:
        parse_settings(text.removeprefix("\ufeff"))
    backup = backups.keep(workspace.root, file, now) if file.exists() else None
    storage.write_atomic(file, text)
    posted = changed_vouchers(old, text)
    name = workspace.relative(file)
    said = f"已存 {name}" + (f"；改动凭证 {'、'.join(posted)}" if posted else "")
    journal.append(workspace.root, journal.Done(now, treasurer.by, COMMAND, "", 0, said))
    return Saved(file, backup)


def restore(treasurer: Treasurer, backup: backups.Backup, findings: Iterable[Finding] = ()) -> Saved:
    """Bring an earlier version back, as an edit like any other: what stands there now is kept first."""
    text = backup.path.read_bytes().decode("utf-8")
    return save(treasurer, treasurer.workspace.root / backup.file, text, findings)


def difference(workspace: Workspace, backup: backups.Backup) -> str:
    """Return what restoring a version would change, line by line (`-` goes, `+` comes back); empty where nothing."""
    file = workspace.root / backup.file
    now = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    then = backup.path.read_text(encoding="utf-8").splitlines()
    return "\n".join(unified_diff(now, then, backup.file, backup.name, lineterm=""))


def changed_vouchers(old: str, new: str) -> tuple[str, ...]:
    """Return the numbers of the vouchers that an edit changes or removes, in order: the log names them."""
    gone, _ = _difference(old, new)
    return tuple(dict.fromkeys(found[1] for block in gone if (found := _VOUCHER.search(block.text))))


def sealed_blocks(old: str, new: str, sealed: Mapping[str, date]) -> tuple[Block, ...]:
    """Return the directives that an edit changes, removes or adds although their entity is sealed to that day.

    `sealed`: entity → last sealed day. Blanks and comments change nothing. Of a directive that was changed, both
    versions are returned, the earlier first.
    """
    return tuple(block for part in _difference(old, new) for block in part if _is_sealed(block, sealed))


def blocks(text: str) -> tuple[Block, ...]:
    """Cut a ledger file into its dated directives: a line that begins with a day, and the indented lines below it."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    return tuple(block for number in heads if (block := _block(lines, number)) is not None)


def _block(lines: list[str], start: int) -> Block | None:
    end = start + 1
    while end < len(lines) and lines[end][:1] in (" ", "\t") and lines[end].strip():
        end += 1
    said = "\n".join(lines[start:end])
    head = _HEAD.match(said)
    try:
        day = date(*(int(part) for part in head.groups())) if head else None
    except ValueError:
        return None
    words = tuple(word for word in _WORDS.findall(said) if not word.startswith(";"))
    return Block(start + 1, day, words, said) if day else None


def _difference(old: str, new: str) -> tuple[list[Block], list[Block]]:
    """Return the directives that are in the old text only and those that are in the new text only."""
    before, after = blocks(old), blocks(new)
    return _without(before, after), _without(after, before)


def _without(some: Collection[Block], others: Iterable[Block]) -> list[Block]:
    there = Counter(block.words for block in others)
    left = []
    for block in some:
        if there[block.words]:
            there[block.words] -= 1
        else:
            left.append(block)
    return left


def _is_sealed(block: Block, sealed: Mapping[str, date]) -> bool:
    """Say whether the directive's entity is sealed to its day; one that names none is sealed with each."""
    named = {*_ENTITY.findall(block.text), *(name for name in sealed if f'"{name}"' in block.words)}
    days = [day for name, day in sealed.items() if name in named or not named & set(sealed)]
    return bool(days) and block.day <= max(days)


def _refuse_sealed(workspace: Workspace, file: Path, old: str, new: str, findings: Iterable[Finding]) -> None:
    """Raise RefusedError with the first sealed directive that the edit touches, unless its seal is broken already."""
    touched = sealed_blocks(old, new, _sealed(workspace, findings))
    if not touched:
        return
    first, more = touched[0], len({block.name for block in touched}) - 1
    where = f"{workspace.relative(file)}:{first.line}"
    raise RefusedError(
        Text(
            f"没有保存：{where} {first.name} 已结账封存" + (f"（另有 {more} 处）" if more else "") + "。",
            f"Not saved: {where} {first.name} is closed and sealed" + (f" (and {more} more)" if more else "") + ".",
        ),
        Text(
            "请用 huilin correct 在结账之后更正，或先用 huilin reopen 反结账。",
            "Correct it after the closed period with `huilin correct`, or take the closing back with `huilin reopen`.",
        ),
    )


def _sealed(workspace: Workspace, findings: Iterable[Finding]) -> dict[str, date]:
    """Return to which day each entity is sealed, those left out whose seal does not hold now."""
    broken = [f for f in errors_in(findings) if f.rule.startswith("seal-")]
    days: dict[str, date] = {}
    for entity in workspace.settings.entities:
        day = sealed_until(workspace, entity.name)
        if day and not any(f.file.startswith(f"{entity.folder}/") or f".{entity.name}." in f.file for f in broken):
            days[entity.name] = day
    return days


def editable(workspace: Workspace, included: Iterable[str]) -> list[str]:
    """Return the files that may be edited, of those that the books rest on: ledger files, settings and rules.

    Seals, the log, evidence and whatever lies outside the workspace are read by the checks, never written here.
    """
    root = workspace.root.resolve()
    ledger = [name for name in included if name.endswith(".beancount") and _inside(root, name)]
    rules = sorted(str(file) for file in workspace.rules.glob("*.txt"))
    settings = workspace.root / SETTINGS
    return [*dict.fromkeys(ledger), *rules, *([str(settings)] if settings.is_file() else [])]


def _inside(root: Path, name: str) -> bool:
    return Path(name).resolve().is_relative_to(root)
