"""Check, the promise and the closing of 2026-Q3, each figure worked out again from the ledger's text."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.outside import REVIEWER, entries, total, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.acceptance.conftest import Demo
    from tests.acceptance.outside import Entry, Huilin

pytestmark = pytest.mark.xdist_group("demo")

FEN = Decimal("0.01")
LAST_DAY = "2026-09-30"
DONATIONS = ":5711营业外支出:01"
INCOME_TAX = ":5801所得税费用"
PROMISE = "Liabilities:Company:2241其他应付款:02应付捐赠款"


def test_check_prints_the_contract(demo: Demo) -> None:
    """`huilin --json check`: findings with rule, severity, file, line, message, remedy – and none is an error."""
    findings = demo.run("check").data()["findings"]

    assert isinstance(findings, list)
    for finding in findings:
        assert set(finding) == {"rule", "severity", "file", "line", "message", "remedy"}
        assert finding["severity"] in {"warning", "note"}, finding
        assert isinstance(finding["line"], int)
        assert finding["rule"]
        assert finding["message"]
        assert finding["remedy"]
        assert (demo.workspace / finding["file"]).exists(), finding


def owed_to_date(books: list[Entry]) -> Decimal:
    """20 % of the year's net profit as if nothing were given, losses of earlier years first (issue 2, part 6).

    Income tax as if nothing were given: 5 % of what is left of the profit after the tax loss of 2025.
    """
    year = [entry for entry in books if "2026-01-01" <= entry.date <= LAST_DAY and entry.file.startswith("company")]
    result = -total(year, lambda name: name.startswith(("Income:", "Expenses:")), closing=False)
    given = total(year, lambda name: DONATIONS in name, closing=False)
    taxed = total(year, lambda name: INCOME_TAX in name, closing=False)
    before = result + given + taxed
    loss = Decimal("29251.94")
    tax = (max(before - loss, Decimal()) * Decimal("0.05")).quantize(FEN, ROUND_HALF_UP)
    return max((before - tax - loss) * Decimal("0.20"), Decimal()).quantize(FEN, ROUND_HALF_UP)


def test_the_loss_of_2025_is_what_its_books_say(demo: Demo) -> None:
    """The loss brought forward in the example is the loss of 2025, so losses brought forward matter."""
    demo.run("close")
    company = [entry for entry in demo.entries if entry.file.startswith("company")]

    lost = total(
        company, lambda name: name.startswith(("Income:", "Expenses:")), "2025-04-01", "2025-12-31", closing=False
    )

    assert lost == Decimal("29251.94")


def accrued(books: list[Entry], first: str = "", last: str = LAST_DAY) -> Decimal:
    return -total([e for e in books if e.meta.get("kind") == "反哺计提"], lambda name: name == PROMISE, first, last)


def test_the_promise_of_the_quarter_is_accrued_to_the_fen(demo: Demo) -> None:
    """After closing, what is accrued in 2026 is what the policy owes on the books as they are."""
    demo.run("close")

    assert accrued(demo.entries, "2026-07-01") > 0
    assert accrued(demo.entries, "2026-01-01") == owed_to_date(demo.entries)


def test_reinvest_shows_the_figures_that_are_booked(demo: Demo) -> None:
    """`--json reinvest 2026-Q3`, run before closing, already names owed, accrued before and to accrue now."""
    demo.run("close")
    shown = set(amounts(demo.run("reinvest").data()))

    owed = owed_to_date(demo.entries)
    now = accrued(demo.entries, "2026-07-01")
    assert {f"{owed:.2f}", f"{now:.2f}", f"{owed - now:.2f}", "29251.94"} <= shown


def amounts(data: Any) -> Iterator[str]:
    """Every text in the JSON; money may not be a float anywhere."""
    assert not isinstance(data, float), data
    if isinstance(data, dict):
        for value in data.values():
            yield from amounts(value)
    elif isinstance(data, list):
        for value in data:
            yield from amounts(value)
    elif isinstance(data, str):
        yield data.lstrip("-")


def test_reinvest_tells_the_steps(demo: Demo, huilin: Huilin) -> None:
    """For people: profit, losses, base, owed, one line each, with amounts people can read."""
    demo.run("close")
    ran = huilin("reinvest", "2026-Q3", workspace=demo.copies["post"])

    assert ran.code == 0, str(ran)
    assert "29,251.94" in ran.out
    assert f"{owed_to_date(demo.entries):,.2f}" in ran.out
    assert "20" in ran.out


def test_accrued_less_paid_is_the_liability(demo: Demo) -> None:
    """Law 6: on the last day of every month, accrued − paid = balance of 2241.02."""
    demo.run("close")
    for month in ("2026-03-31", "2026-04-30", "2026-06-30", "2026-07-31", "2026-08-31", LAST_DAY):
        paid = sum(
            (
                posting.amount
                for entry in demo.entries
                if entry.date <= month and entry.meta.get("kind") != "反哺计提"
                for posting in entry.postings
                if posting.account == PROMISE
            ),
            Decimal(),
        )
        balance = -total(demo.entries, lambda name: name == PROMISE, last=month)
        assert accrued(demo.entries, last=month) - paid == balance


def test_payment_and_receipt_of_the_second_quarter_are_two_linked_entries(demo: Demo) -> None:
    """The 7,722.59 of the second quarter leaves the company and reaches the fund, each in its own books, one link."""
    demo.run("close")
    amount = Decimal("7722.59")
    paid = [e for e in demo.entries if any(p.account == PROMISE and p.amount == amount for p in e.postings)]
    received = [
        e
        for e in demo.entries
        if e.date >= "2026-07-01"
        and any(p.account.startswith("Income:Fund:4101") and p.amount == -amount for p in e.postings)
    ]

    assert len(paid) == 1, paid
    assert len(received) == 1, received
    assert paid[0].date <= received[0].date
    assert {link for link in paid[0].links & received[0].links if link.startswith("reinvest-")}


def test_vat_of_an_exempt_quarter_is_let_off_or_stays_owed(demo: Demo) -> None:
    """Sales of the quarter up to 300,000: the VAT set aside becomes income; above, it stays a debt."""
    demo.run("close")
    company = [entry for entry in demo.entries if entry.file.startswith("company")]
    sales = -total(
        company, lambda n: n.startswith(("Income:Company:5001", "Income:Company:5051")), "2026-07-01", LAST_DAY
    )
    owed = -total(company, lambda name: ":2221应交税费:01" in name, last=LAST_DAY)

    assert (owed == 0) is (sales <= 300000)


def test_closing_leaves_no_drafts_and_sound_books(demo: Demo, huilin: Huilin) -> None:
    """After `close`, all is posted and `check` exits 0 without an error; the numbers have no gap."""
    demo.run("close")
    books = entries(demo.copies["close"])
    ran = huilin("--json", "check", workspace=demo.copies["close"])

    assert ran.code == 0, str(ran)
    assert [finding for finding in ran.data()["findings"] if finding["severity"] == "error"] == []
    assert [entry for entry in books if entry.flag != "*" or "id" not in entry.meta] == []
    for entity in ("Company", "Fund"):
        ids = sorted(e.meta["id"] for e in books if e.meta["id"].startswith(f"{entity}/2026-09/记-"))
        assert [int(each.rsplit("-", 1)[1]) for each in ids] == list(range(1, len(ids) + 1))


def test_closing_changes_no_posted_voucher(demo: Demo) -> None:
    """Closing adds entries; every voucher posted before keeps its number, day and amounts."""
    demo.run("close")

    def told(books: list[Entry]) -> dict[str, Any]:
        return {
            e.meta["id"]: (e.date, e.head, [(p.account, p.amount, p.commodity, p.meta) for p in e.postings])
            for e in books
        }

    before, after = told(entries(demo.copies["post"])), told(entries(demo.copies["close"]))
    assert {key: after.get(key) for key in before} == before


def test_closing_writes_a_seal_per_entity(demo: Demo) -> None:
    """`close` writes the first seals: JSON with a sha256, for the fund and for the company."""
    demo.run("close")
    seals = sorted((demo.copies["close"] / "seals").glob("*.json"))

    assert {seal.name for seal in seals} == {"2026-Q3.Company.json", "2026-Q3.Fund.json"}
    for seal in seals:
        json.loads(seal.read_text(encoding="utf-8"))
        assert any(len(word) == 64 for word in amounts(json.loads(seal.read_text(encoding="utf-8"))))


def test_a_period_closes_once(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """A second `close` is refused for safety and writes nothing."""
    demo.run("close")
    workspace = demo.copy("close", tmp_path / "ws")
    before = tree(workspace)

    ran = huilin("close", "2026-Q3", workspace=workspace, by=REVIEWER)

    assert ran.code == 3, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(workspace) == before


def test_closing_refuses_while_drafts_are_left(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """`close` with drafts left in the period is refused, and writes nothing."""
    demo.run("book")
    workspace = demo.copy("book", tmp_path / "ws")
    before = tree(workspace)

    ran = huilin("close", "2026-Q3", workspace=workspace, by=REVIEWER)

    assert ran.code in {1, 3}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(workspace) == before


def test_publishing_before_closing_is_refused(demo: Demo, huilin: Huilin, tmp_path: Path) -> None:
    """What is not closed is not published; nothing is written."""
    demo.run("post")
    workspace = demo.copy("post", tmp_path / "ws")
    before = tree(workspace)

    ran = huilin("publish", "2026-Q3", workspace=workspace)

    assert ran.code in {1, 3}, str(ran)
    assert len(ran.complaint) == 1, str(ran)
    assert tree(workspace) == before


def test_the_checkout_stays_as_it_was(demo: Demo) -> None:
    """The main job on a copy leaves every file of the checkout's `ledger/` untouched."""
    from tests.acceptance.outside import LEDGER

    demo.run("publish")
    assert tree(LEDGER) == demo.checkout_before
