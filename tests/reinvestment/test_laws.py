"""Random years keep the laws of the promise, and a second, simpler reckoning in Decimal agrees with the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huilin.reinvestment import (
    BASES,
    Lot,
    NoSolutionError,
    Policy,
    Settlement,
    YearFigures,
    assess,
    committee_part,
    distribution_needed,
    income_tax,
    stock_taxes,
)

D = Decimal
FEN = D("0.01")
TAXES = stock_taxes()
LIMIT = D(3000000)


def yuan(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Amounts in whole fen between two amounts in yuan."""
    return st.integers(low * 100, high * 100).map(lambda fen: D(fen).scaleb(-2))


RATES = st.integers(0, 100).map(lambda percent: D(percent).scaleb(-2))


@st.composite
def years(draw: st.DrawFn, profit: st.SearchStrategy[Decimal] | None = None) -> YearFigures:
    """A year 2026 with anything that may be brought forward, other gifts, and part of the promise paid."""
    some = yuan(0, 60000)
    other = draw(some)
    paid = draw(some)
    return YearFigures(
        through=date(2026, 12, 31),
        revenue=draw(yuan(-200000, 4000000) if profit is None else profit),
        exempt_care_income=draw(some),
        book_loss_left=draw(some),
        tax_losses=(Lot(2022, draw(some)), Lot(2025, draw(some))),
        donations_carried=(Lot(2023, draw(some)), Lot(2025, draw(some))),
        other_donations=other,
        other_paid=min(other, draw(some)),
        paid_late=draw(some),
        paid_before=paid,
        paid_in_year=min(paid, draw(some)),
        opening_reserve=draw(some),
        registered_capital=D(100000),
    )


def policies(base: st.SearchStrategy[str], rate: st.SearchStrategy[Decimal] = RATES) -> st.SearchStrategy[Policy]:
    """Promises on any of these bases, by their natural routes."""
    return st.builds(
        lambda base, rate, first: Policy(
            "Company",
            "Fund",
            rate,
            date(2026, 1, 1),
            base=base,
            route=BASES[base][0],
            losses_first=first or BASES[base][0] != "donation",
        ),
        base,
        rate,
        st.booleans(),
    )


ANY_BASE = st.sampled_from(sorted(BASES))
LINEAR = st.sampled_from(sorted(base for base in BASES if base != "net-profit-after-donation"))
CIRCULAR = st.just("net-profit-after-donation")


def reckoned_tax(figures: YearFigures, gift: Decimal, paid: Decimal) -> Decimal:
    """The tax on paper: profit, less a tenth of care income, less donations within the cap, less losses."""
    left_over = figures.revenue - figures.other_donations - gift
    payments = paid + figures.other_paid + figures.paid_late + sum(lot.amount for lot in figures.donations_carried)
    donations = min(payments, max(D(0), left_over * 12 / 100))
    income = figures.revenue - figures.exempt_care_income / 10 - donations
    income = max(D(0), income - sum(lot.amount for lot in figures.tax_losses))
    return income * (5 if income <= LIMIT else 25) / 100


def reckoned_gift(figures: YearFigures, policy: Policy, gift: Decimal) -> Decimal:
    """What the circular promise asks for when `gift` is given."""
    tax = reckoned_tax(figures, gift, min(gift, figures.paid_in_year))
    losses = figures.book_loss_left if policy.losses_first else D(0)
    return policy.rate * max(D(0), figures.revenue - figures.other_donations - gift - tax - losses)


@given(policies(LINEAR), years())
def test_nothing_is_ever_negative(policy: Policy, figures: YearFigures) -> None:
    """No promise, tax, deduction, carry or reserve falls below zero; no deduction exceeds 12 % of profit."""
    found = assess(policy, figures, TAXES)

    amounts = (found.owed, found.losses_used, found.losses_left, found.overpaid, found.reserve, found.base_amount)
    assert min(*amounts, *(value for value in found.tax[1:] if isinstance(value, Decimal))) >= 0
    cap = max(D(0), found.tax.total_profit) * D("0.12")
    assert found.tax.deductible_now <= cap.quantize(FEN, ROUND_HALF_UP)


@given(policies(LINEAR), years())
def test_owed_is_rate_times_base_to_the_fen(policy: Policy, figures: YearFigures) -> None:
    """The shown base, itself rounded for the eye, gives the promise to within its own half fen."""
    found = assess(policy, figures, TAXES)

    assert abs(found.owed - policy.rate * found.base_amount) <= FEN / 2 + policy.rate * FEN / 2


@given(policies(st.just("net-profit-before-donation")), years())
def test_the_default_base_knows_no_donation_of_any_year(policy: Policy, figures: YearFigures) -> None:
    bare = replace(figures, donations_carried=(), other_donations=D(0), other_paid=D(0), paid_late=D(0))
    nothing_given = replace(bare, paid_before=D(0), paid_in_year=D(0))

    expected = policy.rate * max(
        D(0),
        figures.revenue
        - reckoned_tax(nothing_given, D(0), D(0))
        - (figures.book_loss_left if policy.losses_first else D(0)),
    )
    assert assess(policy, figures, TAXES).owed == expected.quantize(FEN, ROUND_HALF_UP)


@given(policies(LINEAR), years(), years())
def test_the_promise_grows_with_profit_within_one_regime(
    policy: Policy, figures: YearFigures, other: YearFigures
) -> None:
    richer = replace(figures, revenue=max(figures.revenue, other.revenue))
    less, more = assess(policy, figures, TAXES), assess(policy, richer, TAXES)
    assume(richer.revenue <= LIMIT or figures.revenue - 10 * D(60000) > LIMIT)

    assert less.owed <= more.owed


