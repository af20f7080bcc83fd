"""会民非01–03 of a registered fund: every line, in the form of 2026 and in the layout of 2004 that is uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.money import show
from huilin.reporting import Fact, facts_of
from tests.reporting.registered import ACTIVITIES, BLANK, CASH_FLOW, POSITION, VOUCHERS, ledger, v
from tests.reporting.small import amounts, books_of, made, prove

if TYPE_CHECKING:
    from huilin.books import Books
    from huilin.reporting import Statement

FORMS = ("fund_position", "fund_activities", "fund_cash_flow")
UPLOADS = tuple(f"{name}_tax" for name in FORMS)


@pytest.fixture(scope="module")
def books() -> Books:
    return books_of(ledger(), "")


def one(books: Books, name: str, period: str = "2026") -> Statement:
    (statement,) = made(books, name, period)
    return statement


def test_every_line_of_the_balance_sheet_by_hand(books: Books) -> None:
    known = amounts([one(books, "fund_position")])

    assert {id_: known[f"Union.position.{id_}.end"] for id_ in POSITION} == POSITION
    assert known["Union.position.77.opening"] == "50,000.00"
    assert known["Union.position.27.opening"] == known["Union.position.80.opening"] == "92,500.00"


def test_every_line_of_the_statement_of_activities_by_hand(books: Books) -> None:
    known = amounts([one(books, "fund_activities")])

    for line, by_class in ACTIVITIES.items():
        assert (
            tuple(known.get(f"Union.activities.{line}.ytd.{key}", "") for key in ("free", "tied", "total")) == by_class
        )


def test_every_line_of_the_cash_flow_statement_by_hand(books: Books) -> None:
    known = amounts([one(books, "fund_cash_flow")])

    assert {id_: known[f"Union.cash-flow.{id_}.ytd"] for id_ in CASH_FLOW} == CASH_FLOW


def test_every_line_has_data_but_those_of_which_no_account_is_a_part(books: Books) -> None:
    expected = {"fund_position": POSITION, "fund_activities": ACTIVITIES, "fund_cash_flow": CASH_FLOW}

    for name, lines in expected.items():
        printed = [line for line in one(books, name).lines if line.style != "heading"]
        blank = [line.label.zh for line in printed if not any(line.cells)]
        assert len(printed) - len(blank) == len(lines)
        assert len(blank) <= len(BLANK)


@pytest.mark.parametrize("period", ["2026-03", "2026-Q2", "2026"])
def test_every_figure_is_proved_and_every_check_holds_by_month_quarter_and_year(books: Books, period: str) -> None:
    statements = [one(books, name, period) for name in (*FORMS, *UPLOADS)]

    prove(books, facts_of(statements))
    assert [check.label.zh for s in statements for check in s.checks if not check.holds] == []


def test_the_layout_for_upload_prints_the_official_numbers_over_the_codes_of_2026(books: Books) -> None:
    position, activities, cash = (_by_number(one(books, name)) for name in UPLOADS)

    assert [position[n] for n in ("1", "9", "15", "21", "24", "30", "41", "51", "60", "120")] == [
        "64,042.20", "600.00", "1,300.00", "9,670.00", "4,700.00", "14,370.00", "3,525.00", "1,300.00", "118,838.20", "118,838.20",
    ]  # fmt: skip
    assert [activities[n] for n in ("1", "9", "11", "12", "21", "24", "28", "35", "40", "45")] == [
        "12,101.00", "2,025.50", "21,566.50", "4,360.00", "2,820.00", "330.00", "148.30", "7,658.30", "0.00", "13,978.20",
    ]  # fmt: skip
    assert [cash[n] for n in ("1", "13", "19", "23", "24", "44", "59", "61")] == [
        "10,900.00", "20,075.50", "843.30", "6,343.30", "13,732.20", "-4,160.00", "3,970.00", "13,542.20",
    ]  # fmt: skip


def test_the_form_of_2026_says_that_it_is_not_verified_and_prints_no_numbers(books: Books) -> None:
    for name in FORMS:
        statement = one(books, name)
        assert "未与官方原文核对" in statement.basis.zh  # type: ignore[union-attr]
        assert {line.number for line in statement.lines} == {""}
    assert all("2004年版式" in one(books, name).basis.zh for name in UPLOADS)  # type: ignore[union-attr]


def test_the_first_year_of_the_new_system_has_no_comparatives_and_the_next_one_has(books: Books) -> None:
    later = books_of(ledger((*VOUCHERS, v("2027-02-01", ("1001", "10"), ("4201:01", "-10")))), "")

    for name in ("fund_activities", "fund_cash_flow"):
        first, second = one(books, name), one(later, name, "2027")
        assert not any("上年" in heading.zh for heading in first.columns)
        assert any("不要求提供上年比较数" in note.zh for note in first.notes)
        assert any("上年" in heading.zh for heading in second.columns)
    known = amounts([one(later, "fund_activities", "2027"), one(later, "fund_cash_flow", "2027")])
    assert known["Union.activities.dues.prior.free"] == known["Union.cash-flow.dues.prior"] == "600.00"
    assert known["Union.activities.dues.ytd.free"] == "10.00"


def test_balances_taken_over_are_told_apart_from_what_happened() -> None:
    """The year before, kept by the standard of 2004: its form has all numbers, its cash came with the opening entry."""
    books = books_of(ledger(), "")
    cash, activities = one(books, "fund_cash_flow", "2025"), one(books, "fund_activities", "2025")
    known = amounts([cash, activities])

    assert known["Union.cash-flow.61.ytd"] == "0.00"
    assert known["Union.cash-flow.taken-over.ytd"] == "50,500.00"
    assert known["Union.activities.opened.ytd.free"] == "50,000.00"
    assert known["Union.activities.opened.ytd.tied"] == "26,500.00"
    assert "Union.activities.released.ytd.free" not in known
    assert [line.number for line in cash.lines if line.number][-1] == "61"
    assert all(check.holds for check in (*cash.checks, *activities.checks))


def _by_number(statement: Statement) -> dict[str, str]:
    """Return the last figure of each numbered line."""
    return {
        line.number: amounts_of[-1]
        for line in statement.lines
        if line.number and (amounts_of := [show(cell.amount) for cell in line.cells if isinstance(cell, Fact)])
    }
