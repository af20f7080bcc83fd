"""Each test of entries finds what it is about, and leaves its neighbour on the other side of the edge alone."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huilin.audit import benford
from huilin.audit.pages import page
from huilin.audit.pairs import pairs

if TYPE_CHECKING:
    from huilin.audit import Table
    from tests.audit.conftest import Ask

BOUGHT = """
{day} * "买东西"
  id: "Company/2026-{month}/记-{number:04d}"
  prepared: "周会计"
  {meta}
  Expenses:Company:5602管理费用:01职工薪酬  {amount} CNY
  Assets:Company:1002银行存款:01建行基本户  -{amount} CNY
"""


def bought(number: int, amount: str, day: str = "2026-10-05", meta: str = 'source-doc: "x"') -> str:
    return BOUGHT.format(day=day, month=day[5:7], number=number, amount=amount, meta=meta)


def listed(tables: tuple[Table, ...], name: str) -> list[str]:
    """Return the last two digits of the vouchers in one list."""
    table = next(t for t in tables if t.id == f"entries.{name}")
    return [row[1].text[-2:] for _, row in table.cells()]


def test_each_list_holds_what_it_is_about(ask: Ask) -> None:
    ledger = "".join((
        bought(1, "1999.99"), bought(2, "1799.99"), bought(3, "2000.00"), bought(4, "3000.00"), bought(5, "500.00"),
        bought(6, "12.34", "2026-10-10"), bought(7, "12.34", "2026-10-09"),
        bought(8, "1.00", meta='override: "evidence-present: 遗失"\n  approved: "陈主任"'),
        bought(9, "2.00", meta='corrects: "Company/2026-10/记-0005"'),
        bought(10, "3.00", "2026-09-15", meta='batch: "20261015-01"'),
        bought(11, "4.00", "2026-09-16", meta='batch: "20261015-01"'),
    )).replace("Company/2026-09/记-0010", "Company/2026-09/记-0002")  # fmt: skip

    tables = page("entries").make(ask(ledger, entity="Company"))

    assert listed(tables, "near") == ["01"]
    assert listed(tables, "round") == ["03", "04"]
    assert listed(tables, "weekends") == ["06"]
    assert listed(tables, "overrides") == ["08"]
    assert listed(tables, "corrections") == ["09"]
    assert listed(tables, "late") == ["02"]
    summary = {str(row[0].value): row[1].value for _, row in tables[0].cells()}
    assert summary["贴近审批或凭据界限"] == 1


def test_a_pair_used_once_is_rare_and_one_used_often_is_not(ask: Ask) -> None:
    tables = page("entries").make(ask("".join(bought(n, "10.00") for n in range(1, 5)), entity="Company"))

    rare = next(t for t in tables if t.id == "entries.pairs")
    shown = [(row[5].text, row[6].text, row[7].text) for _, row in rare.cells()]
    assert sorted(shown) == [("1001", "3001", "1"), ("1002.01", "3001", "1")]


def test_an_entry_of_several_legs_uses_every_pair() -> None:
    legs = pd.DataFrame(
        {
            "entry": [0, 0, 0, 1, 1],
            "code": ["5602", "2221", "1002", "5602", "1002"],
            "sub": "",
            "fen": [90, 10, -100, 5, -5],
        }
    )

    found = pairs(legs)

    assert sorted(map(tuple, found[["entry", "debit", "credit", "entries"]].to_numpy().tolist())) == [
        (0, "2221", "1002", 1), (0, "5602", "1002", 2), (1, "5602", "1002", 2),
    ]  # fmt: skip


@given(st.lists(st.integers(-(10**12), 10**12)))
def test_first_digits_are_those_that_are_printed(amounts: list[int]) -> None:
    printed = [int(str(abs(amount))[0]) for amount in amounts if amount]

    assert benford.first_digits(amounts).tolist() == printed


@pytest.mark.parametrize(("chi2", "share"), [("15.507", "0.0500"), ("20.090", "0.0100"), ("2.733", "0.9500")])
def test_the_tail_is_that_of_the_printed_tables(chi2: str, share: str) -> None:
    assert round(benford.tail(Decimal(chi2)), 4) == Decimal(share)


def test_growth_follows_the_law_and_meal_vouchers_do_not() -> None:
    growth = benford.of_amounts(pd.Series([int(10 ** (2 + n / 1000)) for n in range(3000)]))
    vouchers = benford.of_amounts(pd.Series([1500, 1800] * 200))

    assert (growth.verdict, growth.p > Decimal("0.9")) == ("close", True)
    assert (vouchers.verdict, vouchers.p < Decimal("0.0001")) == ("off", True)
    assert benford.of_amounts(pd.Series([1] * 99)).verdict == "few"
