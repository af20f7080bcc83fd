"""The trial balance: it ties for opening, turnover and closing, and every day it closes is where the next opens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huilin.closing import Totals, totals, trial_balance
from huilin.closing.foresight import with_vouchers
from huilin.drafting import POSTED, Draft, DraftPosting
from huilin.vocabulary import CLOSING, parse_period

if TYPE_CHECKING:
    from huilin.books import Books, Frames

Q1, Q2, YEAR = parse_period("2026-Q1"), parse_period("2026-Q2"), parse_period("2026")


@pytest.fixture
def frames(written: Books) -> Frames:
    return written.frames


def rows(frames: Frames, **choice: bool) -> list[tuple[str, ...]]:
    table = trial_balance(frames, "Company", Q2, **choice).drop(columns=["account"])
    return [tuple(str(cell) for cell in row) for row in table.itertuples(index=False)]


def test_each_account_opens_moves_and_closes(frames: Frames) -> None:
    """
    2026-01-05 * "capital"
      Assets:Company:1002银行存款:01建行   100.00 CNY
      Equity:Company:3001实收资本         -100.00 CNY
    2026-04-01 * "sale"
      Assets:Company:1002银行存款:01建行    30.00 CNY
      Income:Company:5001主营业务收入:01团购自营  -30.00 CNY
    2026-05-01 * "rent"
      Expenses:Company:5602管理费用:03办公费  50.00 CNY
      Assets:Company:1002银行存款:01建行   -50.00 CNY
    2026-07-01 * "later"
      Assets:Company:1002银行存款:01建行     1.00 CNY
      Equity:Company:3001实收资本           -1.00 CNY
    2026-04-02 * "the fund's own"
      Assets:Fund:1002银行存款:01存放慈善总会  9.00 CNY
      Income:Fund:4101捐赠收入:02限定性       -9.00 CNY
    2026-04-03 ! "a draft"
      Assets:Company:1002银行存款:01建行     7.00 CNY
      Equity:Company:3001实收资本           -7.00 CNY
    """
    assert rows(frames) == [
        ("1002", "01", "10000", "0", "3000", "5000", "8000", "0"),
        ("3001", "", "0", "10000", "0", "0", "0", "10000"),
        ("5001", "01", "0", "0", "0", "3000", "0", "3000"),
        ("5602", "03", "0", "0", "5000", "0", "5000", "0"),
    ]
    sums = totals(trial_balance(frames, "Company", Q2))
    assert sums == Totals(10000, 10000, 8000, 8000, 13000, 13000)
    assert sums.ties


def test_a_red_entry_keeps_its_side(frames: Frames) -> None:
    """
    2026-04-01 * "booked"
      Expenses:Company:5602管理费用:03办公费  50.00 CNY
      Assets:Company:1002银行存款:01建行   -50.00 CNY
    2026-04-02 * "taken back in red"
      Expenses:Company:5602管理费用:03办公费  -50.00 CNY
        side: "借"
      Assets:Company:1002银行存款:01建行    50.00 CNY
        side: "贷"
    2026-04-03 * "and the right one"
      Expenses:Company:5602管理费用:03办公费   5.00 CNY
      Assets:Company:1002银行存款:01建行    -5.00 CNY
    """
    assert rows(frames) == [
        ("1002", "01", "0", "0", "0", "500", "0", "500"),
        ("5602", "03", "0", "0", "500", "0", "500", "0"),
    ]


def test_before_closing_the_periods_own_year_end_entries_stay_out(frames: Frames) -> None:
    """
    2026-04-01 * "sale"
      Assets:Company:1002银行存款:01建行    30.00 CNY
      Income:Company:5001主营业务收入:01团购自营  -30.00 CNY
    2026-06-30 * "closed"
      kind: "结转"
      Income:Company:5001主营业务收入:01团购自营   30.00 CNY
      Equity:Company:3103本年利润          -30.00 CNY
    """
    before = [row[0] for row in rows(frames, closing=False)]
    after = [(row[0], row[-1]) for row in rows(frames)]

    assert before == ["1002", "5001"]
    assert after == [("1002", "0"), ("3103", "3000"), ("5001", "0")]


def test_no_entries_make_an_empty_balance_that_ties(frames: Frames) -> None:
    """"""
    table = trial_balance(frames, "Company", Q2)

    assert table.empty
    assert totals(table).ties


ACCOUNTS = [
    "Assets:C:1002银行",
    "Liabilities:C:2202应付",
    "Equity:C:3001资本",
    "Income:C:5001收入",
    "Expenses:C:5602费用",
]
entries = st.lists(
    st.tuples(
        st.dates(date(2025, 6, 1), date(2026, 12, 31)),
        st.sampled_from(ACCOUNTS),
        st.sampled_from(ACCOUNTS),
        st.integers(-(10**9), 10**9),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(entries)
def test_any_books_tie_and_open_where_they_closed(entries: list[tuple[date, str, str, int, bool, bool]]) -> None:
    """Σ借 = Σ贷 for opening, turnover and closing; the second quarter opens as the first closes (law 4)."""
    frames = with_vouchers(empty(), [draft(entry) for entry in sorted(entries)]).frames

    for closing in (True, False):
        assert totals(trial_balance(frames, "C", Q1, closing=closing)).ties
        assert totals(trial_balance(frames, "C", YEAR, closing=closing)).ties
    first, second = trial_balance(frames, "C", Q1), trial_balance(frames, "C", Q2)
    closed = first.set_index("account")[["closing_debit", "closing_credit"]]
    opened = second.set_index("account")[["opening_debit", "opening_credit"]]
    assert nonzero(closed) == nonzero(opened)


def nonzero(table: object) -> dict[str, tuple[int, int]]:
    return {row[0]: (row[1], row[2]) for row in table.itertuples() if row[1] or row[2]}  # type: ignore[attr-defined]


def draft(entry: tuple[date, str, str, int, bool, bool]) -> Draft:
    day, debit, credit, fen, red, closing = entry
    amount = Decimal(fen).scaleb(-2)
    sides = ({"side": "借"}, {"side": "贷"}) if red else ({}, {})
    legs = (DraftPosting(debit, amount, meta=sides[0]), DraftPosting(credit, -amount, meta=sides[1]))
    return Draft("C", day, "any", legs, meta={"kind": CLOSING} if closing else {}, flag=POSTED)


def empty() -> Books:
    from pathlib import Path

    from huilin.books import Books
    from huilin.workspace import EntitySettings, Settings, Workspace

    return Books(Workspace(Path("/nowhere"), Settings(entities=(EntitySettings("C", "c"),))), [], {})
