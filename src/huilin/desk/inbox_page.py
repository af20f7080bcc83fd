"""The inbox as a page shows it: the same preview as `huilin preview`, and the two buttons that run `book` and `undo`.

Pressing a button runs the command itself, in a process of its own: the same lock, archive, log and refusals.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin import importing
from huilin.drafting import DRAFT
from huilin.errors import HuilinError, MachineError, RefusedError, UsageError
from huilin.findings import errors_in
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from huilin.books import Books
    from huilin.desk.treasurer import Treasurer
    from huilin.findings import Finding
    from huilin.importing import FileResult, Question
    from huilin.wording import Language

_BATCH = re.compile(r"\d{8}-\d+")
LONGEST = 600
"""Seconds after which a command that has not ended is given up; the largest inbox measured took 15."""


class Batch(NamedTuple):
    """What was booked together: the statements, how many drafts are left, how many of its entries are posted."""

    name: str
    day: str
    files: tuple[str, ...]
    drafts: int
    posted: int


class Asked(NamedTuple):
    """What only a person can say of a row, and the answers offered: what `--accept` takes, and what it means."""

    place: str
    text: Text
    answers: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class InboxView:
    """Everything that the page shows. `mark` stands for the files, rules and books that the preview was made of."""

    files: tuple[FileResult, ...]
    findings: tuple[Finding, ...]
    preview: str
    """The preview as HTML, the body of `huilin preview --html`."""
    drafts: int
    mark: str
    batches: tuple[Batch, ...]
    questions: tuple[Asked, ...] = ()
    hindrance: HuilinError | None = None
    """Why the inbox cannot be read at all: what the command would end with."""

    @property
    def stopped(self) -> tuple[FileResult, ...]:
        """The files that stop booking until they are mended or left out."""
        return tuple(file for file in self.files if file.errors)

    @property
    def is_bookable(self) -> bool:
        """Whether booking can go through once the stopped files are left out."""
        return bool(self.files) and not errors_in(self.findings)


class Ended(NamedTuple):
    """How a command ended: its exit code, its answer as JSON, what is to be said of it."""

    code: int
    answer: dict[str, Any]
    text: Text

    @property
    def is_done(self) -> bool:
        """Whether the books have changed."""
        return self.code == 0


def look(books: Books, treasurer: Treasurer) -> InboxView:
    """Read the inbox and return what the page shows; nothing is written."""
    seen, batches = mark(books), tuple(_batches(books))
    try:
        inbox = importing.read(books, today=treasurer.today)
        preview = importing.preview(books.workspace, inbox)
    except HuilinError as error:
        return InboxView((), errors_in(books.findings), "", 0, seen, batches, hindrance=error)
    return InboxView(
        files=inbox.files,
        findings=(*errors_in(books.findings), *inbox.findings),
        preview=importing.body(preview, treasurer.language),
        drafts=len(inbox.drafts),
        mark=seen,
        batches=batches,
        questions=tuple(_asked(place, question) for place, question in preview.questions),
    )


def _asked(place: str, question: Question) -> Asked:
    answers = (
        (f"{question.key}={choice.name}" if choice.name else question.key, choice.label) for choice in question.choices
    )
    return Asked(place, question.text, tuple(answers))


def mark(books: Books) -> str:
    """Return a hash of all that a preview follows from: statements, rules, profiles, settings, ledger files, register."""
    workspace = books.workspace
    found = hashlib.sha256()
    for path in sorted({*importing.waiting_files(workspace.inbox), *_rests_on(workspace.root)}):
        found.update(f"{path.relative_to(workspace.root)}\0{path.stat().st_size}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _rests_on(root: Path) -> Iterator[Path]:
    for pattern in ("community.toml", "*.beancount", "*/*.beancount", "*/20*/*.beancount", "rules/*", "profiles/*", "private/*.csv"):  # fmt: skip
        yield from (path for path in root.glob(pattern) if path.is_file() and not path.name.startswith("."))


def _batches(books: Books) -> Iterator[Batch]:
    """Yield the batches that stand in the books, the latest first."""
    records = importing.read_log(books.workspace)
    undone = {record["batch"] for record in records if "undone" in record}
    for name in dict.fromkeys(str(record["batch"]) for record in reversed(records)):
        mine = [record for record in records if record["batch"] == name and "file" in record]
        if name in undone or not mine:
            continue
        flags = [entry.flag for entry in books.transactions if entry.meta.get("batch") == name]
        drafts = sum(flag == DRAFT for flag in flags)
        yield Batch(name, str(mine[0].get("date", "")), tuple(str(record["file"]) for record in mine), drafts, len(flags) - drafts)  # fmt: skip


# The buttons


@dataclass(frozen=True)
class Pressed:
    """What the form of the button says: who prepares, the mark of what was looked at, files left out, answers given."""

    by: str
    seen: str
    leave_out: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()


def book(treasurer: Treasurer, books: Books, pressed: Pressed) -> Ended:
    """Run `huilin book`, if the inbox and the books are still what the page showed."""
    if mark(books) != pressed.seen:
        raise RefusedError(
            Text("收件箱、规则或账本在您看过之后变了，没有记账。", "The inbox, the rules or the books have changed since you looked; nothing was booked."),
            Text("请再看一遍预览，然后再按。", "Look at the preview again, then press the button."),
        )  # fmt: skip
    waiting = {books.workspace.relative(path) for path in importing.waiting_files(books.workspace.inbox)}
    words = [word for file in pressed.leave_out if file in waiting for word in ("--leave-out", file)]
    words += [word for answer in pressed.accept if answer for word in ("--accept", answer)]
    return run(treasurer, pressed.by, "book", *words)


def undo(treasurer: Treasurer, *, by: str, batch: str) -> Ended:
    """Run `huilin undo BATCH` as `by`."""
    if not _BATCH.fullmatch(batch):
        raise UsageError(
            Text(f"“{batch}”不是批次号。", f"“{batch}” is no batch."),
            Text("请从列表里选。", "Choose one from the list."),
        )
    return run(treasurer, by, "undo", batch)


def run(treasurer: Treasurer, by: str, *words: str) -> Ended:
    """Run one huilin command in a process of its own and return how it ended; nothing is asked."""
    if by not in treasurer.workspace.settings.people:
        raise UsageError(
            Text(f"community.toml 的 [people] 里没有“{by}”。", f"[people] in community.toml has no “{by}”."),
            Text("请从名单里选一个人。", "Choose a person of the list."),
        )
    before = ("--workspace", str(treasurer.workspace.root), "--today", treasurer.today.isoformat(), "--by", by, "--lang", treasurer.language, "--json", "--yes")  # fmt: skip
    try:
        ended = subprocess.run(  # noqa: S603 - our own command; the words are a batch or file names, never a shell's
            [sys.executable, "-m", "huilin", *before, *words],
            capture_output=True, check=False, encoding="utf-8", timeout=LONGEST, cwd=treasurer.workspace.root,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise MachineError(
            Text(f"huilin {words[0]} 过了 {LONGEST // 60} 分钟还没有做完，已停止；账本是完整的。", f"huilin {words[0]} had not ended after {LONGEST // 60} minutes and was stopped; the books are whole."),
            Text("请在终端运行这条命令。", "Run the command in a terminal."),
        ) from error  # fmt: skip
    answer = _answer(ended.stdout)
    return Ended(ended.returncode, answer, _said(words, ended.returncode, answer, treasurer.language))


def _answer(printed: str) -> dict[str, Any]:
    try:
        said = json.loads(printed)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _said(words: Sequence[str], code: int, answer: dict[str, Any], language: Language) -> Text:
    """Return one sentence on how the command ended; an error is said as the command says it."""
    error = answer.get("error")
    if code or isinstance(error, dict):
        told = f"{error.get('message', '')} {error.get('remedy', '')}".strip() if isinstance(error, dict) else ""
        ended = Text(f"huilin {words[0]} 没有做成（{code}）。", f"huilin {words[0]} failed ({code}).").say(language)
        return Text(told or ended, told or ended)
    if words[0] == "undo":
        count = answer.get("removed", 0)
        return Text(f"已撤回 {count} 张草稿，原件回到收件箱。", f"{count} drafts taken back; the originals lie in the inbox again.")  # fmt: skip
    count, batch = answer.get("drafts", 0), answer.get("batch", "")
    if not batch:
        return Text("没有可记的。", "There was nothing to book.")
    return Text(f"已写入 {count} 张草稿，批次 {batch}，原件已归档。", f"{count} drafts written as batch {batch}; the originals are archived.")  # fmt: skip
