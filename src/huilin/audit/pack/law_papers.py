"""Pay, taxes, invoices, contracts, resolutions, the deduction of donations: what an auditor holds against other papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from huilin.audit.ledger_view import entries, evidence, in_words, refs
from huilin.audit.listing import chosen_entries, entry_table
from huilin.audit.pack.asset_papers import kind_of
from huilin.audit.table import Column, Origin, Table
from huilin.errors import HuilinError
from huilin.money import CURRENCY, plain, to_fen
from huilin.promise import assess
from huilin.vocabulary import CLOSING, VAT_RELIEF
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from huilin.audit.request import AuditRequest

PAY = {"company": ("2211",), "fund": ("2204",)}
TAXES = {"company": ("2221",), "fund": ("2206",)}
_PAY_WORDS = re.compile("薪酬|工资|社保|公积金|劳务|[Ww]age|[Pp]ay|[Ss]alar")
_NONE = Text("账里没有。", "None in the books.")


def _monthly(  # noqa: PLR0913, PLR0917 - a table's words
    request: AuditRequest, codes: Iterable[str], name: str, title: Text, words: tuple[Text, Text], note: Text
) -> Table:
    """Return, by month and account, what was accrued (credited), what was paid (debited), and the balance after."""
    p = request.all_postings
    p = p[(p["code"].isin(list(codes)) & (p["flag"] == "*") & (p["date"].dt.date <= request.period.end)).to_numpy()]
    rows: list[tuple[Any, ...]] = []
    for account, own in p.groupby(p["account"].astype(str)):
        month = own["date"].dt.strftime("%Y-%m")
        split = own.assign(paid=own["fen"].clip(lower=0), accrued=-own["fen"].clip(upper=0))
        sums = split.groupby(month)[["accrued", "paid"]].sum()
        balance = (sums["accrued"] - sums["paid"]).cumsum()
        entries_of = own["entry"].groupby(month).agg(list)
        rows += [
            (in_words(str(account)), str(at), int(sums.loc[at, "accrued"]), int(sums.loc[at, "paid"]), int(balance.loc[at]), None, None, Origin(refs(request.books, entries_of[at])))
            for at in sums.index
            if str(at) >= f"{request.period.start:%Y-%m}"
        ]  # fmt: skip
    columns = (
        Column("account", Text("科目", "Account")), Column("month", Text("月份", "Month")),
        Column("accrued", words[0], "money", origin="origin"), Column("paid", words[1], "money", origin="origin"),
        Column("balance", Text("月末未付", "Owed"), "money"), Column("declared", Text("申报或表册数", "As declared"), "money"),
        Column("difference", Text("差异", "Difference"), "money"),
    )  # fmt: skip
    return Table.of(name, title, columns, rows, extra=("origin",), period=request.heading, empty=_NONE, notes=(note,))


def payroll(request: AuditRequest) -> tuple[Table, ...]:
    """Return pay by month (应付职工薪酬), and every expense on accounts of pay."""
    by_month = _monthly(
        request, PAY[kind_of(request)], "pay.months", Text("应付职工薪酬汇总", "Pay by month"),
        (Text("计提", "Accrued"), Text("发放", "Paid")), Text("工资表、社保缴费单由审计人员核对后填写后两栏。", "The auditor fills the last columns from payroll sheets and social insurance bills."),
    )  # fmt: skip
    p = request.postings
    wanted = [
        name
        for name in p["account"].cat.categories
        if _PAY_WORDS.search(str(name)) and str(name).startswith("Expenses:")
    ]
    own = p[(p["account"].isin(wanted) & (p["kind"] != CLOSING)).to_numpy()]
    columns = (Column("pay", Text("薪酬费用", "Pay"), "money", origin="id"),)
    sums = own["fen"].groupby(own["entry"]).sum()
    listed = entry_table(
        request, "pay.entries", Text("薪酬费用凭证", "Vouchers of pay"), sums.index.tolist(), columns, {"pay": sums.tolist()}, empty=_NONE
    )  # fmt: skip
    return by_month, listed


def taxes(request: AuditRequest) -> tuple[Table, ...]:
    """Return taxes by month against the returns, sales by quarter, and what the ledger declares of returns."""
    by_month = _monthly(
        request, TAXES[kind_of(request)], "tax.months", Text("税费计提与缴纳（与申报表核对）", "Taxes accrued and paid, against the returns"),
        (Text("计提", "Accrued"), Text("缴纳或减免", "Paid or relieved")), Text("申报表不在账里；申报数由审计人员填写。", "The returns are not in the books; the auditor fills in what was declared."),
    )  # fmt: skip
    return by_month, _sales(request), _returns(request)


def _sales(request: AuditRequest) -> Table:
    """Return sales by quarter with the VAT booked and relieved, for the comparison with the VAT return."""
    p = request.postings
    p = p[(p["kind"] != CLOSING).to_numpy()]
    quarter = p["date"].dt.to_period("Q").astype(str)
    sales = -p["fen"].where(p["code"].isin(("5001", "5051")), 0).groupby(quarter).sum()
    vat = (p["code"] == "2221") & (p["sub"] == "01")
    booked = -p["fen"].where(vat & (p["fen"] < 0), 0).groupby(quarter).sum()
    relieved = p["fen"].where(vat & (p["kind"] == VAT_RELIEF), 0).groupby(quarter).sum()
    rows = [
        (at, int(sales[at]), int(booked[at]), int(relieved[at]), None, None)
        for at in sales.index
        if sales[at] or booked[at]
    ]
    columns = (
        Column("quarter", Text("季度", "Quarter")), Column("sales", Text("账面销售额（5001+5051）", "Sales by the books"), "money"),
        Column("vat", Text("计提增值税", "VAT booked"), "money"), Column("relief", Text("减免转出", "Relieved"), "money"),
        Column("declared", Text("申报销售额", "Sales declared"), "money"), Column("difference", Text("差异", "Difference"), "money"),
    )  # fmt: skip
    return Table.of(
        "tax.sales",
        Text("销售额与增值税申报核对", "Sales against the VAT return"),
        columns,
        rows,
        period=request.heading,
        empty=_NONE,
    )


def _returns(request: AuditRequest) -> Table:
    rows = []
    for custom in request.books.directives("tax-return"):
        amount = custom.number(1)
        if custom.text(0) == request.entity:
            rows.append(
                (
                    custom.date,
                    str(custom.meta.get("for-year") or ""),
                    to_fen(amount) if amount is not None else None,
                    f"{custom.file}:{custom.line}",
                )
            )
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("year", Text("所属年度", "Year")),
        Column("amount", Text("汇算清缴应纳税额", "Tax by the return"), "money"), Column("place", Text("登记处", "Recorded at"), "place"),
    )  # fmt: skip
    return Table.of("tax.returns", Text("登记的汇算清缴", "Returns recorded"), columns, rows, empty=Text("账里没有登记汇算清缴（tax-return）。", "The books record no annual return (tax-return)."))  # fmt: skip


def invoices(request: AuditRequest) -> tuple[Table, ...]:
    """Return the register of invoices received: every voucher that names a source document or an invoice file."""
    view = chosen_entries(request)
    paths = view["evidence"].map(lambda some: " ".join(path for path in some if _is_invoice(path)))
    p = request.postings
    bought, sold = (set(p["entry"][(p["root"] == root).to_numpy()].tolist()) for root in ("Expenses", "Income"))
    named = (view["source_doc"] != "") & view.index.isin(list(bought - sold))
    view, paths = view[(named | (paths != "")).to_numpy()], paths[(named | (paths != "")).to_numpy()]
    numbers = view["source_doc"].tolist()
    twice = _twice(view["source_doc"])
    columns = (
        Column("number", Text("单据号", "Document's number")), Column("file", Text("文件", "File"), "document"),
        Column("twice", Text("重复", "Twice")),
    )  # fmt: skip
    values = {
        "number": numbers,
        "file": paths.tolist(),
        "twice": [_YES if number in twice else "" for number in numbers],
    }
    return (
        entry_table(
            request,
            "invoices",
            Text("发票与单据登记簿", "Register of invoices"),
            view.index.to_list(),
            columns,
            values,
            empty=_NONE,
        ),
    )


_YES = Text("是", "yes")


def _twice(numbers: pd.Series[str]) -> set[str]:
    counted = numbers[(numbers != "").to_numpy()].value_counts()
    return set(counted.index[counted > 1])


def _is_invoice(path: str) -> bool:
    return any(word in path.rpartition("/")[2] for word in ("发票", "数电票", "invoice", "Invoice"))


def contracts(request: AuditRequest) -> tuple[Table, ...]:
    """Return the agreements that the books name: the promise's, and documents called contract, agreement or articles."""
    return (
        _documents(
            request,
            "contracts",
            Text("合同、协议、章程", "Contracts, agreements, articles"),
            ("合同", "协议", "章程", "contract", "agreement"),
            "agreement",
        ),
    )


