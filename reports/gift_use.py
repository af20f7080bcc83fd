"""捐的钱用到哪了: for every donor who agreed to be named, and for the others together, how far the gifts are used.

Money given to one project is mixed there: nobody can tell whose yuan bought which lamp. So each gift counts as used in
the proportion in which its project has spent what it raised; the rule is printed with the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.money import round_half_up, to_decimal, to_fen
from huilin.reporting import fund as f
from huilin.reporting.common import NOT_STATUTORY, funds, over
from huilin.reporting.gifts import ANONYMOUS, Gift, gifts
from huilin.reporting.posted import Place, Posted, stated, summed
from huilin.reporting.small_groups import grouped
from huilin.reporting.statement import Check, Fact, Line, Statement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.books import Entity
    from huilin.money import Fen
    from huilin.reporting.statement import ReportRequest

NAME = "gift_use"
TITLE = Text("捐的钱用到哪了", "How the gifts are used")
ORDER = 36

COLUMNS = (
    Text("用途", "Purpose"),
    Text("本期捐赠", "Given this period"),
    Text("折算已用", "Used, in proportion"),
    Text("折算未用", "Not used yet"),
)
_TOTAL = Text("合计", "Total")
_RULE = Text(
    "同一项目的捐款合在一起用，分不清哪一笔花的是谁的钱。所以按项目折算：项目累计用掉筹得款的几成，每笔捐款就算用掉几成（四舍五入到分）。例：项目筹得1000元、用了400元，捐给它的50元算用掉20元。",
    "Gifts to one project are spent together, so nobody can tell whose money was spent. Each gift counts as used in the proportion in which its project has spent what it raised, rounded to the fen: of 1,000 raised and 400 spent, a gift of 50 counts as 20 used.",
)
_FEW = Text(
    "匿名捐赠人按用途合计；同一用途不足五位匿名捐赠人的，与下一用途合并。",
    "Anonymous donors are added by purpose; fewer than five of one purpose are joined with the next.",
)


class _Row(NamedTuple):
    """What one donor gave to one project, or some donors to some projects."""

    label: Text
    purpose: Text
    given: Fact
    used: Fact
    left: Fact

    @property
    def line(self) -> Line:
        return Line(self.label, (self.purpose, self.given, self.used, self.left))


def make(request: ReportRequest) -> tuple[Statement, ...]:
    """Return the statement of each fund that was given anything in the period."""
    made = (_statement(request, entity) for entity in funds(request.books, request.period))
    return tuple(statement for statement in made if statement is not None)


def _statement(request: ReportRequest, entity: Entity) -> Statement | None:
    posted, period = Posted.of(request.books), request.period
    asked = f.income(entity.name, f.GIFTS).but(start=period.start, end=period.end, closing=False)
    given = list(gifts(posted, f"{entity.name}.donations", entity.name, asked, request.donor_names))
    if not given:
        return None
    place = Place(entity.name, f"{entity.name}.gift-use", "", TITLE)
    ratios = {name: _Ratio.of(request, posted, entity.name, name) for name in dict.fromkeys(g.project for g in given)}
    rows = [*_named(place, given, ratios), *_anonymous(place, given, ratios)]
    sums = [
        summed(place.at("total", _TOTAL), key, [(1, getattr(row, key)) for row in rows])
        for key in ("given", "used", "left")
    ]
    label = Text("本期捐赠合计 = 捐赠收入", "Given in all = donation income")
    return Statement(
        place.statement,
        TITLE,
        entity.name,
        over(period),
        COLUMNS,
        (*(row.line for row in rows), Line(_TOTAL, (None, *sums), style="total")),
        Text("捐赠人", "Donor"),
        basis=NOT_STATUTORY,
        notes=(_RULE, _FEW),
        checks=(Check(label, sums[0].amount == posted.total(asked)),),
    )


class _Ratio(NamedTuple):
    """How much of what a project raised it has spent: both figures are those of 项目预算与执行."""

    raised: Fen
    spent: Fen
    words: str

    @classmethod
    def of(cls, request: ReportRequest, posted: Posted, fund: str, project: str) -> _Ratio:
        end = {"end": request.period.end, "closing": False}
        raised = f.of_project(f.left(fund).but(codes=("Income", "3101", "3102", "3201"), **end), project)
        spent = f.of_project(f.spending(fund).but(**end), project)
        is_declared = project in request.books.projects
        stem = f"{fund}.projects.{f.project_key(project)}"
        words = f"{stem}.spent / {stem}.raised" if is_declared else ""
        return cls(posted.total(raised), posted.total(spent), words)

    def used(self, given: Fen, ids: str) -> tuple[Fen, str]:
        """Return how much of `given` counts as used, and the formula; all of it, where all is spent."""
        if not self.words or self.raised <= 0 or self.spent <= 0:
            return 0, "0"
        if self.spent >= self.raised:
            return given, ids
        exact = to_decimal(given) * to_decimal(self.spent) / to_decimal(self.raised)
        return to_fen(round_half_up(exact)), f"round({ids} * {self.words})"


def _named(place: Place, given: list[Gift], ratios: dict[str, _Ratio]) -> Iterator[_Row]:
    found: dict[tuple[str, str], list[Gift]] = {}
    for gift in given:
        if gift.is_named:
            found.setdefault((gift.who, gift.project), []).append(gift)
    for number, ((_, project), some) in enumerate(found.items(), 1):
        yield _row(place.at(f"n{number}", some[0].donor), f.project_label(project), {project: some}, ratios)


def _anonymous(place: Place, given: list[Gift], ratios: dict[str, _Ratio]) -> Iterator[_Row]:
    found: dict[str, list[Gift]] = {}
    for gift in given:
        if not gift.is_named:
            found.setdefault(gift.project, []).append(gift)
    persons = [(project, len({gift.who for gift in some})) for project, some in found.items()]
    for number, projects in enumerate(grouped(persons), 1):
        labels = [f.project_label(project) for project in projects]
        purpose = Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
        some = {project: found[project] for project in projects}
        yield _row(place.at(f"a{number}", _TOGETHER), purpose, some, ratios)


_TOGETHER = Text(f"{ANONYMOUS.zh}捐赠人合计", "Anonymous donors together")


def _row(place: Place, purpose: Text, some: dict[str, list[Gift]], ratios: dict[str, _Ratio]) -> _Row:
    every = [gift for of_one in some.values() for gift in of_one]
    given = summed(place, "given", [(1, gift.fact) for gift in every])
    parts = [ratios[project].used(*_sum(of_one)) for project, of_one in some.items()]
    words = " + ".join(words for fen, words in parts if fen) or "0"
    used = stated(place, "used", sum(fen for fen, _ in parts), words)
    return _Row(place.label, purpose, given, used, summed(place, "left", [(1, given), (-1, used)]))


def _sum(some: Iterable[Gift]) -> tuple[Fen, str]:
    some = list(some)
    words = " + ".join(gift.fact.id for gift in some)
    return sum(gift.fact.amount for gift in some), words if len(some) == 1 else f"({words})"
