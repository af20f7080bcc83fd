"""Voucher numbers run from 1 without a gap, for each entity, month and word: a missing one would be a missing voucher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "voucher-gaps"
SOURCE = "财会〔2024〕11号《会计信息化工作规范》、12号《会计软件基本功能和服务规范》：已记账凭证连续编号（未核原文）"
EXAMPLE = """
2026-07-01 * "一号"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY

2026-07-02 * "跳到了三号"
  id: "Company/2026-07/记-0003"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding at the entry that follows each gap."""
    for series, numbers in _series(books).items():
        previous = 0
        for number in sorted(numbers):
            if number > previous + 1:
                yield _gap(books, numbers[number], series, previous + 1, number - 1)
            previous = number


def _series(books: Books) -> dict[str, dict[int, int]]:
    """Return, for each `Company/2026-07/记`, the numbers used and the entry of each."""
    series: dict[str, dict[int, int]] = {}
    for place, entry in enumerate(books.transactions):
        name, _, number = str(entry.meta.get("id", "")).rpartition("-")
        if name and number.isascii() and number.isdigit():
            series.setdefault(name, {})[int(number)] = place
    return series


def _gap(books: Books, place: int, series: str, first: int, last: int) -> Finding:
    missing = f"{series}-{first:04d}" + (f" … {last:04d}" if last > first else "")
    return at_entry(
        books, place, RULE, Severity.ERROR,
        Text(f"凭证号不连续，缺 {missing}。", f"Voucher numbers have a gap: {missing} missing."),
        Text("请找回缺号的凭证；凭证只能红字冲销，不能删除。", "Find the missing voucher; vouchers are reversed by red entries, never deleted."),
    )  # fmt: skip
