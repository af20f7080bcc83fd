"""储值卡: what the enterprise owes its card holders – as a total, never by card, and how many cards only from five on.

Since 2025-05-01 a consumer may reclaim what is left (最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释, read in
a digest, the text unverified), so residents should see that the money is there. Where a month has fewer than five cards
(reporting.small_groups), cards are shown within all advances received.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.money import show
from huilin.reporting.common import AMOUNT, MANAGEMENT, before, companies, in_words, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.selection import Selection
from huilin.reporting.small_groups import CARDS, FEW, holders, may_show_cards
from huilin.reporting.statement import Check, Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.books import Books, Entity
    from huilin.reporting.statement import Fact, ReportRequest
    from huilin.vocabulary import Period

NAME = "prepaid_cards"
TITLE = Text("储值卡余额", "Balances on prepaid cards")
ORDER = 59

MONEY = ("1001", "1002", "1012")


class _Shown(NamedTuple):
    """Which account stands for the cards, and what it is called then."""

    code: str
    name: Text


_ALONE = _Shown(":".join(CARDS), Text("储值卡余额", "Balances on cards"))
_WITHIN = _Shown(CARDS[0], Text("储值卡余额和其他预收款", "Balances on cards and other advances"))


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise that has cards."""
    made = (_statement(request, entity) for entity in companies(request.books, request.period))
    return tuple(statement for statement in made if statement is not None)


def _statement(request: ReportRequest, entity: Entity) -> Statement | None:
    books, period, posted = request.books, request.period, Posted.of(request.books)
    if not _has_cards(books, entity.name, period):
        return None
    shown = _ALONE if may_show_cards(books, entity.name, period.end) else _WITHIN
    place, owed = Place(entity.name, f"{entity.name}.cards", "", TITLE), Selection(entity.name, (shown.code,), sign=-1)

    def fact(line: str, label: Text, selection: Selection) -> Fact:
        return posted.fact(place.at(line, label), "amount", selection)

    opening = fact(
        "opening", Text(f"期初{shown.name.zh}", f"{shown.name.en} at the start"), owed.but(end=before(period.start))
    )
    change = fact("change", _CHANGE, owed.but(start=period.start, end=period.end))
    label = Text(f"期末{shown.name.zh}（公司欠顾客的）", f"{shown.name.en} at the end (owed to customers)")
    closing = summed(place.at("closing", label), "amount", [(1, opening), (1, change)])
    money = fact("money", _MONEY, Selection(entity.name, MONEY, end=period.end))
    return Statement(
        place.statement,
        TITLE,
        entity.name,
        over(period),
        (AMOUNT,),
        (
            Line(opening.label, (opening,)),
            Line(change.label, (change,), level=1),
            Line(closing.label, (closing,), style="total"),
            Line(money.label, (money,)),
        ),
        Text("项目", "Item"),
        basis=MANAGEMENT,
        notes=(_SILENT,),
        summary=(_said(books, entity, period, closing.amount, money.amount),),
        checks=(Check(_TIES, closing.amount == posted.total(owed.but(end=period.end))),),
    )


_CHANGE = Text("本期充值减消费和退卡", "Paid in, less used and refunded")
_MONEY = Text("公司同日的货币资金", "Money of the company that day")
_TIES = Text("期末余额 = 2203 预收账款余额", "Closing = balance of 2203")
_SILENT = Text(
    "只公布合计，不公布单张卡和持卡人；卡数在五张以上才公布。",
    "Only the total is published, no card and no holder; the number of cards only from five on.",
)


def _has_cards(books: Books, entity: str, period: Period) -> bool:
    rows = books.frames.select(entity=entity, codes=[CARDS[0]], end=period.end)
    return bool((rows["card"] != "").any())


def _said(books: Books, entity: Entity, period: Period, owed: int, money: int) -> Text:
    """Say what is owed, on how many cards where that may be said, and whether the money is there."""
    day, count = in_words(period.end), holders(books, entity.name, period.end)
    zh, en = (f"，有余额的卡 {count} 张", f" on {count} cards with a balance") if count >= FEW else ("", "")
    there = ("足够", "enough") if money >= owed else ("不够", "not enough")
    return Text(
        f"到{day.zh}，{entity.title}还欠顾客的储值卡和预收款 {show(owed)} 元{zh}；账上货币资金 {show(money)} 元，{there[0]}退还。",
        f"On {day.en} {entity.title} owed its customers {show(owed)} for cards and advances{en}; it held {show(money)}, {there[1]} to pay it back.",
    )
