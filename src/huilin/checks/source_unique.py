"""A line of a bank's or WeChat's statement is booked once: importing twice adds nothing (law 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "source-unique"
SOURCE = "财会〔2024〕12号《会计软件基本功能和服务规范》：防止重复入账（未核原文）"
EXAMPLE = """
2026-07-01 * "同一行流水"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
    src: "ccb:1041-1"

2026-07-02 * "记了两次"
  id: "Company/2026-07/记-0002"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
    src: "ccb:1041-1"
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each posting whose `src:` an earlier entry has already."""
    p = books.frames.postings
    keyed = p[p["src"] != ""]
    again = keyed[keyed["src"].duplicated()]
    for place, key in dict.fromkeys(zip(again["entry"], again["src"], strict=True)):
        first = int(keyed["entry"][keyed["src"] == key].iloc[0])
        if first != place:
            name = books.transactions[first].meta.get("id") or books.transactions[first].date
            yield at_entry(
                books, int(place), RULE, Severity.ERROR,
                Text(f"流水 {key} 已经记在 {name}。", f"The statement line {key} is already booked in {name}."),
                Text("请用 huilin undo 撤回重复的批次，或红字冲销重复的一笔。", "Take the second batch back by `huilin undo`, or reverse the second entry."),
            )  # fmt: skip
