"""The rows that a cash account's statement shows: each posting with its moment and the balance after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.example.entries import Line, postings_of, total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from tools.example.entries import Entry


class Row(NamedTuple):
    """One row of a statement; amounts signed, money in positive."""

    at: datetime
    amount: Decimal
    balance: Decimal
    line: Line


class Statement(NamedTuple):
    """A period's rows of one account."""

    opening: Decimal
    rows: tuple[Row, ...]

    @property
    def closing(self) -> Decimal:
        """The balance after the last row."""
        return self.rows[-1].balance if self.rows else self.opening


def statement(account: str, books: Sequence[Entry], summer: Sequence[Entry]) -> Statement:
    """Return the account's statement, going on from where the books end."""
    opening = balance = total(postings_of(books), account)
    rows = []
    for entry in summer:
        for posting in entry.postings:
            if posting.account == account:
                assert posting.line is not None, entry
                balance += posting.amount
                rows.append(Row(entry.at, posting.amount, balance, posting.line))
    return Statement(opening, tuple(rows))


def by_month(found: Statement) -> dict[str, list[Row]]:
    """Return the rows of each month."""
    months: dict[str, list[Row]] = {}
    for row in found.rows:
        months.setdefault(f"{row.at:%Y-%m}", []).append(row)
    return months
