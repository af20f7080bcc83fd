"""Entries written by hand that fit a new row, one to one: offered to a person, never taken for the same unasked.

Two equal gifts on one day are two gifts; so amount and day alone never make a row known (law 7). Where exactly one
hand-written posting fits exactly one row, the row is noted with what to write to say that they are one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from huilin.books import Books
    from huilin.importing.proposing import Work

_DAYS = timedelta(days=3)


class _ByHand(NamedTuple):
    """A posting without a key, and where its entry stands."""

    day: date
    place: str


def offer(works: Iterable[Work], books: Books) -> None:
    """Note on each row the one hand-written posting of its account and amount within three days, if it is the only one."""
    by_hand = _by_hand(books)
    if not by_hand:
        return
    rows = [(work, item) for work in works for item in work.items if (work.account, item.row.amount) in by_hand]
    fitting = [
        (
            item,
            [
                hand
                for hand in by_hand[work.account, item.row.amount]
                if abs(hand.day - item.row.moment.date()) <= _DAYS
            ],
        )
        for work, item in rows
    ]
    wanted: defaultdict[str, int] = defaultdict(int)
    for _, hands in fitting:
        for hand in hands:
            wanted[hand.place] += 1
    for item, hands in fitting:
        if len(hands) == 1 and wanted[hands[0].place] == 1:
            item.why = _same(hands[0].place, item.row.key)


def _by_hand(books: Books) -> dict[tuple[str, Decimal], list[_ByHand]]:
    """Return, by account and amount, the postings on statement accounts that no statement has shown."""
    accounts = set(books.workspace.settings.statements.values())
    found: defaultdict[tuple[str, Decimal], list[_ByHand]] = defaultdict(list)
    for entry in books.transactions:
        for posting in entry.postings:
            if posting.account in accounts and not (posting.meta and "src" in posting.meta) and posting.units:
                number = posting.units.number
                if number:
                    place = f"{books.workspace.relative(entry.meta['filename'])}:{entry.meta['lineno']}"
                    found[posting.account, number].append(_ByHand(entry.date, place))
    return dict(found)


def _same(place: str, key: str) -> Text:
    return Text(
        f'可能就是手工记的 {place}。如是同一笔，请在那张凭证的账户下一行写 src: "{key}"，再导入；不是则照常记账。',
        f'This may be {place}, written by hand. If they are one, write src: "{key}" below its account and import again; else book as usual.',
    )  # fmt: skip
