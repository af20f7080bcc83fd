"""The promise reconciled across both sets of books: accrued, paid, in transit, received, receipted, overdue."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from huilin.money import to_decimal
from huilin.promise.figures import year_moves
from huilin.promise.moves import PromiseMoves, ids, in_transit, promise_moves, total
from huilin.reinvestment import Due, Resolution, Settlement, overdue_days
from huilin.vocabulary import Period, month_of, parse_period, quarter_of

if TYPE_CHECKING:
    from datetime import date

    from huilin.books import Books, Custom
    from huilin.money import Fen
    from huilin.reinvestment import Policy


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One promise from its beginning up to a day (CNY): paid = received + in transit; difference = 2241.02.

    `receipts` are the numbers of the donation receipts; `entries` the vouchers of both sets of books, by figure.
    """

    enterprise: str
    fund: str
    on: date
    accrued: Decimal
    paid: Decimal
    in_transit: Decimal
    received: Decimal
    receipted: Decimal
    overdue_days: int
    receipts: tuple[str, ...]
    entries: dict[str, tuple[str, ...]]

    @property
    def difference(self) -> Decimal:
        """What is promised and not paid yet: the balance of 2241.02."""
        return self.accrued - self.paid


def settlement(books: Books, policy: Policy, on: date, *, today: date | None = None) -> Reconciliation:
    """Return the promise as both sets of books show it on the evening of `on`; overdue days count to `today`."""
    moves = promise_moves(books, policy.enterprise, policy.fund)
    received = [m for m in moves.received if m.day <= on]
    receipted = [m for m in received if m.receipt]
    return Reconciliation(
        policy.enterprise,
        policy.fund,
        on,
        to_decimal(total(moves.accrued, until=on)),
        to_decimal(total(moves.paid, until=on)),
        to_decimal(in_transit(moves, on)),
        to_decimal(total(received)),
        to_decimal(total(receipted)),
        days_overdue(moves, policy, on, today or on),
        tuple(m.receipt for m in receipted),
        {
            "accrued": ids(books, (m.place for m in moves.accrued if m.day <= on)),
            "paid": ids(books, (m.place for m in moves.paid if m.day <= on)),
            "received": ids(books, (m.place for m in received)),
        },
    )


def days_overdue(moves: PromiseMoves, policy: Policy, through: date, today: date) -> int:
    """Return for how many days, on `today`, the oldest unpaid accrual made up to `through` has been overdue."""
    accrued = (m for m in moves.accrued if m.day <= through)
    dues = [Due(policy.due_day(accrual_period(policy, m.day).end), to_decimal(m.fen)) for m in accrued]
    return overdue_days(dues, to_decimal(total(moves.paid, until=today)), today)


def year_settlement(books: Books, policy: Policy, through: date, today: date) -> Settlement:
    """Return this year's part of it, as the assessment takes it: what came in settles the oldest accrual first."""
    moves = promise_moves(books, policy.enterprise, policy.fund)
    year = year_moves(moves, through)
    received = [m for m in moves.received if m.day <= through]

    def part(fen: Fen) -> Decimal:
        return to_decimal(year.of(fen))

    return Settlement(
        in_transit=to_decimal(in_transit(moves, through)),
        received=part(total(received)),
        receipted=part(total(m for m in received if m.receipt)),
        overdue_days=days_overdue(moves, policy, through, today),
        payee=payee(books, policy),
        resolution=_resolution(books, policy, through),
        share=_share(books, policy.enterprise, through),
    )


def accrual_period(policy: Policy, day: date) -> Period:
    """Return the month, quarter or year in which a promise made on `day` is accrued."""
    if policy.accrual == "month":
        return month_of(day)
    return parse_period(f"{day.year}") if policy.accrual == "year" else quarter_of(day)


def payee(books: Books, policy: Policy) -> str:
    """Return who is paid: the host charity of a hosted fund, else the fund itself."""
    fund = books.entities[policy.fund]
    return fund.hosted_by or fund.title


def _resolution(books: Books, policy: Policy, through: date) -> Resolution | None:
    """Return the shareholders' resolution on the year's dividend, where one is recorded."""
    for custom in reversed(_said(books, "resolution", policy.enterprise)):
        amount = custom.number(2)
        for_this_year = str(custom.meta.get("for-year", "")) == str(through.year)
        if custom.text(1) == "dividend" and for_this_year and amount is not None:
            return Resolution(custom.date, amount, str(custom.meta.get("document", "")))
    return None


def _share(books: Books, enterprise: str, through: date) -> Decimal:
    """Return the holding of the shareholder that passes its dividend on: the largest, the whole where none is named."""
    held = (c.number(2) for c in _said(books, "shareholder", enterprise) if c.date <= through)
    return max((share for share in held if share is not None), default=Decimal(1))


def _said(books: Books, kind: str, enterprise: str) -> list[Custom]:
    return [custom for custom in books.directives(kind) if custom.text(0) == enterprise]
