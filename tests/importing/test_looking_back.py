"""Looking back: which months are proven, which rule made an entry, what history suggests; and ahead, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin import importing
from huilin.errors import HuilinError
from tests.importing.conftest import CCB
from tests.importing.statements import ccb

if TYPE_CHECKING:
    from tests.importing.conftest import Village

RENT = [
    ("20260703 10:00:00", "-70.00", "某某物业公司", "房租"),
    ("20260903 10:00:00", "-70.00", "某某物业公司", "房租"),
]


def test_a_month_without_a_statement_between_two_with_one_is_a_hole(village: Village) -> None:
    village.book({"a.xlsx": ccb(RENT)})
    hand = f'2026-08-03 ! "房租"\n  Expenses:Company:5602管理费用:02房租水电  70 CNY\n  {CCB}  -70 CNY\n'
    village.write("company/2026/2026-08.beancount", hand)

    (bank,) = [line for line in importing.coverage(village.books) if line.account == CCB]

    assert [(m.name, m.proven, m.unproven) for m in bank.months] == [
        ("2026-07", 1, 0),
        ("2026-08", 0, 1),
        ("2026-09", 1, 0),
    ]
    assert bank.holes == ("2026-08",)


def test_the_rule_of_an_entry_is_found_by_the_rows_key(village: Village) -> None:
    village.book({"a.xlsx": ccb(RENT)})

    (reason,) = importing.why(village.books, "ccb:20260703-0")

    assert reason.place == "inbox/a.xlsx:4"
    assert reason.rule is not None
    assert reason.rule.place == "rules/10.txt:8"
    assert ("摘要", "房租") in reason.words


def test_what_is_in_no_book_is_told(village: Village) -> None:
    with pytest.raises(HuilinError, match="没有凭证"):
        importing.why(village.books, "ccb:none")


def test_history_suggests_a_rule_for_a_party_that_always_went_to_one_account(village: Village) -> None:
    village.book({"a.xlsx": ccb(RENT)})

    found = importing.suggest(village.books, [("建行", "某某物业公司"), ("建行", "别的公司")])

    assert [(s.rule, s.entries, s.waiting) for s in found] == [
        ('如果 来源 是 建行 且 对方 是 "某某物业公司" -> 5602:02', 2, 1)
    ]


def test_the_preview_is_a_page_that_runs_nothing_and_escapes_everything(village: Village) -> None:
    inbox = village.read({"a.xlsx": ccb([("20260703 10:00:00", "-70.00", "<script>公司", "房租")])})

    page = importing.page(importing.preview(village.workspace, inbox))

    assert "<script" not in page
    assert "&lt;script&gt;公司" in page
    assert "default-src 'none'" in page
    assert "rules/10.txt:8" in page
