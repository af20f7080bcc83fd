"""What the books say about a flow of cash names a line of the cash-flow statement; a mistyped word would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.books.cash_flows import scheme
from huilin.charts import STANDARDS
from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "cashflow-word"
SOURCE = "小企业会计准则 会小企03表、民间非营利组织会计制度 会民非03表：现金流量表的项目"
EXAMPLE = """
2026-07-01 * "资助"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  cashflow: "grant-maid"
  Expenses:Fund:5101业务活动成本:01非限定性  100.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry whose `cashflow:` is neither a flow's key nor a line's number or label."""
    p = books.frames.postings
    said = p[p["cashflow"] != ""].drop_duplicates(["entry", "cashflow"])
    for place, day, entity, word in said[["entry", "date", "entity", "cashflow"]].itertuples(index=False):
        owner = books.entities.get(str(entity))
        standard = owner.standard_on(day.date()) if owner else ""
        if standard not in STANDARDS or word in (words := scheme(standard).words):
            continue
        keys = sorted(set(words.values()))
        yield at_entry(
            books, int(place), RULE, Severity.ERROR,
            Text(f"现金流量表里没有“{word}”这一项。", f"The cash-flow statement has no line “{word}”."),
            Text(f"请写报表项目的名称，或：{'、'.join(keys)}。", f"Write the line's label, or one of: {', '.join(keys)}."),
        )  # fmt: skip
