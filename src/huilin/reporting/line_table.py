"""Statutory line tables: declared lines in, a statement's lines out, every figure a fact.

A table is TOML beside the reports. A line has an `id` (the printed 行次 unless `unnumbered`), a label in both
languages, and one source: `debit` or `credit` (codes summed on that side), `debit_balances` or `credit_balances`
(each code counted only where its balance lies on that side), `received` or `paid` (flows of cash), `opening` (what
codes held before the column's first day), or `formula` over other lines. `checks` are the table's own (勾稽关系), run
on every column and shown.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from huilin.books.cash_flows import OPENING
from huilin.reporting.common import before
from huilin.reporting.posted import Place, Posted, fact_of, summed
from huilin.reporting.selection import Counterpart, Selection
from huilin.reporting.statement import Check, Fact, Line
from huilin.vocabulary import split_account
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from typing import Literal

    import pandas as pd

    from huilin.reporting.statement import LineStyle

SOURCES = ("debit", "credit", "debit_balances", "credit_balances", "received", "paid", "opening")


@dataclass(frozen=True, slots=True)
class Rule:
    """One declared line. `transfer`: `release` or `restrict` counts only what moves between the two classes of net
    assets (`between`: either way), `opening` what was taken over when the books began, `other` the rest; `optional` lines are left out where nothing was posted;
    `named` takes the sub-accounts that are called so from the lines of their codes."""  # noqa: D205, D209

    id: str
    label: Text
    number: str = ""
    level: int = 0
    style: LineStyle = "line"
    codes: tuple[str, ...] = ()
    source: str = ""
    formula: str = ""
    transfer: str = ""
    optional: bool = False
    named: str = ""


class Named(NamedTuple):
    """Sub-accounts known by their names: some lines are told by analysis (受托代理的银行存款, 一年内到期的长期投资)."""

    words: tuple[str, ...]
    codes: tuple[str, ...]

    def subs(self, accounts: Iterable[str], entity: str) -> dict[str, tuple[str, ...]]:
        """Return the sub-accounts so named of each code."""
        parts = [(split_account(account), account) for account in sorted(accounts)]
        meant = [
            one
            for one, account in parts
            if one and one.entity == entity and one.sub and one.code in self.codes and self._is_in(account)
        ]
        return {one.code: tuple(sorted({other.sub for other in meant if other.code == one.code})) for one in meant}

    def _is_in(self, account: str) -> bool:
        return any(word in account.lower() for word in self.words)


@dataclass(frozen=True, slots=True)
class LineTable:
    """A statement as its standard declares it. `form` is its official number, `verified` how well it is known."""

    id: str
    title: Text
    form: str
    source: str
    verified: str
    label_column: Text
    rules: tuple[Rule, ...]
    checks: tuple[str, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    cash: tuple[str, ...] = ()
    """The codes of cash, by which `received` and `paid` are told."""
    cash_flow: str = ""
    """The line of the net change in cash, where the table has one."""
    named: Mapping[str, Named] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a balance (no `start`, closing entries count), the turnover of days, or a total of others."""

    key: str
    heading: Text
    end: date | None = None
    start: date | None = None
    restriction: str = ""
    total_of: tuple[str, ...] = ()

    @property
    def is_turnover(self) -> bool:
        """Whether it shows what happened in a time; year-end entries (kind 结转) are no happening."""
        return self.start is not None


def balance(key: str, heading: Text, on: date) -> Column:
    """Return a column of balances at the end of a day."""
    return Column(key, heading, on)


def turnover(key: str, heading: Text, start: date, end: date, restriction: str = "") -> Column:
    """Return a column of what was posted in a time, of one class of restriction or of both."""
    return Column(key, heading, end, start, restriction)


def total(key: str, heading: Text, of: tuple[str, ...]) -> Column:
    """Return a column that adds other columns."""
    return Column(key, heading, total_of=of)


