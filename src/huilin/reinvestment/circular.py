"""The promise that eats itself: so much of the net profit that remains after giving.

What remains depends on the gift, and so does the tax, through the deduction and its cap. Within one branch of the
law (which deduction, which tax rate) everything is linear in the gift and has one closed form. So each branch is
solved, and a solution counts only if, put back into the whole law, it gives itself – an equality of fractions, not
an approximation. Where two branches hold (a gift large enough to bring the company under the small-company limit,
and one too small for it) the larger is taken: it leaves more to the fund and, by the lower tax, to the company.
Where none holds, no amount keeps the promise, and that is said instead of a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.reinvestment.errors import NoSolutionError
from huilin.reinvestment.exact import NOTHING, Exact, exact
from huilin.reinvestment.income_tax import (
    charged,
    deductible_without_cap,
    deduction,
    income_before_deductions,
    losses_usable,
)
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from huilin.reinvestment.figures import YearFigures
    from huilin.reinvestment.income_tax import IncomeTaxLaw
    from huilin.reinvestment.schedule import Piece, Schedule


class Circle(NamedTuple):
    """The equation gift = share of (net profit after the gift − losses); `all_paid` takes it as paid in the year."""

    figures: YearFigures
    law: IncomeTaxLaw
    schedule: Schedule
    losses: Exact
    all_paid: bool

    def paid(self, gift: Exact) -> Exact:
        """Return what of the gift was paid in the year; paying more than is owed changes nothing owed."""
        return gift if self.all_paid else min(gift, exact(self.figures.paid_in_year))

    def net_profit(self, gift: Exact) -> Exact:
        """Return the net profit that remains after the gift and the tax (CNY, exact)."""
        deducted = deduction(self.figures, self.law, gift, self.paid(gift))
        return self.before() - gift - charged(self.figures, self.law, deducted).tax

    def before(self) -> Exact:
        """Return 利润总额 before this gift and after all others."""
        return exact(self.figures.profit_before_donation - self.figures.other_donations)

    def gives(self, gift: Exact) -> Exact:
        """Return the gift that the promise asks for when `gift` is given."""
        return self.schedule.owed(max(NOTHING, self.net_profit(gift) - self.losses))


class _Deduction(NamedTuple):
    """What is deducted in one branch: `fixed` plus `per_gift` for each yuan given."""

    fixed: Exact
    per_gift: Exact


def solve(circle: Circle) -> Exact:
    """Return the gift that satisfies the circle exactly; raise NoSolutionError where there is none."""
    solutions = [gift for gift in _candidates(circle) if gift >= 0 and circle.gives(gift) == gift]
    if not solutions:
        raise no_solution(circle.figures.profit_before_donation)
    return max(solutions)


def _candidates(circle: Circle) -> Iterator[Exact]:
    yield NOTHING
    for piece in circle.schedule.pieces():
        for deducted in _deductions(circle):
            for tax_rate in _tax_rates(circle.law):
                yield _closed_form(circle, piece, deducted, tax_rate)


def _closed_form(circle: Circle, piece: Piece, deducted: _Deduction, tax_rate: Exact) -> Exact:
    """Solve D = r (B − D − t (Y − a − b D) − L) + f for D: Y income for tax after losses, a + b D the deduction."""
    rate = piece.rate
    income = income_before_deductions(circle.figures, circle.law) - losses_usable(circle.figures, circle.law)
    constant = circle.before() - circle.losses - tax_rate * (income - deducted.fixed)
    return (rate * constant + piece.fixed) / (1 + rate - rate * tax_rate * deducted.per_gift)


def _deductions(circle: Circle) -> tuple[_Deduction, ...]:
    """Return the law's branches: no cap to use, the cap, all that was paid (the gift, or what was paid of it)."""
    cap = exact(circle.law.cap.value)
    beside = deductible_without_cap(circle.figures, circle.law)
    whole = _Deduction(beside, Exact(1))
    part = _Deduction(beside + exact(circle.figures.paid_in_year), NOTHING)
    return (
        _Deduction(NOTHING, NOTHING),
        _Deduction(cap * circle.before(), -cap),
        whole,
        *(() if circle.all_paid else (part,)),
    )


def _tax_rates(law: IncomeTaxLaw) -> tuple[Exact, ...]:
    small = (exact(law.small.rate.value),) if law.small else ()
    return (NOTHING, *small, exact(law.standard.value))


def no_solution(profit: Decimal) -> NoSolutionError:
    """Return the finding that no gift keeps the promise at this profit (CNY)."""
    text = Text(
        f"捐赠前利润 {profit:,.2f} 元时，“捐赠后净利润”的约定无解：捐多则税率升、净利润不足，捐少则不够比例。",
        f"At a profit of {profit:,.2f} before donation, no gift equals the promised share of the net profit after it: "
        "on one side of the small-company limit it is too much, on the other too little.",
    )
    remedy = Text(
        "请由双方书面议定金额，或改用 net-profit-before-donation 作基数。",
        "Agree on an amount in writing, or take net-profit-before-donation as the base.",
    )
    return NoSolutionError(profit, text, remedy)
