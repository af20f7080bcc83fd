"""利润反哺: how the enterprise's promise to the fund follows from its profit, and what became of it.

Three tables for each promise: the calculation step by step (利润反哺计算表), the reconciliation across both sets
of books (对账表), and every accrual, payment and receipt by its voucher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.figures import AMOUNT, name_of
from huilin.errors import HuilinError
from huilin.money import round_half_up, show, to_decimal, to_fen
from huilin.promise import assess, by_period, settlement
from huilin.promise.moves import ACCOUNTS, DIVIDENDS, PROMISE, promise_moves, promised_funds
from huilin.promise.settling import due_day
from huilin.reinvestment.policy import DONATION
from huilin.reporting.common import JOINT, THIS_PERIOD, YEAR_TO_DATE, as_of, before, in_words, new_year
from huilin.reporting.line_table import Column, turnover
from huilin.reporting.posted import Place, Posted, declared, fact_of, stated, summed
from huilin.reporting.selection import Figure, Selection
from huilin.reporting.sheet import Row, Sheet, heading
from huilin.reporting.statement import Chart, Check, Fact, Line, Statement
from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID, PROMISE_RECEIVED
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.promise import PeriodLine, Reconciliation
    from huilin.promise.moves import Move
    from huilin.reinvestment import Assessment, Policy, Step
    from huilin.reporting.statement import Cell, LineStyle, ReportRequest

NAME = "reinvestment"
TITLE = Text("利润反哺", "Profit given back")
ORDER = 40

GIFT, INCOME_TAX = "5711:01", "5801"


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statements of every promise that stands; one that no amount can be named for says why."""
    if not request.books.directives("reinvestment"):
        return ()
    try:
        assessments = assess(request.books, request.period, today=request.today)
    except HuilinError as error:
        return (_refused(request, error),)
    return tuple(statement for one in assessments for statement in _Promise.of(request, one).statements())


def _refused(request: ReportRequest, error: HuilinError) -> Statement:
    remedy = (error.remedy,) if error.remedy else ()
    return Statement(
        "Community.reinvestment", TITLE, "", as_of(request.period), (), (), Text("项目", "Item"),
        basis=JOINT, notes=(error.text, *remedy), checks=(Check(error.text, holds=False),),
    )  # fmt: skip


@dataclass(frozen=True)
class _Promise:
    """One promise with what its statements are made from; `id` heads the facts of the calculation."""

    request: ReportRequest
    posted: Posted
    assessment: Assessment
    reconciled: Reconciliation
    id: str

    @classmethod
    def of(cls, request: ReportRequest, assessment: Assessment) -> _Promise:
        policy = assessment.policy
        many = len(promised_funds(request.books, policy.enterprise)) > 1
        id_ = f"{policy.enterprise}.reinvestment" + (f"-{policy.fund}" if many else "")
        made = settlement(request.books, policy, request.period.end, today=request.today)
        return cls(request, Posted.of(request.books), assessment, made, id_)

    @property
    def policy(self) -> Policy:
        return self.assessment.policy

    def title(self, entity: str) -> str:
        return self.request.books.entities[entity].title

    def statements(self) -> tuple[Statement, ...]:
        return (_calculation(self), _reconciliation(self), _by_period(self), _moves(self))

    @property
    def debt(self) -> tuple[str, ...]:
        """Where the promise stands in the enterprise's books, by its route."""
        return (ACCOUNTS[self.policy.route][1],)


# The calculation


def _calculation(promise: _Promise) -> Statement:
    period = promise.request.period
    through = in_words(min(period.end, promise.request.today))
    lines = tuple(_calculated(promise))
    return Statement(
        promise.id,
        Text("利润反哺计算表", "Calculation of the profit given back"),
        promise.policy.enterprise,
        Text(f"{period.end.year}年1月1日至{through.zh}", f"1 January to {through.en}"),
        (Text("金额（元）", "Amount (CNY)"), Text("依据", "Source")),
        lines,
        Text("项目", "Item"),
        basis=Text("按约定计算，非法定报表", "Calculated by the agreement, not a statutory statement"),
        notes=(_said_policy(promise), _THROUGHOUT),
        summary=tuple(_sentences(promise)),
        charts=(_flow(promise, lines),),
    )


