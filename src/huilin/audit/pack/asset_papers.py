"""What is counted and what is owed: cash, stock and assets with room for the count, asset cards, claims and debts by age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from huilin.audit import ageing
from huilin.audit.ledger_view import in_words, refs, wording
from huilin.audit.table import Column, Origin, Table
from huilin.reporting import Check
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from huilin.audit.request import AuditRequest
    from huilin.money import Fen

CASH = ("1001",)
STOCK = {"company": ("1401", "1402", "1403", "1405", "1408", "1411"), "fund": ("1201",)}
COST = {"company": ("1601", "1621", "1701"), "fund": ("1501", "1506", "1601")}
WORN = {"company": ("1602", "1622", "1702"), "fund": ("1502", "1602")}
CLAIMS = {"company": ("1121", "1122", "1123", "1221"), "fund": ("1111", "1121", "1122", "1141")}
DEBTS = {"company": ("2201", "2202", "2203", "2241"), "fund": ("2201", "2202", "2203", "2209")}
NOTES = ("100", "50", "20", "10", "5", "1", "0.5", "0.1")
"""What cash is counted in, yuan."""
_BLANK_LINES = 12


def kind_of(request: AuditRequest) -> str:
    """Return by which chart the entity keeps its books: `fund` (non-profit) or `company`."""
    standard = request.books.entities[request.entity].standard_on(request.period.end)
    return "fund" if standard.startswith("npo") else "company"


def posted(request: AuditRequest, codes: Iterable[str]) -> pd.DataFrame:
    """Return the posted postings of these codes up to the period's end."""
    p = request.all_postings
    keep = p["code"].isin(list(codes)) & (p["flag"] == "*") & (p["date"] <= np.datetime64(request.period.end))
    return p[keep.to_numpy()]


def _balances(p: pd.DataFrame) -> dict[str, Fen]:
    sums = p["fen"].groupby(p["account"].astype(str)).sum()
    return {str(account): int(fen) for account, fen in sorted(sums.items())}


def cash_count(request: AuditRequest) -> tuple[Table, ...]:
    """Return the count sheet of cash (库存现金盘点表): notes and coins to count, and the books' balance to hold against."""
    held = _balances(posted(request, CASH))
    rows: list[tuple[Any, ...]] = [(same(f"{note} 元"), None, None) for note in NOTES]
    rows += [
        (Text("实点合计", "Counted"), None, None),
        (Text("加：未入账付款凭单", "Plus: vouchers not booked"), None, None),
    ]
    rows += [
        (Text(f"账面余额　{in_words(account)}", f"By the books: {account}"), None, fen) for account, fen in held.items()
    ]
    rows.append((Text("长款（短款）", "Over (short)"), None, None))
    columns = (
        Column("note", Text("面额 / 项目", "Note, item")), Column("pieces", Text("张（枚）数", "Pieces"), "count"),
        Column("amount", Text("金额", "Amount"), "money"),
    )  # fmt: skip
    notes = (
        ()
        if held
        else (Text("账里没有库存现金科目，或从未发生。", "The books hold no cash account, or nothing happened on it."),)
    )
    return (
        Table.of(
            "count.cash", Text("库存现金盘点表", "Count of cash"), columns, rows, period=_as_of(request), notes=notes
        ),
    )


def stock_count(request: AuditRequest) -> tuple[Table, ...]:
    """Return the count sheet of stock (存货盘点表): the books' amounts by account, and lines to write kinds and numbers on."""
    held = _balances(posted(request, STOCK[kind_of(request)]))
    rows: list[tuple[Any, ...]] = [
        (in_words(account), "", "", None, None, fen, None, "") for account, fen in held.items()
    ]
    rows += [("", "", "", None, None, None, None, "")] * _BLANK_LINES
    columns = (
        Column("what", Text("品名（账户）", "Kind (account)")), Column("form", Text("规格", "Form")), Column("unit", Text("单位", "Unit")),
        Column("booked", Text("账面数量", "Booked number"), "count"), Column("counted", Text("实盘数量", "Counted"), "count"),
        Column("amount", Text("账面金额", "Book amount"), "money"), Column("found", Text("实盘金额", "Amount found"), "money"),
        Column("note", Text("备注", "Note")),
    )  # fmt: skip
    notes = [Text("账里只记存货金额，不记数量。", "The books hold amounts of stock, no numbers.")]
    if not held:
        notes = [Text("账里没有存货。", "The books hold no stock.")]
    return (
        Table.of(
            "count.stock",
            Text("存货盘点表", "Count of stock"),
            columns,
            rows,
            period=_as_of(request),
            notes=tuple(notes),
        ),
    )


def _assets(request: AuditRequest) -> Iterator[tuple[Any, ...]]:
    """Yield each asset as its purchase was booked: day, voucher, what, account, cost."""
    p = posted(request, COST[kind_of(request)])
    p = p[(p["fen"] > 0).to_numpy()]
    places = p["entry"].tolist()
    said = wording(request.books, places)
    for place, what, account, fen in zip(
        places, said, p["account"].astype(str).tolist(), p["fen"].tolist(), strict=True
    ):
        yield request.books.transactions[place].date, *refs(request.books, [place]), what, in_words(account), fen


