"""The 20 %: each promise from revenue to what is owed, period by period to payment and receipt, with its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huilin.audit.ledger_view import refs, wording
from huilin.audit.table import Column, Origin, Table
from huilin.errors import HuilinError
from huilin.money import round_half_up, to_decimal, to_fen
from huilin.promise import assess, by_period, policies, settlement
from huilin.promise.moves import ACCOUNTS, promise_moves
from huilin.reinvestment.explanation import percent
from huilin.reporting import Check
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from huilin.audit.request import AuditRequest
    from huilin.promise import Reconciliation
    from huilin.reinvestment import Assessment, Policy


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return the terms, the steps, the reconciliation by period, and every entry of each promise that stands."""
    try:
        found = assess(request.books, request.period, today=request.today)
        every = policies(request.books)
    except HuilinError as error:
        return (_unanswered(error),)
    mine = [one for one in found if request.entity in ("", *one.policy.pair)]
    tables = [_terms([policy for policy in every if request.entity in ("", *policy.pair)])]
    for one in mine:
        tables += [_steps(request, one), _periods(request, one), _reconciliation(request, one), _moves(request, one)]
    return tuple(tables)


def _unanswered(error: HuilinError) -> Table:
    columns = (Column("message", Text("问题", "What is amiss")), Column("remedy", Text("怎样改", "Remedy")))
    rows = [(error.text, error.remedy or same(""))]
    return Table.of("reinvestment.unanswered", Text("反哺算不出来", "The promise has no answer"), columns, rows)


def _terms(promised: list[Policy]) -> Table:
    columns = (
        Column("start", Text("起", "From"), "date"), Column("end", Text("止", "Until"), "date"),
        Column("enterprise", Text("企业", "Enterprise")), Column("fund", Text("基金", "Fund")),
        Column("rate", Text("比例", "Rate"), "percent"), Column("base", Text("基数", "Base")),
        Column("route", Text("方式", "Route")), Column("accrual", Text("计提", "Accrual")),
        Column("within", Text("支付期限（天）", "Days to pay"), "count"),
        Column("agreement", Text("依据", "Agreement"), "document"),
    )  # fmt: skip
    rows = [
        (p.start, p.end, p.enterprise, p.fund, p.rate, p.base, p.route, p.accrual, p.settle_within_days, p.agreement)
        for p in promised
    ]
    return Table.of(
        "reinvestment.terms",
        Text("反哺约定", "The promise as declared"),
        columns,
        rows,
        empty=Text("账里没有反哺约定。", "The books declare no promise."),
    )


def _steps(request: AuditRequest, one: Assessment) -> Table:
    policy = one.policy
    columns = (
        Column("label", Text("步骤", "Step")), Column("amount", Text("金额", "Amount"), "money", origin="entries"),
        Column("vouchers", Text("凭证", "Vouchers"), "count", blank_zero=True), Column("rule", Text("规则", "Rule")),
        Column("source", Text("依据", "Source")),
    )  # fmt: skip
    return Table.of(
        f"reinvestment.{policy.enterprise}-{policy.fund}.steps",
        Text("应反哺的计算", "What is owed, step by step"),
        columns,
        [(s.label, to_fen(s.amount), len(s.entries), s.rule, s.source, s.entries) for s in one.steps],
        extra=("entries",),
        entity=policy.enterprise,
        period=request.heading,
        about=Text(
            "每一步都由程序按过账凭证重新算出；点金额看凭证。",
            "Every step is reckoned anew from the posted vouchers; follow a figure to them.",
        ),
        checks=tuple(_checks_of_steps(one)),
    )


def _checks_of_steps(one: Assessment) -> Iterator[Check]:
    label = Text(
        f"应反哺 {one.owed:,.2f} = {percent(one.policy.rate)} × 基数 {one.base_amount:,.2f}（四舍五入到分）",
        f"owed {one.owed:,.2f} = {percent(one.policy.rate)} × base {one.base_amount:,.2f}, rounded to the fen",
    )
    if one.policy.cap is None and one.policy.floor is None and not one.credit_used:
        yield Check(label, round_half_up(one.policy.rate * one.base_amount) == one.owed)
    label = Text("已计提 + 本次应计提 = 应反哺", "accrued + still to accrue = owed")
    if not one.overpaid and not one.credit_used:
        yield Check(label, one.accrued + one.to_accrue == one.owed)


