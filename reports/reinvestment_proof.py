"""反哺一笔账: for residents, one page from the enterprise's revenue to what the fund used the money for.

Every figure stands with the vouchers behind it. The money's way is drawn as a stream that narrows: what leaves it
on the right stays where it is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import HuilinError
from huilin.money import round_half_up, show, to_decimal, to_fen
from huilin.promise import assess
from huilin.promise.moves import ACCOUNTS, promise_moves, promised_funds
from huilin.reinvestment.explanation import percent
from huilin.reinvestment.policy import RESERVE
from huilin.reporting import fund as f
from huilin.reporting.common import JOINT, YEAR_TO_DATE, as_of, new_year
from huilin.reporting.posted import Place, Posted, stated, summed
from huilin.reporting.selection import Selection
from huilin.reporting.sheet import heading
from huilin.reporting.statement import Chart, Check, Fact, Line, Statement
from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID, PROMISE_RECEIVED
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from huilin.reinvestment import Assessment, Policy
    from huilin.reporting.statement import Cell, LineStyle, ReportRequest

NAME = "reinvestment_proof"
TITLE = Text("反哺一笔账", "One yuan's way: from revenue to use")
ORDER = 41

SINCE = Text("约定以来", "Since the agreement")
VOUCHERS = Text("凭证", "Vouchers")
INCOME_TAX, GIFT = "5801", "5711:01"
_SHOWN = 4


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return one page for each promise that stands; one without an answer is left to the calculation to explain."""
    try:
        assessments = assess(request.books, request.period, today=request.today)
    except HuilinError:
        return ()
    return tuple(_page(_Way.of(request, one)) for one in assessments)


@dataclass(frozen=True)
class _Way:
    """One promise on its way: what is asked, the posted books, the assessment, the id of its page."""

    request: ReportRequest
    posted: Posted
    one: Assessment
    id: str
    since: date

    @classmethod
    def of(cls, request: ReportRequest, one: Assessment) -> _Way:
        policy, books = one.policy, request.books
        many = len(promised_funds(books, policy.enterprise)) > 1
        id_ = f"{policy.enterprise}.reinvestment-proof" + (f"-{policy.fund}" if many else "")
        ours = [c for c in books.directives("reinvestment") if (c.text(0), c.text(1)) == policy.pair]
        since = min([c.date for c in ours], default=policy.start)
        return cls(request, Posted.of(books), one, id_, since)

    @property
    def policy(self) -> Policy:
        return self.one.policy

    @property
    def end(self) -> date:
        return min(self.request.period.end, self.request.today)

    def place(self, line: str, label: Text) -> Place:
        return Place(self.policy.enterprise, self.id, line, label)

    def year(self, entity: str) -> Selection:
        return Selection(entity, start=new_year(self.request.period), end=self.end, closing=False)

    def always(self, entity: str) -> Selection:
        return Selection(entity, start=self.since, end=self.end, closing=False)


class _Row(NamedTuple):
    """One line: the year's figure and the one since the agreement, either may be missing."""

    label: Text
    year: Fact | None
    always: Fact | None = None
    style: LineStyle = "line"
    level: int = 0

    @property
    def line(self) -> Line:
        """The printed line, with the vouchers of its widest figure."""
        fact = self.always or self.year
        cells: tuple[Cell, ...] = (self.year, self.always, _vouchers(fact))
        return Line(self.label, cells, style=self.style, level=self.level)


def _vouchers(fact: Fact | None) -> Text | None:
    if fact is None or not fact.entries:
        return None
    shown, count = "、".join(fact.entries[:_SHOWN]), len(fact.entries)
    if count <= _SHOWN:
        return same(shown)
    return Text(
        f"{fact.entries[0]} … {fact.entries[-1]}，共 {count} 张",
        f"{fact.entries[0]} … {fact.entries[-1]}, {count} in all",
    )


