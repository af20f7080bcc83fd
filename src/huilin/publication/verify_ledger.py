"""A published ledger read as a stranger's file: line by line first, then by Beancount; its figures by beanquery.

Only the few forms of line that `redaction` writes are let through: no plugin, include, document or division can hide.
"""

from __future__ import annotations

import os
import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.errors import RefusedError
from huilin.money import Fen, to_fen
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core import data

_ACCOUNT = r"(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][\w-]*)+"
_DAY = r"\d{4}-\d{2}-\d{2}"
_LINE = re.compile(
    r";[^\n]*"
    r'|option "(?:title|operating_currency)" "[^"\\]*"'
    rf"|{_DAY} open {_ACCOUNT} CNY"
    rf"|{_DAY} balance {_ACCOUNT}  -?\d{{1,15}}\.\d\d CNY"
    rf'|{_DAY} custom "[a-z-]+" "[A-Za-z0-9-]+"'
    r"|  figure-[a-z-]+: -?\d{1,15}\.\d\d"
    rf'|{_DAY} \* ""(?: \^[A-Za-z0-9._/-]+)*'
    r'|    ?(?:  )?[a-z][a-z-]*: "[^"\\]*"'
    rf"|  {_ACCOUNT}  -?\d{{1,15}}\.\d\d CNY"
    r"|"
)
_META = re.compile(r'(?:  |    )[a-z][a-z-]*: "[^"\\]*"')
_QUERY = re.compile(r"SELECT sum\((?P<summed>-?number)(?: \* int\((?P<inner>.*)\))?\)(?: WHERE (?P<outer>.*))?")
_STATED = re.compile(
    r"SELECT sum\(decimal\(meta\['figure-[a-z-]+'\]\)\) FROM #entries"
    r" WHERE (?:meta\['figure-of'\] = '[^']*'|str\(meta\['figure-of'\]\) ~ '[^']*') AND date = \d{4}-\d{2}-\d{2}"
)
_ASSERTED = re.compile(
    r"SELECT sum\(number\(amount\)\) FROM #balances WHERE account ~ '[^']*' AND date = \d{4}-\d{2}-\d{2}"
)
_ID = re.compile(r"entry_meta\('id'\) = '(?P<word>[^']*)'")
_ACCOUNTS = re.compile(r"account ~ '(?P<word>[^']*)'")
_SINCE = re.compile(rf"date >= (?P<word>{_DAY})")
_UNTIL = re.compile(rf"date <= (?P<word>{_DAY})")
_LITERAL = re.compile(rf"(?P<head>account ~ |date [<>]= |= )(?:'(?P<word>[^']*)'|(?P<day>{_DAY}))")
_CONDITION = re.compile(
    r"flag = '\*' AND currency = 'CNY'"
    rf"|account ~ '[^']*'|date [<>]= {_DAY}|number [<>] 0"
    r"|(?:NOT )?(?:any|entry)_meta\('[a-z-]+'\) (?:= '[^']*'|IS NULL)"
    r"|\(any_meta\('cashflow'\) = '[a-z-]*'(?: OR any_meta\('cashflow'\) = '[a-z-]*')+\)"
    r"|(?:NOT )?joinstr\((?:links|other_accounts)\) ~ '[^']*'"
)


class Ledger(NamedTuple):
    """What Beancount made of the published ledger."""

    entries: Sequence[data.Directive]
    options: dict[str, Any]
    errors: tuple[str, ...]

    @property
    def transactions(self) -> list[data.Transaction]:
        """Return the transactions in the order of their days."""
        from beancount.core import data

        return [entry for entry in self.entries if isinstance(entry, data.Transaction)]


def read(text: str) -> Ledger:
    """Parse the text by Beancount; raise RefusedError, before anything is opened, at a line that we never write."""
    for number, line in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line) and not _META.fullmatch(line):
            raise RefusedError(
                Text(
                    f"ledger.beancount:{number} 不是公开账本里该有的写法，没有打开。",
                    f"ledger.beancount:{number} is no line of a public ledger; it was not opened.",
                ),
                Text("请向公示单位索取原件。", "Ask the publisher for the original."),
            )
    os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
    from beancount import loader

    entries, errors, options = loader.load_string(text)
    return Ledger(entries, options, tuple(f"{e.source.get('lineno', 0)}: {e.message}" for e in errors))


def unbalanced(ledger: Ledger) -> Iterator[str]:
    """Yield the days and numbers of entries that do not sum to exactly zero, or lie in two entities (law 1)."""
    for entry in ledger.transactions:
        numbers = [posting.units.number or Decimal() for posting in entry.postings if posting.units is not None]
        entities = {posting.account.split(":")[1] for posting in entry.postings}
        if sum(numbers, Decimal()) or len(entities) != 1 or len(numbers) != len(entry.postings):
            yield str(entry.meta.get("id") or entry.meta.get("vouchers") or entry.date)


