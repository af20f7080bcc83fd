"""An entry is a draft (!) or posted (*): with any other flag it would be in the file and in no figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.drafting import DRAFT, POSTED
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "flag"
SOURCE = "财会〔2024〕11号《会计信息化工作规范》：凭证状态（未核原文）"
EXAMPLE = """
2026-07-01 P "既不是草稿也不是已记账"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry with another flag."""
    for place, entry in enumerate(books.transactions):
        if entry.flag not in (DRAFT, POSTED):
            yield at_entry(
                books, place, RULE, Severity.ERROR,
                Text(f"分录的标记“{entry.flag}”不认识。", f"The entry's flag “{entry.flag}” is unknown."),
                Text("草稿写 !，已记账写 *。", "Write ! for a draft, * for a posted entry."),
            )  # fmt: skip