def resolutions(request: AuditRequest) -> tuple[Table, ...]:
    """Return resolutions and approvals: directives first, then documents called minutes, resolution or approval."""
    rows = []
    for custom in request.books.directives("resolution"):
        amount = custom.number(2)
        if custom.text(0) == request.entity:
            rows.append(
                (
                    custom.date,
                    custom.text(1),
                    to_fen(amount) if amount is not None else None,
                    str(custom.meta.get("document") or ""),
                    f"{custom.file}:{custom.line}",
                )
            )
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("what", Text("事项", "About")), Column("amount", Text("金额", "Amount"), "money"),
        Column("document", Text("文件", "Document"), "document"), Column("place", Text("登记处", "Recorded at"), "place"),
    )  # fmt: skip
    directives = Table.of("resolutions.stated", Text("登记的决议", "Resolutions recorded"), columns, rows, empty=Text("账里没有登记决议。", "The books record no resolution."))  # fmt: skip
    return directives, _documents(request, "resolutions.files", Text("决议、纪要、审批单", "Resolutions, minutes, approvals"), ("决议", "纪要", "审批", "resolution", "minutes", "approval"), "document")  # fmt: skip


def _documents(request: AuditRequest, name: str, title: Text, words: tuple[str, ...], key: str) -> Table:
    """List the documents whose names hold one of `words`, and those that a dated directive names under `key`."""
    named = evidence(request.books).entries_of
    mine = set(chosen_entries(request).index)
    rows: list[tuple[Any, ...]] = []
    for custom in request.books.customs:
        path = str(custom.meta.get(key) or "")
        if path and request.entity in map(str, custom.values):
            rows.append((path, custom.date, custom.kind, "", f"{custom.file}:{custom.line}"))
    for proof in evidence(request.books).proofs:
        places = mine.intersection(named.get(proof.path, ()))
        if places and any(word in proof.path.rpartition("/")[2] for word in words):
            rows.append(
                (
                    proof.path,
                    proof.day,
                    Text("凭据", "evidence"),
                    refs(request.books, places)[0],
                    f"{proof.file}:{proof.line}",
                )
            )
    columns = (
        Column("path", Text("文件", "File"), "document"), Column("date", Text("日期", "Date"), "date"), Column("kind", Text("来源", "Named by")),
        Column("id", Text("凭证", "Voucher"), "voucher", origin="id"), Column("place", Text("登记处", "Recorded at"), "place"),
    )  # fmt: skip
    return Table.of(name, title, columns, list(dict.fromkeys(rows)), empty=Text("账里没有。请向单位索取。", "None in the books. Ask the community for them."))  # fmt: skip


