"""A registered fund publishes its statutory forms: every query runs on its public ledger, every proof holds."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.closing import close
from huilin.publication.publishing import publish
from huilin.publication.verify import verify
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace
from tests.reporting.registered import ACTIVITIES, CASH_FLOW, POSITION, ledger

if TYPE_CHECKING:
    from pathlib import Path

QUARTER, TODAY = parse_period("2026-Q2"), date(2026, 7, 15)
HEAD = 'option "title" "{}"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\ninclude "{}"\n'
SIGNED = '  prepared: "周会计"\n  reviewed: "陈主任"\n  approved: "陈主任"\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("union")
    for folder in ("union", "private"):
        (root / folder).mkdir()
    (root / "community.toml").write_text(
        '[community]\nname = "晴川社区"\n[entities.Union]\nfolder = "union"\n'
        '[people]\n"周会计" = ["prepare"]\n"陈主任" = ["review", "approve"]\n',
        encoding="utf-8",
    )
    books = ledger().replace('option "operating_currency" "CNY"\n', "").replace('  id: "Union', f'{SIGNED}  id: "Union')
    (root / "main.beancount").write_text(HEAD.format("晴川社区", "union/main.beancount"), encoding="utf-8")
    (root / "union/main.beancount").write_text(HEAD.format("基金会", "books.beancount"), encoding="utf-8")
    (root / "union/books.beancount").write_text(books, encoding="utf-8")
    (root / "private/donors.csv").write_text(
        "id,name,kind,wish,alias,phone,since,note\nD0001,李秀兰,个人,实名,,,,\nD0002,王建国,个人,匿名,,,,\n",
        encoding="utf-8",
    )
    workspace = Workspace.find(root)
    close(workspace, load(workspace, today=TODAY), QUARTER, by="陈主任", today=TODAY)
    return publish(workspace, load(workspace, today=TODAY), QUARTER, today=TODAY).folder


def test_its_forms_stand_in_the_disclosure_with_the_figures_added_by_hand(published: Path) -> None:
    known = {one["id"]: one["amount"] for one in json.loads((published / "facts.json").read_text("utf-8"))["facts"]}

    def figures(form: str, column: str, lines: dict[str, str]) -> dict[str, str]:
        return {line: known[f"Union.{form}.{line}.{column}"] for line in lines}

    def plain(lines: dict[str, str]) -> dict[str, str]:
        return {line: amount.replace(",", "") for line, amount in lines.items()}

    assert figures("position", "end", POSITION) == plain(POSITION)
    assert figures("cash-flow", "ytd", CASH_FLOW) == plain(CASH_FLOW)
    totals = {line: by_class[2] for line, by_class in ACTIVITIES.items()}
    assert figures("activities", "ytd.total", totals) == plain(totals)


def test_a_stranger_can_prove_all_of_it(published: Path) -> None:
    verdict = verify(published)

    assert [claim.zh for claim in verdict.failed] == []


def test_its_flows_are_told_in_the_public_ledger_and_its_donors_are_not(published: Path) -> None:
    text = (published / "ledger.beancount").read_text("utf-8")

    assert 'cashflow: "grants-made"' in text
    assert 'cashflow: "opening"' in text
    assert "王建国" not in text
