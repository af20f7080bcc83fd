"""The table that every page of the desk and every working paper is: columns with kinds, cells that know their origin.

Rows stay in a frame, so that a listing of 260,000 postings costs what pandas costs; cells are made for the rows that
are shown (`cells(start, stop)`), and figures carry the entries behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from huilin.money import plain, show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from huilin.reporting import Check
    from huilin.wording import Language

Kind = Literal[
    "words", "money", "date", "count", "percent", "voucher", "account", "document", "donor", "finding", "place"
]
"""What a column holds: text or Text; whole fen; a day; an int; a Decimal ratio (0.2 is 20 %); a voucher number; a full
account name; a path in the workspace; a donor id; a severity (error, warning, note); a `file:line`."""

RowStyle = Literal["line", "heading", "subtotal", "total"]
STYLE = "_style"
"""The frame's column of row styles, where a table has other rows than plain lines."""
NUMBERS = frozenset({"money", "count", "percent"})


class Origin(NamedTuple):
    """Where a figure comes from: these entries (voucher numbers), or an account's postings between two days.

    `account` is a full name or the beginning of several (`Assets:Company:1002`); days are inclusive. `fact` is the id
    of a statement's figure, which the page `statements` opens (`fact=…`).
    """

    entries: tuple[str, ...] = ()
    account: str = ""
    start: date | None = None
    end: date | None = None
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` names it in the frame, in CSV and in addresses; `title` heads it.

    `origin` names the frame's column that says where the cell comes from: a voucher number, a tuple of them, or an
    Origin. `blank_zero`: nothing is printed for 0, as ledgers do on the side that did not move.
    """

    key: str
    title: Text
    kind: Kind = "words"
    origin: str = ""
    blank_zero: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.kind in NUMBERS


class Cell(NamedTuple):
    """One cell as it is drawn: its words, its kind, its raw value (fen for money), and where it comes from."""

    text: str
    kind: Kind
    value: Any = None
    origin: Origin | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """One table. `rows` has a column a `Column.key` (more where `origin` or STYLE need them), in the order shown.

    `empty` is said where there are no rows. `checks` have been run; the page shows whether they hold. `about` says in
    a sentence what the table shows and how to read it; `notes` stand below it. `basis` is what it rests on by law.
    """

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    entity: str = ""
    period: Text | None = None
    about: Text | None = None
    basis: Text | None = None
    notes: tuple[Text, ...] = ()
    checks: tuple[Check, ...] = ()
    empty: Text = field(default=Text("没有。", "None."))

    def __post_init__(self) -> None:
        missing = [c.key for c in self.columns if c.key not in self.rows.columns]
        missing += [c.origin for c in self.columns if c.origin and c.origin not in self.rows.columns]
        assert not missing, f"{self.id}: no column {missing}"

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002 - the field's name
        title: Text,
        columns: Sequence[Column],
        records: Iterable[Sequence[Any]],
        *,
        extra: Sequence[str] = (),
        **said: Any,  # noqa: ANN401 - the other fields
    ) -> Table:
        """Make a small table of records, one value a column and then one for each `extra` column of the frame."""
        names = [*(column.key for column in columns), *extra]
        frame = pd.DataFrame(list(records), columns=names, dtype=object)
        return cls(id, title, tuple(columns), frame, **said)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, key: str) -> Column:
        """Return the column called `key`; raise KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def cells(
        self, start: int = 0, stop: int | None = None, language: Language = "zh"
    ) -> Iterator[tuple[RowStyle, tuple[Cell, ...]]]:
        """Yield the rows from `start` up to `stop` as they are drawn, each with its style."""
        shown = self.rows.iloc[start:stop]
        made = [_cells(column, shown, language) for column in self.columns]
        styles = shown[STYLE].tolist() if STYLE in shown.columns else ["line"] * len(shown)
        yield from zip(styles, zip(*made, strict=True), strict=True) if made else ()

    def sorted_by(self, key: str, *, descending: bool = False) -> Table:
        """Return the table in the order of one column; headings and totals, which belong to an order, are left out."""
        rows = self._lines()
        values = rows[key].map(str) if self.column(key).kind == "words" else rows[key]
        order = values.sort_values(ascending=not descending, kind="stable", na_position="last").index
        return replace(self, rows=rows.loc[order])

    def matching(self, words: str, language: Language = "zh") -> Table:
        """Return the lines in which any cell of words, vouchers, accounts or dates holds `words`."""
        rows = self._lines()
        keep = pd.Series(False, index=rows.index)  # noqa: FBT003 - a column of False
        for column in self.columns:
            if column.kind not in NUMBERS:
                said = pd.Series(_texts(column, rows, language), index=rows.index, dtype=object)
                keep |= said.astype(str).str.contains(words, case=False, regex=False)
        return replace(self, rows=rows[keep])

    def _lines(self) -> pd.DataFrame:
        return self.rows[self.rows[STYLE] == "line"] if STYLE in self.rows.columns else self.rows

    def total(self, key: str) -> int:
        """Return the sum of a column of money or counts over its lines, headings and totals left out."""
        return int(sum(value for value in self._lines()[key].tolist() if not _is_blank(value)))


def objects(values: Iterable[Any]) -> pd.Series[Any]:
    """Return values of any type (origins, texts) as a column of a frame that counts from 0."""
    return pd.Series(list(values), dtype=object)


def _cells(column: Column, rows: pd.DataFrame, language: Language) -> list[Cell]:
    texts = _texts(column, rows, language)
    values = rows[column.key].tolist()
    origins = map(_as_origin, rows[column.origin].tolist()) if column.origin else [None] * len(values)
    return [Cell(text, column.kind, value, origin) for text, value, origin in zip(texts, values, origins, strict=True)]


def _texts(column: Column, rows: pd.DataFrame, language: Language) -> list[str]:
    return [text_of(column, value, language) for value in rows[column.key].tolist()]


def text_of(column: Column, value: Any, language: Language = "zh") -> str:  # noqa: ANN401 - by the column's kind
    """Return what is printed for a value of the column."""
    if _is_blank(value) or (column.blank_zero and value == 0):
        return ""
    say = _SAY.get(column.kind)
    if say is not None:
        return say(value)
    said = SEVERITIES.get(value, value) if column.kind == "finding" else value
    return said.say(language) if isinstance(said, Text) else str(said)


_SAY: Mapping[str, Callable[[Any], str]] = {
    "money": lambda value: show(int(value)),
    "count": lambda value: f"{int(value):,}",
    "percent": lambda value: f"{Decimal(value) * 100:.2f}%",
    "date": lambda value: str(value)[:10],
}


def plain_text(column: Column, value: Any, language: Language = "zh") -> str:  # noqa: ANN401 - by the column's kind
    """Return the value as CSV holds it: money and counts without separators."""
    if _is_blank(value):
        return ""
    if column.kind == "money":
        return plain(int(value))
    return str(int(value)) if column.kind == "count" else text_of(column, value, language)


SEVERITIES: Mapping[str, Text] = {
    "error": Text("错误", "Error"),
    "warning": Text("警告", "Warning"),
    "note": Text("提示", "Note"),
}


def _is_blank(value: Any) -> bool:  # noqa: ANN401 - None, NaN and NaT are nothing
    return value is None or value is pd.NaT or value != value  # noqa: PLR0124 - NaN is not itself


def _as_origin(value: Any) -> Origin | None:  # noqa: ANN401 - as the frame has it
    if isinstance(value, Origin):
        return value
    if isinstance(value, tuple):
        return Origin(value) if value else None
    return Origin((value,)) if isinstance(value, str) and value else None
