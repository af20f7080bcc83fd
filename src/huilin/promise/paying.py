"""Payment and receipt of the promise, drafted on the days on which the money moved: each in its own books, one link.

Only a treasurer knows those days, so they are said (`--pay`, `--received`); statements that are imported bring them
by themselves. Drafts count as booked, so that doing it twice changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import HuilinError
from huilin.money import to_fen
from huilin.promise.booking import account_of, link_of, two_legs
from huilin.promise.moves import ACCOUNTS, promise_moves
from huilin.promise.settling import PeriodLine, by_period, holder, payee
from huilin.reinvestment.policy import DIVIDEND, RESERVE
from huilin.vocabulary import PROMISE_PAID, PROMISE_RECEIVED, RESTRICTED, UNRESTRICTED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from huilin.books import Books
    from huilin.drafting import Draft
    from huilin.promise.moves import Move
    from huilin.reinvestment import Policy

CASH = ("1001", "1002", "1012")
FUND_CASH = "1002"


class Receipt(NamedTuple):
    """What the fund knows of a receipt: the day, the donation receipt's number, the project, the donor's id."""

    day: date
    number: str = ""
    project: str = ""
    donor: str = ""


def payments(books: Books, policy: Policy, day: date, bank: str = "") -> tuple[Draft, ...]:
    """Return a payment for each period that is accrued and unpaid on `day`: Dr 2241.02 (2232) / Cr 1002."""
    if policy.route == RESERVE:
        return ()
    lines = [line for line in by_period(books, policy, day, drafts=True) if line.open > 0]
    return tuple(_payment(books, policy, line, day, bank or _usual_bank(books, policy)) for line in lines)


def receipts(books: Books, policy: Policy, receipt: Receipt) -> tuple[Draft, ...]:
    """Return the fund's entry for what was paid and has not come in: Dr 1002 / Cr 4101, with the payment's link."""
    moves = promise_moves(books, policy.enterprise, policy.fund, drafts=True)
    left: dict[str, int] = {}
    for move in moves.paid:
        left[move.link] = left.get(move.link, 0) + (move.fen if move.day <= receipt.day else 0)
    for move in moves.received:
        left[move.link] = left.get(move.link, 0) - move.fen
    open_links = {link: fen for link, fen in left.items() if link and fen > 0}
    if receipt.number and len(open_links) > 1:
        raise HuilinError(
            Text(
                f"有 {len(open_links)} 笔付款在途，一个票号不能开给几笔。",
                f"{len(open_links)} payments are in transit; one receipt number cannot stand for several.",
            ),
            Text("请逐笔记到账（huilin add），或不写 --receipt。", "Book them one by one, or leave out --receipt."),
        )
    usual = moves.received[-1] if moves.received else None
    return tuple(_received(books, policy, link, fen, receipt, usual) for link, fen in open_links.items())


def _payment(books: Books, policy: Policy, line: PeriodLine, day: date, bank: str) -> Draft:
    enterprise = policy.enterprise
    entry = two_legs(books, enterprise, day, (ACCOUNTS[policy.route][1], bank or FUND_CASH), to_fen(line.open))
    what = f"支付{line.period.title.zh}反哺捐赠"
    if policy.route == DIVIDEND:
        fund = books.entities[policy.fund].title if policy.fund in books.entities else policy.fund
        what = f"支付{line.period.title.zh}分红，由{holder(books, enterprise, day).title or '股东'}转捐{fund}"
    link = line.link or link_of(books, policy, line.period)
    return replace(
        entry,
        payee=payee(books, policy),
        narration=what,
        meta={"kind": PROMISE_PAID, "category": "支付社区反哺"},
        links=(link,),
    )


def _received(  # noqa: PLR0913, PLR0917 - what a receipt consists of
    books: Books, policy: Policy, link: str, fen: int, receipt: Receipt, usual: Move | None
) -> Draft:
    before: Mapping[str, object] = books.transactions[usual.place].meta if usual else {}
    project = receipt.project or policy.project or str(before.get("project", ""))
    if project not in books.projects:
        raise _no_project(project, books)
    sub = RESTRICTED if books.projects[project].is_restricted else UNRESTRICTED
    income = account_of(books, policy.fund, f"4101:{sub}", receipt.day)
    entry = two_legs(books, policy.fund, receipt.day, (FUND_CASH, income), fen)
    giver = holder(books, policy.enterprise, receipt.day).title if policy.route == DIVIDEND else ""
    donor = receipt.donor or str(before.get("donor", ""))
    meta = {"kind": PROMISE_RECEIVED, "project": project, "donor": donor, "receipt": receipt.number}
    said = {key: value for key, value in meta.items() if value}
    title = books.entities[policy.enterprise].title
    return replace(
        entry,
        payee=giver or title,
        narration=f"收到{giver or title}反哺捐赠" + (f"（{title}分红转捐）" if giver else ""),
        meta=said,
        links=(link,),
    )


def _usual_bank(books: Books, policy: Policy) -> str:
    """Return the account of the last payment; where there was none, the only one there is is found by its code."""
    paid = promise_moves(books, policy.enterprise, policy.fund, drafts=True).paid
    for move in reversed(paid):
        for posting in books.transactions[move.place].postings:
            if any(f":{code}" in posting.account for code in CASH):
                return posting.account
    return ""


def _no_project(project: str, books: Books) -> HuilinError:
    known = "、".join(books.projects)
    return HuilinError(
        Text(
            f"没有项目“{project}”。" if project else "没有写明反哺款用于哪个项目。",
            f"There is no project “{project}”." if project else "Nothing says which project the money is for.",
        ),
        Text(
            f"请写 --project，或在反哺约定里写 project:；已有项目：{known}。",
            f"Say --project, or write project: in the promise; there are: {known}.",
        ),
    )