_THROUGHOUT = Text(
    "按本年累计计算：某一期多提的，由后面各期冲减，不低于已支付数；到年末按全年数结清。",
    "Reckoned on the year to date: what one period accrued too much the next ones take back, never below what was paid; the year settles it.",
)

_BASES = {
    "net-profit-before-donation": Text("未扣除捐赠的净利润", "net profit as if nothing were given"),
    "net-profit-after-donation": Text("扣除捐赠后的净利润", "net profit after the gift"),
    "total-profit-before-donation": Text("未扣除捐赠的利润总额", "profit before tax and gifts"),
    "distributable-profit": Text("可供分配的利润", "distributable profit"),
    "distributable-after-reserve": Text("提取公积金后可供分配的利润", "distributable profit after reserve"),
}


def _said_policy(promise: _Promise) -> Text:
    policy = promise.policy
    rate, base = f"{policy.rate:.2%}".replace(".00%", "%"), _BASES.get(policy.base, same(policy.base))
    first = Text("，先弥补以前年度亏损", ", losses of earlier years first") if policy.losses_first else same("")
    paper = Text(f"（{policy.agreement_title}）", f" ({policy.agreement_title})") if policy.agreement else same("")
    company, fund = promise.title(policy.enterprise), promise.title(policy.fund)
    return Text(
        f"约定{paper.zh}：{company}把{base.zh}的{rate}反哺{fund}{first.zh}，期末后{policy.settle_within_days}日内支付。",
        f"Agreement{paper.en}: {company} gives {rate} of its {base.en} to {fund}{first.en}, within {policy.settle_within_days} days of the period's end.",
    )


def _calculated(promise: _Promise) -> Iterator[Line]:
    """Yield the steps as lines: what the books prove carries its query, what follows its formula."""
    shown: dict[str, Fact] = {}
    for step in _steps(promise.assessment.steps):
        if step.rule in _HEADINGS:
            yield heading(_HEADINGS[step.rule])
        shown[step.rule] = _fact(promise, step, shown)
        level = 1 if step.label.zh.startswith(("减", "加")) else 0
        yield Line(step.label, (shown[step.rule], same(step.source)), level=level, style=_style(step.rule))


def _style(rule: str) -> LineStyle:
    return "total" if rule in _RESULTS else "subtotal" if rule in _SUBTOTALS else "line"


_HEADINGS = {
    "revenue": Text("一、利润", "I. Profit"),
    "accrued": Text("二、已经做到的", "II. What has been done"),
    "total-profit": Text("三、对所得税的影响", "III. What it means for income tax"),
}
_SUBTOTALS = {"profit-before-donation", "net-profit", "net-profit-before-donation", "net-profit-after-donation",
              "total-profit-before-donation", "distributable-profit", "distributable-after-reserve"}  # fmt: skip
_RESULTS = {"owed-to-the-fen", "limit", "accrue"}


