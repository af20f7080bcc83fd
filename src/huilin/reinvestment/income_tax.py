"""The enterprise's income tax: what the gift saves, what it cannot save yet, and what remains to be paid.

Source: 企业所得税法 Arts. 9, 18; 财税〔2018〕15号 (a donation counts when paid, up to 12 % of 利润总额, the excess for
three years, oldest first); small low-profit relief; 90 % of community-care income. Facts come from taxes.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.reinvestment.exact import NOTHING, ZERO, Exact, exact, to_the_fen
from huilin.reinvestment.figures import Lot, Lots, YearFigures, draw, lapsing, total, usable
from huilin.reinvestment.policy import DONATION
from huilin.reinvestment.taxes import Fact, Taxes, TaxFact

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class SmallCompany(NamedTuple):
    """The relief of a small low-profit company: its rate, and the taxable income up to which it holds (CNY)."""

    rate: TaxFact
    limit: TaxFact


class IncomeTaxLaw(NamedTuple):
    """The facts that one enterprise's year is taxed by; `small` and `care` are None where they do not apply."""

    standard: TaxFact
    cap: TaxFact
    carry_years: int
    loss_years: int
    small: SmallCompany | None
    care: TaxFact | None

    def rate_on(self, taxable: Exact) -> TaxFact:
        """Return the rate for a taxable income: one fen over the limit and the whole income is taxed at 25 %."""
        if self.small and taxable <= exact(self.small.limit.value):
            return self.small.rate
        return self.standard


class Charge(NamedTuple):
    """Taxable income, the old losses that reduced it, and the tax: exact, not yet rounded."""

    losses_used: Exact
    taxable: Exact
    tax: Exact


class IncomeTax(NamedTuple):
    """The year's income tax as it is declared and booked (5801): CNY to the fen.

    `carried_by_year` are the donations that later years may deduct, `losses_left` the tax losses that they may use
    (the year's own loss included); `unpaid_not_deductible` is promised and not paid: its three years have not begun.
    """

    total_profit: Decimal
    deductible_now: Decimal
    unpaid_not_deductible: Decimal
    carried_forward: Decimal
    carried_by_year: Lots
    carry_expired: Decimal
    tax_losses_used: Decimal
    losses_left: Lots
    taxable: Decimal
    rate: Decimal
    tax: Decimal


def income_tax(figures: YearFigures, taxes: Taxes, *, route: str = DONATION) -> IncomeTax:
    """Return the tax on the year as booked so far: only donations that were paid count, up to the cap.

    `route` says whether `accrued_before` and `paid_before` are donations at all. Raises TaxFactMissingError.
    """
    given, paid = (figures.accrued_before, figures.paid_in_year) if route == DONATION else (ZERO, ZERO)
    return declared(figures, law_of(figures, taxes), given, paid)


def law_of(figures: YearFigures, taxes: Taxes) -> IncomeTaxLaw:
    """Return the facts of the year's last day; raise TaxFactMissingError for one that is needed and not on file."""
    day = figures.through
    return IncomeTaxLaw(
        standard=taxes.fact(Fact.STANDARD_RATE, day),
        cap=taxes.fact(Fact.DONATION_CAP, day),
        carry_years=int(taxes.value(Fact.DONATION_YEARS, day)),
        loss_years=int(taxes.value(Fact.LOSS_YEARS, day)),
        small=_small_company(figures, taxes, day),
        care=taxes.fact(Fact.CARE_SHARE, day) if figures.exempt_care_income else None,
    )


def declared(figures: YearFigures, law: IncomeTaxLaw, given: Decimal, paid: Decimal) -> IncomeTax:
    """Return the tax if the promise is booked with `given` and `paid` of it was paid in the year (CNY, fen).

    Deduction, taxable income and tax are each rounded by their own line of the return, and from the line shown.
    """
    paid = min(paid, given)
    deducted = to_the_fen(deduction(figures, law, exact(given), exact(paid)))
    charge = charged(figures, law, exact(deducted))
    taxable, losses_used = to_the_fen(charge.taxable), to_the_fen(charge.losses_used)
    rate = law.rate_on(exact(taxable)).value
    kept, expired = _donations_kept(figures, law, _paid(figures, paid), deducted)
    return IncomeTax(
        total_profit=figures.profit_before_donation - figures.other_donations - given,
        deductible_now=deducted,
        unpaid_not_deductible=given - paid + max(ZERO, figures.other_donations - figures.other_paid),
        carried_forward=total(kept),
        carried_by_year=kept,
        carry_expired=expired,
        tax_losses_used=losses_used,
        losses_left=_losses_kept(figures, law, deducted, losses_used),
        taxable=taxable,
        rate=rate,
        tax=to_the_fen(exact(rate) * exact(taxable)),
    )


