"""Bank and wallet reconciliation: each account's book balance against its statement, what is open on either side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huilin.audit.ledger_view import in_words
from huilin.audit.reconciling import Reconciliation, accounts, coverage, reconcile, statement_balances
from huilin.audit.table import Column, Origin, Table
from huilin.reporting import Check
from huilin.vocabulary import parse_period, split_account
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huilin.audit.reconciling import Item
    from huilin.audit.request import AuditRequest
    from huilin.books import Books


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return all accounts in one table, a reconciliation sheet for each, what is in transit, months by statement."""
    found = made(request)
    sheets = [sheet(request, one) for one in found]
    return (_summary(request, found), _transit(request), *sheets, _coverage(request, [one.account for one in found]))


def made(request: AuditRequest) -> list[Reconciliation]:
    """Return the reconciliation of every account of money at the period's end."""
    on = min(request.period.end, request.today)
    return [reconcile(request.books, account, on) for account in accounts(request.books, request.entity)]


def _summary(request: AuditRequest, found: Sequence[Reconciliation]) -> Table:
    columns = (
        Column("account", Text("账户", "Account"), "account"), Column("on", Text("日期", "On"), "date"),
        Column("book", Text("账面余额", "Book balance"), "money", origin="origin"),
        Column("statement", Text("对账单余额", "Statement balance"), "money"),
        Column("statement_on", Text("对账单日", "Statement of"), "date"),
        Column("bank_only", Text("银行已记、账上未过", "Only on the statement"), "count", blank_zero=True),
        Column("book_only", Text("账上已记、对账单未列", "Only in the books"), "count", blank_zero=True),
        Column("unexplained", Text("未查明", "Unexplained"), "money"), Column("state", Text("情况", "State")),
    )  # fmt: skip
    rows = [
        (
            one.account, one.on, one.book, one.statement, one.statement_on, len(one.bank_only), len(one.book_only),
            one.unexplained, _state(one), Origin(account=one.account, end=one.on),
        )
        for one in found
    ]  # fmt: skip
    return Table.of(
        "reconciliation.summary", Text("账户余额核对", "Balances against statements"), columns, rows, extra=("origin",),
        period=request.heading, basis=Text("会计基础工作规范 第六十二条（未核原文）", "Basic Accounting Work Rules, Art. 62 (original not checked)"),
    )  # fmt: skip


def _state(one: Reconciliation) -> Text:
    if one.statement is None:
        return Text("没有对账单余额，请索取对账单或函证", "no statement balance: ask for one, or confirm")
    if one.unexplained:
        return Text("不符", "differs")
    if one.listed:
        return Text(
            f"相符；{one.statement_on} 之后按对账单流水推算",
            f"agrees; after {one.statement_on} by the statement's rows",
        )
    return Text("相符", "agrees")


def sheet(request: AuditRequest, one: Reconciliation) -> Table:
    """Return the reconciliation sheet (银行存款余额调节表) of one account: the books' side left, the bank's side right."""
    columns = (
        Column("left", Text("企业账面", "Books")), Column("left_id", Text("凭证", "Voucher"), "voucher", origin="left_id"),
        Column("book", Text("金额", "Amount"), "money"),
        Column("right", Text("银行对账单", "Statement")), Column("right_id", Text("凭证", "Voucher"), "voucher", origin="right_id"),
        Column("bank", Text("金额", "Amount"), "money"),
    )  # fmt: skip
    return Table.of(
        f"reconciliation.{one.account}", Text("银行存款余额调节表", "Bank reconciliation"), columns, list(_lines(one)),
        extra=("_style",), entity=_entity_title(request.books, one.account),
        period=Text(f"{in_words(one.account)}　{one.on}", f"{in_words(one.account)}, {one.on}"), checks=tuple(_checks(one)),
    )  # fmt: skip


def _lines(one: Reconciliation) -> Iterator[tuple[Any, ...]]:
    when = f"{one.statement_on}" if one.statement_on else Text("（缺对账单余额）", "(no statement balance)").zh
    yield (
        Text("企业账面余额", "Balance by the books"),
        None,
        one.book,
        Text(f"对账单余额 {when}", f"Balance by the statement {when}"),
        None,
        one.statement,
        "subtotal",
    )
    yield (
        None,
        None,
        None,
        Text("加：其后对账单所列发生", "Plus: later rows of the statement"),
        None,
        one.listed,
        "line",
    )
    for label_left, label_right, sign in _SIDES:
        left = [item for item in one.bank_only if item.fen * sign > 0]
        right = [item for item in one.book_only if item.fen * sign > 0]
        yield (label_left, None, _sum(left), label_right, None, _sum(right), "line")
        yield from _pairs(left, right)
    yield (
        Text("调节后余额", "Adjusted balance"),
        None,
        one.adjusted_book,
        Text("调节后余额", "Adjusted balance"),
        None,
        one.adjusted_bank,
        "total",
    )


