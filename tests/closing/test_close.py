"""Closing a period: what it books, what it refuses, and that it is done whole or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin import storage
from huilin.closing import NotReadyError, foresee, verify
from huilin.closing import seals as seals_of
from huilin.errors import RefusedError
from huilin.findings import errors_in
from huilin.promise import assess
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.books import Books
    from huilin.closing import Closed
    from huilin.workspace import Workspace

    Closing = Callable[..., Closed]
    Loading = Callable[[], Books]


def amounts(closed: Closed) -> dict[str, str]:
    """Return what each voucher of the closing books, by its kind."""
    return {voucher.meta["kind"]: str(voucher.postings[0].amount) for voucher in closed.vouchers}


def contents(workspace: Workspace) -> dict[str, bytes]:
    """Return every file of the workspace."""
    files = (f for f in workspace.root.rglob("*") if f.is_file() and f.name != storage.LOCK)
    return {str(f.relative_to(workspace.root)): f.read_bytes() for f in files}


def test_an_exempt_quarter_moves_its_vat_to_income_and_then_bears_promise_and_tax(
    closing: Closing, books: Loading
) -> None:
    """
    2026-08-01 * "303,000 gross"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               303000.00 CNY
      Income:Company:5001主营业务收入:01团购自营      -300000.00 CNY
      Liabilities:Company:2221应交税费:01应交增值税     -3000.00 CNY

    2026-08-20 * "costs"
      id: "Company/2026-08/记-0002"
      Expenses:Company:5602管理费用:03办公费            203000.00 CNY
      Assets:Company:1002银行存款:01建行               -203000.00 CNY
    """
    closed = closing("2026-Q3")

    assert amounts(closed) == {"税费减免": "3000.00", "反哺计提": "19000.00", "所得税计提": "5000.00"}
    assert [voucher.meta["id"] for voucher in closed.vouchers] == [
        "Company/2026-09/记-0001",
        "Company/2026-09/记-0002",
        "Company/2026-09/记-0003",
    ]
    assert {(v.flag, v.meta["reviewed"]) for v in closed.vouchers} == {("*", "陈主任")}
    assert [(seal.entity, seal.start, seal.end) for seal in closed.seals] == [
        ("Fund", "2025-01-01", "2026-09-30"),
        ("Company", "2025-01-01", "2026-09-30"),
    ]
    after = books()
    assert errors_in(after.findings) == ()
    assert after.frames.sum(entity="Company", codes=["2221:01"]) == 0
    assert after.frames.sum(entity="Company", codes=["2241:02"]) == -1900000


def test_one_fen_over_the_threshold_everything_stays_taxed(closing: Closing, books: Loading) -> None:
    """
    2026-08-01 * "a fen too much"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               303000.01 CNY
      Income:Company:5001主营业务收入:01团购自营      -300000.01 CNY
      Liabilities:Company:2221应交税费:01应交增值税     -3000.00 CNY
    """
    assert "税费减免" not in amounts(closing("2026-Q3"))
    assert books().frames.sum(entity="Company", codes=["2221:01"]) == -300000


def test_vat_that_was_moved_already_is_not_moved_again(closing: Closing) -> None:
    """
    2026-08-01 * "10,100 gross"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行                10100.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -10000.00 CNY
      Liabilities:Company:2221应交税费:01应交增值税      -100.00 CNY

    2026-08-31 * "moved by hand, in part"
      id: "Company/2026-08/记-0002"
      kind: "税费减免"
      Liabilities:Company:2221应交税费:01应交增值税        60.00 CNY
      Income:Company:5301营业外收入:02税费减免            -60.00 CNY
    """
    assert amounts(closing("2026-Q3"))["税费减免"] == "40.00"


def test_quarters_of_a_closed_year_are_each_brought_up_to_date(closing: Closing) -> None:
    """
    2026-02-01 * "first quarter"
      id: "Company/2026-02/记-0001"
      Assets:Company:1002银行存款:01建行                20000.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -20000.00 CNY

    2026-05-01 * "second quarter"
      id: "Company/2026-05/记-0001"
      Expenses:Company:5602管理费用:03办公费             10000.00 CNY
      Assets:Company:1002银行存款:01建行                -10000.00 CNY
    """
    closed = closing("2026", today=date(2027, 1, 10))

    booked = [
        (f"{v.date}", v.meta["kind"], str(v.postings[0].amount)) for v in closed.vouchers if v.meta["kind"] != "结转"
    ]
    assert booked == [
        ("2026-03-31", "反哺计提", "3800.00"),
        ("2026-03-31", "所得税计提", "1000.00"),
        ("2026-06-30", "反哺计提", "-1900.00"),
        ("2026-06-30", "所得税计提", "-500.00"),
    ]


def test_a_month_within_a_quarter_only_seals(closing: Closing) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行                20000.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -20000.00 CNY
    """
    closed = closing("2026-08")

    assert closed.vouchers == ()
    assert [f.name for f in closed.files] == [
        "2026-08.Fund.json",
        "2026-08.Fund.entries.jsonl",
        "2026-08.Company.json",
        "2026-08.Company.entries.jsonl",
    ]


