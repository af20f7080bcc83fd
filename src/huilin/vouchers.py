"""Entries on their way through the month files: drafts appended, numbered by a reviewer, or taken back.

A draft (`!`) has no number and may be undone; a voucher (`*`) has one and may only be corrected
(会计基础工作规范 第五十一、五十二条: 凭证连续编号, 经审核的凭证不得涂改).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Balance, Document

from huilin import storage
from huilin.drafting import DRAFT, POSTED, quote, to_ledger
from huilin.errors import HuilinError, RefusedError
from huilin.vocabulary import Voucher, parse_voucher, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core import data

    from huilin.books import Books
    from huilin.drafting import Draft
    from huilin.workspace import Workspace

Files = dict[Path, str]
WORD = "记"
"""The one series of numbers that a small community needs; 收, 付, 转 would each have their own."""

_HEAD = re.compile(r"(\d{4}[-/]\d{2}[-/]\d{2}\s+)([!*]|txn|balance|document)")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_META = re.compile(r"\s+(?P<key>[a-z][\w-]*):(?!:)")


@dataclass(frozen=True)
class Numbered:
    """What a reviewer's numbering makes: new contents of the month files, and the numbers given, in order."""

    files: Mapping[Path, str]
    ids: tuple[str, ...]


class Left(NamedTuple):
    """What is left of the month files without a batch (None: the file goes), and how many drafts it had."""

    files: Mapping[Path, str | None]
    drafts: int


class _Place(NamedTuple):
    """Where a transaction stands: its file and the number of its first line, from 1."""

    file: Path
    line: int


class _Entry(NamedTuple):
    """A draft as it stands in its file: the lines from `start` to before `end`, from 0."""

    lines: Sequence[str]
    start: int
    end: int


class _Span(NamedTuple):
    """What takes the place of the lines from `start` to before the entry's end."""

    start: int
    lines: Sequence[str]


def append(
    workspace: Workspace, drafts: Iterable[Draft], extra: Mapping[Path, str | bytes | None] | None = None
) -> tuple[Path, ...]:
    """Append the drafts to their month files, together with `extra` files, as one step; return the files written."""
    with storage.sure_locked(workspace.root):
        files: dict[Path, str | bytes | None] = {**appended(workspace, drafts), **(extra or {})}
        if files:
            storage.write_all(workspace.root, files)
    return tuple(files)


def appended(workspace: Workspace, drafts: Iterable[Draft]) -> Files:
    """Return the month files as they will be with the drafts at their ends, in date order; nothing is written."""
    new: dict[Path, list[Draft]] = defaultdict(list)
    for draft in drafts:
        new[workspace.month_file(draft.entity, draft.date)].append(draft)
    return {path: _with(path, sorted(some, key=lambda draft: draft.date)) for path, some in new.items()}


def _with(path: Path, drafts: Sequence[Draft]) -> str:
    old = _read(path) if path.exists() else heading(drafts[0])
    if not old.endswith("\n"):
        old += "\n"
    return old + "".join("\n" + to_ledger(draft) for draft in drafts)


def heading(draft: Draft) -> str:
    """Return the comment that heads a new month file."""
    return f"; {draft.entity} {draft.date:%Y-%m} 记账凭证 vouchers\n"


def number(books: Books, by: str, *, entity: str | None = None, until: date | None = None) -> Numbered:
    """Return the month files with every draft (of `entity`, dated up to `until`) turned into a voucher.

    Numbers follow the last of the entity's month without a gap, in date order, file order within a day.
    """
    chosen = [t for t in books.transactions if t.flag == DRAFT and _is_wanted(t, entity, until)]
    last = _last_numbers(books)
    given: dict[_Place, Voucher] = {}
    for entry in chosen:
        name = entity_of(entry)
        month = f"{entry.date:%Y-%m}"
        last[name, month] += 1
        given[_place(entry)] = Voucher(name, month, WORD, last[name, month])
    files = _edit(given, lambda entry, place: _posted(entry, str(given[place]), by))
    return Numbered(files, tuple(map(str, given.values())))


def post(
    workspace: Workspace, books: Books, by: str, *, entity: str | None = None, until: date | None = None
) -> Numbered:
    """Turn drafts into vouchers as `number` does, and write the month files as one step."""
    with storage.sure_locked(workspace.root):
        numbered = number(books, by, entity=entity, until=until)
        if numbered.files:
            storage.write_all(workspace.root, numbered.files)
    return numbered


def undo(workspace: Workspace, books: Books, batch: str, extra: Mapping[Path, str | bytes | None] | None = None) -> int:
    """Take one batch out of the books, together with `extra` files, as one step; return how many drafts went."""
    with storage.sure_locked(workspace.root):
        left = without(workspace, books, batch)
        changed: dict[Path, str | bytes | None] = {**left.files, **(extra or {})}
        if changed:
            storage.write_all(workspace.root, changed)
    return left.drafts


