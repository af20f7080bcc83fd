"""Every gift says who gave it, or that nobody is to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds
from huilin.findings import Severity
from huilin.vocabulary import CLOSING
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "donation-donor"
SOURCE = "财综〔2024〕1号《公益事业捐赠票据使用管理办法》：交款人（未核原文）"
EXAMPLE = """
2026-07-01 * "不知谁捐的"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry with income from gifts and no donor."""
    p = cny(books)
    gifts = (p["code"] == "4101") & (p["fen"] < 0) & (p["kind"] != CLOSING) & (p["donor"] == "")
    p = p[gifts & p["entity"].isin(funds(books))]
    moved = set(cny(books)["entry"][(cny(books)["code"] == "4101") & (cny(books)["fen"] > 0)])  # releases, refunds
    for place in dict.fromkeys(p["entry"].tolist()):
        if place not in moved:
            yield at_entry(
                books, place, RULE, Severity.WARNING,
                Text("这笔捐赠没有写捐赠人。", "This gift names no donor."),
                Text('请写 donor: 编号；不留名写 donor: "匿名"。', 'Add donor: and the id; for nameless gifts donor: "anonymous".'),
            )  # fmt: skip
