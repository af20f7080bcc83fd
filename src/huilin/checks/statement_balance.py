"""Each month of each bank account and wallet is settled against the statement's own balance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
from beancount.core import data

from huilin.checks._found import at_entry
from huilin.checks._views import cny
from huilin.findings import Severity
from huilin.vocabulary import Period, month_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "statement-balance"
SOURCE = "财会〔2024〕12号《会计软件基本功能和服务规范》：银行对账（未核原文）"
EXAMPLE = """
2026-08-01 * "七月有流水，却没有核对余额"
  id: "Company/2026-08/记-0001"
  Assets:Company:1002银行存款:01建行基本户  10.00 CNY
  Equity:Company:3001实收资本  -10.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield one note an account with the past months that end without a balance assertion."""
    said = {(e.account, e.date) for e in books.entries if isinstance(e, data.Balance)}
    p = cny(books)
    for account in sorted(a for a in books.workspace.settings.statements.values() if a.startswith("Assets:")):
        days = p["date"][p["account"] == account]
        if not days.empty:
            missing = [m for m in _months(days, books.today) if (account, m.end + timedelta(days=1)) not in said]
            if missing:
                place = int(p["entry"][days.index[-1]])
                yield _unsettled(books, place, account, missing)


def _months(days: pd.Series[pd.Timestamp], today: date | None) -> list[Period]:
    last = min(days.iloc[-1].date(), today or date.max)
    months = pd.date_range(days.iloc[0].to_period("M").start_time, last, freq="MS")
    return [month for day in months if (month := month_of(day.date())).end < (today or date.max)]


def _unsettled(books: Books, place: int, account: str, missing: list[Period]) -> Finding:
    names = "、".join(month.name for month in missing[-6:])
    return at_entry(
        books, place, RULE, Severity.NOTE,
        Text(f"{account} 有 {len(missing)} 个月没有核对余额：{names}{'等' if len(missing) > 6 else ''}。", f"{account}: {len(missing)} months end without a balance taken from the statement: {names}."),
        Text("请照对账单写：次月一日 balance 账户 余额 CNY。", "Write from the statement: first day of the next month, balance, account, amount, CNY."),
    )  # fmt: skip
