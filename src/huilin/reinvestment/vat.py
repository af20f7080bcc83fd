"""The small-scale taxpayer's VAT at the quarter's end: relieved below the threshold, else due with surcharges.

Source: 财会〔2016〕22号 (booked at each sale, moved to 5301 when the quarter turns out exempt); facts: taxes.toml.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from huilin.reinvestment.exact import ZERO, exact, to_the_fen
from huilin.reinvestment.taxes import Fact, Taxes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

Unit = Literal["month", "quarter"]
_THRESHOLD: Final[Mapping[Unit, Fact]] = MappingProxyType({"month": Fact.VAT_MONTH, "quarter": Fact.VAT_QUARTER})
_MONTHS: Final[Mapping[Unit, int]] = MappingProxyType({"month": 1, "quarter": 3})


class VatPeriod(NamedTuple):
    """The period of one VAT return, by its last day."""

    end: date
    unit: Unit = "quarter"


class Surcharges(NamedTuple):
    """城建税, 教育费附加 and 地方教育附加 on the VAT of one period (CNY, fen)."""

    city: Decimal
    education: Decimal
    local_education: Decimal


def vat_relief(
    sales_taxed: Decimal, sales_exempt: Decimal, vat_booked: Decimal, period: VatPeriod, taxes: Taxes
) -> Decimal:
    """Return the VAT (CNY) that moves from 2221 to 5301: all that is booked, or nothing.

    Sales are without VAT; exempt ones count toward the threshold, and one fen over it everything is taxed.
    `vat_booked` leaves out VAT on special invoices, which stays due. Raises TaxFactMissingError.
    """
    threshold = taxes.value(_THRESHOLD[period.unit], period.end)
    return vat_booked if sales_taxed + sales_exempt <= threshold else ZERO


def surcharges(vat_due: Decimal, sales: Decimal, period: VatPeriod, taxes: Taxes) -> Surcharges:
    """Return the surcharges (CNY) on `vat_due`, at the share still levied; small `sales` pay no education ones."""
    small = sales <= _MONTHS[period.unit] * taxes.value(Fact.EDUCATION_THRESHOLD, period.end)
    levied = exact(vat_due) * exact(taxes.value(Fact.SURCHARGE_SHARE, period.end))

    def on(name: Fact) -> Decimal:
        return to_the_fen(levied * exact(taxes.value(name, period.end)))

    education = (ZERO, ZERO) if small else (on(Fact.EDUCATION), on(Fact.LOCAL_EDUCATION))
    return Surcharges(on(Fact.CITY), *education)
