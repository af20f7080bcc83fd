"""Receipt numbers that nobody has accounted for are listed: spoiled, or missing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._registers import receipts
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "receipt-gaps"
SOURCE = "财综〔2024〕1号《公益事业捐赠票据使用管理办法》：作废与核销（未核原文）"
EXAMPLE = """
2026-07-01 * "捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY

2026-07-02 * "跳过了一张票据"
  id: "Fund/2026-07/记-0002"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000003"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY
"""


_ANOTHER_BOOK = 100
"""A jump of so many numbers is another book of receipts, no gap."""


def check(books: Books) -> Iterator[Finding]:
    """Yield one note a series of receipts, at the entry after its first gap."""
    for series, numbers in _series(books).items():
        ordered = sorted(numbers)
        gaps = [(a + 1, b - 1) for a, b in pairwise(ordered) if 1 < b - a < _ANOTHER_BOOK]
        if gaps:
            missing = "、".join(_range(series, first, last) for first, last in gaps[:10])
            yield at_entry(
                books, numbers[gaps[0][1] + 1], RULE, Severity.NOTE,
                Text(f"票据号码有缺：{missing}{'等' if len(gaps) > 10 else ''}。", f"Receipt numbers are missing: {missing}{' and more' if len(gaps) > 10 else ''}."),
                Text("请说明是作废还是遗漏。", "Say whether they were spoiled or left out."),
            )  # fmt: skip


def _series(books: Books) -> dict[str, dict[int, int]]:
    """Return, for each wording before the digits and their count, the numbers with their first entries."""
    series: dict[str, dict[int, int]] = {}
    for receipt, places in receipts(books).items():
        digits = receipt[len(receipt.rstrip("0123456789")) :]
        if digits:
            series.setdefault(f"{receipt[: -len(digits)]}|{len(digits)}", {})[int(digits)] = places[0]
    return series


def _range(series: str, first: int, last: int) -> str:
    head, _, width = series.rpartition("|")
    name = f"{head}{first:0{width}d}"
    return name if first == last else f"{name}–{last:0{width}d}"
