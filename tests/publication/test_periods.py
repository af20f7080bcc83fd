"""A month, a quarter and a year are published alike, each with what fits it, and each can be verified."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.closing import close
from huilin.publication import publish
from huilin.publication.verify_proofs import prove
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from huilin.workspace import Workspace


NET_ASSETS = """
include "2026/2026-12.beancount"
2026-01-01 open Equity:Fund:3101非限定性净资产
2026-01-01 open Equity:Fund:3102限定性净资产
"""
"""What a year's closing needs."""


@pytest.mark.parametrize(
    ("period", "today", "flows", "columns"),
    [
        ("2026-07", date(2026, 8, 10), ("1500.00", "0.00"), {"period", "ytd"}),
        ("2026-08", date(2026, 9, 10), ("0.00", "420.50"), {"period", "ytd"}),
        ("2026-Q3", date(2026, 10, 15), ("1500.00", "420.50"), {"period", "ytd"}),
        ("2026", date(2027, 1, 20), ("1500.00", "420.50"), {"period"}),
    ],
)
def test_each_kind_of_period_is_closed_published_and_verified(
    workspace: Workspace, period: str, today: date, flows: tuple[str, str], columns: set[str]
) -> None:
    when = parse_period(period)
    books = workspace.root / "fund/books.beancount"
    (workspace.root / "fund/2026").mkdir()
    (workspace.root / "fund/2026/2026-12.beancount").touch()
    books.write_text(books.read_text(encoding="utf-8") + NET_ASSETS, encoding="utf-8")
    close(workspace, load(workspace), when, by="陈主任", today=today)
    made = publish(workspace, load(workspace), when, today=today)
    facts = {
        fact["id"]: fact["amount"]
        for fact in json.loads((made.folder / "facts.json").read_text(encoding="utf-8"))["facts"]
    }

    assert tuple(facts[f"Community.summary.Fund-{line}.period"] for line in ("received", "spent")) == flows
    assert {id_.rpartition(".")[2] for id_ in facts if id_.startswith("Community.summary.Fund-spent")} == columns
    assert when.title.zh in (made.folder / "index.html").read_text(encoding="utf-8")
    assert prove(made.folder).failed == ()


def test_month_quarter_and_year_stand_beside_each_other_and_the_quarter_finds_the_month_unchanged(
    workspace: Workspace,
) -> None:
    for period, today in (("2026-07", date(2026, 8, 10)), ("2026-Q3", date(2026, 10, 15))):
        close(workspace, load(workspace), parse_period(period), by="陈主任", today=today)
        made = publish(workspace, load(workspace), parse_period(period), today=today)
    said = (made.folder / "data/Community-changes.csv").read_text(encoding="utf-8-sig")

    assert {path.name for path in workspace.published.iterdir() if not path.name.startswith(".")} == {
        "2026-07",
        "2026-Q3",
    }
    assert "2026年7月公布的" in said
    assert "全部一致" in said
