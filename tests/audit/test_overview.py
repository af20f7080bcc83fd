"""The overview says what there is, what is sealed, what was found and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.audit.pages import PAGES, page

if TYPE_CHECKING:
    import pytest

    from huilin.audit import Table
    from tests.audit.conftest import Ask

DRAFT_AND_GIFT = """
2026-07-01 * "捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  50.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -50.00 CNY

2026-07-02 ! "草稿"
  Expenses:Company:5602管理费用:01职工薪酬  2500.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -2500.00 CNY
"""


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.cells()]


def test_every_page_is_made_of_books_without_an_entry(ask: Ask, subtests: pytest.Subtests) -> None:
    request = ask()
    for one in PAGES:
        with subtests.test(one.name):
            assert one.make(request)


def test_what_is_open_names_drafts_and_gifts_without_a_receipt(ask: Ask) -> None:
    entities, open_, months, by_rule, every = page("overview").make(ask(DRAFT_AND_GIFT))

    assert [row[:4] for row in rows(open_)][:3] == [
        ["没有封账的月份：2026-07 至 2026-07", "Fund", "1", ""],
        ["没有票据号的捐赠", "Fund", "1", "50.00"],
        ["草稿，还没有审核过账", "Company", "1", "2,500.00"],
    ]
    assert [row[:5] for row in rows(months)][:2] == [
        ["2026-07", "Company", "0", "0.00", "1"],
        ["2026-07", "Fund", "1", "50.00", ""],
    ]
    assert len(every) == sum(int(row[2]) for row in rows(by_rule))
    assert {row[0] for row in rows(entities)} == {"Fund", "Company"}


def test_a_filter_leaves_only_its_entries(ask: Ask) -> None:
    request = ask(DRAFT_AND_GIFT, chosen=frozenset({0}))

    months = page("overview").make(request)[2]

    assert [row[:2] for row in rows(months)] == [["2026-07", "Fund"]]
