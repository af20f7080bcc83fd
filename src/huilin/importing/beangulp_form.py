"""Rows in the form that beangulp expects of an importer: Beancount transactions with one posting each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from huilin.drafting import DRAFT
from huilin.money import CURRENCY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huilin.importing.model import Statement
    from huilin.importing.source import Source


def transactions(source: Source, statement: Statement, filepath: str, existing: Sequence[Any]) -> list[Any]:
    """Return a draft per row with the statement's own posting; its key says which rows `existing` holds already."""
    from beancount.core import amount, data

    known = {
        posting.meta.get("src")
        for entry in existing
        if isinstance(entry, data.Transaction)
        for posting in entry.postings
        if posting.meta
    }
    account = "Assets:Import:" + source.scheme.capitalize()
    found = []
    for row in statement.rows if not source.explains else ():
        if row.key in known:
            continue
        units = amount.Amount(row.amount, CURRENCY)
        posting = data.Posting(account, units, None, None, None, {"src": row.key})
        meta = data.new_metadata(filepath, row.line)
        words = row.words.get("类型") or source.name.zh
        found.append(data.Transaction(meta, row.moment.date(), DRAFT, None, words, frozenset(), frozenset(), [posting]))
    return found
