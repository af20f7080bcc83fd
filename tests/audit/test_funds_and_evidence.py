"""The lowest evening of a project, the state of evidence, and figures that open to their entries."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from huilin.audit.pages import page, statements
from huilin.errors import UsageError
from huilin.money import show
from huilin.reporting import facts_of

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.audit import Table
    from tests.audit.conftest import Ask


def gift(day: str, number: int, amount: str, project: str = "路灯改造") -> str:
    return (
        f'\n{day} * "捐款"\n  id: "Fund/{day[:7]}/记-{number:04d}"\n  project: "{project}"\n  donor: "D0001"\n'
        f"  Assets:Fund:1002银行存款:01存放慈善总会  {amount} CNY\n  Income:Fund:4101捐赠收入:02限定性  -{amount} CNY\n"
    )


def spend(day: str, number: int, amount: str, project: str = "路灯改造") -> str:
    return (
        f'\n{day} * "支出"\n  id: "Fund/{day[:7]}/记-{number:04d}"\n  project: "{project}"\n'
        f"  Expenses:Fund:5101业务活动成本:02限定性  {amount} CNY\n  Assets:Fund:1002银行存款:01存放慈善总会  -{amount} CNY\n"
    )


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.cells()]


def test_a_project_is_rolled_forward_with_its_lowest_evening(ask: Ask) -> None:
    ledger = (
        gift("2026-06-30", 1, "100.00")
        + spend("2026-07-03", 1, "90.00")
        + gift("2026-07-03", 2, "5.00")
        + gift("2026-07-09", 3, "50.00")
    )

    roll, advances, days = page("restricted").make(ask(ledger, "2026-Q3"))

    assert texts(roll) == [["路灯改造", "捐赠人", "100.00", "55.00", "-90.00", "", "65.00", "15.00", "2026-07-03"]]
    assert texts(days) == [
        ["路灯改造", "2026-07-03", "5.00", "-90.00", "15.00"], ["路灯改造", "2026-07-09", "50.00", "", "65.00"],
    ]  # fmt: skip
    assert all(check.holds for check in roll.checks)
    assert len(advances) == 0


def test_before_it_moves_a_project_holds_its_opening(ask: Ask) -> None:
    roll, *_ = page("restricted").make(ask(gift("2026-06-30", 1, "100.00") + gift("2026-07-09", 1, "50.00"), "2026-Q3"))

    assert texts(roll)[0][7:] == ["100.00", "2026-07-01"]


@pytest.fixture
def with_evidence(ask: Ask, tmp_path: Path) -> tuple[Table, ...]:
    """One voucher with sound evidence, one whose file was changed, one file that nothing names, one voucher bare."""
    folder = tmp_path / "documents/2026"
    folder.mkdir(parents=True)
    ledger = ""
    for number, name in enumerate(("好", "改"), 1):
        (folder / f"{name}.txt").write_text(name, encoding="utf-8")
        mark = hashlib.sha256(name.encode()).hexdigest()
        ledger += spend("2026-07-03", number, "3000.00").replace('* "支出"', f'* "支出" ^ev-{mark[:8]}')
        ledger += f'2026-07-03 document Assets:Fund:1002银行存款:01存放慈善总会 "documents/2026/{name}.txt" ^ev-{mark[:8]}\n  sha256: "{mark}"\n'
    (folder / "改.txt").write_text("别的", encoding="utf-8")
    (folder / "多.txt").write_text("多", encoding="utf-8")
    return page("evidence").make(ask(ledger + spend("2026-07-03", 3, "2000.00") + spend("2026-07-03", 4, "1999.99")))


def test_missing_changed_and_loose_evidence_is_told_apart(with_evidence: tuple[Table, ...]) -> None:
    _, missing, faulty, loose, register = with_evidence

    assert [row[1] for row in texts(missing)] == ["Fund/2026-07/记-0003"]
    assert [row[::2][:2] for row in texts(faulty)] == [["documents/2026/改.txt", "文件变了（哈希不符）"]]
    assert texts(loose) == [["documents/2026/多.txt"], ["documents/发票.txt"]]
    assert [row[3] for row in texts(register)] == ["Fund/2026-07/记-0001", "Fund/2026-07/记-0002"]


def test_every_posted_figure_opens_to_postings_that_add_up_to_it(ask: Ask) -> None:
    ledger = (
        gift("2026-07-03", 1, "100.00") + spend("2026-07-04", 2, "40.00") + gift("2026-07-05", 3, "7.00", "日常公益")
    )
    request = ask(ledger)

    facts = {fact.id: fact for fact in facts_of(statements.made(request))}
    opened = [fact for fact in facts.values() if fact.query and fact.entries]
    for fact in opened:
        assert sum(fen for _, _, fen in statements.postings_of(request.books, fact)) == fact.amount, fact.id
    assert len(opened) > 20


def test_a_figure_leads_to_accounts_and_vouchers_and_a_formula_to_its_parts(ask: Ask) -> None:
    request = ask(gift("2026-07-03", 1, "100.00"), options={"fact": "Fund.receipts.donations.period"})
    ids = [fact.id for fact in facts_of(statements.made(request)) if fact.entries and fact.amount == 10000]

    _, accounts, postings = statements.drill_down(request, ids[0])

    assert texts(accounts)[-1][1:] == ["合计", "1", show(10000)]
    assert [row[1] for row in texts(postings)] == ["Fund/2026-07/记-0001"]
    total = next(fact for fact in facts_of(statements.made(request)) if fact.formula and "." in fact.formula)
    assert len(statements.drill_down(request, total.id)[1]) > 0
    with pytest.raises(UsageError, match="没有数字"):
        statements.drill_down(request, "nothing")


def test_the_promise_shows_its_terms_even_when_nothing_is_owed(ask: Ask) -> None:
    terms, steps, periods, reconciliation, moves = page("reinvestment").make(ask())

    assert texts(terms)[0][4] == "20.00%"
    assert all(check.holds for table in (steps, reconciliation) for check in table.checks)
    assert (texts(periods)[-1][0], len(moves)) == ("合计", 0)
