"""每一元钱从哪来、到哪去: of each yuan that the fund had in the period, where it came from and where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.money import show
from huilin.reporting import fund as f
from huilin.reporting.common import AMOUNT, NOT_STATUTORY, before, funds, over
from huilin.reporting.posted import Place, Posted, summed
from huilin.reporting.shares import shares
from huilin.reporting.sheet import heading
from huilin.reporting.statement import Chart, Check, Fact, Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Entity
    from huilin.reporting.selection import Selection
    from huilin.reporting.statement import ReportRequest

NAME = "one_yuan"
TITLE = Text("每一元钱从哪来、到哪去", "One yuan: where it came from and where it went")
ORDER = 12

PIECES = 6
"""How many pieces a picture names; the rest is one piece."""


class Side(NamedTuple):
    """One side of the account: its parts, their total, and what each is of one yuan."""

    title: Text
    parts: tuple[Fact, ...]
    total: Fact
    of_one: tuple[Fact, ...]


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund that had anything in the period."""
    made = (_statement(request, entity) for entity in funds(request.books, request.period))
    return tuple(statement for statement in made if statement is not None)


def _statement(request: ReportRequest, entity: Entity) -> Statement | None:
    place = Place(entity.name, f"{entity.name}.one-yuan", "", TITLE)
    posted = Posted.of(request.books)
    came = _side(Text("从哪来", "Where it came from"), "came", tuple(_came(request, posted, place)), place)
    went = _side(Text("到哪去", "Where it went"), "went", tuple(_went(request, posted, place)), place)
    if not came.total.amount:
        return None
    label = Text("从哪来合计 = 到哪去合计", "All that came = all that went or is left")
    return Statement(
        place.statement,
        TITLE,
        entity.name,
        over(request.period),
        (AMOUNT, Text("每一元中（元）", "Of each yuan")),
        (*_lines(came), *_lines(went)),
        Text("项目", "Item"),
        basis=NOT_STATUTORY,
        notes=(_ROUNDED,),
        summary=(_said(came, went),),
        charts=(_chart(place, "came", came), _chart(place, "went", went)),
        checks=(Check(label, came.total.amount == went.total.amount),),
    )


_ROUNDED = Text(
    "“每一元中”按累计数四舍五入到分，相邻两个累计数之差就是这一行，所以各行加起来正好是1.00元。",
    "Shares are the distances between rounded running totals, so that they add up to exactly 1.00.",
)


def _came(request: ReportRequest, posted: Posted, place: Place) -> Iterator[Fact]:
    fund, period = place.entity, request.period
    days = {"start": period.start, "end": period.end, "closing": False}
    gifts, everything = f.income(fund, f.GIFTS), f.income(fund)
    others = [code for code in f.codes_used(posted, everything.but(**days)) if code != f.GIFTS]
    asked: tuple[tuple[str, Text, Selection], ...] = (
        ("opening", Text("上期结余", "Brought forward"), f.left(fund).but(end=before(period.start))),
        (
            "gifts",
            Text("居民和单位捐赠", "Gifts of residents and organisations"),
            gifts.but(without=f.FROM_COMPANY, **days),
        ),
        ("from-company", Text("企业反哺", "The enterprise's share"), gifts.but(words=f.FROM_COMPANY, **days)),
        (
            "other",
            Text("利息和其他收入", "Interest and other income"),
            f.income(fund, *others or ("none",)).but(**days),
        ),
        ("moved", Text("建账转入及调整", "Taken over, and adjustments"), f.left(fund).but(codes=_MOVED, **days)),
    )
    yield from _facts(posted, place, "in", asked)


_MOVED = ("3101", "3102", "3201")


def _went(request: ReportRequest, posted: Posted, place: Place) -> Iterator[Fact]:
    fund, period = place.entity, request.period
    days = {"start": period.start, "end": period.end, "closing": False}
    programme = f.spending(fund, f.PROGRAMME).but(**days)
    known = f.projects_of(request.books, posted, fund, period.end)
    running = [code for code in f.codes_used(posted, f.spending(fund).but(**days)) if code != f.PROGRAMME]
    asked: tuple[tuple[str, Text, Selection], ...] = (
        *((f.project_key(name), f.project_label(name), f.of_project(programme, name)) for name, _ in known),
        ("running", Text("管理等费用", "Running the fund"), f.spending(fund, *running or ("none",)).but(**days)),
        ("left", Text("还在账上", "Still there"), f.left(fund).but(end=period.end)),
    )
    found = list(_facts(posted, place, "out", asked))
    yield from sorted(found[:-1], key=lambda fact: -fact.amount)
    yield from found[-1:]


def _facts(posted: Posted, place: Place, side: str, asked: tuple[tuple[str, Text, Selection], ...]) -> Iterator[Fact]:
    """Yield the figures that are not nothing."""
    for key, label, selection in asked:
        fact = posted.fact(place.at(f"{side}-{key}", label), "amount", selection)
        if fact.amount:
            yield fact


def _side(title: Text, key: str, parts: tuple[Fact, ...], place: Place) -> Side:
    total = summed(place.at(f"{key}-total", _TOTAL), "amount", [(1, part) for part in parts])
    return Side(title, parts, total, tuple(shares(parts, total, place, "of-one")) if total.amount else ())


_TOTAL = Text("合计", "Total")


def _lines(side: Side) -> Iterator[Line]:
    yield heading(side.title)
    for part, share in zip(side.parts, side.of_one, strict=True):
        yield Line(part.label, (part, share), level=1)
    whole = summed(
        Place(side.total.entity, side.total.statement, side.total.line, _TOTAL), "of-one", [(1, s) for s in side.of_one]
    )
    yield Line(_TOTAL, (side.total, whole), style="subtotal")


def _said(came: Side, went: Side) -> Text:
    zh_in, en_in = _pieces_said(came)
    zh_out, en_out = _pieces_said(went)
    return Text(
        f"把本期可用的钱看成一元：{zh_in}；{zh_out}。", f"Of each yuan that there was in the period, {en_in}; {en_out}."
    )


def _pieces_said(side: Side) -> tuple[str, str]:
    pairs = [(fact.label, show(fact.amount)) for fact in side.of_one if fact.amount]
    zh = f"{side.title.zh}——" + "，".join(f"{label.zh} {amount} 元" for label, amount in pairs)
    en = f"{side.title.en.lower()}: " + ", ".join(f"{label.en} {amount}" for label, amount in pairs)
    return zh, en


def _chart(place: Place, key: str, side: Side) -> Chart:
    """Draw the largest pieces, and the rest as one, unless the rest is a single piece, which keeps its name."""
    count = sum(part.amount != 0 for part in side.parts)
    named = sorted(side.parts, key=lambda part: -part.amount)[: PIECES + (count == PIECES + 1)]
    rest = side.total.amount - sum(part.amount for part in named)
    pieces = [(part.label, part.amount) for part in side.parts if part in named]
    pieces += [(Text("其余", "The rest"), rest)] if rest else []
    return Chart(
        f"{place.statement}.{key}",
        side.title,
        "split-bar",
        (TITLE,),
        tuple((label, (fen,)) for label, fen in pieces),
        Text(
            "，".join(f"{label.zh}{show(fen)}元" for label, fen in pieces) + "。",
            ", ".join(f"{label.en} {show(fen)}" for label, fen in pieces) + ".",
        ),
    )
