"""企业逐月收支: the enterprise's income and costs by month and account – no wages, prices, customers or suppliers.

Accounts are those of the national chart, never their details: 管理费用 holds pay and rent in one sum.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huilin.reporting.common import MANAGEMENT, companies, new_year, over
from huilin.reporting.fund import code_name, codes_used
from huilin.reporting.line_table import Column, total, turnover
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.selection import Selection
from huilin.reporting.sheet import Row, Sheet, heading
from huilin.reporting.statement import Check, Line, Statement
from huilin.vocabulary import month_of, quarter_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.statement import LineStyle, ReportRequest
    from huilin.vocabulary import Period

NAME = "company_months"
TITLE = Text("企业分月收支", "The enterprise by month")
ORDER = 58

RESULT = (("Income", -1, Text("一、收入", "I. Income")), ("Expenses", 1, Text("二、成本和费用", "II. Costs")))
_TOGETHER = "together"


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each enterprise."""
    return tuple(_statement(request, entity) for entity in companies(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    period, posted, id_ = request.period, Posted.of(request.books), f"{entity.name}.months"
    columns = tuple(_columns(period))
    sheet = Sheet(posted, entity.name, id_, tuple(column for column in columns if not column.total_of))
    lines: list[Line] = []
    sums: list[Row] = []
    for root, sign, title in RESULT:
        rows = list(_rows(sheet, entity, period, root, sign))
        sums.append(
            sheet.total(
                root.lower(), Text(f"{title.zh[2:]}合计", f"{title.en[4:]}, together"), [(1, row) for row in rows]
            )
        )
        lines += [
            heading(title),
            *(_with_total(sheet, row, "line") for row in rows),
            _with_total(sheet, sums[-1], "subtotal"),
        ]
    label = Text("净利润（亏损以“-”号填列）", "Net profit (loss with a minus)")
    profit = sheet.total("profit", label, [(1, sums[0]), (-1, sums[1])])
    year = Selection(entity.name, ("Income", "Expenses"), sign=-1, start=period.start, end=period.end, closing=False)
    whole = sum(fact.amount for fact in profit.facts if fact.id.rpartition(".")[2] != "ytd")
    return Statement(
        id_,
        TITLE,
        entity.name,
        over(period),
        tuple(column.heading for column in columns),
        (*lines, _with_total(sheet, profit, "total")),
        Text("科目", "Account"),
        basis=MANAGEMENT,
        notes=(_LITTLE,),
        checks=(Check(Text("各月净利润之和 = 本期净利润", "The months' profits add up to the period's"), whole == posted.total(year)),),
    )  # fmt: skip


_LITTLE = Text(
    "企业只公布各科目每月合计，不公布工资、进价、顾客、持卡人和供应商。",
    "Of the enterprise only the sums of each account and month are published: no pay, purchase prices, customers, card holders or suppliers.",
)


def _columns(period: Period) -> Iterator[Column]:
    """Yield the months of a quarter, the quarters of a year, or a month and the year so far; then their total."""
    parts = list(_parts(period))
    yield from (turnover(part.name, part.title, part.start, part.end) for part in parts)
    if len(parts) > 1:
        yield total(_TOGETHER, Text("合计", "Together"), tuple(part.name for part in parts))
    elif period.start != new_year(period):
        yield turnover("ytd", Text("本年累计", "Year to date"), new_year(period), period.end)


def _parts(period: Period) -> Iterator[Period]:
    of = quarter_of if period.months == 12 else month_of
    part = of(period.start)
    while part.start <= period.end:
        yield part
        part = of(date.fromordinal(part.end.toordinal() + 1))


def _rows(sheet: Sheet, entity: Entity, period: Period, root: str, sign: int) -> Iterator[Row]:
    used = Selection(entity.name, (root,), start=new_year(period), end=period.end, closing=False)
    for code in codes_used(sheet.posted, used):
        selection = Selection(entity.name, (code,), sign=1 if sign > 0 else -1)
        row = sheet.turnover(code, code_name(entity, code, period.end), selection)
        if not row.is_empty:
            yield row


def _with_total(sheet: Sheet, row: Row, style: LineStyle) -> Line:
    """Return the row's line, with its total where there are several months."""
    first = row.facts[0]
    place = Place(sheet.entity, sheet.statement, first.line, first.label)
    several = len(row.facts) > 1 and not row.facts[-1].id.endswith(".ytd")
    added = (summed(place, _TOGETHER, [(1, fact) for fact in row.facts]),) if several else ()
    return Line(row.line.label, (*row.facts, *added), level=row.line.level if style == "line" else 0, style=style)