@given(policies(CIRCULAR), years(yuan(-200000, 3000000)), yuan(0, 3000000))
def test_the_circular_promise_grows_with_profit_within_one_regime(
    policy: Policy, figures: YearFigures, other: Decimal
) -> None:
    richer = replace(figures, revenue=max(figures.revenue, other))

    assert assess(policy, figures, TAXES).owed <= assess(policy, richer, TAXES).owed


@settings(max_examples=300)
@given(policies(CIRCULAR), years(yuan(-200000, 4000000) | yuan(3000000, 3600000)))
def test_the_circular_gift_gives_itself(policy: Policy, figures: YearFigures) -> None:
    """Substitution on paper returns the gift; where no gift is found, none exists on either side of the jump."""
    try:
        owed = assess(policy, figures, TAXES).owed
    except NoSolutionError:
        _assert_a_jump(policy, figures)
        return

    assert abs(reckoned_gift(figures, policy, owed) - owed) <= FEN


def _assert_a_jump(policy: Policy, figures: YearFigures) -> None:
    """The asked-for gift falls from above the gift to below it at one point without ever meeting it."""
    low, high = D(0), figures.revenue
    while high - low > D("1E-9"):
        middle = (low + high) / 2
        low, high = (middle, high) if reckoned_gift(figures, policy, middle) > middle else (low, middle)
    assert reckoned_gift(figures, policy, low) - low > 1000 * policy.rate
    assert high - reckoned_gift(figures, policy, high) > 1000 * policy.rate


@given(st.integers(333_000_000, 336_000_000))
def test_the_circle_in_the_standard_case_is_open_exactly_between_the_borders(fen: int) -> None:
    profit = D(fen).scaleb(-2)
    figures = YearFigures(through=date(2026, 12, 31), revenue=profit)
    policy = Policy("Company", "Fund", D("0.20"), date(2026, 1, 1), base="net-profit-after-donation")
    open_between = D("3336666.66") < profit < D("3350000.01")

    try:
        owed = assess(policy, figures, TAXES, assume_paid=True).owed
    except NoSolutionError:
        assert open_between
    else:
        assert not open_between
        tax = reckoned_tax(figures, owed, owed)
        assert abs((profit - owed - tax) / 5 - owed) <= FEN


QUARTER_ENDS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))


@given(
    st.lists(st.tuples(yuan(-200000, 400000), st.integers(0, 200)), min_size=4, max_size=4),
    RATES,
    yuan(0, 30000),
)
def test_four_quarters_accrue_what_the_year_owes_or_what_was_paid(
    quarters: list[tuple[Decimal, int]], rate: Decimal, loss: Decimal
) -> None:
    """Whatever the quarters bring and whenever payments come, early, late or too large."""
    policy = Policy("Company", "Fund", rate, date(2026, 1, 1))
    profit = accrued = paid = D("0.00")
    for through, (gain, percent) in zip(QUARTER_ENDS, quarters, strict=True):
        profit += gain
        figures = YearFigures(through=through, revenue=profit, book_loss_left=loss, accrued_before=accrued)
        found = assess(policy, replace(figures, paid_before=paid, paid_in_year=paid), TAXES)
        accrued += found.to_accrue

        assert accrued == max(found.owed, paid)
        assert found.overpaid == max(D(0), paid - found.owed)
        paid += ((accrued - paid) * percent / 100).quantize(FEN)


@given(years())
def test_no_donation_is_lost_or_deducted_twice(figures: YearFigures) -> None:
    """Carried in + paid = deducted + carried out + lapsed."""
    figures = replace(figures, accrued_before=max(figures.paid_before, D("1000.00")))
    tax = income_tax(figures, TAXES)

    brought = sum(lot.amount for lot in figures.donations_carried)
    paid = figures.paid_in_year + figures.other_paid + figures.paid_late
    assert brought + paid == tax.deductible_now + tax.carried_forward + tax.carry_expired
    assert tax.carried_forward == sum(lot.amount for lot in tax.carried_by_year)


@given(years())
def test_the_tax_is_that_of_a_second_reckoning(figures: YearFigures) -> None:
    figures = replace(figures, accrued_before=figures.paid_before)

    expected = reckoned_tax(figures, figures.accrued_before, figures.paid_in_year)
    assume(abs(figures.revenue - LIMIT) > 500000)
    assert abs(income_tax(figures, TAXES).tax - expected) <= FEN


@given(yuan(0, 1000000), st.integers(1, 100).map(lambda percent: D(percent).scaleb(-2)))
def test_the_committee_receives_exactly_what_is_owed(owed: Decimal, share: Decimal) -> None:
    assert committee_part(distribution_needed(owed, share), share) == owed


def test_what_the_enterprise_paid_has_arrived_or_is_on_its_way() -> None:
    """Law 6 on one promise: accrued − paid = what is open; the fund's side is as measured, never derived."""
    figures = YearFigures(through=date(2026, 12, 31), revenue=D(100000), accrued_before=D(19000), paid_before=D(14250))
    found = assess(
        Policy("Company", "Fund", D("0.2"), date(2026, 1, 1)),
        figures,
        TAXES,
        Settlement(in_transit=D(4750), received=D(9500), receipted=D(4750), overdue_days=12, payee="总会"),
    )

    assert found.difference == D(4750) == found.accrued - found.paid
    assert found.paid == found.received + found.in_transit
    assert (found.receipted, found.overdue_days, found.payee) == (D(4750), 12, "总会")
