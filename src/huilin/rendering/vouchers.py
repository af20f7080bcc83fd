"""The public ledger month by month, as values: what residents see when a figure opens to the entries behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from huilin.vocabulary import parse_voucher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from huilin.money import Fen
    from huilin.reporting import Fact
    from huilin.wording import Text

FOLDER = "entries"
INDEX = f"{FOLDER}/index.html"
SPECIFIC = 2
"""How many figures are named below a voucher: those with the fewest vouchers behind them say the most."""


class Leg(NamedTuple):
    """One line of a voucher: the account with its name for readers, debit positive."""

    account: str
    title: Text
    fen: Fen


class Voucher(NamedTuple):
    """One entry of the public ledger: a voucher, or a month's vouchers added up (then `numbers` are runs)."""

    anchor: str
    day: date
    numbers: tuple[str, ...]
    words: tuple[Text, ...]
    legs: tuple[Leg, ...]

    @property
    def is_sum(self) -> bool:
        """Whether several vouchers are added up in it."""
        return len(self.numbers) > 1 or any("–" in number for number in self.numbers)


class Month(NamedTuple):
    """The entries of one entity in one month; `name` is `2026-07`."""

    entity: str
    name: str
    vouchers: tuple[Voucher, ...]

    @property
    def page(self) -> str:
        """The file that shows it."""
        return f"{FOLDER}/{self.entity}-{self.name}.html"


def anchor(numbers: tuple[str, ...], place: int) -> str:
    """Return the target of links to a voucher: `记-0003`; what has no single number is known by its place."""
    voucher = parse_voucher(numbers[0]) if len(numbers) == 1 else None
    return f"{voucher.word}-{voucher.number:04d}" if voucher else f"e{place}"


def addresses(months: Iterable[Month]) -> dict[str, str]:
    """Return where each voucher can be read, by number: `entries/Fund-2026-07.html#…`."""
    return {
        number: f"{month.page}#{quote(voucher.anchor)}"
        for month in months
        for voucher in month.vouchers
        for run in voucher.numbers
        for number in spelt_out(run)
    }


def spelt_out(run: str) -> Iterable[str]:
    """Return the numbers of a run: `Fund/2026-07/记-0003–0005` is three."""
    first, _, last = run.partition("–")
    voucher = parse_voucher(first)
    if voucher is None or not re.fullmatch(r"\d{4,6}", last):
        return (first,)
    return (str(voucher._replace(number=number)) for number in range(voucher.number, int(last) + 1))


def counted_in(months: Iterable[Month], facts: Mapping[str, Fact]) -> dict[str, tuple[Fact, ...]]:
    """Return, by a voucher's address, the few figures that say most about it: those with the fewest vouchers behind."""
    where = addresses(months)
    named: dict[str, list[Fact]] = {}
    for fact in sorted(facts.values(), key=lambda fact: len(fact.entries)):
        for address in {where[number] for number in fact.entries if number in where}:
            known = named.setdefault(address, [])
            if len(known) < SPECIFIC and all(fact.label != other.label for other in known):
                known.append(fact)
    return {address: tuple(some) for address, some in named.items()}
