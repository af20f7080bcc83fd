"""A selection means the same postings as a mask and as a query."""

from __future__ import annotations

from datetime import date
from typing import Any

import beanquery
import pytest

from huilin.money import to_decimal
from huilin.reporting.posted import Posted
from huilin.reporting.selection import Counterpart, Selection, said
from tests.reporting.small import books_of

LEDGER = """
2026-01-05 * "gift" ^reinvest-2026-Q1
  id: "Fund/2026-01/记-0001"
  project: "路灯改造"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会   100.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -60.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -40.00 CNY
    project: "日常公益"
2026-02-05 * "released"
  id: "Fund/2026-02/记-0001"
  Equity:Fund:3102限定性净资产   10.00 CNY
  Equity:Fund:3101非限定性净资产   -10.00 CNY
2026-02-06 ! "a draft"
  Assets:Fund:1002银行存款:01存放慈善总会   5.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -5.00 CNY
2026-02-07 * "hours"
  id: "Fund/2026-02/记-0002"
  Equity:Fund:9001志愿工时   3.00 HOUR
  Equity:Fund:9002志愿工时来源  -3.00 HOUR
2026-03-05 * "spent"
  id: "Fund/2026-03/记-0001"
  project: "It's {odd}"
  Expenses:Fund:5101业务活动成本:02限定性   30.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会   -30.00 CNY
2026-12-31 * "closed"
  id: "Fund/2026-12/记-0001"
  kind: "结转"
  Income:Fund:4101捐赠收入:02限定性  60.00 CNY
  Equity:Fund:3102限定性净资产   -60.00 CNY
"""

CASES: list[tuple[dict[str, Any], str]] = [
    ({"codes": ("1002",)}, "70.00"),
    ({"codes": ("4101:02",), "sign": -1}, "0.00"),
    ({"codes": ("4101:02",), "sign": -1, "closing": False}, "60.00"),
    ({"codes": ("4101:!02",), "sign": -1}, "40.00"),
    ({"codes": ("Income", "Expenses"), "sign": -1}, "10.00"),
    ({"codes": ("Income:02", "3102"), "sign": -1, "closing": False}, "50.00"),
    ({"codes": ("1002",), "end": date(2026, 1, 31)}, "100.00"),
    ({"codes": ("1002",), "start": date(2026, 2, 1)}, "-30.00"),
    ({"codes": ("1002",), "only": "credits"}, "-30.00"),
    ({"codes": ("Income",), "sign": -1, "words": (("project", "日常公益"),)}, "40.00"),
    ({"codes": ("Income", "Expenses"), "words": (("project", ""),)}, "60.00"),
    ({"codes": ("Expenses",), "words": (("project", "It's {odd}"),)}, "30.00"),
    ({"codes": ("4101",), "sign": -1, "without": (("donor", "D0001"),)}, "-60.00"),
    ({"codes": ("4101",), "sign": -1, "link": "reinvest-"}, "100.00"),
    ({"codes": ("1002",), "link": "exchange-"}, "0.00"),
    ({"codes": ("1002",), "voucher": "Fund/2026-03/记-0001"}, "-30.00"),
    ({"codes": ("3101",), "sign": -1, "counterparts": (Counterpart(("3102",)),)}, "10.00"),
    ({"codes": ("3102",), "sign": -1, "counterparts": (Counterpart(("Income",), present=False),)}, "-10.00"),
    ({"codes": ("9999",)}, "0.00"),
]


@pytest.mark.parametrize(("choice", "amount"), CASES)
def test_the_frame_and_beanquery_agree_on_every_kind_of_selection(choice: dict[str, Any], amount: str) -> None:
    books = books_of(LEDGER)
    selection = Selection("Fund", **choice)

    posted = Posted.of(books)
    rows = posted.pick(selection)
    query = selection.query(any_row=len(rows) > 0)
    connection = beanquery.connect("beancount:", entries=list(books.entries), errors=[], options=dict(books.options))

    assert f"{to_decimal(posted.total(selection)):.2f}" == amount
    assert connection.execute(query).fetchall() == [(to_decimal(posted.total(selection)),)]


def test_drafts_and_hours_are_not_among_the_posted() -> None:
    posted = Posted.of(books_of(LEDGER))

    assert set(posted.frame["flag"]) == {"*"}
    assert set(posted.frame["commodity"]) == {"CNY"}


def test_the_frame_is_made_once_per_books() -> None:
    books = books_of(LEDGER)

    assert Posted.of(books) is Posted.of(books)


def test_the_class_of_a_selection_narrows_codes_and_leaves_those_of_the_other_class() -> None:
    both = Selection("Fund", ("4101", "5101:02", "3101", "3102"))
    classes = {"3101": "!02", "3102": "02"}

    assert both.of_class("02", classes).codes == ("4101:02", "5101:02", "3102")
    assert both.of_class("!02", classes).codes == ("4101:!02", "3101")


def test_a_word_with_signs_of_the_query_language_is_asked_for_by_pattern() -> None:
    assert said("any_meta('project')", "路灯") == "any_meta('project') = '路灯'"
    assert said("any_meta('project')", "") == "any_meta('project') IS NULL"
    assert said("any_meta('project')", "a'b{") == "str(any_meta('project')) ~ '^a.b.$'"
