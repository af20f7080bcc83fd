"""What each check costs a posting: on the example, and on a busy shop's year, so that growth shows.

`python -m tools.bench.checks`; the aim is less than a microsecond a posting and check.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin import checks
from huilin.books import Books, load
from huilin.checks import _views
from huilin.drafting import Draft, DraftPosting, to_ledger_all
from huilin.workspace import Workspace
from tools.checks.sample import TODAY, load_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AIM = 1.0
"""Microseconds a posting."""
VIEWS = (_views.cny, _views.entity_of, _views.link_places, _views.words)
SALES = 25_000
BANK, FEES = "Assets:Company:1002银行存款:01建行基本户", "Expenses:Company:5602管理费用:01职工薪酬"
INCOME = "Income:Company:5001主营业务收入:01团购自营"


class Cost(NamedTuple):
    """One check's time on one ledger."""

    rule: str
    seconds: float
    postings: int

    @property
    def each(self) -> float:
        """Microseconds a posting."""
        return self.seconds / self.postings * 1e6


def main() -> None:
    """Print a line a check, the dearest first, and the sums."""
    example, shop = costs(_example()), costs(_shop())
    dear = sorted(zip(example, shop, strict=True), key=lambda pair: -pair[1].each)
    lines = [f"{'check':24} {'example':>12} {'busy shop':>12}   µs a posting"]
    lines += [f"{a.rule:24} {a.each:12.3f} {b.each:12.3f} {'!' if b.each > AIM else ''}" for a, b in dear]
    lines += [_total("example", example), _total("busy shop", shop)]
    sys.stdout.write("\n".join(lines) + "\n")


def costs(books: Books) -> list[Cost]:
    """Time every check once on books not looked at before; the views that several share come first, by themselves."""
    fresh, postings = books.with_findings((), books.options), len(books.frames.postings)
    shared = [Cost(f"({view.__name__})", _time(view, fresh), postings) for view in VIEWS]
    return [*shared, *(Cost(module.RULE, _time(module.check, fresh), postings) for module in checks.modules())]


def _time(look: Callable[[Books], Any], books: Books) -> float:
    start = perf_counter()
    list(look(books))
    return perf_counter() - start


def _total(name: str, found: list[Cost]) -> str:
    seconds = sum(cost.seconds for cost in found)
    return f"{name}: {len(checks.modules())} checks, {found[0].postings} postings, {seconds:.3f} s in all"


def _example() -> Books:
    return load(Workspace.find(Path("ledger")), today=TODAY)


def _shop() -> Books:
    with TemporaryDirectory() as folder:
        return load_sample(Path(folder), to_ledger_all(sales(SALES)))


def sales(many: int) -> Iterator[Draft]:
    """Yield a shop's sales over twenty months: four postings each, numbered and posted."""
    numbers: dict[str, int] = {}
    for n in range(many):
        day = date(2025, 1, 1) + timedelta(days=n * 600 // many)
        month = f"{day:%Y-%m}"
        numbers[month] = numbers.get(month, 0) + 1
        price, fee = Decimal(n % 9000 + 100).scaleb(-2), Decimal(n % 50 + 1).scaleb(-2)
        legs = (
            DraftPosting(BANK, price, meta={"src": f"wxfund:{n}:交易"}),
            DraftPosting(BANK, -fee, meta={"src": f"wxfund:{n}:手续费"}),
            DraftPosting(INCOME, -price),
            DraftPosting(FEES, fee),
        )
        meta = {"id": f"Company/{month}/记-{numbers[month]:04d}", "source-doc": f"KTT{day:%Y%m%d}-{n}"}
        yield Draft("Company", day, f"团购自营 第{n}单", legs, meta=meta, flag="*")


if __name__ == "__main__":
    main()