def answers(ledger: Ledger, queries: Iterable[str], *, whole: bool = False) -> dict[str, Fen | None]:
    """Run each query by beanquery; None where it gives nothing, is no figure of ours, or fails.

    A query of our own form joins its conditions by AND, so the entries that cannot meet one of them are left out
    before it runs (`whole`: they are not): on thousands of postings that is a hundred times faster.
    """
    return {query: _answer(ledger, query, whole=whole) for query in dict.fromkeys(queries)}


def _answer(ledger: Ledger, query: str, *, whole: bool) -> Fen | None:
    if _STATED.fullmatch(query) or _ASSERTED.fullmatch(query):
        return _number(ledger, _directives(ledger), query, empty=None)
    form = _QUERY.fullmatch(query)
    inner = (form["inner"] or "") if form else ""
    conditions = " AND ".join(filter(None, (inner, (form["outer"] or "") if form else "")))
    if form is None or not _only_and(conditions):
        return None
    try:
        entries = ledger.entries if whole else _narrowed(ledger, conditions)
    except re.error:
        return None
    return _number(ledger, entries, query, empty=0 if inner and ledger.entries else None)


def _directives(ledger: Ledger) -> list[data.Directive]:
    from beancount.core import data

    return [entry for entry in ledger.entries if isinstance(entry, (data.Custom, data.Balance))]


def _number(ledger: Ledger, entries: Sequence[data.Directive], query: str, *, empty: Fen | None) -> Fen | None:
    """Run the query on `entries`; `empty` is what it gives where it finds none."""
    import beanquery

    try:
        connection = beanquery.connect("beancount:", entries=entries, errors=[], options=ledger.options)
        rows = _executed(connection, query).fetchall()
        number = rows[0][0] if rows else None
        return empty if number is None else to_fen(Decimal(number))
    except (beanquery.Error, ValueError, TypeError, re.error):
        return None


def _executed(connection: Any, query: str) -> Any:  # noqa: ANN401 - beanquery has no types
    """Execute the query, parsed part by part: beanquery's parser takes 50 ms for a whole one, and parts recur."""
    from dataclasses import replace

    form = _QUERY.fullmatch(query)
    if form is None:
        return connection.execute(_bound(query))
    select = _parsed(f"SELECT sum({form['summed']}{' * int(flag)' if form['inner'] else ''})")
    if form["inner"]:
        total = select.targets[0].expression
        (product,) = total.operands
        asked = replace(product, right=replace(product.right, operands=[_chain(form["inner"])]))
        target = replace(select.targets[0], expression=replace(total, operands=[asked]))
        select = replace(select, targets=[target])
    return connection.execute(replace(select, where_clause=_chain(form["outer"])) if form["outer"] else select)


def _chain(conditions: str) -> Any:  # noqa: ANN401
    """Return conditions joined by AND, as beanquery's parser gives them."""
    from beanquery.parser import ast

    nodes = [_bound(f"SELECT 1 WHERE {found[0]}").where_clause for found in _CONDITION.finditer(conditions)]
    return nodes[0] if len(nodes) == 1 else ast.And(nodes)


def _bound(query: str) -> Any:  # noqa: ANN401
    """Return the query parsed; each shape is parsed once, its texts and days put in afterwards."""
    words: dict[str, str | date] = {}

    def keep(match: re.Match[str]) -> str:
        name = f"w{len(words)}"
        words[name] = match["word"] if match["day"] is None else date.fromisoformat(match["day"])
        return f"{match['head']}%({name})s"

    return _filled(_parsed(_LITERAL.sub(keep, query)), words)


def _filled(node: Any, words: dict[str, str | date]) -> Any:  # noqa: ANN401
    from dataclasses import fields, replace

    from beanquery.parser import ast

    if isinstance(node, list):
        return [_filled(each, words) for each in node]
    if isinstance(node, ast.Placeholder):
        return ast.Constant(words[node.name])
    if not isinstance(node, ast.Node):
        return node
    return replace(
        node, **{field.name: _filled(getattr(node, field.name), words) for field in fields(node) if field.repr}
    )


@cache
def _parsed(shape: str) -> Any:  # noqa: ANN401 - beanquery has no types
    from beanquery import parser

    return parser.parse(shape)


def _only_and(conditions: str) -> bool:
    """Say whether the conditions are a chain of those that a Selection writes, and nothing else."""
    place = 0
    while match := _CONDITION.match(conditions, place):
        if match.end() == len(conditions):
            return True
        if not conditions.startswith(" AND ", match.end()):
            return False
        place = match.end() + len(" AND ")
    return False


def _narrowed(ledger: Ledger, conditions: str) -> Sequence[data.Directive]:
    since = date.fromisoformat(found["word"]) if (found := _SINCE.search(conditions)) else date.min
    until = date.fromisoformat(found["word"]) if (found := _UNTIL.search(conditions)) else date.max
    number = _ID.search(conditions)
    accounts = re.compile(found["word"] if (found := _ACCOUNTS.search(conditions)) else "", re.IGNORECASE)
    return [
        entry
        for entry in ledger.transactions
        if since <= entry.date <= until
        and (number is None or entry.meta.get("id") == number["word"])
        and any(accounts.search(posting.account) for posting in entry.postings)
    ]
