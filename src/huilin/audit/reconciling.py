"""Bank and wallet accounts against their statements: what only the bank has, what only the books have, what is left.

A `balance` directive is what the statement says on the evening before its day. A posting with `src:` is a row of a
statement; one without is the books' word alone. Drafts with `src:` are rows that nobody has posted yet.
会计基础工作规范 第六十二条: 银行存款日记账与银行对账单核对 (original not checked).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from beancount.core import data

from huilin.audit.ledger_view import refs, wording
from huilin.money import CURRENCY, Fen, to_fen
from huilin.promise.views import remembered
from huilin.vocabulary import split_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from huilin.books import Books

CASH = "1001"
MONEY = ("1001", "1002", "1009", "1012")
"""Cash, bank, other money: 1009 in non-profit books, 1012 in those of small enterprises."""


class Item(NamedTuple):
    """One amount that only one side shows: its day, voucher (or place of the draft), narration, fen (+ received)."""

    day: date
    ref: str
    what: str
    fen: Fen


class Reconciliation(NamedTuple):
    """One account on one evening; fen, debit positive.

    `statement` is the balance that the last statement on or before `on` proves, on the evening of `statement_on`
    (both None where none does); `listed` is what statement rows show after that evening, up to `on`. `bank_only`
    are statement rows not posted yet; `book_only` what the books alone show since the statement's evening.
    """

    account: str
    on: date
    book: Fen
    statement: Fen | None
    statement_on: date | None
    listed: Fen
    bank_only: tuple[Item, ...]
    book_only: tuple[Item, ...]

    @property
    def bank(self) -> Fen | None:
        """The bank's side: its last proven balance and the rows that it shows since."""
        return None if self.statement is None else self.statement + self.listed

    @property
    def adjusted_book(self) -> Fen:
        """调节后余额, from the books' side."""
        return self.book + sum(item.fen for item in self.bank_only)

    @property
    def adjusted_bank(self) -> Fen | None:
        """调节后余额, from the bank's side."""
        return None if self.bank is None else self.bank + sum(item.fen for item in self.book_only)

    @property
    def unexplained(self) -> Fen | None:
        """What neither side's items explain; None where no statement proves a balance."""
        return None if self.adjusted_bank is None else self.adjusted_bank - self.adjusted_book


def accounts(books: Books, entity: str = "") -> tuple[str, ...]:
    """Return the entity's accounts of money at banks and wallets that have postings, without cash and transit."""
    transit = set(books.workspace.settings.transit.values())
    names = books.frames.postings["account"].cat.categories
    found = ((name, split_account(str(name))) for name in names)
    return tuple(
        str(name)
        for name, parts in found
        if parts is not None
        and parts.root == "Assets"
        and parts.code in MONEY[1:]
        and entity in ("", parts.entity)
        and name not in transit
    )


def reconcile(books: Books, account: str, on: date) -> Reconciliation:
    """Return the account's reconciliation on the evening of `on`."""
    p = books.frames.postings
    p = p[((p["account"] == account) & (p["commodity"] == CURRENCY) & (p["date"] <= np.datetime64(on))).to_numpy()]
    posted, keyed = (p["flag"] == "*").to_numpy(), (p["src"] != "").to_numpy()
    proven = _last_statement(books, account, on)
    since = proven[0] if proven else None
    after = (p["date"] > np.datetime64(since)).to_numpy() if since else np.ones(len(p), dtype=bool)
    return Reconciliation(
        account,
        on,
        int(p["fen"][posted].sum()),
        proven[1] if proven else None,
        since,
        int(p["fen"][keyed & after].sum()) if proven else 0,
        tuple(_items(books, p[keyed & ~posted])),
        tuple(_items(books, p[posted & ~keyed & after])) if proven else (),
    )


def _items(books: Books, rows: pd.DataFrame) -> Iterator[Item]:
    places = rows["entry"].tolist()
    for place, what, fen in zip(places, wording(books, places), rows["fen"].tolist(), strict=True):
        yield Item(books.transactions[place].date, refs(books, [place])[0], what, fen)


def _last_statement(books: Books, account: str, on: date) -> tuple[date, Fen] | None:
    """Return the last proven evening not after `on`, and the balance on it."""
    evenings = [(day, fen) for day, fen in statement_balances(books).get(account, ()) if day <= on]
    return evenings[-1] if evenings else None


@remembered
def statement_balances(books: Books) -> dict[str, tuple[tuple[date, Fen], ...]]:
    """Return, by account, the evenings whose balance a `balance` directive takes from a statement, in date order."""
    found: dict[str, list[tuple[date, Fen]]] = {}
    for entry in books.entries:
        if isinstance(entry, data.Balance) and entry.amount.currency == CURRENCY:
            found.setdefault(entry.account, []).append(
                (entry.date - timedelta(days=1), to_fen(entry.amount.number or Decimal(0)))
            )
    return {account: tuple(sorted(said)) for account, said in found.items()}


def coverage(books: Books, account: str) -> pd.DataFrame:
    """Return, by month of an account: how many postings a statement row made, how many none did, the balance at its end."""
    p = books.frames.postings
    p = p[((p["account"] == account) & (p["commodity"] == CURRENCY) & (p["flag"] == "*")).to_numpy()]
    keyed = p["src"] != ""
    month = p["date"].dt.strftime("%Y-%m")
    table = (
        p.assign(keyed=keyed.astype(int), bare=(~keyed).astype(int))
        .groupby(month)[["keyed", "bare", "fen"]]
        .sum()
        .rename_axis("month")
        .reset_index()
    )
    return table.assign(balance=table["fen"].cumsum()).drop(columns="fen")
