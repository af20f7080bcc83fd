"""Every account used is in the chart of the standard in force on that day, and means there what it meant when it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from huilin.charts import STANDARDS, Chart, ChartAccount, chart
from huilin.checks._found import at_entry
from huilin.findings import Severity
from huilin.vocabulary import CLOSING, MEMO, Account, split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "standard-code"
SOURCE = "《小企业会计准则》附录会计科目；财会〔2004〕7号、财会〔2024〕25号《民间非营利组织会计制度》会计科目（2026年科目表未核原文）"
EXAMPLE = """
2026-02-01 * "2026年起管理费用是5301，5201已改作税金及附加"
  id: "Fund/2026-02/记-0001"
  project: "日常公益"
  Expenses:Fund:5201管理费用  20.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -20.00 CNY
"""


class _Use(NamedTuple):
    """An account used while a standard was in force: first entry, and the standard of the day it was opened."""

    account: Account
    standard: str
    opened_under: str
    place: int
    times: int


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each account and standard that do not go together, at the first entry that shows it."""
    for use in _uses(books):
        wrong = _wrong(use)
        if wrong is not None:
            yield at_entry(books, use.place, RULE, Severity.ERROR, *wrong)


def _uses(books: Books) -> Iterator[_Use]:
    p = books.frames.postings
    p = p[(p["kind"] != CLOSING) & (p["code"] != "")]
    day, account, entity = p["date"].to_numpy(), p["account"].cat.codes.to_numpy(), p["entity"]
    for unit in books.entities.values():
        ours = (entity == unit.name).to_numpy()
        for start, end, standard in _terms(unit.standards):
            rows = np.flatnonzero(ours & (day >= start) & (day < end))
            found, first, times = np.unique(account[rows], return_index=True, return_counts=True)
            for code, row, count in zip(found, first, times, strict=True):
                name = str(p["account"].cat.categories[code])
                parts, opened = split_account(name), books.accounts.get(name)
                if parts is not None and opened is not None:
                    place = int(p["entry"].iloc[rows[row]])
                    yield _Use(parts, standard, unit.standard_on(opened.date), place, int(count))


def _terms(standards: tuple[tuple[date, str], ...]) -> Iterator[tuple[np.datetime64, np.datetime64, str]]:
    """Yield each standard with its first day and the day after its last; the first one also holds before its start."""
    days = [np.datetime64(start, "s") for start, _ in standards]
    begins = [np.datetime64("1900-01-01", "s"), *days[1:]]
    ends = [*days[1:], np.datetime64("2999-01-01", "s")]
    return ((begin, end, name) for begin, end, (_, name) in zip(begins, ends, standards, strict=True))


def _wrong(use: _Use) -> tuple[Text, Text] | None:
    code = use.account.code
    if use.standard not in STANDARDS or code.startswith(MEMO):
        return None
    now, then = chart(use.standard), chart(use.opened_under) if use.opened_under in STANDARDS else chart(use.standard)
    known = now.accounts.get(code)
    if known is None:
        return _unknown(use, now)
    if use.opened_under != use.standard and _moved(code, then, now):
        return _other_meaning(use, then, now)
    return _wrong_root(use, known) if known.root != use.account.root else None


def _moved(code: str, then: Chart, now: Chart) -> bool:
    """Say whether a code has changed its meaning: its old name now stands at another code. A new name alone is none."""
    old = then.accounts.get(code)
    return old is not None and _code_of(now, old.name.zh) not in (None, code)


def _code_of(named: Chart, name: str) -> str | None:
    return next((code for code, account in named.accounts.items() if account.name.zh == name), None)


def _unknown(use: _Use, now: Chart) -> tuple[Text, Text]:
    code, title = use.account.code, now.title
    return (
        Text(f"{title.zh}里没有科目 {code}（{use.times} 处）。", f"{title.en} knows no account {code} ({use.times} postings)."),
        Text("请改用该日适用制度的科目；用 huilin account 可查找和开立。", "Use an account of the standard in force on that day; `huilin account` finds and opens one."),
    )  # fmt: skip


def _other_meaning(use: _Use, then: Chart, now: Chart) -> tuple[Text, Text]:
    code = use.account.code
    old, new = then.accounts[code].name, now.accounts[code].name
    moved = _code_of(now, old.zh)
    return (
        Text(f"{code} 原是{old.zh}，现行制度下是{new.zh}（{use.times} 处）。", f"{code} was {old.en}; in the standard now in force it is {new.en} ({use.times} postings)."),
        Text(f"{old.zh}请改用 {moved}：关闭旧账户，开立新账户。", f"Book {old.en} on {moved}: close the old account and open a new one."),
    )  # fmt: skip


def _wrong_root(use: _Use, known: ChartAccount) -> tuple[Text, Text]:
    code, root = use.account.code, use.account.root
    return (
        Text(f"{code}{known.name.zh} 属于 {known.root}，这里写成 {root}。", f"{code} {known.name.en} belongs to {known.root}, not {root}."),
        Text(f"请把账户写作 {known.root}:{use.account.entity}:{code}…", f"Write the account as {known.root}:{use.account.entity}:{code}…"),
    )  # fmt: skip