class Filled(NamedTuple):
    """A table's lines with their figures, its checks, and the accounts with a balance that no line shows."""

    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    uncovered: tuple[str, ...]

    def amount(self, line: str, key: str) -> int:
        """Return the figure of a line and column, 0 where it is blank."""
        return next((f.amount for f in self.facts() if f.line == line and f.id.endswith(f".{line}.{key}")), 0)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts line by line."""
        for line in self.lines:
            yield from (cell for cell in line.cells if isinstance(cell, Fact))


def read(path: Path) -> dict[str, LineTable]:
    """Read the tables that a TOML file declares."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    common = {
        "source": data.get("source", ""),
        "verified": data.get("verified", "memory"),
        "named": data.get("named", {}),
        **data.get("cash", {}),
    }
    return {key: _table(key, {**common, **table}) for key, table in data["tables"].items()}


def fill(table: LineTable, posted: Posted, entity: str, columns: Iterable[Column]) -> Filled:
    """Return the table's lines for one entity, filled column by column."""
    table, columns = resolved(table, posted, entity), tuple(columns)
    statement = f"{entity}.{table.id}"
    cells: dict[str, dict[str, Fact]] = {}
    uncovered: list[str] = []
    for column in columns:
        if column.total_of:
            cells[column.key] = _added(table, entity, statement, column, cells)
        else:
            one = _Pass(table, posted, entity, statement, column)
            cells[column.key] = one.facts()
            uncovered += one.uncovered()
    lines = tuple(_lines(table, columns, cells))
    checks = tuple(_check(check, column, cells[column.key]) for check in table.checks for column in columns)
    return Filled(lines, checks, tuple(dict.fromkeys(uncovered)))


def resolved(table: LineTable, posted: Posted, entity: str) -> LineTable:
    """Return the table in which sub-accounts known by their names stand on their line, and on no other."""
    accounts = posted.frame["account"].cat.categories
    subs = {key: named.subs(accounts, entity) for key, named in table.named.items()}
    taken = {
        code: tuple(sub for some in subs.values() for sub in some.get(code, ()))
        for some in subs.values()
        for code in some
    }
    if not taken:
        return table
    rules = tuple(replace(rule, codes=_less_named(rule.codes, taken)) for rule in table.rules)
    given = {key: tuple(f"{code}:{_either(found)}" for code, found in some.items()) for key, some in subs.items()}
    rules = tuple(replace(rule, codes=(*rule.codes, *given.get(rule.named, ()))) for rule in rules)
    return replace(table, rules=rules, cash=_less_named(table.cash, taken))


