"""A red entry keeps its side: `side:` says 借 or 贷 and nothing else, so that turnover counts it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "side-word"
SOURCE = "《会计基础工作规范》第五十一条（红字更正；未核原文）"
EXAMPLE = """
2026-07-01 * "方向写错的红字"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  -10.00 CNY
    side: "左"
  Assets:Company:1002银行存款:01建行基本户  10.00 CNY
    side: "贷"
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each posting whose side is neither 借 nor 贷."""
    p = books.frames.postings
    for place in p["entry"][~p["side"].isin(("", "借", "贷"))].unique():
        yield at_entry(
            books, int(place), RULE, Severity.ERROR,
            Text("side: 只能写 借 或 贷。", "side: is either 借 or 贷."),
            Text('红字借方写 side: "借"，金额为负。', 'A red debit has side: "借" and a negative amount.'),
        )  # fmt: skip
