"""与代管机构对账: the fund's ledger beside the host's 专项基金明细账, month by month, with every difference.

The host's balances are the `balance` lines that importing its ledger writes; an entry that bears no key of the host's
ledger (`src: "host:…"`) is one that the host has not booked, or that somebody booked by hand.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from beancount.core import data

from huilin.money import to_fen
from huilin.reporting.common import NOT_STATUTORY, before, funds, hosted, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.selection import Balance, Selection
from huilin.reporting.statement import Check, Fact, Line, Statement
from huilin.vocabulary import month_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books, Entity
    from huilin.reporting.statement import Cell, ReportRequest
    from huilin.vocabulary import Period

NAME = "host_reconciliation"
TITLE = Text("与代管机构对账", "Reconciled with the host")
ORDER = 24

DEPOSIT = "1002"
COLUMNS = (
    Text("期初余额", "Opening"),
    Text("收入", "In"),
    Text("支出", "Out"),
    Text("台账期末余额", "Closing by the ledger"),
    Text("代管机构余额", "Balance by the host"),
    Text("差额", "Difference"),
)


class _Month(NamedTuple):
    """One month's figures; the host's only where its statement was read."""

    label: Text
    opening: Fact
    into: Fact
    out: Fact
    closing: Fact
    host: Fact | None
    difference: Fact | None

    @property
    def cells(self) -> tuple[Cell, ...]:
        missing = Text("未取得对账单", "no statement yet")
        return (self.opening, self.into, self.out, self.closing, self.host or missing, self.difference)


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the reconciliation of each hosted fund."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period) if entity.is_hosted)


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    place = Place(entity.name, f"{entity.name}.host", "", TITLE)
    months = [_month(request.books, place, month) for month in _months(request.period)]
    differing = [month for month in months if month.difference and month.difference.amount]
    label = Text("各月期末 = 下月期初", "Each month ends as the next begins")
    ties = all(a.closing.amount == b.opening.amount for a, b in pairwise(months))
    return Statement(
        place.statement,
        TITLE,
        entity.name,
        over(request.period),
        COLUMNS,
        tuple(Line(month.label, month.cells) for month in months),
        Text("月份", "Month"),
        basis=NOT_STATUTORY,
        notes=(hosted(entity), _FROM_WHERE),
        summary=(_said(entity, months, differing),),
        checks=(Check(label, ties),),
    )


_FROM_WHERE = Text(
    "代管机构余额取自其专项基金明细账的月末数；有差额的月份，差额要逐笔查清后更正。",
    "The host's balances are the month-end figures of its ledger of the special fund; a difference is traced entry by entry and corrected.",
)


def _months(period: Period) -> Iterator[Period]:
    month = month_of(period.start)
    while month.start <= period.end:
        yield month
        month = month_of(month.end + timedelta(days=1))


def _month(books: Books, table: Place, month: Period) -> _Month:
    posted, place = Posted.of(books), table.at(month.name, month.title)
    money = Selection(table.entity, (DEPOSIT,))
    days = {"start": month.start, "end": month.end}
    opening = posted.fact(place, "opening", money.but(end=before(month.start)))
    into = posted.fact(place, "in", money.but(only="debits", **days))
    out = posted.fact(place, "out", money.but(only="credits", sign=-1, **days))
    closing = summed(place, "closing", [(1, opening), (1, into), (-1, out)])
    host = _by_host(books, place, month)
    difference = summed(place, "difference", [(1, closing), (-1, host)]) if host else None
    return _Month(month.title, opening, into, out, closing, host, difference)


def _by_host(books: Books, place: Place, month: Period) -> Fact | None:
    """Return the balance that the host's ledger shows at the month's end: each deposit's balance line of the next day."""
    day, head = month.end + timedelta(days=1), f":{place.entity}:{DEPOSIT}"
    said = [e for e in books.entries if isinstance(e, data.Balance) and e.date == day and head in e.account]
    if not said:
        return None
    amount = sum(to_fen(entry.amount.number or Decimal(0)) for entry in said)
    query = Balance(place.entity, (DEPOSIT,), day).query()
    return Fact(place.id("host"), place.label, place.entity, place.statement, place.line, amount, query=query)


def _said(entity: Entity, months: list[_Month], differing: list[_Month]) -> Text:
    read = sum(month.host is not None for month in months)
    if differing:
        names_zh = "、".join(month.label.zh for month in differing)
        names_en = ", ".join(month.label.en for month in differing)
        return Text(
            f"与{entity.hosted_by}对账：{names_zh}有差额，正在查清。",
            f"Reconciled with {entity.hosted_by}: {names_en} differ and are being traced.",
        )
    if read < len(months):
        return Text(
            f"{len(months)} 个月中有 {read} 个月取得了{entity.hosted_by}的对账单，余额全部一致。",
            f"Statements of {entity.hosted_by} were read for {read} of {len(months)} months; all balances agree.",
        )
    return Text(
        f"每个月末的余额都与{entity.hosted_by}的专项基金明细账一致。",
        f"At the end of every month the balance is that of the ledger of {entity.hosted_by}.",
    )
