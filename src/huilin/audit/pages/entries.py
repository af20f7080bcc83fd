"""Entries that want a look: overrides, corrections, late, round, on weekends, just below limits, rare pairs, Benford."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from huilin.audit import benford
from huilin.audit.ledger_view import entries, in_words
from huilin.audit.listing import chosen_entries, entry_table
from huilin.audit.pairs import pairs
from huilin.audit.table import Column, Origin, Table
from huilin.money import InexactAmountError, parse_amount, show, to_fen
from huilin.vocabulary import CLOSING
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.audit.request import AuditRequest
    from huilin.money import Fen

NEAR = 10
"""Just below a limit: by at most so many per cent of it."""


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return a count of each test, then each list."""
    lists = (
        overrides(request), corrections(request), late(request), round_sums(request), weekends(request),
        near_limits(request), rare_pairs(request),
    )  # fmt: skip
    account = request.option("account")
    digits = (digits_of(request, account),) if account else ()
    return (_summary(lists), *lists, by_benford(request), *digits)


def _summary(lists: tuple[Table, ...]) -> Table:
    columns = (Column("test", Text("测试", "Test")), Column("count", Text("笔数", "Count"), "count"))
    return Table.of(
        "entries.summary", Text("分录测试概况", "Entry tests in short"), columns, [(t.title, len(t)) for t in lists]
    )


def overrides(request: AuditRequest) -> Table:
    """List the entries that were excused from a rule, with the reason and who approved."""
    view = chosen_entries(request)
    view = view[(view["override"] != "").to_numpy()]
    columns = (
        Column("override", Text("豁免的规则和理由", "Rule and reason")),
        Column("approved", Text("批准人", "Approved by")),
    )
    return entry_table(
        request, "entries.overrides", Text("豁免（override）", "Overrides"), view.index.to_list(), columns,
        {"override": view["override"].tolist(), "approved": view["approved"].tolist()},
        about=Text("经批准不受某条检查约束的凭证。", "Vouchers that were excused from a check, with approval."),
    )  # fmt: skip


def corrections(request: AuditRequest) -> Table:
    """List the entries that correct others, with what they correct and how many days later."""
    view = chosen_entries(request)
    view = view[(view["corrects"] != "").to_numpy()]
    every = entries(request.books)
    days = dict(zip(every["ref"], every["date"], strict=True)) if len(view) else {}
    after = [
        (day - days[of]).days if of in days else None for day, of in zip(view["date"], view["corrects"], strict=True)
    ]
    columns = (
        Column("corrects", Text("更正的凭证", "Corrects"), "voucher", origin="corrects"),
        Column("days", Text("相隔天数", "Days later"), "count"),
    )  # fmt: skip
    return entry_table(
        request, "entries.corrections", Text("更正", "Corrections"), view.index.to_list(), columns,
        {"corrects": view["corrects"].tolist(), "days": after},
    )  # fmt: skip


def late(request: AuditRequest) -> Table:
    """List the entries booked many days after their own day; the day of booking is the one that their batch names."""
    least = _number(request, "days", 30)
    view = chosen_entries(request)
    booked = pd.to_datetime(view["batch"].str.extract(r"^(\d{8})", expand=False), format="%Y%m%d", errors="coerce")
    lag = (booked - view["date"]).dt.days
    keep = (lag >= least).to_numpy()
    unknown = int(booked.isna().sum())
    columns = (
        Column("booked", Text("入账日", "Booked on"), "date"), Column("lag", Text("晚几天", "Days late"), "count"),
        Column("prepared", Text("制单", "Prepared by")), Column("reviewed", Text("审核", "Reviewed by")),
    )  # fmt: skip
    notes = (
        Text(
            f"另有 {unknown} 张凭证没有批次号，不知道哪天入账。",
            f"{unknown} vouchers name no batch: nobody knows when they were booked.",
        ),
    )
    shown = view[keep]
    return entry_table(
        request, "entries.late", Text("迟入账", "Late postings"), shown.index.to_list(), columns,
        {"booked": booked[keep].tolist(), "lag": lag[keep].astype(int).tolist(), "prepared": shown["prepared"].tolist(), "reviewed": shown["reviewed"].tolist()},
        about=Text(f"入账日比凭证日期晚 {least} 天以上。", f"Booked {least} days or more after the voucher's day."),
        notes=notes if unknown else (),
    )  # fmt: skip


