"""What was published before is compared with today's books, and kept in mind by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.reporting import ReportRequest, facts_of
from huilin.reporting.history import Edition, History
from huilin.reporting.registry import report
from huilin.vocabulary import parse_period
from tests.reporting.small import WORKSPACE, books_of, made, text_of
from tests.reports.test_fund import LEDGER

if TYPE_CHECKING:
    from huilin.reporting import Statement

FIRST, SECOND = parse_period("2026-Q1"), parse_period("2026-Q2")
TODAY = date(2026, 7, 20)


def edition(period: str, **changed: int) -> Edition:
    facts = [
        fact
        for name in ("summary", "fund_receipts_payments")
        for fact in facts_of(made(books_of(LEDGER), name, period))
    ]
    amounts = {fact.id: fact.amount for fact in facts}
    ids = {id_: id_.replace(".", "_").replace("-", "_") for id_ in amounts}
    return Edition(
        parse_period(period),
        {id_: changed.get(word, amounts[id_]) for id_, word in ids.items()},
        {fact.id: fact.label for fact in facts},
    )


def told(
    name: str, *editions: Edition, ledger: str = LEDGER, today: date = TODAY, period: str = "2026-Q2", **days: date
) -> Statement:
    history = History(editions, {key.replace("_", "-").lstrip("y"): day for key, day in days.items()})
    request = ReportRequest(books_of(ledger), parse_period(period), today, {}, history)
    (statement,) = report(WORKSPACE, name).make(request)
    return statement


def test_a_first_publication_has_nothing_to_compare() -> None:
    printed = text_of(told("changes"))

    assert "本期没有更正。" in printed
    assert "这是第一次公示" in printed


def test_figures_of_the_last_publication_that_still_follow_are_counted() -> None:
    last = edition("2026-Q1")
    printed = text_of(told("changes", last))

    assert f"2026年第一季度公布的 {len(last.amounts)} 个数字，用今天的账重新算过，全部一致。" in printed


def test_a_figure_that_no_longer_follows_is_named_with_both_amounts() -> None:
    printed = text_of(told("changes", edition("2026-Q1", Fund_receipts_closing_period=100)))

    assert "有 1 个已不同" in printed
    assert "1.00 → 700.00（Fund.receipts.closing.period）" in printed


def test_a_later_publication_is_not_the_last_one() -> None:
    assert "这是第一次公示" in text_of(told("changes", edition("2026"), edition("2026-Q2")))


def test_an_edition_of_the_same_period_is_compared_too_and_the_newest_that_differs_counts() -> None:
    """The third edition is this one made again: it says what the second changed, so that publishing twice gives the same."""
    first, second = edition("2026-Q2", Fund_receipts_spent_5301_period=900), edition("2026-Q2")
    once, again = (text_of(told("changes", *some)) for some in ((first,), (first, second)))

    assert "9.00 → 12.00（Fund.receipts.spent-5301.period）" in once
    assert once == again


def test_a_correction_names_both_vouchers_and_what_was_written_for_the_public() -> None:
    ledger = (
        LEDGER
        + """
2026-06-20 * "王某的退款记错了"
  id: "Fund/2026-06/记-0009"
  corrects: "Fund/2026-05/记-0002"
  category: "管理费记错金额"
  Expenses:Fund:5301管理费用:01非限定性  -2.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  2.00 CNY
"""
    )
    printed = text_of(told("changes", ledger=ledger))

    assert "凭证 Fund/2026-06/记-0009 更正 Fund/2026-05/记-0002：管理费记错金额。" in printed
    assert "王某" not in printed
    assert "本期没有更正。" in text_of(told("changes", ledger=ledger, period="2026-Q1", today=date(2026, 4, 20)))


@pytest.mark.parametrize(
    ("today", "days", "result"),
    [
        (date(2026, 7, 20), {}, "2026-09-30 2026-07-20 按时，提前 72 天"),
        (date(2026, 10, 3), {}, "2026-09-30 2026-10-03 迟 3 天"),
        (date(2026, 10, 3), {"y2026_Q2": date(2026, 9, 30)}, "2026-09-30 2026-09-30 按时，提前 0 天"),
    ],
)
def test_a_duty_is_met_on_the_first_day_on_which_its_period_came_out(
    today: date, days: dict[str, date], result: str
) -> None:
    printed = text_of(told("disclosure_clock", today=today, **days))

    assert result in " ".join(printed.split())


def test_the_record_begins_with_the_first_period_published_and_names_what_is_still_missing() -> None:
    """Q1 came out in time, Q2 never did, Q3 is published now."""
    statement = told("disclosure_clock", period="2026-Q3", today=date(2026, 12, 1), y2026_Q1=date(2026, 6, 30))
    printed = " ".join(text_of(statement).split())

    assert "2026年第一季度 2026-06-30 2026-06-30 按时，提前 0 天" in printed
    assert "2026年第二季度 2026-09-30 迟 62 天，仍未公示" in printed
    assert "2026年第三季度 2026-12-31 2026-12-01 按时，提前 30 天" in printed
    assert statement.summary[0].zh == "记录以来应公示 3 次，按时 2 次，迟 1 次。"
    assert "2025" not in printed


def test_a_yearly_publication_meets_the_duties_of_its_quarters() -> None:
    printed = text_of(told("disclosure_clock", period="2026", today=date(2027, 2, 1)))

    assert printed.count("2027-02-01") == 5


def test_the_monthly_rule_binds_only_who_takes_it() -> None:
    monthly = replace(WORKSPACE, settings=replace(WORKSPACE.settings, publication={"monthly": True}))
    request = ReportRequest(books_of(LEDGER), parse_period("2026-06"), TODAY, {})
    (without,) = report(WORKSPACE, "disclosure_clock").make(request)
    (within,) = report(WORKSPACE, "disclosure_clock").make(
        replace(request, books=replace(request.books, workspace=monthly))
    )

    assert "2026-07-15" not in text_of(without)
    assert "2026-07-15 2026-07-20 迟 5 天" in " ".join(text_of(within).split())
