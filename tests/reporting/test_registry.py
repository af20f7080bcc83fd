"""Reports are found by lying in reports/, and made in the order of a publication."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.errors import UsageError
from huilin.reporting import ReportRequest, facts_of
from huilin.reporting.registry import make_all, report, reports
from huilin.vocabulary import parse_period
from tests.reporting.small import WORKSPACE, books_of

if TYPE_CHECKING:
    from huilin.wording import Text


def test_the_stock_s_reports_come_in_the_order_in_which_they_are_published() -> None:
    assert [one.name for one in reports(WORKSPACE)] == [
        "summary",
        "one_yuan",
        "fund_receipts_payments",
        "host_reconciliation",
        "fund_balances",
        "fund_expenses",
        "suppliers",
        "projects",
        "project_papers",
        "donations",
        "gift_use",
        "reinvestment",
        "reinvestment_proof",
        "fund_activities",
        "fund_activities_tax",
        "fund_position",
        "fund_position_tax",
        "fund_cash_flow",
        "fund_cash_flow_tax",
        "company_months",
        "prepaid_cards",
        "company_income",
        "company_income_tax",
        "company_position",
        "company_position_tax",
        "company_cash_flow",
        "company_cash_flow_tax",
        "changes",
        "disclosure_clock",
        "notes",
        "fund_notes",
        "company_notes",
    ]


def test_an_unknown_report_names_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        report(WORKSPACE, "poems")

    assert "donations" in caught.value.remedy.en  # type: ignore[union-attr]


def test_empty_books_make_statements_without_failing_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []

    def progress(step: Text, done: int, total: int) -> None:
        told.append((done, total))

    request = ReportRequest(books_of(""), parse_period("2026-Q2"), date(2026, 10, 15), {})
    statements = make_all(request, progress)

    assert [check.label.zh for s in statements for check in s.checks if not check.holds] == []
    published = [one for one in reports(WORKSPACE) if one.is_published]
    assert told[0] == (0, len(published))
    assert told[-1] == (len(published), len(published))
    assert not any(statement.id.endswith("-tax") for statement in statements)
    assert {fact.amount for fact in facts_of(statements)} <= {0, 2_000_000, 30_000}


def test_ids_of_facts_are_ascii_and_unique_and_ids_of_statements_too() -> None:
    request = ReportRequest(books_of(""), parse_period("2026"), date(2026, 10, 15), {})
    statements = make_all(request)
    ids = [*(s.id for s in statements), *(fact.id for fact in facts_of(statements))]

    assert len(set(ids)) == len(ids)
    assert all(id_.isascii() for id_ in ids)
