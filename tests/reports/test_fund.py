"""The fund's own statements on a ledger small enough to add up by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.reporting import facts_of
from tests.reporting.small import amounts, books_of, made, prove, text_of

if TYPE_CHECKING:
    from huilin.books import Books
    from huilin.reporting import Statement

LEDGER = """
2025-06-01 * "given for the lamps"
  id: "Fund/2025-06/记-0001"
  project: "路灯改造"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  1000.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -1000.00 CNY
2025-07-01 * "spent in the layout of 2004, without a class"
  id: "Fund/2025-07/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本  300.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -300.00 CNY
2025-12-31 * "closing"
  id: "Fund/2025-12/记-0001"
  kind: "结转"
  project: "路灯改造"
  Income:Fund:4101捐赠收入:02限定性  1000.00 CNY
  Equity:Fund:3102限定性净资产  -1000.00 CNY
  Equity:Fund:3101非限定性净资产  300.00 CNY
  Expenses:Fund:5101业务活动成本  -300.00 CNY
2025-12-31 * "what was spent is released"
  id: "Fund/2025-12/记-0002"
  kind: "结转"
  project: "路灯改造"
  Equity:Fund:3102限定性净资产  300.00 CNY
  Equity:Fund:3101非限定性净资产  -300.00 CNY
2026-04-02 * "given for the lamps" ^a
  id: "Fund/2026-04/记-0001"
  project: "路灯改造"
  donor: "D0001"
  receipt: "0001"
  Assets:Fund:1002银行存款:01存放慈善总会  500.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -500.00 CNY
2026-04-03 * "given to the fund, nobody said how to be named"
  id: "Fund/2026-04/记-0002"
  project: "日常公益"
  donor: "D0002"
  Assets:Fund:1002银行存款:01存放慈善总会  80.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -80.00 CNY
2026-04-20 * "interest"
  id: "Fund/2026-04/记-0003"
  project: "日常公益"
  Assets:Fund:1002银行存款:01存放慈善总会  2.50 CNY
  Income:Fund:4901其他收入:01非限定性  -2.50 CNY
2026-04-24 * "the enterprise's share" ^reinvest-2026-Q1
  id: "Fund/2026-04/记-0004"
  kind: "反哺到账"
  project: "路灯改造"
  donor: "D0003"
  Assets:Fund:1002银行存款:01存放慈善总会  200.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -200.00 CNY
2026-05-05 * "lamps"
  id: "Fund/2026-05/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  650.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -650.00 CNY
2026-05-06 * "the host's fee"
  id: "Fund/2026-05/记-0002"
  project: "日常公益"
  Expenses:Fund:5301管理费用:01非限定性  12.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -12.00 CNY
2026-05-07 * "rice to be handed on"
  id: "Fund/2026-05/记-0003"
  Assets:Fund:1801受托代理资产  90.00 CNY
  Liabilities:Fund:2601受托代理负债  -90.00 CNY
2026-06-01 * "the lamps are done, the donor lets the rest go"
  id: "Fund/2026-06/记-0001"
  Equity:Fund:3102限定性净资产  50.00 CNY
    project: "路灯改造"
  Equity:Fund:3101非限定性净资产  -50.00 CNY
    project: "日常公益"
2026-06-02 * "helpers"
  id: "Fund/2026-06/记-0002"
  project: "路灯改造"
  Equity:Fund:9001志愿工时  7.50 HOUR
  Equity:Fund:9002志愿工时来源  -7.50 HOUR
2026-06-03 custom "pledge" "Fund" "D0001" 5000.00 CNY
  project: "路灯改造"
  due: 2026-12-31
