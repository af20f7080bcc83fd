"""Money that left the enterprise for the fund arrives: paid = received + in transit, and transit is short (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._promises import moves_by_link, promising
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "promise-transit"
SOURCE = "本项目的账簿定律第六条；记账规则：付款与到账各记一笔"
EXAMPLE = """
2026-07-01 * "计提"
  id: "Company/2026-07/记-0001"
  kind: "反哺计提"
  Expenses:Company:5711营业外支出:01公益性捐赠支出  100.00 CNY
  Liabilities:Company:2241其他应付款:02应付捐赠款  -100.00 CNY

2026-07-02 * "付出以后一直没有到账" ^reinvest-2026-Q2
  id: "Company/2026-07/记-0002"
  kind: "反哺支付"
  Liabilities:Company:2241其他应付款:02应付捐赠款  100.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -100.00 CNY
"""


_DAYS = 15


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each payment on its way for more than 15 days; only where both sets of books are there."""
    if books.today is None:
        return
    for unit in promising(books):
        for name, moves in moves_by_link(books, unit).items():
            missing = sum(m.fen for m in moves.paid) - sum(m.fen for m in moves.received)
            last = max((m for m in moves.paid), default=None)
            if last is not None and missing > 0 and (days := (books.today - last.day).days) > _DAYS:
                yield at_entry(
                    books, last.place, RULE, Severity.WARNING,
                    Text(f"{name or '没有链接的'}反哺款付出 {days} 天，还有 {show(missing)} 元没有到账。", f"{show(missing)} of {name or 'an unlinked payment'}, paid {days} days ago, has not arrived."),
                    Text("请向代管方核对；到账后在基金账上记一笔，链接相同。", "Ask the host; when it has come, book it in the fund with the same link."),
                )  # fmt: skip