def without(workspace: Workspace, books: Books, batch: str) -> Left:
    """Return the month files without a batch's drafts, the balances that it settled and the evidence that it brought.

    Refuses where a reviewer has posted one of them: posted entries are corrected, never removed.
    """
    entries = [entry for entry in books.transactions if entry.meta.get("batch") == batch]
    posted = [entry for entry in entries if entry.flag != DRAFT]
    if posted:
        raise _already_posted(workspace, batch, posted[0])
    beside = [e for e in books.entries if isinstance(e, Balance | Document) and e.meta.get("batch") == batch]
    files = _without([*map(_place, entries), *map(_place, beside)])
    return Left({path: text if _keeps(path, text) else None for path, text in files.items()}, len(entries))


def entity_of(entry: data.Transaction) -> str:
    """Return the entity whose accounts the entry posts to."""
    parts = split_account(entry.postings[0].account) if entry.postings else None
    return parts.entity if parts else ""


def _is_wanted(entry: data.Transaction, entity: str | None, until: date | None) -> bool:
    name = entity_of(entry)
    return bool(name) and (entity is None or name == entity) and (until is None or entry.date <= until)


def _last_numbers(books: Books) -> defaultdict[tuple[str, str], int]:
    last: defaultdict[tuple[str, str], int] = defaultdict(int)
    for entry in books.transactions:
        voucher = parse_voucher(str(entry.meta.get("id", ""))) if entry.flag != DRAFT else None
        if voucher is not None and voucher.word == WORD:
            last[voucher.entity, voucher.month] = max(last[voucher.entity, voucher.month], voucher.number)
    return last


def _place(entry: data.Transaction | Balance | Document) -> _Place:
    return _Place(Path(entry.meta["filename"]), int(entry.meta["lineno"]))


def _without(places: Iterable[_Place]) -> Files:
    """Return the files without these entries and the blank line before each."""
    return _edit(places, lambda entry, _place: _Span(entry.start - _blank_before(entry), ()))


def _blank_before(entry: _Entry) -> int:
    return 1 if entry.start > 0 and not entry.lines[entry.start - 1].strip() else 0


def _edit(places: Iterable[_Place], change: Callable[[_Entry, _Place], _Span]) -> Files:
    """Return the files with each entry replaced by what `change` makes of it."""
    by_file: dict[Path, list[_Place]] = defaultdict(list)
    for place in places:
        by_file[place.file].append(place)
    return {file: _edit_file(file, sorted(found), change) for file, found in by_file.items()}


def _edit_file(file: Path, places: Sequence[_Place], change: Callable[[_Entry, _Place], _Span]) -> str:
    lines = _LINES.findall(_read(file))
    new: list[str] = []
    done = 0
    for place in places:
        entry = _Entry(lines, place.line - 1, _end(lines, place))
        span = change(entry, place)
        new += lines[done : span.start]
        new += span.lines
        done = entry.end
    return "".join([*new, *lines[done:]])


def _end(lines: Sequence[str], place: _Place) -> int:
    """Return the line after the entry's last; refuse where the file is no longer as it was loaded."""
    start = place.line - 1
    head = _HEAD.match(lines[start]) if start < len(lines) else None
    if head is None or head[2] not in (DRAFT, "balance", "document"):
        raise _changed(place)
    end = start + 1
    while end < len(lines) and lines[end][:1] in " \t" and lines[end].strip():
        end += 1
    return end


def _posted(entry: _Entry, number: str, by: str) -> _Span:
    """Turn the draft's lines into a voucher's: flag, number first, the reviewer below the preparer."""
    body = entry.lines[entry.start + 1 : entry.end]
    first_posting = next((i for i, line in enumerate(body) if not _META.match(line)), len(body))
    meta = [line for line in body[:first_posting] if _key(line) not in ("id", "reviewed")]
    after = next((i + 1 for i, line in enumerate(meta) if _key(line) == "prepared"), len(meta))
    meta.insert(after, f"  reviewed: {quote(by)}\n")
    head = _HEAD.sub(rf"\g<1>{POSTED}", entry.lines[entry.start], count=1)
    return _Span(entry.start, [head, f"  id: {quote(number)}\n", *meta, *body[first_posting:]])


def _key(line: str) -> str:
    match = _META.match(line)
    return match["key"] if match else ""


def _keeps(path: Path, text: str) -> bool:
    """Say whether a month file stays: one left with its heading only goes, unless an `include` needs it."""
    only_heading = all(not line.strip() or line.startswith(";") for line in text.splitlines())
    others = any(f != path for f in path.parents[1].glob("20*/*.beancount"))
    return not (only_heading and others)


def _read(path: Path) -> str:
    """Read a file with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def _changed(place: _Place) -> HuilinError:
    return HuilinError(
        Text(f"{place.file.name}:{place.line} 已被改动，不再是这条草稿。", f"{place.file.name}:{place.line} has changed; the draft is no longer there."),
        Text("请重新运行这条命令。", "Run the command again."),
    )  # fmt: skip


def _already_posted(workspace: Workspace, batch: str, entry: data.Transaction) -> RefusedError:
    where = f"{workspace.relative(entry.meta['filename'])}:{entry.meta['lineno']}"
    return RefusedError(
        Text(f"批次 {batch} 里已有过账的凭证（{where}），不能撤回。", f"Batch {batch} holds posted vouchers ({where}) and cannot be undone."),
        Text("已过账的凭证请用 huilin correct 更正。", "Correct posted vouchers with `huilin correct`."),
    )  # fmt: skip
