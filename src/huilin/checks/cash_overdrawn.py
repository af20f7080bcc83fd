"""A cash box is never below nothing, and a bank or wallet hardly ever: an income is missing, or booked on the wrong account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, spells
from huilin.findings import Severity
from huilin.money import show
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "cash-overdrawn"
SOURCE = "《现金管理暂行条例》第十二条（账款相符；未核原文）"
EXAMPLE = """
2026-07-01 * "钱箱里没有这么多钱"
  id: "Company/2026-07/记-0001"
  Assets:Company:1002银行存款:01建行基本户  10.00 CNY
  Assets:Company:1001库存现金  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield an error for each run of days with the cash box below zero, a warning for banks and wallets."""
    p = cny(books)
    transit = list(books.workspace.settings.transit.values())
    p = p[p["code"].isin(("1001", "1002", "1009", "1012")) & ~p["account"].isin(transit)]
    for spell in spells(p, p["account"]):
        parts = split_account(spell.key)
        severity = Severity.ERROR if parts is not None and parts.code == "1001" else Severity.WARNING
        yield at_entry(
            books, spell.place, RULE, severity,
            Text(f"{spell.key} 自 {str(spell.start)[:10]} 起为负，最低 {show(spell.worst)} 元。", f"{spell.key} lies below zero from {str(spell.start)[:10]}, at {show(spell.worst)} at the lowest."),
            Text("请查找漏记的收入或记错的账户。", "Look for an income left out or an account mixed up."),
        )  # fmt: skip
