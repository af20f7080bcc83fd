"""What a year hands to the next: overpayments, donations not yet deducted, tax losses – as dated facts to be read.

They stand in the ledger (`custom "brought-forward"`), so that the next year is reckoned from what somebody has seen,
and a tax return that came out otherwise can say so. What is declared already is not written again.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from huilin.drafting import custom_line, quote
from huilin.promise.figures import brought_forward
from huilin.promise.moves import promised_funds
from huilin.reinvestment import Lot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.books import Books
    from huilin.reinvestment import Assessment
    from huilin.vocabulary import Period


class Forward(NamedTuple):
    """One amount (CNY) that the year `for_year` leaves to the next; `fund` where several hold overpayments."""

    enterprise: str
    what: str
    lot: Lot
    day: date
    fund: str = ""

    def to_ledger(self) -> str:
        """Return the directive."""
        head = custom_line(self.day, "brought-forward", self.enterprise, self.what, self.lot.amount)
        fund = f"  fund: {quote(self.fund)}\n" if self.fund else ""
        return f"{head}  for-year: {self.lot.year}\n{fund}"


def forwards(books: Books, period: Period, assessments: Iterable[Assessment]) -> tuple[Forward, ...]:
    """Return what the year that is assessed leaves and nobody has declared yet."""
    if period.months != 12:
        return ()
    left = (one for assessment in assessments for one in _left(books, assessment))
    return tuple(one for one in dict.fromkeys(left) if not _is_declared(books, one))


def _left(books: Books, assessment: Assessment) -> Iterator[Forward]:
    policy, day = assessment.policy, date(assessment.year + 1, 1, 1)
    several = policy.fund if len(promised_funds(books, policy.enterprise)) > 1 else ""
    if assessment.credit_forward:
        yield Forward(policy.enterprise, "overpaid", Lot(assessment.year, assessment.credit_forward), day, several)
    for lot in assessment.tax.carried_by_year:
        yield Forward(policy.enterprise, "donation", lot, day)
    for lot in assessment.tax.losses_left:
        yield Forward(policy.enterprise, "tax-loss", lot, day)


def _is_declared(books: Books, one: Forward) -> bool:
    declared = brought_forward(books, one.enterprise, one.day.year, one.fund or None)[one.what]
    return any(lot.year == one.lot.year for lot in declared)
