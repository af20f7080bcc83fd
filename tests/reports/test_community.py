"""What residents are told besides the statutory forms, on ledgers small enough to add up by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huilin.errors import HuilinError
from huilin.money import show
from huilin.reporting import Fact, facts_of
from huilin.reporting.formulas import evaluate
from huilin.reporting.posted import Place, stated, summed
from huilin.reporting.shares import shares
from huilin.reporting.suppliers import may_name
from huilin.wording import same
from tests.reporting.small import amounts, books_of, made, prove, text_of
from tests.reports.test_fund import LEDGER
from tests.reports.test_reinvestment import POLICY, YEAR

PLACE = Place("Fund", "Fund.one-yuan", "", same(""))


def parts_of(fens: list[int]) -> tuple[list[Fact], Fact]:
    parts = [stated(PLACE.at(f"p{n}", same("")), "amount", fen) for n, fen in enumerate(fens)]
    return parts, summed(PLACE.at("total", same("")), "amount", [(1, part) for part in parts])


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any))
def test_shares_of_one_yuan_add_up_to_one_and_none_is_a_fen_off(fens: list[int]) -> None:
    parts, whole = parts_of(fens)
    made_ = list(shares(parts, whole, PLACE, "of-one"))
    known = {fact.id: fact.amount for fact in (*parts, whole, *made_)}

    assert sum(share.amount for share in made_) == 100
    assert all(
        abs(share.amount - Fraction(100 * part.amount, whole.amount)) < 1
        for part, share in zip(parts, made_, strict=True)
    )
    assert all(evaluate(share.formula or "", known.__getitem__) == share.amount for share in made_)


def test_one_yuan_comes_from_somewhere_and_goes_somewhere() -> None:
    """700.00 were there, 782.50 came: 0.47 + 0.39 + 0.14 + 0.00; 662.00 went, 820.50 are left."""
    books = books_of(LEDGER)
    (statement,) = made(books, "one_yuan", "2026-Q2")

    assert text_of(statement) == (
        " 项目             金额（元） 每一元中（元）\n"
        " 从哪来\n"
        "   上期结余           700.00           0.47\n"
        "   居民和单位捐赠     580.00           0.39\n"
        "   企业反哺           200.00           0.14\n"
        "   利息和其他收入       2.50           0.00\n"
        " 合计               1,482.50           1.00\n"
        " 到哪去\n"
        "   路灯改造           650.00           0.44\n"
        "   管理等费用          12.00           0.01\n"
        "   还在账上           820.50           0.55\n"
        " 合计               1,482.50           1.00\n"
    )
    assert all(check.holds for check in statement.checks)
    prove(books, facts_of([statement]))


@pytest.mark.parametrize(("more", "last"), [(3, "还在账上"), (4, "还在账上"), (5, "其余")])
def test_a_single_piece_is_never_called_the_rest(more: int, last: str) -> None:
    """With the lamps, the running costs and what is left: six, seven and eight pieces."""
    spent = "".join(
        f"""2026-04-25 * "spent"
  id: "Fund/2026-04/记-9{n}"
  project: "项目{n}"
  Expenses:Fund:5101业务活动成本  {n}.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -{n}.00 CNY
"""
        for n in range(1, more + 1)
    )
    (statement,) = made(books_of(LEDGER + spent), "one_yuan", "2026-Q2")
    went = statement.charts[1]

    assert len(went.series) == min(more + 3, 7)
    assert went.series[-1][0].zh == last


def test_a_fund_that_had_nothing_has_no_yuan_to_tell_of() -> None:
    assert made(books_of(""), "one_yuan", "2026-Q2") == ()


def test_the_budget_stands_against_what_was_spent_and_what_has_none_stands_outside_the_total() -> None:
    _, budget = made(books_of(LEDGER), "projects", "2026-Q2")

    assert text_of(budget) == (
        " 项目         本年预算 本年支出 预算剩余（超支为负）   已用\n"
        " 路灯改造       600.00   650.00               -50.00   108%\n"
        " 日常公益                 12.00                      无预算\n"
        " 有预算的合计   600.00   650.00               -50.00   108%\n"
    )


COMPANY = """
2026-04-05 * "sold"
  id: "Company/2026-04/记-0001"
  Assets:Company:1002银行存款  1000.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -1000.00 CNY
