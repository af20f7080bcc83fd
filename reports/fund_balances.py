"""专项基金余额表: what each project had, took in, spent and has left, and how much of it a donor has bound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, before, funds, hosted, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.statement import Check, Fact, Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.books import Entity, Project
    from huilin.reporting.selection import Selection
    from huilin.reporting.statement import ReportRequest
    from huilin.vocabulary import Period

NAME = "fund_balances"
TITLE = Text("专项基金余额表", "Balances of the fund by project")
ORDER = 25

COLUMNS = (
    ("opening", Text("期初余额", "Opening")),
    ("in", Text("本期收入", "Received")),
    ("out", Text("本期支出", "Spent")),
    ("moved", Text("划转及调整", "Transfers and adjustments")),
    ("closing", Text("期末余额", "Closing")),
    ("bound", Text("其中：限定用途", "of which restricted")),
)


_SIGNS = {"opening": 1, "in": 1, "out": -1, "moved": 1}


class Row(NamedTuple):
    """One project's row: its facts by column; none where nothing was moved, or nobody has bound the money."""

    name: str
    facts: dict[str, Fact]


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_ = Posted.of(request.books), f"{entity.name}.balances"
    projects = f.projects_of(request.books, posted, entity.name, request.period.end)
    rows = [_row(posted, Place(entity.name, id_, "", TITLE), request.period, one) for one in projects]
    rows = [row for row in rows if any(fact.amount or fact.entries for fact in row.facts.values())]
    total = _total(entity.name, id_, rows)
    lines = (
        *(_line(f.project_label(row.name), row.facts) for row in rows),
        replace(_line(_TOTAL, total), style="total"),
    )
    check = Check(
        Text("各项目期末余额之和 = 基金结余", "Projects' closing balances = balance of the fund"),
        total["closing"].amount == posted.total(f.left(entity.name).but(end=request.period.end)),
    )
    return Statement(
        id_,
        TITLE if entity.is_hosted else Text("基金余额表", TITLE.en),
        entity.name,
        over(request.period),
        tuple(heading for _, heading in COLUMNS),
        lines,
        Text("项目", "Project"),
        basis=NOT_STATUTORY,
        notes=(*([hosted(entity)] if entity.is_hosted else []), _MEANING),
        checks=(check,),
    )


_TOTAL = Text("合计", "Total")
_MEANING = Text(
    "限定用途：捐赠人或法律指定了用途的项目，余额只能用在这个项目上；基金管理委员会自己安排的用途不算限定。",
    "Restricted: a donor or the law has named the project, and its balance may be spent on nothing else; what the fund's own board has set aside is not restricted.",
)


def _row(posted: Posted, table: Place, period: Period, one: tuple[str, Project | None]) -> Row:
    (name, project), fund = one, table.entity
    place = replace(table, line=f.project_key(name), label=f.project_label(name))
    days = {"start": period.start, "end": period.end, "closing": False}
    asked: dict[str, Selection] = {
        "opening": f.left(fund).but(end=before(period.start), closing=False),
        "in": f.income(fund).but(**days),
        "out": f.spending(fund).but(**days),
        "moved": f.left(fund).but(codes=("3101", "3102", "3201"), **days),
    }
    facts = {key: posted.fact(place, key, f.of_project(selection, name)) for key, selection in asked.items()}
    if not facts["moved"].entries:
        del facts["moved"]
    facts["closing"] = summed(place, "closing", [(_SIGNS[key], fact) for key, fact in facts.items()])
    if project is not None and project.is_restricted:
        facts["bound"] = summed(place, "bound", [(1, facts["closing"])])
    return Row(name, facts)


def _total(fund: str, id_: str, rows: list[Row]) -> dict[str, Fact]:
    place = Place(fund, id_, "total", _TOTAL)
    columns = {key: [(1, row.facts[key]) for row in rows if key in row.facts] for key, _ in COLUMNS}
    return {key: summed(place, key, parts) for key, parts in columns.items() if parts or key == "closing"}


def _line(label: Text, facts: dict[str, Fact]) -> Line:
    return Line(label, tuple(facts.get(key) for key, _ in COLUMNS))
