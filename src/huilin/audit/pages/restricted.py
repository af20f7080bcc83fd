"""Restricted funds rolled forward: by project from opening to closing with the lowest evening, and day by day.

A gift for lamps does not pay for tables (慈善法 第五十五条; 财会〔2024〕25号 限定性净资产): what counts is not the
closing balance but the lowest evening of the period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from huilin.audit.ledger_view import refs, wording
from huilin.audit.table import Column, Origin, Table
from huilin.money import show
from huilin.reporting import Check
from huilin.reporting.common import funds
from huilin.vocabulary import ADVANCE, CLOSING
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.audit.request import AuditRequest

NET_ASSETS = ("3101", "3102")


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return the roll-forward by project, advances between projects with their age, and the balance day by day."""
    p = movements(request)
    return (roll_forward(request, p), advances(request), by_day(request, p))


def movements(request: AuditRequest) -> pd.DataFrame:
    """Return the posted movements of the funds' net assets up to the period's end, year-end transfers left out.

    `gain` is what the project gains (fen); `part` says by what: income, expense, or transfer.
    """
    names = [entity.name for entity in funds(request.books, request.period)]
    p = request.all_postings
    counted = p["root"].isin(("Income", "Expenses")) | p["code"].isin(NET_ASSETS)
    keep = counted & p["entity"].isin(names) & (p["kind"] != CLOSING) & (p["flag"] == "*")
    p = p[(keep & (p["date"] <= np.datetime64(request.period.end))).to_numpy()]
    root = p["root"].astype(str).to_numpy()
    part = np.select([root == "Income", root == "Expenses"], ["income", "expense"], "transfer")
    return p.assign(gain=-p["fen"], part=part, project=p["project"].astype(str))


def roll_forward(request: AuditRequest, p: pd.DataFrame) -> Table:
    """Return one row a project: opening, income, expense, transfers, closing, lowest evening and its day."""
    opens = p["date"] < np.datetime64(request.period.start)
    parts = p["part"].where(~opens, "opening")
    sums = p.assign(part=parts).pivot_table("gain", "project", "part", aggfunc="sum", fill_value=0)
    sums = sums.reindex(columns=["opening", "income", "expense", "transfer"], fill_value=0).astype("int64")
    low = lowest(p, np.datetime64(request.period.start))
    frame = sums.assign(closing=sums.sum(axis=1)).join(low)
    names = frame.index.astype(str).tolist()
    told = {
        "restriction": pd.Series([_restriction(request, name) for name in names], frame.index, dtype=object),
        "origin": pd.Series([_origin(p, name, request) for name in names], frame.index, dtype=object),
    }
    frame = frame.assign(**told).rename_axis("name").reset_index()
    columns = (
        Column("name", Text("项目", "Project")), Column("restriction", Text("限定", "Restricted by")),
        Column("opening", Text("期初", "Opening"), "money"), Column("income", Text("收入", "Income"), "money"),
        Column("expense", Text("支出", "Expense"), "money"),
        Column("transfer", Text("划转、解除、垫付", "Transfers, releases, advances"), "money", blank_zero=True),
        Column("closing", Text("期末", "Closing"), "money", origin="origin"),
        Column("low", Text("期内最低", "Lowest evening"), "money"), Column("low_day", Text("最低日", "On"), "date"),
    )  # fmt: skip
    net = request.books.frames.select(end=request.period.end)
    entities = set(p["entity"].astype(str))
    counted = net["root"].isin(("Income", "Expenses")) | net["code"].isin(NET_ASSETS)
    everything = -int(net["fen"][(counted & net["entity"].isin(entities)).to_numpy()].sum())
    whole = request.chosen is None
    check = Check(
        Text("各项目期末之和 = 净资产", "the projects' closings add up to net assets"),
        int(frame["closing"].sum()) == everything,
    )
    return Table(
        "restricted.roll", Text("项目资金滚动表", "Projects rolled forward"), columns, frame,
        period=request.heading,
        about=Text(
            "期初、收入、支出（负数）、划转相加是期末；最低额小于零，就是用了别人的限定捐款。",
            "Opening, income, expense (negative) and transfers add up to closing. A lowest evening below zero means that another's restricted gift was spent.",
        ),
        basis=Text("《慈善法》第五十五条、第五十六条（未核原文）", "Charity Law, Arts. 55–56 (original not checked)"),
        checks=(check,) if whole else (),
        empty=Text("没有基金账套，或基金没有发生。", "There is no fund, or nothing happened in it."),
    )  # fmt: skip


