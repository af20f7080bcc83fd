"""Year-end transfers of each standard, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.closing import close, totals, trial_balance, verify
from huilin.closing.seals import read
from huilin.findings import errors_in
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.drafting import Draft
    from huilin.workspace import Workspace

YEAR = parse_period("2026")
TODAY = date(2027, 1, 15)
MORE = """
"""
FUND = """
2025-01-01 open Income:Fund:4101捐赠收入:01非限定性
2025-01-01 open Expenses:Fund:5101业务活动成本:01非限定性
2025-01-01 open Expenses:Fund:5101业务活动成本:02限定性
2025-01-01 open Equity:Fund:3101非限定性净资产
2025-01-01 open Equity:Fund:3102限定性净资产
2025-01-01 open Equity:Fund:3201以前年度净资产调整
2025-01-01 custom "project" "日常公益" "Fund"
  restriction: "none"
"""
PROFIT = """
2026-01-05 * "capital, and a reserve of earlier years"
  id: "Company/2026-01/记-0001"
  Assets:Company:1002银行存款:01建行               148000.00 CNY
  Equity:Company:3001实收资本                     -100000.00 CNY
  Equity:Company:3101盈余公积                      -48000.00 CNY

2026-08-01 * "sales"
  id: "Company/2026-08/记-0001"
  Assets:Company:1002银行存款:01建行               100000.00 CNY
  Income:Company:5001主营业务收入:01团购自营      -100000.00 CNY
"""
GIFTS = """
2026-03-01 * "restricted gift"
  id: "Fund/2026-03/记-0001"
  project: "社区公共服务"
  donor: "D0001"
  receipt: "2026000001"
  Assets:Fund:1002银行存款:01存放慈善总会            900.00 CNY
  Income:Fund:4101捐赠收入:02限定性                 -900.00 CNY

2026-03-02 * "free gift"
  id: "Fund/2026-03/记-0002"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000002"
  Assets:Fund:1002银行存款:01存放慈善总会            100.00 CNY
  Income:Fund:4101捐赠收入:01非限定性               -100.00 CNY

2026-04-01 * "spent"
  id: "Fund/2026-04/记-0001"
  Expenses:Fund:5101业务活动成本:02限定性            300.00 CNY
    project: "社区公共服务"
  Expenses:Fund:5101业务活动成本:01非限定性           40.00 CNY
    project: "日常公益"
  Assets:Fund:1002银行存款:01存放慈善总会           -340.00 CNY

2026-05-01 * "an error of last year, found"
  id: "Fund/2026-05/记-0001"
  project: "日常公益"
  Assets:Fund:1002银行存款:01存放慈善总会              5.00 CNY
  Equity:Fund:3201以前年度净资产调整                  -5.00 CNY
