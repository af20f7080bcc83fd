"""What every statement source is made of: it declares its columns; reading and proving are the same for all.

A source is a module in `importers/` with a subclass of Source, which is an importer of beangulp's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.importing import cells
from huilin.importing.beangulp_form import Importer
from huilin.importing.cells import CellError
from huilin.importing.containers import tables
from huilin.importing.declaration import (
    ACCOUNT,
    AMOUNT,
    BALANCE,
    CLOCK,
    DAY,
    DIRECTION,
    INTO,
    MOMENT,
    MONEY,
    OUT,
    SERIAL,
    STRUCTURE,
    Columns,
    Declaration,
    Heading,
    Part,
)
from huilin.importing.model import Refusal, Row, Statement
from huilin.importing.proving import balance_broken, compare, money_in, money_out, with_keys
from huilin.importing.tables import UnreadableError
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from huilin.importing.tables import Cells, Table
    from huilin.importing.tables import Row as Line

__all__ = ["Part", "Source", "compare", "money_in", "money_out"]

HEADING_WITHIN = 40
"""A heading stands within the first so many lines; vendors write up to 24 lines before it."""

_NOT_NEEDED = frozenset({ACCOUNT, MONEY})
_YUAN = frozenset({"", "CNY", "RMB", "01", "156", "人民币", "人民币元", "-"})


class Source(Declaration, Importer):
    """A kind of statement file: declared by its columns, read and proven here."""

    # What a source may say for itself

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row of these cells; a source overrides this to join rows of one group or of another file."""
        return Row(line, moment, amount, self.key(cell), words)

    def key(self, cell: Mapping[str, str]) -> str:
        """Return the row's own key; without a serial it is made later, of account, time, amount and balance."""
        return f"{self.scheme}:{cells.serial(cell[SERIAL])}" if SERIAL in cell else ""

    def sign(self, cell: Mapping[str, str]) -> int | None:
        """Return what the direction's cell means, +1 or -1; None where it is unheard of."""
        return self.signs.get(cell[DIRECTION])

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:  # noqa: ARG002 - for sources to override
        """Return why a row is no movement of money, or None where it is one."""
        return None

    def beside(self, part: Part) -> frozenset[str]:  # noqa: ARG002 - for sources to override
        """Return the serials of which other rows of the file say that their money moved after all."""
        return frozenset()

    def moved(self, cell: Mapping[str, str], beside: frozenset[str]) -> bool:  # noqa: ARG002 - for sources to override
        """Say whether a row that looks like no movement was one, by the file's other rows."""
        return False

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:  # noqa: ARG002 - for sources to override
        """Yield what the file's own totals contradict."""
        yield from ()

    def opening(self, part: Part) -> Decimal | None:  # noqa: ARG002 - for sources to override
        """Return the balance before the first row, where the file says it."""
        return None

    def number_of(self, part: Part, rows: Sequence[Row]) -> str:  # noqa: ARG002 - for sources to override
        """Return the account's number: of its column, else of the lines before the heading; empty where unsaid."""
        for number, _ in _numbers(part):
            return number
        text = "\n".join(" ".join(cell for cell in line.cells if cell) for line in part.before)
        match = re.search(self.number_in, text) if self.number_in else None
        return match[1].strip() if match else ""

    # Reading

    def find_heading(self, table: Table) -> Heading | None:
        """Return where the heading stands, or None where this is not such a file."""
        for place, words in enumerate(_headings(table.rows[:HEADING_WITHIN])):
            if self.wanted <= set(words):
                return Heading(place, len([w for w in words if w]), _places(self.columns, words))
        return None

    def read(self, table: Table, *, today: date | None = None) -> Statement:
        """Return the table's rows, proven: every cell exact, the balance running, the totals met."""
        heading = self.find_heading(table)
        assert heading is not None, "identified before it is read"
        part = self._cut(table, heading)
        lacking = [name for name in self.columns if self._must_have(name) and name not in heading.at]
        if lacking and part.rows:
            return self._without_columns(table, part, lacking)
        rows, refused, ignored = self._rows(part, today)
        number, faults = self.number_of(part, rows), self._mixed(part)
        rows = with_keys(rows, self, number)
        faults += self._end_missing(part)
        doubts = [] if refused else balance_broken(self, rows, self.opening(part))
        doubts += self._totals(part, rows)
        notes = tuple(doubts) if self.lenient else ()
        faults += () if self.lenient else doubts
        foreign = _foreign_money(part)
        return Statement(self, number, tuple(rows), tuple(refused), tuple(faults), tuple(ignored), notes, foreign)

    def _must_have(self, name: str) -> bool:
        return name in STRUCTURE - _NOT_NEEDED - self.optional

    def _without_columns(self, table: Table, part: Part, lacking: Sequence[str]) -> Statement:
        """Return every row refused, since a column that says when, how much or which is not there."""
        line = table.rows[part.heading.place].line
        wanted = [self.columns[name] for name in lacking]
        fault = _lacking(line, [word if isinstance(word, str) else word[0] for word in wanted])
        refused = tuple(Refusal(row.line, fault.reason, fault.remedy) for row in part.rows)
        return Statement(self, "", (), refused, (fault,))

    def _cut(self, table: Table, heading: Heading) -> Part:
        body = table.rows[heading.place + 1 :]
        end = next((i for i, line in enumerate(body) if self._is_footer(line.cells)), len(body))
        return Part(table.rows[: heading.place], heading, body[:end], body[end:])

    def _is_footer(self, row: Cells) -> bool:
        first = next((cell for cell in row if cell), "")
        return bool(self.footer) and cells.plain_heading(first).startswith(self.footer)

    def _rows(self, part: Part, today: date | None) -> tuple[list[Row], list[Refusal], list[Refusal]]:
        reader = _RowReader(self, part.heading, self.beside(part))
        rows: list[Row] = []
        refused: list[Refusal] = []
        ignored: list[Refusal] = []
        for line in part.rows:
            try:
                row = reader.read(line)
                if isinstance(row, Text):
                    ignored.append(Refusal(line.line, row, same("")))
                    continue
                if today is not None and row.moment.date() > today:
                    raise _in_the_future(row.moment.date(), today)
                rows.append(row)
            except CellError as error:
                refused.append(Refusal(line.line, error.reason, error.remedy))
        return rows, refused, ignored

    def _mixed(self, part: Part) -> list[Refusal]:
        """Return a fault where the rows are of several accounts."""
        numbers = _numbers(part)
        other = next(((number, line) for number, line in numbers if number != numbers[0][0]), None)
        return [_mixed(other[1], [numbers[0][0], other[0]])] if other else []

    def _end_missing(self, part: Part) -> list[Refusal]:
        if not self.footer or part.after:
            return []
        last = part.rows[-1].line if part.rows else (part.before[-1].line + 1 if part.before else 1)
        return [
            Refusal(
                last,
                Text(f"文件不完整：最后应有“{self.footer[0]}”一行。", f"The file is cut: it should end with a line “{self.footer[0]}”."),
                Text("请重新下载完整的文件。", "Download the whole file again."),
            )
        ]  # fmt: skip

    def _totals(self, part: Part, rows: Sequence[Row]) -> list[Refusal]:
        try:
            return list(self.totals(part, rows))
        except CellError as error:
            return [Refusal(part.after[-1].line if part.after else 0, error.reason, error.remedy)]

    # What beangulp asks for

    def holds(self, filepath: str) -> bool:
        """Say whether the file has this source's heading."""
        try:
            return any(self.find_heading(table) for table in tables(Path(filepath).read_bytes()))
        except UnreadableError:
            return False

    def first_statement(self, filepath: str) -> Statement:
        """Return the file's first statement of this source."""
        found = (table for table in tables(Path(filepath).read_bytes()) if self.find_heading(table))
        return self.read(next(found))


