"""Claims and debts by age: what is still open after payments have settled the oldest first, party by party."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from huilin.audit.ledger_view import entries
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    import pandas as pd

    from huilin.books import Books
    from huilin.money import Fen

BUCKETS = (
    (90, Text("3个月以内", "up to 3 months")), (365, Text("3个月至1年", "3 months to 1 year")),
    (730, Text("1至2年", "1 to 2 years")), (1095, Text("2至3年", "2 to 3 years")), (10**6, Text("3年以上", "over 3 years")),
)  # fmt: skip
"""By days up to and including the number."""


class Open(NamedTuple):
    """What one party still owes (or is owed) of one entry: fen, positive on the account's own side."""

    party: str
    day: date
    place: int
    fen: Fen


def open_items(books: Books, postings: pd.DataFrame, sign: int) -> tuple[Open, ...]:
    """Return what is open of one account's postings; all of it adds up to the account's balance.

    `sign` is 1 for claims (debits open), -1 for debts. A party is the posting's card, else the entry's payee. What
    settles more than its party owes settles the oldest of the others, as payments often name nobody.
    """
    view = entries(books)
    payees = view["payee"].to_numpy()
    rows = postings.sort_values(["date", "entry"], kind="stable")
    groups: defaultdict[str, list[tuple[int, Fen]]] = defaultdict(list)
    for place, card, fen in zip(rows["entry"].tolist(), rows["card"].tolist(), rows["fen"].tolist(), strict=True):
        groups[str(card) or str(payees[place])].append((place, fen * sign))
    left = [item for party, moves in groups.items() for item in _settled(books, party, moves)]
    return tuple(_across(sorted(left, key=lambda item: (item.day, item.place))))


def _settled(books: Books, party: str, moves: Iterable[tuple[int, Fen]]) -> Iterator[Open]:
    """Yield what is left of one party's moves, the oldest settled first."""
    owed: deque[tuple[int, Fen]] = deque()
    paid: deque[tuple[int, Fen]] = deque()
    for place, fen in moves:
        mine, other = (owed, paid) if fen > 0 else (paid, owed)
        rest = abs(fen)
        while rest and other:
            at, held = other.popleft()
            part = min(rest, held)
            rest -= part
            if held > part:
                other.appendleft((at, held - part))
        if rest:
            mine.append((place, rest))
    for some, side in ((owed, 1), (paid, -1)):
        yield from (Open(party, books.transactions[place].date, place, fen * side) for place, fen in some)


def _across(items: list[Open]) -> Iterator[Open]:
    """Yield the items after payments that exceed their party's debt have settled the oldest of the others."""
    over = -sum(item.fen for item in items if item.fen < 0)
    owed = sum(item.fen for item in items if item.fen > 0)
    if over >= owed:
        yield from items
        return
    for item in items:
        if item.fen > 0:
            part = min(over, item.fen)
            over -= part
            if item.fen > part:
                yield item._replace(fen=item.fen - part)


def bucket(days: int) -> int:
    """Return which bucket an age in days belongs to."""
    return int(np.searchsorted([most for most, _ in BUCKETS], days))
