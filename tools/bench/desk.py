"""How soon the desk stands on the example, and how soon its pages answer on 100,000 transactions.

`python -m tools.bench.desk`; the aims are 4 s to the first page, and 2 s a page after loading.
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from huilin.desk import pages, serving
from huilin.desk.opening import open_books
from huilin.drafting import to_ledger_all
from tools.bench.checks import sales
from tools.checks.sample import FILES, TODAY

if TYPE_CHECKING:
    from huilin.desk.opening import Desk

MANY = 100_000
AIM_START, AIM_PAGE = 4.0, 2.0


def main() -> None:
    """Print the start on the example, and each page's time on the large books, the slowest question of each."""
    _start(Path("ledger"), "example", AIM_START)
    with TemporaryDirectory() as folder:
        _write(Path(folder))
        began = perf_counter()
        with open_books(Path(folder), serving.listen(0), today=TODAY) as desk:
            sys.stdout.write(f"{MANY:,} transactions: first answer after {perf_counter() - began:.1f} s\n")
            for page in pages.PAGES:
                _page(desk, page.__name__)


def _start(folder: Path, name: str, aim: float) -> None:
    began = perf_counter()
    with open_books(folder, serving.listen(0), today=TODAY) as desk:
        _get(desk, urlsplit(desk.server.url).path)
        seconds = perf_counter() - began
    sys.stdout.write(f"{name}: the overview after {seconds:.2f} s (aim {aim} s, {seconds / aim:.2f})\n")


def _page(desk: Desk, name: str) -> None:
    top = urlsplit(desk.server.url).path.partition("extension/")[0]
    asked = ("", "?time=2025", "?account=Company", "?filter=%E7%AC%AC9", "?lang=en")
    times = {words: _get(desk, f"{top}extension/{name}/{words}") for words in asked}
    slowest = max(times, key=lambda words: times[words])
    mark = "" if times[slowest] <= AIM_PAGE else " !"
    sys.stdout.write(f"  {name:22} {times['']:6.2f} s, slowest {times[slowest]:6.2f} s {slowest}{mark}\n")


def _get(desk: Desk, path: str) -> float:
    url, began = urlsplit(desk.server.url), perf_counter()
    connection = HTTPConnection(url.hostname or "", url.port, timeout=120)
    connection.request("GET", path, headers={"Host": url.netloc})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return perf_counter() - began


def _write(folder: Path) -> None:
    for name, text in {**FILES, "2026.beancount": to_ledger_all(sales(MANY))}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
