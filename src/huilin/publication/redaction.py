"""The public ledger: what a stranger needs to recompute every figure, made by allowlist from the posted books.

Dates, account codes with the chart's names, amounts, voucher numbers, projects, public descriptions and kinds pass;
payees, narrations, statement keys, documents, people, receipt and card numbers never do, whatever is written in them.
A fund's vouchers stand one by one; an enterprise's are added by month, so that no wage, purchase or customer can be
read from them (个人信息保护法 第六条: no more than the purpose needs). Cash is cut by the flow that it is, where figures
ask for flows. It is Beancount without plugins.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from calendar import monthrange
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.figures import NAME, declared, keyed
from huilin.charts import chart
from huilin.drafting import DRAFT
from huilin.money import CURRENCY, to_decimal
from huilin.rendering.view import voucher_ranges
from huilin.reporting import Fact
from huilin.vocabulary import (
    ADVANCE,
    CLOSING,
    INCOME_TAX,
    PROMISE_ACCRUED,
    PROMISE_PAID,
    PROMISE_RECEIVED,
    VAT_RELIEF,
    parse_voucher,
    split_account,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core import data

    from huilin.books import Books
    from huilin.reporting import Cell, Statement
    from huilin.vocabulary import Period

LEDGER = "ledger.beancount"
RECEIPTED = "有"
"""What stands for a receipt number, or for the name of a related party: that there is one."""

KINDS = frozenset(
    {
        ADVANCE,
        CLOSING,
        INCOME_TAX,
        PROMISE_ACCRUED,
        PROMISE_PAID,
        PROMISE_RECEIVED,
        VAT_RELIEF,
        "捐赠",
        "更正",
        "冲销",
    }
)
SIDES = frozenset({"借", "贷"})
_SHARED_LINK = re.compile(r"(?:exchange|reinvest)-\d{4}(?:-Q[1-4]|-\d{2})?")
_LINK = re.compile(r"joinstr\(links\) ~ '\(\^\|,\)([a-z]+-[\w-]*)'")
_WORD = re.compile(r"any_meta\('([a-z-]+)'\) = '([^']*)'")
_DONOR = re.compile(r"(any_meta\('donor'\) = ')([^']*)'")
_VOUCHER = re.compile(r"entry_meta\('id'\) = '([^']*)'")
_FIGURE = re.compile(r"meta\['figure-of'\]\)? (?:= '([^']*)'|~ '\^([^']*)\$') AND date = (\d{4}-\d{2}-\d{2})")
_BALANCE = re.compile(r"FROM #balances WHERE account ~ '([^']*)' AND date = (\d{4}-\d{2}-\d{2})")
_SIDED = re.compile(r"number [<>] 0")
_DETAIL = re.compile(r"(?<=:)([A-Z][A-Za-z0-9-]*):(?=\(|\d{4})|(\d{4})\[\^:\]\*(?::|\(:\(\?!)(\d{2})")
_NOT_IN_A_NAME = re.compile(r"[\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\s]")
_ROOTS_WITH_DETAIL = ("Income", "Expenses")


class Asked(NamedTuple):
    """What the published queries ask for by name: it must pass for them to give their figures."""

    vouchers: frozenset[str] = frozenset()
    words: frozenset[tuple[str, str]] = frozenset()
    links: tuple[str, ...] = ()
    counterparts: frozenset[str] = frozenset()
    """Entities whose entries are asked for what their other postings are."""
    sided: frozenset[str] = frozenset()
    """Entities whose debits or credits are asked for alone."""
    details: frozenset[tuple[str, str, str]] = frozenset()
    """Entity, code and number of the sub-accounts that are asked for by their number, be it to leave them out."""
    figures: frozenset[tuple[str, str]] = frozenset()
    """Which directives' figures are asked for: what they are called, as a pattern, and their day."""
    balances: frozenset[tuple[str, str]] = frozenset()
    """Which balance lines are asked for: the accounts, as a pattern, and their day."""
    related: bool = False
    """Whether it is asked which postings name a related party."""

    @property
    def flows(self) -> frozenset[str]:
        """The flows of cash that are asked for."""
        return frozenset(word for key, word in self.words if key == "cashflow")

    @classmethod
    def by(cls, facts: Iterable[Fact]) -> Asked:
        """Return what the facts' queries ask for."""
        known = [(fact.entity, fact.query) for fact in facts if fact.query]
        queries = {query for _, query in known}
        return cls(
            frozenset(number for query in queries for number in _VOUCHER.findall(query)),
            frozenset(word for query in queries for word in _WORD.findall(query)),
            tuple(sorted({link for query in queries for link in _LINK.findall(query)})),
            frozenset(entity for entity, query in known if "other_accounts" in query),
            frozenset(entity for entity, query in known if _SIDED.search(query)),
            frozenset(detail for query in queries for detail in _details(query)),
            frozenset(
                (pattern or re.escape(name), day) for query in queries for name, pattern, day in _FIGURE.findall(query)
            ),
            frozenset(found for query in queries for found in _BALANCE.findall(query)),
            related=any("any_meta('related-party')" in query for query in queries),
        )


