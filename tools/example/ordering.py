"""Put entries in order of time, check that no account is ever overdrawn, and number rows as their sources do."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tools.example import accounts as acc
from tools.example import words
from tools.example.entries import ZERO, Entry, Line, Posting, total

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries in order of time, each cash row with its source's serial as `src:`."""
    clerk = _Clerk()
    return [clerk.numbered(entry) for entry in sorted(entries, key=lambda e: e.at)]


class _Clerk:
    """Counts what each source counts, and keeps each account's balance."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.balances: dict[str, Decimal] = {}
        self.host_moment: datetime | None = None
        self.host_lines = 0

    def numbered(self, entry: Entry) -> Entry:
        """Return the entry with serials; raise AssertionError where it does not balance or overdraws an account."""
        assert total(entry.postings) == 0, entry
        return replace(entry, postings=tuple(self._numbered(posting, entry.at) for posting in entry.postings))

    def _numbered(self, posting: Posting, moment: datetime) -> Posting:
        if posting.account in acc.CASH_ACCOUNTS:
            balance = self.balances.get(posting.account, ZERO) + posting.amount
            self.balances[posting.account] = balance
            assert balance >= 0 or posting.account == acc.TRANSIT, f"{moment}: {posting.account} at {balance}"
        if posting.line is None:
            return posting
        line = posting.line._replace(number=self._serial(posting, posting.line, moment))
        src = source_key(posting.account, line)
        return replace(posting, line=line, meta=(*posting.meta, ("src", src)))

    def _serial(self, posting: Posting, line: Line, moment: datetime) -> str:
        if posting.account == acc.WALLET:
            return line.number
        if posting.account == acc.ICBC:
            return self._icbc_hash(posting, moment)
        if posting.account == acc.HOST:
            return self._host_voucher(moment)
        if posting.account == acc.CARDS:
            return f"YZ{moment:%Y%m%d}-{self._next(f'card {moment:%Y%m%d}'):03d}"
        return f"1041-{words.CCB_NUMBER[-10:]}N{self._next('ccb'):07d}"

    def _host_voucher(self, moment: datetime) -> str:
        """Return the host's voucher and its line; rows of one moment (a bill for two projects) are lines of one voucher."""
        self.host_lines = self.host_lines + 1 if moment == self.host_moment else 1
        if self.host_lines == 1:
            self._next(f"host {moment:%Y%m}")
        self.host_moment = moment
        return f"QH{moment:%Y%m}-{self.counts[f'host {moment:%Y%m}']:04d}-{self.host_lines}"

    def _next(self, what: str) -> int:
        self.counts[what] += 1
        return self.counts[what]

    def _icbc_hash(self, posting: Posting, moment: datetime) -> str:
        """ICBC gives no serial: account, time, amount, balance after and a count of equal rows identify a row."""
        row = f"{words.ICBC_NUMBER}|{moment:%Y-%m-%d %H:%M:%S}|{posting.amount}|{self.balances[acc.ICBC]}"
        return hashlib.sha256(f"{row}|{self._next(row) - 1}".encode()).hexdigest()[:16]


def source_key(account: str, line: Line) -> str:
    """Return the stable key of a statement row: the source's name and the row's own serial."""
    if account == acc.WALLET:
        return f"wxfund:{line.number}:{line.kind}"
    return f"{_SOURCES[account]}:{line.number}"


_SOURCES = {acc.CCB: "ccb", acc.ICBC: "icbc", acc.HOST: "host", acc.CARDS: "card"}
