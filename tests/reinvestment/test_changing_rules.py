"""A rule that changes within the year, and several promises of one profit: each part of it bears its own share, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huilin.reinvestment import (
    Earlier,
    Policy,
    Shared,
    Taxes,
    YearFigures,
    assess,
    earlier_rules,
    problems,
    stock_taxes,
)
from huilin.reinvestment.schedule import Layer, Schedule

D = Decimal
Year = Callable[..., YearFigures]
Promise = Callable[..., Policy]
JULY = date(2026, 7, 1)
HALF = date(2026, 6, 30)
AFTER = "net-profit-after-donation"


@pytest.mark.parametrize(
    ("half", "whole", "owed"),
    [
        ("50000.00", "100000.00", "21375.00"),  # 20 % of 47,500 and 25 % of 47,500
        ("100000.00", "40000.00", "7600.00"),  # the loss takes from what was earned at 20 %
        ("100000.00", "-1.00", "0.00"),  # a year of loss owes nothing
        ("-40000.00", "60000.00", "14250.00"),  # all that is left was earned at 25 %
    ],
)
def test_each_day_s_profit_bears_the_rate_of_its_day(
    *, half: str, whole: str, owed: str, year: Year, promise: Promise, taxes: Taxes
) -> None:
    new = promise(rate="0.25")
    earlier = [Earlier(promise(), year(half, through=HALF))]

    assert assess(new, year(whole), taxes, earlier=earlier).owed == D(owed)


def test_days_before_the_promise_owe_nothing(year: Year, promise: Promise, taxes: Taxes) -> None:
    found = assess(promise(), year("100000.00"), taxes, earlier=[Earlier(None, year("60000.00", through=HALF))])

    assert found.owed == D("7600.00")  # 20 % of the 38,000 that came after
    assert any("0% × 57,000.00 + 20% × 38,000.00" in step.label.zh for step in found.steps)


def test_the_circle_closes_over_two_rates(year: Year, promise: Promise, taxes: Taxes) -> None:
    """Put back, the gift gives itself: 20 % of the first half's net profit, 25 % of what came on top."""
    old, new = promise(AFTER), promise(AFTER, rate="0.25")
    half = assess(old, year("50000.00", through=HALF), taxes, assume_paid=True)
    found = assess(
        new, year("100000.00"), taxes, assume_paid=True, earlier=[Earlier(old, year("50000.00", through=HALF))]
    )

    net = found.net_profit
    assert abs(D("0.20") * half.base_amount + D("0.25") * (net - half.base_amount) - found.owed) <= D("0.01")


def test_a_new_base_measures_its_own_days(year: Year, promise: Promise, taxes: Taxes) -> None:
    """20 % of 50,000 before tax, then 20 % of the 47,500 net that came after."""
    old = promise("total-profit-before-donation")
    found = assess(promise(), year("100000.00"), taxes, earlier=[Earlier(old, year("50000.00", through=HALF))])

    assert found.owed == D("19500.00")


def test_two_circular_promises_are_solved_as_one(year: Year, promise: Promise, taxes: Taxes) -> None:
    """15 % to one fund and 5 % to another take together what 20 % to one would: 15,917.42."""
    both = []
    for rate, other in (("0.15", "0.05"), ("0.05", "0.15")):
        figures = replace(year("100000.00"), shared=Shared(D(other)))
        both.append(assess(promise(AFTER, rate=rate), figures, taxes, assume_paid=True).owed)

    assert both == [D("11938.06"), D("3979.35")]  # three quarters and one quarter of 15,917.416…


def test_what_the_other_promise_has_booked_already_changes_nothing(year: Year, promise: Promise, taxes: Taxes) -> None:
    figures = year("100000.00", other_donations="3979.35", other_paid="3979.35")
    figures = replace(figures, shared=Shared(D("0.05"), D("3979.35"), D("3979.35")))

    assert assess(promise(AFTER, rate="0.15"), figures, taxes, assume_paid=True).owed == D("11938.06")


