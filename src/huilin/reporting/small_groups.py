"""Small groups: what is about fewer than five persons is merged with what is about more, before anything is published.

From a sum over few people, or from the difference of two sums, one of them can work out the others (PIPL Art. 4 and 28:
that is personal data). The rule, for what the books tie to persons:

* **Pay.** Fewer than five staff (`custom "staff" "Company" 3`; nothing said counts as fewer): wages payable (2211, in a
  fund 2204) are published within other payables (2241, 2209), and the cash paid for them within other payments.
* **Prepaid cards.** Fewer than five cards moved in any month, or fewer than five hold a balance at its end: the cards
  (2203.01) are published within advances received (2203).
* **Beneficiaries.** An expense that says `persons: 3`, fewer than five, becomes one entry with the nearest other expense
  of the same project and month; where there is none, nothing is published until the community joins it.

Totals stay what they are. Everything published – statements, queries, the public ledger, the seals' balances – is made
from the merged books, so no form can show what another hides. Donors are grouped by `grouped`, where they are counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from beancount.core import data

from huilin.charts import chart
from huilin.drafting import DRAFT
from huilin.findings import Finding, Severity
from huilin.vocabulary import PERSONS, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from huilin.books import Books, Entity
    from huilin.reporting.statement import Statement
    from huilin.vocabulary import Period

FEW = 5
"""Groups of fewer are merged: the threshold that statistical offices commonly use for tables of counts."""

CARDS = ("2203", "01")
FUND_PAY = "2204"
_PAY = {"2211": "2241", FUND_PAY: "2209"}
"""Wages payable of an enterprise and of a fund, and the other payables in which they are hidden."""
_NOTED = ("position", "cash-flow", "months", "cards")
"""The statements, by the end of their id, that say so where something is merged."""
TOGETHER = "合并列示（涉及个人，不足五人）"

Key = TypeVar("Key")


@dataclass(frozen=True)
class Merged:
    """Books as they may be published: `accounts` says under which name a merged account stands, `open` what cannot be merged."""

    books: Books
    accounts: Mapping[str, str]
    open: tuple[Finding, ...] = ()


def merged(books: Books, period: Period) -> Merged:
    """Return the books in which small groups are merged up to the period's end."""
    accounts = {account: into for entity in books.entities.values() for account, into in _hidden(books, entity, period)}
    entries, left = _joined(books, period)
    if not accounts and entries is books.entries:
        return Merged(books, {}, left)
    renamed = [_renamed(entry, accounts) for entry in entries]
    opened = {entry.account for entry in renamed if isinstance(entry, data.Open)}
    new = [_opened(books, old, into) for old, into in accounts.items() if into not in opened]
    unique = {entry.account: entry for entry in new}.values()
    return Merged(replace(books, entries=[*unique, *renamed]), accounts, left)


def noted(statements: Iterable[Statement], made: Merged) -> tuple[Statement, ...]:
    """Return the statements; those that show less because of a small group say so."""
    codes = {(parts.entity, parts.code) for account in made.accounts if (parts := split_account(account)) is not None}
    said = {entity: tuple(_SAID[code] for owner, code in sorted(codes) if owner == entity) for entity, _ in codes}
    return tuple(
        replace(one, notes=(*one.notes, *said.get(one.entity, ())))
        if one.id.rpartition(".")[2].startswith(_NOTED)
        else one
        for one in statements
    )


_PAY_SAID = Text(
    "职工不足五人（或没有登记人数），应付职工薪酬及支付的工资并入其他应付款和其他支出列示，以免推算出个人工资。",
    "Fewer than five staff (or none declared): wages payable and paid are shown within other payables and payments, so that nobody's pay can be worked out.",
)
_SAID = {
    "2211": _PAY_SAID,
    FUND_PAY: _PAY_SAID,
    "2203": Text(
        "有的月份只有不足五张储值卡有变动，储值卡余额并入预收账款列示，以免推算出个人消费。",
        "In some months fewer than five cards moved: balances on cards are shown within advances received, so that nobody's use can be worked out.",
    ),
}


