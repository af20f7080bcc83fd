"""What is open: everything that the books themselves say is not finished, with its amount and where to look."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.audit.ledger_view import entries, refs
from huilin.audit.table import Column, Origin, Table
from huilin.books.sealed import sealed_until
from huilin.errors import HuilinError
from huilin.money import to_fen
from huilin.promise import policies, settlement
from huilin.vocabulary import ADVANCE, month_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.audit.request import AuditRequest
    from huilin.money import Fen

_SHOWN = 200
"""From how many entries on an origin is an account and not a list."""


class OpenItem(NamedTuple):
    """One thing that is not finished: what, in whose books, how many, how much (fen), where from, what to do."""

    what: Text
    entity: str
    number: int
    amount: Fen | None
    origin: Origin | None
    remedy: Text


def open_items(request: AuditRequest) -> Table:
    """Return what is open by the period's end."""
    columns = (
        Column("what", Text("事项", "What")), Column("entity", Text("账套", "Books")),
        Column("count", Text("笔数", "Count"), "count"),
        Column("amount", Text("金额", "Amount"), "money", origin="origin"),
        Column("remedy", Text("怎样办", "What to do")),
    )  # fmt: skip
    rows = [(i.what, i.entity, i.number, i.amount, i.remedy, i.origin) for i in found(request)]
    return Table.of(
        "overview.open",
        Text("未了事项", "What is open"),
        columns,
        rows,
        extra=("origin",),
        empty=Text("没有未了事项。", "Nothing is open."),
    )


def found(request: AuditRequest) -> Iterator[OpenItem]:
    """Yield what is open: drafts, open months, findings, money on its way, advances, the promise, gifts unreceipted."""
    for entity in request.entities:
        yield from _drafts(request, entity.name)
        yield from _unsealed(request, entity.name)
        yield from _in_transit(request, entity.name)
        yield from _advances(request, entity.name)
        yield from _unreceipted(request, entity.name)
    yield from _promises(request)
    yield from _of_rules(request)


def _drafts(request: AuditRequest, entity: str) -> Iterator[OpenItem]:
    view = entries(request.books)
    drafts = view[(view["flag"] != "*") & (view["entity"] == entity) & _until(view["date"], request.period.end)]
    if len(drafts):
        yield OpenItem(
            Text("草稿，还没有审核过账", "Drafts that nobody has posted"), entity, len(drafts),
            int(drafts["total"].sum()), _origin(tuple(drafts["ref"].head(_SHOWN + 1))),
            Text("审核后用 huilin post 过账。", "Review them and run `huilin post`."),
        )  # fmt: skip


def _unsealed(request: AuditRequest, entity: str) -> Iterator[OpenItem]:
    sealed = sealed_until(request.books.workspace, entity)
    days = entries(request.books).query("entity == @entity")["date"]
    days = days[_until(days, min(request.period.end, request.today))]
    if sealed is not None:
        days = days[~_until(days, sealed)]
    firsts = days.dt.to_period("M").drop_duplicates().dt.start_time
    months = {month.name for day in firsts if (month := month_of(day.date())).end < request.today}
    if months:
        yield OpenItem(
            Text(f"没有封账的月份：{min(months)} 至 {max(months)}", f"Months not sealed: {min(months)} to {max(months)}"),
            entity, len(months), None, None, Text("核对后用 huilin close 结账。", "Check them and run `huilin close`."),
        )  # fmt: skip


def _in_transit(request: AuditRequest, entity: str) -> Iterator[OpenItem]:
    account = request.books.workspace.settings.transit.get(entity, "")
    p = request.all_postings
    rows = p[(p["account"] == account).to_numpy() & _until(p["date"], request.period.end)]
    held = int(rows["fen"].sum())
    if held:
        yield OpenItem(
            Text("在途资金", "Money in transit"), entity, 1, held, Origin(account=account, end=request.period.end),
            Text("核对对方账户次月初是否到账。", "See whether it arrived early next month."),
        )  # fmt: skip


