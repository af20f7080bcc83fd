"""资产负债表 of a fund: what it holds, what it owes, and whose wish binds the rest.

For a hosted fund these are management figures without a form number; for a registered body the form 会民非01表.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.common import MANAGEMENT, as_of, before, funds, hosted, new_year
from huilin.reporting.line_table import balance, compact, fill, notes_of, read
from huilin.reporting.posted import Posted
from huilin.reporting.statement import Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.books import Entity
    from huilin.reporting.statement import ReportRequest

NAME = "fund_position"
TITLE = Text("基金资产负债表", "Balance sheet of the fund")
ORDER = 55


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the balance sheet of each fund, in the layout of the standard in force."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    standard = entity.standard_on(request.period.end)
    table = read(Path(__file__).with_name(f"{standard.replace('-', '_')}.toml"))["position"]
    columns = (
        balance("end", Text("期末余额", "Closing balance"), request.period.end),
        balance("opening", Text("年初余额", "Balance at 1 January"), before(new_year(request.period))),
    )
    filled = fill(table, Posted.of(request.books), entity.name, columns)
    return Statement(
        f"{entity.name}.position",
        TITLE if entity.is_hosted else table.title,
        entity.name,
        as_of(request.period),
        tuple(column.heading for column in columns),
        compact(filled.lines) if entity.is_hosted else filled.lines,
        table.label_column,
        basis=MANAGEMENT if entity.is_hosted else Text(table.form, "Form 01 for non-profit organisations"),
        notes=(
            *([hosted(entity), _held(entity)] if entity.is_hosted else []),
            *notes_of(filled, table, numbers=not entity.is_hosted),
        ),
        checks=filled.checks,
    )


def _held(entity: Entity) -> Text:
    return Text(
        f"“货币资金”是存放于{entity.hosted_by}的款项。", f"“Cash and bank” is money deposited with {entity.hosted_by}."
    )