def asset_count(request: AuditRequest) -> tuple[Table, ...]:
    """Return the count sheet of fixed and intangible assets."""
    columns = (
        Column("date", Text("入账日", "Booked on"), "date"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
        Column("what", Text("名称", "Asset")), Column("account", Text("科目", "Account")), Column("cost", Text("原价", "Cost"), "money"),
        Column("place", Text("存放地点", "Where")), Column("there", Text("在用 / 闲置 / 缺失", "In use, idle, missing")),
    )  # fmt: skip
    rows = [(*row, "", "") for row in _assets(request)]
    return (
        Table.of(
            "count.assets",
            Text("固定资产盘点表", "Count of assets"),
            columns,
            rows,
            period=_as_of(request),
            empty=_NO_ASSETS,
        ),
    )


_NO_ASSETS = Text("账里没有固定资产和无形资产。", "The books hold no fixed or intangible assets.")


def asset_cards(request: AuditRequest) -> tuple[Table, ...]:
    """Return the asset register (固定资产卡片): cost, and depreciation as far as the books tell it by account."""
    kind = kind_of(request)
    cost, worn = _balances(posted(request, COST[kind])), _balances(posted(request, WORN[kind]))
    columns = (
        Column("number", Text("卡片号", "Card"), "count"), Column("date", Text("入账日", "Booked on"), "date"),
        Column("id", Text("凭证", "Voucher"), "voucher", origin="id"), Column("what", Text("名称", "Asset")),
        Column("account", Text("科目", "Account")), Column("cost", Text("原价", "Cost"), "money"),
        Column("life", Text("使用年限", "Life")), Column("method", Text("折旧方法", "Method")),
    )  # fmt: skip
    cards = [(number, *row, "", "") for number, row in enumerate(_assets(request), 1)]
    sums = [(in_words(account), fen) for account, fen in (*cost.items(), *worn.items())]
    totals = (
        Column("account", Text("科目", "Account")),
        Column("balance", Text("余额（借正贷负）", "Balance (Dr +)"), "money"),
    )
    return (
        Table.of("assets.cards", Text("固定资产卡片", "Asset cards"), columns, cards, period=_as_of(request), empty=_NO_ASSETS),
        Table.of(
            "assets.sums", Text("原价与累计折旧", "Cost and depreciation"), totals, sums, empty=_NO_ASSETS,
            notes=(Text("账里按科目记折旧，不按单项资产。", "The books hold depreciation by account, not by asset."),) if sums else (),
        ),
    )  # fmt: skip


def aged(request: AuditRequest) -> tuple[Table, ...]:
    """Return claims by age, then debts and prepayments received by age."""
    kind = kind_of(request)
    return (
        _aged(request, "claims", Text("应收、预付账龄", "Claims by age"), CLAIMS[kind], 1),
        _aged(request, "debts", Text("应付、预收账龄", "Debts by age"), DEBTS[kind], -1),
    )


def _aged(request: AuditRequest, name: str, title: Text, codes: tuple[str, ...], sign: int) -> Table:
    rows: list[tuple[Any, ...]] = []
    p = posted(request, codes)
    for account, own in p.groupby(p["account"].astype(str)):
        parties: dict[str, list[ageing.Open]] = {}
        for item in ageing.open_items(request.books, own, sign):
            parties.setdefault(item.party, []).append(item)
        rows += [_party(request, str(account), party, items) for party, items in sorted(parties.items())]
    sums = [sum(row[at] for row in rows) for at in range(3, 9)]
    booked = int(p["fen"].sum()) * sign
    rows.append((Text("合计", "Total"), "", None, *sums, None, "total"))
    columns = [
        Column("account", Text("科目", "Account")), Column("party", Text("对方", "Party")), Column("since", Text("最早", "Oldest"), "date"),
        Column("amount", Text("余额", "Open"), "money", origin="origin"),
        *(Column(f"b{at}", label, "money", blank_zero=True) for at, (_, label) in enumerate(ageing.BUCKETS)),
    ]  # fmt: skip
    return Table.of(
        f"ageing.{name}", title, columns, rows, extra=("origin", "_style"), period=_as_of(request),
        checks=(Check(Text("账龄合计 = 账面余额", "the ages add up to the books' balance"), sums[0] == booked),),
        about=Text("先收先付的抵最早的；对方取自卡号或收付款人。", "Payments settle the oldest first; the party is the card or the payee."),
    )  # fmt: skip


def _party(request: AuditRequest, account: str, party: str, items: list[ageing.Open]) -> tuple[Any, ...]:
    ages = [0] * len(ageing.BUCKETS)
    for item in items:
        ages[ageing.bucket((request.period.end - item.day).days)] += item.fen
    numbers = refs(request.books, (item.place for item in items))
    named = party or Text("（未写对方）", "(nobody named)")
    return (in_words(account), named, items[0].day, sum(item.fen for item in items), *ages, Origin(numbers), "line")


def _as_of(request: AuditRequest) -> Text:
    from huilin.reporting.common import in_words as day_in_words

    said = day_in_words(request.period.end)
    return Text(f"截至 {said.zh}", f"as of {said.en}")
