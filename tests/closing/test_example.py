"""The example's first two quarters were closed by its generator, which reckons by itself: we find nothing to add."""

from __future__ import annotations

from datetime import date

import pytest

from huilin.books import Books, load
from huilin.closing import foresee, totals, trial_balance
from huilin.promise import assess
from huilin.stock import home
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace

TODAY = date(2026, 10, 15)


@pytest.fixture(scope="module")
def example() -> Books:
    return load(Workspace.find(home() / "ledger"))


@pytest.mark.parametrize("name", ["2026-Q1", "2026-Q2"])
def test_a_closed_quarter_needs_no_relief_no_accrual_and_no_tax(example: Books, name: str) -> None:
    assert foresee(example, parse_period(name), today=TODAY).vouchers == ()


@pytest.mark.parametrize("name", ["2026-Q1", "2026-Q2"])
def test_the_promise_was_booked_to_the_fen(example: Books, name: str) -> None:
    (found,) = assess(example, parse_period(name), today=TODAY)

    assert found.to_accrue == 0
    assert found.accrued == found.owed > 0
    assert found.paid == found.received + found.in_transit


@pytest.mark.parametrize("name", ["2025", "2026-01", "2026-Q2"])
@pytest.mark.parametrize("entity", ["Fund", "Company"])
def test_every_trial_balance_ties(example: Books, entity: str, name: str) -> None:
    for closing in (True, False):
        assert totals(trial_balance(example.frames, entity, parse_period(name), closing=closing)).ties
