"""Pass from one standard to the next: the directives and entries of the day on which the codes change.

On 2026-01-01 财会〔2024〕25号 took the place of 财会〔2004〕7号: 5201 was 管理费用 and is 税金及附加, expenses have classes,
some balance-sheet accounts moved or were renamed. Old accounts close, new ones open, what they held is reclassed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.charts import STANDARDS, chart
from huilin.drafting import Draft, DraftPosting, custom_line
from huilin.errors import RefusedError, UsageError
from huilin.money import Fen, to_decimal
from huilin.vocabulary import CLOSING, Account, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.charts import Chart

FROM, TO = "npo-2004", "npo-2026"
MOVED = {"5201": "5301", "5301": "5401", "5401": "5901", "2401": "2503"}
"""Codes of 2004 whose account has another code in 2026 (domain/charts.md §1; secondary sources, official annex unread)."""
CLASSES = (("01", "非限定性", "Unrestricted"), ("02", "限定性", "Restricted"))
USUAL = ("5101", "5301", "5401", "5901")
"""Expenses that every fund may meet: they are opened by class even where the old books had none of them."""


class Transition(NamedTuple):
    """What the day brings: lines for the accounts file, for the policy file, and entries (drafts)."""

    accounts: str
    policy: str
    entries: tuple[Draft, ...]


class _Change(NamedTuple):
    """An account that ends, and those that take its place; what it holds goes to the first."""

    old: str
    new: tuple[str, ...]


def transition(books: Books, entity: str, standard: str, day: date) -> Transition:
    """Return what passes the entity's books to `standard` on `day`; raise where that cannot be.

    UsageError for an unknown standard or way, RefusedError where it is in force already or the year before is not
    closed: income and expense must stand at zero, since their codes change their meaning.
    """
    now = _refuse_wrong(books, entity, standard, day)
    _refuse_open_year(books, entity, day)
    changes = list(_changes(books, entity, day, chart(TO)))
    opened = books.open_on(entity, day)
    kept = set(opened) - {change.old for change in changes}
    new = [name for change in changes for name in change.new] + list(_usual(entity, opened))
    closed = "".join(f"{day} close {change.old}\n" for change in changes)
    opens = "".join(f"{day} open {name} CNY\n" for name in sorted(dict.fromkeys(new)) if name not in kept)
    head = f"\n; {day} 起执行 {chart(standard).title.zh}（{chart(standard).source}）：{now} → {standard}\n"
    return Transition(head + closed + opens, "\n" + _entity_line(books, entity, standard, day), tuple(_reclass(books, entity, day, changes)))  # fmt: skip


def _refuse_wrong(books: Books, entity: str, standard: str, day: date) -> str:
    """Return the standard in force before; raise where there is no way from it to the one wanted."""
    if entity not in books.entities:
        raise UsageError(
            Text(f"没有账套 {entity}。", f"There is no entity {entity}."),
            Text(f"已有：{'、'.join(books.entities)}。", f"There are: {', '.join(books.entities)}."),
        )
    if standard not in STANDARDS:
        raise UsageError(
            Text(f"没有会计制度 {standard}。", f"There is no standard {standard}."),
            Text(f"可以是：{'、'.join(STANDARDS)}。", f"It could be: {', '.join(STANDARDS)}."),
        )
    now = books.entities[entity].standard_on(day)
    if now == standard:
        raise RefusedError(
            Text(f"{entity} 在 {day} 已经执行 {standard}。", f"{entity} follows {standard} on {day} already."),
            Text("不用再转换。", "There is nothing to do."),
        )
    if (now, standard) != (FROM, TO):
        raise UsageError(
            Text(f"没有从 {now} 到 {standard} 的转换办法。", f"No way is known from {now} to {standard}."),
            Text(f"只有 {FROM} → {TO}。", f"Only {FROM} → {TO}."),
        )
    return now


def _refuse_open_year(books: Books, entity: str, day: date) -> None:
    later = books.frames.select(entity=entity, start=day, drafts=True)
    expenses = later[later["root"] == "Expenses"]
    before = books.frames.select(entity=entity)
    before = before[(before["date"] < str(day)) & before["root"].isin(("Income", "Expenses"))]
    sums = before.groupby(before["account"].astype(str))["fen"].sum()
    if sums.any():
        raise RefusedError(
            Text(f"{day} 前的收入费用还没有结转：{'、'.join(sums[sums != 0].index[:3])}。", f"Income and expense before {day} are not closed: {', '.join(sums[sums != 0].index[:3])}."),
            Text(f"请先结 {day.year - 1} 年的账：huilin close {day.year - 1}。", f"Close the year first: huilin close {day.year - 1}."),
        )  # fmt: skip
    if len(expenses):
        raise RefusedError(
            Text(f"{day} 以后已经有费用分录，记在旧科目上。", f"Expenses of {day} and later stand on the old codes."),
            Text("请先撤回或冲销这些分录。", "Take them back first."),
        )


def _changes(books: Books, entity: str, day: date, to: Chart) -> Iterator[_Change]:
    for account in books.open_on(entity, day):
        parts = split_account(account)
        if parts is None or parts.code.startswith("9"):
            continue
        code = MOVED.get(parts.code, parts.code)
        if parts.root == "Expenses":
            yield _Change(account, tuple(_classed(entity, code, to, latin=account.isascii())))
        elif code in to.accounts and (code != parts.code or _renamed(parts, to)):
            name = _component(code, to, latin=account.isascii())
            yield _Change(account, (":".join((parts.root, entity, name, *account.split(":")[3:])),))


def _renamed(parts: Account, to: Chart) -> bool:
    """Say whether the standard of 2004 gave the account the name it has, and that of 2026 gives another."""
    old = chart(FROM).accounts.get(parts.code)
    return old is not None and parts.name == old.name.zh != to.accounts[parts.code].name.zh


def _usual(entity: str, opened: Iterable[str]) -> Iterator[str]:
    latin = all(name.isascii() for name in opened)
    return (name for code in USUAL for name in _classed(entity, code, chart(TO), latin=latin))


def _classed(entity: str, code: str, to: Chart, *, latin: bool) -> Iterator[str]:
    root = to.accounts[code].root
    for digits, zh, en in CLASSES:
        yield f"{root}:{entity}:{_component(code, to, latin=latin)}:{digits}{'-' + en if latin else zh}"


def _component(code: str, to: Chart, *, latin: bool) -> str:
    name = to.accounts[code].name
    return f"{code}-{'-'.join(name.en.split())}" if latin else f"{code}{name.zh}"


def _entity_line(books: Books, entity: str, standard: str, day: date) -> str:
    unit = books.entities[entity]
    meta = {"standard": standard, **({"hosted-by": unit.hosted_by} if unit.hosted_by else {})}
    return custom_line(day, "entity", entity, unit.title, meta=meta)


def _reclass(books: Books, entity: str, day: date, changes: Iterable[_Change]) -> Iterator[Draft]:
    """Yield one entry that carries every balance of an old account to its new one."""
    legs = [leg for change in changes for leg in _carried(books, entity, day, change)]
    if legs:
        meta = {"kind": CLOSING, "category": "新旧制度衔接"}
        yield Draft(entity, day, "新旧会计制度衔接，科目余额转入新科目", tuple(legs), meta=meta)


def _carried(books: Books, entity: str, day: date, change: _Change) -> Iterator[DraftPosting]:
    held = _held(books, entity, day, change.old)
    if held:
        yield DraftPosting(change.old, to_decimal(-held))
        yield DraftPosting(change.new[0], to_decimal(held))


def _held(books: Books, entity: str, day: date, account: str) -> Fen:
    p = books.frames.select(entity=entity)
    return int(p.loc[(p["account"] == account) & (p["date"] < str(day)), "fen"].sum())
