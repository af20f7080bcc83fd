"""Rows that explain other rows: a trade bill its fund bill, a receipt its gift, a card's top-up the wallet's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from huilin.importing.declaration import Declaration
    from huilin.importing.model import Row
    from huilin.wording import Text


NEW, KNOWN, PAIRED, IGNORED, REFUSED = "new", "known", "paired", "ignored", "refused"
"""What becomes of a row; together they are all rows (law 7)."""


@dataclass(eq=False, slots=True)
class Item:
    """A row on its way, with its file and source; `explains` is the row that it explains, `outcome` what becomes of it."""

    place: int
    source: Declaration
    row: Row
    explains: Item | None = None
    explained_by: tuple[Item, ...] = ()
    outcome: str = ""
    why: Text | None = None

    @property
    def is_explanation(self) -> bool:
        """Whether the row only explains another and is never booked itself."""
        return self.source.explains or self.row.only_explains

    @property
    def root(self) -> Item:
        """The row of money at the end of the chain."""
        return self.explains.root if self.explains is not None else self


def explain(items: Sequence[Item]) -> None:
    """Join each row that looks for another with the row that it names; each is given away once per source."""
    offered = _offered(items)
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    orders: dict[tuple[int, str, datetime], Item] = {}
    for item in items:
        if not item.row.seeks:
            continue
        order = (item.place, item.row.seeks, item.row.moment)
        found = orders.get(order) if item.source.several_lines else None
        if found is None:
            found = _next(item, offered, taken)
        if found is not None:
            orders[order] = found
            item.explains = found
            found.explained_by += (item,)


def _offered(items: Iterable[Item]) -> dict[str, list[Item]]:
    offered: dict[str, list[Item]] = {}
    for item in items:
        for name in item.row.offers:
            offered.setdefault(name, []).append(item)
    return offered


def _next(item: Item, offered: dict[str, list[Item]], taken: defaultdict[tuple[str, str], int]) -> Item | None:
    """Return the next row of that name which no row of this source has taken, nor this row of another file."""
    candidates = offered.get(item.row.seeks, ())
    key = (item.source.scheme, item.row.seeks)
    if taken[key] >= len(candidates):
        return None
    found = candidates[taken[key]]
    taken[key] += 1
    return found


def words_of(item: Item) -> dict[str, str]:
    """Return the row's words, with those of the rows that explain it where it says nothing itself."""
    words = dict(item.row.words)
    for other in item.explained_by:
        for name, word in words_of(other).items():
            if word and (not words.get(name) or name == "单号"):
                words[name] = word
    return words
