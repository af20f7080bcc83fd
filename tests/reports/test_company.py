"""会小企01 to 03 on a ledger small enough to add up by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin.reporting import Fact
from tests.reporting.small import amounts, books_of, made, prove, text_of

if TYPE_CHECKING:
    from huilin.reporting import Statement

LEDGER = """
2025-12-01 * "capital"
  id: "Company/2025-12/记-0001"
  Assets:Company:1002银行存款  100000.00 CNY
  Equity:Company:3001实收资本  -100000.00 CNY
2025-12-31 * "last year's loss, closed"
  id: "Company/2025-12/记-0002"
  Expenses:Company:5602管理费用:01职工薪酬  3000.00 CNY
  Assets:Company:1002银行存款  -3000.00 CNY
2025-12-31 * "closing"
  id: "Company/2025-12/记-0003"
  kind: "结转"
  Equity:Company:3103本年利润  3000.00 CNY
  Expenses:Company:5602管理费用:01职工薪酬  -3000.00 CNY
2026-02-10 * "first quarter's sales"
  id: "Company/2026-02/记-0001"
  Assets:Company:1002银行存款  50000.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -50000.00 CNY
2026-05-10 * "sales on account"
  id: "Company/2026-05/记-0001"
  Assets:Company:1122应收账款  8000.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -8000.00 CNY
2026-05-11 * "what they cost"
  id: "Company/2026-05/记-0002"
  Expenses:Company:5401主营业务成本:01团购自营  5000.00 CNY
  Assets:Company:1002银行存款  -5000.00 CNY
2026-06-01 * "a grant"
  id: "Company/2026-06/记-0001"
  Assets:Company:1002银行存款  1200.00 CNY
  Income:Company:5301营业外收入:01政府补助  -1200.00 CNY
2026-06-30 * "promise"
  id: "Company/2026-06/记-0002"
  kind: "反哺计提"
  Expenses:Company:5711营业外支出:01公益性捐赠支出  700.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -700.00 CNY
2026-06-30 * "income tax"
  id: "Company/2026-06/记-0003"
  Expenses:Company:5801所得税费用  2500.00 CNY
  Liabilities:Company:2221应交税费:05应交企业所得税  -2500.00 CNY
2026-06-30 ! "a draft counts nowhere"
  Assets:Company:1002银行存款  999.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -999.00 CNY
