"""The statements, every line of which opens: to the accounts behind it, and to their entries.

A figure's entries are found by running its own query (BQL) on the entries that it names; so the drill-down proves
the figure by another way than the one that made it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from huilin.audit.ledger_view import account_words, wording
from huilin.audit.table import Column, Origin, Table
from huilin.errors import UsageError
from huilin.money import show, to_fen
from huilin.promise.views import remembered
from huilin.reporting import Check, Fact, ReportRequest, facts_of
from huilin.reporting.registry import report, reports
from huilin.reporting.selection import matching
from huilin.vocabulary import is_period
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from beancount.core import data

    from huilin.audit.request import AuditRequest
    from huilin.books import Books
    from huilin.reporting import Line, Statement
    from huilin.vocabulary import Period

_WHERE = re.compile(r"SELECT sum\((-?)number\) WHERE (.*)", re.DOTALL)
_TERM = re.compile(r"[A-Za-z][\w.\-]*\.[^\s(),]+")


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return one report's statements as tables (the first report's where none is named); with `fact`, what is behind that figure."""
    wanted = request.option("fact")
    if wanted:
        return drill_down(request, wanted)
    name = request.option("report") or reports(request.books.workspace)[0].name
    shown = [s for s in made(request, name) if request.entity in ("", s.entity)]
    return tuple(as_table(statement) for statement in shown)


def made(request: AuditRequest, name: str = "") -> tuple[Statement, ...]:
    """Return the statements of one report, or of all of them; donors stand in them as the public sees them, by no name.

    Raise UsageError for days that are no month, quarter or year: statements are of periods.
    """
    if not is_period(request.period.name):
        raise UsageError(
            Text(f"报表按月、季、年编制，没有 {request.period.name} 的报表。", f"Statements are of a month, a quarter or a year, not of {request.period.name}."),
            Text("请选一个期间，如 2026-Q3。", "Choose a period, as 2026-Q3."),
        )  # fmt: skip
    return _made(request.books, request.period, request.today, name)


@remembered
def _made(books: Books, period: Period, today: date, name: str) -> tuple[Statement, ...]:
    asked = ReportRequest(books, period, today, {})
    chosen = (report(books.workspace, name),) if name else [r for r in reports(books.workspace) if r.is_published]
    return tuple(statement for one in chosen for statement in one.make(asked))


def as_table(statement: Statement) -> Table:
    """Return a statement as a table whose figures lead to what is behind them."""
    has_numbers = any(line.number for line in statement.lines)
    columns = [Column("label", statement.label_column)]
    columns += [Column("number", Text("行次", "Line"))] if has_numbers else []
    for place, heading in enumerate(statement.columns):
        figures = any(isinstance(line.cells[place], Fact) for line in statement.lines if place < len(line.cells))
        key = f"c{place + 1}"
        columns.append(Column(key, heading, "money", f"{key}_origin") if figures else Column(key, heading))
    extra = [column.origin for column in columns if column.origin]
    return Table.of(
        statement.id,
        statement.title,
        columns,
        [_row(line, columns, has_numbers=has_numbers) for line in statement.lines],
        extra=(*extra, "_style"),
        entity=statement.entity,
        period=statement.period,
        basis=statement.basis,
        notes=(*statement.summary, *statement.notes),
        checks=statement.checks,
    )


def _row(line: Line, columns: list[Column], *, has_numbers: bool) -> tuple[Any, ...]:
    indent = "\u3000" * line.level
    label = Text(indent + line.label.zh, indent + line.label.en)
    cells = [*line.cells, *[None] * len(columns)]
    values: list[Any] = [label, *([line.number] if has_numbers else [])]
    origins: list[Origin | None] = []
    for column, cell in zip(columns[len(values) :], cells, strict=False):
        fact = cell if isinstance(cell, Fact) else None
        if column.kind == "money":
            values.append(fact.amount if fact else None)
            origins.append(Origin(fact.entries, fact=fact.id) if fact else None)
        else:
            values.append(show(fact.amount) if fact else cell)
    return (*values, *origins, line.style)


