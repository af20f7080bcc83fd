"""Tax facts with the days on which they hold, so that each year is assessed by the law of its day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from huilin.reinvestment.errors import TaxFactMissingError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

Verified = Literal["seen", "mem"]


class Fact(StrEnum):
    """The names of taxes.toml: every fact the program asks for, and no other."""

    STANDARD_RATE = "income-tax.standard.rate"
    SMALL_RATE = "income-tax.small.rate"
    SMALL_LIMIT = "income-tax.small.limit"
    SMALL_STAFF = "income-tax.small.staff"
    SMALL_ASSETS = "income-tax.small.assets"
    LOSS_YEARS = "income-tax.loss.years"
    DONATION_CAP = "income-tax.donation.cap"
    DONATION_YEARS = "income-tax.donation.years"
    CARE_SHARE = "income-tax.care.share"
    RESERVE_RATE = "company.reserve.rate"
    RESERVE_STOP = "company.reserve.stop"
    VAT_TURNOVER = "vat.small-scale.turnover"
    VAT_LEVY_FULL = "vat.levy.full"
    VAT_LEVY_REDUCED = "vat.levy.reduced"
    VAT_MONTH = "vat.threshold.month"
    VAT_QUARTER = "vat.threshold.quarter"
    CITY = "surcharge.city"
    EDUCATION = "surcharge.education"
    LOCAL_EDUCATION = "surcharge.local-education"
    SURCHARGE_SHARE = "surcharge.share"
    EDUCATION_THRESHOLD = "surcharge.education.threshold.month"


class TaxFact(NamedTuple):
    """One rule of tax law: a rate (fraction of one), an amount (CNY) or a number of years or people.

    `valid_to` is None where no end is known. `verified` is "seen" when somebody read the source, else "mem".
    """

    name: Fact
    value: Decimal
    valid_from: date
    valid_to: date | None
    source: str
    verified: Verified

    def holds_on(self, day: date) -> bool:
        """Return whether the fact is law on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Taxes:
    """All facts on file, by name and in order of time."""

    facts: Mapping[Fact, tuple[TaxFact, ...]]

    def fact(self, name: Fact, day: date) -> TaxFact:
        """Return the fact that holds on `day`; raise TaxFactMissingError where none does."""
        for fact in self.facts.get(name, ()):
            if fact.holds_on(day):
                return fact
        raise _missing(name, day)

    def value(self, name: Fact, day: date) -> Decimal:
        """Return the value of the fact that holds on `day`."""
        return self.fact(name, day).value

    def unverified(self, day: date) -> tuple[TaxFact, ...]:
        """Return the facts of `day` that nobody has read in their source yet: a note for the treasurer."""
        held = (fact for facts in self.facts.values() for fact in facts if fact.holds_on(day))
        return tuple(fact for fact in held if fact.verified == "mem")


@cache
def stock_taxes() -> Taxes:
    """Return the facts that come with the program (taxes.toml beside this module)."""
    return read_taxes(Path(__file__).with_name("taxes.toml").read_text(encoding="utf-8"))


def read_taxes(toml: str) -> Taxes:
    """Read facts; raise ValueError for an unknown name, a missing source or rows of one name that overlap."""
    rows = tomllib.loads(toml, parse_float=Decimal)["fact"]
    return Taxes(_by_name(_fact(row) for row in rows))


def _fact(row: dict[str, Any]) -> TaxFact:
    if row["verified"] not in {"seen", "mem"} or not row["source"]:
        raise ValueError(f"{row['name']}: source and verified (seen or mem) are needed")
    value = Decimal(row["value"])
    return TaxFact(Fact(row["name"]), value, row["from"], row.get("to"), row["source"], row["verified"])


def _by_name(facts: Iterable[TaxFact]) -> dict[Fact, tuple[TaxFact, ...]]:
    grouped: dict[Fact, list[TaxFact]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.name, fact.valid_from)):
        grouped.setdefault(fact.name, []).append(fact)
    for earlier, later in (pair for group in grouped.values() for pair in pairwise(group)):
        if earlier.holds_on(later.valid_from):
            raise ValueError(f"{later.name}: two rows hold on {later.valid_from}")
    return {name: tuple(group) for name, group in grouped.items()}


def _missing(name: Fact, day: date) -> TaxFactMissingError:
    text = Text(f"没有 {day} 适用的税务规则 {name}。", f"No tax rule {name} is on file for {day}.")
    remedy = Text(
        "请核对当日法规后补入 reinvestment/taxes.toml；此前不计提、不入账。",
        "Look up the law of that day and add it to reinvestment/taxes.toml; until then nothing is booked.",
    )
    return TaxFactMissingError(name, day, text, remedy)
