"""No donation receipt is given out twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._registers import receipts, voided
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "receipt-unique"
SOURCE = "财综〔2024〕1号《公益事业捐赠票据使用管理办法》：票据号码（未核原文）"
EXAMPLE = """
2026-07-01 * "捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY

2026-07-02 * "同一张票据"
  id: "Fund/2026-07/记-0002"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry whose receipt an earlier gift has; what corrects an entry may name its receipt."""
    void = voided(books)
    for number, places in receipts(books).items():
        if number in void:
            yield at_entry(
                books, places[0], RULE, Severity.ERROR,
                Text(f"票据 {number} 已登记作废。", f"The receipt {number} is registered as void."),
                Text("请核对票据号码，或删去作废登记。", "Check the number, or take the void register line back."),
            )  # fmt: skip
        given = [place for place in places if "corrects" not in books.transactions[place].meta]
        for place in given[1:]:
            first = books.transactions[given[0]].meta.get("id") or books.transactions[given[0]].date
            yield at_entry(
                books, place, RULE, Severity.ERROR,
                Text(f"票据 {number} 已开给 {first}。", f"The receipt {number} was already given for {first}."),
                Text("请核对票据号码。", "Check the receipt's number."),
            )  # fmt: skip
