"""Every yuan on 2203.01 belongs to a card by number, so that the sum of the cards is the debt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "card-named"
SOURCE = "《单用途商业预付卡管理办法》（商务部令2012年第9号，未核原文）；记账规则：2203.01 = 各卡本金之和"
EXAMPLE = """
2026-07-01 * "不知充到哪张卡"
  id: "Company/2026-07/记-0001"
  Assets:Company:1001库存现金  100.00 CNY
  Liabilities:Company:2203预收账款:01储值卡本金  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry on 2203:01 without a card."""
    p = cny(books)
    p = p[(p["code"] == "2203") & (p["sub"] == "01") & (p["card"] == "")]
    for place in dict.fromkeys(p["entry"].tolist()):
        yield at_entry(
            books, place, RULE, Severity.ERROR,
            Text("储值卡本金没有写卡号。", "Prepaid principal without the card's number."),
            Text('请在该行下写 card: "K0001"。', 'Add card: "K0001" below that line.'),
        )  # fmt: skip
