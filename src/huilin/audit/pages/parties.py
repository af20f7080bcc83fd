"""Related parties and suppliers: who was paid how much, who is close to the community, what may have been paid twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from huilin.audit.ledger_view import entries, refs
from huilin.audit.listing import chosen_entries, entry_table
from huilin.audit.populations import MONEY
from huilin.audit.table import Column, Origin, Table, objects
from huilin.promise.views import places_of_links
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from huilin.audit.request import AuditRequest

WITHIN = 31
"""Two equal payments to one payee within so many days may be one paid twice."""


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return payees with their sums, dealings with related parties, what passed between entities, possible doubles."""
    paid = payments(request)
    return (suppliers(request, paid), related(request), between(request), doubles(request, paid))


def payments(request: AuditRequest) -> pd.DataFrame:
    """Return one row a voucher that paid money out to a named payee: entry, date, payee, paid (fen), bare, first."""
    p = request.postings
    out = -p["fen"].where(p["code"].isin(MONEY), 0).groupby(p["entry"]).sum()
    out = out[out > 0]
    view = entries(request.books).loc[out.index, ["date", "entity", "payee", "evidence"]]
    view = view.assign(paid=out, bare=view["evidence"].map(len) == 0)
    view = view[(view["payee"] != "").to_numpy()]
    return view.rename_axis("entry").reset_index()


def suppliers(request: AuditRequest, paid: pd.DataFrame) -> Table:
    """Return one row a payee, the largest first, with its share of all payments and what of it is without evidence."""
    split = paid.assign(unproven=paid["paid"].where(paid["bare"], 0))
    sums = split.groupby(["entity", "payee"]).agg(
        count=("paid", "size"), amount=("paid", "sum"), unproven=("unproven", "sum"), first=("date", "min")
    )
    sums = sums.sort_values("amount", ascending=False, kind="stable").reset_index()
    before = entries(request.books)
    before = before[(before["date"] < pd.Timestamp(request.period.start)).to_numpy()]
    known = set(zip(before["entity"], before["payee"], strict=True))
    places = split.groupby(["entity", "payee"])["entry"].agg(list)
    pairs = list(zip(sums["entity"], sums["payee"], strict=True))
    frame = sums.assign(
        new=objects(_NEW if pair not in known else "" for pair in pairs),
        origin=objects(Origin(refs(request.books, places[pair])) for pair in pairs),
    )
    columns = (
        Column("entity", Text("账套", "Books")), Column("payee", Text("收款人", "Payee")), Column("count", Text("笔数", "Payments"), "count"),
        Column("amount", Text("金额", "Amount"), "money", origin="origin"),
        Column("unproven", Text("其中无凭据", "of which without evidence"), "money", blank_zero=True),
        Column("first", Text("首次付款", "First paid"), "date"), Column("new", Text("本期新增", "New")),
    )  # fmt: skip
    return Table("parties.suppliers", Text("收款人", "Payees"), columns, frame, period=request.heading)


_NEW = Text("是", "yes")


def related(request: AuditRequest) -> Table:
    """List dealings with who is close: what is marked, shareholders, people of the community, the other entities."""
    view = chosen_entries(request)
    names = dict(_close(request))
    own = {entity.name: entity.title for entity in request.books.entities.values()}
    said = [view[name].tolist() for name in ("payee", "related", "entity")]
    grounds = {
        place: _ground(payee, marked, names, own.get(entity, ""))
        for place, payee, marked, entity in zip(view.index.tolist(), *said, strict=True)
    }
    places = [place for place, ground in grounds.items() if ground]
    columns = (Column("party", Text("对方", "Party")), Column("ground", Text("依据", "Ground")))
    return entry_table(
        request, "parties.related", Text("关联方往来", "Dealings with related parties"), places, columns,
        {"party": [view.loc[place, "payee"] or view.loc[place, "related"] for place in places], "ground": [grounds[place] for place in places]},
        basis=Text("民政部令第81号 第十三至十五条（未核原文）", "Order 81 of the Ministry of Civil Affairs, Arts. 13–15 (original not checked)"),
        about=Text(
            "凭证标明关联方的，收款人是股东、账套单位或 [people] 里的人的。",
            "Vouchers marked related-party, and those whose payee is a shareholder, an entity, or one of [people].",
        ),
        notes=(Text("没有标明、名称也不同的关联方，程序看不出来。", "A related party that is neither marked nor named alike cannot be seen."),),
    )  # fmt: skip


def _close(request: AuditRequest) -> Iterator[tuple[str, Text]]:
    books = request.books
    for custom in books.directives("shareholder"):
        yield custom.text(1), Text("股东", "shareholder")
    for person in books.workspace.settings.people:
        yield person, Text("本单位人员", "one of the community's people")
    for entity in books.entities.values():
        yield entity.title, Text("本社区的另一账套", "another entity of the community")


def _ground(payee: str, marked: str, names: Mapping[str, Text], own: str) -> Text | None:
    """Return why the payee is close; an entity's own name (money between its own accounts) is no party."""
    if marked:
        return Text(f"标明：{marked}", f"marked: {marked}")
    return None if payee == own else names.get(payee)


def between(request: AuditRequest) -> Table:
    """List the entries of different entities that one link joins: the promise, and what the fund buys from its enterprise."""
    view = entries(request.books)
    mine = set(chosen_entries(request).index)
    rows = []
    for link, places in sorted(places_of_links(request.books).items()):
        units = {str(view.loc[place, "entity"]) for place in places}
        if len(units) > 1:
            rows += [(place, link) for place in places if place in mine]
    columns = (Column("link", Text("链接", "Link")),)
    return entry_table(
        request, "parties.between", Text("账套之间的往来", "Between the entities"), [place for place, _ in rows], columns,
        {"link": [link for _, link in rows]},
    )  # fmt: skip


def doubles(request: AuditRequest, paid: pd.DataFrame) -> Table:
    """List equal payments to the same payee within a month of each other: one of them may have been paid twice."""
    ordered = paid.sort_values(["entity", "payee", "paid", "date"], kind="stable")
    same = ["entity", "payee", "paid"]
    gap = ordered.groupby(same)["date"].diff().dt.days
    later = gap.le(WITHIN).to_numpy()
    earlier = ordered.groupby(same)["date"].diff(-1).dt.days.ge(-WITHIN).to_numpy()
    found = ordered[later | earlier]
    columns = (
        Column("payee", Text("收款人", "Payee")),
        Column("gap", Text("距上一笔天数", "Days since the one before"), "count"),
    )
    return entry_table(
        request, "parties.doubles", Text("可能重复付款", "Payments that may be doubles"), found["entry"].tolist(), columns,
        {"payee": found["payee"].tolist(), "gap": [None if pd.isna(days) else int(days) for days in gap[later | earlier]]},
        about=Text(f"{WITHIN} 天内付给同一收款人的相同金额。", f"Equal amounts to one payee within {WITHIN} days."),
    )  # fmt: skip
