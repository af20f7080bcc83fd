"""The published ledger as months of vouchers for the site: read back from the very text that is published."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from huilin.charts import chart
from huilin.money import to_fen
from huilin.publication.redaction import is_fund
from huilin.rendering.vouchers import Leg, Month, Voucher, anchor
from huilin.vocabulary import split_account
from huilin.wording import Text, same

if TYPE_CHECKING:
    from datetime import date

    from beancount.core import data

    from huilin.books import Books
    from huilin.publication.verify_ledger import Ledger

RECEIPTED = Text("已开票据", "receipt issued")


def of(ledger: Ledger, books: Books) -> tuple[Month, ...]:
    """Return the months of every entity in order, funds first; accounts are named as the chart in force that day names them."""
    grouped: dict[tuple[str, str], list[data.Transaction]] = defaultdict(list)
    for entry in ledger.transactions:
        entity = entry.postings[0].account.split(":")[1]
        grouped[entity, f"{entry.date:%Y-%m}"].append(entry)
    order = sorted(books.entities, key=lambda entity: not is_fund(books, entity))
    return tuple(
        Month(entity, name, tuple(_voucher(entry, place, books) for place, entry in enumerate(entries, 1)))
        for (entity, name), entries in sorted(grouped.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    )


def _voucher(entry: data.Transaction, place: int, books: Books) -> Voucher:
    said = entry.meta
    runs = tuple(filter(None, str(said.get("vouchers") or said.get("id") or "").split("、")))
    words = [same(str(said[key])) for key in ("category", "project", "kind") if said.get(key)]
    words += [RECEIPTED] if said.get("receipt") else []
    legs = tuple(
        Leg(posting.account, _title(posting.account, entry.date, books), to_fen(posting.units.number))
        for posting in entry.postings
        if posting.units is not None and posting.units.number is not None
    )
    return Voucher(anchor(runs, place), entry.date, runs, tuple(dict.fromkeys(words)), legs)


def _title(account: str, day: date, books: Books) -> Text:
    """Return the account as residents read it: the chart's name, and the detail that the public ledger shows."""
    parts = split_account(account)
    if parts is None:
        return same(account)
    standard = books.entities[parts.entity].standard_on(day) if parts.entity in books.entities else ""
    known = chart(standard).accounts.get(parts.code) if standard else None
    name = known.name if known else same(parts.name)
    detail = "".join(f"—{word}" for word in (parts.detail or parts.sub,) if word)
    return Text(f"{parts.code} {name.zh}{detail}", f"{parts.code} {name.en}{detail}")
