"""The notes that fund and enterprise owe: restricted money by project, gifts in kind, related parties, taxes, declared matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.publication.redaction import Pseudonyms, redact
from huilin.reporting import facts_of
from huilin.vocabulary import parse_period
from tests.reporting.registered import ledger
from tests.reporting.small import amounts, books_of, made, prove
from tests.reports.test_fund import LAMPS, LEDGER

if TYPE_CHECKING:
    from huilin.books import Books
    from huilin.reporting import Statement

RELATED = """
2026-04-10 * "meals for the old, bought of the enterprise" ^exchange-2026-04
  id: "Fund/2026-04/记-0009"
  project: "日常公益"
  related-party: "王建国的食堂"
  Expenses:Fund:5301管理费用:01非限定性  30.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -30.00 CNY
2026-04-10 * "meals for the old, sold to the fund" ^exchange-2026-04
  id: "Company/2026-04/记-0001"
  Assets:Company:1002银行存款  30.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -30.00 CNY
2026-05-31 * "income tax"
  id: "Company/2026-05/记-0001"
  Expenses:Company:5801所得税费用  9.00 CNY
  Liabilities:Company:2221应交税费:05应交企业所得税  -9.00 CNY
2026-06-10 * "some of it paid"
  id: "Company/2026-06/记-0001"
  Liabilities:Company:2221应交税费:05应交企业所得税  4.00 CNY
  Assets:Company:1002银行存款  -4.00 CNY
2026-01-01 custom "shareholder" "Company" "居委会" 0.60
2026-05-01 custom "note" "Company" "contingency" "为食堂的租约担保一年"
  until: 2026-12-31
2025-05-01 custom "note" "Company" "commitment" "已经到期的承诺"
  until: 2025-12-31
2026-07-08 custom "note" "Company" "after-period" "门店因积水停业三天"
2026-12-08 custom "note" "Company" "after-period" "以后才发生的事"
"""


@pytest.fixture(scope="module")
def books() -> Books:
    return books_of(LEDGER + RELATED)


def told(books: Books, report: str, period: str = "2026-Q2") -> dict[str, Statement]:
    return {statement.id: statement for statement in made(books, report, period)}


def answers(statement: Statement) -> dict[str, str]:
    return {line.label.zh: str(line.cells[0]) for line in statement.lines}


def test_restricted_net_assets_roll_forward_by_project_to_the_balance_sheet(books: Books) -> None:
    """Of 1,000 given in 2025 300 were spent; in the quarter 500 and 200 came, 650 went, 50 were released."""
    (restricted,) = [s for id_, s in told(books, "fund_notes").items() if id_ == "Fund.notes-restricted"]
    known = amounts([restricted])

    assert [known[f"Fund.notes-restricted.{LAMPS}.{key}"] for key in ("opening", "in", "out", "moved", "closing")] == [
        "700.00", "700.00", "650.00", "-50.00", "700.00",
    ]  # fmt: skip
    assert [check.holds for check in restricted.checks] == [True]


def test_the_year_that_released_what_was_spent_by_the_standard_of_2004_rolls_forward_too(books: Books) -> None:
    known = amounts([told(books, "fund_notes", "2025")["Fund.notes-restricted"]])

    assert [known[f"Fund.notes-restricted.total.{key}"] for key in ("opening", "in", "out", "moved", "closing")] == [
        "0.00", "1,000.00", "0.00", "-300.00", "700.00",
    ]  # fmt: skip


def test_gifts_in_kind_are_those_that_no_money_came_with() -> None:
    """The registered fund: goods of 1,200 in January, a relic at one yuan in June, both for the book corner."""
    statements = told(books_of(ledger(), ""), "fund_notes")
    known = amounts([statements["Union.notes-in-kind"]])

    assert (known["Union.notes-in-kind.total.period"], known["Union.notes-in-kind.total.ytd"]) == ("1.00", "1,201.00")
    assert "受托代理资产与受托代理负债" in answers(statements["Union.notes-index"])["受托代理交易"]


def test_what_passed_between_related_parties_is_told_from_both_sides_and_without_names(books: Books) -> None:
    fund, company = (
        told(books, "fund_notes")["Fund.notes-related"],
        told(books, "company_notes")["Company.notes-related"],
    )
    known = amounts([fund, company])

    assert known["Fund.notes-related.gifts.period"] == "200.00"
    assert known["Fund.notes-related.bought.period"] == known["Company.notes-related.sold.period"] == "30.00"
    assert known["Fund.notes-related.marked-expense.period"] == "30.00"
    assert "居委会（股东，60%）" in company.notes[0].zh
    assert "慈善总会（代管机构）" in fund.notes[0].zh
    assert "王建国" not in "".join(note.zh for note in fund.notes)


def test_the_public_ledger_says_that_a_party_is_related_but_not_which(books: Books) -> None:
    facts = tuple(facts_of([*told(books, "fund_notes").values(), *told(books, "company_notes").values()]))

    text = redact(books, facts, parse_period("2026-Q2"), Pseudonyms(b"key", "salt"))

    assert 'related-party: "有"' in text
    assert "王建国" not in text


def test_taxes_and_the_profit_s_use_by_hand(books: Books) -> None:
    statements = told(books, "company_notes")
    known = amounts(statements.values())

    assert [known[f"Company.notes-taxes.income-tax.{key}"] for key in ("opening", "change", "closing")] == [
        "0.00", "5.00", "5.00",
    ]  # fmt: skip
    assert known["Company.notes-taxes.paid.year"] == "4.00"
    assert known["Company.notes-profit.profit.year"] == known["Company.notes-profit.closing.year"] == "21.00"
    assert known["Company.notes-profit.used.year"] == "0.00"


def test_declared_matters_stand_where_they_concern_the_period(books: Books) -> None:
    """A guarantee that runs, a promise that has lapsed, what came after the quarter, and what is still to come."""
    said = answers(told(books, "company_notes")["Company.notes-index"])

    assert said["对外担保、未决诉讼和仲裁"] == "2026-05-01：为食堂的租约担保一年。"
    assert said["对外承诺"] == "没有登记。"
    assert said["资产负债表日后事项"] == "2026-07-08：门店因积水停业三天。"


@pytest.mark.parametrize("period", ["2026-04", "2026-Q2", "2026"])
def test_every_figure_of_the_notes_is_proved_by_month_quarter_and_year(books: Books, period: str) -> None:
    for some in (books, books_of(ledger(), "")):
        statements = [*made(some, "fund_notes", period), *made(some, "company_notes", period)]
        prove(some, facts_of(statements))
        assert [check.label.zh for s in statements for check in s.checks if not check.holds] == []
