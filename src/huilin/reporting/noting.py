"""附注 that fund and enterprise share: what is declared, who is related, and what a standard asks and where it is answered.

Declared is `custom "note" ENTITY KIND "words"`: what no entry can tell – commitments, contingencies, what came after
the period, a changed policy. A note holds from its day on; one of after the period stands where it came after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.reporting.common import THIS_PERIOD, YEAR_TO_DATE, as_of, companies, funds, new_year, over
from huilin.reporting.line_table import turnover
from huilin.reporting.posted import Posted
from huilin.reporting.selection import Selection
from huilin.reporting.sheet import Sheet
from huilin.reporting.statement import Line, Statement
from huilin.vocabulary import PROMISE_PAID, PROMISE_RECEIVED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from huilin.books import Books, Custom, Entity
    from huilin.reporting.line_table import Column
    from huilin.reporting.sheet import Row
    from huilin.reporting.statement import ReportRequest
    from huilin.vocabulary import Period

COMMITMENT, CONTINGENCY, AFTERWARDS, POLICY, OTHER = (
    "commitment", "contingency", "after-period", "policy-change", "other",
)  # fmt: skip
NOTE_KINDS = {
    COMMITMENT: Text("对外承诺", "Commitments"),
    CONTINGENCY: Text("或有事项（担保、未决诉讼等）", "Contingencies (guarantees, pending suits)"),
    AFTERWARDS: Text("资产负债表日后事项", "Events after the period"),
    POLICY: Text("会计政策变更", "Changes of accounting policy"),
    OTHER: Text("其他需要说明的事项", "Other matters"),
}
_TAGGED = (("related-party", ""),)
EXCHANGE = "exchange-"
"""What the link of a purchase between the community's entities begins with."""


class Asked(NamedTuple):
    """One matter that a standard asks the notes to tell, and where or how it is told."""

    matter: Text
    answer: Text


def columns(period: Period) -> tuple[Column, ...]:
    """Return the columns of notes on what happened: the period, and the year to date where that is longer."""
    own = turnover("period", THIS_PERIOD, period.start, period.end)
    year = turnover("ytd", YEAR_TO_DATE, new_year(period), period.end)
    return (own,) if period.start == new_year(period) else (own, year)


# What is declared


def declared(books: Books, entity: str, kind: str, period: Period, today: date) -> tuple[Custom, ...]:
    """Return the notes of one kind that concern the period."""
    said = [note for note in books.directives("note") if note.text(0) == entity and note.text(1) == kind]
    if kind == AFTERWARDS:
        return tuple(note for note in said if period.end < note.date <= today)
    if kind == POLICY:
        return tuple(note for note in said if new_year(period) <= note.date <= period.end)
    return tuple(note for note in said if note.date <= period.end and _holds(note, period))


def _holds(note: Custom, period: Period) -> bool:
    until = note.meta.get("until")
    return until is None or until >= period.start


def answer(request: ReportRequest, entity: Entity, kind: str) -> Text:
    """Return what is declared of one kind, day by day; where nothing is, that nothing is."""
    found = declared(request.books, entity.name, kind, request.period, request.today)
    if not found:
        return NOTHING_DECLARED
    words = "；".join(f"{note.date}：{note.text(2)}" for note in found)
    return Text(f"{words}。", f"{words}")


NOTHING_DECLARED = Text("没有登记。", "None has been declared.")


# What a standard asks for


def index(request: ReportRequest, entity: Entity, source: Text, asked: Iterable[Asked]) -> Statement:
    """Return the matters that the entity's standard asks its notes to tell, each with its answer or why there is none."""
    return Statement(
        f"{entity.name}.notes-index",
        Text("附注事项", "Matters of the notes"),
        entity.name,
        as_of(request.period),
        (Text("在哪里、怎么说", "Where and how it is told"),),
        tuple(Line(one.matter, (one.answer,)) for one in asked),
        Text("制度要求说明的事项", "What the standard asks"),
        notes=(source,),
    )


# Who is related, and what passed between them


def related(request: ReportRequest, entity: Entity) -> Statement:
    """Return the entity's related parties and what passed between them; entries say so by `related-party:` or by link."""
    sheet = Sheet(Posted.of(request.books), entity.name, f"{entity.name}.notes-related", columns(request.period))
    rows = [row for row in _transactions(sheet, request, entity) if not row.is_empty]
    return Statement(
        sheet.statement,
        Text("关联方和关联交易", "Related parties and transactions"),
        entity.name,
        over(request.period),
        tuple(column.heading for column in sheet.columns),
        tuple(row.line for row in rows),
        Text("交易", "Transaction"),
        notes=(_parties(request, entity), _NO_NAMES),
    )


