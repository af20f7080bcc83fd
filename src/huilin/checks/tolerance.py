"""No balance is asserted with a tolerance: `~ 1` would let one yuan vanish (law 1)."""

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

RULE = "tolerance"
SOURCE = "《会计法》第十七条（账证、账账、账实相符；未核原文）"
FIRM = True
EXAMPLE = """
2026-07-01 balance Assets:Company:1001库存现金  0.00 ~ 1.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each balance assertion that carries a tolerance."""
    for entry in books.entries:
        if isinstance(entry, data.Balance) and entry.tolerance is not None:
            yield at_directive(
                books, entry, RULE, Severity.ERROR,
                Text("余额断言带了容差（~）。", "A balance is asserted with a tolerance (~)."),
                Text("请删去 ~ 和它后面的数；差一分也要查明。", "Delete the ~ and its number; a single fen is looked for."),
            )  # fmt: skip
