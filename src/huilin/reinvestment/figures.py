"""What the books say about one enterprise's year, before anything is worked out: plain values in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from huilin.reinvestment.exact import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal


class Lot(NamedTuple):
    """An amount (CNY, positive) that some `year` left behind: a tax loss, or a donation paid and not yet deducted."""

    year: int
    amount: Decimal


Lots = tuple[Lot, ...]


class Shared(NamedTuple):
    """What the enterprise's other circular promises take of the same net profit: rate, and CNY so far this year."""

    rate: Decimal
    accrued: Decimal = ZERO
    paid_in_year: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """One enterprise's year up to and including the day `through`; every amount CNY in whole fen.

    A quarter is assessed as the year to date. `revenue` is all income (5001, 5051, 5111, 5301), `costs` all
    expense without 5801 income tax and without 5711.01 donations; entries marked `for-year:` of an earlier year
    stay out of both. Everything brought forward is as of 1 January.

    The promise that is assessed: `accrued_before` is booked for this year so far (5711.01, a declared dividend or
    a reserve, by the route); `paid_before` paid on it until now; `paid_in_year` the part of that paid by
    31 December, which alone the tax office deducts; `credit_before` an earlier year's overpayment still to be used.

    Donations beside it: `other_donations` booked to 5711.01 this year for other promises or as gifts, `other_paid`
    what of them was paid this year, `paid_late` what was paid this year on promises of earlier years. `shared` is
    that part of them which goes by other promises of the net profit after donation: they are solved as one.
    """

    through: date
    revenue: Decimal
    costs: Decimal = ZERO
    exempt_care_income: Decimal = ZERO
    not_deductible: Decimal = ZERO
    book_loss_left: Decimal = ZERO
    tax_losses: Lots = ()
    donations_carried: Lots = ()
    other_donations: Decimal = ZERO
    other_paid: Decimal = ZERO
    paid_late: Decimal = ZERO
    accrued_before: Decimal = ZERO
    paid_before: Decimal = ZERO
    paid_in_year: Decimal = ZERO
    credit_before: Decimal = ZERO
    opening_reserve: Decimal = ZERO
    registered_capital: Decimal | None = None
    small_low_profit: bool = True
    staff: int | None = None
    assets: Decimal | None = None
    shared: Shared | None = None
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Voucher numbers behind the figures, by the name of the field: `entries["revenue"]`."""

    @property
    def year(self) -> int:
        """The calendar year that is assessed."""
        return self.through.year

    @property
    def is_whole_year(self) -> bool:
        """Whether the year is over: only then do floors bind, lots lapse, dividends and reserves arise."""
        return (self.through.month, self.through.day) == (12, 31)

    @property
    def profit_before_donation(self) -> Decimal:
        """会小企02 line 30 利润总额 with 5711.01 added back; negative in a year of loss."""
        return self.revenue - self.costs


def usable(lots: Lots, year: int, years: int) -> Lots:
    """Return the lots that `year` may still use, oldest first: those at most `years` old."""
    return tuple(sorted(lot for lot in lots if 0 < year - lot.year <= years))


def total(lots: Iterable[Lot]) -> Decimal:
    """Return the sum of the lots' amounts (CNY)."""
    return sum((lot.amount for lot in lots), start=ZERO)


def draw(lots: Lots, amount: Decimal) -> Lots:
    """Return what is left of `lots` after `amount` was taken, oldest first (财税〔2018〕15号)."""
    left: list[Lot] = []
    for lot in lots:
        taken = min(lot.amount, amount)
        amount -= taken
        left.append(Lot(lot.year, lot.amount - taken))
    return tuple(lot for lot in left if lot.amount)


def lapsing(lots: Lots, year: int, years: int) -> Lots:
    """Return the lots whose last year is `year`."""
    return tuple(lot for lot in lots if year - lot.year >= years)
