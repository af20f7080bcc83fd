"""The books on paper: trial balances, general ledger, subsidiary ledgers, journals of cash and bank, the list of vouchers.

会计基础工作规范 第五十六条至第六十三条: 总账、明细账、日记账, opened, closed monthly and held against each other
(original not checked). Red entries stay on their side with a negative amount.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from huilin.audit.ledger_view import in_words, wording
from huilin.audit.listing import chosen_entries, entry_table
from huilin.audit.populations import MONEY
from huilin.audit.table import Column, Origin, Table
from huilin.promise.views import remembered
from huilin.reporting import Check
from huilin.sealing import COLUMNS, totals, trial_balance
from huilin.sealing.ledgers import general_ledger
from huilin.sealing.trial_balance import is_debit
from huilin.vocabulary import month_of, parse_period, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from huilin.audit.request import AuditRequest
    from huilin.books import Books
    from huilin.money import Fen

_SIDES = (
    ("opening_debit", Text("期初借方", "Opening Dr")), ("opening_credit", Text("期初贷方", "Opening Cr")),
    ("turnover_debit", Text("本期借方", "Debits")), ("turnover_credit", Text("本期贷方", "Credits")),
    ("closing_debit", Text("期末借方", "Closing Dr")), ("closing_credit", Text("期末贷方", "Closing Cr")),
)  # fmt: skip


def before_closing(request: AuditRequest) -> tuple[Table, ...]:
    """Return the trial balance without the period's own year-end transfers (结转前)."""
    return (_trial(request, closing=False),)


def after_closing(request: AuditRequest) -> tuple[Table, ...]:
    """Return the trial balance with every entry (结转后)."""
    return (_trial(request, closing=True),)


def _trial(request: AuditRequest, *, closing: bool) -> Table:
    table = trial_balance(request.books.frames, request.entity, request.period, closing=closing)
    sums = totals(table)
    rows: list[tuple[Any, ...]] = [
        (row.code, in_words(str(row.account)), *(getattr(row, name) for name in COLUMNS), Origin((), str(row.account), request.period.start, request.period.end), "line")
        for row in table.itertuples()
    ]  # fmt: skip
    rows.append(("", Text("合计", "Total"), *sums, None, "total"))
    columns = [Column("code", Text("科目", "Code")), Column("name", Text("名称", "Account"))]
    columns += [Column(name, title, "money", origin="origin", blank_zero=True) for name, title in _SIDES]
    title = (
        Text("试算平衡表（结转后）", "Trial balance after closing")
        if closing
        else Text("试算平衡表（结转前）", "Trial balance before closing")
    )
    return Table.of(
        "trial.after" if closing else "trial.before", title, columns, rows, extra=("origin", "_style"), period=request.heading,
        checks=(Check(Text("期初、本期、期末 借方合计 = 贷方合计", "debits equal credits: opening, turnover, closing"), sums.ties),),
    )  # fmt: skip


