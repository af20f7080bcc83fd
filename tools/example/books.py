"""Write entries as a treasurer has them: one Beancount file a month and entity, vouchers numbered without gaps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from tools.example.evidence import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        name = f"{entry.entity.lower()}/{entry.day:%Y}/{entry.day:%Y-%m}.beancount"
        head = f"; {_TITLES[entry.entity]} {entry.day:%Y年%-m月}\n"
        files.setdefault(name, [head]).append(entry_text(entry, f"{month}/记-{counts[month]:04d}"))
        if entry.evidence:
            documents[f"documents/{entry.evidence.path}"] = entry.evidence.content
    return {name: "\n".join(parts).encode() for name, parts in files.items()} | documents


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
