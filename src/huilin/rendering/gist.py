"""What a resident asks first, picked out of the document: what the fund had, got, spent and has; what is owed to it.

The notice board, the long picture and the chat text are drawn from this; nothing here adds, every figure is a fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.reporting import Fact
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from huilin.rendering.document import Document
    from huilin.reporting import Line, Statement
    from huilin.wording import Language

SUMMARY = "Community.summary"


class Expense(NamedTuple):
    """One expense of the fund: its day, what for, from which project, the figure, who approved it."""

    day: str
    purpose: str
    project: str
    fact: Fact
    approved: str


class Gift(NamedTuple):
    """One gift: its day, the donor as they wished to be named, and the figure."""

    day: str
    donor: str
    fact: Fact


class Purpose(NamedTuple):
    """The gifts for one purpose, and what they come to."""

    name: str
    gifts: tuple[Gift, ...]
    total: Fact | None


class Money(NamedTuple):
    """One fund in the period."""

    title: str
    opening: Fact
    received: Fact
    spent: Fact
    closing: Fact
    sources: tuple[tuple[str, Fact], ...]
    """Where what came in came from, in plain words."""
    bound: Fact | None
    """The part of the balance that may only be spent on what donors named."""
    moved: Fact | None
    """What the books took over, or an earlier year's mistake set right; where there is any."""
    expenses: tuple[Expense, ...]
    gifts: tuple[Purpose, ...]


class Due(NamedTuple):
    """What an enterprise promised for one period: by which day, owed, paid, left, days late."""

    period: str
    day: str
    owed: Fact
    paid: Fact
    left: Fact
    late: int


class Payment(NamedTuple):
    """One payment of an enterprise to the fund."""

    day: str
    fact: Fact


class Promise(NamedTuple):
    """What an enterprise owes the fund, this year so far and period by period."""

    company: str
    owed: Fact
    paid: Fact
    left: Fact
    dues: tuple[Due, ...]
    payments: tuple[Payment, ...]


class Gist(NamedTuple):
    """The document in short."""

    funds: tuple[Money, ...]
    promises: tuple[Promise, ...]


def gist(document: Document) -> Gist:
    """Pick the gist out of the document's statements."""
    known = {statement.id: statement for statement in document.statements}
    funds = [name for name, entity in document.entities.items() if not entity.is_company]
    return Gist(
        tuple(_money(document, known, name) for name in funds if f"{SUMMARY}.{name}-opening.period" in document.facts),
        tuple(_promises(document, known)),
    )


def facts_in(made: Gist) -> Iterator[Fact]:
    """Yield every figure of the gist as often as a sheet shows it at least."""
    for fund in made.funds:
        yield from (fund.opening, fund.received, fund.spent, fund.closing)
        yield from (fact for _, fact in fund.sources)
        yield from (expense.fact for expense in fund.expenses)
        yield from (gift.fact for purpose in fund.gifts for gift in purpose.gifts)
    for promise in made.promises:
        yield from (promise.owed, promise.paid, promise.left)
        yield from (fact for due in promise.dues for fact in (due.owed, due.paid, due.left))


# The fund


def _money(document: Document, known: Mapping[str, Statement], fund: str) -> Money:
    facts, say = document.facts, document.language

    def of(line: str) -> Fact | None:
        return facts.get(f"{SUMMARY}.{fund}-{line}.period")

    four = [of(line) for line in ("opening", "received", "spent", "closing")]
    opening, received, spent, closing = (fact for fact in four if fact is not None)
    sources = [(label.say(say), of(line)) for line, label in _SOURCES]
    return Money(
        document.entity_title(fund).say(say),
        opening, received, spent, closing,
        tuple((label, fact) for label, fact in sources if fact is not None and fact.amount),
        of("bound"), of("moved"),
        tuple(_expenses(known.get(f"{fund}.expenses"), say)),
        tuple(_gifts(known.get(f"{fund}.donations"), say)),
    )  # fmt: skip


_SOURCES = (
    ("gifts", Text("居民和单位捐款", "gifts of residents and organisations")),
    ("from-company", Text("社区企业交来", "from the community's enterprise")),
    ("other-income", Text("利息和其他", "interest and other")),
)


def _expenses(statement: Statement | None, say: Language) -> Iterator[Expense]:
    for line in _dated(statement):
        purpose, project, fact, approved = line.cells
        assert isinstance(fact, Fact)
        yield Expense(line.label.say(say), _word(purpose, say), _word(project, say), fact, _word(approved, say))


def _gifts(statement: Statement | None, say: Language) -> Iterator[Purpose]:
    """Yield gifts by purpose, in the order in which the purposes first appear."""
    found: dict[str, list[Gift]] = {}
    for line in _dated(statement):
        donor, purpose, fact, *_ = line.cells
        assert isinstance(fact, Fact)
        found.setdefault(_word(purpose, say), []).append(Gift(line.label.say(say), _word(donor, say), fact))
    totals = {line.label.say(say): line for line in statement.lines if line.style == "subtotal"} if statement else {}
    for name, gifts in found.items():
        yield Purpose(name, tuple(gifts), _first(totals[name]) if name in totals else None)


def _dated(statement: Statement | None) -> Iterator[Line]:
    """Yield the lines of a list of entries: those that are no heading and no total."""
    yield from (line for line in statement.lines if line.style == "line") if statement else ()


# The promise


def _promises(document: Document, known: Mapping[str, Statement]) -> Iterator[Promise]:
    for id_, statement in known.items():
        if not id_.endswith("-settled"):
            continue
        head = id_.removesuffix("-settled")
        year = [document.facts.get(f"{id_}.{line}.ytd") or document.facts.get(f"{id_}.{line}.period") for line in ("accrued", "paid", "unpaid")]  # fmt: skip
        if all(year):
            owed, paid, left = (fact for fact in year if fact is not None)
            dues = tuple(_dues(known.get(f"{head}-periods"), document))
            payments = tuple(_payments(known.get(f"{head}-entries"), document))
            title = document.entity_title(statement.entity).say(document.language)
            yield Promise(title, owed, paid, left, dues, payments)


def _dues(statement: Statement | None, document: Document) -> Iterator[Due]:
    """Yield the periods of this year, and earlier ones that are not settled."""
    for line in statement.lines if statement else ():
        day, owed, paid, _, _, _, left, late = line.cells
        assert isinstance(owed, Fact)
        assert isinstance(paid, Fact)
        assert isinstance(left, Fact)
        if left.amount or owed.line.startswith(str(document.period.end.year)):
            say = document.language
            yield Due(line.label.say(say), _word(day, say), owed, paid, left, int(_word(late, say) or 0))


def _payments(statement: Statement | None, document: Document) -> Iterator[Payment]:
    """Yield this year's payments of the enterprise."""
    year = str(document.period.end.year)
    for line in statement.lines if statement else ():
        what, day, fact = line.cells[0], line.label.say(document.language), _first(line)
        if isinstance(what, Text) and what.zh == "企业支付" and day.startswith(year) and fact:
            yield Payment(day, fact)


def _first(line: Line) -> Fact | None:
    return next((cell for cell in line.cells if isinstance(cell, Fact)), None)


def _word(cell: object, say: Language) -> str:
    return cell.say(say) if isinstance(cell, Text) else str(cell or "")


def shown(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield the figures as they are printed."""
    from huilin.money import show

    yield from (show(fact.amount) for fact in facts)
