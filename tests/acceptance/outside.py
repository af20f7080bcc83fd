"""What an outsider has: the command, the files it leaves, and a reading of the ledger's text of one's own.

Nothing here imports huilin; figures are recomputed with Decimal from the text a treasurer sees.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "ledger"
HUILIN = Path(sys.executable).parent / "huilin"
TODAY = "2026-10-15"
PREPARER, REVIEWER = "周会计", "陈主任"
OWN_TRACES = {".huilin.lock", "log.jsonl"}
"""What a run may leave without having written anything."""

CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Run:
    """One run of the command, as a shell sees it."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def complaint(self) -> list[str]:
        """The lines on stderr, where complaints go."""
        return [line for line in self.err.splitlines() if line.strip()]

    def data(self) -> Any:
        return json.loads(self.out)

    def __str__(self) -> str:
        return (
            f"$ huilin {' '.join(self.words)}\n[exit {self.code}]\n{self.out[-3000:]}\n--- stderr\n{self.err[-3000:]}"
        )


@dataclass(frozen=True)
class Huilin:
    """Runs the command with a home of its own, without a terminal."""

    home: Path
    env: dict[str, str] = field(default_factory=dict)

    def __call__(
        self,
        *words: str | Path,
        workspace: Path | None = None,
        today: str = TODAY,
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
        by: str = "",
    ) -> Run:
        before = [] if workspace is None else ["--workspace", str(workspace)]
        before += ["--today", today] if today else []
        before += ["--by", by, "--yes"] if by else []
        arguments = (*before, *(str(word) for word in words))
        ran = subprocess.run(
            [str(HUILIN), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            cwd=cwd or self.home,
            env={**os.environ, "HOME": str(self.home), "TMPDIR": str(self.home), "PYTHONUTF8": "1", **(env or {})},
        )
        return Run(arguments, ran.returncode, ran.stdout, ran.stderr)


def copy_of(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*.picklecache"))
    return target


def tree(folder: Path) -> dict[str, str]:
    """Every file and link below the folder with a hash of its content; equal trees mean nothing was written."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else sha256(path)
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and path.name not in OWN_TRACES
    }


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ledger_files(folder: Path) -> dict[str, bytes]:
    """The books of a workspace by name; a published ledger is not among them."""
    books = (path for path in sorted(folder.rglob("*.beancount")) if "published" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in books}


# The ledger's text


@dataclass
class Posting:
    account: str
    amount: Decimal
    commodity: str
    meta: dict[str, str] = field(default_factory=dict)


@dataclass
class Entry:
    file: str
    line: int
    date: str
    flag: str
    head: str
    meta: dict[str, str] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)

    @property
    def links(self) -> set[str]:
        return set(re.findall(r"\^(\S+)", self.head.rsplit('"', 1)[-1]))


_HEAD = re.compile(r"(\d{4}-\d\d-\d\d) ([*!]) (.*)")
_POSTING = re.compile(r"\s+(?:[*!] )?((?:Assets|Liabilities|Equity|Income|Expenses):\S+)\s+(-?[\d,]*\.?\d+)\s+(\w+)")
_META = re.compile(r'(\s+)([a-z][\w-]*):\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))')


def entries(folder: Path) -> list[Entry]:
    """Read the transactions of a workspace's books from their text; what is published of them is no book."""
    found: list[Entry] = []
    for path in (folder / name for name in ledger_files(folder)):
        found.extend(_entries(str(path.relative_to(folder)), path.read_text(encoding="utf-8").splitlines()))
    return found


def _entries(file: str, lines: list[str]) -> Iterator[Entry]:
    current: Entry | None = None
    for number, line in enumerate(lines, 1):
        if head := _HEAD.match(line):
            current = Entry(file, number, *head.groups())
            yield current
        elif not line.strip() or not line[0].isspace():
            current = None
        elif current is not None and (posting := _POSTING.match(line)):
            account, amount, commodity = posting.groups()
            current.postings.append(Posting(account, Decimal(amount.replace(",", "")), commodity))
        elif current is not None and (meta := _META.match(line)):
            indent, key, quoted, bare = meta.groups()
            owner = current.postings[-1] if len(indent) > 2 and current.postings else current
            owner.meta[key] = quoted if quoted is not None else bare


def total(
    some: Iterable[Entry], wanted: Callable[[str], bool], first: str = "", last: str = "9999", *, closing: bool = True
) -> Decimal:
    """Sum CNY on the accounts wanted, debit positive; `closing=False` leaves year-end transfers out."""
    return sum(
        (
            posting.amount
            for entry in some
            if first <= entry.date <= last and (closing or entry.meta.get("kind") != "结转")
            for posting in entry.postings
            if posting.commodity == "CNY" and wanted(posting.account)
        ),
        Decimal("0.00"),
    )


# Files that were published


def cells(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """Every row of every sheet of a workbook."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield name, row


def pdf_pages(path: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(str(path))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def html_rows(text: str) -> list[str]:
    """The text of each table row, cells apart by a bar."""
    import html

    rows = re.findall(r"<tr\b.*?</tr>", text, re.DOTALL)
    return [
        html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</t[dh]>", "|", re.sub(r"\s*\n\s*", " ", row)))) for row in rows
    ]


def html_text(text: str) -> str:
    import html

    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)))


def printed(amount: str) -> str:
    """An amount as people read it: 1,234.56 without its sign."""
    return f"{abs(Decimal(amount)):,.2f}"


def register(workspace: Path) -> list[dict[str, str]]:
    with (workspace / "private" / "donors.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