def carry_forward(request: AuditRequest) -> tuple[Table, ...]:
    """Return the deduction of the enterprise's donations: paid, deductible now, carried, lapsed, and what is declared."""
    return _deduction(request), _brought(request)


def _deduction(request: AuditRequest) -> Table:
    columns = (
        Column("label", Text("项目", "Item")), Column("amount", Text("金额", "Amount"), "money"),
        Column("note", Text("说明", "Explanation")),
    )  # fmt: skip
    try:
        found = [
            one
            for one in assess(request.books, request.period, today=request.today)
            if one.policy.enterprise == request.entity
        ]
    except HuilinError as error:
        return Table.of("deduction", _DEDUCTION, columns, [], empty=error.text)
    rows = [row for one in found[:1] for row in _deducted(one)]
    return Table.of(
        "deduction", _DEDUCTION, columns, rows, period=request.heading,
        empty=Text("本账套没有反哺约定，账里没有需要结转的捐赠扣除。", "This entity has promised nothing: no deduction to carry."),
        basis=Text("企业所得税法 第九条；财税〔2018〕15号", "Enterprise Income Tax Law, Art. 9; Caishui [2018] 15"),
    )  # fmt: skip


_DEDUCTION = Text("公益性捐赠扣除与结转", "Deduction of donations and what is carried")