"""


def closed(workspace: Workspace, company: str = MORE, fund: str = FUND) -> list[Draft]:
    """Close the year of a workspace with these more accounts; return the closing entries."""
    for folder, more in (("company", company), ("fund", fund)):
        file = workspace.root / folder / "accounts.beancount"
        file.write_text(file.read_text() + more)
    before = load(workspace, today=TODAY)
    assert not errors_in(before.findings), before.findings
    done = close(workspace, before, YEAR, by="陈主任", today=TODAY)
    return [voucher for voucher in done.vouchers if voucher.meta["kind"] == "结转"]


def legs(voucher: Draft) -> list[tuple[str, str, str]]:
    """Return account code, amount and project of each leg."""
    return [
        (":".join(part[:4] if part[:4].isdigit() else part[:2] for part in p.account.split(":")[2:]), str(p.amount), p.meta.get("project", ""))
        for p in voucher.postings
    ]  # fmt: skip


def test_the_reserve_stops_at_half_the_registered_capital(write: Callable[[str], Workspace]) -> None:
    """Capital 100,000, reserve 48,000, net profit 95,000 (the promise set aside): 2,000.00."""
    workspace = write(PROFIT)
    accounts = workspace.root / "company" / "accounts.beancount"
    head, _, rest = accounts.read_text().partition('2025-01-01 custom "reinvestment"')
    accounts.write_text(head + rest.partition("\n")[2].partition("\n")[2])

    vouchers = closed(workspace)

    assert [legs(v) for v in vouchers if v.entity == "Company"] == [
        [("5801", "-5000.00", ""), ("5001:01", "100000.00", ""), ("3103", "-95000.00", "")],
        [("3103", "95000.00", ""), ("3104:05", "-95000.00", "")],
        [("3104:01", "2000.00", ""), ("3101", "-2000.00", "")],
        [("3104:01", "-2000.00", ""), ("3104:05", "2000.00", "")],
    ]
    assert not errors_in(load(workspace, today=TODAY).findings)


def test_a_loss_is_carried_and_takes_no_reserve(write: Callable[[str], Workspace]) -> None:
    workspace = write(PROFIT.replace("5001主营业务收入:01团购自营      -100000.00", "5602管理费用:03办公费  -100000.00")
                      .replace("Income:Company:5602", "Expenses:Company:5602").replace(" 100000.00 CNY", " -100000.00 CNY")
                      .replace("  -100000.00 CNY\n\n", "  100000.00 CNY\n\n"))  # fmt: skip
    text = (workspace.root / "company/2026/2026-01.beancount").read_text()
    text = text.replace("03办公费  -100000.00", "03办公费  100000.00")
    (workspace.root / "company/2026/2026-01.beancount").write_text(text)

    vouchers = [v for v in closed(workspace) if v.entity == "Company"]

    assert [v.narration for v in vouchers] == ["结转本年损益", "本年利润转入未分配利润"]
    assert legs(vouchers[1]) == [("3103", "-100000.00", ""), ("3104:05", "100000.00", "")]


def test_income_and_expense_go_to_their_class_and_project(write: Callable[[str], Workspace]) -> None:
    workspace = write(GIFTS)

    vouchers = [v for v in closed(workspace) if v.entity == "Fund"]

    assert [v.narration for v in vouchers] == ["结转本年收入", "结转本年费用", "结转以前年度净资产调整"]
    income, expense, adjusted = map(legs, vouchers)
    assert income == [
        ("4101:01", "100.00", "日常公益"), ("3101", "-100.00", "日常公益"),
        ("4101:02", "900.00", "社区公共服务"), ("3102", "-900.00", "社区公共服务"),
    ]  # fmt: skip
    assert expense == [
        ("5101:01", "-40.00", "日常公益"), ("3101", "40.00", "日常公益"),
        ("5101:02", "-300.00", "社区公共服务"), ("3102", "300.00", "社区公共服务"),
    ]  # fmt: skip
    assert adjusted == [("3201", "5.00", "日常公益"), ("3101", "-5.00", "日常公益")]


def test_by_the_standard_of_2004_spent_money_is_released(write: Callable[[str], Workspace]) -> None:
    """Expenses have no class; all close to 3101, and 3102 gives what its project spent."""
    workspace = write(
        GIFTS.replace("5101业务活动成本:02限定性", "5101业务活动成本")
        .replace("5101业务活动成本:01非限定性", "5101业务活动成本")
        .split("2026-05-01")[0]
        .strip()
        + "\n"
    )
    fund = FUND.replace("5101业务活动成本:01非限定性", "5101业务活动成本").replace("2025-01-01 open Expenses:Fund:5101业务活动成本:02限定性\n", "").replace("2025-01-01 open Equity:Fund:3201以前年度净资产调整\n", "")  # fmt: skip
    file = workspace.root / "fund/accounts.beancount"
    file.write_text(file.read_text().replace("npo-2026", "npo-2004"))

    vouchers = [v for v in closed(workspace, fund=fund) if v.entity == "Fund"] if _2004_allowed(workspace) else []

    assert [v.narration for v in vouchers] == ["结转本年收入", "结转本年费用", "限定性净资产按项目支出转为非限定性"]
    assert legs(vouchers[2]) == [("3102", "300.00", "社区公共服务"), ("3101", "-300.00", "社区公共服务")]


def _2004_allowed(workspace: Workspace) -> bool:
    """The standard of 2004 ended with 2025, and a check says so: its books are moved a year back."""
    for folder in ("fund", "company"):
        for file in (workspace.root / folder).glob("**/*.beancount"):
            file.write_text(file.read_text().replace("2026-", "2025-"))
    global YEAR  # noqa: PLW0603 - the year of this one story
    YEAR = parse_period("2025")
    return True


@pytest.fixture(autouse=True)
def _year() -> None:
    global YEAR  # noqa: PLW0603 - see above
    YEAR = parse_period("2026")


def test_a_closed_year_leaves_nothing_and_opens_as_it_closed(write: Callable[[str], Workspace]) -> None:
    workspace = write(GIFTS + "\n" + PROFIT.strip() + "\n")
    closed(workspace)
    after = load(workspace, today=TODAY)

    for entity in ("Fund", "Company"):
        p = after.frames.select(entity=entity)
        left = (
            p[p["root"].isin(("Income", "Expenses")) | p["code"].isin(("3103", "3201"))]
            .groupby("account", observed=True)["fen"]
            .sum()
        )
        assert not left.any()
        year, following = (trial_balance(after.frames, entity, parse_period(name)) for name in ("2026", "2027"))
        ends = year[(year["closing_debit"] != 0) | (year["closing_credit"] != 0)]
        assert list(
            zip(following["account"], following["opening_debit"], following["opening_credit"], strict=True)
        ) == list(zip(ends["account"], ends["closing_debit"], ends["closing_credit"], strict=True))
        assert totals(year).ties
        seal = next(seal for seal in read(workspace) if seal.entity == entity)
        assert set(seal.trial) == {"before", "after"}
        assert "Equity:Fund:3201以前年度净资产调整" in seal.trial["before"] or entity == "Company"
    assert verify(after) == ()
    assert close(workspace, after, parse_period("2027-01"), by="陈主任", today=date(2027, 2, 3)).vouchers == ()


def test_no_step_books_into_a_month_that_is_sealed(write: Callable[[str], Workspace]) -> None:
    """The quarter was sealed; what its accrual would be today must not go into it when the year closes."""
    workspace = write(PROFIT)
    for folder, more in (("company", MORE), ("fund", FUND)):
        file = workspace.root / folder / "accounts.beancount"
        file.write_text(file.read_text() + more)
    close(workspace, load(workspace), parse_period("2026-Q3"), by="陈主任", today=TODAY)

    done = close(workspace, load(workspace), YEAR, by="陈主任", today=TODAY)

    assert {voucher.date for voucher in done.vouchers} == {date(2026, 12, 31)}
    assert verify(load(workspace)) == ()