def _page(way: _Way) -> Statement:
    earned, given, used, back = list(_earned(way)), list(_given(way)), list(_used(way)), list(_bought_back(way))
    one, period = way.one, way.request.period
    return Statement(
        way.id,
        TITLE,
        way.policy.enterprise,
        as_of(period),
        (YEAR_TO_DATE, SINCE, VOUCHERS),
        (
            heading(Text("一、公司挣了多少", "I. What the company earned")),
            *(row.line for row in earned),
            heading(Text("二、给了基金多少", "II. What it gave to the fund")),
            *(row.line for row in given),
            heading(Text("三、基金用在哪里", "III. What the fund used it for")),
            *(row.line for row in used),
            heading(Text("四、基金又向公司买了什么", "IV. What the fund bought from the company in turn")),
            *(row.line for row in back),
        ),
        Text("钱的去向", "The money's way"),
        basis=JOINT,
        notes=tuple(_notes(way)),
        summary=(*_sentences(way, given), _way_back(given, back)),
        charts=(_river(way),) if one.base_amount else (),
        checks=tuple(_checks(way, given)),
    )


def _earned(way: _Way) -> Iterator[_Row]:
    policy, year = way.policy, way.year(way.policy.enterprise)
    revenue = _posted(way, "revenue", Text("收入", "Revenue"), year.but(codes=("Income",), sign=-1))
    costs = _posted(way, "costs", Text("减：成本、费用和税金", "Less: costs"), year.but(codes=_costs(way, year)))
    yield _Row(revenue.label, revenue)
    yield _Row(costs.label, costs, level=1)
    label = Text("捐赠前利润", "Profit before the gift")
    profit = summed(way.place("profit", label), "", [(1, revenue), (-1, costs)])
    yield _Row(label, profit, style="subtotal")
    base_label = Text("反哺基数", "Base of the promise")
    base = stated(way.place("base", base_label), "", to_fen(way.one.base_amount), _base_above(way))
    label = Text("减：所得税、以前年度亏损等", "Less: income tax, losses of earlier years and the like")
    yield _Row(label, summed(way.place("left-out", label), "", [(1, profit), (-1, base)]), level=1)
    yield _Row(base_label, base, style="subtotal")
    rate = percent(policy.rate)
    label = Text(f"按约定应反哺（{rate}）", f"Owed by the agreement ({rate})")
    yield _Row(label, _owed(way, label, base), style="total")


def _base_above(way: _Way) -> str:
    """Return the base's id in the calculation (利润反哺计算表), whose step of the policy's own name it is."""
    return f"{way.id.replace('-proof', '', 1)}.{way.policy.base}"


def _owed(way: _Way, label: Text, base: Fact) -> Fact:
    owed = to_fen(way.one.owed)
    plain = to_fen(round_half_up(way.policy.rate * to_decimal(base.amount))) == owed
    formula = f"round({way.policy.rate} * {base.id})" if plain else None
    return stated(way.place("owed", label), "", owed, formula)


def _costs(way: _Way, year: Selection) -> tuple[str, ...]:
    used = way.posted.pick(year.but(codes=("Expenses",)))["code"].unique()
    whole = sorted(str(code) for code in used if code not in (INCOME_TAX, GIFT[:4]))
    return (*whole, f"{GIFT[:4]}:!{GIFT[5:]}")


def _given(way: _Way) -> Iterator[_Row]:
    company, fund = way.policy.enterprise, way.policy.fund
    debt = (ACCOUNTS[way.policy.route][1],)
    accrued = Selection(company, debt, sign=-1, words=(("kind", PROMISE_ACCRUED),))
    paid = Selection(company, debt, words=(("kind", PROMISE_PAID),))
    received = Selection(fund, ("4101",), sign=-1, words=(("kind", PROMISE_RECEIVED),))
    rows = (
        _both(way, "accrued", Text("公司记下的应付", "Booked by the company as owed"), accrued),
        _both(way, "paid", Text("公司付出", "Paid by the company"), paid),
        _both(way, "received", Text("基金（代管机构）收到", "Received by the fund or its host"), received),
        _both(
            way, "receipted", Text("其中：已开捐赠票据", "of which with a donation receipt"),
            received.but(without=(("receipt", ""),)), level=1,
        ),
    )  # fmt: skip
    yield from rows[:2]
    label = Text("在路上", "On its way")
    assert rows[1].always is not None
    assert rows[2].always is not None
    yield _Row(
        label, None, summed(way.place("transit", label), "all", [(1, rows[1].always), (-1, rows[2].always)]), level=1
    )
    yield from rows[2:]
    label = Text("已记未付", "Owed and not paid yet")
    assert rows[0].always is not None
    yield _Row(
        label,
        None,
        summed(way.place("unpaid", label), "all", [(1, rows[0].always), (-1, rows[1].always)]),
        style="subtotal",
    )