def _steps(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield each rule once; a rule that comes twice is told apart by its place."""
    seen: set[str] = set()
    for place, step in enumerate(steps):
        yield step if step.rule not in seen else step._replace(rule=f"{step.rule}-{place}")
        seen.add(step.rule)


def _fact(promise: _Promise, step: Step, shown: dict[str, Fact]) -> Fact:
    """Return the step's fact, proved by query or formula where that gives its amount, else as it is stated."""
    place = Place(promise.policy.enterprise, promise.id, step.rule, step.label)
    amount = to_fen(step.amount)
    for made in _proofs(promise, place, shown):
        if made.amount == amount:
            return made
    return replace(stated(place, "", amount), entries=step.entries)


def _proofs(promise: _Promise, place: Place, shown: dict[str, Fact]) -> Iterator[Fact]:
    rule, policy = place.line, promise.policy
    if selection := _selections(promise).get(rule):
        yield fact_of(place, "", selection, promise.posted.pick(selection))
    if (parts := _sums(policy, shown).get(rule)) and all(part in shown for _, part in parts):
        yield summed(place, "", [(sign, shown[part]) for sign, part in parts])
    if rule in ("tax-losses", "losses-first"):
        yield from _brought_forward(promise, place)
    if rule == "income-tax-without-gift":
        yield from _taxed(promise, place, shown)
    if rule == "owed-to-the-fen" and policy.base in shown:
        base = shown[policy.base]
        owed = to_fen(round_half_up(policy.rate * to_decimal(base.amount)))
        yield stated(place, "", owed, f"round({policy.rate} * {base.id})")
    if rule == "income-tax" and "taxable-income" in shown:
        taxable, rate = shown["taxable-income"], promise.assessment.tax.rate
        tax = to_fen(round_half_up(rate * to_decimal(taxable.amount)))
        yield stated(place, "", tax, f"round({rate} * {taxable.id})")


def _brought_forward(promise: _Promise, place: Place) -> Iterator[Fact]:
    """Yield each loss that a directive brings into the year: where it is used whole, it is the figure."""
    company, year = promise.policy.enterprise, new_year(promise.request.period)
    for custom in promise.request.books.directives("brought-forward"):
        amount = custom.number(2)
        if custom.text(0) == company and custom.date.year == year.year and amount is not None:
            words = (company, custom.text(1), str(custom.meta.get("for-year", "")))
            of = name_of("brought-forward", *filter(None, words))
            yield declared(place, "", Figure(of, custom.date, AMOUNT, to_fen(amount)))


def _taxed(promise: _Promise, place: Place, shown: dict[str, Fact]) -> Iterator[Fact]:
    """Yield the tax on the profit before the gift, less the losses of earlier years where there are any."""
    profit, rate = shown["profit-before-donation"], promise.assessment.tax.rate
    losses = replace(place, line="tax-losses").id()
    used = next((to_fen(s.amount) for s in promise.assessment.steps if s.rule == "tax-losses"), 0)
    for less, words in ((0, profit.id), (used, f"({profit.id} - {losses})")):
        tax = round_half_up(rate * to_decimal(max(profit.amount - less, 0)))
        yield stated(place, "", to_fen(tax), f"max(round({rate} * {words}), 0)")


def _selections(promise: _Promise) -> dict[str, Selection]:
    """Return the steps that the books prove: postings of the year to date, without closing entries."""
    company, period = promise.policy.enterprise, promise.request.period
    year = Selection(company, start=new_year(period), end=min(period.end, promise.request.today), closing=False)
    codes = ("3103", "3104", "Income", "Expenses")
    return {
        "revenue": year.but(codes=("Income",), sign=-1),
        "costs": year.but(codes=_costs(promise, year)),
        "gifts": year.but(codes=(GIFT,)),
        "losses-first": Selection(company, codes, end=before(new_year(period))),
        "accrued": year.but(codes=promise.debt, sign=-1, words=(("kind", PROMISE_ACCRUED),)),
        "paid": year.but(codes=promise.debt, words=(("kind", PROMISE_PAID),)),
    }


def _sums(policy: Policy, shown: dict[str, Fact]) -> dict[str, list[tuple[int, str]]]:
    """Return the steps that follow from those above them: signs and rules."""

    def less(*rules: str) -> list[tuple[int, str]]:
        return [(-1, rule) for rule in rules if rule in shown]

    profit, owed = (1, "profit-before-donation"), (1, "limit" if "limit" in shown else "owed-to-the-fen")
    start = profit if policy.base.startswith("total") else (1, "net-profit")
    more = [(1, rule) for rule in ("never-below-paid",) if rule in shown]
    added = [(1, rule) for rule in ("carry-forward", "carry-expired", "paid-only") if rule in shown]
    return {
        "profit-before-donation": [(1, "revenue"), (-1, "costs")],
        "net-profit": [profit, *less("gifts", "income-tax-without-gift", "income-tax")],
        policy.base: [start, *less("losses-first", "reserve")],
        "accrue": [owed, *less("credit"), *more, *less("waits", "accrued")],
        "total-profit": [profit, *less("accrued", "accrue")],
        "deduction-cap": [(1, "paid")],
        "carry-forward": [(1, "paid"), *less("deduction-cap")],
        "paid-only": [(1, "accrued"), (1, "accrue"), (-1, "paid")],
        "taxable-income": [(1, "total-profit"), *added, *less("care-relief", "tax-losses")],
    }


def _costs(promise: _Promise, year: Selection) -> tuple[str, ...]:
    """Return the codes of every cost but donations and income tax."""
    used = promise.posted.pick(year.but(codes=("Expenses",)))["code"].unique()
    whole = sorted(str(code) for code in used if code not in (INCOME_TAX, GIFT[:4]))
    return (*whole, f"{GIFT[:4]}:!{GIFT[5:]}")


def _sentences(promise: _Promise) -> Iterator[Text]:
    one, policy = promise.assessment, promise.policy
    company, fund = promise.title(policy.enterprise), promise.title(policy.fund)
    if not one.owed:
        yield Text(f"本年到目前为止，{company}没有反哺义务。", f"So far this year {company} owes nothing.")
        return
    base, owed = show(to_fen(one.base_amount)), show(to_fen(one.owed))
    rate = f"{policy.rate:.2%}".replace(".00%", "%")
    yield Text(
        f"今年以来，{company}的反哺基数是 {base} 元，按{rate}应反哺{fund} {owed} 元。",
        f"So far this year the base is {base} yuan; at {rate} {company} owes {fund} {owed} yuan.",
    )
    paid, received = show(to_fen(one.paid)), show(to_fen(one.received))
    yield Text(
        f"已经支付 {paid} 元，基金已经收到 {received} 元。", f"{paid} yuan have been paid, {received} have come in."
    )
    yield _open(promise.reconciled)


def _open(made: Reconciliation) -> Text:
    if made.difference <= 0:
        return Text("已经计提的全部付清。", "All that was accrued is paid.")
    left = show(to_fen(made.difference))
    if made.overdue_days:
        return Text(
            f"还有 {left} 元没有支付，最早一笔已逾期 {made.overdue_days} 天。",
            f"{left} yuan are unpaid; the oldest has been overdue for {made.overdue_days} days.",
        )
    return Text(f"还有 {left} 元没有支付，尚未到期。", f"{left} yuan are unpaid and not yet due.")


def _flow(promise: _Promise, lines: tuple[Line, ...]) -> Chart:
    """Draw the way from profit to the promise."""
    facts = [cell for line in lines for cell in line.cells if isinstance(cell, Fact)]
    stop = next((place for place, fact in enumerate(facts) if fact.line in _RESULTS), 0) + 1
    steps = [fact for fact in facts[:stop] if fact.line not in ("revenue", "costs") and fact.amount]
    signed = [-fact.amount if fact.label.zh.startswith("减") else fact.amount for fact in steps]
    names = [Text(*(re.split("[，,（(=]", word)[0].strip() for word in fact.label)) for fact in steps]
    pairs = list(zip(names, signed, strict=True))
    return Chart(
        f"{promise.id}.flow",
        Text("从利润到反哺", "From profit to promise"),
        "flow",
        tuple(names),
        ((Text("元", "CNY"), tuple(signed)),),
        Text(
            "；".join(f"{name.zh}{show(fen)}元" for name, fen in pairs) + "。",
            "; ".join(f"{name.en}: {show(fen)}" for name, fen in pairs) + ".",
        ),
    )


# The reconciliation


def _reconciliation(promise: _Promise) -> Statement:
    id_ = f"{promise.id}-settled"
    company, fund = promise.policy.enterprise, promise.policy.fund
    columns = tuple(_columns(promise))
    ours, theirs = Sheet(promise.posted, company, id_, columns), Sheet(promise.posted, fund, id_, columns)
    rows = _rows(promise, ours, theirs)
    back = theirs.turnover(
        "bought-back",
        Text("基金向本企业购买服务支付（供对照）", "What the fund paid this enterprise for services (for comparison)"),
        Selection(fund, ("Expenses",), link="exchange-"),
        level=0,
    )
    held = _state(promise, id_, rows)
    return Statement(
        id_,
        Text("利润反哺对账表", "The promise reconciled"),
        company,
        as_of(promise.request.period),
        tuple(column.heading for column in columns),
        (*(row.line for row in rows), heading(Text("期末状况", "At the period's end")), *held, back.line),
        Text("项目", "Item"),
        basis=JOINT,
        notes=(_LAW, *_overdue(promise)),
        checks=tuple(_checks(promise, rows, held)),
    )


_LAW = Text(
    "应付未付的反哺是企业的负债，在基金到账以前不是基金的收入，也不是基金的应收款；支付和到账是两套账里的两笔分录，用同一个链接相连。",
    "What is promised and unpaid is a liability of the enterprise and neither income nor a receivable of the fund; payment and receipt are two entries in two sets of books with one link.",
)


def _columns(promise: _Promise) -> Iterator[Column]:
    period = promise.request.period
    yield turnover("period", THIS_PERIOD, period.start, period.end)
    if period.start != new_year(period):
        yield turnover("ytd", YEAR_TO_DATE, new_year(period), period.end)
    since = min(custom.date for custom in promise.request.books.directives("reinvestment"))
    yield turnover("all", Text("约定以来", "Since the agreement"), since, period.end)


def _rows(promise: _Promise, ours: Sheet, theirs: Sheet) -> tuple[Row, ...]:
    owed = Selection(ours.entity, promise.debt, sign=-1)
    gifts = Selection(theirs.entity, ("4101",), sign=-1, words=(("kind", PROMISE_RECEIVED),))
    grown, settled = _told_apart(promise, owed)
    opening = _opening(promise, ours, owed, grown, settled)
    accrued = ours.turnover("accrued", Text("加：计提", "Plus: accrued"), grown)
    paid = ours.turnover("paid", Text("减：支付", "Less: paid"), settled)
    unpaid = ours.total("unpaid", Text("期末应付未付", "Unpaid at the end"), [(1, opening), (1, accrued), (-1, paid)])
    received = theirs.turnover(
        "received", Text("基金（或代管机构）收到", "Received by the fund or its host"), gifts, level=0
    )
    receipts = theirs.turnover(
        "receipted",
        Text("其中：已开捐赠票据", "of which with a donation receipt"),
        gifts.but(without=(("receipt", ""),)),
    )
    return opening, accrued, paid, unpaid, received, receipts


def _opening(promise: _Promise, ours: Sheet, owed: Selection, grown: Selection, settled: Selection) -> Row:
    """Return what was unpaid at the beginning; on 2232 and 3101 only what the promise put there."""
    label = Text("期初应付未付", "Unpaid at the beginning")
    if promise.policy.route == DONATION:
        return ours.opening("opening", label, owed)
    before = [
        ours.opening("opening-accrued", Text("期初累计计提", "Accrued before"), grown),
        ours.opening("opening-paid", Text("期初累计支付", "Paid before"), settled),
    ]
    return ours.total("opening", label, [(1, before[0]), (-1, before[1])])


def _told_apart(promise: _Promise, owed: Selection) -> tuple[Selection, Selection]:
    """Tell accruals from payments by `kind:`; where an entry lacks it, by the side that it is on."""
    grown, settled = owed.but(words=(("kind", PROMISE_ACCRUED),)), owed.but(sign=1, words=(("kind", PROMISE_PAID),))
    end = promise.request.period.end
    if promise.policy.route != DONATION or promise.posted.total(grown.but(end=end)) == to_fen(
        promise.reconciled.accrued
    ):
        return grown, settled
    return owed.but(only="credits"), owed.but(sign=1, only="debits")


def _state(promise: _Promise, id_: str, rows: tuple[Row, ...]) -> tuple[Line, ...]:
    """Return what stands at the end: what is in transit, counted since the agreement began."""
    _, _, paid, _, received, _ = rows
    label = Text("在途：企业已付、基金未收到", "In transit: paid and not yet received")
    place = Place(promise.policy.enterprise, id_, "in-transit", label)
    transit = summed(place, "all", [(1, paid.facts[-1]), (-1, received.facts[-1])])
    blank = (None,) * (len(paid.facts) - 1)
    return (Line(label, (*blank, transit)),)


def _checks(promise: _Promise, rows: tuple[Row, ...], held: tuple[Line, ...]) -> Iterator[Check]:
    _, _, _, unpaid, received, _ = rows
    made, end = promise.reconciled, promise.request.period.end
    if promise.policy.route == DONATION:
        balance = promise.posted.total(Selection(promise.policy.enterprise, promise.debt, sign=-1, end=end))
        label = Text("计提 − 支付 = 2241.02 应付捐赠款余额", "Accrued − paid = balance of 2241.02")
        yield Check(label, unpaid.facts[-1].amount == balance)
    transit = held[0].cells[-1]
    assert isinstance(transit, Fact)
    label = Text("支付 = 基金收到 + 在途", "Paid = received + in transit")
    yield Check(label, transit.amount == to_fen(made.in_transit) and received.facts[-1].amount == to_fen(made.received))


def _overdue(promise: _Promise) -> Iterator[Text]:
    made = promise.reconciled
    if made.overdue_days:
        day = in_words(promise.request.today)
        yield Text(
            f"截至{day.zh}，最早一笔应付未付已逾期 {made.overdue_days} 天。",
            f"On {day.en} the oldest unpaid accrual has been overdue for {made.overdue_days} days.",
        )


# Period by period


_PERIODS = (
    ("due", Text("应付日", "Due")), ("accrued", Text("计提", "Accrued")), ("paid", Text("支付", "Paid")),
    ("in_transit", Text("在途", "In transit")), ("received", Text("到账", "Received")),
    ("receipts", Text("捐赠票据", "Receipts")), ("open", Text("未付", "Unpaid")), ("overdue_days", Text("逾期天数", "Days late")),
)  # fmt: skip


def _by_period(promise: _Promise) -> Statement:
    """Tell for each period what became of it; payments and receipts settle the oldest first."""
    id_, request = f"{promise.id}-periods", promise.request
    end = min(request.period.end, request.today)
    lines = by_period(request.books, promise.policy, end, today=request.today)
    return Statement(
        id_,
        Text("利润反哺分期对账", "The promise, period by period"),
        promise.policy.enterprise,
        as_of(request.period),
        tuple(heading_ for _, heading_ in _PERIODS),
        tuple(Line(line.period.title, tuple(_period_cells(promise, id_, line))) for line in lines),
        Text("期间", "Period"),
        basis=JOINT,
        notes=(_OLDEST_FIRST,),
        checks=tuple(_periods_tie(promise, lines)),
    )


_OLDEST_FIRST = Text(
    "付款和到账先抵最早的一期；后来冲减的，先冲最近的一期。",
    "Payments and receipts settle the oldest period; what was taken back later comes off the latest.",
)


def _period_cells(promise: _Promise, id_: str, line: PeriodLine) -> Iterator[Cell]:
    figures = _period_figures(promise, id_, line)
    for name, _ in _PERIODS:
        value = getattr(line, name)
        yield figures.get(name) or same("、".join(value) if name == "receipts" else f"{value}")


def _period_figures(promise: _Promise, id_: str, line: PeriodLine) -> dict[str, Fact]:
    """Return the line's figures: by the period's link where that gives them, else as the oldest-first rule says."""
    ours, theirs = promise.policy.enterprise, promise.policy.fund
    owed = Selection(ours, promise.debt, sign=-1, link=line.link, end=promise.request.period.end)
    grown, settled = _told_apart(promise, owed)
    gifts = Selection(
        theirs, ("4101",), sign=-1, link=line.link, end=promise.request.period.end, words=(("kind", PROMISE_RECEIVED),)
    )
    at = Place(ours, id_, line.period.name, line.period.title)
    found = {
        name: _linked(promise, at, name, selection, line)
        for name, selection in (("accrued", grown), ("paid", settled), ("received", gifts))
    }
    for name, more, less in (("in_transit", "paid", "received"), ("open", "accrued", "paid")):
        made = summed(at, name, [(1, found[more]), (-1, found[less])])
        amount = to_fen(getattr(line, name))
        found[name] = made if made.amount == amount else stated(at, name, amount)
    return found


def _linked(promise: _Promise, at: Place, name: str, selection: Selection, line: PeriodLine) -> Fact:
    """Return the figure that the entries with the period's link make; stated where a payment met several periods."""
    amount = to_fen(getattr(line, name))
    if promise.posted.total(selection) == amount:
        return promise.posted.fact(at, name, selection)
    return stated(at, name, amount)


def _periods_tie(promise: _Promise, lines: tuple[PeriodLine, ...]) -> Iterator[Check]:
    """Check that the lines together are the reconciliation; more paid than ever accrued is another rule's finding."""
    made = promise.reconciled
    if made.paid <= made.accrued and promise.request.period.end <= promise.request.today:
        label = Text("各期未付之和 = 应付未付", "The periods' unpaid amounts add up to what is unpaid")
        yield Check(label, sum(line.open for line in lines) == made.difference)


# Every move by its voucher


def _moves(promise: _Promise) -> Statement:
    id_ = f"{promise.id}-entries"
    moves = promise_moves(promise.request.books, promise.policy.enterprise, promise.policy.fund)
    told = [
        *((move, promise.policy.enterprise, _ACCRUED) for move in moves.accrued),
        *((move, promise.policy.enterprise, _PAID) for move in moves.paid),
        *((move, promise.policy.fund, _RECEIVED) for move in moves.received),
    ]
    told = [one for one in told if one[0].day <= promise.request.period.end]
    lines = tuple(_move(promise, id_, *one) for one in sorted(told, key=lambda one: (one[0].day, one[0].place)))
    return Statement(
        id_,
        Text("利润反哺逐笔", "The promise, entry by entry"),
        promise.policy.enterprise,
        as_of(promise.request.period),
        (Text("事项", "What"), Text("金额（元）", "Amount (CNY)"), Text("凭证", "Voucher"), Text("应付日", "Due")),
        lines,
        Text("日期", "Day"),
        basis=JOINT,
    )


class _Kind(NamedTuple):
    label: Text
    code: str
    sign: int


_ACCRUED = _Kind(Text("企业计提", "Accrued by the enterprise"), "", -1)
_PAID = _Kind(Text("企业支付", "Paid by the enterprise"), "", 1)
_RECEIVED = _Kind(Text("基金收到", "Received by the fund"), "4101", -1)


def _move(promise: _Promise, id_: str, move: Move, entity: str, kind: _Kind) -> Line:
    voucher = str(promise.request.books.transactions[move.place].meta.get("id", ""))
    codes = (kind.code,) if kind.code else (_account(move),)
    selection = Selection(entity, codes, sign=1 if kind.sign > 0 else -1, voucher=voucher)
    if move.code == DIVIDENDS:
        selection = selection.but(words=(("kind", PROMISE_ACCRUED if kind is _ACCRUED else PROMISE_PAID),))
    place = Place(entity, id_, f"{move.day:%Y%m%d}-{move.place}", kind.label)
    fact = promise.posted.fact(place, "", selection)
    due = due_day(promise.policy, move) if kind is _ACCRUED else None
    return Line(same(f"{move.day}"), (kind.label, fact, same(voucher), same(f"{due}") if due else None))


def _account(move: Move) -> str:
    return PROMISE if move.code == PROMISE[:4] else move.code