def _periods(request: AuditRequest, one: Assessment) -> Table:
    columns = (
        Column("period", Text("期间", "Period")), Column("due", Text("应付日", "Due"), "date"),
        Column("accrued", Text("计提", "Accrued"), "money", origin="entries"), Column("paid", Text("已付", "Paid"), "money"),
        Column("transit", Text("在途", "In transit"), "money"), Column("received", Text("到账", "Received"), "money"),
        Column("receipted", Text("已开票据", "Receipted"), "money"), Column("open", Text("未付", "Open"), "money"),
        Column("overdue", Text("逾期天数", "Days overdue"), "count", blank_zero=True),
        Column("receipts", Text("票据号", "Receipts")),
    )  # fmt: skip
    lines = by_period(request.books, one.policy, request.period.end, today=request.today)
    rows: list[tuple[Any, ...]] = [
        (
            line.period.title, line.due, *map(to_fen, (line.accrued, line.paid, line.in_transit, line.received)),
            to_fen(line.receipted), to_fen(line.open), line.overdue_days, " ".join(line.receipts), line.entries, "line",
        )
        for line in lines
    ]  # fmt: skip
    sums = [sum(row[place] for row in rows) for place in range(2, 8)]
    rows.append((Text("合计", "Total"), None, *sums, 0, "", (), "total"))
    return Table.of(
        f"reinvestment.{one.policy.enterprise}-{one.policy.fund}.periods",
        Text("逐期对账", "Reconciliation by period"),
        columns,
        rows,
        extra=("entries", "_style"),
        entity=one.policy.enterprise,
        about=Text("付款和到账先抵最早的一期。", "Payments and receipts settle the oldest period first."),
    )


def _reconciliation(request: AuditRequest, one: Assessment) -> Table:
    policy, end = one.policy, request.period.end
    s = settlement(request.books, policy, end, today=request.today)
    columns = (
        Column("label", Text("项目", "Item")), Column("amount", Text("金额", "Amount"), "money", origin="origin"),
    )  # fmt: skip
    code = ACCOUNTS[policy.route][1]
    rows = [
        (Text("企业已计提", "Accrued by the enterprise"), to_fen(s.accrued), s.entries["accrued"]),
        (Text("企业已支付", "Paid by the enterprise"), to_fen(s.paid), s.entries["paid"]),
        (Text("在途", "In transit"), to_fen(s.in_transit), None),
        (Text("基金（代管机构）已到账", "Received by the fund or its host"), to_fen(s.received), s.entries["received"]),
        (Text("其中已开捐赠票据", "of which receipted"), to_fen(s.receipted), None),
        (
            Text(f"已计提未支付（{code.replace(':', '.')} 余额）", f"Accrued and not paid (balance of {code})"), to_fen(s.difference),
            Origin(account=f"Liabilities:{policy.enterprise}:{code[:4]}", end=end),
        ),
    ]  # fmt: skip
    return Table.of(
        f"reinvestment.{policy.enterprise}-{policy.fund}.reconciliation",
        Text("两套账对账", "Both sets of books reconciled"),
        columns,
        rows,
        extra=("origin",),
        entity=policy.enterprise,
        period=request.heading,
        checks=tuple(_checks(request, policy, s)),
    )


def _checks(request: AuditRequest, policy: Policy, s: Reconciliation) -> Iterator[Check]:
    yield Check(Text("已付 = 到账 + 在途", "paid = received + in transit"), s.paid == s.received + s.in_transit)
    if policy.route == "donation" and _alone(request, policy):
        balance = _balance(request, policy)
        yield Check(
            Text(f"计提 − 已付 = 2241.02 余额 {balance:,.2f}", f"accrued − paid = balance of 2241.02, {balance:,.2f}"),
            s.difference == balance,
        )


def _alone(request: AuditRequest, policy: Policy) -> bool:
    return len({p.fund for p in policies(request.books) if p.enterprise == policy.enterprise}) == 1


def _balance(request: AuditRequest, policy: Policy) -> Decimal:
    """Return the balance of 2241.02, straight from the postings."""
    fen = request.books.frames.sum(entity=policy.enterprise, codes=("2241:02",), end=request.period.end)
    return to_decimal(-fen)


def _moves(request: AuditRequest, one: Assessment) -> Table:
    """List every entry of the promise up to the period's end, in date order."""
    books, policy = request.books, one.policy
    moves = promise_moves(books, policy.enterprise, policy.fund)
    kinds = (
        (Text("计提", "Accrued"), moves.accrued), (Text("支付", "Paid"), moves.paid),
        (Text("到账", "Received"), moves.received),
    )  # fmt: skip
    rows = sorted(
        (
            (m.day, *refs(books, [m.place]), kind, wording(books, [m.place])[0], m.fen, m.link, m.receipt)
            for kind, some in kinds
            for m in some
            if m.day <= request.period.end
        ),
        key=lambda row: (row[0], row[1]),
    )
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
        Column("kind", Text("环节", "Stage")), Column("what", Text("摘要", "Narration")),
        Column("amount", Text("金额", "Amount"), "money", origin="id"), Column("link", Text("链接", "Link")),
        Column("receipt", Text("票据号", "Receipt")),
    )  # fmt: skip
    return Table.of(
        f"reinvestment.{policy.enterprise}-{policy.fund}.entries",
        Text("反哺的全部凭证", "Every voucher of the promise"),
        columns,
        rows,
    )