@lru_cache(maxsize=32)
def _headings(rows: tuple[Line, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the lines' words as headings are compared; thirty sources ask of the same few lines."""
    return tuple(tuple(cells.plain_heading(cell) for cell in line.cells) for line in rows)


class _RowReader:
    """Reads the rows below one heading; made once a file, so that each row costs little."""

    def __init__(self, source: Source, heading: Heading, beside: frozenset[str]) -> None:
        self.source = source
        self.beside = beside
        self.width = max(heading.at.values(), default=-1) + 1
        self.structure = [(name, place) for name, place in heading.at.items() if name in STRUCTURE]
        self.words = [(name, place) for name, place in heading.at.items() if name not in STRUCTURE]
        self.has_clock = MOMENT in heading.at or CLOCK in heading.at

    def read(self, line: Line) -> Row | Text:
        """Return the row, or why it is no movement; raise CellError for what cannot be taken."""
        row = line.cells
        if len(row) < self.width and self.source.lenient:
            row = (*row, *("" for _ in range(self.width - len(row))))
        if len(row) < self.width:
            raise _cut_row(len(row), self.width)
        cell = {name: row[place] for name, place in self.structure}
        words = {name: row[place] for name, place in self.words}
        why_not = self.source.is_movement({**cell, **words})
        if why_not is not None and not self.source.moved({**cell, **words}, self.beside):
            return why_not
        amount = self._amount(cell, {**cell, **words})
        read = self.source.row(line.line, self._moment(cell), amount, words, {**cell, **words})
        return read._replace(balance=self._balance(cell)) if read.balance is None else read

    def _balance(self, cell: Mapping[str, str]) -> Decimal | None:
        try:
            return cells.amount(cell[BALANCE]) if cell.get(BALANCE) else None
        except CellError:
            if self.source.lenient:
                return None
            raise

    def _moment(self, cell: Mapping[str, str]) -> datetime:
        text = cell[MOMENT] if MOMENT in cell else f"{cell[DAY]} {cell.get(CLOCK, '')}".strip()
        return cells.moment(text, to_the_second=self.has_clock and (MOMENT in cell or bool(cell[CLOCK])))

    def _amount(self, cell: Mapping[str, str], everything: Mapping[str, str]) -> Decimal:
        if AMOUNT not in cell:
            into, out = cells.amount(cell[INTO]), cells.amount(cell[OUT])
            return abs(into) - abs(out) if self.source.unsigned else into - out
        amount = cells.amount(cell[AMOUNT])
        if DIRECTION not in cell:
            return amount
        sign = self.source.sign(everything)
        if sign is None:
            raise _unknown_direction(cell[DIRECTION], self.source.signs)
        return abs(amount) * sign


def _places(columns: Columns, words: Sequence[str]) -> dict[str, int]:
    """Return where each declared column stands; of several headings the first that is there."""
    at: dict[str, int] = {}
    for name, headings in columns.items():
        for heading in (headings,) if isinstance(headings, str) else headings:
            plain = cells.plain_heading(heading)
            if plain in words:
                at[name] = words.index(plain)
                break
    return at


def _numbers(part: Part) -> list[tuple[str, int]]:
    """Return the account column's numbers with their lines."""
    place = part.heading.at.get(ACCOUNT)
    if place is None:
        return []
    return [(line.cells[place], line.line) for line in part.rows if place < len(line.cells) and line.cells[place]]


def _foreign_money(part: Part) -> tuple[str, ...]:
    """Return the currencies of the rows other than the yuan."""
    place = part.heading.at.get(MONEY)
    if place is None:
        return ()
    said = {line.cells[place] for line in part.rows if place < len(line.cells)}
    return tuple(sorted(said - _YUAN))


def _mixed(line: int, numbers: Sequence[str]) -> Refusal:
    said = "、".join(sorted(numbers))
    return Refusal(
        line,
        Text(f"文件里混有几个账户：{said}。", f"The file mixes several accounts: {said}."),
        Text("请每个账户分别下载一个文件。", "Download one file per account."),
    )


def _lacking(line: int, headings: Sequence[str]) -> Refusal:
    said = "、".join(headings)
    return Refusal(
        line,
        Text(f"表头缺少列：{said}。", f"The heading lacks columns: {said}."),
        Text("请重新下载原始文件，不要删改列。", "Download the original again; do not remove columns."),
    )


def _cut_row(found: int, width: int) -> CellError:
    return CellError(
        Text(f"这一行只有 {found} 列，应有 {width} 列。", f"This row has {found} columns; {width} are expected."),
        Text("文件可能不完整，请重新下载。", "The file may be cut; download it again."),
    )


def _in_the_future(day: date, today: date) -> CellError:
    return CellError(
        Text(f"日期 {day} 在今天（{today}）之后。", f"The date {day} is after today ({today})."),
        Text("请核对文件和电脑的日期。", "Check the file and this machine's date."),
    )


def _unknown_direction(word: str, signs: Mapping[str, int]) -> CellError:
    known = "、".join(signs)
    return CellError(
        Text(f"收支方向“{word}”不认识，应为：{known}。", f"The direction “{word}” is unknown; expected: {known}."),
        Text("请重新下载原始文件；如为新格式请告知维护者。", "Download the original again; tell the maintainers of a new format."),
    )  # fmt: skip
