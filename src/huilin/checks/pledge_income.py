"""A pledge is no income: it stands in the notes until the money is there (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds
from huilin.findings import Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "pledge-income"
SOURCE = "财会〔2020〕9号、财会〔2024〕25号：捐赠承诺不满足确认条件（未核原文）"
EXAMPLE = """
2026-07-01 * "把认捐记成了收入"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1122其他应收款  500.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -500.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry of a fund that sets gifts against a receivable."""
    p = cny(books)
    p = p[p["entity"].isin(funds(books))]
    gifts = set(p["entry"][(p["code"] == "4101") & (p["fen"] < 0)])
    claims = p[p["code"].isin(("1121", "1122")) & (p["fen"] > 0)]
    for place in dict.fromkeys(claims["entry"].tolist()):
        if place in gifts:
            yield at_entry(
                books, place, RULE, Severity.ERROR,
                Text("捐赠承诺记成了应收款和收入。", "A pledge is booked as a receivable and as income."),
                Text('请改写 custom "pledge"（附注列示）；到账时再记收入。', 'Declare it by custom "pledge" (for the notes); book income when the money arrives.'),
            )  # fmt: skip