def test_each_entry_has_its_calculation_sheet_as_evidence(closing: Closing, workspace: Workspace) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Income:Company:5001主营业务收入:01团购自营      -100000.00 CNY
    """
    closing("2026-Q3")

    (promise,) = (workspace.documents / "2026").glob("反哺计提表-*")
    month = (workspace.root / "company/2026/2026-09.beancount").read_text()
    assert "本次应计提" in promise.read_text()
    assert "19,000.00" in promise.read_text()
    assert f'document Expenses:Company:5711营业外支出:01公益性捐赠支出 "../../documents/2026/{promise.name}"' in month
    assert month.count("^ev-") == 4


def test_drafts_and_errors_are_listed_and_refused(closing: Closing, workspace: Workspace) -> None:
    """
    2026-08-01 ! "not yet reviewed"
      Assets:Company:1002银行存款:01建行                20000.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -20000.00 CNY

    2026-08-02 * "does not tie"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行                20000.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -20000.01 CNY
    """
    before = contents(workspace)

    with pytest.raises(NotReadyError) as refused:
        closing("2026-Q3")

    rules = {finding.rule for finding in refused.value.findings}
    assert {"exact-sum", "draft-left"} <= rules
    assert "company/2026/2026-01.beancount:1" in refused.value.text.zh
    assert refused.value.exit_code == 1
    assert contents(workspace) == before


def test_a_draft_of_the_next_period_does_not_matter(closing: Closing) -> None:
    """
    2026-10-01 ! "next quarter"
      Assets:Company:1002银行存款:01建行                20000.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -20000.00 CNY
    """
    assert len(closing("2026-Q3").seals) == 2


@pytest.mark.parametrize("today", [date(2026, 8, 1), date(2026, 9, 30)])
def test_a_period_that_is_not_over_is_refused(closing: Closing, today: date) -> None:
    """
    2026-01-05 * "capital"
      id: "Company/2026-01/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Equity:Company:3001实收资本                     -100000.00 CNY
    """
    with pytest.raises(RefusedError, match="还不能结账"):
        closing("2026-Q3", today=today)


def test_closing_twice_is_refused_and_changes_nothing(closing: Closing, workspace: Workspace) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Income:Company:5001主营业务收入:01团购自营      -100000.00 CNY
    """
    closing("2026-Q3")
    once = contents(workspace)

    for name in ("2026-Q3", "2026-08", "2026-Q2"):
        with pytest.raises(RefusedError, match="已经结账"):
            closing(name)
    assert contents(workspace) == once


def test_seals_follow_each_other_without_a_gap(closing: Closing, workspace: Workspace, books: Loading) -> None:
    """
    2026-01-05 * "capital"
      id: "Company/2026-01/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Equity:Company:3001实收资本                     -100000.00 CNY
    """
    closing("2026-06")
    with pytest.raises(RefusedError, match="2026-07"):
        closing("2026-09")
    closing("2026-07")
    closing("2026-Q3")

    chain = [seal for seal in seals_of.read(workspace) if seal.entity == "Company"]
    assert [(seal.period, seal.start, seal.end) for seal in chain] == [
        ("2026-06", "2025-01-01", "2026-06-30"),
        ("2026-07", "2026-07-01", "2026-07-31"),
        ("2026-Q3", "2026-08-01", "2026-09-30"),
    ]
    assert [seal.previous for seal in chain] == ["", chain[0].hash, chain[1].hash]
    assert verify(books()) == ()


