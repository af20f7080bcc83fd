"""资产负债表（会小企01表）: what the enterprise owns and owes, with the official line numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.common import as_of, before, companies, new_year
from huilin.reporting.line_table import balance, fill, notes_of, read
from huilin.reporting.posted import Posted
from huilin.reporting.statement import Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.books import Entity
    from huilin.reporting.statement import ReportRequest

NAME = "company_position"
TITLE = Text("资产负债表", "Balance sheet")
ORDER = 65


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the balance sheet of each enterprise."""
    return tuple(_statement(request, entity) for entity in companies(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    table = read(Path(__file__).with_name("small_enterprise.toml"))["position"]
    columns = (
        balance("end", Text("期末余额", "Closing balance"), request.period.end),
        balance("opening", Text("年初余额", "Balance at 1 January"), before(new_year(request.period))),
    )
    filled = fill(table, Posted.of(request.books), entity.name, columns)
    return Statement(
        f"{entity.name}.position",
        table.title,
        entity.name,
        as_of(request.period),
        tuple(column.heading for column in columns),
        filled.lines,
        table.label_column,
        basis=Text(f"{table.form}　小企业会计准则", "Form 01, Accounting Standards for Small Enterprises"),
        notes=(_UNCLOSED, *notes_of(filled, table)),
        checks=filled.checks,
    )


_UNCLOSED = Text(
    "年中尚未结转的损益计入第51行“未分配利润”，所以任何一天资产总计都等于负债和所有者权益总计。",
    "Results not yet closed in mid-year are part of line 51, so that the sheet balances on any day.",
)
