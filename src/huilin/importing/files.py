"""From a file's bytes to the statements in it: which source it is of, and what its source reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from huilin import stock
from huilin.importing import profiles
from huilin.importing.cells import plain_heading
from huilin.importing.containers import tables
from huilin.importing.model import Refusal, Statement
from huilin.importing.source import Source
from huilin.importing.tables import UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from huilin.importing.tables import Table
    from huilin.workspace import Workspace


_SUMMARY = "汇总"


@dataclass(frozen=True)
class FileReading:
    """One file as read: its name, its hash, its statements (one a sheet), and what is wrong with it as a whole."""

    path: Path
    file: str
    sha256: str
    statements: tuple[Statement, ...] = ()
    faults: tuple[Refusal, ...] = ()


def sources(workspace: Path | None = None) -> tuple[Source, ...]:
    """Return every source that the importers declare, the workspace's own (once trusted) after the stock's."""
    return _sources(stock.modules("importers", workspace))


def importers(workspace: Workspace) -> list[Source]:
    """Return the sources as beangulp takes them, each with the accounts that community.toml names."""
    known = (*sources(workspace.root), *profiles.read(workspace.root / profiles.FOLDER, workspace.root)[0])
    return [source.mapped(workspace.settings.statements) for source in known]


@cache
def _sources(modules: tuple[object, ...]) -> tuple[Source, ...]:
    classes = [
        member
        for module in modules
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, Source) and member.__module__ == module.__name__  # type: ignore[attr-defined]
    ]
    return tuple(made() for made in classes if hasattr(made, "heading"))


def read_file(
    path: Path, name: str, known: Sequence[Source], *, today: date | None = None, password: str = ""
) -> FileReading:
    """Read one file; what it is, its content says, never its name."""
    content = path.read_bytes()
    mark = hashlib.sha256(content).hexdigest()
    if not content.strip():
        return FileReading(path, name, mark, faults=(_empty(),))
    try:
        found = tables(content, password)
    except UnreadableError as error:
        return FileReading(path, name, mark, faults=(Refusal(error.line, error.text, error.remedy),))
    statements = tuple(_once(_statements(found, known, today)))
    if not statements:
        return FileReading(path, name, mark, faults=(_foreign(found, known),))
    return FileReading(path, name, mark, statements, tuple(_strangers(found, known)))


def _statements(found: Sequence[Table], known: Sequence[Source], today: date | None) -> Iterator[Statement]:
    for table in found:
        source = recognise(table, known)
        if source is not None:
            yield source.read(table, today=today)


def _strangers(found: Sequence[Table], known: Sequence[Source]) -> Iterator[Refusal]:
    """Yield a fault for each member of an archive that no source reads; a summary of another member is none."""
    read = {table.member for table in found if recognise(table, known) is not None}
    for member in dict.fromkeys(table.member for table in found):
        if member and member not in read and _SUMMARY not in member:
            yield _foreign([table for table in found if table.member == member], known, member)


def _once(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield each statement once: a workbook may hold the same rows on two sheets, or an archive in two formats."""
    seen: set[tuple[object, ...]] = set()
    for statement in statements:
        rows = (statement.source.scheme, statement.number, *((r.key, r.moment, r.amount) for r in statement.rows))
        if statement.rows and not statement.refused and rows in seen:
            continue
        seen.add(rows)
        yield statement


def recognise(table: Table, known: Sequence[Source]) -> Source | None:
    """Return the source whose heading stands in the table; of several, the one that asks for most words, then a profile."""
    fitting = [source for source in known if source.find_heading(table) is not None]
    return max(fitting, key=lambda s: (len(s.heading), isinstance(s, profiles.Profile)), default=None)


def _empty() -> Refusal:
    return Refusal(
        0,
        Text("文件是空的。", "The file is empty."),
        Text("请重新下载。", "Download it again."),
    )


def _foreign(found: Sequence[Table], known: Sequence[Source], member: str = "") -> Refusal:
    widest = max(
        (row for table in found for row in table.rows[:40]),
        key=lambda row: len([c for c in row.cells if c]),
        default=None,
    )
    heading = "、".join(cell for cell in widest.cells if cell)[:80] if widest else ""
    proposed = next(filter(None, (profiles.propose(table) for table in found)), "")
    remedy = _write_profile(proposed) if proposed else _bring(known, widest.cells if widest else ())
    return Refusal(
        widest.line if widest else 0,
        Text(f"{member}不是认识的对账单；最像表头的一行是：{heading}。", f"{member or 'This'} is no statement that is known; its likeliest heading is: {heading}."),
        remedy,
    )  # fmt: skip


def _write_profile(proposed: str) -> Text:
    return Text(
        f"可把下面一行改好名称，存成 profiles/新格式.txt（UTF-8）后再试：{proposed}",
        f"Give this line a name, save it as profiles/NAME.txt (UTF-8), and try again: {proposed}",
    )


def _bring(known: Sequence[Source], cells: Sequence[str]) -> Text:
    """Name the formats whose headings share most words with the file's; where none does, only how many there are."""
    words = {plain_heading(cell) for cell in cells}
    shared = {s: len(words & {plain_heading(word) for word in s.heading}) for s in known}
    near = sorted((s for s in known if shared[s] > 1), key=lambda s: -shared[s])[:3]
    like_zh, like_en = "、".join(s.title.zh for s in near), ", ".join(s.title.en for s in near)
    return Text(
        f"请移出收件箱，或换成认识的 {len(known)} 种格式之一（见 docs/rules.md）"
        + (f"；最像的是 {like_zh}，但缺它的一些列。" if near else "。"),
        f"Take it out of the inbox, or bring one of the {len(known)} known formats (docs/rules.md)"
        + (f"; nearest: {like_en}, of which it lacks columns." if near else "."),
    )
