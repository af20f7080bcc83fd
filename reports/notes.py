"""编制说明: how the books are kept, what is not verified yet, pledges and volunteer hours that no statement counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from huilin.books.figures import AMOUNT, name_of
from huilin.charts import chart
from huilin.money import to_fen
from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, as_of, companies, funds, new_year, over
from huilin.reporting.posted import Place, Posted, declared
from huilin.reporting.selection import Figure, Selection
from huilin.reporting.statement import Line, Statement
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books, Custom, Entity
    from huilin.reporting.statement import Fact, ReportRequest
    from huilin.vocabulary import Period

NAME = "notes"
TITLE = Text("编制说明", "Notes")
ORDER = 90

HOURS = "9001"
PROMISE = ("2241:02",)


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the notes, and for each fund its pledges and volunteer hours where there are any."""
    made = [_notes(request)]
    for entity in funds(request.books, request.period):
        made += [_pledges(request, entity), _hours(request, entity)]
    return tuple(statement for statement in made if statement.lines)


# How the books are kept


def _notes(request: ReportRequest) -> Statement:
    period, books = request.period, request.books
    entities = (*funds(books, period), *companies(books, period))
    lines = [*(_who(entity) for entity in entities), *_POLICIES, *_doubts(entities, period), *_reading()]
    return Statement(
        "Community.notes",
        TITLE,
        "",
        over(period),
        (Text("说明", "What it means"),),
        tuple(Line(label, (words,)) for label, words in lines),
        Text("事项", "Matter"),
    )


def _who(entity: Entity) -> tuple[Text, Text]:
    standards = "；".join(f"自{day}起执行{chart(name).source}" for day, name in entity.standards)
    english = "; ".join(f"from {day} {chart(name).title.en}" for day, name in entity.standards)
    if entity.is_hosted:
        zh = f"设在{entity.hosted_by}的专项基金，不是法人，资金由{entity.hosted_by}代管。账是台账，参照：{standards}。"
        en = f"A special fund of {entity.hosted_by}, which holds its money; no legal person. Its ledger follows: {english}."
        return same(entity.title), Text(zh, en)
    return same(entity.title), Text(f"独立核算。{standards}。", f"Keeps books of its own: {english}.")


_POLICIES = (
    (
        Text("两套账", "Two sets of books"),
        Text(
            "基金和企业是两个核算单位，各记各的账，一张凭证不跨两套账；合在一起看的数字是管理汇总，不是合并报表。",
            "Fund and enterprise keep books apart; no voucher spans both. Figures shown together are a management summary, not consolidated statements.",
        ),
    ),
    (
        Text("捐赠收入", "Gifts"),
        Text(
            "钱到账（代管机构收到）那天记账。认捐、承诺不是收入，只在本说明里列出。退捐冲减收入。",
            "Booked on the day on which the money, or the host, has it. Pledges and promises are no income and stand in these notes only. Gifts returned reduce income.",
        ),
    ),
    (
        Text("限定性与非限定性", "Restricted and unrestricted"),
        Text(
            "捐赠人或法律指定了用途、时间的，是限定性；基金自己安排的用途不算。限定项目任何一天都不得透支。",
            "Restricted is what a donor or the law has bound to a purpose or a time, not what the fund itself has planned. No restricted project may be overdrawn on any day.",
        ),
    ),
    (
        Text("实物与服务捐赠", "Gifts in kind and of services"),
        Text(
            "实物按凭据金额记账，没有凭据或偏离太大的按公允价值。服务没有发票类凭据的不记金额，志愿工时只列小时数。",
            "Goods at the amount of their voucher, or at fair value where there is none or it is far off. Services without an invoice are not valued; volunteer hours are shown as hours.",
        ),
    ),
    (
        Text("代收代付", "Money held for others"),
        Text(
            "捐赠人指定了受益人、只经手转交的钱物，不是基金的收入，也不是支出。",
            "What donors gave for a named beneficiary only passes through: neither income nor expense.",
        ),
    ),
    (
        Text("企业收入", "Sales of the enterprise"),
        Text(
            "自营商品按全额记收入；代售商品只把佣金记收入，货款是代收。储值卡充值在消费时才是收入，卡内余额是负债。",
            "Own goods are sold gross; of goods sold for others only the commission is revenue. Card top-ups become revenue when used; what is left on cards is a liability.",
        ),
    ),
    (
        Text("增值税和所得税", "Taxes"),
        Text(
            "增值税随每笔销售计提，季度免税的转入营业外收入。所得税按当期应纳税额记账。",
            "VAT is booked with each sale; where a quarter turns out exempt it becomes non-operating income. Income tax is booked as the law charges it for the year.",
        ),
    ),
    (
        Text("差错更正", "Corrections"),
        Text(
            "已过账的凭证不改不删，用红字和蓝字分录更正，并说明更正哪一张。",
            "Posted vouchers are neither changed nor deleted: new entries correct them and say which.",
        ),
    ),
    (
        Text("尾差", "Rounding"),
        Text(
            "账上每个金额精确到分，合计由所列各行相加而得；只有税款和反哺数按规定四舍五入一次。",
            "Every amount is exact to the fen and totals add the lines shown; only taxes and the promise are rounded, once, by their own rule.",
        ),
    ),
)

_LEVELS = {
    "official": Text("已与官方原文核对", "compared with the official text"),
    "secondary": Text(
        "有两处以上互相独立的资料一致，未见官方原文", "independent sources agree; the official text was not seen"
    ),
    "single": Text("只见于一处资料", "one source only"),
    "memory": Text("凭记忆整理，未核对", "from memory, not compared"),
}


