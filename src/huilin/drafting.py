"""Entries on their way into the books: values first, then the ledger text that a treasurer reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huilin.money import CURRENCY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

DRAFT = "!"
POSTED = "*"
_WIDTH = 60


@dataclass(frozen=True, slots=True)
class DraftPosting:
    """One leg: account, signed amount (debit positive), and the posting's own metadata."""

    account: str
    amount: Decimal
    commodity: str = CURRENCY
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry not yet in the books. Its postings must sum to exactly zero."""

    entity: str
    date: date
    narration: str
    postings: tuple[DraftPosting, ...]
    payee: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    flag: str = DRAFT

    def with_meta(self, **meta: str) -> Draft:
        """Return the draft with more metadata (`-` written as `_`)."""
        return replace(self, meta={**self.meta, **{k.replace("_", "-"): v for k, v in meta.items()}})

    @property
    def difference(self) -> Decimal:
        """What the postings in CNY sum to: zero, or the draft is wrong."""
        return sum((p.amount for p in self.postings if p.commodity == CURRENCY), Decimal(0))


def quote(text: str) -> str:
    """Return `text` as a Beancount string on one line."""
    flat = " ".join(text.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def to_ledger(draft: Draft) -> str:
    """Return the draft as ledger text, ending with a newline; raise AssertionError where it does not balance."""
    assert draft.difference == 0, f"{draft.date} {draft.narration}: off by {draft.difference}"
    head = [f"{draft.date}", draft.flag]
    if draft.payee:
        head.append(quote(draft.payee))
    head.append(quote(draft.narration))
    head += [f"#{tag}" for tag in draft.tags]
    head += [f"^{link}" for link in draft.links]
    lines = [" ".join(head)]
    lines += [f"  {key}: {quote(value)}" for key, value in draft.meta.items()]
    for posting in draft.postings:
        lines.append(posting_line(posting.account, posting.amount, posting.commodity))
        lines += [f"    {key}: {quote(value)}" for key, value in posting.meta.items()]
    return "\n".join(lines) + "\n"


def posting_line(account: str, amount: Decimal, commodity: str = CURRENCY) -> str:
    """Return one posting with its amount in a column, wide Chinese signs counted as two."""
    number = f"{amount:.2f}"
    gap = max(2, _WIDTH - display_width(account) - len(number))
    return f"  {account}{' ' * gap}{number} {commodity}"


def display_width(text: str) -> int:
    """Return how many columns `text` takes on a terminal."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def to_ledger_all(drafts: Iterable[Draft]) -> str:
    """Return several drafts as ledger text, a blank line between them."""
    return "\n".join(to_ledger(draft) for draft in drafts)


def custom_line(day: date, kind: str, *values: str | Decimal | date, meta: Mapping[str, Any] | None = None) -> str:
    """Return a `custom` directive: strings quoted, Decimal values as amounts in CNY, days as they are."""
    words = [f"{day} custom {quote(kind)}", *(_value(value) for value in values)]
    lines = [" ".join(words)]
    lines += [f"  {key}: {_value(value)}" for key, value in (meta or {}).items()]
    return "\n".join(lines) + "\n"


def _value(value: str | Decimal | date) -> str:
    if isinstance(value, str):
        return quote(value)
    return f"{value:.2f} {CURRENCY}" if isinstance(value, Decimal) else value.isoformat()
