"""What is promised is paid within its term: the notice says how many days the community has been waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._promised import promises
from huilin.findings import Severity
from huilin.money import show, to_fen
from huilin.promise.moves import promise_moves
from huilin.promise.settling import by_period, settled_period
from huilin.reinvestment import policies_on
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "promise-overdue"
SOURCE = "反哺约定的 settle-within；《公司法》第二百一十二条（分红六个月内支付，未核原文）"
EXAMPLE = """
2026-03-31 * "计提一季度反哺"
  id: "Company/2026-03/记-0001"
  kind: "反哺计提"
  Expenses:Company:5711营业外支出:01公益性捐赠支出  100.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a warning for each period whose accrual is unpaid after its term."""
    if books.today is None:
        return
    latest = {policy.pair: policy for policy in promises(books) if policy.start <= books.today}
    standing = {policy.pair: policy for policy in policies_on(promises(books), books.today)}
    for policy in {**latest, **standing}.values():
        accrued = promise_moves(books, policy.enterprise, policy.fund).accrued
        for line in by_period(books, policy, books.today):
            if line.overdue_days:
                place = max(m for m in accrued if settled_period(policy, m) == line.period).place
                left = show(to_fen(line.open))
                yield at_entry(
                    books, place, RULE, Severity.WARNING,
                    Text(f"{line.period.title.zh}的反哺还有 {left} 元没有支付，已逾期 {line.overdue_days} 天（应在 {line.due} 前付清）。", f"{left} of the promise of {line.period.title.en} is unpaid, {line.overdue_days} days late (due by {line.due})."),
                    Text("请付款；流水导入后会自动记账，或用 huilin reinvest 期间 --pay 日期。", "Pay it; the bank statement books it, or `huilin reinvest PERIOD --pay DATE`."),
                )  # fmt: skip
