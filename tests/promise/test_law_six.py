"""Law 6 on every day of random histories: accrued − paid = the balance of 2241.02; paid = received + in transit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huilin.closing.foresight import with_vouchers
from huilin.drafting import POSTED, Draft, DraftPosting
from huilin.money import to_decimal
from huilin.promise import by_period, policies, settlement
from huilin.promise.figures import figures
from huilin.vocabulary import parse_period
from tests.promise.conftest import HEAD, POLICY, books_of

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books

NEW_YEAR = date(2026, 1, 1)
DEBT, GIFT = "Liabilities:Company:2241其他应付款:02应付捐赠款", "Expenses:Company:5711营业外支出:01公益性捐赠支出"
BANK, HOST, INCOME = "Assets:Company:1002银行存款", "Assets:Fund:1002银行存款", "Income:Fund:4101捐赠收入:02限定性"


class Step(NamedTuple):
    """A quarter: what it accrues, and of what is open then how much is paid, after how many days it arrives."""

    fen: int
    percent: int
    wait: int
    arrives: int


STEPS = st.lists(
    st.builds(Step, st.integers(-500_000, 2_000_000), st.integers(0, 100), st.integers(1, 80), st.integers(0, 40)),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder: Path = tmp_path_factory.mktemp("law")
    return books_of(folder, HEAD + POLICY)


def entry(entity: str, day: date, kind: str, sides: tuple[str, str], fen: int, link: str) -> Draft:  # noqa: PLR0917 - an entry
    debit, credit = sides
    legs = (DraftPosting(debit, to_decimal(fen)), DraftPosting(credit, to_decimal(-fen)))
    project = {"project": "社区公共服务"} if entity == "Fund" else {}
    return Draft(entity, day, kind, legs, meta={"kind": kind, **project}, links=(link,), flag=POSTED)


def history(steps: list[Step]) -> list[Draft]:
    drafts: list[Draft] = []
    owed = paid = 0
    for number, step in enumerate(steps):
        end = date(2026 + number // 4, number % 4 * 3 + 3, 30)
        accrued = max(step.fen, paid - owed)
        link = f"reinvest-{number}"
        if accrued:
            drafts.append(entry("Company", end, "反哺计提", (GIFT, DEBT), accrued, link))
        owed += accrued
        gone = (owed - paid) * step.percent // 100
        if gone:
            day = end + timedelta(days=step.wait)
            drafts.append(entry("Company", day, "反哺支付", (DEBT, BANK), gone, link))
            drafts.append(entry("Fund", day + timedelta(days=step.arrives), "反哺到账", (HOST, INCOME), gone, link))
            paid += gone
    return drafts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_on_every_day(empty: Books, steps: list[Step]) -> None:
    drafts = history(steps)
    books = with_vouchers(empty, drafts)
    policy = policies(books)[0]
    for day in sorted({d.date + timedelta(days=more) for d in drafts for more in (-1, 0, 1)}):
        found = settlement(books, policy, day)
        balance = -books.frames.sum(entity="Company", codes=["2241:02"], end=day)
        came = -books.frames.sum(entity="Fund", codes=["4101"], end=day)
        claims = books.frames.sum(entity="Fund", codes=["1121", "1122"], end=day)

        assert found.accrued - found.paid == found.difference == to_decimal(balance) >= 0
        assert found.paid == found.received + found.in_transit
        assert (found.received, claims) == (to_decimal(came), 0)
        assert sum((line.open for line in by_period(books, policy, day)), Decimal(0)) == found.difference


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_years_share_what_was_paid_without_loss(empty: Books, steps: list[Step]) -> None:
    """What the years say they accrued and paid adds up to what the account says, whatever year a payment falls in."""
    drafts = history(steps)
    books = with_vouchers(empty, drafts)
    policy = policies(books)[0]
    last = max((d.date for d in drafts), default=NEW_YEAR)
    years = [parse_period(f"{year}") for year in range(2026, last.year + 1)]
    made = [figures(books, "Company", year, policy=policy) for year in years]

    assert sum((one.accrued_before for one in made), Decimal(0)) == settlement(books, policy, years[-1].end).accrued
    paid = sum((one.paid_in_year + one.paid_late for one in made), Decimal(0))
    assert paid == settlement(books, policy, years[-1].end).paid