def test_an_entity_left_open_is_closed_alone(closing: Closing, workspace: Workspace) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Income:Company:5001主营业务收入:01团购自营      -100000.00 CNY
    """
    closing("2026-Q3")
    for file in workspace.seals.glob("2026-Q3.Company.*"):
        file.unlink()

    again = closing("2026-Q3")

    assert [seal.entity for seal in again.seals] == ["Company"]
    assert again.vouchers == ()


def test_a_crash_at_any_write_leaves_the_old_books_or_the_new(
    closing: Closing, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Income:Company:5001主营业务收入:01团购自营      -100000.00 CNY
    """

    class CrashError(Exception):
        pass

    def crash(root: object, files: object) -> None:
        raise CrashError

    before = contents(workspace)
    with monkeypatch.context() as broken:
        broken.setattr("huilin.closing.process.write_all", crash)
        with pytest.raises(CrashError):
            closing("2026-Q3")
    assert contents(workspace) == before

    with monkeypatch.context() as broken:
        broken.setattr("huilin.storage.recover", crash_after_journal(CrashError))
        with pytest.raises(CrashError):
            closing("2026-Q3")
    assert storage.recover(workspace.root)
    with pytest.raises(RefusedError, match="已经结账"):
        closing("2026-Q3")


def crash_after_journal(error: type[Exception]) -> Callable[[object], bool]:
    """Return a `recover` that finds no journal first (taking the lock), and crashes on the one just written."""
    calls: list[object] = []

    def recover(root: object) -> bool:
        calls.append(root)
        if len(calls) > 1:
            raise error
        return False

    return recover


def test_a_closing_that_would_break_the_books_writes_nothing(closing: Closing, workspace: Workspace) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Income:Company:5001主营业务收入:01团购自营      -100000.00 CNY

    2026-10-01 balance Liabilities:Company:2241其他应付款:02应付捐赠款  0.00 CNY
    """
    before = contents(workspace)

    with pytest.raises(NotReadyError):
        closing("2026-Q3")
    assert contents(workspace) == before


def test_progress_is_told_step_by_step(closing: Closing) -> None:
    """
    2026-01-05 * "capital"
      id: "Company/2026-01/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Equity:Company:3001实收资本                     -100000.00 CNY
    """
    told: list[tuple[str, int, int]] = []
    closing("2026-Q3", progress=lambda step, done, total: told.append((step.zh, done, total)))

    assert [(done, total) for _, done, total in told] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_promise_stays_exact_with_decimal_money(closing: Closing) -> None:
    """
    2026-08-01 * "sales"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行                 1000.07 CNY
      Income:Company:5001主营业务收入:01团购自营        -1000.07 CNY
    """
    assert Decimal(amounts(closing("2026-Q3"))["反哺计提"]) == Decimal("190.01")


def test_what_closing_will_bring_can_be_seen_before(workspace: Workspace, books: Loading, closing: Closing) -> None:
    """
    2026-08-01 * "10,100 gross"
      id: "Company/2026-08/记-0001"
      Assets:Company:1002银行存款:01建行                10100.00 CNY
      Income:Company:5001主营业务收入:01团购自营       -10000.00 CNY
      Liabilities:Company:2221应交税费:01应交增值税      -100.00 CNY
    """
    before = contents(workspace)
    quarter, today = parse_period("2026-Q3"), date(2026, 10, 15)

    foreseen = foresee(books(), quarter, today=today)
    (today_,), (then,) = (assess(b, quarter, today=today) for b in (books(), foreseen.books))

    assert contents(workspace) == before
    assert (str(today_.owed), str(then.owed)) == ("1900.00", "1919.00")
    closed = amounts(closing("2026-Q3"))
    assert closed["反哺计提"] == "1919.00"
    assert {v.meta["kind"]: str(v.postings[0].amount) for v in foreseen.vouchers} == closed


def test_many_things_in_the_way_are_counted_and_the_first_named(closing: Closing, workspace: Workspace) -> None:
    """
    2026-01-05 * "capital"
      id: "Company/2026-01/记-0001"
      Assets:Company:1002银行存款:01建行               100000.00 CNY
      Equity:Company:3001实收资本                     -100000.00 CNY
    """
    draft = """
2026-08-{day:02} ! "draft"
  Expenses:Company:5602管理费用:03办公费  1.00 CNY
  Assets:Company:1002银行存款:01建行  -1.00 CNY
"""
    drafts = "".join(draft.format(day=day) for day in range(1, 13))
    (workspace.root / "company/2026/2026-08.beancount").write_text(drafts)

    with pytest.raises(NotReadyError, match="有 12 处要先处理") as refused:
        closing("2026-Q3")

    assert len(refused.value.findings) == 12
    assert refused.value.text.zh.count("还是草稿") == 5
