"""Receipts registered for posted vouchers, and receipts voided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.conftest import rules

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks

GIFTS = """
2026-10-01 * "捐款"
  id: "Fund/2026-10/记-0001"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY

2026-10-02 * "票据后补"
  id: "Fund/2026-10/记-0002"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY

2026-10-03 custom "receipt" "Fund" "2026000003" "given"
  voucher: "Fund/2026-10/记-0002"
"""
VOID = '2026-10-03 custom "receipt" "Fund" "{}" "void"\n  reason: "打印错位"\n'


def test_a_registered_receipt_counts(books_of: MakeBooks) -> None:
    """0001 on the gift and 0003 in the register leave 0002 unexplained."""
    assert rules(books_of(GIFTS)) == ["receipt-gaps"]


def test_a_void_receipt_is_no_gap(books_of: MakeBooks) -> None:
    assert rules(books_of(GIFTS + VOID.format("2026000002"))) == []


def test_a_void_receipt_is_not_given(books_of: MakeBooks) -> None:
    assert "receipt-unique" in rules(books_of(GIFTS + VOID.format("2026000003")))


def test_a_register_word_is_checked(books_of: MakeBooks) -> None:
    assert "directive-words" in rules(books_of(GIFTS.replace('"given"', '"lost"')))
