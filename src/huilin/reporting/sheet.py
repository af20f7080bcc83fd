"""Sheets of our own making: rows of selections over columns of days, where no standard declares the lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.reporting.common import before
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.statement import Fact, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huilin.reporting.line_table import Column
    from huilin.reporting.selection import Selection
    from huilin.reporting.statement import LineStyle
    from huilin.wording import Text


class Row(NamedTuple):
    """One line and its facts, one a column."""

    line: Line
    facts: tuple[Fact, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was posted on it."""
        return not any(fact.entries or fact.amount for fact in self.facts)

    def styled(self, style: LineStyle, level: int = 0) -> Row:
        """Return the row printed in another style."""
        return Row(replace(self.line, style=style, level=level), self.facts)


@dataclass(frozen=True)
class Sheet:
    """Makes rows of one entity's statement; each column says which days a row's selection is asked for.

    `prefix` tells the lines of several entities on one sheet apart.
    """

    posted: Posted
    entity: str
    statement: str
    columns: tuple[Column, ...]
    prefix: str = ""

    def _place(self, id_: str, label: Text) -> Place:
        return Place(self.entity, self.statement, f"{self.prefix}{id_}", label)

    def turnover(self, id_: str, label: Text, selection: Selection, level: int = 1) -> Row:
        """Return the row of what was posted in each column's days."""
        days = [selection.but(start=column.start, end=column.end, closing=False) for column in self.columns]
        return self._row(id_, label, days, level)

    def opening(self, id_: str, label: Text, selection: Selection) -> Row:
        """Return the row of balances just before each column's first day."""
        days = [selection.but(end=before(column.start)) for column in self.columns if column.start]
        return self._row(id_, label, days, 0)

    def closing(self, id_: str, label: Text, selection: Selection, level: int = 0) -> Row:
        """Return the row of balances at each column's last day."""
        return self._row(id_, label, [selection.but(end=column.end) for column in self.columns], level)

    def _row(self, id_: str, label: Text, selections: Iterable[Selection], level: int) -> Row:
        place = self._place(id_, label)
        facts = tuple(
            self.posted.fact(place, column.key, selection)
            for column, selection in zip(self.columns, selections, strict=True)
        )
        return Row(Line(label, facts, level=level), facts)

    def total(self, id_: str, label: Text, parts: Iterable[tuple[int, Row]], style: LineStyle = "subtotal") -> Row:
        """Return the row that adds others, each with its sign."""
        place, parts = self._place(id_, label), tuple(parts)
        facts = tuple(
            summed(place, column.key, ((sign, row.facts[number]) for sign, row in parts))
            for number, column in enumerate(self.columns)
        )
        return Row(Line(label, facts, style=style), facts)


def heading(label: Text) -> Line:
    """Return a line that only heads those below it."""
    return Line(label, style="heading")
