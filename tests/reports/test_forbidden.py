"""What no report says, whatever the books hold: pay, purchase prices, beneficiaries, card holders, persons who supplied."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.reporting import ReportRequest, facts_of
from huilin.reporting.registry import report, reports
from huilin.reporting.small_groups import merged
from huilin.vocabulary import parse_period
from tests.reporting.small import HEAD, WORKSPACE, books_of, text_of

if TYPE_CHECKING:
    from huilin.reporting import Statement

QUARTER = parse_period("2026-Q2")
OPENED = """
2025-01-01 open Liabilities:Company:2211应付职工薪酬:01王建国
2025-01-01 open Liabilities:Company:2202应付账款:01李师傅装修
2025-01-01 open Liabilities:Company:2202应付账款:02另一家
2025-01-01 open Liabilities:Company:2241其他应付款:01代收团购货款
2025-01-01 open Liabilities:Company:2203预收账款:02团购预收
2025-01-01 open Expenses:Company:5602管理费用:02房租水电
"""
LEDGER = """
2026-04-02 * "王建国" "工资 4月"
  id: "Company/2026-04/记-0001"
  Expenses:Company:5602管理费用:01职工薪酬  4321.09 CNY
  Liabilities:Company:2211应付职工薪酬:01王建国  -4321.09 CNY
2026-04-03 * "房租"
  id: "Company/2026-04/记-0002"
  Expenses:Company:5602管理费用:02房租水电  800.00 CNY
  Assets:Company:1002银行存款  -800.00 CNY
2026-04-04 * "李师傅" "进货 黑木耳 进价31.27"
  id: "Company/2026-04/记-0003"
  Assets:Company:1405库存商品  3127.00 CNY
  Liabilities:Company:2202应付账款:01李师傅装修  -3127.00 CNY
2026-04-05 * "另一家"
  id: "Company/2026-04/记-0004"
  Assets:Company:1405库存商品  555.00 CNY
  Liabilities:Company:2202应付账款:02另一家  -555.00 CNY
2026-04-06 * "代收"
  id: "Company/2026-04/记-0005"
  Assets:Company:1002银行存款  9000.00 CNY
  Liabilities:Company:2241其他应付款:01代收团购货款  -9000.00 CNY
2026-04-07 * "赵奶奶" "储值卡充值"
  id: "Company/2026-04/记-0006"
  Assets:Company:1002银行存款  678.90 CNY
  Liabilities:Company:2203预收账款:01储值卡本金  -678.90 CNY
    card: "K0042"
2026-04-08 * "团购预收"
  id: "Company/2026-04/记-0007"
  Assets:Company:1002银行存款  1000.00 CNY
  Liabilities:Company:2203预收账款:02团购预收  -1000.00 CNY
2026-04-09 * "孙桂兰" "卖出"
  id: "Company/2026-04/记-0008"
  Assets:Company:1002银行存款  20000.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -20000.00 CNY
2026-04-10 * "given"
  id: "Fund/2026-04/记-0001"
  project: "路灯改造"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  30000.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -30000.00 CNY
2026-05-02 * "钱小宝" "医疗补助 白血病"
  id: "Fund/2026-05/记-0001"
  project: "路灯改造"
  category: "困难居民补助"
  persons: "1"
  Expenses:Fund:5101业务活动成本:02限定性  7654.32 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -7654.32 CNY
2026-05-03 * "周木匠" "做长椅"
  id: "Fund/2026-05/记-0002"
  project: "路灯改造"
  category: "制作长椅"
  Expenses:Fund:5101业务活动成本:02限定性  6000.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -6000.00 CNY
"""
PERSONS = ("王建国", "李师傅", "赵奶奶", "孙桂兰", "钱小宝", "周木匠", "白血病", "K0042", "D0001", "黑木耳", "31.27")
AMOUNTS = {
    432109: "a month's pay of few", 312700: "a purchase", 67890: "one card", 765432: "help for one",
}  # fmt: skip
PUBLISHED = [one.name for one in reports(WORKSPACE) if one.is_published]


def statements_of(name: str) -> tuple[Statement, ...]:
    shown = merged(books_of(LEDGER, HEAD + OPENED), QUARTER)
    return report(WORKSPACE, name).make(ReportRequest(shown.books, QUARTER, date(2026, 7, 15), {}))


def words_of(statement: Statement) -> str:
    """All that a statement says: its table, sentences, notes, pictures, and its figures' ids, labels and queries."""
    facts = [word for fact in facts_of([statement]) for word in map(str, fact.to_json().values())]
    pictures = [str(word) for chart in statement.charts for word in (chart.alt, chart.caption, *chart.categories)]
    said = [text.zh + text.en for text in (*statement.summary, *statement.notes, statement.title)]
    return "\n".join([text_of(statement), *said, *pictures, *facts])


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_report_says_a_person_s_name_card_or_price(name: str) -> None:
    said = "\n".join(words_of(statement) for statement in statements_of(name))

    assert [word for word in PERSONS if word in said] == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_report_shows_the_pay_of_few_a_purchase_a_card_or_the_help_for_one(name: str) -> None:
    shown = [AMOUNTS[fact.amount] for fact in facts_of(statements_of(name)) if fact.amount in AMOUNTS]

    assert shown == []


def test_each_of_them_is_in_the_books() -> None:
    """The amounts that are looked for are there to be found."""
    postings = books_of(LEDGER, HEAD + OPENED).frames.select()

    assert set(AMOUNTS) <= set(postings["fen"].abs())