def _deducted(one: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - an Assessment
    tax = one.tax
    yield Text("利润总额", "Total profit"), to_fen(tax.total_profit), ""
    yield Text("本年已支付的捐赠", "Paid in the year"), to_fen(one.paid), ""
    yield (
        Text("本年准予扣除", "Deductible now"),
        to_fen(tax.deductible_now),
        Text("不超过利润总额的12%，先扣以前年度结转", "at most 12 % of total profit, the oldest first"),
    )
    yield (
        Text("已计提未支付", "Accrued, not paid"),
        to_fen(tax.unpaid_not_deductible),
        Text("付款年度再扣除", "deductible when paid"),
    )
    yield Text("结转以后年度", "Carried forward"), to_fen(tax.carried_forward), Text("三年内扣除", "within three years")
    for lot in tax.carried_by_year:
        yield Text(f"　其中 {lot.year} 年发生", f"  of {lot.year}"), to_fen(lot.amount), ""
    yield Text("逾期不得再扣", "Lapsed"), to_fen(tax.carry_expired), ""


def _brought(request: AuditRequest) -> Table:
    rows = []
    for custom in request.books.directives("brought-forward"):
        amount = custom.number(2)
        if custom.text(0) == request.entity:
            rows.append(
                (
                    custom.date,
                    custom.text(1),
                    str(custom.meta.get("for-year") or ""),
                    to_fen(amount) if amount is not None else None,
                    f"{custom.file}:{custom.line}",
                )
            )
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("what", Text("种类", "Kind")), Column("year", Text("所属年度", "Year")),
        Column("amount", Text("金额", "Amount"), "money"), Column("place", Text("登记处", "Recorded at"), "place"),
    )  # fmt: skip
    return Table.of(
        "brought-forward",
        Text("账里登记的结转数", "Brought forward, as the books state it"),
        columns,
        rows,
        empty=_NONE,
    )


def hours(request: AuditRequest) -> tuple[Table, ...]:
    """Return the volunteer hours, which are in the notes only."""
    p = request.books.frames.postings
    keep = (p["entity"] == request.entity) & (p["commodity"] != CURRENCY) & (p["fen"] > 0) & (p["flag"] == "*")
    p = p[(keep & (p["date"].dt.date >= request.period.start) & (p["date"].dt.date <= request.period.end)).to_numpy()]
    view = entries(request.books)
    rows = [
        (view.loc[place, "date"], view.loc[place, "ref"], view.loc[place, "narration"], plain(int(fen)), str(unit))
        for place, fen, unit in zip(p["entry"], p["fen"], p["commodity"], strict=True)
    ]
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
        Column("what", Text("摘要", "Narration")), Column("hours", Text("数量", "Number")), Column("unit", Text("单位", "Unit")),
    )  # fmt: skip
    return (Table.of("hours", Text("志愿工时", "Volunteer hours"), columns, rows, period=request.heading, empty=_NONE),)