def drill_down(request: AuditRequest, wanted: str) -> tuple[Table, ...]:
    """Return what is behind one figure: the figures that it follows from, or its accounts and its postings."""
    facts = _facts_around(request, wanted)
    fact = facts.get(wanted)
    if fact is None:
        raise UsageError(
            Text(f"这一期的报表里没有数字 {wanted}。", f"No statement of this period has the figure {wanted}."),
            Text("请从报表一页点开。", "Open it from the page of the statements."),
        )
    if fact.query is None:
        return (_figure(fact), _parts(fact, facts))
    postings = tuple(postings_of(request.books, fact))
    return (_figure(fact), _accounts(request, fact, postings), _postings(request.books, fact, postings))


def _facts_around(request: AuditRequest, wanted: str) -> dict[str, Fact]:
    """Return figures until the one wanted and those that its formula names are among them; the report asked for comes first."""
    names = [report.name for report in reports(request.books.workspace)]
    asked = request.option("report")
    facts: dict[str, Fact] = {}
    for name in sorted(names, key=lambda name: name != asked):
        facts |= {fact.id: fact for fact in facts_of(made(request, name))}
        fact = facts.get(wanted)
        if fact is not None and all(word in facts for word in _TERM.findall(fact.formula or "")):
            break
    return facts


def _figure(fact: Fact) -> Table:
    columns = (
        Column("label", Text("数字", "Figure")), Column("amount", Text("金额", "Amount"), "money", origin="origin"),
        Column("statement", Text("报表", "Statement")), Column("line", Text("行", "Line")),
        Column("how", Text("怎样得出", "How it is made")),
    )  # fmt: skip
    row = (fact.label, fact.amount, fact.statement, fact.line, fact.query or fact.formula or "", Origin(fact.entries))
    return Table.of(
        f"statements.figure.{fact.id}", same(fact.id), columns, [row], extra=("origin",), entity=fact.entity
    )


def _parts(fact: Fact, facts: dict[str, Fact]) -> Table:
    """List the figures that a formula names, each leading on."""
    named = dict.fromkeys(word for word in _TERM.findall(fact.formula or "") if word in facts)
    columns = (
        Column("id", Text("编号", "Id")), Column("label", Text("数字", "Figure")),
        Column("amount", Text("金额", "Amount"), "money", origin="origin"),
    )  # fmt: skip
    rows = [(w, facts[w].label, facts[w].amount, Origin(facts[w].entries, fact=w)) for w in named]
    return Table.of(
        f"statements.parts.{fact.id}",
        Text("由这些数字算出", "It follows from these figures"),
        columns,
        rows,
        extra=("origin",),
        empty=Text("按登记（预算、认捐）或按税法算出。", "Stated in the ledger, or reckoned by tax law."),
    )


def postings_of(books: Books, fact: Fact) -> Iterator[tuple[int, str, int]]:
    """Yield the postings that make a figure (entry's place, account, fen by the figure's sign), by its own query.

    Lines of the cash-flow statement come from the postings that loading has cut by flow: written entries say no flow.
    """
    asked = _WHERE.fullmatch(fact.query or "")
    if asked is None or not fact.entries:
        return
    places = _places(books)
    own = [places[number] for number in dict.fromkeys(fact.entries)]
    flows = _FLOW.findall(asked[2])
    found = _by_flow(books, own, flows, asked[2]) if flows else _by_query(books, own, asked[2])
    sign = -1 if asked[1] else 1
    yield from ((place, account, sign * fen) for place, account, fen in found)


_FLOW = re.compile(r"any_meta\('cashflow'\) = '([^']*)'")
_ACCOUNT = re.compile(r"\baccount ~ '([^']*)'")


