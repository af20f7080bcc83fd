"""Balances taken from complete statements: written only where the day is whole and the books already agree.

A file that a vendor cuts at midnight settles its last day; any other settles the last day after which it has a
row, since what was downloaded at noon may lack the afternoon. Where the books differ nothing is written, for the
check statement-balance asks for the month's end anyway; `pad` is never written.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from beancount.core import data

from huilin.drafting import quote
from huilin.money import CURRENCY
from huilin.vocabulary import month_of, split_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from huilin.books import Books
    from huilin.importing.model import Row, Statement
    from huilin.importing.proposing import Work
    from huilin.workspace import Workspace


class Settlement(NamedTuple):
    """An account's balance at the beginning of a day, by its statement."""

    account: str
    date: date
    balance: Decimal

    def to_ledger(self, batch: str) -> str:
        """Return the assertion as ledger text; it belongs to its batch and goes with it."""
        return f"{self.date} balance {self.account}  {self.balance} {CURRENCY}\n  batch: {quote(batch)}\n"


def settlements(
    statements: Iterable[tuple[str, Statement]], works: Sequence[Work], books: Books
) -> tuple[Settlement, ...]:
    """Return what the statements of these accounts settle, where books and new entries agree with them."""
    said = {(entry.account, entry.date) for entry in books.entries if isinstance(entry, data.Balance)}
    found = {s for account, statement in statements for s in _settled(account, statement) if s[:2] not in said}
    return tuple(s for s in sorted(found) if _in_books(s, works, books) == s.balance)


def _settled(account: str, statement: Statement) -> Iterator[Settlement]:
    source, rows = statement.source, _in_time(statement.rows)
    if not rows or source.lenient or source.explains or source.balance_of or source.side < 0 or not account:
        return
    for row, later in pairwise(rows):
        if (row.moment.year, row.moment.month) != (later.moment.year, later.moment.month) and row.balance is not None:
            yield Settlement(account, month_of(row.moment.date()).end + timedelta(days=1), row.balance)
    last = rows[-1].moment.date()
    closed = [row for row in rows if source.whole_days or row.moment.date() < last]
    if closed and closed[-1].balance is not None:
        yield Settlement(account, closed[-1].moment.date() + timedelta(days=1), closed[-1].balance)


def _in_time(rows: Sequence[Row]) -> list[Row]:
    """Return the rows oldest first; files that begin with the newest are turned round."""
    newest_first = bool(rows) and rows[0].moment > rows[-1].moment
    return list(reversed(rows)) if newest_first else list(rows)


def _in_books(settlement: Settlement, works: Sequence[Work], books: Books) -> Decimal:
    """Return what the books and the new entries hold on the account before the day."""
    total, account = Decimal(0), settlement.account
    for entry in books.transactions:
        if entry.date < settlement.date:
            total += sum((_number(p) for p in entry.postings if _is_under(p.account, account)), Decimal(0))
    for work in works:
        if work.draft.date < settlement.date:
            total += sum((p.amount for p in work.draft.postings if _is_under(p.account, account)), Decimal(0))
    return total


def _number(posting: data.Posting) -> Decimal:
    units = posting.units
    if units is None or units.number is None or units.currency != CURRENCY:
        return Decimal(0)
    return units.number


def _is_under(account: str, parent: str) -> bool:
    return account == parent or account.startswith(parent + ":")


def with_settlements(
    workspace: Workspace, months: Mapping[Path, str], settled: Sequence[Settlement], batch: str
) -> dict[Path, str | bytes | None]:
    """Return the month files with the balances at their ends; a month of which nothing is booked yet is begun."""
    found: dict[Path, str | bytes | None] = dict(months)
    for settlement in settled:
        parts = split_account(settlement.account)
        path = workspace.month_file(parts.entity if parts else "", settlement.date - timedelta(days=1))
        text = found.get(path) or (path.read_text(encoding="utf-8") if path.exists() else "")
        if text:
            found[path] = f"{text!s}\n{settlement.to_ledger(batch)}"
    return found