def round_sums(request: AuditRequest) -> Table:
    """List the entries of a round sum (whole thousands by default) that no statement row has made."""
    unit = _amount(request, "round", 100_000)
    view = chosen_entries(request)
    keep = (view["total"] >= unit) & (view["total"] % unit == 0) & (view["kind"] != CLOSING)
    return entry_table(
        request, "entries.round", Text("整数金额", "Round sums"), view.index[keep.to_numpy()].to_list(),
        about=Text(f"借方合计是 {show(unit)} 元的整数倍。", f"Debits are a multiple of {show(unit)}."),
    )  # fmt: skip


def weekends(request: AuditRequest) -> Table:
    """List the hand-written entries that are dated on a Saturday or Sunday."""
    view = chosen_entries(request)
    view = view[~view.index.isin(_from_statements(request))]
    weekday = view["date"].dt.day_of_week
    keep = ((weekday >= 5) & (view["kind"] != CLOSING)).to_numpy()
    columns = (Column("weekday", Text("星期", "Weekday")),)
    names = [_WEEKDAYS[day] for day in weekday[keep].tolist()]
    return entry_table(
        request, "entries.weekends", Text("周末手工凭证", "Hand-written on weekends"), view.index[keep].to_list(), columns,
        {"weekday": names},
        about=Text("没有对账单来源、日期是周六周日的凭证。", "Vouchers dated on a weekend that come from no statement."),
        notes=(Text("法定节假日和调休每年由国务院公布，程序里没有，这里不判断。", "Public holidays and shifted workdays are announced each year; the program does not know them."),),
    )  # fmt: skip


_WEEKDAYS = {5: Text("星期六", "Saturday"), 6: Text("星期日", "Sunday")}


def _from_statements(request: AuditRequest) -> np.ndarray[Any, Any]:
    p = request.books.frames.postings
    return np.unique(p["entry"].to_numpy()[(p["src"] != "").to_numpy()])