def _details(query: str) -> Iterator[tuple[str, str, str]]:
    """Yield the sub-accounts that the query's account patterns name: `:Company:2241[^:]*:02`, `5711[^:]*(:(?!01)|$)`."""
    entity = ""
    for named, code, sub in _DETAIL.findall(query):
        entity = named or entity
        if code:
            yield entity, code, sub


class Row(NamedTuple):
    """One posting as the public may see it."""

    account: str
    number: Decimal
    side: str = ""
    project: str = ""
    kind: str = ""
    cashflow: str = ""
    donor: str = ""
    related: str = ""

    def meta(self) -> Iterator[tuple[str, str]]:
        """Yield what stands below the posting."""
        said = {
            "side": self.side,
            "project": self.project,
            "kind": self.kind,
            "cashflow": self.cashflow,
            "donor": self.donor,
            "related-party": self.related,
        }
        yield from ((key, word) for key, word in said.items() if word)


class Entry(NamedTuple):
    """One transaction as the public may see it, or the sum of a month's."""

    day: date
    entity: str
    meta: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    rows: tuple[Row, ...]
    number: str = ""


class Pseudonyms(NamedTuple):
    """Turns donor ids and links into words that mean nothing in any other publication.

    `secret` lies in private/; `salt` says which publication. Without the secret, trying every id gives nothing.
    """

    secret: bytes
    salt: str

    def of(self, word: str) -> str:
        """Return the pseudonym of `word`: the same within one publication, another in the next."""
        key = hmac.digest(self.secret, self.salt.encode(), "sha256")
        return "P" + hmac.new(key, word.encode(), hashlib.sha256).hexdigest()[:10]


def with_pseudonyms(statements: Iterable[Statement], pseudonyms: Pseudonyms) -> tuple[Statement, ...]:
    """Return the statements whose queries ask for donors by their pseudonyms, as the public ledger names them."""

    def told(cell: Cell) -> Cell:
        if not isinstance(cell, Fact) or not cell.query or "'donor'" not in cell.query:
            return cell
        query = _DONOR.sub(lambda found: f"{found[1]}{pseudonyms.of(found[2])}'", cell.query)
        return replace(cell, query=query)

    return tuple(
        replace(one, lines=tuple(replace(line, cells=tuple(map(told, line.cells))) for line in one.lines))
        for one in statements
    )


def redact(books: Books, facts: Iterable[Fact], period: Period, pseudonyms: Pseudonyms) -> str:
    """Return the public ledger: everything posted until the period's end, and the vouchers that figures name."""
    asked = Asked.by(facts)
    flows = _flows(books, asked)
    made: list[Entry] = []
    for entity in books.entities.values():
        wanted = [one for one in _posted(books, entity.name) if _is_wanted(one[1], period, asked)]
        seen = [
            _entry(entry, entity.name, books, asked, pseudonyms, flows=flows.get(place, {})) for place, entry in wanted
        ]
        made += seen if is_fund(books, entity.name) else _by_month(seen, asked)
    directives = [*_figures(books, asked), *_balances(books, asked)]
    return to_text(sorted(made, key=lambda entry: (entry.day, entry.entity, entry.number)), period.name, directives)


def _figures(books: Books, asked: Asked) -> Iterator[list[str]]:
    """Yield the directives whose figures are asked for, without whom they name."""
    for _, one in declared(books.entries):
        if any(day == f"{one.day}" and re.fullmatch(pattern, one.of) for pattern, day in asked.figures):
            numbers = (f"  {key}: {number:.2f}" for key, number in keyed(one).items())
            yield [f'{one.day} custom "{one.kind}" "{one.entity}"', f"  {NAME}: {_quoted(one.of)}", *numbers]


def _balances(books: Books, asked: Asked) -> Iterator[list[str]]:
    """Yield the balance lines that are asked for: Beancount itself then holds the public ledger against them."""
    from beancount.core.data import Balance

    sums: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for entry in books.entries:
        if isinstance(entry, Balance) and any(
            day == f"{entry.date}" and re.search(pattern, entry.account) for pattern, day in asked.balances
        ):
            sums[entry.date, public_account(entry.account, books, asked)] += entry.amount.number or 0
    for (day, account), number in sorted(sums.items()):
        yield [f"{day} balance {account}  {number:.2f} {CURRENCY}"]


def is_fund(books: Books, entity: str) -> bool:
    """Say whether the entity lives on gifts, so that its vouchers are shown one by one."""
    return books.entities[entity].standards[-1][1].startswith("npo-")


