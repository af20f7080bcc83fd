"""专项基金收支表: what the fund had, took in, spent and has left – for residents, not a statutory statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, THIS_PERIOD, YEAR_TO_DATE, funds, hosted, new_year, over
from huilin.reporting.line_table import Column, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.selection import NOT_RESTRICTED, Selection
from huilin.reporting.sheet import Row, Sheet, heading
from huilin.reporting.statement import Check, Statement
from huilin.vocabulary import RESTRICTED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.statement import Line, ReportRequest
    from huilin.vocabulary import Period

NAME = "fund_receipts_payments"
TITLE = Text("专项基金收支表", "Receipts and spending of the fund")
ORDER = 20

CASH = ("1001", "1002", "1009")
AGENCY = ("1801", "2601")
"""Money that only passes through: it is neither income nor the fund's own."""


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    id_ = f"{entity.name}.receipts"
    sheet = Sheet(Posted.of(request.books), entity.name, id_, tuple(_columns(request.period)))
    lines, checks = _lines(sheet, entity, request)
    return Statement(
        id_,
        TITLE if entity.is_hosted else Text("基金收支表", TITLE.en),
        entity.name,
        over(request.period),
        tuple(column.heading for column in sheet.columns),
        lines,
        Text("项目", "Item"),
        basis=NOT_STATUTORY,
        notes=(*([hosted(entity)] if entity.is_hosted else []), _KINDS),
        checks=checks,
    )


_KINDS = Text(
    "收入在钱到账时记账；企业答应而未到账的反哺、捐赠人的认捐都不算收入。年末结转和受托代理款项不计入本表。",
    "Income is booked when money arrives; promises of the enterprise and pledges of donors are no income. Closing entries and money held as agent are not counted.",
)


def _columns(period: Period) -> Iterator[Column]:
    yield turnover("period", THIS_PERIOD, period.start, period.end)
    if period.start != new_year(period):
        yield turnover("ytd", YEAR_TO_DATE, new_year(period), period.end)


def _lines(sheet: Sheet, entity: Entity, request: ReportRequest) -> tuple[tuple[Line, ...], tuple[Check, ...]]:
    opening = sheet.opening("opening", Text("上期结余", "Brought forward"), f.left(entity.name)).styled("subtotal")
    received = _kept(_income(sheet, entity))
    income = sheet.total("income", Text("收入合计", "Total received"), [(1, row) for row in received])
    spent = _kept(_spending(sheet, entity, request))
    expenses = sheet.total("expenses", Text("支出合计", "Total spent"), [(1, row) for row in spent])
    other = [row for row in [_taken_over(sheet)] if any(fact.amount for fact in row.facts)]
    parts = [(1, opening), (1, income), (-1, expenses), *((1, row) for row in other)]
    closing = sheet.total("closing", Text("期末结余", "Carried forward"), parts, "total")
    held = _where(sheet)
    made = (
        opening.line,
        heading(Text("一、收入", "I. Received")),
        *(row.line for row in received),
        income.line,
        heading(Text("二、支出", "II. Spent")),
        *(row.line for row in spent),
        expenses.line,
        *(row.line for row in other),
        closing.line,
        heading(Text("结余在哪里", "Where it is")),
        *(row.line for row in held),
        heading(Text("结余能怎么用", "What it may be spent on")),
        *(row.line for row in _bound(sheet)),
    )
    return made, tuple(_checks(sheet, entity, closing, held[-1]))


def _kept(rows: Iterator[Row] | list[Row]) -> list[Row]:
    return [row for row in rows if not row.is_empty]


def _income(sheet: Sheet, entity: Entity) -> Iterator[Row]:
    gifts = f.income(entity.name, f.GIFTS)
    yield sheet.turnover(
        "gifts", Text("居民和单位捐赠", "Gifts of residents and organisations"), gifts.but(without=f.FROM_COMPANY)
    )
    yield sheet.turnover(
        "from-company", Text("企业反哺捐赠", "Gifts of the community's enterprise"), gifts.but(words=f.FROM_COMPANY)
    )
    everything = f.income(entity.name).but(start=sheet.columns[-1].start, end=sheet.columns[-1].end, closing=False)
    for code in f.other_codes(sheet.posted, everything, f.GIFTS):
        yield sheet.turnover(f"income-{code}", _named(entity, sheet, code), f.income(entity.name, code))


