"""Every transaction sums to exactly zero, in whole fen: Beancount lets 0.005 pass (law 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "exact-sum"
SOURCE = "会计法 第九条；借贷记账法：有借必有贷，借贷必相等"


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each entry whose sum differs from zero, and each amount with parts of a fen."""
    p = books.frames.postings
    sums = p.groupby(["entry", "commodity"], observed=True)["fen"].sum()
    for (entry, commodity), fen in sums[sums != 0].items():
        yield at_entry(
            books, int(entry), RULE, Severity.ERROR,
            Text(f"借贷不平，差 {show(fen)} {commodity}。", f"Off by {show(fen)} {commodity}."),
            Text("请核对金额，使各行之和正好为零。", "Check the amounts; the lines must sum to exactly zero."),
        )  # fmt: skip
    for entry in p.loc[~p["exact"], "entry"].unique():
        yield at_entry(
            books, int(entry), RULE, Severity.ERROR,
            Text("金额多于两位小数。", "An amount has more than two decimals."),
            Text("请写到分。", "Write whole fen."),
        )  # fmt: skip