def related_answer(request: ReportRequest, entity: Entity, statement: Statement) -> Text:
    """Return where the related parties are told: in their table, or here where nothing passed between them."""
    if statement.lines:
        return said_in(statement.title)
    who = _parties(request, entity)
    return Text(f"{who.zh}本年没有关联交易的记录。", f"{who.en} No transactions with them are on record this year.")


def _parties(request: ReportRequest, entity: Entity) -> Text:
    found = tuple(parties(request, entity))
    zh, en = "；".join(one.zh for one in found), "; ".join(one.en for one in found)
    return Text(f"关联方：{zh or '没有登记'}。", f"Related parties: {en or 'none declared'}.")


_NO_NAMES = Text(
    "“标明关联方”的按分录里写的关联方统计，与上面各行可能重复，不相加；自然人不公布姓名。",
    "“Marked” are entries that name a related party; they may repeat what stands above and are not added; natural persons are not named here.",
)


def parties(request: ReportRequest, entity: Entity) -> Iterator[Text]:
    """Yield who is related to the entity by what the books declare: host, shareholders, both ends of a promise."""
    books, period = request.books, request.period
    if entity.is_hosted:
        yield Text(f"{entity.hosted_by}（代管机构）", f"{entity.hosted_by} (host)")
    for custom in books.directives("shareholder"):
        if custom.text(0) == entity.name and custom.date <= period.end:
            share = custom.number(2)
            part = f"{(share * 100).normalize():f}%" if share is not None else ""
            yield Text(f"{custom.text(1)}（股东，{part}）", f"{custom.text(1)} (shareholder, {part})")
    for name, is_giver in _promised(books, entity, period):
        title = books.entities[name].title
        yield (
            Text(f"{title}（反哺本基金的企业）", f"{title} (the enterprise that gives to this fund)")
            if is_giver
            else Text(f"{title}（本企业反哺的基金）", f"{title} (the fund that this enterprise gives to)")
        )


def _promised(books: Books, entity: Entity, period: Period) -> Iterator[tuple[str, bool]]:
    pairs = dict.fromkeys((c.text(0), c.text(1)) for c in books.directives("reinvestment") if c.date <= period.end)
    for giver, taker in pairs:
        if taker == entity.name and giver in books.entities:
            yield giver, True
        if giver == entity.name and taker in books.entities:
            yield taker, False


def _transactions(sheet: Sheet, request: ReportRequest, entity: Entity) -> Iterator[Row]:
    name = entity.name
    if entity in funds(request.books, request.period):
        gifts = Selection(name, ("4101",), sign=-1, words=(("kind", PROMISE_RECEIVED),))
        yield sheet.turnover("gifts", Text("收到企业反哺捐赠", "Gifts of the enterprise received"), gifts)
        bought = Selection(name, ("Expenses",), link=EXCHANGE)
        yield sheet.turnover("bought", Text("向企业购买服务", "Services bought of the enterprise"), bought)
    elif entity in companies(request.books, request.period):
        paid = Selection(name, ("2241", "2232"), words=(("kind", PROMISE_PAID),))
        yield sheet.turnover("paid", Text("支付反哺", "Promise paid"), paid)
        sold = Selection(name, ("Income",), sign=-1, link=EXCHANGE)
        yield sheet.turnover("sold", Text("向基金提供服务的收入", "Services sold to the fund"), sold)
    income = Selection(name, ("Income",), sign=-1, without=_TAGGED)
    yield sheet.turnover("marked-income", Text("收入中标明关联方的", "Income marked as of related parties"), income)
    expense = Selection(name, ("Expenses",), without=_TAGGED)
    yield sheet.turnover(
        "marked-expense", Text("费用中标明关联方的", "Expenses marked as with related parties"), expense
    )
    owed = Selection(name, ("Liabilities",), sign=-1, without=_TAGGED)
    yield sheet.turnover("marked-debts", Text("负债净增加中标明关联方的", "Net increase of debts marked so"), owed)
    capital = Selection(name, ("Equity",), sign=-1, without=_TAGGED)
    yield sheet.turnover(
        "marked-capital", Text("投入资本中标明关联方的", "Capital marked as of related parties"), capital
    )


def said_in(statement: Text) -> Text:
    """Say that a matter is told by a statement of this disclosure."""
    return Text(f"见“{statement.zh}”。", f"See “{statement.en}”.")


def not_kept(why: Text) -> Text:
    """Say that a matter was looked at and is left out, and why."""
    return Text(f"未列示：{why.zh}", f"Left out: {why.en}")


def one(zh: str, en: str, told: Text) -> Asked:
    """Return a matter with its answer."""
    return Asked(Text(zh, en), told)
