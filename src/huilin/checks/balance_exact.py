"""An asserted balance is met to the fen; Beancount itself lets a small difference pass (law 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from beancount.core import data

from huilin.checks._found import at_directive
from huilin.findings import Severity
from huilin.money import show, to_decimal
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.money import Fen

RULE = "balance-exact"
SOURCE = "《会计法》第十七条（账实相符；未核原文）"
FIRM = True
EXAMPLE = """
2026-07-01 * "存入现金"
  id: "Company/2026-07/记-0001"
  Assets:Company:1002银行存款:01建行基本户  10.00 CNY
  Assets:Company:1001库存现金  -10.00 CNY

2026-07-02 balance Assets:Company:1002银行存款:01建行基本户  10.01 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each assertion that the exact sum, sub-accounts included, does not meet."""
    balances = [entry for entry in books.entries if isinstance(entry, data.Balance)]
    for (account, commodity), entries in _grouped(balances).items():
        days, held = _history(books, account, commodity)
        for entry in entries:
            before = int(np.searchsorted(days, np.datetime64(entry.date, "s")))
            fen = int(held[before - 1]) if before else 0
            if entry.amount.number != to_decimal(fen):
                yield _wrong(books, entry, fen)


def _grouped(balances: list[data.Balance]) -> dict[tuple[str, str], list[data.Balance]]:
    groups: dict[tuple[str, str], list[data.Balance]] = {}
    for entry in balances:
        groups.setdefault((entry.account, entry.amount.currency), []).append(entry)
    return groups


def _history(books: Books, account: str, commodity: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the days of an account's postings, its sub-accounts' too, and what it held after each."""
    p = books.frames.postings
    names = p["account"].cat.categories
    ours = [name for name in names if name == account or name.startswith(f"{account}:")]
    p = p[p["account"].isin(ours) & (p["commodity"] == commodity)]
    return p["date"].to_numpy(), np.cumsum(p["fen"].to_numpy())


def _wrong(books: Books, entry: data.Balance, fen: Fen) -> Finding:
    said = f"{entry.amount.number:,.2f}"
    return at_directive(
        books, entry, RULE, Severity.ERROR,
        Text(f"{entry.account} 的余额应为 {said}，账上是 {show(fen)}。", f"{entry.account} should hold {said}, but the books say {show(fen)}."),
        Text("请查找漏记或重记的一笔；不要用 pad。", "Look for an entry missing or booked twice; never use pad."),
    )  # fmt: skip
