"""Nobody's asset: the fund books neither a receivable nor income of what the enterprise has only promised (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds
from huilin.findings import Severity
from huilin.promise.moves import LINK, promising_enterprises
from huilin.vocabulary import PROMISE_RECEIVED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core import data

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "promise-claim"
SOURCE = "财会〔2024〕25号：捐赠承诺不确认（未核原文）；本项目的账簿定律第六条"
EXAMPLE = """
2026-07-01 * "晴川惠邻社区服务有限公司" "二季度反哺，公司还没有付款"
  id: "Fund/2026-07/记-0001"
  project: "路灯改造"
  donor: "D0001"
  Assets:Fund:1122其他应收款  100.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -100.00 CNY
"""

_MONEY = ("1001", "1002", "1009")
_WORDS = ("反哺",)


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each gift of the enterprise to the fund that is booked without money; linked ones aside."""
    p = cny(books)
    gifts = p[p["entity"].isin(funds(books)) & (p["code"] == "4101") & (p["fen"] < 0)]
    for place, fund in dict.fromkeys(zip(gifts["entry"].tolist(), gifts["entity"].tolist(), strict=True)):
        entry = books.transactions[place]
        if _is_linked(entry) or not _is_of_the_promise(books, entry, fund):
            continue
        debits = p[(p["entry"] == place) & (p["fen"] > 0)]
        if not debits["code"].isin(_MONEY).all():
            yield at_entry(
                books, place, RULE, Severity.ERROR,
                Text("企业承诺的反哺还没有到账，基金就记了收入和应收。", "Income and a receivable are booked of what the enterprise has only promised."),
                Text("请更正；到账那天再借记 1002、贷记 4101，未到账的只在附注列示。", "Correct it; debit 1002 and credit 4101 on the day it comes, until then it stands in the notes only."),
            )  # fmt: skip


def _is_linked(entry: data.Transaction) -> bool:
    """Return whether the rule promise-receipt looks at it."""
    return entry.meta.get("kind") == PROMISE_RECEIVED or any(link.startswith(LINK) for link in entry.links or ())


def _is_of_the_promise(books: Books, entry: data.Transaction, fund: str) -> bool:
    said = f"{entry.payee or ''} {entry.narration or ''}"
    givers = [books.entities[name].title for name in promising_enterprises(books, fund) if name in books.entities]
    return any(word in said for word in (*_WORDS, *givers))
