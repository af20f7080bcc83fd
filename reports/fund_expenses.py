"""支出明细: every expense of a fund by day, with what it was for, from which project, and who approved it.

What it was for comes from `category:`, which the treasurer writes for the public; payee and narration stay in the
books (村务公开条例: each expense is posted with its purpose; here unverified, read in a digest).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, funds, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.statement import Check, Fact, Line, Statement
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.selection import Selection
    from huilin.reporting.statement import ReportRequest

NAME = "fund_expenses"
TITLE = Text("支出明细", "Expenses, one by one")
ORDER = 25

_TOTAL = Text("支出合计", "All expenses")
_UNSAID = Text("项目支出", "Project expense")
_APPROVED = Text("已批准", "approved")
_NOTE = Text(
    "用途是记账时写明、可以公开的说明；没有写明的，列科目名称。审批人只列在社区登记的经办人员；红字（负数）是冲回或退款。",
    "Purposes are what the treasurer wrote for the public; where nothing was written the account's name stands. Only officers of the community are named. Negative amounts were taken back or refunded.",
)


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the expenses of each fund."""
    return tuple(_statement(request, entity) for entity in funds(request.books, request.period))


def _statement(request: ReportRequest, entity: Entity) -> Statement:
    posted, id_ = Posted.of(request.books), f"{entity.name}.expenses"
    asked = f.spending(entity.name).but(start=request.period.start, end=request.period.end, closing=False)
    lines = tuple(_lines(request, posted, id_, entity, asked))
    facts = [cell for line in lines for cell in line.cells if isinstance(cell, Fact)]
    whole = summed(Place(entity.name, id_, "total", _TOTAL), "amount", ((1, fact) for fact in facts))
    label = Text("合计 = 支出", "Total = expenses")
    return Statement(
        id_,
        TITLE,
        entity.name,
        over(request.period),
        (
            Text("用途", "What for"),
            Text("项目", "Project"),
            Text("金额（元）", "Amount (CNY)"),
            Text("审批", "Approved by"),
        ),
        (*lines, Line(_TOTAL, (None, None, whole, None), style="total")),
        Text("日期", "Day"),
        basis=NOT_STATUTORY,
        notes=(_NOTE,),
        summary=(_sentence(facts, whole),),
        checks=(Check(label, whole.amount == posted.total(asked)),),
    )


def _lines(request: ReportRequest, posted: Posted, id_: str, entity: Entity, asked: Selection) -> Iterator[Line]:
    """Yield one line an entry and project, grouped once."""
    groups: dict[tuple[int, str], list[Any]] = {}
    picked = posted.pick(asked)
    for entry, row in zip(picked["entry"].to_list(), picked.itertuples(), strict=True):
        groups.setdefault((entry, str(row.project)), []).append(row)
    count = Counter(entry for entry, _ in groups)
    for number, ((entry, project), rows) in enumerate(groups.items()):
        first, apart = rows[0], count[entry] > 1
        selection = asked.but(start=None, end=None, voucher=first.id)
        if apart:
            selection = selection.but(words=(("project", project),))
        day = f"{first.date:%Y-%m-%d}"
        place = Place(
            entity.name, id_, f.voucher_key(first.id, number, apart=apart), Text(f"支出 {day}", f"Expense of {day}")
        )
        fact = Fact(
            place.id("amount"), place.label, entity.name, id_, place.line,
            sum(row.fen for row in rows), query=selection.query(), entries=(first.id,),
        )  # fmt: skip
        yield Line(same(day), (_purpose(entity, first), f.project_label(project), fact, _approval(request, entry)))


def _purpose(entity: Entity, row: Any) -> Text:  # noqa: ANN401 - a row of the frame
    if row.category:
        return same(str(row.category))
    return _UNSAID if row.code == f.PROGRAMME else f.code_name(entity, str(row.code), row.date.date())


def _approval(request: ReportRequest, entry: int) -> Text | None:
    """Return who approved, else who reviewed; a name only where the community lists that person as an officer."""
    meta, people = request.books.transactions[entry].meta, request.books.workspace.settings.people
    approved, reviewed = str(meta.get("approved") or ""), str(meta.get("reviewed") or "")
    if approved:
        return same(approved) if approved in people else _APPROVED
    return Text(f"{reviewed}（审核）", f"{reviewed} (reviewed)") if reviewed in people else None


def _sentence(facts: list[Fact], whole: Fact) -> Text:
    return Text(
        f"本期支出 {len(facts)} 笔，共 {show(whole.amount)} 元，逐笔列在下面。",
        f"{len(facts)} expenses, {show(whole.amount)} yuan together, each listed below.",
    )