def deduction(figures: YearFigures, law: IncomeTaxLaw, given: Exact, paid: Exact) -> Exact:
    """Return what may be deducted: old and new payments, together at most 12 % of a positive 利润总额."""
    total_profit = exact(figures.profit_before_donation - figures.other_donations) - given
    cap = exact(law.cap.value) * max(NOTHING, total_profit)
    return min(cap, deductible_without_cap(figures, law) + paid)


def deductible_without_cap(figures: YearFigures, law: IncomeTaxLaw) -> Exact:
    """Return carried donations and this year's payments beside the promise that is assessed."""
    carried = usable(figures.donations_carried, figures.year, law.carry_years)
    return exact(total(carried) + _paid(figures, ZERO))


def charged(figures: YearFigures, law: IncomeTaxLaw, deducted: Exact) -> Charge:
    """Return the tax after `deducted`, then old losses, oldest first and at most five years old."""
    income = income_before_deductions(figures, law) - deducted
    losses_used = min(max(NOTHING, income), losses_usable(figures, law))
    taxable = max(NOTHING, income - losses_used)
    return Charge(losses_used, taxable, exact(law.rate_on(taxable).value) * taxable)


def income_before_deductions(figures: YearFigures, law: IncomeTaxLaw) -> Exact:
    """Return the year's income for tax before donations and losses: care income counts in part."""
    income = exact(figures.profit_before_donation + figures.not_deductible)
    return income - care_relief(figures, law)


def care_relief(figures: YearFigures, law: IncomeTaxLaw) -> Exact:
    """Return the part of community-care income that is left out of taxable income."""
    if law.care is None:
        return NOTHING
    return (1 - exact(law.care.value)) * exact(figures.exempt_care_income)


def losses_usable(figures: YearFigures, law: IncomeTaxLaw) -> Exact:
    """Return the tax losses of earlier years that this year may still use."""
    return exact(total(usable(figures.tax_losses, figures.year, law.loss_years)))


def _small_company(figures: YearFigures, taxes: Taxes, day: date) -> SmallCompany | None:
    if not figures.small_low_profit or _too_big(figures, taxes, day):
        return None
    return SmallCompany(taxes.fact(Fact.SMALL_RATE, day), taxes.fact(Fact.SMALL_LIMIT, day))


def _too_big(figures: YearFigures, taxes: Taxes, day: date) -> bool:
    staff, assets = figures.staff or 0, figures.assets or ZERO
    return staff > taxes.value(Fact.SMALL_STAFF, day) or assets > taxes.value(Fact.SMALL_ASSETS, day)


def _paid(figures: YearFigures, paid: Decimal) -> Decimal:
    return paid + figures.other_paid + figures.paid_late


def _donations_kept(figures: YearFigures, law: IncomeTaxLaw, paid: Decimal, deducted: Decimal) -> tuple[Lots, Decimal]:
    """Return the donations left for later years, and what lapses with this one."""
    carried = usable(figures.donations_carried, figures.year, law.carry_years)
    left = draw((*carried, Lot(figures.year, paid)), deducted)
    return _after_lapse(figures, left, law.carry_years)


def _losses_kept(figures: YearFigures, law: IncomeTaxLaw, deducted: Decimal, used: Decimal) -> Lots:
    own_loss = max(ZERO, to_the_fen(exact(deducted) - income_before_deductions(figures, law)))
    left = draw(usable(figures.tax_losses, figures.year, law.loss_years), used)
    own = (Lot(figures.year, own_loss),) if own_loss else ()
    return (*_after_lapse(figures, left, law.loss_years)[0], *own)


def _after_lapse(figures: YearFigures, lots: Lots, years: int) -> tuple[Lots, Decimal]:
    lost = lapsing(lots, figures.year, years) if figures.is_whole_year else ()
    return tuple(lot for lot in lots if lot not in lost), total(lost)
