"""基金附注: restricted money by project, gifts in kind, related parties, and where each matter of the standard is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.reporting import fund as f
from huilin.reporting import noting
from huilin.reporting.common import before, funds, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.selection import Counterpart, Selection
from huilin.reporting.sheet import Sheet
from huilin.reporting.statement import Check, Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.noting import Asked
    from huilin.reporting.statement import Fact, ReportRequest

NAME = "fund_notes"
TITLE = Text("基金附注", "Notes of the fund")
ORDER = 91

CASH = ("1001", "1002", "1009")
RESTRICTED = ("3102", "3201:02", "Income:02", "Expenses:02")
_SIGNS = {"opening": 1, "in": 1, "out": -1, "moved": 1}
_COLUMNS = (
    ("opening", Text("期初余额", "Opening")),
    ("in", Text("本期收入", "Received")),
    ("out", Text("本期使用", "Spent")),
    ("moved", Text("解除限定及调整", "Released and adjusted")),
    ("closing", Text("期末余额", "Closing")),
)
_TOTAL = Text("合计", "Total")
_RESTRICTED = Text("限定性净资产（按项目）", "Restricted net assets by project")
_IN_KIND = Text("实物和服务捐赠", "Gifts in kind and of services")


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the notes of each fund; a table with nothing in it is left out, and the index says so."""
    return tuple(
        statement
        for entity in funds(request.books, request.period)
        for statement in _notes(request, entity)
        if statement.lines
    )


def _notes(request: ReportRequest, entity: Entity) -> Iterator[Statement]:
    restricted, in_kind, related = (make_one(request, entity) for make_one in (_restricted, _in_kind, noting.related))
    yield from (restricted, in_kind, related)
    told = noting.related_answer(request, entity, related)
    yield noting.index(request, entity, _SOURCE, _asked(request, entity, restricted, in_kind, told))


# Restricted net assets, project by project


