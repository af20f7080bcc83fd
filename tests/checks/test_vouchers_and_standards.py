"""Vouchers are numbered without gaps by people of different offices; accounts follow the standard of their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.findings import Severity
from tests.checks.conftest import rules
from tests.checks.entries import BANK, CASH, DAILY, FREE_COST, HOST, Month

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks

LEGS = (f"{BANK}  1.00", f"{CASH}  -1.00")


def entry(number: str, day: str = "2026-10-01", flag: str = "*", *meta: str) -> str:
    said = [f'id: "{number}"'] if number else []
    return (
        "\n".join(
            [f'{day} {flag} "分录"', *(f"  {line}" for line in (*said, *meta)), *(f"  {leg} CNY" for leg in LEGS)]
        )
        + "\n"
    )


@pytest.mark.parametrize(
    ("ledger", "expected"),
    [
        (entry("Company/2026-10/记-0001"), []),
        (entry("", flag="!"), []),
        (entry("Company/2026-10/收-0001") + entry("Company/2026-10/付-0001"), []),
        (entry(""), ["voucher-form"]),
        (entry("Company/2026-10/记-0001", flag="!"), ["voucher-form"]),
        (entry("Company/2026-09/记-0002"), ["voucher-form"]),
        (entry("Fund/2026-10/记-0001"), ["voucher-form"]),
        (entry("Company/2026-10/记-1"), ["voucher-form"]),
        (entry("Company/2026-10/记-0002"), ["voucher-gaps"]),
        (entry("Company/2026-10/记-0001") * 2, ["voucher-unique"]),
        (entry("Company/2026-10/记-0001", "2026-10-02") + entry("Company/2026-10/记-0002"), ["voucher-order"]),
    ],
)  # fmt: skip
def test_numbers(books_of: MakeBooks, ledger: str, expected: list[str]) -> None:
    assert rules(books_of(ledger)) == expected


def test_a_gap_says_which_numbers_are_missing(books_of: MakeBooks) -> None:
    found = books_of(entry("Company/2026-10/记-0001") + entry("Company/2026-10/记-0004")).findings

    assert "缺 Company/2026-10/记-0002 … 0003" in found[0].message.zh


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        (('prepared: "周会计"', 'reviewed: "陈主任"'), []),
        (('prepared: "陈主任"', 'reviewed: "陈主任"'), [Severity.ERROR, Severity.WARNING]),
        (('prepared: "周会计"', 'reviewed: "路人"'), [Severity.WARNING]),
        (('reviewed: "陈主任"', 'approved: "陈主任"'), []),
    ],
)
def test_offices(books_of: MakeBooks, meta: tuple[str, ...], expected: list[Severity]) -> None:
    found = books_of(entry("Company/2026-10/记-0001", "2026-10-01", "*", *meta)).findings

    assert [f.severity for f in found if f.rule == "separate-people"] == expected


def test_the_old_management_account_is_fine_before_the_new_standard_and_wrong_after(books_of: MakeBooks) -> None:
    """5201 was 管理费用 until 2025-12-31 and is 税金及附加 from 2026-01-01."""
    old, new = Month("2025-12"), Month("2026-01")
    project = '2025-01-01 custom "project" "旧日常" "Fund"\n  restriction: "none"\n'
    legs = ('project: "旧日常"', "Expenses:Fund:5201管理费用  1.00", f"{HOST}  -1.00")
    gift = ('project: "旧日常"', 'donor: "D0001"', f"{HOST}  9.00", "Income:Fund:4101捐赠收入:01非限定性  -9.00")

    assert rules(books_of(project + old.entry(1, *gift) + old.entry(2, *legs))) == []
    after = project + Month("2025-12").entry(1, *gift) + new.entry(2, *legs)
    assert "standard-code" in rules(books_of(after))


def test_the_finding_names_the_account_to_use_instead(books_of: MakeBooks) -> None:
    month = Month("2026-02")
    ledger = month.gift(1, "5.00", DAILY) + month.entry(2, DAILY, "Expenses:Fund:5201管理费用  1.00", f"{HOST}  -1.00")
    found = [f for f in books_of(ledger).findings if f.rule == "standard-code"]

    assert "5201 原是管理费用，现行制度下是税金及附加" in found[0].message.zh
    assert "请改用 5301" in found[0].remedy.zh


def test_a_code_that_no_chart_knows_is_found_at_its_first_use(books_of: MakeBooks) -> None:
    opened = "2026-01-01 open Assets:Company:1099别的\n"
    ledger = opened + Month().entry(1, "Assets:Company:1099别的  1.00", f"{CASH}  -1.00")

    assert rules(books_of(ledger)) == ["standard-code"]


def test_a_code_under_the_wrong_root_is_found(books_of: MakeBooks) -> None:
    opened = "2026-01-01 open Expenses:Company:1405库存商品\n"
    ledger = opened + Month().entry(1, "Expenses:Company:1405库存商品  1.00", f"{CASH}  -1.00")

    assert rules(books_of(ledger)) == ["standard-code"]


def test_restricted_spending_from_the_free_class_is_a_warning(books_of: MakeBooks) -> None:
    month = Month()
    ledger = month.gift(1, "9.00") + month.entry(2, 'project: "路灯改造"', f"{FREE_COST}  1.00", f"{HOST}  -1.00")

    assert rules(books_of(ledger)) == ["restriction-class"]


def test_what_lies_before_the_books_or_after_today_is_found(books_of: MakeBooks) -> None:
    ledger = entry("Company/2026-10/记-0001", "2026-10-16")

    assert rules(books_of(ledger)) == ["future-dated"]
