"""From what is owed to what the books need: accruals that never fall below what was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.reinvestment.exact import ZERO
from huilin.reinvestment.policy import DIVIDEND, DONATION, RESERVE, Policy
from huilin.reinvestment.settlement import Settlement, committee_part

if TYPE_CHECKING:
    from decimal import Decimal

    from huilin.reinvestment.figures import YearFigures


class Booking(NamedTuple):
    """What the books need for the promise (CNY, fen): `to_accrue` may be negative; `expense` is 5711.01 after it."""

    owed: Decimal
    credit_used: Decimal
    to_accrue: Decimal
    expense: Decimal
    overpaid: Decimal


def book(policy: Policy, figures: YearFigures, settlement: Settlement, owed: Decimal) -> Booking:
    """Return what must be accrued: up to what is due, and never below what was paid."""
    credit = figures.credit_before if policy.overpaid == "credit" else ZERO
    credit_used = min(credit, owed)
    due = owed - credit_used
    standing = _standing(policy, figures, settlement, due)
    return Booking(
        owed=owed,
        credit_used=credit_used,
        to_accrue=standing - figures.accrued_before,
        expense=standing if policy.route == DONATION else ZERO,
        overpaid=credit - credit_used + max(ZERO, figures.paid_before - due),
    )


def _standing(policy: Policy, figures: YearFigures, settlement: Settlement, due: Decimal) -> Decimal:
    """Return the accrual that should stand: dividends wait for a resolution, reserves for the year's end."""
    if policy.route == DONATION:
        return max(due, figures.paid_before)
    if policy.route == RESERVE and figures.is_whole_year:
        return due
    if policy.route == DIVIDEND and figures.is_whole_year and settlement.resolution:
        return committee_part(settlement.resolution.amount, settlement.share)
    return figures.accrued_before
