"""Promises as directives: read word by word, and everything wrong with them said at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.errors import HuilinError
from huilin.promise import declared, policies
from huilin.reinvestment import Policy

if TYPE_CHECKING:
    from huilin.books import Books


def test_every_word_of_the_directive_reaches_the_policy(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.25
      base: "total-profit-before-donation"
      route: "donation"
      accrual: "year"
      settle-within: "45 天"
      overpaid: "gift"
      losses-first: FALSE
      cap: 50000.00 CNY
      floor: 1000.00 CNY
      end: 2027-12-31
      agreement: "documents/章程.pdf"
    """
    expected = Policy(
        enterprise="Company",
        fund="Fund",
        rate=Decimal("0.25"),
        start=date(2026, 1, 1),
        base="total-profit-before-donation",
        accrual="year",
        settle_within_days=45,
        overpaid="gift",
        losses_first=False,
        cap=Decimal("50000.00"),
        floor=Decimal("1000.00"),
        end=date(2027, 12, 31),
        agreement="documents/章程.pdf",
    )
    assert policies(books) == (expected,)
    assert declared(books).findings == ()


def test_all_that_is_wrong_is_said_at_once(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 1.20
      base: "turnover"
      settle-within: "soon"
      losses-first: "no"
      acrual: "year"
    """
    found = [finding.message.zh for finding in declared(books).findings]

    assert found == [
        "反哺约定的 settle-within 写作“soon”，读不懂。",
        "反哺约定的 losses-first 写作“no”，读不懂。",
        "反哺约定里有不认识的 acrual。",
        "反哺约定的 base 不认得“turnover”。",
        "反哺比例 1.20 不在 0 与 1 之间。",
    ]
    assert all(f.file == "main.beancount" and f.line and f.remedy for f in declared(books).findings)
    with pytest.raises(HuilinError, match="settle-within"):
        policies(books)


def test_two_promises_for_one_day_are_found(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
      end: 2026-12-31
    2026-07-01 custom "reinvestment" "Company" "Fund" 0.25
    """
    assert [f.line for f in declared(books).findings] == [27]


def test_unknown_entities_and_a_missing_rate_are_found(books: Books) -> None:
    """
    2026-01-01 custom "reinvestment" "Shop" "Found" 0.20
    2026-02-01 custom "reinvestment" "Company" "Fund" "20%"
    """
    found = [finding.message.en for finding in declared(books).findings]

    assert found[0] == "The policy names “Shop”, which is no declared entity."
    assert found[1] == "The policy names “Found”, which is no declared entity."
    assert found[-1] == "The policy names no rate."
