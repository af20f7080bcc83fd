"""The fund books the enterprise's promise only when the money has come: in cash, and never before or beyond the payment (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.checks._found import at_entry
from huilin.checks._promises import LinkMoves, moves_by_link, promising
from huilin.checks._views import entity_of, funds
from huilin.findings import Severity
from huilin.money import show
from huilin.promise.moves import LINK
from huilin.vocabulary import PROMISE_RECEIVED, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core import data

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "promise-receipt"
SOURCE = "财会〔2020〕9号、财会〔2024〕25号：捐赠承诺不确认（未核原文）；本项目的账簿定律第六条"
EXAMPLE = """
2026-07-01 * "反哺款还没到就记了应收"
  id: "Fund/2026-07/记-0001"
  kind: "反哺到账"
  project: "日常公益"
  donor: "D0001"
  Assets:Fund:1122其他应收款  100.00 CNY
  Income:Fund:4101捐赠收入:02限定性  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each receipt that is no cash, has no link, or comes before or beyond its payment."""
    entities, ours = entity_of(books), funds(books)
    for place, entry in enumerate(books.transactions):
        if entities[place] not in ours:
            continue
        links = [link for link in entry.links or () if link.startswith(LINK)]
        if links or entry.meta.get("kind") == PROMISE_RECEIVED:
            if any(_code(posting) in _CLAIMS for posting in entry.postings):
                yield at_entry(books, place, RULE, Severity.ERROR, *_NOT_CASH)
            if not links:
                yield at_entry(books, place, RULE, Severity.WARNING, *_NO_LINK)
    for unit in promising(books):
        for link in moves_by_link(books, unit).values():
            yield from _beyond(books, link)


def _code(posting: data.Posting) -> str:
    account = split_account(posting.account)
    return account.code if account else ""


def _beyond(books: Books, moves: LinkMoves) -> Iterator[Finding]:
    """Yield a finding at the first receipt that more has come by than was paid up to its day."""
    came = 0
    for receipt in moves.received:
        came += receipt.fen
        gone = sum(payment.fen for payment in moves.paid if payment.day <= receipt.day)
        if came > gone:
            yield at_entry(
                books, receipt.place, RULE, Severity.ERROR,
                Text(f"到 {receipt.day} 到账 {show(came)} 元，公司才付出 {show(gone)} 元。", f"By {receipt.day} {show(came)} had come, but the company had paid {show(gone)}."),
                Text("请核对日期、金额和链接；付款与到账各记一笔，链接相同。", "Check dates, amounts and link; payment and receipt are two entries with one link."),
            )  # fmt: skip
            return


_CLAIMS = ("1121", "1122")
_NOT_CASH = (
    Text("反哺款没有到账就记了应收款。", "The promised money is booked as a receivable before it came."),
    Text("到账后再借记 1002；未到账的只在附注列示。", "Debit 1002 when it arrives; until then it stands in the notes only."),
)  # fmt: skip
_NO_LINK = (
    Text("反哺到账没有和付款用链接连起来。", "This receipt is not linked to the payment."),
    Text("请写付款分录上的 ^reinvest-… 链接。", "Add the payment's link ^reinvest-…"),
)
