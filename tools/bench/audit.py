"""What the audit pages cost to compute on 100,000 transactions, and the pack of a year on the example.

`python -m tools.bench.audit`; the aim is 2 s a page once the books are loaded. Processor time is printed beside wall
time, since the machine may have other work.
"""

from __future__ import annotations

import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from huilin.audit import AuditRequest
from huilin.audit.pack import build
from huilin.audit.pages import PAGES, statements
from huilin.audit.pages import page as page_called
from huilin.books import load
from huilin.drafting import to_ledger_all
from huilin.reporting import facts_of
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace
from tools.bench.checks import sales
from tools.checks.sample import TODAY, load_sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.audit.pages import Page

MANY, AIM = 100_000, 2.0
YEAR = parse_period("2025")


def main() -> None:
    """Print a line a page, and a line for the pack."""
    _pack()
    with TemporaryDirectory() as folder:
        books = load_sample(Path(folder), to_ledger_all(sales(MANY)))
        sys.stdout.write(f"{len(books.transactions):,} transactions, {len(books.frames.postings):,} postings\n")
        for page in PAGES:
            _page(page, AuditRequest(books, YEAR, TODAY))
        facts = [fact for fact in facts_of(statements.made(AuditRequest(books, YEAR, TODAY))) if fact.query]
        for flow in (False, True):
            some = (fact for fact in facts if (".cash-flow." in fact.id) == flow)
            widest = max(some, key=lambda fact: len(fact.entries))
            _page(page_called("statements"), AuditRequest(books, YEAR, TODAY, options={"fact": widest.id}))


def _page(page: Page, request: AuditRequest) -> None:
    wall, own, tables = _timed(lambda: page.make(request))
    name = f"{page.name} {request.option('fact')}".strip()
    rows, mark = sum(map(len, tables)), "" if own <= AIM else " !"
    sys.stdout.write(f"  {name:48} {wall:6.2f} s, processor {own:6.2f} s, {rows:,} rows{mark}\n")


def _pack() -> None:
    books = load(Workspace.find(Path("ledger")), today=TODAY)
    with TemporaryDirectory() as folder:
        wall, own, built = _timed(lambda: build(books, parse_period("2026"), today=TODAY, to=Path(folder)))
        size = sum(file.stat().st_size for file in built.folder.rglob("*") if file.is_file()) / 1e6
    peak = getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    sys.stdout.write(
        f"pack of 2026 (example): {wall:.1f} s, processor {own:.1f} s, {built.files} files, {size:.0f} MB, peak {peak:.0f} MB\n"
    )


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    wall, own = perf_counter(), process_time()
    made = work()
    return perf_counter() - wall, process_time() - own, made


if __name__ == "__main__":
    main()
