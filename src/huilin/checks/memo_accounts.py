"""Volunteer hours stand apart: HOUR on the 9xxx accounts only, and no money there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.vocabulary import HOUR, MEMO
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "memo-accounts"
SOURCE = "《民间非营利组织会计制度》：无法计量的志愿服务不确认收入，在附注中披露（财会〔2024〕25号，未核原文）"
EXAMPLE = """
2026-07-01 * "志愿工时记成了钱"
  id: "Fund/2026-07/记-0001"
  Equity:Fund:9001志愿工时  30.00 CNY
  Equity:Fund:9002志愿工时来源  -30.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry with money on a memo account, or with hours on an account of money."""
    p = books.frames.postings
    memo = p["code"].str.startswith(MEMO).to_numpy()
    hours = (p["commodity"] == HOUR).to_numpy()
    for place in p["entry"][memo != hours].unique():
        yield at_entry(
            books, int(place), RULE, Severity.ERROR,
            Text("志愿工时（HOUR）和金额记混了。", "Volunteer hours (HOUR) and money are mixed up."),
            Text("工时只记 9xxx 账户，币种写 HOUR；金额不记 9xxx 账户。", "Hours go on 9xxx accounts in HOUR; money never does."),
        )  # fmt: skip
