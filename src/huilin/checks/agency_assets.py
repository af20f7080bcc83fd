"""What donors only passed through the fund is held for them to the fen: agency assets = 2601 on every day (law 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds, spells
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "agency-assets"
SOURCE = "财会〔2024〕25号 受托代理业务：受托代理资产与受托代理负债（未核原文）"
EXAMPLE = """
2026-07-01 * "受托代理款花在了别处"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  Liabilities:Fund:2601受托代理负债  100.00 CNY
  Income:Fund:4901其他收入:01非限定性  -100.00 CNY
"""


_CASH = ("1001", "1002", "1009")
_NAMES = "受托代理|[Aa]gency"


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each run of days on which 1801 (and cash marked as agency money) differs from 2601."""
    p = cny(books)
    p = p[p["entity"].isin(funds(books))]
    marked = [name for name in p["account"].cat.categories if re.search(_NAMES, name)]
    ours = p["code"].isin(("1801", "2601")) | (p["code"].isin(_CASH) & p["account"].isin(marked))
    p = p[ours]
    for spell in spells(p, p["entity"], exactly_zero=True):
        yield at_entry(
            books, spell.place, RULE, Severity.ERROR,
            Text(f"自 {str(spell.start)[:10]} 起受托代理资产与负债相差 {show(abs(spell.worst))} 元。", f"From {str(spell.start)[:10]} agency assets and liabilities differ by {show(abs(spell.worst))}."),
            Text("收到、转交都同时记 1801（或 1002—受托代理）和 2601。", "Book receipt and passing on against 2601 and 1801 (or agency cash) alike."),
        )  # fmt: skip