_LEDGER = (
    Column("date", Text("日期", "Date"), "date"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
    Column("what", Text("摘要", "Narration")), Column("other", Text("对方科目", "Other account")),
    Column("debit", Text("借方", "Debit"), "money", origin="id", blank_zero=True),
    Column("credit", Text("贷方", "Credit"), "money", origin="id", blank_zero=True),
    Column("side", Text("方向", "Dr/Cr")), Column("balance", Text("余额", "Balance"), "money"),
)  # fmt: skip
_OPENING, _CARRIED = Text("期初余额", "Opening balance"), Text("上年结转", "Brought forward")
_DAY, _MONTH, _YEAR = (
    Text("本日合计", "Total of the day"),
    Text("本月合计", "Total of the month"),
    Text("本年累计", "Year to date"),
)


def subsidiary(request: AuditRequest) -> tuple[Table, ...]:
    """Return one ledger an account (明细账) that has a balance or moved, with month and year totals; then a check."""
    return tuple(_ledger(request, account, rows) for account, rows in _by_account(request))


def journals(request: AuditRequest) -> tuple[Table, ...]:
    """Return the journal (日记账) of each account of cash, bank and wallet, with the total of every day."""
    return tuple(
        _ledger(request, account, rows, daily=True)
        for account, rows in _by_account(request)
        if (parts := split_account(account)) and parts.root == "Assets" and parts.code in MONEY
    )


def _by_account(request: AuditRequest) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the posted postings up to the period's end of each account that matters, in the order of the chart."""
    p = request.all_postings
    p = p[((p["flag"] == "*") & (p["date"] <= np.datetime64(request.period.end))).to_numpy()]
    names = p["account"].astype(str)
    for account, rows in sorted(p.groupby(names), key=lambda pair: str(pair[0]).split(":", 2)[-1]):
        moved = (rows["date"] >= np.datetime64(request.period.start)).any()
        if moved or int(rows["fen"].sum()):
            yield str(account), rows


def _ledger(request: AuditRequest, account: str, p: pd.DataFrame, *, daily: bool = False) -> Table:
    start = np.datetime64(request.period.start)
    opening = int(p["fen"][(p["date"] < start).to_numpy()].sum())
    rows = p[(p["date"] >= start).to_numpy()]
    lines = list(_lines(request, opening, rows, daily=daily))
    turnover = sum(line[4] - line[5] for line in lines if line[-1] == "line" and line[1])
    closing = int(p["fen"].sum())
    return Table.of(
        f"ledger.{account}", Text(in_words(account), account), _LEDGER, lines, extra=("_style",), period=request.heading,
        checks=(Check(Text("期初 + 借方 − 贷方 = 期末", "opening + debits − credits = closing"), opening + turnover == closing),),
    )  # fmt: skip


def _lines(request: AuditRequest, opening: Fen, rows: pd.DataFrame, *, daily: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the opening, each posting with the balance after it, and the totals of days, months and the year."""
    label = _CARRIED if request.period.start.month == 1 else _OPENING
    yield _sum(request.period.start, label, 0, 0, opening)
    places = rows["entry"].tolist()
    debit = is_debit(rows).tolist()
    columns = (
        rows["date"].dt.date.tolist(),
        rows["id"].tolist(),
        wording(request.books, places),
        _others(request.books, rows),
        rows["fen"].tolist(),
    )
    balance, day, month, year = opening, _Running(), _Running(), _Running()
    dated = list(zip(*columns, debit, strict=True))
    for at, (date, number, what, other, fen, on_debit) in enumerate(dated):
        amounts = (fen, 0) if on_debit else (0, -fen)
        balance += fen
        for running in (day, month, year):
            running.add(*amounts)
        yield (date, number, what, other, *amounts, _side(balance), abs(balance), "line")
        after = dated[at + 1][0] if at + 1 < len(dated) else None
        if daily and after != date:
            yield _sum(date, _DAY, *day.take(), balance)
        if after is None or (after.year, after.month) != (date.year, date.month):
            end = min(month_of(date).end, request.period.end)
            yield _sum(end, _MONTH, *month.take(), balance)
            yield _sum(end, _YEAR, *year.all(), balance)


class _Running:
    """Debits and credits added up until they are taken."""

    def __init__(self) -> None:
        self.sums = [0, 0]

    def add(self, debit: Fen, credit: Fen) -> None:
        """Add one posting."""
        self.sums = [self.sums[0] + debit, self.sums[1] + credit]

    def take(self) -> tuple[Fen, Fen]:
        """Return the sums and begin anew."""
        sums, self.sums = self.all(), [0, 0]
        return sums

    def all(self) -> tuple[Fen, Fen]:
        """Return the sums so far."""
        return self.sums[0], self.sums[1]


def _sum(day: object, label: Text, debit: Fen, credit: Fen, balance: Fen) -> tuple[Any, ...]:
    return (day, "", label, "", debit, credit, _side(balance), abs(balance), "subtotal")


def _side(balance: Fen) -> Text:
    return _DEBIT if balance > 0 else _CREDIT if balance < 0 else _LEVEL


_DEBIT, _CREDIT, _LEVEL = Text("借", "Dr"), Text("贷", "Cr"), Text("平", "–")


def _others(books: Books, rows: pd.DataFrame) -> list[str]:
    """Return the first other code of each posting's entry (对方科目), with 等 where there are more."""
    known = _codes(books)
    return [
        _other(known[place], code)
        for place, code in zip(rows["entry"].tolist(), rows["code"].astype(str).tolist(), strict=True)
    ]


def _other(codes: Iterable[str], own: str) -> str:
    others = [code for code in codes if code != own]
    return f"{others[0]} 等" if len(others) > 1 else others[0] if others else own


@remembered
def _codes(books: Books) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    p = books.frames.postings
    for place, code in zip(p["entry"].tolist(), p["code"].astype(str).tolist(), strict=True):
        found[place][code] = None
    return {place: tuple(codes) for place, codes in found.items()}


def general(request: AuditRequest) -> tuple[Table, ...]:
    """Return the general ledger (总账): each code by month, with the check that it is the sum of its subsidiary ledgers."""
    p = request.all_postings
    p = p[((p["flag"] == "*") & (p["date"] <= np.datetime64(request.period.end))).to_numpy()]
    rows = [line for code, own in p.groupby(p["code"].astype(str)) for line in _general(request, str(code), own)]
    columns = (
        Column("code", Text("科目", "Code")), Column("name", Text("名称", "Account")), Column("month", Text("月份", "Month")),
        Column("what", Text("摘要", "Narration")), Column("debit", Text("借方", "Debit"), "money", origin="origin", blank_zero=True),
        Column("credit", Text("贷方", "Credit"), "money", origin="origin", blank_zero=True),
        Column("side", Text("方向", "Dr/Cr")), Column("balance", Text("余额", "Balance"), "money"),
    )  # fmt: skip
    table = Table.of(
        "ledger.general", Text("总账", "General ledger"), columns, rows, extra=("origin", "_style"), period=request.heading,
        checks=(Check(Text("总账 = 所属明细账之和", "the general ledger is the sum of its subsidiary ledgers"), _same(request, p)),),
    )  # fmt: skip
    return (table,)


def _general(request: AuditRequest, code: str, p: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    start = np.datetime64(request.period.start)
    before = (p["date"] < start).to_numpy()
    balance = int(p["fen"][before].sum())
    rows = p[~before]
    if rows.empty and not balance:
        return
    account = str(p["account"].iloc[0])
    parts = split_account(account)
    head = (code, parts.name if parts else account)
    prefix = ":".join(account.split(":")[:2]) + f":{code}"
    yield (
        *head,
        "",
        _CARRIED if request.period.start.month == 1 else _OPENING,
        0,
        0,
        _side(balance),
        abs(balance),
        None,
        "subtotal",
    )
    debit = is_debit(rows)
    split = rows.assign(dr=rows["fen"].where(debit, 0), cr=-rows["fen"].where(~debit, 0))
    year = [0, 0]
    for month, sums in split.groupby(split["date"].dt.strftime("%Y-%m"))[["dr", "cr"]].sum().iterrows():
        dr, cr = int(sums["dr"]), int(sums["cr"])
        balance, year = balance + dr - cr, [year[0] + dr, year[1] + cr]
        period = parse_period(str(month))
        origin = Origin(account=prefix, start=period.start, end=period.end)
        yield (*head, month, _MONTH, dr, cr, _side(balance), abs(balance), origin, "line")
        yield (*head, month, _YEAR, *year, _side(balance), abs(balance), None, "line")


def _same(request: AuditRequest, p: pd.DataFrame) -> bool:
    """Whether the general ledger, made by code, is what the accounts below add up to, made by account."""
    made = {
        code: sums.closing
        for code, sums in general_ledger(request.books.frames, request.entity, request.period).items()
    }
    added: defaultdict[str, int] = defaultdict(int)
    for account, fen in p["fen"].groupby(p["account"].astype(str)).sum().items():
        parts = split_account(str(account))
        added[parts.code if parts else ""] += int(fen)
    return {code: fen for code, fen in made.items() if fen} == {code: fen for code, fen in added.items() if fen}


def list_of_vouchers(request: AuditRequest) -> tuple[Table, ...]:
    """Return the vouchers in the order of their numbers (凭证清单), with who prepared and reviewed them."""
    view = chosen_entries(request).sort_values("id", kind="stable")
    columns = (
        Column("documents", Text("附件", "Documents"), "count"), Column("prepared", Text("制单", "Prepared by")),
        Column("reviewed", Text("审核", "Reviewed by")),
    )  # fmt: skip
    values = {
        "documents": view["evidence"].map(len).tolist(), "prepared": view["prepared"].tolist(),
        "reviewed": view["reviewed"].tolist(),
    }  # fmt: skip
    return (entry_table(request, "vouchers.list", Text("凭证清单", "Vouchers"), view.index.to_list(), columns, values),)


def lead_schedules(request: AuditRequest) -> tuple[Table, ...]:
    """Return the lead schedule (审定表): each code's closing by the books, room for adjustments, and last year's."""
    rows = []
    for code, sums in sorted(general_ledger(request.books.frames, request.entity, request.period).items()):
        if any(sums):
            name = _name(request, code)
            rows.append(
                (
                    code,
                    name,
                    sums.opening,
                    sums.debit,
                    sums.credit,
                    sums.closing,
                    None,
                    None,
                    None,
                    sums.closing - sums.opening,
                    "",
                )
            )
    columns = (
        Column("code", Text("科目", "Code")), Column("name", Text("名称", "Account")),
        Column("opening", Text("期初（借正贷负）", "Opening (Dr +)"), "money"), Column("debit", Text("本期借方", "Debits"), "money"),
        Column("credit", Text("本期贷方", "Credits"), "money"), Column("closing", Text("未审数", "Unaudited"), "money"),
        Column("adjust_debit", Text("调整借方", "Adjustment Dr"), "money"), Column("adjust_credit", Text("调整贷方", "Adjustment Cr"), "money"),
        Column("audited", Text("审定数", "Audited"), "money"), Column("change", Text("变动", "Change"), "money"),
        Column("index", Text("索引", "Reference")),
    )  # fmt: skip
    return (Table.of("lead", Text("审定表", "Lead schedule"), columns, rows, period=request.heading, notes=(Text("调整和审定两栏由审计人员填写。", "Adjustments and audited figures are the auditor's to fill in."),)),)  # fmt: skip


def _name(request: AuditRequest, code: str) -> str:
    names = (split_account(str(name)) for name in request.books.frames.postings["account"].cat.categories)
    return next((parts.name for parts in names if parts and parts.code == code and parts.entity == request.entity), "")