_SIDES = (
    (Text("加：银行已收、企业未入账", "Plus: received by the bank, not in the books"), Text("加：企业已收、银行未入账", "Plus: received in the books, not at the bank"), 1),
    (Text("减：银行已付、企业未入账", "Less: paid by the bank, not in the books"), Text("减：企业已付、银行未入账", "Less: paid in the books, not at the bank"), -1),
)  # fmt: skip


def _sum(items: Sequence[Item]) -> int:
    return sum(item.fen for item in items)


def _pairs(left: Sequence[Item], right: Sequence[Item]) -> Iterator[tuple[Any, ...]]:
    for place in range(max(len(left), len(right))):
        yield (*_item(left, place), *_item(right, place), "line")


def _item(items: Sequence[Item], place: int) -> tuple[Any, ...]:
    if place >= len(items):
        return (None, None, None)
    item = items[place]
    return (same(f"\u3000{item.day} {item.what}"), item.ref, item.fen)


def _checks(one: Reconciliation) -> Iterator[Check]:
    if one.unexplained is not None:
        yield Check(Text("两边调节后余额相等", "both adjusted balances are equal"), one.unexplained == 0)


def _entity_title(books: Books, account: str) -> str:
    parts = split_account(account)
    entity = books.entities.get(parts.entity) if parts else None
    return entity.title if entity else ""


def _transit(request: AuditRequest) -> Table:
    """List what lay on the transit accounts at the period's end, link by link."""
    columns = (
        Column("link", Text("链接", "Link")), Column("since", Text("自", "Since"), "date"),
        Column("id", Text("凭证", "Voucher"), "voucher", origin="id"), Column("amount", Text("金额", "Amount"), "money", origin="id"),
    )  # fmt: skip
    return Table.of(
        "reconciliation.transit", Text("期末在途", "In transit at the period's end"), columns, list(in_transit(request)),
        empty=Text("没有在途资金。", "Nothing is in transit."),
    )  # fmt: skip


def in_transit(request: AuditRequest) -> Iterator[tuple[Any, ...]]:
    """Yield what has not arrived by the period's end: link, since when, voucher, fen."""
    books = request.books
    p = request.all_postings
    wanted = p["account"].isin(list(books.workspace.settings.transit.values()))
    p = p[(wanted & (p["date"].dt.date <= request.period.end)).to_numpy()]
    open_by_link: dict[str, tuple[int, int]] = {}
    for place, fen in zip(p["entry"].tolist(), p["fen"].tolist(), strict=True):
        entry = books.transactions[place]
        name = min(entry.links or {str(entry.meta.get("id") or entry.date)})
        held, first = open_by_link.get(name, (0, place))
        open_by_link[name] = (held + fen, first)
    for name, (fen, place) in open_by_link.items():
        if fen:
            entry = books.transactions[place]
            yield name, entry.date, str(entry.meta.get("id") or ""), fen


def _coverage(request: AuditRequest, names: Sequence[str]) -> Table:
    rows = []
    for account in names:
        settled = {day for day, _ in statement_balances(request.books).get(account, ())}
        for row in coverage(request.books, account).itertuples():
            month = parse_period(str(row.month))
            if month.start <= request.period.end and month.end >= request.period.start:
                rows.append((account, month.name, row.keyed, row.bare, row.balance, month.end in settled))
    columns = (
        Column("account", Text("账户", "Account"), "account"), Column("month", Text("月份", "Month")),
        Column("keyed", Text("有对账单行", "From statement rows"), "count"),
        Column("bare", Text("只有账面", "By the books alone"), "count", blank_zero=True),
        Column("balance", Text("月末账面余额", "Book balance"), "money", origin="origin"),
        Column("settled", Text("已核对对账单余额", "Settled against the statement")),
    )  # fmt: skip
    shown = [
        (
            account,
            name,
            keyed,
            bare,
            balance,
            _YES if done else _NO,
            Origin(account=account, end=parse_period(name).end),
        )
        for account, name, keyed, bare, balance, done in rows
    ]
    return Table.of("reconciliation.months", Text("逐月对账", "Month by month"), columns, shown, extra=("origin",))


_YES, _NO = Text("是", "yes"), Text("否", "no")
