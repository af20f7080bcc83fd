"""No voucher number is given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "voucher-unique"
SOURCE = "财会〔2024〕11号《会计信息化工作规范》、12号《会计软件基本功能和服务规范》：已记账凭证连续编号（未核原文）"
EXAMPLE = """
2026-07-01 * "第一笔"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY

2026-07-02 * "用了同一个号"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry whose number an earlier one has already."""
    first: dict[str, int] = {}
    for place, entry in enumerate(books.transactions):
        number = entry.meta.get("id")
        if number and first.setdefault(str(number), place) != place:
            before = books.transactions[first[str(number)]].meta
            where = f"{books.workspace.relative(before['filename'])}:{before['lineno']}"
            yield at_entry(
                books, place, RULE, Severity.ERROR,
                Text(f"凭证号 {number} 已用在 {where}。", f"The voucher number {number} is already used at {where}."),
                Text("请给其中一笔换成该月的下一个号。", "Give one of them the month's next number."),
            )  # fmt: skip