def _by_flow(books: Books, own: list[int], flows: list[str], condition: str) -> Iterator[tuple[int, str, int]]:
    p = books.posted
    p = p[(p["cashflow"].isin(flows) & p["entry"].isin(own)).to_numpy()]
    for pattern in _ACCOUNT.findall(condition):
        p = p[matching(p["account"], pattern).to_numpy()]
    yield from zip(p["entry"].tolist(), p["account"].astype(str).tolist(), p["fen"].tolist(), strict=True)


def _by_query(books: Books, own: list[int], condition: str) -> Iterator[tuple[int, str, int]]:
    import beanquery

    meant = list(_only_meant((books.transactions[place] for place in own), condition))
    connection = beanquery.connect("beancount:", entries=meant, errors=[], options=dict(books.options))
    places = _places(books)
    query = f"SELECT entry_meta('id'), account, number WHERE {condition}"
    for number, account, amount in connection.execute(query).fetchall():
        yield places[number], account, to_fen(amount)


def _only_meant(own: Iterable[data.Transaction], condition: str) -> Iterator[data.Transaction]:
    """Yield the entries with only the postings whose account the query asks for; it would leave the others out anyway.

    Not so where it looks at an entry's other accounts.
    """
    said = _ACCOUNT.findall(condition)
    if len(said) != 1 or "other_accounts" in condition:
        yield from own
        return
    meant = cache(lambda account: bool(re.search(said[0], account, re.IGNORECASE)))
    for entry in own:
        yield entry._replace(postings=[posting for posting in entry.postings if meant(posting.account)])


@remembered
def _places(books: Books) -> dict[str, int]:
    return {str(entry.meta.get("id")): place for place, entry in enumerate(books.transactions)}


def _accounts(request: AuditRequest, fact: Fact, postings: tuple[tuple[int, str, int], ...]) -> Table:
    sums: defaultdict[str, int] = defaultdict(int)
    entries: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for place, account, fen in postings:
        sums[account] += fen
        entries[account][place] = None
    words = account_words(request.books)
    columns = (
        Column("account", Text("科目", "Account"), "account"), Column("name", Text("名称", "Name")),
        Column("entries", Text("凭证", "Vouchers"), "count"),
        Column("amount", Text("金额", "Amount"), "money", origin="origin"),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (account, words.get(account, account), len(entries[account]), fen, Origin(_numbers(request.books, entries[account]), account), "line")
        for account, fen in sorted(sums.items())
    ]  # fmt: skip
    rows.append((None, Text("合计", "Total"), len({p for p, _, _ in postings}), sum(sums.values()), None, "total"))
    return Table.of(
        f"statements.accounts.{fact.id}",
        Text("由这些科目组成", "By account"),
        columns,
        rows,
        extra=("origin", "_style"),
        entity=fact.entity,
        checks=(
            Check(Text("科目合计 = 报表数字", "the accounts add up to the figure"), sum(sums.values()) == fact.amount),
        ),
    )


def _numbers(books: Books, places: dict[int, None]) -> tuple[str, ...]:
    return tuple(str(books.transactions[place].meta.get("id")) for place in places)


def _postings(books: Books, fact: Fact, postings: tuple[tuple[int, str, int], ...]) -> Table:
    columns = (
        Column("date", Text("日期", "Date"), "date"), Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
        Column("what", Text("摘要", "Narration")), Column("account", Text("科目", "Account"), "account"),
        Column("amount", Text("金额", "Amount"), "money", origin="id"),
    )  # fmt: skip
    said = wording(books, (place for place, _, _ in postings))
    rows = [
        (books.transactions[place].date, str(books.transactions[place].meta.get("id")), what, account, fen)
        for (place, account, fen), what in zip(postings, said, strict=True)
    ]
    return Table.of(
        f"statements.postings.{fact.id}",
        Text("凭证明细", "Its vouchers"),
        columns,
        rows,
        entity=fact.entity,
        empty=Text("没有凭证：这个数字是零或按登记得出。", "No voucher: the figure is nothing, or stated."),
    )
