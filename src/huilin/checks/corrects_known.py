"""A correction says which voucher it corrects, and that voucher exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "corrects-known"
SOURCE = "《会计基础工作规范》第五十一条（更正错误：红字冲销、注明原凭证；未核原文）"
EXAMPLE = """
2026-07-01 * "更正一张不存在的凭证"
  id: "Company/2026-07/记-0001"
  corrects: "Company/2026-06/记-0099"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each `corrects:` that names no voucher of these books."""
    corrections = [
        (place, str(e.meta["corrects"])) for place, e in enumerate(books.transactions) if "corrects" in e.meta
    ]
    if not corrections:
        return
    known = {str(entry.meta.get("id")) for entry in books.transactions}
    for place, number in corrections:
        if number not in known:
            yield at_entry(
                books, place, RULE, Severity.WARNING,
                Text(f"要更正的凭证 {number} 不存在。", f"The voucher {number} that this corrects does not exist."),
                Text("请核对凭证号。", "Check the number."),
            )  # fmt: skip
