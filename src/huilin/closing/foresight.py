"""The books as they will be: vouchers that are not written yet, seen as if they were, so that all is known before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from beancount.core import data
from beancount.core.amount import Amount

from huilin.books.loading import build
from huilin.drafting import POSTED, Draft
from huilin.vocabulary import Voucher, parse_voucher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from huilin.books import Books
    from huilin.closing.sheets import Sheet

WORD = "记"


def numbered(books: Books, drafts: Iterable[Draft], by: str) -> tuple[Draft, ...]:
    """Return the drafts as vouchers reviewed by `by`, each with the number after the last of its entity's month.

    Nobody is named as preparer: the rule made the entry, and whoever reviews may not also have prepared it.
    """
    last = _last_numbers(books)
    vouchers = []
    for draft in drafts:
        series = (draft.entity, f"{draft.date:%Y-%m}")
        last[series] += 1
        said = {"id": str(Voucher(*series, WORD, last[series])), "reviewed": by}
        vouchers.append(replace(draft, flag=POSTED, meta={**said, **draft.meta}))
    return tuple(vouchers)


def with_vouchers(books: Books, vouchers: Iterable[Draft], sheets: Sequence[Sheet] = ()) -> Books:
    """Return the books with the vouchers and their sheets, at the end of their days, as the loader will find them."""
    new: list[data.Directive] = [
        *(_transaction(books, voucher) for voucher in vouchers),
        *(_document(books, sheet) for sheet in sheets),
        *(_opening(books, sheet, account) for sheet in sheets for account in sheet.opens),
    ]
    entries = sorted([*books.entries, *new], key=lambda entry: entry.date) if new else books.entries
    return build(books.workspace, entries, dict(books.options), books.findings)


def _last_numbers(books: Books) -> Counter[tuple[str, str]]:
    last: Counter[tuple[str, str]] = Counter()
    for entry in books.transactions:
        voucher = parse_voucher(str(entry.meta.get("id", "")))
        if voucher is not None and voucher.word == WORD:
            series = (voucher.entity, voucher.month)
            last[series] = max(last[series], voucher.number)
    return last


def _transaction(books: Books, voucher: Draft) -> data.Transaction:
    file = books.workspace.month_file(voucher.entity, voucher.date)
    postings = [
        data.Posting(leg.account, Amount(leg.amount, leg.commodity), None, None, None, {**_place(file), **leg.meta})
        for leg in voucher.postings
    ]
    meta = {**_place(file), **voucher.meta}
    tags, links = frozenset(voucher.tags), frozenset(voucher.links)
    return data.Transaction(
        meta, voucher.date, voucher.flag, voucher.payee or None, voucher.narration, tags, links, postings
    )


def _document(books: Books, sheet: Sheet) -> data.Document:
    entity = sheet.account.split(":")[1]
    meta = {**_place(books.workspace.month_file(entity, sheet.day)), "sha256": sheet.sha256}
    return data.Document(meta, sheet.day, sheet.account, str(sheet.file), frozenset(), frozenset({sheet.link}))


def _opening(books: Books, sheet: Sheet, account: str) -> data.Open:
    place = _place(books.workspace.month_file(account.split(":")[1], sheet.day))
    return data.Open(place, sheet.day, account, ["CNY"], None)


def _place(file: Path) -> dict[str, str | int]:
    return {"filename": str(file), "lineno": 0}
