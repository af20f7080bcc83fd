"""项目: what each project may cost, what it raised, spent and has left, and who approved it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.directives import projects
from huilin.books.figures import AMOUNT, name_of
from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, as_of, funds, new_year
from huilin.reporting.posted import Place, Posted, declared, summed
from huilin.reporting.selection import last_declared
from huilin.reporting.statement import Chart, Fact, Line, Statement
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books, Entity, Project
    from huilin.money import Fen
    from huilin.reporting.selection import Figure
    from huilin.reporting.statement import Cell, ReportRequest
    from huilin.vocabulary import Period

NAME = "projects"
TITLE = Text("项目预算与执行", "Projects: budget and spending")
ORDER = 30

COLUMNS = (
    Text("总预算", "Whole budget"),
    Text("累计筹得", "Raised so far"),
    Text("累计支出", "Spent so far"),
    Text("尚余资金", "Money left"),
    Text("每年维护费", "Upkeep per year"),
    Text("进度与批准", "Stage and approval"),
)
BUDGET_COLUMNS = (
    Text("本年预算", "Budget"),
    Text("本年支出", "Spent"),
    Text("预算剩余（超支为负）", "Left (over budget: minus)"),
    Text("已用", "Used"),
)

_STAGES = {
    "筹备": "planned", "筹款": "raising money", "实施": "under way", "完工": "completed",
    "长期": "continuing", "结项": "closed",
}  # fmt: skip


class Figures(NamedTuple):
    """One project's figures; budgets and upkeep are there only where a directive states them."""

    project: Project
    budget: Fact | None
    raised: Fact
    spent: Fact
    left: Fact
    year_budget: Fact | None
    year_spent: Fact
    year_left: Fact | None
    upkeep: Fact | None

    @property
    def measure(self) -> tuple[Fen, Fen] | None:
        """What was spent of what: of the year's budget, else of the whole one."""
        if self.year_budget:
            return self.year_spent.amount, self.year_budget.amount
        return (self.spent.amount, self.budget.amount) if self.budget else None


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the projects of each fund that has declared any."""
    made = (one for entity in funds(request.books, request.period) for one in _statements(request, entity))
    return tuple(statement for statement in made if statement.lines)


def _statements(request: ReportRequest, entity: Entity) -> tuple[Statement, Statement]:
    posted, id_ = Posted.of(request.books), f"{entity.name}.projects"
    known = projects(c for c in request.books.customs if c.date <= request.period.end).values()
    own = [project for project in known if project.entity == entity.name]
    figures = [_figures(posted, id_, project, request.books, request.period) for project in own]
    return _execution(entity, request.period, id_, figures), _budget(entity, request.period, id_, figures)


def _execution(entity: Entity, period: Period, id_: str, figures: list[Figures]) -> Statement:
    chart = _chart(id_, figures)
    return Statement(
        id_,
        TITLE,
        entity.name,
        as_of(period),
        COLUMNS,
        tuple(_line(one) for one in figures),
        Text("项目和用途", "Project and purpose"),
        basis=NOT_STATUTORY,
        notes=(_MEANING,),
        summary=tuple(_sentences(figures)),
        charts=(chart,) if chart.categories else (),
    )


_MEANING = Text(
    "累计筹得包括捐赠、其他收入和项目之间的划转；尚余资金 = 累计筹得 − 累计支出。",
    "Raised counts gifts, other income and transfers between projects; money left = raised − spent.",
)


def _budget(entity: Entity, period: Period, id_: str, figures: list[Figures]) -> Statement:
    """Return the year's budget against what was spent, with the difference; what has no budget stands without one."""
    shown = [one for one in figures if one.year_budget or one.year_spent.amount]
    place = Place(entity.name, id_, "total", _TOTAL)
    sums = (
        summed(place, "year-budget", [(1, one.year_budget) for one in shown if one.year_budget]),
        summed(place, "year-spent", [(1, one.year_spent) for one in shown if one.year_budget]),
        summed(place, "year-left", [(1, one.year_left) for one in shown if one.year_left]),
    )
    total = Line(_TOTAL, (*sums, _used(sums[1].amount, sums[0].amount)), style="total")
    return Statement(
        f"{id_}-budget",
        Text("项目年度预算与实际", "Budget of the year and what was spent"),
        entity.name,
        Text(f"{period.end.year}年1月1日至{as_of(period).zh}", f"1 January to {as_of(period).en}"),
        BUDGET_COLUMNS,
        (*(_budget_line(one) for one in shown), total) if any(one.year_budget for one in shown) else (),
        Text("项目", "Project"),
        basis=NOT_STATUTORY,
        notes=(_OUTSIDE,) if any(one.year_budget is None for one in shown) else (),
    )