def dated(start: date, **other: object) -> Policy:
    return replace(Policy("Company", "Fund", D("0.20"), start), **other)  # type: ignore[arg-type]


def test_by_day_the_new_rule_begins_on_its_day_and_by_period_with_its_quarter() -> None:
    old, by_day = dated(date(2026, 1, 1)), dated(date(2026, 5, 15))
    by_period = replace(by_day, change="period")

    assert [span.end for span in earlier_rules([old, by_day], by_day)] == [date(2026, 5, 14)]
    assert [span.end for span in earlier_rules([old, by_period], by_period)] == [date(2026, 3, 31)]
    yearly = replace(by_period, accrual="year")
    assert earlier_rules([old, yearly], yearly) == ()


def test_a_gap_between_two_promises_is_a_time_without_one() -> None:
    old, new = dated(date(2026, 1, 1), end=date(2026, 3, 31)), dated(date(2026, 7, 1))
    spans = earlier_rules([old, new], new)

    assert [(span.policy is None, span.end) for span in spans] == [(False, date(2026, 3, 31)), (True, HALF)]


def test_promises_of_more_than_the_whole_profit_are_refused() -> None:
    first, second = dated(date(2026, 1, 1), rate=D("0.60")), dated(date(2026, 2, 1), fund="Youth", rate=D("0.50"))
    (found,) = problems([first, second])

    assert found.policy.fund == "Youth"
    assert "1.10" in found.message.zh


def test_a_promise_stated_twice_on_one_day_is_an_overlap() -> None:
    assert len(problems([dated(date(2026, 1, 1)), dated(date(2026, 1, 1))])) == 1


@given(
    st.lists(st.tuples(st.integers(-(10**7), 10**7), st.integers(0, 100)), min_size=1, max_size=6),
    st.integers(0, 100),
)
def test_layers_never_owe_more_than_the_dearest_rate_nor_less_than_nothing(
    spans: list[tuple[int, int]], last: int
) -> None:
    rates = [Fraction(rate, 100) for _, rate in spans] + [Fraction(last, 100)]
    schedule, base = Schedule(rates[0]), Fraction(0)
    for (fen, _), rate, after in zip(spans, rates, rates[1:], strict=False):
        base = max(Fraction(0), base + fen)
        schedule = schedule.then(base, after, rate)
    owed = schedule.owed(base)

    assert schedule.width == base
    assert 0 <= owed <= max(rates) * base
    assert schedule.owed(base + 100) - owed == 100 * schedule.rate
    assert all(piece.rate * base + piece.fixed >= 0 or base < schedule.width for piece in list(schedule.pieces())[-1:])
    assert sum((part.width for part in schedule.parts(base)), Fraction(0)) == base
    assert Layer(Fraction(0), schedule.rate) == schedule.parts(base)[-1]


@given(st.integers(0, 4 * 10**7), st.integers(-(10**7), 4 * 10**7), st.integers(0, 60), st.integers(0, 60))
def test_a_rate_that_changes_to_itself_changes_nothing(half: int, whole: int, rate: int, other: int) -> None:
    taxes = stock_taxes()
    policy = Policy("Company", "Fund", D(rate).scaleb(-2), date(2026, 1, 1))
    first = YearFigures(through=HALF, revenue=D(half).scaleb(-2))
    year = YearFigures(through=date(2026, 12, 31), revenue=D(whole).scaleb(-2))
    changed = replace(policy, rate=D(other).scaleb(-2), start=JULY)
    same = assess(replace(policy, start=JULY), year, taxes, earlier=[Earlier(policy, first)]).owed
    mixed = assess(changed, year, taxes, earlier=[Earlier(policy, first)]).owed
    bounds = sorted((assess(policy, year, taxes).owed, assess(changed, year, taxes).owed))

    assert same == assess(policy, year, taxes).owed
    assert bounds[0] <= mixed <= bounds[1]