2026-04-28 * "王师傅" "工资"
  id: "Company/2026-04/记-0002"
  Expenses:Company:5602管理费用:01职工薪酬  400.00 CNY
  Assets:Company:1002银行存款  -400.00 CNY
2026-06-05 * "sold"
  id: "Company/2026-06/记-0001"
  Assets:Company:1002银行存款  500.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -500.00 CNY
"""


@pytest.mark.parametrize(
    ("period", "columns", "profit"),
    [
        ("2026-Q2", ["2026年4月", "2026年5月", "2026年6月", "合计"], ["600.00", "0.00", "500.00", "1,100.00"]),
        ("2026-06", ["2026年6月", "本年累计"], ["500.00", "1,100.00"]),
        ("2026", [f"2026年第{n}季度" for n in "一二三四"] + ["合计"], ["0.00", "1,100.00", "0.00", "0.00", "1,100.00"]),
    ],
)
def test_the_enterprise_shows_sums_by_month_and_account_only(
    period: str, columns: list[str], profit: list[str]
) -> None:
    books = books_of(COMPANY)
    (statement,) = made(books, "company_months", period)
    known = [cell for cell in statement.lines[-1].cells if isinstance(cell, Fact)]

    assert [column.zh for column in statement.columns] == columns
    assert list(amounts([replace(statement, lines=statement.lines[-1:])]).values()) == profit
    assert len(known) == len(columns)
    assert not {"王师傅", "工资", "职工薪酬"} & set(text_of(statement).split())
    assert all(check.holds for check in statement.checks)
    prove(books, facts_of([statement]))


HOST = """
2026-04-02 * "given"
  id: "Fund/2026-04/记-0001"
  project: "日常公益"
  Assets:Fund:1002银行存款:01存放慈善总会  80.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -80.00 CNY
2026-05-01 balance Assets:Fund:1002银行存款:01存放慈善总会  80.00 CNY
2026-05-06 * "fee"
  id: "Fund/2026-05/记-0001"
  project: "日常公益"
  Expenses:Fund:5301管理费用:01非限定性  12.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -12.00 CNY
"""


def test_the_fund_s_ledger_stands_beside_its_host_s() -> None:
    books = books_of(HOST)
    (statement,) = made(books, "host_reconciliation", "2026-Q2")

    assert text_of(statement) == (
        " 月份      期初余额  收入  支出 台账期末余额 代管机构余额 差额\n"
        " 2026年4月     0.00 80.00  0.00        80.00        80.00 0.00\n"
        " 2026年5月    80.00  0.00 12.00        68.00 未取得对账单\n"
        " 2026年6月    68.00  0.00  0.00        68.00 未取得对账单\n"
    )
    assert statement.summary[0].zh == "3 个月中有 1 个月取得了慈善总会的对账单，余额全部一致。"
    prove(books, facts_of([statement]))


def test_a_difference_with_the_host_is_a_figure() -> None:
    """The host says 75.00 where the ledger has 80.00."""
    books = books_of(HOST)
    wrong = [
        entry._replace(amount=entry.amount._replace(number=Decimal("75.00"))) if hasattr(entry, "tolerance") else entry
        for entry in books.entries
    ]
    (statement,) = made(replace(books, entries=wrong), "host_reconciliation", "2026-04")

    assert amounts([statement])["Fund.host.2026-04.difference"] == "5.00"
    assert statement.summary[0].zh == "与慈善总会对账：2026年4月有差额，正在查清。"


BOUGHT = """
2026-03-03 * "惠邻公司" "长者餐" ^exchange-2026-Q1
  id: "Fund/2026-03/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  700.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -700.00 CNY
