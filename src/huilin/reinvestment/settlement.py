"""What became of the promise: paid, on its way, received, receipted – measured in both sets of books."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from huilin.reinvestment.exact import ZERO, exact, to_the_fen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Resolution(NamedTuple):
    """The shareholders' resolution on a dividend: `amount` (CNY) is the whole distribution, to all of them."""

    day: date
    amount: Decimal
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The fund's side of one promise and period (CNY, fen); nothing has happened unless said.

    `received` is booked by the fund or its host, `receipted` has a donation receipt, `in_transit` left the
    enterprise and is not there yet. `share` is the holding of the committee that passes its dividend on (0–1].
    """

    in_transit: Decimal = ZERO
    received: Decimal = ZERO
    receipted: Decimal = ZERO
    overdue_days: int = 0
    payee: str | None = None
    resolution: Resolution | None = None
    share: Decimal = Decimal(1)


class Due(NamedTuple):
    """An accrual (CNY, negative for a reduction) and the last day on which it may be paid."""

    day: date
    amount: Decimal


def overdue_days(dues: Iterable[Due], paid: Decimal, today: date) -> int:
    """Return for how many days the oldest unpaid accrual has been overdue; payments settle the oldest first.

    A later reduction takes back what was due before it, so it is not overdue.
    """
    ordered = sorted(dues)
    standing = list(accumulate(due.amount for due in ordered))
    owed_on = accumulate(reversed(standing), min)
    late = (due.day for due, owed in zip(ordered, reversed(tuple(owed_on)), strict=True) if owed > paid)
    first = min(late, default=today)
    return max(0, (today - first).days)


def distribution_needed(owed: Decimal, share: Decimal) -> Decimal:
    """Return what must be distributed to all shareholders so that one holding `share` receives `owed` (CNY)."""
    return to_the_fen(exact(owed) / exact(share))


def committee_part(distributed: Decimal, share: Decimal) -> Decimal:
    """Return what a shareholder holding `share` receives of a distribution (CNY, to the fen)."""
    return to_the_fen(exact(distributed) * exact(share))
