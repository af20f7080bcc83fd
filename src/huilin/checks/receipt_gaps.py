"""Receipt numbers that nobody has accounted for are listed: spoiled, or missing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._registers import receipts, voided
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    void = _numbers(voided(books))
    for series, numbers in _series(books).items():
        ordered = sorted({*numbers, *void.get(series, ())})
        gaps = [(a + 1, b - 1) for a, b in pairwise(ordered) if 1 < b - a < _ANOTHER_BOOK]
        if gaps:
            missing = "、".join(_range(series, first, last) for first, last in gaps[:10])
            yield at_entry(
                books, _place_after(numbers, gaps[0][1]), RULE, Severity.NOTE,
                Text(f"票据号码有缺：{missing}{'等' if len(gaps) > 10 else ''}。", f"Receipt numbers are missing: {missing}{' and more' if len(gaps) > 10 else ''}."),
                Text("作废的用 huilin add receipt-void 登记；遗漏的请补记。", "Register spoiled ones by `huilin add receipt-void`; book those left out."),
            )  # fmt: skip


def _series(books: Books) -> dict[str, dict[int, int]]:
    """Return, for each wording before the digits and their count, the numbers with their first entries."""
    given = receipts(books)
    return {name: {number: given[receipt][0] for number, receipt in of.items()} for name, of in _numbers(given).items()}


def _numbers(receipts: Iterable[str]) -> dict[str, dict[int, str]]:
    """Return the receipts by series and number."""
    series: dict[str, dict[int, str]] = {}
    for receipt in receipts:
        digits = receipt[len(receipt.rstrip("0123456789")) :]
        if digits:
            series.setdefault(f"{receipt[: -len(digits)]}|{len(digits)}", {})[int(digits)] = receipt
    return series


def _place_after(numbers: dict[int, int], gap: int) -> int:
    """Return the entry of the first receipt given after a gap, or of the last one before it."""
    return next((numbers[n] for n in sorted(numbers) if n > gap), numbers[max(numbers)])


def _range(series: str, first: int, last: int) -> str:
    head, _, width = series.rpartition("|")
    name = f"{head}{first:0{width}d}"
    return name if first == last else f"{name}–{last:0{width}d}"
