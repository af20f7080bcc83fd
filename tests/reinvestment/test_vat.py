"""The quarter's VAT: all of it is relieved up to the threshold, none one fen above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huilin.reinvestment import TaxFactMissingError, VatPeriod, stock_taxes, surcharges, vat_relief

D = Decimal
TAXES = stock_taxes()
Q3 = VatPeriod(date(2026, 9, 30))


@pytest.mark.parametrize(
    ("taxed", "exempt", "booked", "relief"),
    [
        ("300000.00", "0.00", "3000.00", "3000.00"),
        ("300000.01", "0.00", "3000.00", "0.00"),
        ("200000.00", "100000.00", "2000.00", "2000.00"),
        ("200000.00", "100000.01", "2000.00", "0.00"),
        ("0.00", "0.00", "0.00", "0.00"),
    ],
)
def test_the_quarters_threshold(taxed: str, exempt: str, booked: str, relief: str) -> None:
    """Gross 303,000 is 300,000.00 of sales: 3,000.00 are relieved; exempt sales count toward the threshold."""
    assert vat_relief(D(taxed), D(exempt), D(booked), Q3, TAXES) == D(relief)


@pytest.mark.parametrize(("sales", "relief"), [("100000.00", "1000.00"), ("100000.01", "0.00")])
def test_the_months_threshold(sales: str, relief: str) -> None:
    month = VatPeriod(date(2026, 7, 31), "month")

    assert vat_relief(D(sales), D(0), D("1000.00"), month, TAXES) == D(relief)


def test_no_relief_is_guessed_for_a_year_without_law() -> None:
    with pytest.raises(TaxFactMissingError):
        vat_relief(D(1), D(0), D("0.01"), VatPeriod(date(2028, 3, 31)), TAXES)


def test_surcharges_are_halved_and_small_sales_pay_the_citys_only() -> None:
    """On 3,500.00 of VAT: 7 %, 3 % and 2 %, each halved; up to 300,000 a quarter no education surcharges."""
    assert surcharges(D("3500.00"), D("350000.00"), Q3, TAXES) == (D("122.50"), D("52.50"), D("35.00"))
    assert surcharges(D("3500.00"), D("300000.00"), Q3, TAXES) == (D("122.50"), D(0), D(0))