2026-01-01 custom "budget" "Fund" "路灯改造" 600.00 CNY
"""
LAMPS, DAILY = "pc8119f20", "pf18ce97d"
NAMES = {"D0001": "路建平", "D0003": "惠邻公司"}


def reports(books: Books, *names: str, period: str = "2026-Q2") -> list[Statement]:
    return [statement for name in names for statement in made(books, name, period, NAMES)]


EVERY = (
    "summary", "fund_receipts_payments", "fund_balances", "projects", "donations", "fund_activities", "fund_position",
    "notes",
)  # fmt: skip


def test_every_figure_of_every_fund_report_is_proved_and_every_check_holds() -> None:
    books = books_of(LEDGER)

    for period in ("2025", "2026-Q2"):
        statements = reports(books, *EVERY, period=period)
        prove(books, facts_of(statements))
        assert [check.label.zh for s in statements for check in s.checks if not check.holds] == []


def test_receipts_and_payments_begin_and_end_with_the_balance_and_say_where_it_is() -> None:
    (statement,) = reports(books_of(LEDGER), "fund_receipts_payments")

    assert text_of(statement) == (
        "  项目                                 本期 本年累计\n"
        "  上期结余                           700.00   700.00\n"
        "  一、收入\n"
        "    居民和单位捐赠                   580.00   580.00\n"
        "    企业反哺捐赠                     200.00   200.00\n"
        "    其他收入                           2.50     2.50\n"
        "  收入合计                           782.50   782.50\n"
        "  二、支出\n"
        "    项目支出：路灯改造               650.00   650.00\n"
        "    管理费用                          12.00    12.00\n"
        "  支出合计                           662.00   662.00\n"
        "  期末结余                           820.50   820.50\n"
        "  结余在哪里\n"
        "    存款和现金                       820.50   820.50\n"
        "  合计                               820.50   820.50\n"
        "  结余能怎么用\n"
        "    限定性：只能用于捐赠人指定的用途 700.00   700.00\n"
        "    非限定性：由基金决定用途         120.50   120.50\n"
    ).replace("\n  ", "\n ").replace("  项目", " 项目", 1)


def test_each_project_s_balance_is_what_it_had_got_gave_and_was_moved() -> None:
    known = amounts(reports(books_of(LEDGER), "fund_balances"))

    assert [known[f"Fund.balances.{LAMPS}.{key}"] for key in ("opening", "in", "out", "moved", "closing", "bound")] == [
        "700.00", "700.00", "650.00", "-50.00", "700.00", "700.00",
    ]  # fmt: skip
    assert known[f"Fund.balances.{DAILY}.closing"] == "120.50"
    assert f"Fund.balances.{DAILY}.bound" not in known
    assert known["Fund.balances.total.closing"] == "820.50"


def test_a_hosted_fund_shows_management_figures_without_a_form_number() -> None:
    for statement in reports(books_of(LEDGER), "fund_activities", "fund_position"):
        assert statement.basis is not None
        assert "非法定报表" in statement.basis.zh
        assert "会民非" not in statement.basis.zh + "".join(note.zh for note in statement.notes)


def test_a_registered_fund_has_the_official_forms_with_all_their_lines() -> None:
    head_and_ledger = (
        LEDGER
        + """
2026-01-01 custom "entity" "Union" "社区联合会"
  standard: "npo-2026"
2026-01-01 open Assets:Union:1002银行存款
2026-01-01 open Income:Union:4101捐赠收入:02限定性
2026-04-02 * "given"
  id: "Union/2026-04/记-0001"
  Assets:Union:1002银行存款  5.00 CNY
  Income:Union:4101捐赠收入:02限定性  -5.00 CNY
