"""What happened, as values: entries, their postings, and the statement line that a cash posting is seen by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
Meta: TypeAlias = tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """How the statement of a cash account (or of the prepaid cards) shows a posting."""

    kind: str = ""
    """业务类型 of the fund bill; 充值/消费 of the cards."""
    party: str = ""
    party_account: str = ""
    summary: str = ""
    note: str = ""
    number: str = ""
    """The row's own serial; where the source counts by itself, given when all rows are in order."""
    order: str = ""
    """商户订单号; the receipt's number on the host's ledger."""
    business: str = ""
    """微信支付业务单号."""
    goods: str = ""
    packet: str = ""
    payer: str = ""
    bank: str = ""
    origin: str = ""
    """A refund's original 微信订单号."""
    project: str = ""


@dataclass(frozen=True)
class Posting:
    """One leg: signed amount, debit positive."""

    account: str
    amount: Decimal
    meta: Meta = ()
    line: Line | None = None
    commodity: str = "CNY"


class Evidence(NamedTuple):
    """A document that proves an entry: where it lies below `documents/`, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Entry:
    """One voucher of one entity, at a moment (the ledger keeps only the day)."""

    entity: str
    at: datetime
    narration: str
    postings: tuple[Posting, ...]
    meta: Meta = ()
    links: tuple[str, ...] = ()
    evidence: Evidence | None = None
    payee: str = ""

    @property
    def day(self) -> date:
        """The day it is dated."""
        return self.at.date()

    @property
    def kind(self) -> str:
        """What `kind:` says, or nothing."""
        return dict(self.meta).get("kind", "")

    @property
    def spending(self) -> Decimal:
        """The largest expense in it: what evidence is asked by."""
        return max((p.amount for p in self.postings if p.account.startswith("Expenses:")), default=ZERO)


def money(amount: Decimal | int | str) -> Decimal:
    """Return yuan, rounded to the fen with halves up (四舍五入)."""
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)


def fen(amount: int) -> Decimal:
    """Return whole fen as yuan."""
    return Decimal(amount).scaleb(-2).quantize(CENT)


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment of a day."""
    return datetime.combine(day, time(hour, minute, second))


def total(postings: Iterable[Posting], *prefixes: str) -> Decimal:
    """Return the sum of the postings in CNY on accounts that start with one of the prefixes."""
    wanted = (p for p in postings if p.commodity == "CNY" and p.account.startswith(prefixes or ("",)))
    return sum((p.amount for p in wanted), ZERO)


def postings_of(entries: Iterable[Entry]) -> Iterable[Posting]:
    """Return all postings of the entries."""
    return (posting for entry in entries for posting in entry.postings)
