"""A promise says what it means: what is unknown, impossible, unlawful or said twice is found at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from huilin.reinvestment import (
    BASES,
    Policy,
    PolicyInvalidError,
    YearFigures,
    assess,
    dated,
    policies_on,
    problems,
    stock_taxes,
)

D = Decimal
GOOD = Policy("Company", "Fund", D("0.20"), date(2026, 1, 1))


@pytest.mark.parametrize(("base", "routes"), BASES.items())
def test_every_base_goes_by_its_routes_only(base: str, routes: tuple[str, ...]) -> None:
    for route in ("donation", "dividend", "reserve"):
        policy = replace(GOOD, base=base, route=route)

        assert bool(policy.problems()) == (route not in routes)


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("documents/章程-第二十条.txt", "章程第二十条"),
        ("documents/2026/协议.pdf", "协议"),
        ("charter-20.pdf", "charter-20"),
        ("", ""),
    ],
)
def test_the_agreement_is_called_by_its_title(file: str, title: str) -> None:
    assert replace(GOOD, agreement=file).agreement_title == title


@pytest.mark.parametrize("rate", ["0", "0.2", "1"])
def test_rates_from_nothing_to_all(rate: str) -> None:
    assert replace(GOOD, rate=D(rate)).problems() == ()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rate": D("1.01")}, "不在 0 与 1 之间"),
    ({"rate": D("-0.01")}, "不在 0 与 1 之间"),
    ({"base": "turnover"}, "base 不认得“turnover”"),
    ({"route": "cash"}, "route 不认得“cash”"),
    ({"accrual": "week"}, "accrual 不认得“week”"),
    ({"overpaid": "lost"}, "overpaid 不认得“lost”"),
    ({"settle_within_days": -1}, "负数"),
    ({"cap": D(1), "floor": D(2)}, "不成立"),
    ({"floor": D(-1)}, "不成立"),
    ({"cap": D(-1)}, "不成立"),
    ({"end": date(2025, 12, 31)}, "早于起始日"),
    ({"base": "distributable-profit", "route": "dividend", "losses_first": False}, "弥补亏损"),
]


@pytest.mark.parametrize(("change", "words"), WRONG, ids=str)
def test_what_is_wrong_is_said_with_its_remedy(change: dict[str, Any], words: str) -> None:
    (problem,) = replace(GOOD, **change).problems()

    assert words in problem.message.zh
    assert problem.message.en
    assert problem.remedy.zh


def test_everything_wrong_is_said_at_once() -> None:
    assert len(replace(GOOD, rate=D(20), base="turnover", overpaid="lost").problems()) == 3


def test_a_wrong_policy_is_not_assessed() -> None:
    figures = YearFigures(through=date(2026, 12, 31), revenue=D(100000))

    with pytest.raises(PolicyInvalidError):
        assess(replace(GOOD, rate=D(20)), figures, stock_taxes())


def test_a_later_promise_ends_an_open_one() -> None:
    later = replace(GOOD, rate=D("0.25"), start=date(2026, 7, 1))

    assert problems([later, GOOD]) == ()
    assert [policy.end for policy in dated([later, GOOD])] == [date(2026, 6, 30), None]
    assert [policies_on([later, GOOD], day)[0].rate for day in (date(2026, 6, 30), date(2026, 7, 1))] == [
        D("0.20"),
        D("0.25"),
    ]


@pytest.mark.parametrize(
    ("first_end", "second_start", "overlaps"),
    [
        (date(2026, 6, 30), date(2026, 7, 1), 0),
        (date(2026, 7, 1), date(2026, 7, 1), 1),
        (date(2026, 12, 31), date(2026, 7, 1), 1),
        (None, date(2026, 1, 1), 1),
    ],
)
def test_two_promises_on_one_day_are_a_problem(first_end: date | None, second_start: date, overlaps: int) -> None:
    second = replace(GOOD, start=second_start)

    assert len(problems([replace(GOOD, end=first_end), second])) == overlaps


def test_promises_of_other_pairs_do_not_overlap() -> None:
    others = [replace(GOOD, fund="Second"), replace(GOOD, enterprise="Another")]

    assert problems([GOOD, *others]) == ()
    assert len(policies_on([GOOD, *others], date(2026, 5, 1))) == 3
    assert policies_on([GOOD], date(2025, 12, 31)) == ()


@pytest.mark.parametrize(
    ("change", "days"),
    [
        ({"accrual": "month"}, [(2, 28), (3, 31), (6, 30), (12, 31)]),
        ({"accrual": "quarter"}, [(3, 31), (6, 30), (12, 31)]),
        ({"accrual": "year"}, [(12, 31)]),
        ({"base": "distributable-profit", "route": "dividend"}, [(12, 31)]),
    ],
    ids=str,
)
def test_accruals_come_at_the_end_of_their_period(change: dict[str, Any], days: list[tuple[int, int]]) -> None:
    asked = [(2, 28), (3, 30), (3, 31), (6, 30), (12, 31)]

    assert [day for day in asked if replace(GOOD, **change).accrues_on(date(2026, *day))] == days


def test_the_term_counts_from_the_periods_end() -> None:
    assert GOOD.due_day(date(2026, 9, 30)) == date(2026, 10, 30)
