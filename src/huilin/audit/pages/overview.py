"""The overview: which sets of books there are, month by month what is posted and sealed, what was found, what is open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from huilin import sealing
from huilin.audit.ledger_view import entries
from huilin.audit.open_items import open_items
from huilin.audit.table import Column, Origin, Table
from huilin.findings import in_order
from huilin.vocabulary import month_of
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from huilin.audit.request import AuditRequest
    from huilin.sealing import Seal


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return entities, what is open, months with their seals, findings by rule, and every finding."""
    seals = sealing.read(request.books.workspace)
    return (
        _entities(request, seals),
        open_items(request),
        _months(request, seals),
        _rules(request),
        findings(request),
    )


def _mine(request: AuditRequest) -> pd.DataFrame:
    view = entries(request.books)
    if request.chosen is not None:
        view = view[view.index.isin(request.chosen)]
    return view[view["entity"] == request.entity] if request.entity else view


def _entities(request: AuditRequest, seals: tuple[Seal, ...]) -> Table:
    view = _mine(request)
    columns = (
        Column("entity", Text("账套", "Books")), Column("title", Text("名称", "Name")),
        Column("standard", Text("会计制度", "Standard")), Column("host", Text("代管机构", "Host")),
        Column("first", Text("首笔", "First entry"), "date"), Column("last", Text("末笔", "Last entry"), "date"),
        Column("entries", Text("凭证", "Vouchers"), "count"), Column("postings", Text("分录行", "Postings"), "count"),
        Column("drafts", Text("草稿", "Drafts"), "count"), Column("sealed", Text("封账到", "Sealed to"), "date"),
    )  # fmt: skip
    return Table.of(
        "overview.entities",
        Text("账套", "Sets of books"),
        columns,
        [_entity(request, view[view["entity"] == one.name], one.name, seals) for one in request.entities],
        period=request.heading,
    )


def _entity(request: AuditRequest, view: pd.DataFrame, name: str, seals: tuple[Seal, ...]) -> tuple[Any, ...]:
    entity = request.books.entities[name]
    ends = [seal.end for seal in seals if seal.entity == name]
    days = view["date"]
    return (
        name, entity.title, entity.standard_on(request.period.end), entity.hosted_by,
        None if view.empty else days.min(), None if view.empty else days.max(),
        int((view["flag"] == "*").sum()), int(view["postings"].sum()), int((view["flag"] != "*").sum()),
        max(ends, default=None),
    )  # fmt: skip


def _months(request: AuditRequest, seals: tuple[Seal, ...]) -> Table:
    columns = (
        Column("month", Text("月份", "Month")), Column("entity", Text("账套", "Books")),
        Column("entries", Text("凭证", "Vouchers"), "count"),
        Column("turnover", Text("借方发生额", "Debits"), "money", origin="origin"),
        Column("drafts", Text("草稿", "Drafts"), "count", blank_zero=True),
        Column("bare", Text("无附件", "Without evidence"), "count", blank_zero=True),
        Column("seal", Text("封账", "Seal")), Column("hash", Text("封账哈希", "Hash of the seal")),
        Column("by", Text("封账人", "Sealed by")), Column("on", Text("封账日", "Sealed on"), "date"),
    )  # fmt: skip
    return Table.of(
        "overview.months",
        Text("逐月", "Month by month"),
        columns,
        _month_rows(request, seals),
        extra=("origin",),
        about=Text(
            "每个账套每个月：过账了多少、还有多少草稿、封在哪个账期里。",
            "Each set of books by month: what is posted, what is still a draft, and which seal covers it.",
        ),
    )


def _month_rows(request: AuditRequest, seals: tuple[Seal, ...]) -> Iterator[tuple[Any, ...]]:
    view = _mine(request)
    first, last = np.datetime64(request.period.start), np.datetime64(request.period.end)
    view = view[(view["date"] >= first) & (view["date"] <= last)]
    bare = view["evidence"].map(len) == 0
    groups = view.assign(month=view["date"].dt.strftime("%Y-%m"), bare=bare).groupby(["month", "entity"])
    for (month, entity), rows in groups:
        period = month_of(rows["date"].iloc[0].date())
        seal = next((s for s in seals if s.entity == entity and s.covers(period.end)), None)
        posted = rows[rows["flag"] == "*"]
        yield (
            month, entity, len(posted), int(posted["total"].sum()), len(rows) - len(posted), int(rows["bare"].sum()),
            seal.period if seal else "", seal.hash[:16] if seal else "", seal.by if seal else "",
            seal.on if seal else None,
            Origin(account=f":{entity}:", start=period.start, end=period.end),
        )  # fmt: skip


def _rules(request: AuditRequest) -> Table:
    counted = Counter((str(f.severity), f.rule) for f in in_order(request.books.findings))
    columns = (
        Column("severity", Text("程度", "Severity"), "finding"), Column("rule", Text("规则", "Rule")),
        Column("count", Text("处数", "Count"), "count"),
    )  # fmt: skip
    rows = [(severity, rule, count) for (severity, rule), count in counted.items()]
    return Table.of("overview.rules", Text("检查结果（按规则）", "Findings by rule"), columns, rows)


def findings(request: AuditRequest) -> Table:
    """Return every finding of the load, errors first, with its place and its remedy."""
    columns = (
        Column("severity", Text("程度", "Severity"), "finding"), Column("rule", Text("规则", "Rule")),
        Column("place", Text("位置", "Place"), "place"), Column("message", Text("问题", "What is amiss")),
        Column("remedy", Text("怎样改", "Remedy")),
    )  # fmt: skip
    rows = [
        (str(f.severity), f.rule, f"{f.file}:{f.line}" if f.line else f.file, f.message, f.remedy)
        for f in in_order(request.books.findings)
    ]
    return Table.of(
        "overview.findings",
        Text("检查结果（逐条）", "Every finding"),
        columns,
        rows,
        empty=Text("没有发现问题。", "Nothing was found."),
        about=Text(
            "惠邻每次读账都重做全部检查；这里是这一次的结果，没有删减。",
            "Every check runs on every load; this is what this load has found, nothing left out.",
        ),
        notes=(same("docs/checks.md"),),
    )
