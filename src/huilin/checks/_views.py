"""Shared by the checks: views of the books that several of them need, each made once a load."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from huilin.money import CURRENCY
from huilin.vocabulary import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from huilin.books import Books
    from huilin.money import Fen

T = TypeVar("T")


def once(view: Callable[[Books], T]) -> Callable[[Books], T]:
    """Make a view remember its answer for as long as the books are there."""
    known: WeakKeyDictionary[Books, T] = WeakKeyDictionary()

    @wraps(view)
    def remembered(books: Books) -> T:
        if books not in known:
            known[books] = view(books)
        return known[books]

    return remembered


@once
def funds(books: Books) -> frozenset[str]:
    """Return the entities that keep books by a standard for non-profits."""
    return frozenset(
        entity.name for entity in books.entities.values() if any(s.startswith("npo") for _, s in entity.standards)
    )


@once
def cny(books: Books) -> pd.DataFrame:
    """Return the postings in CNY, drafts included: they are checked like entries."""
    p = books.frames.postings
    return p[p["commodity"] == CURRENCY]


@once
def entity_of(books: Books) -> list[str]:
    """Return the entity of each entry, by its first posting."""
    p = books.frames.postings
    first = p["posting"].to_numpy() == 0
    found = dict(zip(p["entry"].to_numpy()[first].tolist(), p["entity"][first].tolist(), strict=True))
    return [found.get(place, "") for place in range(len(books.transactions))]


@once
def link_places(books: Books) -> dict[str, list[int]]:
    """Return the entries that carry each link."""
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(books.transactions):
        for link in entry.links or ():
            places.setdefault(link, []).append(place)
    return places


class Words(NamedTuple):
    """What a treasurer wrote freely, entry by entry, and the metadata keys that nobody knows."""

    texts: list[tuple[int, str]]
    unknown: dict[str, list[int]]


_KEYS = METADATA_KEYS | {"filename", "lineno"}
_MACHINE = frozenset(
    {"filename", "lineno", "src", "sha256", "batch", "id", "receipt", "source-doc", "card", "corrects"}
)
"""Keys whose values are numbers of vouchers, rows and files: never searched for personal data."""


class _Shape(NamedTuple):
    """Which keys of a piece of metadata nobody knows, and which hold free words; most pieces share a few shapes."""

    unknown: tuple[str, ...]
    free: tuple[str, ...]


@once
def words(books: Books) -> Words:
    """Return payee, narration and free metadata of each entry, and unknown keys with their entries."""
    texts: list[tuple[int, str]] = []
    unknown: dict[str, list[int]] = {}
    for place, entry in enumerate(books.transactions):
        said = [entry.payee or "", entry.narration or ""]
        for meta in (entry.meta, *[posting.meta for posting in entry.postings if posting.meta]):
            shape = _shape(tuple(meta))
            for key in shape.unknown:
                unknown.setdefault(key, []).append(place)
            if shape.free:
                said += [value for key in shape.free if isinstance(value := meta[key], str)]
        texts.append((place, "\n".join(said)))
    return Words(texts, unknown)


@lru_cache(maxsize=4096)
def _shape(keys: tuple[str, ...]) -> _Shape:
    unknown = tuple(key for key in keys if key not in _KEYS and not key.startswith("__"))
    return _Shape(unknown, tuple(key for key in keys if key not in _MACHINE))


class Spell(NamedTuple):
    """Days on end on which a balance broke a rule: from `start` to the day before `end` (None: to this day)."""

    key: str
    start: np.datetime64
    end: np.datetime64 | None
    worst: Fen
    place: int
    """The entry that began it: the last one of the first day."""


def spells(postings: pd.DataFrame, key: pd.Series[Any], *, sign: int = 1, exactly_zero: bool = False) -> list[Spell]:
    """Return each spell in which the running balance per `key`, taken at the end of each day, lies below zero.

    `sign` is -1 for balances that stand on the credit side; `exactly_zero` asks for 0 instead of 0 or more.
    One stable sort and one cumulative sum: O(n log n) in whole numbers, no group objects.
    """
    if postings.empty:
        return []
    codes, names = key.factorize()
    order = np.argsort(codes, kind="stable")
    group, day = codes[order], postings["date"].to_numpy()[order]
    fen = postings["fen"].to_numpy()[order] * sign
    place = postings["entry"].to_numpy()[order]
    new_group = np.r_[True, group[1:] != group[:-1]]
    total = np.cumsum(fen)
    balance = total - (total - fen)[new_group][np.cumsum(new_group) - 1]
    evening = np.r_[(group[1:] != group[:-1]) | (day[1:] != day[:-1]), True]
    group, day, balance, place = group[evening], day[evening], balance[evening], place[evening]
    wrong = balance != 0 if exactly_zero else balance < 0
    if not wrong.any():
        return []
    begins = wrong & np.r_[True, ~wrong[:-1] | (group[1:] != group[:-1])]
    return [_spell(str(names[group[i]]), i, group, day, balance, wrong, place) for i in np.flatnonzero(begins).tolist()]


def _spell(key: str, i: int, group: Any, day: Any, balance: Any, wrong: Any, place: Any) -> Spell:  # noqa: ANN401, PLR0913, PLR0917 - arrays
    j = i
    while j < len(wrong) and wrong[j] and group[j] == group[i]:
        j += 1
    end = day[j] if j < len(wrong) and group[j] == group[i] else None
    worst = max(balance[i:j].tolist(), key=abs)
    return Spell(key, day[i], end, worst, int(place[i]))