"""
    )
    statements = reports(books_of(head_and_ledger), "fund_position")
    hosted, registered = statements

    assert registered.basis is not None
    assert registered.basis.zh.startswith("会民非01表")
    assert len(registered.lines) > 2 * len(hosted.lines)
    ids = [fact.id for fact in facts_of(reports(books_of(head_and_ledger), *EVERY))]
    assert len(set(ids)) == len(ids)


def test_the_standard_in_force_that_day_makes_the_layout() -> None:
    (then,) = reports(books_of(LEDGER), "fund_activities", period="2025")
    (now,) = reports(books_of(LEDGER), "fund_activities", period="2026")

    assert any(line.label.zh == "（一）业务活动成本" for line in then.lines)
    assert any(line.label.zh == "业务活动成本" for line in now.lines)


def test_activities_show_each_class_its_release_and_their_total() -> None:
    known = amounts(reports(books_of(LEDGER), "fund_activities"))

    assert known["Fund.activities.donations.period.tied"] == "700.00"
    assert known["Fund.activities.donations.period.free"] == "80.00"
    assert known["Fund.activities.released.period.free"] == "50.00"
    assert known["Fund.activities.released.period.tied"] == "-50.00"
    assert known["Fund.activities.released.period.total"] == "0.00"
    assert known["Fund.activities.change.period.total"] == "120.50"
    assert (
        amounts(reports(books_of(LEDGER), "fund_activities", period="2025"))["Fund.activities.released.period.free"]
        == "300.00"
    )


def test_money_held_for_others_is_neither_income_nor_balance_but_stands_on_both_sides_of_the_sheet() -> None:
    known = amounts(reports(books_of(LEDGER), "fund_position", "fund_receipts_payments"))

    assert known["Fund.position.26.end"] == known["Fund.position.75.end"] == "90.00"
    assert known["Fund.position.27.end"] == "910.50"
    assert known["Fund.receipts.closing.period"] == "820.50"


def test_money_held_for_others_in_the_bank_is_taken_off_where_the_balance_lies() -> None:
    books = books_of(LEDGER.replace("Assets:Fund:1801受托代理资产", "Assets:Fund:1002银行存款:01存放慈善总会"))
    statements = reports(books, "fund_receipts_payments")
    known = amounts(statements)

    assert known["Fund.receipts.cash.period"] == "910.50"
    assert known["Fund.receipts.agency.period"] == "-90.00"
    assert known["Fund.receipts.held.period"] == known["Fund.receipts.closing.period"] == "820.50"
    assert all(check.holds for statement in statements for check in statement.checks)


def test_management_figures_of_a_hosted_fund_print_no_line_numbers_and_no_empty_heading() -> None:
    (statement,) = reports(books_of(LEDGER), "fund_position", period="2025")

    assert {line.number for line in statement.lines} == {""}
    assert "固定资产：" not in [line.label.zh for line in statement.lines]
    assert statement.notes[-1].zh.endswith(
        "：资产总计 = 负债和净资产总计；受托代理资产 = 受托代理负债；各合计数等于所列各项相加减。"
    )


def test_donors_are_named_only_as_they_wish_and_receipt_numbers_stay_at_home() -> None:
    (statement,) = reports(books_of(LEDGER), "donations")
    printed = text_of(statement)

    assert printed.count("路建平") == 1
    assert "匿名" in printed
    assert "惠邻公司（企业反哺）" in printed
    assert "D000" not in printed
    assert "0001" not in printed
    assert amounts([statement])["Fund.donations.total.amount"] == "780.00"


def test_two_gifts_in_one_voucher_stay_two() -> None:
    books = books_of("""
        2026-04-02 * "the box"
          id: "Fund/2026-04/记-0001"
          project: "路灯改造"
          Assets:Fund:1002银行存款:01存放慈善总会  30.00 CNY
          Income:Fund:4101捐赠收入:02限定性  -10.00 CNY
            donor: "D0001"
          Income:Fund:4101捐赠收入:02限定性  -20.00 CNY
            donor: "D0002"
    """)
    (statement,) = reports(books, "donations")

    assert [amounts([statement])[f"Fund.donations.2026-04-j0001-{n}.amount"] for n in (0, 1)] == ["10.00", "20.00"]
    prove(books, facts_of([statement]))


def test_a_project_shows_budget_raised_spent_left_and_upkeep() -> None:
    statement, budget = reports(books_of(LEDGER), "projects")
    known = amounts([statement, budget])

    assert [known[f"Fund.projects.{LAMPS}.{key}"] for key in ("budget", "raised", "spent", "left")] == [
        "20,000.00", "1,650.00", "950.00", "700.00",
    ]  # fmt: skip
    assert known[f"Fund.projects.{LAMPS}.year-left"] == "-50.00"
    assert statement.summary[0].zh == "路灯改造今年超出预算 50.00 元。"
    assert statement.charts[0].series[0][1] == (650_00,)


def test_the_one_page_speaks_plainly_and_without_the_terms_of_the_trade() -> None:
    (statement,) = reports(books_of(LEDGER), "summary")

    assert statement.summary[0].zh == (
        "本季度初，社区基金有 700.00 元；本季度收到 782.50 元，用掉 662.00 元；到2026年6月30日还有 820.50 元。"
    )
    assert "限定性" not in "".join(sentence.zh for sentence in statement.summary)
    assert [chart.kind for chart in statement.charts] == ["stacked-columns"]


def test_pledges_and_hours_stand_in_the_notes_only() -> None:
    statements = {s.id: s for s in reports(books_of(LEDGER), "notes")}

    assert amounts(statements.values())["Fund.pledges.1.amount"] == "5,000.00"
    assert "路建平" in text_of(statements["Fund.pledges"])
    assert "7.5" in text_of(statements["Fund.hours"])


def test_the_notes_say_what_about_the_charts_is_not_verified() -> None:
    (notes, *_) = reports(books_of(LEDGER), "notes")

    assert "4801" in text_of(notes)
    assert "未见官方原文" in text_of(notes)