def _doubts(entities: tuple[Entity, ...], period: Period) -> Iterator[tuple[Text, Text]]:
    """Say how well each chart in force is known, and what about it is open."""
    for standard in dict.fromkeys(entity.standard_on(period.end) for entity in entities):
        known = chart(standard)
        marks = [account.verified for account in known.accounts.values() if account.verified != "own"]
        counted = [(_LEVELS[level], marks.count(level)) for level in _LEVELS if level in marks]
        zh = "；".join(f"{count}个科目{level.zh}" for level, count in counted)
        en = "; ".join(f"{count} accounts {level.en}" for level, count in counted)
        open_zh, open_en = "".join(note.zh for note in known.notes), " ".join(note.en for note in known.notes)
        title = Text(f"{known.title.zh}的核对程度", f"How well known: {known.title.en}")
        yield title, Text(f"{zh}。{open_zh}", f"{en}. {open_en}".strip())


def _reading() -> Iterator[tuple[Text, Text]]:
    yield (
        Text("数字怎么查", "How to check a figure"),
        Text(
            "每个数字都有编号，附带得出它的查询语句（或由哪些数字相加减）和背后的凭证号，见 facts.json。",
            "Every figure has an id, the query that makes it (or the figures it adds) and the vouchers behind it: see facts.json.",
        ),
    )
    yield (
        Text("空白和零", "Blank and zero"),
        Text("空白表示没有发生；0.00 表示发生过而相抵。", "Blank: nothing was posted. 0.00: postings that cancel out."),
    )


# Pledges, and what the enterprise has promised


def _pledges(request: ReportRequest, entity: Entity) -> Statement:
    books, period, id_ = request.books, request.period, f"{entity.name}.pledges"
    said = [c for c in books.directives("pledge") if c.text(0) == entity.name and c.date <= period.end]
    pledged = [_pledge(request, id_, place, custom) for place, custom in enumerate(said, 1)]
    promised = [line for company in companies(books, period) for line in _promised(request, entity, company, id_)]
    return Statement(
        id_,
        Text("认捐和未到账的反哺（未记账）", "Pledges and promises not yet received (not booked)"),
        entity.name,
        as_of(period),
        (Text("谁", "By whom"), Text("用途", "Purpose"), Text("金额（元）", "Amount (CNY)"), Text("应到日", "Due")),
        (*(line for line, _ in pledged), *promised),
        Text("日期", "Day"),
        basis=NOT_STATUTORY,
        notes=(
            Text(
                "这些钱没有到账，不是基金的收入和资产。", "None of this has come in: it is neither income nor an asset."
            ),
        ),
    )


def _pledge(request: ReportRequest, id_: str, place: int, custom: Custom) -> tuple[Line, Fact]:
    project, due = str(custom.meta.get("project", "")), custom.meta.get("due")
    spot = Place(custom.text(0), id_, f"{place}", Text(f"认捐 {custom.date}", f"Pledge of {custom.date}"))
    of = name_of("pledge", custom.text(0), f"{place}")
    fact = declared(spot, "amount", Figure(of, custom.date, AMOUNT, to_fen(custom.number(2) or Decimal(0))))
    name = request.donor_names.get(custom.text(1), "")
    donor = same(name) if name else Text("匿名", "Anonymous")
    day = same(f"{due}") if isinstance(due, date) else None
    return Line(same(f"{custom.date}"), (donor, f.project_label(project), fact, day)), fact


def _promised(request: ReportRequest, fund: Entity, company: Entity, id_: str) -> Iterator[Line]:
    """Yield the enterprise's open promise: the balance of 2241.02, which is nobody's asset."""
    toward = {c.text(1) for c in request.books.directives("reinvestment") if c.text(0) == company.name}
    if fund.name not in toward:
        return
    label = Text("已计提未付", "Accrued, unpaid")
    place = Place(company.name, id_, f"promise-{company.name.lower()}", label)
    owed = Selection(company.name, PROMISE, sign=-1, end=request.period.end)
    fact = Posted.of(request.books).fact(place, "amount", owed)
    if fact.entries:
        yield Line(label, (same(company.title), None, fact, None))


# Volunteer hours


def _hours(request: ReportRequest, entity: Entity) -> Statement:
    period, books = request.period, request.books
    rows = [
        Line(f.project_label(name), (_said(now), _said(year)))
        for name, _ in f.projects_of(books, Posted.of(books), entity.name, period.end)
        for now, year in [_worked(books, entity.name, name, period)]
        if year
    ]
    return Statement(
        f"{entity.name}.hours",
        Text("志愿工时（不计金额）", "Volunteer hours (not valued)"),
        entity.name,
        over(period),
        (Text("本期（小时）", "This period (hours)"), Text("本年累计（小时）", "Year to date (hours)")),
        tuple(rows),
        Text("项目", "Project"),
        basis=NOT_STATUTORY,
    )


def _worked(books: Books, fund: str, project: str, period: Period) -> tuple[Decimal, Decimal]:
    """Return the hours of the period and of the year to date (hundredths of an hour in the frames)."""
    year = books.frames.select(entity=fund, codes=[HOURS], start=new_year(period), end=period.end, commodity="HOUR")
    year = year[year["project"] == project]
    now = year[year["date"] >= str(period.start)]
    return Decimal(int(now["fen"].sum())) / 100, Decimal(int(year["fen"].sum())) / 100


def _said(hours: Decimal) -> Text:
    return same(f"{hours:f}")
