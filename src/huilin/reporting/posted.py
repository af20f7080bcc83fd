"""Posted figures: from selections to facts, each with its amount, its query and the vouchers behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self
from weakref import WeakKeyDictionary

import numpy as np

from huilin.reporting.formulas import total_of
from huilin.reporting.statement import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from huilin.books import Books
    from huilin.money import Fen
    from huilin.reporting.selection import Figure, Selection
    from huilin.wording import Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: its entity, its statement's id, and the line."""

    entity: str
    statement: str
    line: str
    label: Text

    def at(self, line: str, label: Text) -> Place:
        """Return another line of the same statement."""
        return replace(self, line=line, label=label)

    def id(self, key: str = "") -> str:
        """Return the fact's id in column `key`: `Company.income.32.ytd`."""
        return ".".join(part for part in (self.statement, self.line, key) if part)


@dataclass(frozen=True, eq=False)
class Posted:
    """The posted postings in CNY, as every published figure reads them; drafts and hours are not among them.

    Columns are those of Frames and `links`, the entry's links joined by commas. Postings of cash are cut by flow, and
    `cashflow` holds it.
    """

    frame: pd.DataFrame

    @classmethod
    def of(cls, books: Books) -> Self:
        """Return the posted postings of `books`, made once per books."""
        known = _MADE.get(books)
        if not isinstance(known, cls):
            known = cls(_with_links(books.posted, books))
            _MADE[books] = known
        return known

    @cached_property
    def _by_entity(self) -> dict[str, pd.DataFrame]:
        return {str(entity): rows for entity, rows in self.frame.groupby("entity", observed=True)}

    def pick(self, selection: Selection) -> pd.DataFrame:
        """Return the rows that `selection` means."""
        rows = self._by_entity.get(selection.entity, self.frame.iloc[:0])
        return rows[selection.mask(rows)]

    def total(self, selection: Selection) -> Fen:
        """Return the selection's sum in fen, by its sign."""
        return selection.sign * int(self.pick(selection)["fen"].sum())

    def fact(self, place: Place, key: str, selection: Selection) -> Fact:
        """Return the figure that `selection` makes, with its query and vouchers."""
        return fact_of(place, key, selection, self.pick(selection))


def _with_links(frame: pd.DataFrame, books: Books) -> pd.DataFrame:
    linked = [",".join(sorted(entry.links or ())) for entry in books.transactions]
    return frame.assign(links=[linked[place] for place in frame["entry"].to_list()]).astype({"links": "category"})


_MADE: WeakKeyDictionary[Books, Posted] = WeakKeyDictionary()


def fact_of(place: Place, key: str, selection: Selection, rows: pd.DataFrame) -> Fact:
    """Return the fact of rows already picked; it belongs to the entity whose books they are."""
    return Fact(
        place.id(key),
        place.label,
        selection.entity,
        place.statement,
        place.line,
        selection.sign * int(rows["fen"].sum()),
        query=selection.query(any_row=len(rows) > 0),
        entries=vouchers(rows),
    )


def vouchers(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the voucher numbers of the rows in the books' order, each once."""
    _, first = np.unique(rows["entry"].to_numpy(), return_index=True)
    return tuple(str(number) for number in rows["id"].to_numpy()[first] if number)


def summed(place: Place, key: str, parts: Iterable[tuple[int, Fact]]) -> Fact:
    """Return the fact that is a sum of others, each with its sign."""
    amount, formula = total_of(parts)
    return Fact(place.id(key), place.label, place.entity, place.statement, place.line, amount, formula=formula)


def declared(place: Place, key: str, figure: Figure) -> Fact:
    """Return the figure that a directive states, with the query that finds it there."""
    return Fact(
        place.id(key), place.label, place.entity, place.statement, place.line, figure.amount, query=figure.query()
    )


def stated(place: Place, key: str, amount: Fen, formula: str | None = None) -> Fact:
    """Return a fact that a formula of rates makes, or that only says its number."""
    from huilin.money import plain

    return Fact(
        place.id(key), place.label, place.entity, place.statement, place.line, amount, formula=formula or plain(amount)
    )
