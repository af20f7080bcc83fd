"""What the fund buys from its own enterprise stands in both books with one amount (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, entity_of, link_places
from huilin.findings import Severity
from huilin.money import show
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.money import Fen

RULE = "exchange-pairs"
SOURCE = "本项目的账簿定律第六条；《慈善组织信息公开办法》（民政部令第81号）第十三、十四条 关联交易（未核原文）"
EXAMPLE = """
2026-07-01 * "收到基金餐费补贴" ^exchange-2026-Q3
  id: "Company/2026-07/记-0001"
  Assets:Company:1002银行存款:01建行基本户  300.00 CNY
  Income:Company:5001主营业务收入:01团购自营  -300.00 CNY

2026-07-01 * "基金付的却是另一个数" ^exchange-2026-Q3
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  Expenses:Fund:5101业务活动成本:01非限定性  30.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -30.00 CNY
"""


_SETTLED_ON = frozenset(
    ("1001", "1002", "1009", "1012", "1121", "1122", "1123", "1141", "1221", "2202", "2203", "2209", "2241")
)
"""Money, claims and debts: what the one gives up here the other gains; stock, tax, income and cost are its own."""


def check(books: Books) -> Iterator[Finding]:
    """Yield an error where both sides differ, a warning where one is missing; only where both sets are there."""
    if len(books.entities) < 2:
        return
    p = cny(books)
    fen = p["fen"].where(p["code"].isin(_SETTLED_ON), 0).groupby(p["entry"]).sum()
    for link, places in link_places(books).items():
        if link.startswith("exchange-"):
            units = {entity_of(books)[place] for place in places}
            total = sum(int(fen.get(place, 0)) for place in places)
            if len(units) < 2:
                yield _alone(books, places[-1], link)
            elif total:
                yield _unequal(books, places[-1], link, abs(total))


def _alone(books: Books, place: int, link: str) -> Finding:
    return at_entry(
        books, place, RULE, Severity.WARNING,
        Text(f"{link} 只在一个账套里有。", f"{link} stands in one set of books only."),
        Text("另一方到账或付款后，在它的账上记一笔，链接相同。", "When the other side has paid or received, book it there with the same link."),
    )  # fmt: skip


def _unequal(books: Books, place: int, link: str, fen: Fen) -> Finding:
    return at_entry(
        books, place, RULE, Severity.ERROR,
        Text(f"{link} 两边相差 {show(fen)} 元。", f"The two sides of {link} differ by {show(fen)}."),
        Text("请核对两个账套的金额和链接。", "Check amounts and link in both sets of books."),
    )  # fmt: skip
