"""Whatever the amounts, an event balances to the fen or is refused; nothing is rounded twice."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huilin.errors import UsageError
from huilin.events import catalogue, gather, make
from huilin.events.answers import Said
from huilin.events.expressions import amount, part
from tools.events.books import TODAY

if TYPE_CHECKING:
    from huilin.books import Books

FEN = st.integers(min_value=0, max_value=10**10)
VOUCHER = "Fund/2025-01/记-0001"


@pytest.mark.parametrize("name", catalogue())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_amounts_keep_an_event_balanced(name: str, books: Books, data: st.DataObject) -> None:
    event = catalogue()[name]
    answers = dict(data.draw(st.sampled_from(event.examples)).answers)
    for question in event.questions:
        if question.type in ("amount", "quantity"):
            fen = data.draw(FEN, label=question.field)
            answers[question.field] = f"{Decimal(fen).scaleb(-2):.2f}"
        elif question.type == "count":
            answers[question.field] = str(data.draw(st.integers(1, 60), label=question.field))
        elif question.type == "voucher":
            answers[question.field] = VOUCHER
    try:
        made = make(gather(event, books, Said(answers, {}), today=TODAY))
    except UsageError:
        return  # what an event refuses is told in test_answers

    for draft in made.drafts:
        assert draft.difference == 0
        assert all(posting.amount == posting.amount.quantize(Decimal("0.01")) for posting in draft.postings)


@given(total=FEN, months=st.integers(min_value=1, max_value=600))
def test_a_schedule_ends_exactly(total: int, months: int) -> None:
    """The months sum to the whole, and no two differ by more than a fen."""
    sum_of = Fraction(total, 100)
    parts = [part(sum_of, Fraction(k), Fraction(months)) for k in range(1, months + 1)]

    assert sum(parts) == sum_of
    assert max(parts) - min(parts) <= Fraction(1, 100)


@given(gross=st.integers(min_value=1, max_value=10**12))
def test_tax_and_net_are_the_gross(gross: int) -> None:
    """net = gross / 1.01 rounded half up, VAT the rest: never off by more than half a fen."""
    exact = Fraction(gross, 100)

    net = amount("gross / 1.01", lambda _: exact)

    assert abs(Fraction(net) - exact / Fraction("1.01")) <= Fraction(1, 200)
