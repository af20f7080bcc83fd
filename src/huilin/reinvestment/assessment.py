"""What the enterprise owes its community this year, step by step, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from huilin.reinvestment.base import Base, Case, base_of, statutory_reserve
from huilin.reinvestment.booking import Booking, book
from huilin.reinvestment.errors import PolicyInvalidError
from huilin.reinvestment.exact import ZERO, exact, to_the_fen
from huilin.reinvestment.explanation import Step, explain
from huilin.reinvestment.income_tax import IncomeTax, declared, law_of
from huilin.reinvestment.policy import DIVIDEND, RESERVE, Policy
from huilin.reinvestment.settlement import Settlement, distribution_needed

if TYPE_CHECKING:
    from decimal import Decimal

    from huilin.reinvestment.figures import YearFigures
    from huilin.reinvestment.taxes import Taxes
    from huilin.wording import Language

UNSETTLED: Final = Settlement()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One promise assessed for one year (to date); every amount CNY to the fen.

    `owed` = rate × base, within cap and floor, rounded once. `accrued` is what the books show so far and
    `to_accrue` what brings them up to date. `difference` = accrued − paid: the balance of 2241.02 (law 6).
    `overpaid` was paid beyond what is due; `credit_used` of an earlier overpayment went against `owed`.
    `reserve` is the statutory one on the net profit of the books; `distribution` is what a dividend to all
    shareholders must be for the committee to receive `owed` (None on other routes).
    The tax side supposes that the books are brought up to date; only what was paid in the year is deducted.
    """

    policy: Policy
    year: int
    profit_before_donation: Decimal
    losses_used: Decimal
    losses_left: Decimal
    base_amount: Decimal
    owed: Decimal
    credit_used: Decimal
    accrued: Decimal
    to_accrue: Decimal
    paid: Decimal
    in_transit: Decimal
    received: Decimal
    receipted: Decimal
    overpaid: Decimal
    difference: Decimal
    overdue_days: int
    reserve: Decimal
    distribution: Decimal | None
    resolution: str | None
    payee: str | None
    tax: IncomeTax
    steps: tuple[Step, ...]

    @property
    def net_profit(self) -> Decimal:
        """会小企02 line 32 净利润 once the promise is booked."""
        return self.tax.total_profit - self.tax.tax

    @property
    def credit_forward(self) -> Decimal:
        """What next year may set against its own promise: the overpayment, unless the policy makes it a gift."""
        return self.overpaid if self.policy.overpaid == "credit" else ZERO

    def to_json(self, period: str, state: str, language: Language = "zh") -> dict[str, Any]:
        """Return the assessment as `huilin --json reinvest` prints it; `state` is provisional or closed."""
        head = {"enterprise": self.policy.enterprise, "fund": self.policy.fund, "period": period, "state": state}
        words = {"base": self.policy.base, "route": self.policy.route, "rate": f"{self.policy.rate:f}"}
        amounts = {name: _printed(getattr(self, name)) for name in _OWN}
        taxes = {json: _printed(getattr(self.tax, name)) for json, name in _OF_THE_TAX.items()}
        return head | words | amounts | taxes | {"steps": [step.to_json(language) for step in self.steps]}


_OWN: Final = [
    "profit_before_donation",
    "losses_used",
    "losses_left",
    "base_amount",
    "owed",
    "credit_used",
    "accrued",
    "to_accrue",
    "paid",
    "in_transit",
    "received",
    "receipted",
    "overpaid",
    "difference",
    "overdue_days",
    "reserve",
    "distribution",
    "resolution",
    "payee",
    "net_profit",
]
_OF_THE_TAX: Final = {
    "tax_losses_used": "tax_losses_used",
    "deductible_now": "deductible_now",
    "unpaid_not_deductible": "unpaid_not_deductible",
    "carried_forward": "carried_forward",
    "carry_expired": "carry_expired",
    "income_tax": "tax",
}


def assess(
    policy: Policy,
    figures: YearFigures,
    taxes: Taxes,
    settlement: Settlement = UNSETTLED,
    *,
    assume_paid: bool = False,
) -> Assessment:
    """Return what `policy` asks of the year, and how far it is fulfilled.

    `assume_paid` answers "what if all of it is paid by 31 December" instead of what the books say was paid.
    Raises PolicyInvalidError, TaxFactMissingError, NoSolutionError; nothing may be booked then.
    """
    _refuse_invalid(policy)
    case = Case(policy, figures, law_of(figures, taxes), taxes, assume_paid)
    base = base_of(case)
    settlement = _kept_in_the_company() if policy.route == RESERVE else settlement
    booking = book(policy, figures, settlement, owed_to_the_fen(case, base))
    tax = _tax_after(case, booking)
    return _assessment(case, base, booking, tax, settlement)


def owed_to_the_fen(case: Case, base: Base) -> Decimal:
    """Return rate × base within the year's cap and floor: the one rounding of the promise."""
    policy, owed = case.policy, base.owed
    if policy.floor is not None and case.figures.is_whole_year:
        owed = max(owed, min(exact(policy.floor), base.amount))
    if policy.cap is not None:
        owed = min(owed, exact(policy.cap))
    return to_the_fen(owed)


def _tax_after(case: Case, booking: Booking) -> IncomeTax:
    """Return the tax with the promise booked; on the other routes nothing is a donation."""
    paid = booking.expense if case.all_paid else min(booking.expense, case.figures.paid_in_year)
    return declared(case.figures, case.law, booking.expense, paid)


def _assessment(case: Case, base: Base, booking: Booking, tax: IncomeTax, settlement: Settlement) -> Assessment:
    figures, policy = case.figures, case.policy
    paid = ZERO if policy.route == RESERVE else figures.paid_before
    resolution = settlement.resolution
    dividend = policy.route == DIVIDEND
    return Assessment(
        policy=policy,
        year=figures.year,
        profit_before_donation=figures.profit_before_donation,
        losses_used=base.losses_used,
        losses_left=base.losses_left,
        base_amount=to_the_fen(base.amount),
        owed=booking.owed,
        credit_used=booking.credit_used,
        accrued=figures.accrued_before,
        to_accrue=booking.to_accrue,
        paid=paid,
        in_transit=settlement.in_transit,
        received=settlement.received,
        receipted=settlement.receipted,
        overpaid=booking.overpaid,
        difference=figures.accrued_before - paid,
        overdue_days=settlement.overdue_days,
        reserve=statutory_reserve(figures, case.taxes, exact(tax.total_profit - tax.tax)),
        distribution=distribution_needed(booking.owed, settlement.share) if dividend else None,
        resolution=resolution.document if resolution else None,
        payee=settlement.payee,
        tax=tax,
        steps=explain(case, base, booking, tax),
    )


def _kept_in_the_company() -> Settlement:
    """Return what happens to a reserve: it stays (留存公司，未注入基金), nothing is paid or received."""
    return UNSETTLED


def _refuse_invalid(policy: Policy) -> None:
    for problem in policy.problems():
        raise PolicyInvalidError(problem.message, problem.remedy)


def _printed(value: object) -> object:
    from decimal import Decimal

    return f"{value:.2f}" if isinstance(value, Decimal) else value
