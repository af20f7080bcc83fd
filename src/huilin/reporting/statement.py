"""The types that reports make and renderers draw. A renderer arranges; it never adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from huilin.money import Fen, plain
from huilin.reporting.history import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.vocabulary import Period
    from huilin.wording import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure.

    `id` is unique in a publication (`Company.income.32.ytd`). Either `query` is BQL that gives this one number
    on the posted books, or `formula` says how it follows from other facts (`Company.income.30.ytd -
    Company.income.31.ytd`). `entries` are the voucher numbers behind it, in order; empty for formulas.
    """

    id: str
    label: Text
    entity: str
    statement: str
    line: str
    amount: Fen
    query: str | None = None
    formula: str | None = None
    entries: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the fact as facts.json holds it, amount in yuan as text."""
        return {
            "id": self.id,
            "label": self.label.zh,
            "label_en": self.label.en,
            "entity": self.entity,
            "statement": self.statement,
            "line": self.line,
            "amount": plain(self.amount),
            "query": self.query,
            "formula": self.formula,
            "entries": list(self.entries),
        }


Cell: TypeAlias = "Fact | Text | str | None"
"""A figure, words in both languages, words that need no translation (a date, a name), or nothing."""

LineStyle = Literal["line", "heading", "subtotal", "total"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement: its label, printed line number (行次), and a cell per column."""

    label: Text
    cells: tuple[Cell, ...] = ()
    number: str = ""
    level: int = 0
    style: LineStyle = "line"


ChartKind = Literal["stacked-columns", "split-bar", "progress-bars", "flow", "river"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures: `series` are (label, one amount in fen per category).

    `alt` says every figure in words to who cannot see it; `caption`, where there is one, is a sentence below.

    stacked-columns: categories along the foot, series stacked. split-bar: one category, its parts.
    progress-bars: a bar a category, two series (done, of). flow: categories are steps, one series, signed.
    river: stages and, between them, what leaves the stream (stage, leaves, stage, leaves, …, stage), one series.
    """

    id: str
    title: Text
    kind: ChartKind
    categories: tuple[Text, ...]
    series: tuple[tuple[Text, tuple[Fen, ...]], ...]
    alt: Text
    caption: Text | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that the figures of a statement must keep (勾稽关系), and whether they do."""

    label: Text
    holds: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One table with a heading. `basis` says what it is by law (`台账，非法定报表`), `period` what it covers.

    `columns` are the headings of the cells; `label_column` heads the labels. `notes` stand below the table.
    `summary` is what the statement says in plain words, for residents. `checks` have been run; a publication
    with one that does not hold is wrong.
    """

    id: str
    title: Text
    entity: str
    period: Text
    columns: tuple[Text, ...]
    lines: tuple[Line, ...]
    label_column: Text
    basis: Text | None = None
    notes: tuple[Text, ...] = ()
    summary: tuple[Text, ...] = ()
    charts: tuple[Chart, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class ReportRequest:
    """What a report is made from: the books, the period, the day it is made, and the donors' published names.

    `donor_names`: donor id → the name to print, by the donor's wish; an id that is missing is anonymous.
    """

    books: Books
    period: Period
    today: date
    donor_names: dict[str, str]
    history: History = field(default_factory=History)
    """What was published before."""


def facts_of(statements: Iterable[Statement]) -> Iterator[Fact]:
    """Yield every fact of the statements, line by line."""
    for statement in statements:
        for line in statement.lines:
            yield from (cell for cell in line.cells if isinstance(cell, Fact))
