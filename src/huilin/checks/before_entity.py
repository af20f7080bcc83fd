"""No entry is dated before its entity began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "before-entity"
SOURCE = "《会计基础工作规范》第三十六条（建账；未核原文）"
EXAMPLE = """
2019-01-01 open Assets:Company:1122应收账款:09旧账 CNY
2019-01-01 open Liabilities:Company:2202应付账款:09旧账 CNY
2024-12-31 * "公司成立之前"
  id: "Company/2024-12/记-0001"
  Assets:Company:1122应收账款:09旧账  10.00 CNY
  Liabilities:Company:2202应付账款:09旧账  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry before the first `entity` directive of its entity."""
    p = books.frames.postings
    for unit in books.entities.values():
        start = unit.standards[0][0]
        early = p[(p["entity"] == unit.name) & (p["date"] < pd.Timestamp(start))]
        for place in early["entry"].unique():
            yield at_entry(
                books, int(place), RULE, Severity.ERROR,
                Text(f"{unit.title} {start} 才建账，这笔分录更早。", f"The books of {unit.title} begin on {start}; this entry is earlier."),
                Text("请改日期；期初余额记在建账日。", "Change the date; opening balances are booked on the first day."),
            )  # fmt: skip
