"""The enterprise never pays more of its promise than it has accrued: 2241.02 = accrued − paid ≥ 0 on every day (law 6)."""

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

RULE = "promise-balance"
SOURCE = "本项目的账簿定律第六条；《小企业会计准则》2241 其他应付款"
EXAMPLE = """
2026-07-01 * "没有计提就支付了反哺"
  id: "Company/2026-07/记-0001"
  kind: "反哺支付"
  Liabilities:Company:2241其他应付款:02应付捐赠款  100.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each run of days on which more was paid than accrued."""
    p = cny(books)
    p = p[(p["code"] == "2241") & (p["sub"] == "02")]
    for spell in spells(p, p["entity"], sign=-1):
        yield at_entry(
            books, spell.place, RULE, Severity.ERROR,
            Text(f"应付捐赠款 2241:02 多付了 {show(-spell.worst)} 元：支付超过计提。", f"2241:02 is overpaid by {show(-spell.worst)}: more paid than accrued."),
            Text("请先计提（huilin reinvest 期间 --book），或更正支付。", "Accrue it first (`huilin reinvest PERIOD --book`), or correct the payment."),
        )  # fmt: skip
