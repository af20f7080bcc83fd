"""Tax facts hold on their days, name their source, and are never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huilin.reinvestment import Fact, Taxes, TaxFactMissingError, YearFigures, income_tax, read_taxes, stock_taxes

TAXES = stock_taxes()
ROW = """
[[fact]]
name = "{name}"
value = 0.05
from = {start}
{end}
source = "{source}"
verified = "{verified}"
"""


def row(name: str = "income-tax.small.rate", start: str = "2023-01-01", end: str = "", verified: str = "seen") -> str:
    return ROW.format(name=name, start=start, end=f"to = {end}" if end else "", source="法", verified=verified)


def test_every_fact_that_the_program_asks_for_is_on_file() -> None:
    assert set(TAXES.facts) == set(Fact)


def test_every_fact_says_where_it_stands_and_how_sure_we_are() -> None:
    facts = [fact for facts in TAXES.facts.values() for fact in facts]

    assert all(fact.source and fact.verified in {"seen", "mem"} for fact in facts)
    assert all(isinstance(fact.value, Decimal) for fact in facts)


def test_what_was_only_remembered_is_listed() -> None:
    names = {fact.name for fact in TAXES.unverified(date(2026, 9, 30))}

    assert Fact.SURCHARGE_SHARE in names
    assert Fact.DONATION_CAP not in names
    assert Fact.CARE_SHARE not in names


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        (Fact.SMALL_RATE, date(2027, 12, 31), "0.05"),
        (Fact.SMALL_LIMIT, date(2026, 1, 1), "3000000"),
        (Fact.STANDARD_RATE, date(2030, 1, 1), "0.25"),
        (Fact.DONATION_CAP, date(2026, 9, 30), "0.12"),
        (Fact.CARE_SHARE, date(2025, 12, 31), "0.9"),
        (Fact.CARE_SHARE, date(2026, 1, 1), "0.9"),
    ],
)
def test_a_fact_holds_on_its_days(name: Fact, day: date, value: str) -> None:
    assert TAXES.value(name, day) == Decimal(value)


@pytest.mark.parametrize("name", [Fact.SMALL_RATE, Fact.CARE_SHARE, Fact.VAT_LEVY_REDUCED, Fact.SURCHARGE_SHARE])
def test_the_day_after_the_last_is_a_finding(name: Fact) -> None:
    with pytest.raises(TaxFactMissingError) as missing:
        TAXES.value(name, date(2028, 1, 1))

    assert (missing.value.name, missing.value.day) == (name, date(2028, 1, 1))
    assert name in missing.value.text.zh
    assert "taxes.toml" in missing.value.remedy.en


def test_only_facts_that_matter_are_asked_for() -> None:
    """From 2028 a company that claims no relief can still be taxed; one that does cannot."""
    figures = YearFigures(through=date(2028, 12, 31), revenue=Decimal(100000), small_low_profit=False)

    assert income_tax(figures, TAXES).tax == Decimal(25000)
    with pytest.raises(TaxFactMissingError):
        income_tax(YearFigures(through=date(2028, 12, 31), revenue=Decimal(100000)), TAXES)


def test_rows_follow_each_other() -> None:
    taxes = read_taxes(row(end="2024-12-31") + row(start="2025-01-01"))

    assert isinstance(taxes, Taxes)
    assert taxes.fact(Fact.SMALL_RATE, date(2025, 1, 1)).valid_from == date(2025, 1, 1)


@pytest.mark.parametrize(
    "toml",
    [row(name="income-tax.smal.rate"), row(verified="sure"), row(end="2025-01-01") + row(start="2025-01-01")],
    ids=["unknown name", "unknown certainty", "overlap"],
)
def test_a_wrong_row_is_refused(toml: str) -> None:
    with pytest.raises(ValueError):
        read_taxes(toml)