"""


def test_what_the_fund_bought_back_stands_beside_what_the_company_gave() -> None:
    books = books_of(POLICY + YEAR + BOUGHT)
    (page,) = made(books, "reinvestment_proof", "2026-Q2")

    assert amounts([page])["Company.reinvestment-proof.bought-back.all"] == "1,000.00"
    assert page.summary[-1].zh == (
        "约定以来公司给了 12,000.00 元；同一时间，基金向公司购买服务 1,000.00 元，两边都列在这里，请对照着看。"
    )


PAID = """
2026-05-05 * "{}" "换灯"
  id: "Fund/2026-05/记-0001"
  project: "路灯改造"
  category: "换灯"
  Expenses:Fund:5101业务活动成本:02限定性  {} CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -{} CNY
"""


@pytest.mark.parametrize(
    ("payee", "amount", "is_named"),
    [
        ("青禾市明达照明工程有限公司", "5000.00", True),
        ("青禾市明达照明工程有限公司", "4999.99", False),
        ("王师傅", "9000.00", False),
        ("王建国五金经营部", "9000.00", False),
    ],
)
def test_only_organisations_and_only_larger_payments_are_named(payee: str, amount: str, *, is_named: bool) -> None:
    books = books_of(PAID.format(payee, amount, amount))
    statements = made(books, "suppliers", "2026-Q2")

    assert any(payee in text_of(statement) for statement in statements) is is_named
    assert bool(statements) is is_named
    prove(books, facts_of(statements))


@pytest.mark.parametrize(
    ("payee", "is_named"),
    [
        ("青禾市绿坡果蔬专业合作社", True),
        ("中国建设银行股份有限公司青禾支行", True),
        ("青禾市志愿者协会", True),
        ("Qinghe Lighting Co., Ltd.", True),
        ("张三", False),
        ("张三（有限公司员工）", False),
        ("青禾市老槐树肉类经营部", False),
        ("李家小吃店", False),
        ("", False),
    ],
)
def test_who_is_surely_a_legal_person_may_be_named(payee: str, *, is_named: bool) -> None:
    assert may_name(payee) is is_named


def test_a_threshold_that_is_no_amount_says_where_it_stands() -> None:
    books = books_of(PAID.format("王师傅", "1.00", "1.00"))
    strange = replace(
        books.workspace, settings=replace(books.workspace.settings, publication={"supplier-threshold": "many"})
    )

    with pytest.raises(HuilinError, match="supplier-threshold"):
        made(replace(books, workspace=strange), "suppliers", "2026-Q2")


GIVEN = (
    "".join(
        f"""
2026-04-0{n} * "given"
  id: "Fund/2026-04/记-000{n}"
  project: "{project}"
  donor: "D000{n}"
  Assets:Fund:1002银行存款:01存放慈善总会  {amount}.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -{amount}.00 CNY
"""
        for n, (project, amount) in enumerate(
            [
                ("路灯改造", 100),
                ("路灯改造", 50),
                ("路灯改造", 50),
                ("日常公益", 40),
                ("日常公益", 30),
                ("日常公益", 30),
            ],
            1,
        )
    )
    + """
2026-05-05 * "lamps"
  id: "Fund/2026-05/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  50.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -50.00 CNY
"""
)


def test_a_gift_counts_as_used_in_the_proportion_of_its_project_and_few_anonymous_donors_are_joined() -> None:
    """Of 200.00 for lamps 50.00 are spent: a quarter of each gift. Two and three anonymous donors make five."""
    books = books_of(GIVEN)
    (statement,) = made(books, "gift_use", "2026-Q2", {"D0001": "路建平"})

    assert [show(fact.amount) for fact in facts_of([statement])] == [
        "100.00", "25.00", "75.00", "200.00", "25.00", "175.00", "300.00", "50.00", "250.00",
    ]  # fmt: skip
    assert [str(line.cells[0] or "") for line in statement.lines] == ["路灯改造", "路灯改造、日常公益", ""]
    prove(books, facts_of([statement, *made(books, "donations", "2026-Q2"), *made(books, "projects", "2026-Q2")]))
