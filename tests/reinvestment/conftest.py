"""The standard case of the worked figures: a small company, 20 % from 2026 on, nothing brought forward."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from huilin.reinvestment import BASES, Policy, Taxes, YearFigures, stock_taxes

if TYPE_CHECKING:
    from collections.abc import Callable


def _yuan(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


@pytest.fixture(scope="session")
def year() -> Callable[..., YearFigures]:
    """`year("100000.00", book_loss_left="30000.00")`: a whole 2026 with this profit before donation."""

    def make(profit: str | Decimal, *, through: date = date(2026, 12, 31), **other: Any) -> YearFigures:
        figures = {name: _yuan(value) for name, value in other.items()}
        return YearFigures(through=through, revenue=Decimal(profit), **figures)

    return make


@pytest.fixture(scope="session")
def promise() -> Callable[..., Policy]:
    """`promise("distributable-profit")`: 20 % of this base, by its natural route."""

    def make(base: str = "net-profit-before-donation", rate: str = "0.20", **other: Any) -> Policy:
        words = {"route": BASES[base][0]} | other
        for limit in ("cap", "floor"):
            words[limit] = _yuan(words.get(limit))
        return Policy("Company", "Fund", Decimal(rate), date(2026, 1, 1), base=base, **words)

    return make


@pytest.fixture(scope="session")
def taxes() -> Taxes:
    return stock_taxes()


@pytest.fixture(scope="session")
def taxes_without_end(taxes: Taxes) -> Taxes:
    """The newest facts, as if they held for ever: for stories that are longer than a law lives."""
    ever = {
        name: (facts[-1]._replace(valid_from=date(2000, 1, 1), valid_to=None),) for name, facts in taxes.facts.items()
    }
    return Taxes(ever)
