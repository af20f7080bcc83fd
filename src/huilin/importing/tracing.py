"""Why an entry was booked as it is: its rows in the archived originals, and the rule that each of them meets today."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.errors import HuilinError
from huilin.importing import files, profiles, rules
from huilin.importing.explaining import Item, explain
from huilin.importing.log import read_log
from huilin.importing.proposing import Proposer, words_for_rules
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core import data

    from huilin.books import Books
    from huilin.importing.rules import Rule

_ASKED = ("来源", "类型", "对方", "商品", "摘要", "备注", "项目")


class Reason(NamedTuple):
    """One row of an entry: its key, its place in the original, what rules may ask of it, and the rule that it meets."""

    key: str
    place: str
    words: tuple[tuple[str, str], ...]
    rule: Rule | None


def why(books: Books, name: str) -> tuple[Reason, ...]:
    """Return the reasons of the entry with that voucher number or row key, a row each.

    Raises HuilinError where there is no such entry, or none of its rows came by import.
    """
    entry, keys = _entry(books, name)
    batch = str(entry.meta.get("batch", ""))
    items = [item for item in _items(books, batch) if item[1].row.key in keys]
    if not items:
        raise _not_imported(name)
    proposer = Proposer(books, rules.read(books.workspace.rules, books.workspace.root))
    return tuple(_reason(file, item, keys[item.row.key], proposer) for file, item in items)


def _entry(books: Books, name: str) -> tuple[data.Transaction, dict[str, str]]:
    for entry in books.transactions:
        keys = {str(p.meta["src"]): p.account for p in entry.postings if p.meta and "src" in p.meta}
        if name == entry.meta.get("id") or name in keys:
            return entry, keys
    raise HuilinError(
        Text(f"没有凭证或流水“{name}”。", f"There is no voucher and no row “{name}”."),
        Text(
            "写凭证号（Company/2026-07/记-0001）或 src: 后的编号。", "Give a voucher's number, or the key after src:."
        ),
    )


def _items(books: Books, batch: str) -> list[tuple[str, Item]]:
    """Return the rows of the batch's originals, joined with those that explain them."""
    workspace = books.workspace
    known = (*files.sources(workspace.root), *profiles.read(workspace.root / profiles.FOLDER, workspace.root)[0])
    found: list[tuple[str, Item]] = []
    for place, record in enumerate(r for r in read_log(workspace) if r["batch"] == batch and "archived" in r):
        path = workspace.root / record["archived"]
        if path.exists():
            reading = files.read_file(path, record["file"], known)
            found += [(reading.file, Item(place, s.source, row)) for s in reading.statements for row in s.rows]
    explain([item for _, item in sorted(found, key=lambda one: one[1].source.explains)])
    return found


def _reason(file: str, item: Item, account: str, proposer: Proposer) -> Reason:
    words = words_for_rules(item, account)
    said = tuple((name, words[name].splitlines()[0]) for name in _ASKED if words.get(name))
    return Reason(item.row.key, f"{file}:{item.row.line}", said, proposer.rule_for(item, words))


def _not_imported(name: str) -> HuilinError:
    return HuilinError(
        Text(f"“{name}”不是导入的，或原件不在 imports/archive。", f"“{name}” was not imported, or its original is not in imports/archive."),
        Text("手工凭证没有规则；原件请从备份找回。", "What is written by hand has no rule; bring originals back from a backup."),
    )  # fmt: skip


class Suggestion(NamedTuple):
    """A rule that history supports: its text, how many entries say so, and how many rows in the inbox wait for it."""

    rule: str
    entries: int
    waiting: int


def suggest(books: Books, unknown: Sequence[tuple[str, str]], least: int = 2) -> tuple[Suggestion, ...]:
    """Return rules for the unclear rows (source, party), where each earlier entry with that party had one account."""
    history = _history(books)
    found: dict[str, int] = {}
    for source, party in unknown:
        accounts = history.get(party, {})
        if party and len(accounts) == 1:
            code = next(iter(accounts))
            said = f'如果 来源 是 {source} 且 对方 是 "{party}" -> {code}'
            found[said] = found.get(said, 0) + 1
    return tuple(
        Suggestion(said, count, waiting)
        for said, waiting in found.items()
        if (count := next(iter(history[said.split('"')[1]].values()))) >= least
    )


def _history(books: Books) -> dict[str, dict[str, int]]:
    """Return, by payee, how often its entries went to which account, by code."""
    from huilin.vocabulary import split_account

    found: dict[str, dict[str, int]] = {}
    for entry in books.transactions:
        if not entry.payee or entry.meta.get("category") == "待分类":
            continue
        others = {p.account for p in entry.postings if not (p.meta and "src" in p.meta)}
        parts = split_account(next(iter(others))) if len(others) == 1 else None
        if parts is not None:
            code = parts.full_code
            counts = found.setdefault(entry.payee, {})
            counts[code] = counts.get(code, 0) + 1
    return found
