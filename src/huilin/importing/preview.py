"""What booking would change, before it does: entries by how sure they are, and the difference of every month file."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING

from huilin import vouchers
from huilin.drafting import to_ledger
from huilin.importing.settling import with_settlements
from huilin.importing.touching import touched
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from huilin.importing.inbox import Inbox
    from huilin.importing.model import FileResult
    from huilin.importing.proposing import Sureness, Work
    from huilin.importing.questions import Question
    from huilin.workspace import Workspace

GROUPS: tuple[tuple[Sureness, Text], ...] = (
    ("unknown", Text("待分类（请补规则或改账户）", "Unknown (add a rule, or change the account)")),
    ("guessed", Text("按默认规则推定（请看一眼）", "Guessed by the source's own rules (have a look)")),
    ("sure", Text("按规则确定", "Sure by your rules")),
)
ASKED = Text("请回答（不回答就不动）", "To be answered (nothing is done unasked)")


@dataclass(frozen=True, slots=True)
class PreviewEntry:
    """One entry to come: where its rows stand, what it says, and why it is thought so."""

    sureness: Sureness
    places: tuple[str, ...]
    """`inbox/建行.xlsx:12` for each row."""
    date: date
    amount: Decimal
    narration: str
    accounts: tuple[str, ...]
    rule: str
    why: Text | None
    text: str
    """The entry as it will stand in the ledger."""


@dataclass(frozen=True, slots=True)
class MonthDiff:
    """What one month file gains, as `git diff` shows it."""

    file: str
    diff: str


@dataclass(frozen=True)
class Preview:
    """Everything that booking would do; `text` says it for a terminal."""

    files: tuple[FileResult, ...]
    entries: tuple[PreviewEntry, ...]
    months: tuple[MonthDiff, ...]
    alone: tuple[tuple[str, Text], ...] = ()
    new_donors: int = 0
    questions: tuple[tuple[str, Question], ...] = ()
    """What is asked, with the place of the row that it is asked of."""

    def group(self, sureness: Sureness) -> tuple[PreviewEntry, ...]:
        """Return the entries that are so sure."""
        return tuple(entry for entry in self.entries if entry.sureness == sureness)

    @property
    def diff(self) -> str:
        """Return the difference of all month files."""
        return "".join(month.diff for month in self.months)

    def text(self, language: Language = "zh") -> str:
        """Return the preview as lines: files, groups, what waits for its other side, differences."""
        return "\n".join(self._lines(language))

    def _lines(self, language: Language) -> Iterator[str]:
        yield from (file_line(file, language) for file in self.files)
        for sureness, title in GROUPS:
            entries = self.group(sureness)
            if entries:
                yield f"\n{title.say(language)}: {len(entries)}"
                yield from (_entry_line(entry, language) for entry in entries)
        if self.questions:
            yield f"\n{ASKED.say(language)}: {len(self.questions)}"
            yield from (question_line(place, question, language) for place, question in self.questions)
        for place, why in self.alone:
            yield f"{place}  {why.say(language)}"
        yield ""
        yield self.diff


def preview(workspace: Workspace, inbox: Inbox) -> Preview:
    """Return what booking the inbox would do; nothing is written."""
    names = [file.file for file in inbox.files]
    entries = tuple(_entry(work, names) for work in inbox.works)
    alone = tuple((_places(work, names)[0], why) for work, why in inbox.alone)
    asked = tuple((f"{names[question.place]}:{question.line}", question) for question in inbox.questions)
    return Preview(inbox.files, entries, tuple(_diffs(workspace, inbox)), alone, inbox.new_donors, asked)


def _entry(work: Work, names: list[str]) -> PreviewEntry:
    draft = work.draft
    others = dict.fromkeys(p.account for p in draft.postings if p.account != work.account)
    return PreviewEntry(
        work.sureness,
        _places(work, names),
        draft.date,
        work.items[0].row.amount,
        draft.narration,
        tuple(others),
        work.rule,
        work.why,
        to_ledger(draft),
    )


def _places(work: Work, names: list[str]) -> tuple[str, ...]:
    return tuple(f"{names[item.place]}:{item.row.line}" for item in work.items)


def _diffs(workspace: Workspace, inbox: Inbox) -> Iterator[MonthDiff]:
    """Yield what each file gains: entries, balances, keys and links on entries that are there, documents."""
    drafts = [draft.with_meta(batch=_NOT_YET, prepared=_NOT_YET) for draft in inbox.drafts]
    months = with_settlements(workspace, vouchers.appended(workspace, drafts), inbox.settled, _NOT_YET)
    for path, content in sorted(touched(workspace, months, inbox, _NOT_YET).files.items()):
        name = workspace.relative(path)
        if isinstance(content, str):
            old = path.read_bytes().decode("utf-8") if path.exists() else ""
            yield MonthDiff(name, _diff(name, old, content))
        elif content is not None:
            yield MonthDiff(name, f"--- /dev/null\n+++ b/{name}\n@@ {len(content):,} bytes @@\n")


_NOT_YET = "…"
"""Stands for the batch and the preparer, which booking alone knows."""


def _diff(name: str, old: str, new: str) -> str:
    before = f"a/{name}" if old else "/dev/null"
    if new.startswith(old):  # as good as always; comparing a year line by line would take minutes
        added, start = new.removeprefix(old).splitlines(), old.count("\n")
        head = [f"--- {before}", f"+++ b/{name}", f"@@ -{start},0 +{start + 1},{len(added)} @@"]
        return "\n".join([*head, *(f"+{line}" for line in added)]) + "\n"
    lines = unified_diff(old.splitlines(), new.splitlines(), before, f"b/{name}", n=1, lineterm="")
    return "\n".join(lines) + "\n"


def file_line(file: FileResult, language: Language) -> str:
    """Return a file with its rows accounted for (law 7), and what is wrong with it."""
    name = file.format.say(language) if file.format else "?"
    if language == "zh":
        counts = f"共 {file.rows} 行 = 新 {file.new} + 已记 {file.known} + 配对 {file.paired} + 忽略 {file.ignored} + 拒收 {file.refused}"
    else:
        counts = f"{file.rows} rows = {file.new} new + {file.known} known + {file.paired} paired + {file.ignored} ignored + {file.refused} refused"
    errors = "".join("\n  " + error.say(file.file, language) for error in file.errors)
    return f"{file.file}  {name}  {counts}{errors}"


def question_line(place: str, question: Question, language: Language) -> str:
    """Return a question with how to answer it without a terminal."""
    several = len(question.choices) > 1
    answers = [f"--accept {question.key}" + (f"={choice.name}" if several else "") for choice in question.choices]
    return f"{place}  {question.text.say(language)}  [{' | '.join(answers)}]"


def _entry_line(entry: PreviewEntry, language: Language) -> str:
    why = entry.why.say(language) if entry.why else entry.rule
    return f"{entry.places[0]}  {entry.date}  {entry.amount:>12,.2f}  {entry.narration}  → {'、'.join(entry.accounts)}  [{why}]"
