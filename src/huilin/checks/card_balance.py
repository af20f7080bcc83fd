"""No prepaid card is overdrawn: what an elder paid in is there until it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, spells
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "card-balance"
SOURCE = "《单用途商业预付卡管理办法》（商务部令2012年第9号，未核原文）；《小企业会计准则》2203 预收账款"
EXAMPLE = """
2026-07-01 * "卡里没有钱也消费了"
  id: "Company/2026-07/记-0001"
  Liabilities:Company:2203预收账款:01储值卡本金  20.00 CNY
    card: "K0001"
  Income:Company:5001主营业务收入:01团购自营  -20.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each run of days on which a card's principal lies below zero."""
    p = cny(books)
    p = p[(p["code"] == "2203") & (p["sub"] == "01") & (p["card"] != "")]
    for spell in spells(p, p["card"], sign=-1):
        yield at_entry(
            books, spell.place, RULE, Severity.ERROR,
            Text(f"储值卡 {spell.key} 自 {str(spell.start)[:10]} 起透支 {show(-spell.worst)} 元。", f"The card {spell.key} is overdrawn by {show(-spell.worst)} from {str(spell.start)[:10]}."),
            Text("请核对卡号和漏记的充值。", "Check the card's number, and look for a top-up left out."),
        )  # fmt: skip
