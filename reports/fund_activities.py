"""业务活动表: a fund's income, expense and change in net assets, restricted and not.

For a hosted fund these are management figures without a form number; for a registered body the form 会民非02表.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from huilin.reporting.common import MANAGEMENT, before, funds, hosted, new_year, over
from huilin.reporting.line_table import Column, compact, fill, notes_of, read, total, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.selection import NOT_RESTRICTED, Selection
from huilin.reporting.statement import Check, Statement
from huilin.vocabulary import RESTRICTED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Entity
    from huilin.reporting.line_table import Filled
    from huilin.reporting.statement import ReportRequest
    from huilin.vocabulary import Period

NAME = "fund_activities"
TITLE = Text("基金业务活动表", "Activities of the fund")
ORDER = 50

_CLASSES = (
    ("free", NOT_RESTRICTED, Text("非限定性", "unrestricted"), "3101"),
    ("tied", RESTRICTED, Text("限定性", "restricted"), "3102"),
)


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of activities of each fund, in the layout of the standard in force."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    period = request.period
    standard = entity.standard_on(period.end)
    table = read(Path(__file__).with_name(f"{standard.replace('-', '_')}.toml"))["activities"]
    posted = Posted.of(request.books)
    columns = tuple(_columns(period))
    filled = fill(table, posted, entity.name, columns)
    checks = (*filled.checks, *_ties(filled, posted, entity, period))
    return Statement(
        f"{entity.name}.activities",
        TITLE if entity.is_hosted else table.title,
        entity.name,
        over(period),
        tuple(column.heading for column in columns),
        compact(filled.lines) if entity.is_hosted else filled.lines,
        table.label_column,
        basis=MANAGEMENT if entity.is_hosted else Text(table.form, "Form 02 for non-profit organisations"),
        notes=(
            *([hosted(entity)] if entity.is_hosted else []),
            *_about(checks),
            *notes_of(filled, table, numbers=not entity.is_hosted),
        ),
        checks=checks,
    )


def _columns(period: Period) -> Iterator[Column]:
    spans = [("period", Text("本期", "This period"), period.start)]
    if period.start != new_year(period):
        spans.append(("ytd", Text("本年累计", "Year to date"), new_year(period)))
    for key, heading, start in spans:
        for word, restriction, name, _ in _CLASSES:
            title = Text(f"{heading.zh}·{name.zh}", f"{heading.en}: {name.en}")
            yield turnover(f"{key}.{word}", title, start, period.end, restriction)
        yield total(f"{key}.total", Text(f"{heading.zh}·合计", f"{heading.en}: total"), (f"{key}.free", f"{key}.tied"))


def _ties(filled: Filled, posted: Posted, entity: Entity, period: Period) -> Iterator[Check]:
    """Check that the change of each class is the difference of its net assets between the two balance sheets."""
    for word, restriction, name, code in _CLASSES:
        after, earlier = (
            _net_assets(posted, entity.name, code, restriction, day) for day in (period.end, before(period.start))
        )
        label = Text(f"净资产变动额 = {name.zh}净资产期末 − 期初", f"Change = {name.en} net assets, closing − opening")
        yield Check(label, filled.amount("change", f"period.{word}") == after - earlier)


def _net_assets(posted: Posted, entity: str, code: str, restriction: str, day: date) -> int:
    codes = (code, f"3201:{restriction}", f"Income:{restriction}", f"Expenses:{restriction}")
    return posted.total(Selection(entity, codes, sign=-1, end=day))


def _about(checks: tuple[Check, ...]) -> Iterator[Text]:
    yield Text(
        "限定性：捐赠人或法律限定了用途或时间的钱；其余为非限定性。年末结转分录不计入本表。",
        "Restricted: a donor or the law says what for or when it may be spent. Closing entries are not counted.",
    )
    if all(check.holds for check in checks):
        yield Text(
            "已核对：各类净资产变动额等于资产负债表上该类净资产的期末数减期初数。",
            "Checked: the change of each class equals closing less opening net assets of that class.",
        )