def _used(way: _Way) -> Iterator[_Row]:
    """Yield each project that received the company's money: what came, what else it raised, what it spent and holds."""
    fund = way.policy.fund
    received = way.always(fund).but(codes=("4101",), sign=-1, words=(("kind", PROMISE_RECEIVED),))
    for name in dict.fromkeys(str(project) for project in way.posted.pick(received)["project"] if project):
        key, label = f.project_key(name), f.project_label(name)
        mine = _posted(
            way, f"{key}-in", Text(f"{label.zh}：收到反哺", f"{label.en}: given back"), f.of_project(received, name)
        )
        raised = f.of_project(f.income(fund).but(start=way.since, end=way.end, closing=False), name)
        every = _posted(way, f"{key}-raised", Text("该项目全部收入", "All that the project raised"), raised)
        spent_ = f.of_project(f.spending(fund).but(start=way.since, end=way.end, closing=False), name)
        spent = _posted(way, f"{key}-spent", Text("该项目已用", "Spent by the project"), spent_)
        left_label = Text("该项目未用", "Not spent yet")
        left = summed(way.place(f"{key}-left", left_label), "all", [(1, every), (-1, spent)])
        yield _Row(mine.label, None, mine)
        yield _Row(every.label, None, every, level=1)
        yield _Row(spent.label, None, spent, level=1)
        yield _Row(left_label, None, left, style="subtotal", level=1)


def _bought_back(way: _Way) -> Iterator[_Row]:
    """Yield what the fund paid its own enterprise for meals, repairs and the like, by what it was for."""
    bought = Selection(way.policy.fund, ("Expenses",), link="exchange-")
    rows = way.posted.pick(way.always(way.policy.fund).but(codes=("Expenses",), link="exchange-"))
    for name in dict.fromkeys(str(project) for project in rows["project"]):
        label = f.project_label(name)
        text = Text(f"为“{label.zh}”购买服务", f"Services for “{label.en}”")
        yield _both(way, f"back-{f.project_key(name)}", text, f.of_project(bought, name), level=1)
    label = Text("基金向公司购买服务合计", "Bought from the company, together")
    yield _both(way, "bought-back", label, bought)._replace(style="subtotal")


def _way_back(given: list[_Row], back: list[_Row]) -> Text:
    """Put both ways beside each other: what was given, and what was bought back with fund money."""
    came = next(row.always for row in given if row.always and row.always.line == "received")
    went = back[-1].always
    assert went is not None
    got, bought = show(came.amount), show(went.amount)
    if not went.amount:
        return Text(
            f"约定以来公司给了 {got} 元；基金没有向公司买过东西。",
            f"Since the agreement the company gave {got}; the fund bought nothing from it.",
        )
    return Text(
        f"约定以来公司给了 {got} 元；同一时间，基金向公司购买服务 {bought} 元，两边都列在这里，请对照着看。",
        f"Since the agreement the company gave {got}; in the same time the fund bought services from it for {bought}. Both stand here to be compared.",
    )


def _posted(way: _Way, line: str, label: Text, selection: Selection) -> Fact:
    return way.posted.fact(way.place(line, label), "", selection)


def _both(way: _Way, line: str, label: Text, selection: Selection, level: int = 0) -> _Row:
    place, start = way.place(line, label), new_year(way.request.period)
    year = way.posted.fact(place, "ytd", selection.but(start=start, end=way.end, closing=False))
    always = way.posted.fact(place, "all", selection.but(start=way.since, end=way.end, closing=False))
    return _Row(label, year, always, level=level)


