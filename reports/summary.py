"""一页看懂: the period on one page in plain words – what the fund had, got, gave and has; what the enterprise owes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import JOINT, THIS_PERIOD, YEAR_TO_DATE, companies, funds, in_words, new_year, over
from huilin.reporting.line_table import Column, turnover
from huilin.reporting.posted import Posted
from huilin.reporting.selection import Selection
from huilin.reporting.sheet import Row, Sheet, heading
from huilin.reporting.statement import Chart, Check, Statement
from huilin.vocabulary import PROMISE_ACCRUED, PROMISE_PAID, RESTRICTED, quarter_of
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books, Entity
    from huilin.money import Fen
    from huilin.reporting.statement import Line, ReportRequest
    from huilin.vocabulary import Period

NAME = "summary"
TITLE = Text("一页看懂", "The period on one page")
ORDER = 10
ID = "Community.summary"

RESULT = ("Income", "Expenses")
PROMISE = ("2241:02",)


class Part(NamedTuple):
    """What one entity adds to the page."""

    lines: tuple[Line, ...]
    sentences: tuple[Text, ...]
    checks: tuple[Check, ...] = ()


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the one page, from all entities together."""
    period, books = request.period, request.books
    posted, columns = Posted.of(books), tuple(_columns(period))
    money = funds(books, period)
    parts = [
        *(_fund(Sheet(posted, e.name, ID, columns, f"{e.name}-"), e, period) for e in money),
        *(_company(Sheet(posted, e.name, ID, columns, f"{e.name}-"), e, request) for e in companies(books, period)),
    ]
    return (
        Statement(
            ID,
            TITLE,
            "",
            over(period),
            tuple(column.heading for column in columns),
            tuple(line for part in parts for line in part.lines),
            Text("项目（元）", "Item (CNY)"),
            basis=JOINT,
            summary=tuple(sentence for part in parts for sentence in part.sentences),
            charts=tuple(_chart(posted, entity, period) for entity in money),
            checks=tuple(check for part in parts for check in part.checks),
        ),
    )


def _columns(period: Period) -> Iterator[Column]:
    yield turnover("period", THIS_PERIOD, period.start, period.end)
    if period.start != new_year(period):
        yield turnover("ytd", YEAR_TO_DATE, new_year(period), period.end)


def _this(period: Period) -> Text:
    """Say the period as people do."""
    spoken = {1: Text("本月", "the month"), 3: Text("本季度", "the quarter"), 12: Text("本年", "the year")}
    return spoken[period.months]


def _now(row: Row) -> Fen:
    return row.facts[0].amount


# The fund


def _fund(sheet: Sheet, entity: Entity, period: Period) -> Part:
    name = entity.name
    opening = sheet.opening("opening", Text("上期结余", "Brought forward"), f.left(name)).styled("subtotal")
    sources = _sources(sheet, name)
    received = sheet.total("received", Text("收到", "Received"), [(1, row) for row in sources])
    spent = sheet.turnover("spent", Text("支出", "Spent"), f.spending(name)).styled("subtotal")
    others = _others(sheet, name)
    parts = [(1, opening), (1, received), (-1, spent), *((1, row) for row in others)]
    closing = sheet.total("closing", Text("现结余", "Balance now"), parts, "total")
    tied = Selection(name, ("3102", *(f"{code}:{RESTRICTED}" for code in ("3201", *RESULT))), sign=-1)
    bound = sheet.closing("bound", Text("其中：只能用于捐赠人指定的用途", "of which for what donors named"), tied, 1)
    rows = (opening, *sources, received, spent, *others, closing, bound)
    told = (
        _passed(entity, period, opening, received, spent, closing),
        _came_from(sources),
        _free_and_bound(closing, bound),
    )
    label = Text("现结余 = 账上余额", "Balance now = balance of the accounts")
    check = Check(label, _now(closing) == sheet.posted.total(f.left(name).but(end=period.end)))
    return Part((heading(same(entity.title)), *(row.line for row in rows)), told, (check,))