"""


def test_the_income_statement_prints_the_official_lines_for_the_period_and_the_year_to_date() -> None:
    (statement,) = made(books_of(LEDGER), "company_income", "2026-Q2")

    assert text_of(statement) == (Path(__file__).parent / "company_income.txt").read_text(encoding="utf-8")


def test_every_figure_follows_from_its_query_or_formula() -> None:
    books = books_of(LEDGER)
    facts = [
        cell
        for name in ("company_income", "company_position", "company_cash_flow")
        for statement in made(books, name, "2026-Q2")
        for line in statement.lines
        for cell in line.cells
        if isinstance(cell, Fact)
    ]

    prove(books, facts)
    assert all(
        check.holds
        for name in ("company_income", "company_position", "company_cash_flow")
        for s in made(books, name, "2026-Q2")
        for check in s.checks
    )


def test_the_balance_sheet_counts_results_that_are_not_closed_and_balances_in_mid_year() -> None:
    known = amounts(made(books_of(LEDGER), "company_position", "2026-Q2"))

    assert known["Company.position.51.end"] == "48,000.00"  # 51,000 this year less 3,000 lost last year
    assert known["Company.position.51.opening"] == "-3,000.00"
    assert known["Company.position.30.end"] == known["Company.position.53.end"] == "151,200.00"
    assert known["Company.position.30.opening"] == "97,000.00"
    assert known["Company.position.39.end"] == "700.00"


def test_a_figure_names_the_vouchers_behind_it_in_order() -> None:
    (statement,) = made(books_of(LEDGER), "company_income", "2026-Q2")
    facts = {cell.id: cell for line in statement.lines for cell in line.cells if isinstance(cell, Fact)}

    assert facts["Company.income.1.ytd"].entries == ("Company/2026-02/记-0001", "Company/2026-05/记-0001")
    assert facts["Company.income.32.ytd"].entries == ()
    assert facts["Company.income.32.ytd"].formula == "Company.income.30.ytd - Company.income.31.ytd"
    assert facts["Company.income.1.period"].query == (
        "SELECT sum(-number) WHERE flag = '*' AND currency = 'CNY' AND account ~ '^[^:]+:Company:(5001|5051)'"
        " AND date >= 2026-04-01 AND date <= 2026-06-30 AND NOT any_meta('kind') = '结转'"
    )


def test_a_form_says_which_it_is_and_that_its_checks_hold() -> None:
    (statement,) = made(books_of(LEDGER), "company_position", "2026-Q2")

    assert statement.basis is not None
    assert statement.basis.zh.startswith("会小企01表")
    assert any("30 = 53" in note.zh and "相符" in note.zh for note in statement.notes)
    assert statement.period.zh == "2026年6月30日"


def test_before_an_enterprise_exists_it_has_no_statement() -> None:
    assert made(books_of(""), "company_income", "2024-Q1") == ()


def test_the_cash_flow_statement_by_hand() -> None:
    """Second quarter: 5,000 paid for goods, a grant of 1,200; first quarter: sales of 50,000."""
    (statement,) = made(books_of(LEDGER), "company_cash_flow", "2026-Q2")
    known = amounts([statement])

    assert {id_: known[f"Company.cash-flow.{id_}"] for id_ in ("1.ytd", "2.period", "2.ytd", "3.period", "3.ytd")} == {
        "1.ytd": "50,000.00", "2.period": "1,200.00", "2.ytd": "1,200.00", "3.period": "5,000.00", "3.ytd": "5,000.00",
    }  # fmt: skip
    assert [known[f"Company.cash-flow.{n}.ytd"] for n in (20, 21, 22)] == ["46,200.00", "97,000.00", "143,200.00"]
    assert [known[f"Company.cash-flow.{n}.period"] for n in (20, 21, 22)] == ["-3,800.00", "147,000.00", "143,200.00"]
    assert [line.number for line in statement.lines if line.number] == [str(n) for n in range(1, 23)]
    assert all(check.holds for check in statement.checks)
    assert any("22 = 20 + 21" in note.zh for note in statement.notes)


@pytest.mark.parametrize("form", ["company_income", "company_cash_flow"])
def test_the_annex_and_the_tax_form_show_the_same_figures_in_opposite_order(form: str) -> None:
    books = books_of(LEDGER)

    (annex,), (tax,) = made(books, form, "2026-05"), made(books, f"{form}_tax", "2026-05")

    assert [str(heading) for heading in annex.columns] == ["本年累计金额", "本月金额"]
    assert [str(heading) for heading in tax.columns] == ["本期金额", "本年累计金额"]
    for left, right in zip(annex.lines, tax.lines, strict=True):
        assert [_amount(cell) for cell in left.cells] == [_amount(cell) for cell in reversed(right.cells)]


def test_a_year_s_statements_compare_with_the_year_before() -> None:
    books = books_of(LEDGER)

    for form in ("company_income", "company_cash_flow_tax"):
        (statement,) = made(books, form, "2026")
        assert [str(heading) for heading in statement.columns] == ["本年累计金额", "上年金额"]
    known = amounts(made(books, "company_income", "2026") + made(books, "company_cash_flow", "2026"))
    assert known["Company.income.32.prior"] == "-3,000.00"
    assert known["Company.cash-flow.22.prior"] == known["Company.cash-flow.21.ytd"] == "97,000.00"


def test_the_tax_form_is_spelled_as_the_tax_office_spells_it() -> None:
    books = books_of(LEDGER)

    (position,), (cash,) = (
        made(books, "company_position_tax", "2026-Q2"),
        made(books, "company_cash_flow_tax", "2026-Q2"),
    )

    assert {"24": "生物性生物资产", "30": "资产合计"}.items() <= _labels(position).items()
    assert cash.lines[0].label.zh == "一、经营活动生产的现金流量："


def _labels(statement: Statement) -> dict[str, str]:
    return {line.number: line.label.zh for line in statement.lines}


def _amount(cell: object) -> int | None:
    return cell.amount if isinstance(cell, Fact) else None