def public_account(account: str, books: Books, asked: Asked) -> str:
    """Return the account with the names of the national chart; a detail's own name passes for a fund's income and expense only.

    Below assets and liabilities details are people, banks and customers. An enterprise's sub-accounts pass, by their
    numbers, only where a figure asks for them: 职工薪酬 of a month can be one person's pay.
    """
    parts = split_account(account)
    if parts is None:
        root, entity = (*account.split(":"), "")[:2]
        return f"{root}:{entity}:0000"
    opened = books.accounts.get(account)
    owner = books.entities[parts.entity]
    known = chart(owner.standard_on(opened.date)).accounts.get(parts.code) if opened else None
    name = f"{parts.code}{_NOT_IN_A_NAME.sub('', known.name.zh) if known else ''}"
    may_name = is_fund(books, parts.entity)
    detail = _NOT_IN_A_NAME.sub("", parts.detail) if may_name and parts.root in _ROOTS_WITH_DETAIL else ""
    has_sub = parts.sub and (may_name or (parts.entity, parts.code, parts.sub) in asked.details)
    return ":".join(filter(None, (parts.root, parts.entity, name, f"{parts.sub}{detail}" if has_sub else "")))


def to_text(entries: Iterable[Entry], title: str, directives: Iterable[list[str]] = ()) -> str:
    """Return the entries, and other directives line by line, as Beancount's text."""
    entries = tuple(entries)
    opened: dict[str, date] = {}
    for entry in entries:
        for row in entry.rows:
            opened[row.account] = min(entry.day, opened.get(row.account, entry.day))
    lines = [
        f"; 公开账本 public ledger {title}",
        f'option "title" "{title}"',
        f'option "operating_currency" "{CURRENCY}"',
        "",
        *(f"{day} open {account} {CURRENCY}" for account, day in sorted(opened.items())),
    ]
    for directive in directives:
        lines += ["", *directive]
    for entry in entries:
        lines += ["", *_lines(entry)]
    return "\n".join(lines) + "\n"


def _lines(entry: Entry) -> Iterator[str]:
    yield " ".join([f'{entry.day} * ""', *(f"^{link}" for link in entry.links)])
    yield from (f"  {key}: {_quoted(word)}" for key, word in entry.meta)
    for row in entry.rows:
        yield f"  {row.account}  {row.number:.2f} {CURRENCY}"
        yield from (f"    {key}: {_quoted(word)}" for key, word in row.meta())


def _quoted(word: str) -> str:
    return '"' + " ".join(word.split()).replace("\\", "").replace('"', "”") + '"'