def may_show_cards(books: Books, entity: str, until: date) -> bool:
    """Say whether the cards' own account may be shown: in each month five cards moved or none, and five hold a balance."""
    rows = books.frames.select(entity=entity, codes=[":".join(CARDS)], end=until)
    if rows.empty:
        return False
    by_month = rows.groupby(rows["date"].dt.strftime("%Y-%m"))["card"].nunique()
    return bool((by_month >= FEW).all()) and holders(books, entity, until) >= FEW


def holders(books: Books, entity: str, on: date) -> int:
    """Return how many cards hold a balance at the end of a day; also where they are published within 2203."""
    rows = books.frames.select(entity=entity, codes=[CARDS[0]], end=on)
    left = rows[rows["card"] != ""].groupby("card")["fen"].sum()
    return int((left != 0).sum())


def staff(books: Books, entity: str, until: date) -> int:
    """Return the smallest number of staff declared up to a day; 0 where none is declared."""
    said = [c.number(1) for c in books.directives("staff") if c.text(0) == entity and c.date <= until]
    return int(min((number for number in said if number is not None), default=0))


def grouped(groups: Sequence[tuple[Key, int]], least: int = FEW) -> tuple[tuple[Key, ...], ...]:
    """Return the groups (each with its number of persons) joined so that each holds none or at least `least`.

    Groups with persons are joined in the order given until there are enough; what is left at the end joins the last.
    Groups of nobody stay as they are. Only where all together are fewer than `least` does a small group remain.
    """
    made: list[tuple[list[Key], int]] = []
    for key, persons in groups:
        if persons and made and made[-1][1] < least:
            made[-1] = [*made[-1][0], key], made[-1][1] + persons
        elif persons:
            made.append(([key], persons))
    if len(made) > 1 and made[-1][1] < least:
        keys, _ = made.pop()
        made[-1] = [*made[-1][0], *keys], least
    return (*(tuple(keys) for keys, _ in made), *((key,) for key, persons in groups if not persons))


# Accounts that are hidden in others


def _hidden(books: Books, entity: Entity, period: Period) -> Iterator[tuple[str, str]]:
    for account, opened in books.accounts.items():
        parts = split_account(account)
        if parts is None or parts.entity != entity.name:
            continue
        if parts.code in _PAY and staff(books, entity.name, period.end) < FEW:
            yield account, _named(entity, _PAY[parts.code], opened.date)
        elif (parts.code, parts.sub) == CARDS and not may_show_cards(books, entity.name, period.end):
            yield account, _named(entity, parts.code, opened.date)


def _named(entity: Entity, code: str, on: date) -> str:
    known = chart(entity.standard_on(on)).accounts.get(code)
    return f"Liabilities:{entity.name}:{code}{known.name.zh if known else ''}"


def _opened(books: Books, old: str, into: str) -> data.Open:
    return books.accounts[old]._replace(account=into)


def _renamed(entry: data.Directive, accounts: Mapping[str, str]) -> data.Directive:
    if not isinstance(entry, data.Transaction) or not any(posting.account in accounts for posting in entry.postings):
        return entry
    postings = [posting._replace(account=accounts.get(posting.account, posting.account)) for posting in entry.postings]
    return entry._replace(postings=postings)


# Entries about few persons


class _About(NamedTuple):
    """An expense of a fund: which entry, of which project and month, about how many persons (0: none named)."""

    place: int
    project: str
    persons: int


def _joined(books: Books, period: Period) -> tuple[Sequence[data.Directive], tuple[Finding, ...]]:
    """Return the entries in which those about few persons are one with others of their project and month."""
    months: dict[tuple[str, str, str], list[_About]] = defaultdict(list)
    for place, entry in enumerate(books.entries):
        about = _about(books, place, entry, period)
        if about is not None:
            entity = entry.postings[0].account.split(":")[1]  # type: ignore[union-attr]
            months[entity, f"{entry.date:%Y-%m}", about.project].append(about)
    gone: dict[int, data.Transaction | None] = {}
    left: list[Finding] = []
    for some in months.values():
        for run in _runs(some):
            if len(run) == 1:
                left.append(_alone(books, books.entries[run[0].place]))  # type: ignore[arg-type]
                continue
            first, *rest = sorted(one.place for one in run)
            gone[first] = _one([books.entries[place] for place in (first, *rest)])  # type: ignore[misc]
            gone.update(dict.fromkeys(rest))
    if not gone:
        return books.entries, tuple(left)
    kept = (gone.get(place, entry) for place, entry in enumerate(books.entries))
    return [entry for entry in kept if entry is not None], tuple(left)