def _spending(sheet: Sheet, entity: Entity, request: ReportRequest) -> Iterator[Row]:
    programme = f.spending(entity.name, f.PROGRAMME)
    for name, _ in f.projects_of(request.books, sheet.posted, entity.name, request.period.end):
        label = f.project_label(name)
        text = Text(f"项目支出：{label.zh}", f"Projects: {label.en}")
        yield sheet.turnover(f"spent-{f.project_key(name)}", text, f.of_project(programme, name))
    everything = f.spending(entity.name).but(start=sheet.columns[-1].start, end=sheet.columns[-1].end, closing=False)
    for code in f.other_codes(sheet.posted, everything, f.PROGRAMME):
        yield sheet.turnover(f"spent-{code}", _named(entity, sheet, code), f.spending(entity.name, code))


def _named(entity: Entity, sheet: Sheet, code: str) -> Text:
    end = sheet.columns[0].end
    return f.code_name(entity, code, end) if end else Text(code, code)


def _taken_over(sheet: Sheet) -> Row:
    """Return what was put straight into net assets: what the books began with, an earlier year's adjustment."""
    label = Text("建账转入及以前年度调整", "Taken over, and prior-year adjustments")
    return sheet.turnover("taken-over", label, Selection(sheet.entity, ("3101", "3102", "3201"), sign=-1), level=0)


def _where(sheet: Sheet) -> tuple[Row, ...]:
    """Return where the balance lies: money, and what else is owned less what is owed."""
    money = sheet.closing("cash", Text("存款和现金", "Deposits and cash"), Selection(sheet.entity, CASH), 1)
    everything = Selection(sheet.entity, ("Assets", "Liabilities"), end=sheet.columns[0].end)
    others = tuple(code for code in f.codes_used(sheet.posted, everything) if code not in (*CASH, *AGENCY))
    parts = [money]
    if others:
        label = Text("其他资产减应付款等", "Other assets less payables")
        parts += _kept([sheet.closing("other-assets", label, Selection(sheet.entity, others), 1)])
    agency = sheet.closing(
        "agency", Text("减：代收代付、不属于基金的钱", "Less: held for others"), Selection(sheet.entity, AGENCY), 1
    )
    parts += [agency] if any(fact.amount for fact in agency.facts) else []
    return *parts, sheet.total("held", Text("合计", "Together"), [(1, row) for row in parts])


def _bound(sheet: Sheet) -> tuple[Row, ...]:
    def of_class(code: str, restriction: str) -> Selection:
        return Selection(
            sheet.entity,
            (code, f"3201:{restriction}", f"Income:{restriction}", f"Expenses:{restriction}"),
            sign=-1,
        )

    tied = Text("限定性：只能用于捐赠人指定的用途", "Restricted: only for what donors named")
    free = Text("非限定性：由基金决定用途", "Unrestricted: the fund decides")
    return (
        sheet.closing("tied", tied, of_class("3102", RESTRICTED), 1),
        sheet.closing("free", free, of_class("3101", NOT_RESTRICTED), 1),
    )


def _checks(sheet: Sheet, entity: Entity, closing: Row, held: Row) -> Iterator[Check]:
    for column, left, there in zip(sheet.columns, closing.facts, held.facts, strict=True):
        heading_ = column.heading
        yield Check(
            Text(f"期末结余 = 账上余额（{heading_.zh}）", f"Carried forward = balance of the accounts ({heading_.en})"),
            left.amount == sheet.posted.total(f.left(entity.name).but(end=column.end)),
        )
        yield Check(
            Text(f"期末结余 = 结余所在合计（{heading_.zh}）", f"Carried forward = where it is ({heading_.en})"),
            left.amount == there.amount,
        )
