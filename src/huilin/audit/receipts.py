"""Donation receipts as a register: given, void, given twice, missing in the series (财综〔2024〕1号; original not checked)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huilin.checks._registers import receipts, voided
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books

ANOTHER_BOOK = 100
"""A jump of so many numbers is another book of receipts, no gap (as the check receipt-gaps has it)."""
_NUMBER = re.compile(r"(.*?)(\d+)")


class Given(NamedTuple):
    """One receipt: its number, the entries that name it (places), and what it is."""

    number: str
    places: tuple[int, ...]
    state: Text


class Gap(NamedTuple):
    """Numbers of one series that nobody has accounted for, both ends inclusive, and how many."""

    first: str
    last: str
    size: int


GIVEN, VOID, TWICE = Text("已开", "given"), Text("作废", "void"), Text("重复", "given twice")


def register(books: Books) -> Iterator[Given]:
    """Yield every receipt in the order of its number; a correction may name the receipt of what it corrects."""
    given, void = receipts(books), voided(books)
    for number in sorted({*given, *void}):
        places = tuple(given.get(number, ()))
        own = [place for place in places if "corrects" not in books.transactions[place].meta]
        yield Given(number, places, VOID if number in void else TWICE if len(own) > 1 else GIVEN)


def gaps(books: Books) -> Iterator[Gap]:
    """Yield the holes in each series of numbers: words before the digits, and how many digits there are."""
    series: dict[tuple[str, int], set[int]] = {}
    for number in {*receipts(books), *voided(books)}:
        match = _NUMBER.fullmatch(number)
        if match:
            series.setdefault((match[1], len(match[2])), set()).add(int(match[2]))
    for (head, width), numbers in sorted(series.items()):
        for before, after in pairwise(sorted(numbers)):
            if 1 < after - before < ANOTHER_BOOK:
                yield Gap(f"{head}{before + 1:0{width}d}", f"{head}{after - 1:0{width}d}", after - before - 1)