def _sources(sheet: Sheet, fund: str) -> tuple[Row, Row, Row]:
    gifts = f.income(fund, f.GIFTS)
    others = [code for code in f.codes_used(sheet.posted, f.income(fund)) if code != f.GIFTS]
    return (
        sheet.turnover(
            "gifts", Text("居民和单位捐赠", "Gifts of residents and organisations"), gifts.but(without=f.FROM_COMPANY)
        ),
        sheet.turnover("from-company", Text("企业反哺", "The enterprise's share"), gifts.but(words=f.FROM_COMPANY)),
        sheet.turnover(
            "other-income", Text("利息和其他收入", "Interest and other income"), f.income(fund, *others or ("none",))
        ),
    )


def _others(sheet: Sheet, fund: str) -> list[Row]:
    """Return what was put straight into net assets, where there is any."""
    label = Text("建账转入及以前年度调整", "Taken over, and prior-year adjustments")
    row = sheet.turnover("moved", label, f.left(fund).but(codes=("3101", "3102", "3201")), level=0)
    return [row] if any(fact.amount for fact in row.facts) else []


def _passed(entity: Entity, period: Period, *rows: Row) -> Text:
    this, name, end = _this(period), entity.title, in_words(period.end)
    opening, received, spent, closing = (show(_now(row)) for row in rows)
    return Text(
        f"{this.zh}初，{name}有 {opening} 元；{this.zh}收到 {received} 元，用掉 {spent} 元；到{end.zh}还有 {closing} 元。",
        f"{name} began {this.en} with {opening} yuan, received {received}, spent {spent}, and had {closing} on {end.en}.",
    )


def _came_from(sources: tuple[Row, Row, Row]) -> Text:
    gifts, company, other = (show(_now(row)) for row in sources)
    return Text(
        f"收到的钱里，居民和单位捐赠 {gifts} 元，企业反哺 {company} 元，利息和其他 {other} 元。",
        f"Of what came in, {gifts} yuan were gifts, {company} the enterprise's share, {other} interest and other.",
    )


def _free_and_bound(closing: Row, bound: Row) -> Text:
    tied, free = show(_now(bound)), show(_now(closing) - _now(bound))
    return Text(
        f"结余里有 {tied} 元只能用在捐赠人指定的项目上，其余 {free} 元由基金安排。",
        f"Of the balance {tied} yuan may only be spent on what donors named; the fund decides on the other {free}.",
    )


# The enterprise


def _company(sheet: Sheet, entity: Entity, request: ReportRequest) -> Part:
    name = entity.name
    sales = sheet.turnover("sales", Text("营业收入", "Sales"), Selection(name, ("5001", "5051"), sign=-1), level=0)
    profit = sheet.turnover(
        "profit", Text("净利润（亏损以“-”号填列）", "Net profit (loss with a minus)"), Selection(name, RESULT, sign=-1)
    ).styled("subtotal")
    rate = _promised_rate(request.books, name, request.period)
    promised = _promise(sheet, name) if rate else ()
    rows = (sales, profit, *promised)
    told = (_earned(entity, request.period, profit), *([_owes(entity, rate, promised)] if rate else []))
    return Part((heading(same(entity.title)), *(row.line for row in rows)), told)


def _promised_rate(books: Books, company: str, period: Period) -> str:
    """Return the promised share as people say it, `20%`; nothing where nothing was promised."""
    said = [c for c in books.directives("reinvestment") if c.text(0) == company and c.date <= period.end]
    rate = said[-1].number(2) if said else None
    return f"{(rate * 100).normalize():f}%" if rate else ""


def _promise(sheet: Sheet, company: str) -> tuple[Row, Row, Row, Row]:
    owed = Selection(company, PROMISE, sign=-1)
    return (
        sheet.opening("owed-before", Text("期初欠基金", "Owed to the fund at the start"), owed),
        sheet.turnover(
            "accrued",
            Text("应给基金的反哺", "Share due to the fund"),
            owed.but(words=(("kind", PROMISE_ACCRUED),)),
            level=0,
        ),
        sheet.turnover(
            "paid", Text("已付给基金", "Paid to the fund"), owed.but(sign=1, words=(("kind", PROMISE_PAID),)), level=0
        ),
        sheet.closing("unpaid", Text("期末还欠基金", "Still owed to the fund"), owed).styled("subtotal"),
    )


