"""Only what the fund receives counts as given back: paying a project's vendor directly is spending of the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._promised import promises
from huilin.checks._views import cny, link_places
from huilin.findings import Severity
from huilin.promise.moves import LINK
from huilin.promise.settling import holder, payee
from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "promise-vendor"
SOURCE = "反哺约定：直接支付项目供应商不计入反哺；《慈善法》第四十条（未核原文）"
EXAMPLE = """
2026-07-01 * "直接付给路灯供应商，记作反哺"
  id: "Company/2026-07/记-0001"
  kind: "反哺支付"
  Expenses:Company:5602管理费用:01职工薪酬  100.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -100.00 CNY
"""

_CASH = ("1001", "1002", "1012")


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each payment of the promise that is an expense, is set off, or goes to somebody else."""
    enterprises = {policy.enterprise for policy in promises(books)}
    p = cny(books)
    p = p[p["entity"].isin(enterprises)]
    linked = {place for link, places in link_places(books).items() if link.startswith(LINK) for place in places}
    meant = p["kind"].isin([PROMISE_PAID, PROMISE_ACCRUED]) | p["entry"].isin(linked)
    for place, entry in p[p["entry"].isin(p.loc[meant, "entry"])].groupby("entry"):
        yield from _one(books, int(str(place)), entry)


def _one(books: Books, place: int, entry: pd.DataFrame) -> Iterator[Finding]:
    gift = (entry["code"] == "5711") & (entry["sub"] == "01")
    accrual = PROMISE_ACCRUED in set(entry["kind"])
    if ((entry["root"] == "Expenses") & ~(gift & accrual)).any():
        yield at_entry(books, place, RULE, Severity.ERROR, *_EXPENSE)
    elif not accrual and (entry["fen"] > 0).any():
        debt = entry["code"].isin(["2241", "2232"]) & (entry["fen"] > 0)
        if debt.any() and not entry.loc[entry["fen"] < 0, "code"].isin(_CASH).all():
            yield at_entry(books, place, RULE, Severity.ERROR, *_SET_OFF)
        elif debt.any():
            yield from _somebody_else(books, place, str(entry["entity"].iloc[0]))


def _somebody_else(books: Books, place: int, enterprise: str) -> Iterator[Finding]:
    paid_to = (books.transactions[place].payee or "").strip()
    ours = [policy for policy in promises(books) if policy.enterprise == enterprise]
    funds = [books.entities[policy.fund] for policy in ours if policy.fund in books.entities]
    if not paid_to or not funds:
        return
    known = {payee(books, policy) for policy in ours}
    known |= {fund.title for fund in funds} | {fund.hosted_by for fund in funds}
    known.add(holder(books, enterprise, books.transactions[place].date).title)
    if not any(name and (name in paid_to or paid_to in name) for name in known):
        yield at_entry(
            books, place, RULE, Severity.WARNING,
            Text(f"反哺款付给了“{paid_to}”，不是基金或代管方。", f"The promise was paid to “{paid_to}”, who is neither the fund nor its host."),
            Text("直接付给供应商的不计入反哺；请核对收款方。", "Paying a vendor directly does not count; check the payee."),
        )  # fmt: skip


_EXPENSE = (
    Text("直接支付的费用不计入反哺。", "Spending paid directly does not count as given back."),
    Text("费用照常记 5602 或 5711:02，去掉反哺的 kind: 和链接；反哺要付给基金。", "Book it as 5602 or 5711:02 without the promise's kind and link; the promise is paid to the fund."),
)  # fmt: skip
_SET_OFF = (
    Text("反哺不是用钱付的：应付捐赠款被别的科目抵掉了。", "The promise was not paid in money: it was set off against another account."),
    Text("请更正；反哺只能用银行存款付给基金或代管方。", "Correct it; the promise is paid from the bank to the fund or its host."),
)  # fmt: skip