_TOTAL = Text("有预算的合计", "Those with a budget")
_OUTSIDE = Text(
    "没有列预算数的项目今年没有预算，不计入合计。",
    "Projects without a figure have no budget this year and are not in the total.",
)


def _budget_line(one: Figures) -> Line:
    used = _used(one.year_spent.amount, one.year_budget.amount) if one.year_budget else _NO_BUDGET
    return Line(same(one.project.name), (one.year_budget, one.year_spent, one.year_left, used))


_NO_BUDGET = Text("无预算", "no budget")


def _used(spent: Fen, budget: Fen) -> Text | None:
    """Say what part of the budget is spent, in whole per cent (half up); words, for the figures stand beside it."""
    return same(f"{(200 * spent + budget) // (2 * budget)}%") if budget > 0 else None


def _figures(posted: Posted, id_: str, project: Project, books: Books, period: Period) -> Figures:
    place = Place(project.entity, id_, f.project_key(project.name), same(project.name))
    end = {"end": period.end, "closing": False}
    raised = f.left(project.entity).but(codes=("Income", "3101", "3102", "3201"), **end)
    spent = f.spending(project.entity).but(**end)
    asked = {"raised": raised, "spent": spent, "year-spent": spent.but(start=new_year(period))}
    facts = {key: posted.fact(place, key, f.of_project(s, project.name)) for key, s in asked.items()}
    own = name_of("project", project.entity, project.name)
    budget = last_declared(books, own, "budget", date.min, period.end)
    upkeep = last_declared(books, own, "upkeep-per-year", date.min, period.end)
    yearly = name_of("budget", project.entity, project.name)
    year = _declared(place, "year-budget", last_declared(books, yearly, AMOUNT, new_year(period), period.end))
    return Figures(
        project,
        _declared(place, "budget", budget),
        facts["raised"],
        facts["spent"],
        summed(place, "left", [(1, facts["raised"]), (-1, facts["spent"])]),
        year,
        facts["year-spent"],
        summed(place, "year-left", [(1, year), (-1, facts["year-spent"])]) if year else None,
        _declared(place, "upkeep", upkeep),
    )


def _declared(place: Place, key: str, figure: Figure | None) -> Fact | None:
    return None if figure is None else declared(place, key, figure)


def _line(one: Figures) -> Line:
    project = one.project
    label = f"{project.name}：{project.purpose}" if project.purpose else project.name
    cells: tuple[Cell, ...] = (one.budget, one.raised, one.spent, one.left, one.upkeep, _stage(project))
    return Line(same(label), cells)


def _stage(project: Project) -> Text:
    words = [(project.stage, _STAGES.get(project.stage, project.stage)), (project.approved_by, project.approved_by)]
    said = [(zh, en) for zh, en in words if zh]
    return Text("；".join(zh for zh, _ in said), "; ".join(en for _, en in said))


def _sentences(figures: list[Figures]) -> Iterator[Text]:
    for one in figures:
        if one.year_left is not None and one.year_left.amount < 0:
            over, name = show(-one.year_left.amount), one.project.name
            yield Text(f"{name}今年超出预算 {over} 元。", f"{name} is {over} yuan over this year's budget.")
    yearly = sum(one.upkeep.amount for one in figures if one.upkeep)
    if yearly:
        amount = show(yearly)
        yield Text(
            f"建成的设施每年需要维护费 {amount} 元。", f"What has been built needs {amount} yuan of upkeep a year."
        )


def _chart(id_: str, figures: list[Figures]) -> Chart:
    bars = [(one.project.name, *one.measure) for one in figures if one.measure and one.measure[1]]
    return Chart(
        f"{id_}.progress",
        Text("项目预算执行（本年预算，无本年预算的用总预算）", "Spent of each budget (this year's, else the whole)"),
        "progress-bars",
        tuple(same(name) for name, _, _ in bars),
        (
            (Text("已支出", "Spent"), tuple(done for _, done, _ in bars)),
            (Text("预算", "Budget"), tuple(of for _, _, of in bars)),
        ),
        Text(
            "；".join(f"{name}预算{show(of)}元，已支出{show(done)}元" for name, done, of in bars) + "。",
            "; ".join(f"{name}: {show(done)} spent of {show(of)}" for name, done, of in bars) + ".",
        ),
    )