def _earned(entity: Entity, period: Period, profit: Row) -> Text:
    this, amounts = _this(period), [fact.amount for fact in profit.facts]
    zh, en = ("亏了", "lost") if amounts[0] < 0 else ("赚了", "earned")
    year_zh, year_en = "", ""
    if len(amounts) > 1:
        so_far = show(amounts[1])
        year_zh, year_en = f"，今年以来净利润 {so_far} 元", f"; its net profit this year so far is {so_far}"
    first = show(abs(amounts[0]))
    return Text(
        f"{entity.title}{this.zh}{zh} {first} 元{year_zh}。", f"{entity.title} {en} {first} yuan in {this.en}{year_en}."
    )


def _owes(entity: Entity, rate: str, promised: tuple[Row, ...]) -> Text:
    due, paid, unpaid = (show(row.facts[-1].amount) for row in promised[1:])
    return Text(
        f"它承诺把利润的{rate}给基金：今年以来应给 {due} 元，已付 {paid} 元，到期末还欠 {unpaid} 元。",
        f"{entity.title} has promised {rate} of its profit to the fund: {due} yuan are due this year so far, {paid} are paid, {unpaid} are still owed.",
    )


# The picture


def _chart(posted: Posted, entity: Entity, period: Period) -> Chart:
    times = _times(period, entity)
    series = tuple(_income_series(posted, entity.name, times))
    return Chart(
        f"{entity.name}.income-mix",
        Text("钱从哪里来", "Where the money came from"),
        "stacked-columns",
        tuple(_short(time) for time in times),
        series,
        _said_mix(times, series),
        _latest(times, series),
    )


def _times(period: Period, entity: Entity) -> tuple[Period, ...]:
    """Return the last six months of a month, else the last six quarters, since the fund began."""
    times = [period if period.months < 12 else quarter_of(period.end)]
    while len(times) < 6 and times[0].previous.end >= entity.standards[0][0]:
        times.insert(0, times[0].previous)
    return tuple(times)


def _short(time: Period) -> Text:
    if time.months == 3:
        return Text(f"{time.start:%y}年{(time.end.month + 2) // 3}季", f"Q{(time.end.month + 2) // 3} {time.start:%y}")
    return Text(f"{time.start:%y}年{time.start.month}月", f"{time.start:%b %y}")


def _income_series(posted: Posted, fund: str, times: tuple[Period, ...]) -> Iterator[tuple[Text, tuple[Fen, ...]]]:
    gifts, income = f.income(fund, f.GIFTS), f.income(fund)
    kinds = (
        (Text("居民和单位捐赠", "Gifts"), gifts.but(without=f.FROM_COMPANY)),
        (Text("企业反哺", "Enterprise's share"), gifts.but(words=f.FROM_COMPANY)),
        (Text("利息和其他", "Interest and other"), income),
    )
    totals = [[_in(posted, selection, time) for time in times] for _, selection in kinds]
    totals[2] = [whole - a - b for a, b, whole in zip(*totals, strict=True)]
    yield from ((label, tuple(row)) for (label, _), row in zip(kinds, totals, strict=True))


def _in(posted: Posted, selection: Selection, time: Period) -> Fen:
    return posted.total(selection.but(start=time.start, end=time.end, closing=False))


def _said_mix(times: tuple[Period, ...], series: tuple[tuple[Text, tuple[Fen, ...]], ...]) -> Text:
    zh, en = [], []
    for place, time in enumerate(times):
        zh.append(f"{_short(time).zh}：" + "，".join(f"{label.zh}{show(row[place])}元" for label, row in series))
        en.append(f"{_short(time).en}: " + ", ".join(f"{label.en} {show(row[place])}" for label, row in series))
    return Text("；".join(zh) + "。", "; ".join(en) + ".")


def _latest(times: tuple[Period, ...], series: tuple[tuple[Text, tuple[Fen, ...]], ...]) -> Text:
    """Say the last column, and the one before it, in a sentence."""
    said = [(time.title, show(sum(row[place] for _, row in series))) for place, time in enumerate(times)][-2:]
    zh = "；".join(f"{title.zh}收到 {amount} 元" for title, amount in reversed(said))
    en = "; ".join(f"{title.en}: {amount} yuan received" for title, amount in reversed(said))
    return Text(f"{zh}。", f"{en}.")
