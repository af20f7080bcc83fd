"""Amounts are yuan (or volunteer hours), without cost or price: statements would not see the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.money import CURRENCY
from huilin.vocabulary import HOUR
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "currency"
SOURCE = "《会计法》第十二条（会计核算以人民币为记账本位币；未核原文）"
FIRM = True
EXAMPLE = """
2026-07-01 * "收到外币捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 USD @ 7.10 CNY
  Income:Fund:4101捐赠收入:01非限定性  -71.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry in another commodity, or with a cost or a price."""
    p = books.frames.postings
    places = set(p["entry"][~p["commodity"].isin((CURRENCY, HOUR))].tolist())
    places |= {i for i, entry in enumerate(books.transactions) if any(p.cost or p.price for p in entry.postings)}
    for place in sorted(places):
        yield at_entry(
            books, place, RULE, Severity.ERROR,
            Text("金额不是人民币，或带了成本、价格。", "An amount is not in CNY, or carries a cost or a price."),
            Text("请折算成人民币（CNY）记账，原币写在摘要里。", "Book it in CNY; put the original amount in the narration."),
        )  # fmt: skip
