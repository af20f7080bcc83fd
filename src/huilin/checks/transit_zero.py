"""Money between two own accounts has arrived by the month's end, or what is still on its way is listed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from huilin.checks._found import at_entry
from huilin.checks._views import cny
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.money import Fen

RULE = "transit-zero"
SOURCE = "《小企业会计准则》1012 其他货币资金（在途资金）"
EXAMPLE = """
2026-07-31 * "提现，月底没有到账" ^payout-1
  id: "Company/2026-07/记-0001"
  Assets:Company:1012其他货币资金:09在途资金  50.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -50.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each month whose last evening finds a transit account not at zero, with the open links."""
    for account in sorted(set(books.workspace.settings.transit.values())):
        p = cny(books)
        p = p[p["account"] == account]
        if not p.empty:
            yield from _months(books, p, account)


def _months(books: Books, p: pd.DataFrame, account: str) -> Iterator[Finding]:
    day, held = p["date"].to_numpy(), np.cumsum(p["fen"].to_numpy())
    last = max(books.transactions[-1].date, p["date"].iloc[-1].date())
    until = min(last + timedelta(days=31), books.today or last)
    for end in pd.date_range(p["date"].iloc[0], until, freq="ME"):
        rows = int(np.searchsorted(day, end.to_datetime64(), side="right"))
        if rows and held[rows - 1]:
            yield _open(books, p.iloc[:rows], account, end.date(), int(held[rows - 1]))


def _open(books: Books, p: pd.DataFrame, account: str, end: date, fen: Fen) -> Finding:
    waiting = "、".join(list(_links(books, p))[:5])
    return at_entry(
        books, int(p["entry"].iloc[-1]), RULE, Severity.WARNING,
        Text(f"{end} 在途资金不为零（{show(fen)} 元）：{waiting}。", f"On {end} {show(fen)} was in transit on {account}: {waiting}."),
        Text("请核对对方账户次月初是否到账；到账记同一链接。", "See whether it arrived early next month; book the arrival with the same link."),
    )  # fmt: skip


def _links(books: Books, p: pd.DataFrame) -> Iterator[str]:
    """Yield the links, or the vouchers without one, that have not come to zero."""
    open_by_link: dict[str, Fen] = {}
    for place, fen in zip(p["entry"].tolist(), p["fen"].tolist(), strict=True):
        entry = books.transactions[place]
        name = min(entry.links or {str(entry.meta.get("id") or entry.date)})
        open_by_link[name] = open_by_link.get(name, 0) + fen
    return (f"{name} {show(fen)}" for name, fen in open_by_link.items() if fen)