def _less_named(codes: tuple[str, ...], taken: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{code}:!{_either(taken[code])}" if code in taken else code for code in codes)


def _either(subs: tuple[str, ...]) -> str:
    return subs[0] if len(subs) == 1 else f"({'|'.join(subs)})"


class _Pass:
    """One column: its postings are picked and grouped by account once; each line then adds the groups it means."""

    def __init__(self, table: LineTable, posted: Posted, entity: str, statement: str, column: Column) -> None:
        self.table, self.posted, self.column = table, posted, column
        self.entity, self.statement = entity, statement
        self.base = Selection(entity, start=column.start, end=column.end, closing=not column.is_turnover)
        self.rows = posted.pick(self.base)
        groups = self.rows.groupby("account", observed=True)["fen"]
        self.sums: dict[str, int] = {str(account): int(fen) for account, fen in groups.sum().items()}
        self.places: dict[str, np.ndarray[Any, Any]] = {str(a): np.asarray(p) for a, p in groups.indices.items()}

    def facts(self) -> dict[str, Fact]:
        """Return the column's figures by line id; a line without postings has none."""
        found: dict[str, Fact] = {}
        for rule in self.table.rules:
            if rule.source and rule.codes and (fact := self._posted(rule)) is not None:
                found[rule.id] = fact
        for rule in self.table.rules:
            if rule.formula and (parts := _parts(rule, found)) is not None:
                place = Place(self.entity, self.statement, rule.id, rule.label)
                found[rule.id] = summed(place, self.column.key, parts)
        return found

    def _posted(self, rule: Rule) -> Fact | None:
        selection = self._selection(rule)
        if selection.codes == ("none",):
            return None
        is_plain = not (rule.transfer or selection.flows or rule.source == "opening")
        rows = self._rows(selection) if is_plain else self.posted.pick(selection)
        place = Place(self.entity, self.statement, rule.id, rule.label)
        return fact_of(place, self.column.key, selection, rows) if len(rows) else None

    def _rows(self, selection: Selection) -> pd.DataFrame:
        meant = [self.places[account] for account in self._accounts(selection)]
        return self.rows.iloc[np.sort(np.concatenate(meant))] if meant else self.rows.iloc[:0]

    def _accounts(self, selection: Selection) -> list[str]:
        pattern = re.compile(selection.pattern, re.IGNORECASE)
        return [account for account in self.sums if pattern.search(account)]

    def _selection(self, rule: Rule) -> Selection:
        if rule.source in ("received", "paid"):
            way: Literal[1, -1] = 1 if rule.source == "received" else -1
            return self.base.but(codes=self.table.cash, sign=way, flows=rule.codes, closing=True)
        if rule.source == "opening":
            return Selection(self.entity, rule.codes, end=before(self.column.start) if self.column.start else None)
        sign: Literal[1, -1] = 1 if rule.source.startswith("debit") else -1
        chosen = self.base.but(codes=rule.codes, sign=sign)
        if rule.source.endswith("balances"):
            kept = tuple(code for code in rule.codes if self._side(code) == sign)
            chosen = chosen.but(codes=kept or ("none",))
        chosen = chosen.of_class(self.column.restriction, self.table.classes)
        return _transfer(chosen, rule.transfer, rule.codes) if rule.transfer else chosen

    def _side(self, code: str) -> int:
        accounts = self._accounts(self.base.but(codes=(code,)))
        return int(np.sign(sum(self.sums[account] for account in accounts)))

    def uncovered(self) -> Iterator[str]:
        """Yield the accounts with a balance that no line of a balance sheet shows."""
        if self.column.is_turnover:
            return
        codes = [code for rule in self.table.rules for code in rule.codes]
        covered = set(self._accounts(self.base.but(codes=tuple(codes))))
        yield from (account for account, fen in self.sums.items() if fen and account not in covered)


def _transfer(selection: Selection, transfer: str, codes: tuple[str, ...]) -> Selection:
    """Return what moved between the classes: an entry that touches both, and neither income nor expense.

    A release lowers the restricted class (a debit of 3102) and raises the other (a credit of 3101). Released at a
    year's end, as in 2004, it may carry kind 结转 and counts all the same.
    """
    others = tuple(code for code in codes if code not in selection.codes) or codes
    no_result = Counterpart(("Income", "Expenses"), present=False)
    if transfer == "opening":
        return selection.but(words=(("cashflow", OPENING),), closing=True)
    selection = selection.but(without=(*selection.without, ("cashflow", OPENING)))
    if transfer == "between":
        return selection.but(counterparts=(no_result, Counterpart(others)), closing=True)
    if transfer == "other":
        return selection.but(counterparts=(no_result, Counterpart(others, present=False)))
    lowers = (transfer == "release") == (selection.codes == (codes[-1],))
    only = "debits" if lowers else "credits"
    return selection.but(counterparts=(no_result, Counterpart(others)), only=only, closing=True)


def terms(formula: str) -> tuple[tuple[int, str], ...]:
    """Read `1 + 2 - 3` as signed line ids."""
    words = formula.split()
    signs = [1, *(1 if word == "+" else -1 for word in words[1::2])]
    return tuple(zip(signs, words[0::2], strict=True))


def _added(
    table: LineTable, entity: str, statement: str, column: Column, cells: Mapping[str, Mapping[str, Fact]]
) -> dict[str, Fact]:
    """Fill a total column: across for posted lines, downward for lines that have a formula."""
    found: dict[str, Fact] = {}
    for rule in table.rules:
        parts = [(1, cells[key][rule.id]) for key in column.total_of if rule.id in cells[key]]
        if parts and not rule.formula:
            found[rule.id] = summed(Place(entity, statement, rule.id, rule.label), column.key, parts)
    for rule in table.rules:
        if rule.formula and (below := _parts(rule, found)) is not None:
            found[rule.id] = summed(Place(entity, statement, rule.id, rule.label), column.key, below)
    return found


def _parts(rule: Rule, found: Mapping[str, Fact]) -> list[tuple[int, Fact]] | None:
    """Return what a formula adds: its lines that are not blank. Of none but blank ones only a grand total is 0."""
    parts = [(sign, found[id_]) for sign, id_ in terms(rule.formula) if id_ in found]
    return parts if parts or rule.style == "total" else None


def _lines(table: LineTable, columns: tuple[Column, ...], cells: Mapping[str, Mapping[str, Fact]]) -> Iterator[Line]:
    for rule in table.rules:
        row = tuple(cells[column.key].get(rule.id) for column in columns)
        if any(row) or not rule.optional:
            yield Line(rule.label, row, rule.number, rule.level, rule.style)


_RELATION = re.compile(r"(?P<left>.+?) (?P<sign>=|>=) (?P<right>.+)")


def _check(check: str, column: Column, cells: Mapping[str, Fact]) -> Check:
    """Run one check (`30 = 53`, `9 >= 10 + 11`) on one column."""
    relation = _RELATION.fullmatch(check)
    assert relation is not None, f"{check!r} is no check"
    left, right = (_sum(relation[side], cells) for side in ("left", "right"))
    holds = left == right if relation["sign"] == "=" else left >= right
    return Check(Text(f"{check}（{column.heading.zh}）", f"{check} ({column.heading.en})"), holds)


def _sum(formula: str, cells: Mapping[str, Fact]) -> int:
    return sum(sign * cells[id_].amount for sign, id_ in terms(formula) if id_ in cells)


def compact(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Print a form as management figures: no line numbers, no blank lines, no headings with nothing below them."""
    kept = [line for line in lines if line.style == "heading" or any(_tells(cell) for cell in line.cells)]
    told = (line for line, after in zip(kept, [*kept[1:], None], strict=True) if not _is_bare(line, after))
    return tuple(_renumbered(replace(line, number="") for line in told))


def _renumbered(lines: Iterable[Line]) -> Iterator[Line]:
    """Count the heads (一、 I.) of what is printed, so that none seems to be missing."""
    count = 0
    for line in lines:
        words = [_HEAD.match(word) for word in (line.label.zh, line.label.en)]
        if all(words):
            zh, en = (word[len(head[0]) :] for word, head in zip(line.label, words, strict=True) if head)
            label = Text(f"{_HANZI[count]}、{zh}", f"{_ROMAN[count]}. {en}")
            cells = tuple(replace(cell, label=label) if isinstance(cell, Fact) else cell for cell in line.cells)
            yield replace(line, label=label, cells=cells)
            count += 1
        else:
            yield line


_HANZI = "一二三四五六七八九十"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_HEAD = re.compile(r"[一二三四五六七八九十]、|[IVX]+\. ")


def _tells(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, Fact) and cell.formula == "0")


def _is_bare(line: Line, after: Line | None) -> bool:
    if line.style != "heading" or after is None:
        return line.style == "heading"
    return after.level < line.level or (after.style == "heading" and after.level == line.level)


def cash_ties(
    filled: Filled, posted: Posted, entity: str, table: LineTable, columns: Iterable[Column]
) -> Iterator[Check]:
    """Check that the flows of each column add up to what its cash changed by (law 4)."""
    for column in columns:
        if column.start is None:
            continue
        cash = Selection(entity, resolved(table, posted, entity).cash)
        before_, after = (posted.total(cash.but(end=day)) for day in (before(column.start), column.end))
        zh = f"各项流量之和 = 货币资金期末 − 期初（{column.heading.zh}）"
        en = f"All flows together = cash at the end less cash at the beginning ({column.heading.en})"
        flows = filled.amount(table.cash_flow, column.key) + filled.amount("taken-over", column.key)
        yield Check(Text(zh, en), flows == after - before_)


def notes_of(
    filled: Filled, table: LineTable, checks: tuple[Check, ...] = (), *, numbers: bool = True
) -> tuple[Text, ...]:
    """Return what to say below the table: its checks and their outcome, and accounts that no line shows.

    Checks are told by line numbers (行次), or in words where none are printed; `checks` are those run in all.
    """
    said = []
    if failed := [check for check in checks or filled.checks if not check.holds]:
        zh, en = "；".join(c.label.zh for c in failed), "; ".join(c.label.en for c in failed)
        said.append(Text(f"勾稽关系不符：{zh}。", f"Checks that do not hold: {en}."))
    elif filled.checks:
        told = list(_all_told(filled, table, numbers=numbers))
        zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
        said.append(Text(f"表内勾稽关系全部相符：{zh}。", f"The form's own checks all hold: {en}."))
    if filled.uncovered:
        names = "、".join(filled.uncovered)
        said.append(
            Text(f"下列账户有余额而没有对应的报表项目：{names}。", f"Accounts with a balance and no line: {names}.")
        )
    return tuple(said)


def _all_told(filled: Filled, table: LineTable, *, numbers: bool) -> Iterator[Text]:
    """Yield the checks as they are said: in words, a total that is the sum of its lines is not said one by one."""
    printed = {fact.line for fact in filled.facts()}
    numbered = numbers and any(rule.number for rule in table.rules)
    sums = {f"{rule.id} = {rule.formula}" for rule in table.rules if rule.formula}
    for check in table.checks:
        if numbered or check not in sums:
            yield _told(check, table, printed, numbers=numbers)
    if not numbered and sums & {*table.checks}:
        yield Text("各合计数等于所列各项相加减", "every total is the sum of its lines")


def _told(check: str, table: LineTable, printed: set[str], *, numbers: bool) -> Text:
    """Say a check by numbers or labels; optional lines that are not printed stay out of it."""
    rules = {rule.id: rule for rule in table.rules if not numbers or not rule.number}
    for rule in table.rules:
        if rule.optional and rule.id not in printed:
            check = check.replace(f" + {rule.id}", "").replace(f" - {rule.id}", "")
    signs = {">=": "≥"}
    words = [rules[word].label if word in rules else same(signs.get(word, word)) for word in check.split()]
    return Text(" ".join(word.zh for word in words), " ".join(word.en for word in words))


def _table(key: str, data: Mapping[str, Any]) -> LineTable:
    label = data.get("label_column", {"zh": "项目", "en": "Item"})
    return LineTable(
        key,
        Text(data["zh"], data["en"]),
        data.get("form", ""),
        data["source"],
        data["verified"],
        Text(label["zh"], label["en"]),
        tuple(_rule(place, line, numbered=data.get("numbered", True)) for place, line in enumerate(data["lines"])),
        tuple(data.get("checks", ())),
        data.get("classes", {}),
        tuple(data.get("codes", ())),
        data.get("change", ""),
        {key: Named(tuple(one["words"]), tuple(one["codes"])) for key, one in data.get("named", {}).items()},
    )


def _rule(place: int, line: Mapping[str, Any], *, numbered: bool) -> Rule:
    source = next((word for word in SOURCES if word in line), "")
    assert source or not line.get("named"), "a line of named sub-accounts says its side"
    id_ = line.get("id", f"h{place}")
    return Rule(
        id_,
        Text(line["zh"], line["en"]),
        line.get("number", id_ if numbered and id_.isdigit() else ""),
        line.get("level", 0),
        line.get("style", "line"),
        tuple(line[source]) if source else (),
        source,
        line.get("formula", ""),
        line.get("transfer", ""),
        line.get("optional", False),
        line.get("named", ""),
    )
