"""Every transaction lies within one set of books: a voucher never spans two legal units (law 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "one-entity"
SOURCE = "《会计法》第三条、第九条（各单位依法设置会计账簿；未核原文）"
FIRM = True
EXAMPLE = """
2026-07-01 * "公司直接替基金付款"
  id: "Company/2026-07/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  300.00 CNY
  Assets:Company:1001库存现金  -300.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each transaction whose postings name more than one entity."""
    p = books.frames.postings
    entry, entity = p["entry"].to_numpy(), p["entity"].cat.codes.to_numpy()
    changes = (entry[1:] == entry[:-1]) & (entity[1:] != entity[:-1])
    for place in dict.fromkeys(entry[1:][changes].tolist()):
        names = "、".join(sorted({str(name) or "?" for name in p["entity"][p["entry"] == place]}))
        yield at_entry(
            books, place, RULE, Severity.ERROR,
            Text(f"一笔分录跨了几个账套：{names}。", f"One transaction spans several entities: {names}."),
            Text("请在每个账套各记一笔，用同一个链接（如 ^exchange-2026-Q3）连起来。", "Book one entry in each set of books, joined by one link (as ^exchange-2026-Q3)."),
        )  # fmt: skip