def _restricted(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_, end = Posted.of(request.books), f"{entity.name}.notes-restricted", request.period.end
    made = []
    for name, _ in f.projects_of(request.books, posted, entity.name, end):
        facts = _moves(posted, Place(entity.name, id_, f.project_key(name), f.project_label(name)), request, name)
        if any(fact.amount for fact in facts.values()):
            made.append((f.project_label(name), facts))
    place = Place(entity.name, id_, "total", _TOTAL)
    totals = {key: summed(place, key, [(1, facts[key]) for _, facts in made]) for key, _ in _COLUMNS} if made else {}
    lines = [Line(label, tuple(facts[key] for key, _ in _COLUMNS)) for label, facts in made]
    lines += [Line(_TOTAL, tuple(totals[key] for key, _ in _COLUMNS), style="total")] if made else []
    held = posted.total(Selection(entity.name, RESTRICTED, sign=-1, end=end))
    return Statement(
        id_,
        _RESTRICTED,
        entity.name,
        over(request.period),
        tuple(heading for _, heading in _COLUMNS),
        tuple(lines),
        Text("项目", "Project"),
        notes=(_BOUND,),
        checks=(
            Check(
                Text("合计 = 资产负债表限定性净资产", "Total = restricted net assets of the balance sheet"),
                (totals["closing"].amount if totals else 0) == held,
            ),
        ),
    )


_BOUND = Text(
    "限定性净资产只能按捐赠人或法律限定的用途、时间使用；合计等于资产负债表的限定性净资产。",
    "Restricted net assets may be used only for what, or when, a donor or the law says; the total is that of the balance sheet.",
)


def _moves(posted: Posted, place: Place, request: ReportRequest, project: str) -> dict[str, Fact]:
    """Return the project's restricted money: what it had, took in, spent, what was released, what it has."""
    period, fund = request.period, place.entity
    days = {"start": period.start, "end": period.end}
    no_result = Counterpart(("Income", "Expenses"), present=False)
    asked = {
        "opening": Selection(fund, RESTRICTED, sign=-1, end=before(period.start)),
        "in": Selection(fund, ("Income:02",), sign=-1, closing=False).but(**days),
        "out": Selection(fund, ("Expenses:02",), closing=False).but(**days),
        "moved": Selection(fund, ("3102", "3201:02"), sign=-1, counterparts=(no_result,)).but(**days),
    }
    facts = {key: posted.fact(place, key, f.of_project(selection, project)) for key, selection in asked.items()}
    facts["closing"] = summed(place, "closing", [(_SIGNS[key], fact) for key, fact in facts.items()])
    return facts


# Gifts that are not money


def _in_kind(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_ = Posted.of(request.books), f"{entity.name}.notes-in-kind"
    sheet = Sheet(posted, entity.name, id_, noting.columns(request.period))
    no_money = Counterpart((*CASH, "Income"), present=False)
    gifts = Selection(entity.name, ("4101",), sign=-1, only="credits", counterparts=(no_money,))
    rows = [
        row
        for name, _ in f.projects_of(request.books, posted, entity.name, request.period.end)
        for row in [sheet.turnover(f.project_key(name), f.project_label(name), f.of_project(gifts, name), level=0)]
        if not row.is_empty
    ]
    lines = [row.line for row in rows]
    lines += [sheet.total("total", _TOTAL, [(1, row) for row in rows], "total").line] if rows else []
    return Statement(
        id_,
        _IN_KIND,
        entity.name,
        over(request.period),
        tuple(column.heading for column in sheet.columns),
        tuple(lines),
        Text("用途", "Purpose"),
        notes=(_VALUED,),
    )


_VALUED = Text(
    "不经过货币资金的捐赠收入。按凭据金额入账，没有凭据或凭据与公允价值相差很大的按公允价值，固定资产两者都没有的按名义金额1元。",
    "Donation income that did not come as money: at the amount of its voucher, at fair value where there is none or it is far off, fixed assets with neither at ¥1.",
)


# What the standard asks for

_SOURCE = Text(
    "事项按民间非营利组织会计制度对附注的要求列出（凭记忆整理，未与财会〔2024〕25号原文核对）。",
    "The matters are those that the accounting system asks of the notes (from memory, not compared with 财会〔2024〕25号).",
)


def _asked(
    request: ReportRequest, entity: Entity, restricted: Statement, in_kind: Statement, related: Text
) -> Iterator[Asked]:
    one, end = noting.one, request.period.end
    agency = Posted.of(request.books).total(Selection(entity.name, ("2601",), sign=-1, end=end))
    pledges = any(c.text(0) == entity.name and c.date <= end for c in request.books.directives("pledge"))
    yield one("重要会计政策", "Accounting policies", noting.said_in(Text("编制说明", "Notes")))
    yield one("会计政策变更", "Changes of policy", noting.answer(request, entity, noting.POLICY))
    yield one("理事会成员和员工的人数、报酬", "Board and staff, their number and pay", _PEOPLE)
    yield one("重要项目及其增减变动", "Main items and their changes", _CHANGES)
    yield one("限定性净资产", "Restricted net assets", _where(restricted, _RESTRICTED, _NO_RESTRICTED))
    yield one("受托代理交易", "Agency transactions", _AGENCY if agency else _NO_AGENCY)
    yield one("重大资产减值", "Impairment of assets", _IMPAIRMENT)
    yield one("受赠实物和服务", "Gifts in kind and of services", _where(in_kind, _IN_KIND, _NO_IN_KIND))
    yield one("捐赠承诺（认捐）", "Pledges", _PLEDGES if pledges else _NO_PLEDGES)
    yield one("接受劳务捐赠（志愿工时）", "Donated work (volunteer hours)", _HOURS)
    yield one("税费", "Taxes", _TAXES)
    yield one("关联方及其交易", "Related parties", related)
    yield one("对外承诺", "Commitments", noting.answer(request, entity, noting.COMMITMENT))
    yield one("或有事项", "Contingencies", noting.answer(request, entity, noting.CONTINGENCY))
    yield one("资产负债表日后事项", "Events after the period", noting.answer(request, entity, noting.AFTERWARDS))
    yield one("其他", "Other matters", noting.answer(request, entity, noting.OTHER))


def _where(statement: Statement, title: Text, nothing: Text) -> Text:
    return noting.said_in(title) if statement.lines else nothing


_PEOPLE = noting.not_kept(
    Text("账上没有人数，报酬不按人公布；由编制人在年度报告中说明。", "the books know no head-count, and pay is not published by person; the yearly report tells it.")
)  # fmt: skip
_CHANGES = Text(
    "见资产负债表两栏和专项基金余额表。", "See both columns of the balance sheet and the balances by project."
)
_NO_RESTRICTED = Text("没有限定性净资产。", "There are none.")
_AGENCY = Text(
    "受托代理资产与受托代理负债列在资产负债表，两者相等；不是收入也不是支出。",
    "Agency assets and liabilities stand in the balance sheet and are equal; neither income nor expense.",
)
_NO_AGENCY = Text("期末没有受托代理的款物。", "Nothing is held as agent at the end.")
_IMPAIRMENT = Text(
    "计提的减值列在业务活动表“资产减值损失”。", "What was provided stands in the statement of activities."
)
_NO_IN_KIND = Text("本年没有实物和服务捐赠。", "There were none this year.")
_PLEDGES = Text(
    "见“认捐和未到账的反哺”；不是收入，也不是资产。", "See “Pledges and promises”; neither income nor an asset."
)
_NO_PLEDGES = Text("没有登记认捐。", "None has been declared.")
_HOURS = Text(
    "见“志愿工时”；不计金额，没有登记的不列表。",
    "See “Volunteer hours”; not valued, and no table where none are recorded.",
)
_TAXES = Text("应交税费列在资产负债表，所得税费用列在业务活动表。", "Taxes payable stand in the balance sheet, income tax in the statement of activities.")  # fmt: skip
