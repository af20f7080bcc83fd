"""Within a month voucher numbers follow the days, so that what was slipped in later shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "voucher-order"
SOURCE = "《会计基础工作规范》第五十一条（凭证按日期连续编号；未核原文）"
EXAMPLE = """
2026-07-05 * "五日的一号"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY

2026-07-02 * "二日的二号"
  id: "Company/2026-07/记-0002"
  Assets:Company:1001库存现金  10.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry, in the order of days, whose number is below one given before."""
    highest: dict[str, tuple[int, date]] = {}
    for place, entry in enumerate(books.transactions):
        name, _, said = str(entry.meta.get("id", "")).rpartition("-")
        if not name or not (said.isascii() and said.isdigit()):
            continue
        number = int(said)
        top, day = highest.get(name, (0, entry.date))
        if number < top and entry.date > day:
            yield at_entry(
                books, place, RULE, Severity.WARNING,
                Text(f"凭证号 {entry.meta['id']} 小于更早日期的 {name}-{top:04d}。", f"{entry.meta['id']} is below {name}-{top:04d} of an earlier day."),
                Text("请核对日期；凭证号应随日期递增。", "Check the date; numbers follow the days."),
            )  # fmt: skip
        elif number > top:
            highest[name] = (number, entry.date)