def _about(books: Books, place: int, entry: data.Directive, period: Period) -> _About | None:
    """Return what an expense of a fund is about; None for any other entry."""
    if not isinstance(entry, data.Transaction) or entry.flag == DRAFT or entry.date > period.end or not entry.postings:
        return None
    parts = [split_account(posting.account) for posting in entry.postings]
    entity = books.entities.get(parts[0].entity) if parts[0] else None
    if entity is None or not entity.standard_on(entry.date).startswith("npo-"):
        return None
    if not any(part is not None and part.root == "Expenses" for part in parts) or entry.meta.get("kind"):
        return None
    projects = {
        str((posting.meta or {}).get("project") or entry.meta.get("project") or "") for posting in entry.postings
    }
    persons = _persons(entry.meta)
    if not persons and any(part is not None and part.code == FUND_PAY for part in parts):
        persons = staff(books, entity.name, period.end) or 1
    return _About(place, "、".join(sorted(projects)), persons)


def _persons(meta: Mapping[str, Any]) -> int:
    """Return how many persons an entry says it is about; a number that cannot be read counts as one."""
    said = str(meta.get(PERSONS) or "0").strip()
    return int(said) if said.isdigit() else 1


def _runs(some: Sequence[_About]) -> Iterator[list[_About]]:
    """Yield what is to be one entry: each small group with the nearest others until five persons, or a purchase, are in."""
    rest = list(some)
    for one in some:
        if one not in rest or not 0 < one.persons < FEW:
            continue
        run = [one]
        rest.remove(one)
        while _is_small(run) and rest:
            near = min(rest, key=lambda other: (abs(other.place - one.place), other.place))
            run.append(near)
            rest.remove(near)
        yield run


def _is_small(run: Iterable[_About]) -> bool:
    """Whether all of it is about persons, and of fewer than five."""
    run = list(run)
    return all(one.persons for one in run) and sum(one.persons for one in run) < FEW


def _one(entries: Sequence[data.Transaction]) -> data.Transaction:
    """Return the sum of entries as one: under the first one's number and day, with one posting an account and project."""
    first = entries[0]
    sums: dict[tuple[str, str], data.Posting] = {}
    for entry in entries:
        for posting in entry.postings:
            project = str((posting.meta or {}).get("project") or entry.meta.get("project") or "")
            known = sums.get((posting.account, project))
            units = posting.units
            if known is not None and known.units is not None and units is not None:
                units = units._replace(number=known.units.number + units.number)  # type: ignore[operator]
            sums[posting.account, project] = posting._replace(units=units, meta={"project": project} if project else {})
    meta: dict[str, Any] = {
        key: first.meta[key]
        for key in ("id", "filename", "lineno", "project", "approved", "reviewed")
        if key in first.meta
    }
    numbers = "、".join(str(entry.meta.get("id", "")) for entry in entries)
    links = frozenset(link for entry in entries for link in entry.links or ())
    return first._replace(
        payee=None, narration="", postings=list(sums.values()), links=links,
        meta={**meta, "category": TOGETHER, "vouchers": numbers},
    )  # fmt: skip


def _alone(books: Books, entry: data.Transaction) -> Finding:
    return Finding(
        "small-group", Severity.ERROR, books.workspace.relative(entry.meta.get("filename", "")), int(entry.meta.get("lineno") or 0),
        Text(
            f"{entry.date} 的支出只涉及不足五人，同一项目同一月没有别的支出可以合并，公示会让人认出他们。",
            f"The expense of {entry.date} is about fewer than five persons, and its project has no other expense in the month to join it: people could be recognised.",
        ),
        Text(
            "请把这类支出归入范围更大的项目（project:），或确认 persons: 写的人数。",
            "Give such expenses a wider `project:`, or correct the number in `persons:`.",
        ),
    )  # fmt: skip
