"""The enterprise's postings as plain arrays, made once a load: assessing a period then costs no search of the books."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

import numpy as np

from huilin.money import CURRENCY
from huilin.vocabulary import CLOSING, PROMISE_ACCRUED, PROMISE_PAID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import pandas as pd

    from huilin.books import Books, Custom
    from huilin.money import Fen

T = TypeVar("T")
Ints = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def remembered(view: Callable[..., T]) -> Callable[..., T]:
    """Make a view of books remember its answers for as long as the books are there."""
    known: WeakKeyDictionary[Books, dict[tuple[Any, ...], T]] = WeakKeyDictionary()

    @wraps(view)
    def ask(books: Books, *words: Any) -> T:  # noqa: ANN401 - whatever the view is asked for
        answers = known.setdefault(books, {})
        if words not in answers:
            answers[words] = view(books, *words)
        return answers[words]

    return ask


@remembered
def by_entity(books: Books, drafts: bool) -> Mapping[str, pd.DataFrame]:  # noqa: FBT001 - remembered by place
    """Return each entity's postings in CNY; what no reviewer has posted only with `drafts`."""
    p = books.frames.postings
    p = p[p["commodity"] == CURRENCY]
    p = p if drafts else p[p["flag"] == "*"]
    return {str(entity): rows for entity, rows in p.groupby("entity", observed=True)}


def postings(books: Books, entity: str, *, drafts: bool = False) -> pd.DataFrame:
    """Return one entity's postings in CNY."""
    return by_entity(books, drafts).get(entity, books.frames.postings.iloc[:0])


@remembered
def years_meant(books: Books) -> Mapping[int, int]:
    """Return the year of each entry that says `for-year:`."""
    said = (
        (place, str(entry.meta["for-year"]))
        for place, entry in enumerate(books.transactions)
        if "for-year" in entry.meta
    )
    return {place: int(year) for place, year in said if year.isdigit()}


@remembered
def places_of_links(books: Books) -> Mapping[str, list[int]]:
    """Return the entries that carry each link."""
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(books.transactions):
        for link in entry.links or ():
            places.setdefault(link, []).append(place)
    return places


@remembered
def stated(books: Books, kind: str) -> Mapping[str, tuple[Custom, ...]]:
    """Return the directives of a kind by the entity that they are about, in date order."""
    found: dict[str, list[Custom]] = {}
    for custom in books.directives(kind):
        found.setdefault(custom.text(0), []).append(custom)
    return {entity: tuple(customs) for entity, customs in found.items()}


class Rows(NamedTuple):
    """One enterprise's posted postings, one place in each array a posting; days count from 1970, fen debit positive."""

    day: Ints
    fen: Ints
    entry: Ints
    result: Mask
    """Income and expense of its own year: no closing entry."""
    income: Mask
    gift: Mask
    income_tax: Mask
    held: Mask
    """Whatever makes up the undistributed profit: income, expense, 3103, 3104."""
    reserve: Mask
    code: np.ndarray[Any, Any]
    sub: np.ndarray[Any, Any]
    kind: np.ndarray[Any, Any]
    year: Ints
    """The year that the entry is meant for."""

    def through(self, day: date) -> Mask:
        """Return which postings lie on or before a day."""
        return self.day <= ordinal(day)

    def of_year(self, day: date) -> Mask:
        """Return the results of the year up to `day`; entries `for-year:` of an earlier year are left out."""
        began = ordinal(day.replace(month=1, day=1))
        return self.result & self.through(day) & (self.day >= began) & (self.year >= day.year)

    def on(self, *codes: str) -> Mask:
        """Return which postings lie on one of `codes` (`5001` any sub-account, `5001:03` only that one)."""
        keep = np.zeros(len(self.fen), dtype=bool)
        for wanted in codes:
            code, _, sub = wanted.partition(":")
            keep |= (self.code == code) & ((self.sub == sub) if sub else np.True_)
        return keep

    def sum(self, mask: Mask) -> Fen:
        """Return the sum of the postings chosen, debit positive."""
        return int(self.fen[mask].sum())

    def places(self, mask: Mask) -> list[int]:
        """Return the entries of the postings chosen, each once, in order."""
        return cast("list[int]", np.unique(self.entry[mask]).tolist())


def ordinal(day: date) -> int:
    """Return the days since 1970."""
    return int(np.datetime64(day, "D").astype("int64"))


@remembered
def rows(books: Books, enterprise: str) -> Rows:
    """Return the enterprise's posted postings as arrays."""
    p = postings(books, enterprise)
    code, sub, root, kind = (p[name].to_numpy(dtype=object) for name in ("code", "sub", "root", "kind"))
    entry = p["entry"].to_numpy(dtype="int64")
    day = p["date"].to_numpy().astype("datetime64[D]")
    income, expense = root == "Income", root == "Expenses"
    promised = np.isin(kind.astype(str), [PROMISE_ACCRUED, PROMISE_PAID])
    return Rows(
        day=day.astype("int64"),
        fen=p["fen"].to_numpy(dtype="int64"),
        entry=entry,
        result=(income | expense) & (kind != CLOSING),
        income=income,
        gift=(code == "5711") & (sub == "01"),
        income_tax=code == "5801",
        held=income | expense | (code == "3103") | (code == "3104"),
        reserve=(code == "3101") & ~promised,
        code=code,
        sub=sub,
        kind=kind,
        year=_years(books, entry, day),
    )


def _years(books: Books, entry: Ints, day: Any) -> Ints:  # noqa: ANN401 - an array of days
    years: Ints = day.astype("datetime64[Y]").astype("int64") + 1970
    for place, year in years_meant(books).items():
        years[entry == place] = year
    return years
