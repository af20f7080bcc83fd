"""Line tables: every code stands on exactly one line, and every sheet balances on every day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huilin.charts import chart
from huilin.reporting.line_table import LineTable, balance, compact, fill, notes_of, read, terms, total, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.statement import Fact, Line
from huilin.stock import home
from huilin.wording import Text, same
from tests.reporting.small import books_of, prove

if TYPE_CHECKING:
    from huilin.books import Books

TABLES = {name: read(home() / "reports" / f"{name}.toml") for name in ("small_enterprise", "npo_2026", "npo_2004")}
STANDARDS = {"small_enterprise": "small-enterprise", "npo_2026": "npo-2026", "npo_2004": "npo-2004"}


def counted(table: LineTable) -> list[str]:
    """Return the codes of the lines that totals add, those "of which" apart."""
    used = {id_ for rule in table.rules if rule.formula for _, id_ in terms(rule.formula)}
    return [code for rule in table.rules if rule.id in used for code in rule.codes]


@pytest.mark.parametrize("name", TABLES)
def test_every_account_of_the_chart_counts_once_in_the_balance_sheet(name: str) -> None:
    codes = [code.partition(":")[0] for code in counted(TABLES[name]["position"])]
    once = [code for code in codes if code not in ("1122", "2203", "1123", "2202", "Income", "Expenses")]
    kept = {a.code for a in chart(STANDARDS[name]).accounts.values() if a.root not in ("Income", "Expenses")}

    assert {code for code in once if once.count(code) > 1} <= {"3201"}
    assert kept - set(codes) - {"9001", "9002"} == set()


@pytest.mark.parametrize("name", TABLES)
def test_every_account_of_income_and_expense_counts_once_in_the_year_s_result(name: str) -> None:
    table = TABLES[name].get("activities") or TABLES[name]["income"]
    codes = counted(table)
    result = {a.code for a in chart(STANDARDS[name]).accounts.values() if a.root in ("Income", "Expenses")}

    assert {code for code in result if codes.count(code) != 1} == set()


@pytest.mark.parametrize("name", TABLES)
def test_formulas_and_checks_name_lines_that_exist(name: str) -> None:
    for table in TABLES[name].values():
        ids = [rule.id for rule in table.rules]
        named = {id_ for rule in table.rules if rule.formula for _, id_ in terms(rule.formula)}
        checked = {word for check in table.checks for word in check.split() if word not in ("=", ">=", "+", "-")}

        assert len(set(ids)) == len(ids)
        assert named | checked <= set(ids)


def test_the_official_line_numbers_of_the_small_enterprise_forms_are_complete() -> None:
    position, income = TABLES["small_enterprise"]["position"], TABLES["small_enterprise"]["income"]

    assert [rule.number for rule in position.rules if rule.number] == [str(n) for n in range(1, 54)]
    assert [rule.number for rule in income.rules if rule.number] == [str(n) for n in range(1, 33)]
    assert position.verified == "official"


def test_the_line_numbers_of_the_2026_fund_forms_are_not_printed_since_they_are_not_official() -> None:
    for table in TABLES["npo_2026"].values():
        assert {rule.number for rule in table.rules} == {""}


def test_a_debtor_who_paid_too_much_is_shown_among_the_advances() -> None:
    """1122 has a credit balance, so line 34 shows it and line 4 is blank."""
    books = books_of("""
        2026-01-05 * "paid more than was owed"
          id: "Company/2026-01/记-0001"
          Assets:Company:1002银行存款  70.00 CNY
          Assets:Company:1122应收账款  -70.00 CNY
        2026-01-06 * "a card is topped up"
          id: "Company/2026-01/记-0002"
          Assets:Company:1002银行存款  30.00 CNY
          Liabilities:Company:2203预收账款:01储值卡本金  -30.00 CNY
    """)

    filled = fill(
        TABLES["small_enterprise"]["position"],
        Posted.of(books),
        "Company",
        [balance("end", same("期末"), date(2026, 1, 31))],
    )

    assert filled.amount("34", "end") == 100_00
    assert "Company.position.4.end" not in {fact.id for fact in filled.facts()}
    assert all(check.holds for check in filled.checks)
    prove(books, filled.facts())


def test_an_account_without_a_line_is_named_below_the_sheet_and_the_check_fails() -> None:
    books = books_of("""
        2025-01-01 open Assets:Company:1999内部往来
        2026-01-05 * "nobody knows this code"
          id: "Company/2026-01/记-0001"
          Assets:Company:1999内部往来  70.00 CNY
          Equity:Company:3001实收资本  -70.00 CNY
    """)
    table = TABLES["small_enterprise"]["position"]

    filled = fill(table, Posted.of(books), "Company", [balance("end", same("期末"), date(2026, 1, 31))])

    assert filled.uncovered == ("Assets:Company:1999内部往来",)
    assert [check.label.zh for check in filled.checks if not check.holds] == ["30 = 53（期末）"]
    assert "1999内部往来" in notes_of(filled, table)[-1].zh


# Random ledgers

DAY = date(2026, 1, 1)
COMPANY = [f"{a.root}:Company:{a.code}x" for a in chart("small-enterprise").accounts.values()]
FUND = [
    f"{a.root}:Fund:{a.code}x{sub}"
    for a in chart("npo-2026").accounts.values()
    if a.verified != "own"
    for sub in ((":01a", ":02b") if a.root in ("Income", "Expenses") else ("",))
]
OPEN = "".join(f"2020-01-01 open {account}\n" for account in [*COMPANY, *FUND])
HEAD = OPEN + '2020-01-01 custom "entity" "Company" "c"\n  standard: "small-enterprise"\n'


def entry(number: int, pair: tuple[str, str], fen: int, day: int, kind: str = "") -> str:
    on = DAY + timedelta(days=day)
    meta = f'  kind: "{kind}"\n' if kind else ""
    amount = f"{fen // 100}.{fen % 100:02d}"
    return f'{on} * "e"\n  id: "E/{on:%Y-%m}/记-{number:04d}"\n{meta}  {pair[0]}  {amount} CNY\n  {pair[1]}  -{amount} CNY\n'


def ledger_of(moves: list[tuple[tuple[str, str], int, int]]) -> Books:
    return books_of("".join(entry(n, pair, fen, day) for n, (pair, fen, day) in enumerate(moves, 1)), HEAD)


def moves_among(accounts: list[str]) -> st.SearchStrategy[list[tuple[tuple[str, str], int, int]]]:
    pairs = st.tuples(st.sampled_from(accounts), st.sampled_from(accounts)).filter(lambda pair: pair[0] != pair[1])
    return st.lists(st.tuples(pairs, st.integers(1, 10_000_000), st.integers(0, 400)), min_size=1, max_size=12)


laws = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@laws
@given(moves=moves_among(COMPANY), day=st.integers(0, 420))
def test_the_enterprise_s_sheet_balances_on_every_day(moves: list[tuple[tuple[str, str], int, int]], day: int) -> None:
    books = ledger_of(moves)
    table = TABLES["small_enterprise"]["position"]

    filled = fill(table, Posted.of(books), "Company", [balance("end", same("期末"), DAY + timedelta(days=day))])

    assert filled.amount("30", "end") == filled.amount("53", "end")
    assert filled.uncovered == ()
    prove(books, filled.facts())


@laws
@given(moves=moves_among(FUND), day=st.integers(0, 420))
def test_the_fund_s_sheet_balances_on_every_day_in_the_layout_of_2026(
    moves: list[tuple[tuple[str, str], int, int]], day: int
) -> None:
    filled = fill(
        TABLES["npo_2026"]["position"],
        Posted.of(ledger_of(moves)),
        "Fund",
        [balance("end", same("期末"), DAY + timedelta(days=day))],
    )

    assert filled.amount("27", "end") == filled.amount("80", "end")
    assert filled.uncovered == ()


@laws
@given(moves=moves_among(COMPANY), first=st.integers(0, 200), days=st.integers(0, 200))
def test_the_enterprise_s_profit_is_what_its_undistributed_profit_grew_by(
    moves: list[tuple[tuple[str, str], int, int]], first: int, days: int
) -> None:
    """Line 51 grows by line 32 and by what was posted on 3103 and 3104 themselves."""
    books = ledger_of(moves)
    start, end = DAY + timedelta(days=first), DAY + timedelta(days=first + days)
    posted = Posted.of(books)
    tables = TABLES["small_enterprise"]

    income = fill(tables["income"], posted, "Company", [turnover("now", same("本期"), start, end)])
    sheets = fill(
        tables["position"],
        posted,
        "Company",
        [balance("end", same("期末"), end), balance("opening", same("期初"), start - timedelta(days=1))],
    )
    own = [(pair[1], fen) for pair, fen, day in moves if start <= DAY + timedelta(days=day) <= end] + [
        (pair[0], -fen) for pair, fen, day in moves if start <= DAY + timedelta(days=day) <= end
    ]
    direct = sum(fen for account, fen in own if ":3103" in account or ":3104" in account)

    assert sheets.amount("51", "end") - sheets.amount("51", "opening") == income.amount("32", "now") + direct
    prove(books, income.facts())


MONEY = [account for account in FUND if account.startswith(("Assets", "Liabilities"))]
RESULT = [account for account in FUND if account.startswith(("Income", "Expenses"))]
EQUITY = ["Equity:Fund:3101x", "Equity:Fund:3102x"]
FUND_MOVES = st.lists(
    st.tuples(
        st.one_of(
            st.tuples(st.sampled_from(MONEY), st.sampled_from(RESULT + EQUITY)),
            st.tuples(st.sampled_from(RESULT), st.sampled_from(MONEY)),
            st.permutations(EQUITY).map(lambda pair: (pair[0], pair[1])),
            st.tuples(st.sampled_from(RESULT), st.sampled_from(RESULT)),
        ),
        st.integers(1, 10_000_000),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=12,
)


@laws
@given(moves=FUND_MOVES, first=st.integers(0, 200), days=st.integers(0, 200))
def test_the_fund_s_change_in_each_class_is_what_its_net_assets_grew_by(
    moves: list[tuple[tuple[str, str], int, int]], first: int, days: int
) -> None:
    books = ledger_of(moves)
    posted = Posted.of(books)
    start, end = DAY + timedelta(days=first), DAY + timedelta(days=first + days)
    tables = TABLES["npo_2026"]
    columns = [
        turnover("free", same("非限定性"), start, end, "!02"),
        turnover("tied", same("限定性"), start, end, "02"),
        total("total", same("合计"), ("free", "tied")),
    ]

    activities = fill(tables["activities"], posted, "Fund", columns)
    days_ = [balance("end", same("期末"), end), balance("opening", same("期初"), start - timedelta(days=1))]
    sheets = fill(tables["position"], posted, "Fund", days_)

    for line, column in (("77", "free"), ("78", "tied"), ("79", "total")):
        grown = sheets.amount(line, "end") - sheets.amount(line, "opening")
        assert activities.amount("change", column) == grown
    prove(books, activities.facts())


CASH_LEGS = st.sampled_from([a for a in FUND if a.split(":")[2].startswith(("1001", "1002", "1009"))])
CASH_MOVES = st.lists(
    st.tuples(
        st.one_of(st.tuples(CASH_LEGS, st.sampled_from(FUND)), st.tuples(st.sampled_from(FUND), CASH_LEGS)).filter(
            lambda pair: pair[0] != pair[1]
        ),
        st.integers(1, 10_000_000),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=12,
)


@laws
@given(moves=CASH_MOVES, first=st.integers(0, 200), days=st.integers(0, 200))
@pytest.mark.parametrize("entity", ["Fund", "Company"])
def test_the_flows_of_any_days_are_what_cash_changed_by_on_the_balance_sheet(
    entity: str, moves: list[tuple[tuple[str, str], int, int]], first: int, days: int
) -> None:
    """Law 4: 会小企03 against line 1 of 会小企01, 会民非03 against 货币资金 of 会民非01 (its layout of 2004 too)."""
    renamed = [((_in(entity, pair[0]), _in(entity, pair[1])), fen, day) for pair, fen, day in moves]
    known = [move for move in renamed if set(move[0]) <= {*FUND, *COMPANY} and move[0][0] != move[0][1]]
    posted = Posted.of(books_of("".join(entry(n, pair, fen, day) for n, (pair, fen, day) in enumerate(known, 1)), BOTH))
    start, end = DAY + timedelta(days=first), DAY + timedelta(days=first + days)

    for name in ("small_enterprise",) if entity == "Company" else ("npo_2026", "npo_upload"):
        tables = read(home() / "reports" / f"{name}.toml")
        flows = fill(tables["cash-flow"], posted, entity, [turnover("now", same("本期"), start, end)])
        sheets = [balance("end", same("期末"), end), balance("opening", same("期初"), start - timedelta(days=1))]
        held = fill(tables["position"], posted, entity, sheets)
        changed = flows.amount(tables["cash-flow"].cash_flow, "now")
        assert changed == held.amount("1", "end") - held.amount("1", "opening")
        assert all(check.holds for check in flows.checks)


BOTH = HEAD + '2020-01-01 custom "entity" "Fund" "f"\n  standard: "npo-2026"\n'


def _in(entity: str, account: str) -> str:
    """Return the account of the same code in the enterprise's books, cash for cash; the fund's own stay."""
    code = account.split(":")[2][:4]
    code = {"1009": "1012"}.get(code, code)
    found = next((a for a in COMPANY if a.split(":")[2][:4] == code), COMPANY[0])
    return account if entity == "Fund" else found


def test_closing_entries_stay_out_of_the_result_and_change_no_balance() -> None:
    moves = [
        entry(1, ("Assets:Fund:1002x", "Income:Fund:4101x:02b"), 100_00, 10),
        entry(2, ("Expenses:Fund:5101x:02b", "Assets:Fund:1002x"), 30_00, 20),
    ]
    closing = [
        entry(3, ("Income:Fund:4101x:02b", "Equity:Fund:3102x"), 100_00, 364, "结转"),
        entry(4, ("Equity:Fund:3102x", "Expenses:Fund:5101x:02b"), 30_00, 364, "结转"),
    ]
    year = [turnover("tied", same("限定性"), DAY, date(2026, 12, 31), "02")]
    end = [balance("end", same("期末"), date(2026, 12, 31))]

    for texts in (moves, [*moves, *closing]):
        posted = Posted.of(books_of("".join(texts), HEAD))
        activities = fill(TABLES["npo_2026"]["activities"], posted, "Fund", year)
        sheet = fill(TABLES["npo_2026"]["position"], posted, "Fund", end)

        assert activities.amount("income", "tied") == 100_00
        assert activities.amount("change", "tied") == 70_00
        assert sheet.amount("78", "end") == 70_00


def test_a_table_is_read_from_one_file_with_its_source_and_form() -> None:
    tables = read(Path(home() / "reports" / "npo_2004.toml"))

    assert tables["position"].form == "会民非01表"
    assert "2004" in tables["position"].source


def test_heads_of_a_compact_form_are_counted_anew() -> None:
    fact = Fact("f", same("f"), "Fund", "s", "l", 100, query="q", entries=("1",))
    lines = [
        Line(Text("一、收入", "I. Income"), (fact,)),
        Line(Text("四、转出", "IV. Restricted"), (None,)),
        Line(Text("六、净资产变动额", "VI. Change"), (fact,), "6"),
    ]

    assert [(line.label.zh, line.label.en, line.number) for line in compact(lines)] == [
        ("一、收入", "I. Income", ""),
        ("二、净资产变动额", "II. Change", ""),
    ]
