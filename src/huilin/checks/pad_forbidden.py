"""No difference is papered over: a pad line would book whatever is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core import data

from huilin.checks._found import at_directive
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "pad-forbidden"
SOURCE = "《会计法》第九条（根据实际发生的经济业务事项；未核原文）"
FIRM = True
EXAMPLE = """
2026-07-01 pad Assets:Company:1001库存现金 Equity:Company:3001实收资本
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each pad directive."""
    for entry in books.entries:
        if isinstance(entry, data.Pad):
            yield at_directive(
                books, entry, RULE, Severity.ERROR,
                Text("不允许用 pad 平账。", "A pad line is not allowed."),
                Text("请删去 pad，查明差额后记一笔分录。", "Delete it; find the difference and book it."),
            )  # fmt: skip
