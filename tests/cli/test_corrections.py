"""Correct, reopen, export and the log, as a reviewer meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from huilin import journal

if TYPE_CHECKING:
    from conftest import Desk

SALE = """
2026-09-01 * "家政"
  id: "Company/2026-09/记-0001"
  Assets:Company:1002银行存款:01基本户          100.00 CNY
    src: "ccb:1-1"
  Income:Company:5001主营业务收入:02家政维修   -100.00 CNY
"""
NUMBER = "Company/2026-09/记-0001"


@pytest.fixture
def books(desk: Desk) -> Desk:
    """A workspace with one posted sale of September; a second person may approve."""
    month = desk.folder / "company/2026/2026-09.beancount"
    month.parent.mkdir(parents=True, exist_ok=True)
    month.write_text(SALE, encoding="utf-8")
    assert desk.huilin("check").code == 0
    return desk


def drafts(ended: object) -> list[str]:
    return list(ended.json["drafts"])  # type: ignore[attr-defined]


def test_a_correction_is_a_red_and_a_blue_entry(books: Desk) -> None:
    ended = books.huilin("--json", "correct", NUMBER, "--account", "5001:02=5001:04", "--amount", "100=80")
    red, blue = drafts(ended)

    assert ended.code == 0
    for draft in (red, blue):
        assert f'corrects: "{NUMBER}"' in draft
        assert "src:" not in draft
    lines = [line.split() for line in red.splitlines()]
    assert ["Assets:Company:1002银行存款:01基本户", "-100.00", "CNY"] in lines
    assert [word for word in lines if word[0] == "side:"] == [["side:", '"借"'], ["side:", '"贷"']]
    assert "Income:Company:5001主营业务收入:04食堂" in blue
    assert "-80.00 CNY" in blue
    assert books.huilin("post").code == 0
    assert books.huilin("check").code == 0


def test_nothing_said_is_the_red_entry_alone_and_it_is_written_once(books: Desk) -> None:
    assert len(drafts(books.huilin("--json", "correct", NUMBER))) == 1

    again = books.huilin("correct", NUMBER)
    assert again.code == 3
    assert "已经更正过" in again.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("correct", "Company/2026-09/记-0099"), 1),
        (("correct", NUMBER, "--amount", "55=66"), 2),
        (("correct", NUMBER, "--account", "5001:04=5001:02"), 2),
        (("correct", NUMBER, "--account", "5001:02"), 2),
        (("correct", NUMBER, "--amount", "100=zwei"), 2),
        (("reopen", "2026-09", "--reason", "x", "--second", "某人"), 2),
        (("export", "--entity", "Nobody"), 2),
        (("export",), 2),
        (("transition", "Fund", "npo-2030"), 2),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(books: Desk, words: tuple[str, ...], code: int) -> None:
    before = books.state()

    ended = books.huilin(*words)
    assert ended.code == code, ended.err
    assert books.state() == before


def test_a_draft_is_not_corrected(books: Desk) -> None:
    month = books.folder / "company/2026/2026-09.beancount"
    month.write_text(SALE.replace("2026-09-01 *", "2026-09-01 !"), encoding="utf-8")

    ended = books.huilin("correct", NUMBER)
    assert ended.code == 3
    assert "还是草稿" in ended.err


def test_sealed_days_take_no_correction_but_today_does(books: Desk) -> None:
    assert books.huilin("close", "2026-Q3").code == 0

    assert books.huilin("correct", NUMBER, "--date", "2026-09-30").code == 3
    assert books.huilin("correct", NUMBER).code == 0
    assert books.huilin("post").code == 0
    assert books.huilin("check").code == 0


def people(desk: Desk) -> list[str]:
    import tomllib

    return list(tomllib.loads(desk.text("community.toml"))["people"])


def test_a_period_is_opened_again_by_two_and_leaves_its_record(books: Desk) -> None:
    books.huilin("close", "2026-Q3")
    by, second = "负责人", next(name for name in people(books) if name != "负责人")
    assert books.huilin("--by", by, "reopen", "2026-Q3", "--second", second).code == 2
    assert books.huilin("--by", by, "reopen", "2026-Q3", "--second", by, "--reason", "漏记").code == 2

    assert books.huilin("--by", by, "reopen", "2026-Q3", "--second", second, "--reason", "漏记").code == 0

    record = json.loads(books.text("seals/reopened.jsonl").splitlines()[0])
    assert (record["by"], record["second"], record["reason"]) == (by, second, "漏记")
    assert len(list((books.folder / "seals/superseded").glob("*.json"))) == 2
    assert books.huilin("check").code == 0
    assert books.huilin("close", "2026-Q3").code == 0
    again = json.loads(books.text(f"seals/2026-Q3.{record['entity']}.json"))
    assert again["supersedes"] == record["seal"]


def test_an_entity_is_exported_and_checks_alone(books: Desk) -> None:
    books.huilin("close", "2026-Q3")
    ended = books.huilin("--json", "export", "--entity", "Company", "--output", "copy")

    assert ended.code == 0, ended.err
    assert ended.json["vouchers"] > 0
    assert "private/donors.csv" not in ended.json["files"]
    assert not any(name.startswith("fund/") for name in ended.json["files"])
    assert "seals/2026-Q3.Company.json" in ended.json["files"]
    assert books.bare("--workspace", ended.json["folder"], "--today", "2026-10-15", "check").code == 0
    assert books.huilin("export", "--entity", "Company", "--output", "copy").code == 3


def test_the_log_says_who_did_what_and_how_it_ended(books: Desk) -> None:
    books.huilin("check")
    books.huilin("add", "donation", "--amount", "5", "--donor", "王秀英")
    books.huilin("--by", "负责人", "post")
    books.huilin("--by", "负责人", "close", "2027-Q1")

    said = books.huilin("--json", "log").json
    assert [(r["command"], r["words"], r["code"]) for r in said["log"]] == [
        ("add", "", "0"), ("post", "", "0"), ("close", "2027-Q1", "3"),
    ]  # fmt: skip
    assert said["log"][1]["by"] == "负责人"
    assert "已过账 1 张" in said["log"][1]["result"]
    assert "王秀英" not in books.text("log.jsonl")
    assert said["broken"] == []


@pytest.mark.parametrize("change", ["edit", "cut", "first", "junk"])
def test_a_log_that_was_changed_is_found(books: Desk, change: str) -> None:
    for _ in range(3):
        books.huilin("post")
    file = books.folder / journal.FILE
    lines = file.read_text().splitlines(keepends=True)
    changed = {
        "edit": [lines[0], lines[1].replace("负责人", "别的人").replace('"code":"0"', '"code":"1"'), lines[2]],
        "cut": [lines[0], lines[2]],
        "first": lines[1:],
        "junk": [*lines[:1], "{\n", *lines[1:]],
    }
    file.write_text("".join(changed[change]))

    assert "log-chain" in books.huilin("check").out
    assert books.huilin("log").code == 1
