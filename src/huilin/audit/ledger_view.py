"""The books as an auditor reads them: entries as rows beside the postings, evidence by entry, accounts in plain words.

Each view is made once per load (`remembered`) and then only asked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from beancount.core import data

from huilin.money import CURRENCY
from huilin.promise.views import remembered
from huilin.vocabulary import split_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from huilin.books import Books

ENTRY_COLUMNS = (
    "date", "flag", "id", "ref", "payee", "narration", "kind", "prepared", "reviewed", "approved", "corrects",
    "override", "related", "batch", "source_doc", "file", "line",
)  # fmt: skip
_META = {
    "kind": "kind", "prepared": "prepared", "reviewed": "reviewed", "approved": "approved", "corrects": "corrects",
    "override": "override", "related": "related-party", "batch": "batch", "source_doc": "source-doc",
}  # fmt: skip


@remembered
def entries(books: Books) -> pd.DataFrame:
    """Return one row an entry, indexed by its place in `Books.transactions`.

    Columns: ENTRY_COLUMNS, entity (of the first posting), total (the debits in CNY, fen), postings (how many),
    evidence (a tuple of paths in the workspace). `ref` is the voucher number, for a draft `file:line`.
    """
    relative = cache(books.workspace.relative)
    rows = [_row(entry, relative) for entry in books.transactions]
    frame = pd.DataFrame.from_records(rows, columns=list(ENTRY_COLUMNS))
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    p = books.frames.postings
    cny = p[(p["commodity"] == CURRENCY).to_numpy()]
    debits = cny["fen"].clip(lower=0).groupby(cny["entry"]).sum()
    frame["total"] = debits.reindex(frame.index, fill_value=0).astype("int64")
    frame["postings"] = p.groupby("entry").size().reindex(frame.index, fill_value=0)
    first = p[(p["posting"] == 0).to_numpy()]
    frame["entity"] = first.set_index("entry")["entity"].astype(str).reindex(frame.index, fill_value="")
    proofs = evidence(books).of_entry
    frame["evidence"] = [proofs.get(place, ()) for place in range(len(frame))]
    return frame


def _row(entry: data.Transaction, relative: Callable[[str], str]) -> tuple[object, ...]:
    meta = entry.meta
    file, line = relative(str(meta.get("filename", ""))), int(meta.get("lineno", 0))
    number = str(meta.get("id") or "")
    said = [str(meta.get(key) or "") for key in _META.values()]
    ref = number or f"{file}:{line}"
    return entry.date, entry.flag, number, ref, entry.payee or "", entry.narration or "", *said, file, line


def wording(books: Books, places: Iterable[int]) -> list[str]:
    """Return what each entry says: payee and narration in one line (摘要)."""
    view = entries(books)
    payee, narration = view["payee"].to_numpy(), view["narration"].to_numpy()
    index = np.fromiter(places, dtype="int64")
    return [
        f"{who} {what}" if who and what else who or what
        for who, what in zip(payee[index].tolist(), narration[index].tolist(), strict=True)
    ]


class Proof(NamedTuple):
    """One `document` directive: its path in the workspace, its day, account, recorded hash, links, and its line."""

    path: str
    day: object
    account: str
    sha256: str
    links: frozenset[str]
    file: str
    line: int


class Evidence(NamedTuple):
    """All evidence: the directives, by entry the paths that prove it, and by path the entries."""

    proofs: tuple[Proof, ...]
    of_entry: Mapping[int, tuple[str, ...]]
    entries_of: Mapping[str, tuple[int, ...]]


@remembered
def evidence(books: Books) -> Evidence:
    """Return which document proves which entry: both carry one `^ev-` link."""
    relative = books.workspace.relative
    proofs = tuple(
        Proof(
            relative(d.filename), d.date, d.account, str(d.meta.get("sha256") or ""), frozenset(d.links or ()),
            relative(d.meta.get("filename", "")), int(d.meta.get("lineno") or 0),
        )
        for d in books.entries
        if isinstance(d, data.Document)
    )  # fmt: skip
    by_link: dict[str, list[str]] = {}
    for proof in proofs:
        for link in proof.links:
            by_link.setdefault(link, []).append(proof.path)
    of_entry: dict[int, tuple[str, ...]] = {}
    entries_of: dict[str, list[int]] = {}
    for place, entry in enumerate(books.transactions):
        paths = tuple(dict.fromkeys(path for link in sorted(entry.links or ()) for path in by_link.get(link, ())))
        if paths:
            of_entry[place] = paths
            for path in paths:
                entries_of.setdefault(path, []).append(place)
    return Evidence(proofs, of_entry, {path: tuple(places) for path, places in entries_of.items()})


@remembered
def account_words(books: Books) -> Mapping[str, str]:
    """Return each account in plain words, as ledgers are headed: `1002银行存款—建行基本户`."""
    names = {*books.accounts, *map(str, books.frames.postings["account"].cat.categories)}
    return {name: in_words(name) for name in names}


def in_words(account: str) -> str:
    """Return an account without its root and entity: `1002 银行存款—建行基本户`; as it is where it has no code."""
    parts = split_account(account)
    if parts is None:
        return account
    details = [part.lstrip("0123456789").lstrip("-") or part for part in account.split(":")[3:]]
    return "—".join([f"{parts.code} {parts.name}".strip(), *details])


def refs(books: Books, places: Iterable[int]) -> tuple[str, ...]:
    """Return the voucher numbers (for drafts `file:line`) of entries, each once, in the books' order."""
    column = entries(books)["ref"].to_numpy()
    return tuple(str(column[place]) for place in sorted(set(places)))