def near_limits(request: AuditRequest) -> Table:
    """List the entries whose expense lies just below a limit of the community: evidence, approval."""
    p = request.postings
    p = p[((p["root"] == "Expenses") & (p["kind"] != CLOSING)).to_numpy()]
    spent = p["fen"].groupby(p["entry"]).sum()
    found: dict[int, tuple[Fen, Text, Fen]] = {}
    for name, limit in _limits(request):
        near = spent[(spent < limit) & (spent >= limit - limit * NEAR // 100)]
        for place, fen in near.items():
            found[int(str(place))] = (int(fen), name, limit)
    places = sorted(found)
    columns = (
        Column("spent", Text("费用", "Expense"), "money", origin="id"), Column("limit", Text("界限", "Limit")),
        Column("at", Text("界限金额", "Limit's amount"), "money"),
    )  # fmt: skip
    values = {key: [found[place][n] for place in places] for n, key in enumerate(("spent", "limit", "at"))}
    return entry_table(
        request, "entries.near", Text("贴近审批或凭据界限", "Just below a limit"), places, columns, values,
        about=Text(f"费用比界限少，但不超过 {NEAR}%。", f"Expense below the limit by at most {NEAR} %."),
    )  # fmt: skip


def _limits(request: AuditRequest) -> Iterator[tuple[Text, Fen]]:
    settings = request.books.workspace.settings
    yield Text("凭据起点", "evidence"), to_fen(settings.evidence_threshold)
    if settings.approval_threshold is not None:
        yield Text("批准起点", "approval"), to_fen(settings.approval_threshold)


def rare_pairs(request: AuditRequest) -> Table:
    """List the entries that debit and credit a pair of accounts which all the books use at most twice."""
    most = _number(request, "rare", 2)
    p = request.all_postings
    p = p[((p["flag"] == "*") & (p["kind"] != CLOSING)).to_numpy()]
    rare = pairs(p)
    rare = rare[(rare["entries"] <= most).to_numpy()]
    mine = chosen_entries(request).index
    rare = rare[rare["entry"].isin(mine)].sort_values(["entries", "entry"], kind="stable")
    columns = (
        Column("debit", Text("借", "Debit")), Column("credit", Text("贷", "Credit")),
        Column("uses", Text("全账用过几次", "Uses in all the books"), "count"),
    )  # fmt: skip
    return entry_table(
        request, "entries.pairs", Text("少见的对应科目", "Rare pairs of accounts"), rare["entry"].tolist(), columns,
        {"debit": rare["debit"].tolist(), "credit": rare["credit"].tolist(), "uses": rare["entries"].tolist()},
        about=Text(f"这一对科目在全部账里只用过 {most} 次以内。", f"The pair was used at most {most} times in all the books."),
    )  # fmt: skip


def by_benford(request: AuditRequest) -> Table:
    """Return one row an account with enough amounts: χ², its probability, the mean deviation, the verdict."""
    p = request.postings
    p = p[((p["kind"] != CLOSING) & (p["fen"] != 0)).to_numpy()]
    rows = []
    for account, fen in p["fen"].groupby(p["account"].astype(str)):
        one = benford.of_amounts(fen)
        if one.size >= benford.FEWEST:
            origin = Origin(account=str(account), start=request.period.start, end=request.period.end)
            rows.append(
                (
                    account,
                    in_words(str(account)),
                    one.size,
                    f"{one.chi2:.2f}",
                    one.p,
                    f"{one.mad:.4f}",
                    _verdict(one),
                    origin,
                )
            )
    columns = (
        Column("account", Text("科目", "Account"), "account"), Column("name", Text("名称", "Name")),
        Column("count", Text("笔数", "Amounts"), "count", origin="origin"), Column("chi2", Text("χ²（8）", "χ² (8)")),
        Column("p", Text("p 值", "p-value"), "percent"), Column("mad", Text("平均偏差", "MAD")),
        Column("verdict", Text("判断", "Verdict")),
    )  # fmt: skip
    return Table.of(
        "entries.benford", Text("首位数字（本福特定律）", "First digits (Benford)"), columns, rows, extra=("origin",),
        period=request.heading, notes=_CAVEATS,
        empty=Text(f"没有一个科目达到 {benford.FEWEST} 笔。", f"No account has {benford.FEWEST} amounts."),
    )  # fmt: skip


_CAVEATS = (
    Text(
        "固定单价（餐券、月捐）、有上限的金额和不跨数量级的金额本来就不服从本福特定律；偏离只是一个线索，不是错误。",
        "Fixed prices, capped amounts and amounts of one order of magnitude do not follow the law at all; a deviation is a hint, no error.",
    ),
    Text(
        f"不足 {benford.FEWEST} 笔不列，不足 {benford.WEAK} 笔只作参考；笔数很多时 χ² 会把无关紧要的偏差也判为显著，应看平均偏差。",
        f"Fewer than {benford.FEWEST} amounts are not listed, fewer than {benford.WEAK} are a hint only; with many amounts χ² calls trifles significant: look at the mean deviation.",
    ),
    Text(
        "平均偏差的界限 0.006 / 0.012 / 0.015 出自 Nigrini（凭记忆，未核）。",
        "The borders of the deviation, 0.006 / 0.012 / 0.015, are Nigrini's (from memory, not checked).",
    ),
)


def _verdict(one: benford.Benford) -> Text:
    said = _VERDICTS[one.verdict]
    if one.size < benford.WEAK:
        return Text(f"{said.zh}（样本少，仅供参考）", f"{said.en} (few amounts: a hint)")
    return said


_VERDICTS = {
    "close": Text("吻合", "close"),
    "acceptable": Text("可接受", "acceptable"),
    "marginal": Text("勉强", "marginal"),
    "off": Text("偏离", "off"),
    "few": Text("样本太少", "too few"),
}


def digits_of(request: AuditRequest, account: str) -> Table:
    """Return the nine digits of one account: seen, expected, difference."""
    p = request.postings
    one = benford.of_amounts(p["fen"][((p["account"] == account) & (p["kind"] != CLOSING)).to_numpy()])
    rows = [
        (str(digit), seen, Decimal(seen) / max(one.size, 1), share)
        for digit, seen, share in zip(benford.DIGITS, one.digits, benford.EXPECTED, strict=True)
    ]
    columns = (
        Column("digit", Text("首位数字", "First digit")), Column("seen", Text("笔数", "Amounts"), "count"),
        Column("share", Text("占比", "Share"), "percent"), Column("expected", Text("应占", "Expected"), "percent"),
    )  # fmt: skip
    return Table.of("entries.digits", same(in_words(account)), columns, rows, notes=_CAVEATS)


def _number(request: AuditRequest, name: str, default: int) -> int:
    said = request.option(name)
    return int(said) if said.isdigit() else default


def _amount(request: AuditRequest, name: str, default: Fen) -> Fen:
    try:
        return to_fen(parse_amount(request.option(name))) or default
    except InexactAmountError:
        return default
