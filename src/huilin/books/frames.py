"""Postings as columns: the form in which every statement, check and assessment reads the books."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from huilin.money import CURRENCY, Fen
from huilin.vocabulary import CLOSING, split_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from beancount.core import data

_WORDS = (
    "kind", "project", "donor", "receipt", "category", "card", "side", "cashflow", "related-party", "src", "batch",
)  # fmt: skip
_CATEGORIES = ("flag", "entity", "account", "root", "code", "sub", "commodity", "kind", "project", "file")
COLUMNS = (
    "entry", "posting", "date", "flag", "id", "entity", "account", "root", "code", "sub", "fen", "exact",
    "commodity", *_WORDS, "file", "line",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Frames:
    """`postings`: one row a posting, in date order.

    Columns: entry (place in Books.transactions), posting (place in the entry), date (datetime64[s]), flag, id,
    entity, account, root, code, sub (text; empty where the account does not follow the vocabulary), fen (int64,
    hundredths of the commodity, debit positive), exact (False where the amount has parts of a fen), commodity,
    the metadata words (posting's own, else its transaction's; empty where unsaid), file, line.
    """

    postings: pd.DataFrame

    @classmethod
    def of(cls, transactions: Sequence[data.Transaction]) -> Frames:
        """Build the frame from booked transactions."""
        rows = [row for place, entry in enumerate(transactions) for row in _rows(place, entry)]
        frame = pd.DataFrame.from_records(rows, columns=list(COLUMNS))
        frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
        frame["fen"] = frame["fen"].astype("int64")
        for column in _CATEGORIES:
            frame[column] = frame[column].astype("category")
        return cls(frame)

    def select(  # noqa: PLR0913 - each word names one choice
        self,
        *,
        entity: str | None = None,
        codes: Iterable[str] | None = None,
        start: date | None = None,
        end: date | None = None,
        closing: bool = True,
        drafts: bool = False,
        commodity: str | None = CURRENCY,
    ) -> pd.DataFrame:
        """Return the postings of an entity, of codes (`4101` or `4101:02`), of days both inclusive.

        `closing=False` leaves out year-end entries (kind 结转), as income statements must;
        `drafts=False` leaves out what no reviewer has posted, as every closed figure must.
        """
        p = self.postings
        keep = pd.Series(True, index=p.index)  # noqa: FBT003 - a column of True
        if entity is not None:
            keep &= p["entity"] == entity
        if codes is not None:
            keep &= code_mask(p, codes)
        if start is not None:
            keep &= p["date"] >= pd.Timestamp(start)
        if end is not None:
            keep &= p["date"] <= pd.Timestamp(end)
        if not closing:
            keep &= p["kind"] != CLOSING
        if not drafts:
            keep &= p["flag"] == "*"
        if commodity is not None:
            keep &= p["commodity"] == commodity
        return p[keep]

    def sum(self, **choice: Any) -> Fen:  # noqa: ANN401 - passed on to select
        """Return the sum in fen of what `select` returns, debit positive."""
        return int(self.select(**choice)["fen"].sum())


def code_mask(postings: pd.DataFrame, codes: Iterable[str]) -> pd.Series[bool]:
    """Return which postings lie on one of `codes` (`4101` any sub-account, `4101:02` only that one)."""
    keep = pd.Series(False, index=postings.index)  # noqa: FBT003 - a column of False
    whole = []
    for wanted in codes:
        code, _, sub = wanted.partition(":")
        if sub:
            keep |= (postings["code"] == code) & (postings["sub"] == sub)
        else:
            whole.append(code)
    return keep | postings["code"].isin(whole)


def _rows(place: int, entry: data.Transaction) -> Iterable[tuple[Any, ...]]:
    meta = entry.meta
    own_id = _said(meta.get("id"))
    words = [_said(meta.get(word)) for word in _WORDS]
    for number, posting in enumerate(entry.postings):
        units = posting.units
        assert units is not None, "Beancount's booking fills every amount"
        scaled = (units.number or Decimal(0)).scaleb(2)
        fen = int(scaled)
        parts = split_account(posting.account)
        own = posting.meta or {}
        yield (
            place, number, entry.date, entry.flag, own_id,
            parts.entity if parts else "", posting.account, parts.root if parts else "",
            parts.code if parts else "", parts.sub if parts else "",
            fen, fen == scaled, units.currency,
            *(_said(own.get(word)) or said for word, said in zip(_WORDS, words, strict=True)),
            meta.get("filename", ""), own.get("lineno") or meta.get("lineno", 0),
        )  # fmt: skip


def _said(value: Any) -> str:  # noqa: ANN401 - Beancount's metadata may be text, a number, a date, a tag …
    return value if isinstance(value, str) else "" if value is None else str(value)