def _flows(books: Books, asked: Asked) -> dict[int, dict[int, list[tuple[Decimal, str]]]]:
    """Return the pieces of cash by entry and posting, each with its flow, where figures ask for flows (law 4)."""
    if not asked.flows:
        return {}
    found: dict[int, dict[int, list[tuple[Decimal, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = books.posted
    rows = rows[rows["cashflow"].isin(asked.flows)]
    for entry, posting, fen, flow in rows[["entry", "posting", "fen", "cashflow"]].itertuples(index=False):
        found[entry][posting].append((to_decimal(fen), flow))
    return found


def _posted(books: Books, entity: str) -> Iterator[tuple[int, data.Transaction]]:
    """Yield the entity's posted entries, each with its place among the books' transactions."""
    for place, entry in enumerate(books.transactions):
        parts = split_account(entry.postings[0].account) if entry.postings else None
        if entry.flag != DRAFT and parts is not None and parts.entity == entity:
            yield place, entry


def _is_wanted(entry: data.Transaction, period: Period, asked: Asked) -> bool:
    return any(True for _ in _money(entry)) and (entry.date <= period.end or entry.meta.get("id") in asked.vouchers)


def _money(entry: data.Transaction) -> Iterator[tuple[int, data.Posting, Decimal]]:
    """Yield the postings in money with their places and amounts; hours of volunteers stay in the notes."""
    for place, posting in enumerate(entry.postings):
        if posting.units is not None and posting.units.currency == CURRENCY and posting.units.number is not None:
            yield place, posting, posting.units.number


def _entry(  # noqa: PLR0913 - what one entry becomes depends on each of them
    entry: data.Transaction,
    entity: str,
    books: Books,
    asked: Asked,
    pseudonyms: Pseudonyms,
    *,
    flows: Mapping[int, Sequence[tuple[Decimal, str]]],
) -> Entry:
    rows = tuple(
        Row(
            public_account(posting.account, books, asked),
            piece,
            _one_of(posting.meta, "side", SIDES),
            _project(posting.meta, books, asked),
            _kind(posting.meta, asked),
            flow,
            _donor(posting.meta, pseudonyms),
            _related(entry, posting) if asked.related else "",
        )
        for place, posting, number in _money(entry)
        for piece, flow in _cut(number, flows.get(place, ()))
    )
    voucher = str(entry.meta.get("id") or "")
    voucher = voucher if parse_voucher(voucher) else ""
    links = tuple(sorted(filter(None, (_link(link, asked, pseudonyms) for link in entry.links or ()))))
    return Entry(entry.date, entity, tuple(_meta(entry, voucher, books, asked, pseudonyms)), links, rows, voucher)


def _related(entry: data.Transaction, posting: data.Posting) -> str:
    """Return that the posting names a related party, where it does; the name stays at home."""
    return RECEIPTED if (posting.meta or {}).get("related-party") or entry.meta.get("related-party") else ""


def _cut(number: Decimal, pieces: Sequence[tuple[Decimal, str]]) -> Iterator[tuple[Decimal, str]]:
    """Yield the pieces of a posting, and what of it no figure asks for the flow of."""
    yield from pieces
    if not pieces or (rest := number - sum(piece for piece, _ in pieces)):
        yield (number if not pieces else rest), ""


def _meta(
    entry: data.Transaction, number: str, books: Books, asked: Asked, pseudonyms: Pseudonyms
) -> Iterator[tuple[str, str]]:
    said = entry.meta
    words = {
        "id": number,
        "kind": _kind(said, asked),
        "project": _project(said, books, asked),
        "category": str(said.get("category") or ""),
        "vouchers": _numbers(said),
        "receipt": RECEIPTED if said.get("receipt") else "",
        "donor": _donor(said, pseudonyms),
    }
    yield from ((key, word) for key, word in words.items() if word)


def _numbers(meta: Mapping[str, object]) -> str:
    """Return the numbers of the vouchers that small groups have made one entry of."""
    numbers = str(meta.get("vouchers") or "").split("、")
    return "、".join(voucher_ranges(numbers)) if all(map(parse_voucher, numbers)) else ""


def _donor(meta: Mapping[str, object] | None, pseudonyms: Pseudonyms) -> str:
    donor = (meta or {}).get("donor")
    return pseudonyms.of(str(donor)) if donor else ""


def _one_of(meta: Mapping[str, object] | None, key: str, allowed: frozenset[str]) -> str:
    word = str((meta or {}).get(key) or "")
    return word if word in allowed else ""


def _kind(meta: Mapping[str, object] | None, asked: Asked) -> str:
    word = str((meta or {}).get("kind") or "")
    return word if word in KINDS or ("kind", word) in asked.words else ""


def _project(meta: Mapping[str, object] | None, books: Books, asked: Asked) -> str:
    """Return the project where it is declared, and so public, or a figure asks for it."""
    word = str((meta or {}).get("project") or "")
    return word if word in books.projects or ("project", word) in asked.words else ""


def _link(link: str, asked: Asked, pseudonyms: Pseudonyms) -> str:
    """Return a link that joins the books of two entities; what else it says is a person's or an order's number."""
    head = link.partition("-")[0]
    if _SHARED_LINK.fullmatch(link) or link in asked.links:
        return link
    wanted = next((prefix for prefix in asked.links if link.startswith(prefix)), "")
    if wanted or head in ("exchange", "reinvest"):
        return f"{wanted or f'{head}-'}{pseudonyms.of(link)}"
    return ""


def _by_month(entries: Iterable[Entry], asked: Asked) -> Iterator[Entry]:
    """Add vouchers by month and kind; those that a figure names stand alone.

    Where queries ask what lies on the other side, only entries over the same accounts are added.
    """
    groups: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        said = dict(entry.meta)
        if entry.number in asked.vouchers:
            yield entry._replace(meta=tuple((k, w) for k, w in entry.meta if k in ("id", "kind")))
            continue
        split = entry.entity in asked.counterparts
        accounts = tuple(sorted({row.account for row in entry.rows})) if split else ()
        groups[_last(entry.day), said.get("kind", ""), said.get("receipt", ""), entry.links, accounts].append(entry)
    for some in groups.values():
        yield _added(some, sided=some[0].entity in asked.sided)


def _last(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _added(entries: list[Entry], *, sided: bool) -> Entry:
    """Return the sum of a month's entries, one line an account (or, `sided`, one of debits and one of credits)."""
    first, sums = entries[0], dict[Row, Decimal]()
    for entry in entries:
        for row in entry.rows:
            key = row._replace(number=Decimal((1 if row.number > 0 else -1) if sided else 0))
            sums[key] = sums.get(key, Decimal()) + row.number
    rows = tuple(key._replace(number=sums[key]) for key in sorted(sums))
    numbers = sorted(entry.number for entry in entries if entry.number)
    kept = tuple((key, word) for key, word in first.meta if key in ("kind", "receipt"))
    meta = (("vouchers", "、".join(voucher_ranges(numbers))), *kept)
    return Entry(_last(first.day), first.entity, meta, first.links, rows)