def lowest(p: pd.DataFrame, start: np.datetime64) -> pd.DataFrame:
    """Return each project's lowest evening from `start` on, and its day (the first of equals).

    Until it first moves, a project holds its opening balance; so that counts on `start`.
    """
    every = evenings(p)
    began = (every["date"] < start).to_numpy()
    opening = every[began].drop_duplicates("project", keep="last").assign(date=start)
    within = every[~began]
    still = opening[~opening["project"].isin(within.loc[(within["date"] == start).to_numpy(), "project"])]
    new = pd.DataFrame(
        {"project": sorted(set(within["project"]) - set(opening["project"])), "date": start, "balance": 0}
    )
    order = pd.concat([within, still, new]).sort_values(["project", "balance", "date"], kind="stable")
    low = order.drop_duplicates("project").set_index("project")
    return low[["balance", "date"]].rename(columns={"balance": "low", "date": "low_day"})


def evenings(p: pd.DataFrame) -> pd.DataFrame:
    """Return one row a project and day on which it moved: gained, lost, and the balance in the evening."""
    split = p.assign(plus=p["gain"].clip(lower=0), minus=p["gain"].clip(upper=0))
    days = split.groupby(["project", "date"], sort=True)[["plus", "minus", "gain"]].sum().reset_index()
    return days.assign(balance=days.groupby("project")["gain"].cumsum())


def by_day(request: AuditRequest, p: pd.DataFrame) -> Table:
    """Return the balance of every project on each day of the period on which it moved."""
    days = evenings(p)
    days = days[(days["date"] >= np.datetime64(request.period.start)).to_numpy()]
    wanted = request.option("project")
    if wanted:
        days = days[(days["project"] == wanted).to_numpy()]
    columns = (
        Column("project", Text("项目", "Project")), Column("date", Text("日期", "Date"), "date"),
        Column("plus", Text("增加", "Gained"), "money", blank_zero=True),
        Column("minus", Text("减少", "Lost"), "money", blank_zero=True),
        Column("balance", Text("日终余额", "Evening balance"), "money"),
    )  # fmt: skip
    return Table(
        "restricted.days", Text("逐日余额", "Day by day"), columns, days.reset_index(drop=True), period=request.heading
    )


def advances(request: AuditRequest) -> Table:
    """Return the advances between projects with what is still owed and for how many days."""
    p = request.all_postings
    keep = (p["kind"] == ADVANCE) & p["code"].isin(NET_ASSETS) & (p["flag"] == "*")
    p = p[(keep & (p["date"] <= np.datetime64(request.period.end))).to_numpy()]
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
        Column("project", Text("项目", "Project")), Column("what", Text("摘要", "Narration")),
        Column("amount", Text("垫入为正", "Advanced (positive: received)"), "money", origin="id"),
        Column("approved", Text("批准人", "Approved by")),
        Column("days", Text("距期末天数", "Days to the period's end"), "count"),
    )  # fmt: skip
    rows = [
        _advance(request, place, str(project), -int(fen))
        for place, project, fen in zip(p["entry"], p["project"], p["fen"], strict=True)
    ]
    owed = p["fen"].groupby(p["project"].astype(str)).sum()
    notes = tuple(
        Text(f"项目“{name}”尚欠垫付 {show(fen)} 元。", f"“{name}” still owes an advance of {show(fen)}.")
        for name, fen in ((name, -int(fen)) for name, fen in owed.items())
        if fen > 0
    )
    return Table.of(
        "restricted.advances", Text("垫付", "Advances"), columns, rows, notes=notes,
        empty=Text("没有垫付。", "There are no advances."),
    )  # fmt: skip


def _advance(request: AuditRequest, place: int, project: str, fen: int) -> tuple[Any, ...]:
    entry = request.books.transactions[place]
    days = (request.period.end - entry.date).days
    number, what = refs(request.books, [place])[0], wording(request.books, [place])[0]
    return (entry.date, number, project, what, fen, str(entry.meta.get("approved") or ""), days)


def _restriction(request: AuditRequest, name: str) -> Text:
    project = request.books.projects.get(name)
    if project is None:
        return Text("没有项目" if not name else "未声明", "no project" if not name else "undeclared")
    return _RESTRICTIONS.get(project.restriction, Text(project.restriction, project.restriction))


_RESTRICTIONS = {
    "donor": Text("捐赠人", "donor"),
    "law": Text("法律", "law"),
    "none": Text("不限定", "nobody"),
}


def _origin(p: pd.DataFrame, name: str, request: AuditRequest) -> Origin:
    within = (p["project"] == name) & (p["date"] >= np.datetime64(request.period.start))
    return Origin(refs(request.books, p["entry"][within.to_numpy()].tolist()))