def _notes(way: _Way) -> Iterator[Text]:
    policy = way.policy
    if policy.route == RESERVE:
        yield Text(
            "按约定走公积：款项留存公司，未注入基金。",
            "The agreed route is a reserve: the money stays in the company, not in the fund.",
        )
    yield Text(
        "凭证号可在账簿中逐张查到；一个项目还有其他捐款时，不能分清某一笔支出用的是谁的钱，所以列出该项目的全部收支。",
        "Each voucher can be found in the books. Where a project has other gifts too, nobody can tell whose yuan was spent, so all its income and spending is shown.",
    )


def _sentences(way: _Way, given: list[_Row]) -> Iterator[Text]:
    one, books = way.one, way.request.books
    company, fund = books.entities[way.policy.enterprise].title, books.entities[way.policy.fund].title
    profit, owed = show(to_fen(one.profit_before_donation)), show(to_fen(one.owed))
    if one.owed:
        yield Text(
            f"今年到目前为止，{company}捐赠前利润 {profit} 元，按约定应反哺 {owed} 元。",
            f"So far this year {company} earned {profit} before the gift and owes {owed}.",
        )
    else:
        yield Text(f"今年到目前为止，{company}没有反哺义务。", f"So far this year {company} owes nothing.")
    by_line = {row.always.line: row.always for row in given if row.always}
    yield Text(
        f"约定以来，{fund}一共收到 {show(by_line['received'].amount)} 元，还有 {show(by_line['unpaid'].amount)} 元已记未付。",
        f"Since the agreement {fund} has received {show(by_line['received'].amount)}; {show(by_line['unpaid'].amount)} is owed and not paid.",
    )


def _checks(way: _Way, given: list[_Row]) -> Iterator[Check]:
    moves = promise_moves(way.request.books, *way.policy.pair)
    facts = {row.always.line: row.always.amount for row in given if row.always}
    for line, found in (("accrued", moves.accrued), ("paid", moves.paid), ("received", moves.received)):
        if any(m.day < way.since for m in found) or len(promised_funds(way.request.books, way.policy.enterprise)) > 1:
            continue
        total = sum(m.fen for m in found if m.day <= way.end)
        label = Text(f"本页“{line}”与对账表相同", f"“{line}” is what the reconciliation shows")
        yield Check(label, facts[line] == total)


def _river(way: _Way) -> Chart:
    """Draw what remains at each stage of the year, and what leaves on the way."""
    one, said = way.one, _STAGES
    stages = (
        one.profit_before_donation + _costs_of(one), one.profit_before_donation, one.base_amount, one.owed,
        one.paid, one.received,
    )  # fmt: skip
    kept = [max(before - after, 0 * before) for before, after in pairwise(stages)]
    amounts = [to_fen(a) for pair in zip_longest(stages, kept) for a in pair if a is not None]
    pairs = list(zip(said, amounts, strict=True))
    return Chart(
        f"{way.id}.river",
        Text("钱的去向（本年）", "The money's way (this year)"),
        "river",
        said,
        ((Text("元", "CNY"), tuple(amounts)),),
        Text(
            "；".join(f"{name.zh}{show(fen)}元" for name, fen in pairs) + "。",
            "; ".join(f"{name.en}: {show(fen)}" for name, fen in pairs) + ".",
        ),
    )


def _costs_of(one: Assessment) -> Decimal:
    return next((step.amount for step in one.steps if step.rule == "costs"), 0 * one.owed)


_STAGES = (
    Text("收入", "Revenue"), Text("成本费用", "Costs"),
    Text("捐赠前利润", "Profit"), Text("税和亏损", "Tax and losses"),
    Text("反哺基数", "Base"), Text("留在公司", "Kept in the company"),
    Text("应反哺", "Owed"), Text("还没有付", "Not paid yet"),
    Text("已付", "Paid"), Text("在路上", "On its way"),
    Text("基金收到", "Received by the fund"),
)  # fmt: skip
