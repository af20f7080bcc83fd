"""Which months of which account statements have proven: rows with a key, rows without one, a balance taken from it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from beancount.core import data

from huilin.vocabulary import month_of

if TYPE_CHECKING:
    from huilin.books import Books


class Month(NamedTuple):
    """One account's month: postings that a statement shows, postings that none shows, whether its end is settled."""

    name: str
    proven: int = 0
    unproven: int = 0
    settled: bool = False

    def __str__(self) -> str:
        said = str(self.proven) if self.proven else "—"
        said += f"+{self.unproven}" if self.unproven else ""
        return said + ("✓" if self.settled else "")


class Coverage(NamedTuple):
    """One statement account over the months of the books."""

    account: str
    months: tuple[Month, ...]

    @property
    def holes(self) -> tuple[str, ...]:
        """Months between the first and the last proven one that no statement shows."""
        proven = [place for place, month in enumerate(self.months) if month.proven]
        between = self.months[proven[0] : proven[-1]] if proven else ()
        return tuple(month.name for month in between if not month.proven)


def coverage(books: Books, last: int = 12) -> tuple[Coverage, ...]:
    """Return, for each account that a statement is mapped to, the books' last months."""
    accounts = dict.fromkeys(books.workspace.settings.statements.values())
    counts = {account: _counts(books, account) for account in accounts}
    settled = _settled(books)
    names = sorted({name for found in counts.values() for name in found})[-last:]
    return tuple(
        Coverage(account, tuple(Month(n, *found.get(n, (0, 0)), (account, n) in settled) for n in names))
        for account, found in counts.items()
    )


def _counts(books: Books, account: str) -> dict[str, tuple[int, int]]:
    """Return, by month, how many postings have a key and how many have none."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in books.transactions:
        for posting in entry.postings:
            if posting.account == account:
                found[month_of(entry.date).name][0 if posting.meta and "src" in posting.meta else 1] += 1
    return {name: (proven, rest) for name, (proven, rest) in found.items()}


def _settled(books: Books) -> set[tuple[str, str]]:
    """Return the months after whose last day a balance stands."""
    return {
        (entry.account, month_of(entry.date - timedelta(days=1)).name)
        for entry in books.entries
        if isinstance(entry, data.Balance) and entry.date.day == 1
    }
