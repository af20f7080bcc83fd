"""Donors and receipts: gifts by donor, the register of receipts with gaps and doubles, confirmations to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.audit.ledger_view import refs
from huilin.audit.listing import entry_table
from huilin.audit.receipts import GIVEN, Given, gaps, register
from huilin.audit.table import Column, Origin, Table, objects
from huilin.reporting import Check
from huilin.reporting.common import funds
from huilin.vocabulary import CLOSING
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from huilin.audit.request import AuditRequest

CONFIRMED = 10
"""So many of the largest donors are asked to confirm, unless the option `confirm` says otherwise."""


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return gifts by donor, gifts without a receipt, doubles and gaps, the register, and confirmations to send."""
    given = gifts(request)
    every = tuple(register(request.books))
    donors = by_donor(request, given)
    return (
        donors,
        unreceipted(request, given),
        doubles(request, every),
        missing(request),
        confirmations(request, donors),
        receipt_register(request, every),
    )


def gifts(request: AuditRequest) -> pd.DataFrame:
    """Return the posted gifts of the period (income 4101 of non-profit books); `gift` is fen, refunds negative."""
    names = [entity.name for entity in funds(request.books, request.period)]
    p = request.postings
    p = p[(p["entity"].isin(names) & (p["code"] == "4101") & (p["kind"] != CLOSING)).to_numpy()]
    return p.assign(gift=-p["fen"], donor=p["donor"].astype(str))


def by_donor(request: AuditRequest, given: pd.DataFrame) -> Table:
    """Return one row a donor, the largest first: how many gifts, how much, how much of it receipted."""
    split = given.assign(receipted=given["gift"].where(given["receipt"] != "", 0))
    sums = split.groupby("donor").agg(gifts=("gift", "size"), amount=("gift", "sum"), receipted=("receipted", "sum"))
    sums = sums.assign(open=sums["amount"] - sums["receipted"]).sort_values("amount", ascending=False, kind="stable")
    places = split["entry"].groupby(split["donor"]).agg(list)
    frame = sums.reset_index()
    frame = frame.assign(origin=objects(Origin(refs(request.books, places[donor])) for donor in frame["donor"]))
    columns = (
        Column("donor", Text("捐赠人", "Donor"), "donor"), Column("gifts", Text("笔数", "Gifts"), "count"),
        Column("amount", Text("金额", "Amount"), "money", origin="origin"),
        Column("receipted", Text("已开票据", "Receipted"), "money"), Column("open", Text("未开票据", "Not receipted"), "money", blank_zero=True),
    )  # fmt: skip
    whole = -int(request.postings.query("code == '4101' and kind != @CLOSING")["fen"].sum())
    check = Check(
        Text("捐赠人合计 = 捐赠收入", "the donors add up to donation income"), int(frame["amount"].sum()) == whole
    )
    return Table(
        "donors.donors", Text("按捐赠人", "By donor"), columns, frame, period=request.heading, checks=(check,),
        about=Text("账里只有捐赠人编号，姓名在单位自己的名册里。", "The books hold donors' ids; names are in the community's private register."),
    )  # fmt: skip


def unreceipted(request: AuditRequest, given: pd.DataFrame) -> Table:
    """List the gifts that no receipt's number stands on."""
    bare = given[((given["receipt"] == "") & (given["gift"] > 0)).to_numpy()]
    places = bare["entry"].drop_duplicates().tolist()
    columns = (
        Column("gift", Text("捐赠", "Gift"), "money", origin="id"),
        Column("donor", Text("捐赠人", "Donor"), "donor"),
    )
    amounts, donor = bare.groupby("entry")["gift"].sum(), bare.drop_duplicates("entry").set_index("entry")["donor"]
    return entry_table(
        request, "donors.unreceipted", Text("没有票据号的捐赠", "Gifts without a receipt"), places, columns,
        {"gift": amounts.reindex(places).tolist(), "donor": donor.reindex(places).tolist()},
    )  # fmt: skip


def receipt_register(request: AuditRequest, every: Sequence[Given]) -> Table:
    """Return the register of receipts: number, day, donor, voucher, amount, state."""
    return _listed(
        request, "donors.receipts", Text("捐赠票据登记簿", "Register of receipts"), _of_period(request, every)
    )


def doubles(request: AuditRequest, every: Sequence[Given]) -> Table:
    """List the receipts that were given twice or are void."""
    wrong = [one for one in _of_period(request, every) if one.state != GIVEN]
    return _listed(request, "donors.doubles", Text("重复或作废的票据", "Receipts given twice or void"), wrong)


def _of_period(request: AuditRequest, every: Sequence[Given]) -> list[Given]:
    mine = set(request.postings["entry"].tolist())
    return [one for one in every if not one.places or mine.intersection(one.places)]


def _listed(request: AuditRequest, name: str, title: Text, some: Sequence[Given]) -> Table:
    books = request.books
    amounts = _amounts(request)
    rows = []
    for one in some:
        for place in one.places or (None,):
            entry = books.transactions[place] if place is not None else None
            donor = str(entry.meta.get("donor") or "") if entry else ""
            number = refs(books, [place])[0] if place is not None else ""
            rows.append(
                (
                    one.number,
                    entry.date if entry else None,
                    donor,
                    number,
                    amounts.get(place) if place is not None else None,
                    one.state,
                )
            )
    columns = (
        Column("number", Text("票据号", "Receipt")), Column("date", Text("日期", "Date"), "date"),
        Column("donor", Text("捐赠人", "Donor"), "donor"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
        Column("amount", Text("金额", "Amount"), "money", origin="id"), Column("state", Text("情况", "State")),
    )  # fmt: skip
    return Table.of(name, title, columns, rows, period=request.heading)


def _amounts(request: AuditRequest) -> dict[int, int]:
    p = request.all_postings
    p = p[((p["code"] == "4101") & (p["kind"] != CLOSING)).to_numpy()]
    return {int(str(place)): int(fen) for place, fen in (-p["fen"].groupby(p["entry"]).sum()).items()}


def missing(request: AuditRequest) -> Table:
    """List the numbers that the series of receipts leave out."""
    columns = (
        Column("first", Text("自", "From")), Column("last", Text("至", "To")), Column("count", Text("张数", "Count"), "count"),
    )  # fmt: skip
    return Table.of(
        "donors.gaps", Text("缺号", "Gaps in the numbers"), columns, list(gaps(request.books)),
        empty=Text("票据号码没有缺口。", "The numbers have no gap."),
        about=Text("作废的应登记，遗漏的应补记。", "Void receipts are to be registered, forgotten ones booked."),
    )  # fmt: skip


def confirmations(request: AuditRequest, donors: Table) -> Table:
    """Return the largest donors, whom the auditor may ask to confirm."""
    said = request.option("confirm")
    top = donors.rows[(donors.rows["donor"] != "").to_numpy()].head(int(said) if said.isdigit() else CONFIRMED)
    keep = [column for column in donors.columns if column.key in ("donor", "gifts", "amount")]
    return Table(
        "donors.confirmations", Text("拟函证的捐赠人", "Donors to confirm"), tuple(keep), top, period=request.heading,
        about=Text("金额最大的捐赠人；询证函在 audit pack 里。", "The largest donors; the letters are in the audit pack."),
    )  # fmt: skip
