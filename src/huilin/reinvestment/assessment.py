"""What the enterprise owes its community this year, step by step, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from huilin.reinvestment.base import Base, Case, base_of, statutory_reserve
from huilin.reinvestment.booking import Booking, book
from huilin.reinvestment.errors import PolicyInvalidError
from huilin.reinvestment.exact import NOTHING, ZERO, Exact, exact, to_the_fen
from huilin.reinvestment.explanation import Step, explain
from huilin.reinvestment.income_tax import IncomeTax, declared, law_of
from huilin.reinvestment.policy import DIVIDEND, RESERVE, Policy
from huilin.reinvestment.schedule import Schedule
from huilin.reinvestment.settlement import Settlement, distribution_needed

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def assess(  # noqa: PLR0913 - the books, the law, what became of it, and two ways to ask
    policy: Policy,
    figures: YearFigures,
    taxes: Taxes,
    settlement: Settlement = UNSETTLED,
    *,
    assume_paid: bool = False,
    earlier: Iterable[Earlier] = (),
) -> Assessment:
    """Return what `policy` asks of the year, and how far it is fulfilled.

    `earlier` are the rules of earlier days of the same year, in order: each part of the profit bears its own.
    `assume_paid` answers "what if all of it is paid by 31 December" instead of what the books say was paid.
    Raises PolicyInvalidError, TaxFactMissingError, NoSolutionError; nothing may be booked then.
    """
    _refuse_invalid(policy)
    schedule = schedule_of(policy, earlier, taxes, assume_paid=assume_paid)
    case = Case(policy, figures, law_of(figures, taxes), taxes, assume_paid, schedule)
    base = base_of(case)
    settlement = _kept_in_the_company() if policy.route == RESERVE else settlement
    booking = book(policy, figures, settlement, owed_to_the_fen(case, base))
    tax = _tax_after(case, booking)
    return _assessment(case, base, booking, tax, settlement)


class Earlier(NamedTuple):
    """An earlier rule of the year (None: no promise then), with the figures of the year to its last day."""

    policy: Policy | None
    figures: YearFigures


def schedule_of(policy: Policy, earlier: Iterable[Earlier], taxes: Taxes, *, assume_paid: bool = False) -> Schedule:
    """Return which share of which layer of the base is promised; one rate where the rule did not change."""
    earlier = tuple(earlier)
    rates = [*(exact(old.policy.rate) if old.policy else NOTHING for old in earlier), exact(policy.rate)]
    schedule = Schedule(rates[0])
    before = NOTHING
    for old, rate, rate_after in zip(earlier, rates, rates[1:], strict=False):
        case = Case(policy, old.figures, law_of(old.figures, taxes), taxes, assume_paid, schedule)
        amount, own = base_of(case).amount, _own_base(case, old)
        share = rate if own is None else rate * max(NOTHING, own - before) / max(amount - schedule.width, Exact(1, 100))
        schedule = schedule.then(amount, rate_after, share)
        before = own or amount
    return schedule


def _own_base(case: Case, old: Earlier) -> Exact | None:
    """Return the base to that day as the old rule measured it, None where it measured as the new one does."""
    if old.policy is None or _measure(old.policy) == _measure(case.policy):
        return None
    plain = Schedule(exact(old.policy.rate))
    return base_of(case._replace(policy=old.policy, schedule=plain)).amount


def _measure(policy: Policy) -> tuple[str, bool]:
    return policy.base, policy.losses_first


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
