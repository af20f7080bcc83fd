"""Write entries as a treasurer has them: one Beancount file a month and entity, vouchers numbered without gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from tools.example.accounts import CASH_ACCOUNTS
from tools.example.calendar_of import month_end
from tools.example.entries import ZERO
from tools.example.evidence import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from tools.example.entries import Entry, Evidence, Posting

_COLUMN = 60
_TITLES = {"Fund": "晴川社区基金", "Company": "晴川惠邻社区服务有限公司"}


def books_files(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Return the month files of both entities, and the documents they name."""
    files: dict[str, list[str]] = {}
    documents: dict[str, bytes] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        month = f"{entry.entity}/{entry.day:%Y-%m}"
        counts[month] += 1
        name = _file(entry)
        head = f"; {_TITLES[entry.entity]} {entry.day:%Y年%-m月}\n"
        files.setdefault(name, [head]).append(entry_text(entry, f"{month}/记-{counts[month]:04d}"))
        if entry.evidence:
            documents[f"documents/{entry.evidence.path}"] = entry.evidence.content
    for name, lines in _settled(entries).items():
        files[name].append("; 月末与对账单核对的余额\n" + "".join(lines))
    return {name: "\n".join(parts).encode() for name, parts in files.items()} | documents


def _file(entry: Entry) -> str:
    return f"{entry.entity.lower()}/{entry.day:%Y}/{entry.day:%Y-%m}.beancount"


def _settled(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return, per month file, what each cash account holds at the month's end, as its statement says."""
    balances: dict[str, Decimal] = {}
    found: dict[str, list[str]] = {}
    for place, entry in enumerate(entries):
        for posting in entry.postings:
            if posting.account in CASH_ACCOUNTS:
                balances[posting.account] = balances.get(posting.account, ZERO) + posting.amount
        if place + 1 == len(entries) or entries[place + 1].at.month != entry.at.month:
            next_month = month_end(entry.day) + timedelta(days=1)
            for account, balance in sorted(balances.items()):
                file = _file(replace(entry, entity=account.split(":")[1]))
                found.setdefault(file, []).append(_balance_text(next_month, account, balance))
    return found


def _balance_text(day: date, account: str, balance: Decimal) -> str:
    number = f"{balance:.2f}"
    head = f"{day} balance {account}"
    return f"{head}{' ' * max(2, _COLUMN + 10 - _width(head) - len(number))}{number} CNY\n"


def entry_text(entry: Entry, voucher: str) -> str:
    """Return one entry as ledger text, its document beside it."""
    links = [f"^{link}" for link in (*entry.links, *_evidence_links(entry.evidence))]
    payee = [f'"{entry.payee}"'] if entry.payee else []
    lines = [" ".join([f"{entry.day}", "*", *payee, f'"{entry.narration}"', *links])]
    lines += [f'  {key}: "{value}"' for key, value in (("id", voucher), *entry.meta)]
    for posting in entry.postings:
        lines.append(_posting_text(posting))
        lines += [f'    {key}: "{value}"' for key, value in posting.meta]
    lines += _document_lines(entry)
    return "\n".join(lines) + "\n"


def _posting_text(posting: Posting) -> str:
    number = f"{posting.amount:.2f}"
    gap = max(2, _COLUMN - _width(posting.account) - len(number))
    return f"  {posting.account}{' ' * gap}{number} {posting.commodity}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _evidence_links(evidence: Evidence | None) -> Iterable[str]:
    return [f"ev-{sha256(evidence)[:8]}"] if evidence else []


def _document_lines(entry: Entry) -> list[str]:
    if entry.evidence is None:
        return []
    digest = sha256(entry.evidence)
    account = next((p.account for p in entry.postings if p.account.startswith("Expenses:")), entry.postings[0].account)
    path = f"../../documents/{entry.evidence.path}"
    return ["", f'{entry.day} document {account} "{path}" ^ev-{digest[:8]}', f'  sha256: "{digest}"']
