"""利润表（会小企02表）: what the enterprise earned and spent, with the official line numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.common import companies, new_year, over
from huilin.reporting.line_table import fill, notes_of, read, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.statement import Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.books import Entity
    from huilin.reporting.statement import ReportRequest

NAME = "company_income"
TITLE = Text("利润表", "Income statement")
ORDER = 60


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the income statement of each enterprise."""
    return tuple(_statement(request, entity) for entity in companies(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    table = read(Path(__file__).with_name("small_enterprise.toml"))["income"]
    period = request.period
    columns = (
        turnover("period", Text("本期金额", "This period"), period.start, period.end),
        turnover("ytd", Text("本年累计金额", "Year to date"), new_year(period), period.end),
    )
    filled = fill(table, Posted.of(request.books), entity.name, columns)
    return Statement(
        f"{entity.name}.income",
        table.title,
        entity.name,
        over(period),
        tuple(column.heading for column in columns),
        filled.lines,
        table.label_column,
        basis=Text(f"{table.form}　小企业会计准则", "Form 02, Accounting Standards for Small Enterprises"),
        notes=(_CLOSING, _ORDER, *notes_of(filled, table)),
        checks=filled.checks,
    )


_CLOSING = Text("年末结转分录不计入本表。", "Year-end closing entries are not counted.")
_ORDER = Text(
    "两栏按税务申报表的顺序排列（本期、本年累计）；准则附录的顺序相反。",
    "The columns stand as on the tax form (period, year to date); the annex of the standard has them the other way round.",
)