def _advances(request: AuditRequest, entity: str) -> Iterator[OpenItem]:
    p = request.all_postings
    p = p[((p["kind"] == ADVANCE) & (p["entity"] == entity) & p["code"].isin(("3101", "3102"))).to_numpy()]
    p = p[_until(p["date"], request.period.end)]
    for project, rows in p.groupby("project", observed=True):
        owed = -int(rows["fen"].sum())
        if owed > 0:
            yield OpenItem(
                Text(f"项目“{project}”未归还的垫付", f"Advance that “{project}” still owes"), entity, 1, owed,
                _origin(refs(request.books, rows["entry"].tolist())),
                Text("收到捐款后归还。", "Pay it back when gifts arrive."),
            )  # fmt: skip


def _unreceipted(request: AuditRequest, entity: str) -> Iterator[OpenItem]:
    p = request.postings
    gifts = p[((p["entity"] == entity) & (p["code"] == "4101") & (p["fen"] < 0) & (p["receipt"] == "")).to_numpy()]
    gifts = gifts[(gifts["kind"] != "结转").to_numpy()]
    if len(gifts) and request.books.entities[entity].standard_on(request.period.end).startswith("npo"):
        yield OpenItem(
            Text("没有票据号的捐赠", "Gifts without a receipt's number"), entity, gifts["entry"].nunique(),
            -int(gifts["fen"].sum()), _origin(refs(request.books, gifts["entry"].head(_SHOWN + 1).tolist())),
            Text("开票或登记：huilin add receipt。", "Give and register a receipt."),
        )  # fmt: skip


def _promises(request: AuditRequest) -> Iterator[OpenItem]:
    try:
        promised = {policy.pair: policy for policy in policies(request.books)}
    except HuilinError:
        return
    for policy in promised.values():
        if request.entity not in ("", policy.enterprise, policy.fund):
            continue
        one = settlement(request.books, policy, request.period.end, today=request.today)
        if one.difference:
            yield OpenItem(
                _unpaid(one.overdue_days),
                policy.enterprise, 1, to_fen(one.difference),
                Origin(account=f"Liabilities:{policy.enterprise}:2241", end=request.period.end),
                Text("见“反哺”一页。", "See the page on the promise."),
            )  # fmt: skip
        if one.in_transit:
            yield OpenItem(
                Text("反哺已付出、基金尚未到账", "Paid by the enterprise, not yet received by the fund"), policy.fund, 1,
                to_fen(one.in_transit), None, Text("向代管机构查询到账日。", "Ask the host when it arrived."),
            )  # fmt: skip


def _unpaid(days: int) -> Text:
    if not days:
        return Text("反哺已计提未支付（尚未到期）", "Promise accrued, not paid (not due yet)")
    return Text(f"反哺已计提未支付（逾期 {days} 天）", f"Promise accrued, not paid ({days} days overdue)")


_OPEN_RULES = {
    "evidence-present": Text("达到起点却没有凭据的支出", "Spending above the threshold without evidence"),
    "statement-balance": Text("没有核对对账单余额的账户", "Accounts with months not settled against a statement"),
    "receipt-gaps": Text("有缺号的票据", "Series of receipts with gaps"),
    "approval-present": Text("该批而没有批准的支出", "Spending that needs approval and has none"),
}


def _of_rules(request: AuditRequest) -> Iterator[OpenItem]:
    counted = Counter(finding.rule for finding in request.books.findings)
    for rule, what in _OPEN_RULES.items():
        if counted[rule]:
            where = Text(f"见检查结果中的 {rule}。", f"See {rule} among the findings.")
            yield OpenItem(what, "", counted[rule], None, None, where)


def _until(days: Any, end: date) -> Any:  # noqa: ANN401 - a column of days to a column of truths
    import numpy as np

    return (days <= np.datetime64(end)).to_numpy()


def _origin(numbers: tuple[str, ...]) -> Origin | None:
    return Origin(numbers) if 0 < len(numbers) <= _SHOWN else None
