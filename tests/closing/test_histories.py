"""The laws hold in every random history (tools/bench/histories.py holds them against 2,000), and ledgers agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from huilin.books import load
from huilin.sealing.ledgers import differences, general_ledger, subsidiary_ledger
from huilin.stock import home
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace
from tools.bench.histories import BANK, EVENTS, Draft, books_of, histories, hold

pytestmark = pytest.mark.filterwarnings("ignore")


@given(histories())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_law_holds_in_every_history(history: list[Draft]) -> None:
    hold(history)


@pytest.mark.parametrize("entity", ["Fund", "Company"])
def test_the_examples_general_ledger_is_the_sum_of_its_subsidiary_ledgers(entity: str) -> None:
    books = load(Workspace.find(home() / "ledger"))

    assert list(differences(books.frames, entity, parse_period("2026-Q2"))) == []
    sums = general_ledger(books.frames, entity, parse_period("2026-Q2")).values()
    assert sum(one.opening for one in sums) == sum(one.closing for one in sums) == 0
    assert sum(one.debit for one in sums) == sum(one.credit for one in sums)


def test_a_subsidiary_ledger_runs_line_by_line() -> None:
    from datetime import date
    from decimal import Decimal

    from huilin.drafting import DraftPosting

    def sale(day: date, amount: str) -> Draft:
        legs = (DraftPosting(BANK, Decimal(amount)), DraftPosting(EVENTS[0].credit, -Decimal(amount)))
        return Draft("Company", day, "sale", legs, meta={"id": f"Company/{day:%Y-%m}/记-0001"}, flag="*")

    books = books_of([sale(date(2026, 3, 1), "5.00"), sale(date(2026, 4, 1), "7.00"), sale(date(2026, 5, 1), "1.50")])
    ledger = subsidiary_ledger(books.frames, BANK, parse_period("2026-Q2"))

    assert list(ledger["debit"]) == [700, 150]
    assert list(ledger["credit"]) == [0, 0]
    assert list(ledger["balance"]) == [1200, 1350]
