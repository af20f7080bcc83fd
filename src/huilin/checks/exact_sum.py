"""Every transaction sums to exactly zero, in whole fen: Beancount lets 0.005 pass (law 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "exact-sum"
SOURCE = "借贷记账法：有借必有贷，借贷必相等（《会计基础工作规范》第五十一条，未核原文）"
FIRM = True
EXAMPLE = """
2026-07-01 * "捐款，少记半分"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1002银行存款:01存放慈善总会  10.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -9.995 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry whose sum differs from zero, and each amount with parts of a fen."""
    p = books.frames.postings
    for commodity in p["commodity"].cat.categories:
        yield from _sums(books, p[p["commodity"] == commodity], str(commodity))
    for entry in p["entry"][~p["exact"]].unique():
        yield at_entry(
            books, int(entry), RULE, Severity.ERROR,
            Text("金额多于两位小数。", "An amount has more than two decimals."),
            Text("请写到分。", "Write whole fen."),
        )  # fmt: skip


def _sums(books: Books, p: pd.DataFrame, commodity: str) -> Iterator[Finding]:
    entry = p["entry"].to_numpy()
    starts = np.flatnonzero(np.r_[True, entry[1:] != entry[:-1]])
    sums = np.add.reduceat(p["fen"].to_numpy(), starts)
    for i in np.flatnonzero(sums):
        fen = int(sums[i])
        yield at_entry(
            books, int(entry[starts[i]]), RULE, Severity.ERROR,
            Text(f"借贷不平，差 {show(fen)} {commodity}。", f"Off by {show(fen)} {commodity}."),
            Text("请核对金额，使各行之和正好为零。", "Check the amounts; the lines must sum to exactly zero."),
        )  # fmt: skip
