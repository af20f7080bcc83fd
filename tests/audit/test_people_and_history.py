"""Donors and receipts, payees and related parties, seals and the log, two publications compared."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from huilin import journal
from huilin.audit.pages import page
from huilin.audit.pages.history import compared
from huilin.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.audit import Table
    from tests.audit.conftest import Ask


def gift(number: int, amount: str, donor: str, receipt: str) -> str:
    said = f'  receipt: "{receipt}"\n' if receipt else ""
    return (
        f'\n2026-07-{number:02d} * "捐款"\n  id: "Fund/2026-07/记-{number:04d}"\n  project: "日常公益"\n  donor: "{donor}"\n{said}'
        f"  Assets:Fund:1002银行存款:01存放慈善总会  {amount} CNY\n  Income:Fund:4101捐赠收入:01非限定性  -{amount} CNY\n"
    )


def paid(number: int, payee: str, amount: str, extra: str = "", *, entity: str = "Company", links: str = "") -> str:
    account, bank = (
        ("5602管理费用:01职工薪酬", "01建行基本户")
        if entity == "Company"
        else ("5101业务活动成本:01非限定性", "01存放慈善总会")
    )
    return (
        f'\n2026-10-{number:02d} * "{payee}" "付款"{links}\n  id: "{entity}/2026-10/记-{number:04d}"\n  project: "日常公益"\n{extra}'
        f"  Expenses:{entity}:{account}  {amount} CNY\n  Assets:{entity}:1002银行存款:{bank}  -{amount} CNY\n"
    )


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.cells()]


def by_id(tables: tuple[Table, ...]) -> dict[str, Table]:
    return {table.id.partition(".")[2]: table for table in tables}


def test_donors_add_up_and_receipts_are_accounted_for(ask: Ask) -> None:
    ledger = (
        gift(1, "10.00", "D0001", "2026000001") + gift(2, "30.00", "D0002", "2026000004") + gift(3, "5.00", "D0001", "")
    )
    ledger += gift(4, "7.00", "D0001", "2026000004")

    found = by_id(page("donors").make(ask(ledger, options={"confirm": "1"})))

    assert texts(found["donors"]) == [["D0002", "1", "30.00", "30.00", ""], ["D0001", "3", "22.00", "17.00", "5.00"]]
    assert all(check.holds for check in found["donors"].checks)
    assert [row[1] for row in texts(found["unreceipted"])] == ["Fund/2026-07/记-0003"]
    assert texts(found["gaps"]) == [["2026000002", "2026000003", "2"]]
    assert {row[0] for row in texts(found["doubles"])} == {"2026000004"}
    assert texts(found["confirmations"]) == [["D0002", "1", "30.00"]]
    assert len(found["receipts"]) == 3


def test_payees_related_parties_and_doubles(ask: Ask) -> None:
    ledger = '2026-01-01 custom "shareholder" "Company" "晴川社区居民委员会" 1.00\n'
    ledger += (
        paid(1, "菜场", "300.00")
        + paid(2, "菜场", "300.00")
        + paid(3, "菜场", "301.00")
        + paid(4, "晴川社区居民委员会", "20.00")
    )
    ledger += (
        paid(5, "周会计", "8.00")
        + paid(6, "甲公司", "9.00", '  related-party: "主任之妻的公司"\n')
        + paid(7, "晴川惠邻社区服务有限公司", "1.00")
    )

    found = by_id(page("parties").make(ask(ledger, entity="Company")))

    assert texts(found["suppliers"])[0] == ["Company", "菜场", "3", "901.00", "901.00", "2026-10-01", "是"]
    assert [row[5:] for row in texts(found["related"])] == [
        ["晴川社区居民委员会", "股东"], ["周会计", "本单位人员"], ["甲公司", "标明：主任之妻的公司"],
    ]  # fmt: skip
    assert [(row[1][-2:], row[6]) for row in texts(found["doubles"])] == [("01", ""), ("02", "1")]


def test_what_one_link_joins_in_two_sets_of_books_is_listed(ask: Ask) -> None:
    ledger = gift(1, "50.00", "D0001", "1") + paid(
        1, "晴川惠邻社区服务有限公司", "20.00", entity="Fund", links=" ^exchange-2026-10"
    )
    ledger += paid(2, "x", "20.00", links=" ^exchange-2026-10") + paid(3, "x", "1.00", links=" ^alone")

    found = by_id(page("parties").make(ask(ledger)))

    assert [(row[2], row[5]) for row in texts(found["between"])] == [
        ("Fund", "exchange-2026-10"),
        ("Company", "exchange-2026-10"),
    ]


def test_the_log_shows_a_line_that_was_changed(ask: Ask, tmp_path: Path) -> None:
    for command in ("check", "close", "publish"):
        journal.append(
            tmp_path, journal.Done(datetime(2026, 10, 15, tzinfo=UTC), "陈主任", command, "2026-Q3", 0, "好")
        )
    log = tmp_path / "log.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace('"command":"close"', '"command":"reopen"'), encoding="utf-8")

    (table,) = page("log").make(ask())

    assert [(row[0], row[3], row[8]) for row in texts(table)] == [
        ("3", "publish", "完好"),
        ("2", "reopen", "断"),
        ("1", "check", "完好"),
    ]
    assert [check.holds for check in table.checks] == [False]


def published(root: Path, generation: str, *facts: tuple[str, str, list[str]], link: str = "") -> None:
    folder = root / "published/.generations" / generation
    folder.mkdir(parents=True)
    said = [{"id": name, "label": name, "amount": amount, "entries": entries} for name, amount, entries in facts]
    (folder / "facts.json").write_text(json.dumps({"period": "2026-Q3", "facts": said}), encoding="utf-8")
    (folder / "manifest.sha256").write_text("ab" * 32 + "\n", encoding="utf-8")
    if link:
        (root / "published" / link).symlink_to(f".generations/{generation}")


def test_two_publications_differ_where_figures_or_vouchers_do(ask: Ask, tmp_path: Path) -> None:
    published(tmp_path, "a" * 12, ("same", "1.00", ["v1"]), ("more", "2.00", ["v1"]), ("gone", "3.00", []))
    published(tmp_path, "b" * 12, ("same", "1.00", ["v1"]), ("more", "2.50", ["v1", "v2"]), link="2026-Q3")
    request = ask(options={"before": "a" * 12, "after": "2026-Q3"})

    found = by_id(page("history").make(request))

    assert texts(found["compared"]) == [
        ["more", "more", "2.00", "2.50", "0.50", "v2"],
        ["gone", "gone", "3.00", "", "-3.00", ""],
    ]
    assert [row[:2] for row in texts(found["publications"])] == [["a" * 12, ""], ["b" * 12, "2026-Q3"]]
    with pytest.raises(UsageError, match="没有公示"):
        compared(request.books.workspace, "2026-Q1", "2026-Q3")
