"""Entries as columns of whole fen, facts from directives, accounts from a treasurer's words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.books import Books, load
from huilin.errors import HuilinError
from tests.books.conftest import BASE, HEAD

if TYPE_CHECKING:
    from tests.books.conftest import MakeWorkspace

HOST, GIFT = "Assets:Fund:1002银行存款:01存放慈善总会", "Income:Fund:4101捐赠收入:01非限定性"
ENTRIES = f"""
2026-07-01 * "捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "匿名"
  {HOST}  12345678901.23 CNY
    src: "host:1"
  {GIFT}  -12345678901.23 CNY

2026-07-02 ! "草稿"
  project: "日常公益"
  donor: "匿名"
  {HOST}  0.01 CNY
  {GIFT}  -0.01 CNY
    project: "另一个"

2026-12-31 * "结转"
  id: "Fund/2026-12/记-0001"
  kind: "结转"
  project: "日常公益"
  {GIFT}  12345678901.23 CNY
  Income:Fund:4101捐赠收入:02限定性  -12345678901.23 CNY
"""


@pytest.fixture
def books(workspace_of: MakeWorkspace) -> Books:
    return load(workspace_of(HEAD + BASE + ENTRIES), today=date(2027, 1, 1))


def test_amounts_are_whole_fen_and_exact_beyond_what_a_float_holds(books: Books) -> None:
    postings = books.frames.postings

    assert str(postings["fen"].dtype) == "int64"
    assert postings["fen"].tolist()[:2] == [1234567890123, -1234567890123]
    assert postings["exact"].all()


def test_a_posting_has_its_transactions_words_unless_it_has_its_own(books: Books) -> None:
    postings = books.frames.postings

    assert postings["project"].tolist()[:4] == ["日常公益", "日常公益", "日常公益", "另一个"]
    assert postings["src"].tolist()[:2] == ["host:1", ""]


def test_metadata_that_is_no_text_is_read_as_text(workspace_of: MakeWorkspace) -> None:
    entry = ENTRIES.split("\n\n", maxsplit=1)[0].replace(
        'donor: "匿名"', "donor: 12\n  receipt: 2026-07-01\n  category:"
    )
    postings = load(workspace_of(HEAD + BASE + entry)).frames.postings

    assert postings[["donor", "receipt", "category"]].to_numpy().tolist()[0] == ["12", "2026-07-01", ""]


@pytest.mark.parametrize(
    ("choice", "fen"),
    [
        ({}, 0),
        ({"codes": ["1002"]}, 1234567890123),
        ({"codes": ["1002"], "drafts": True}, 1234567890124),
        ({"codes": ["4101"], "closing": False}, -1234567890123),
        ({"codes": ["4101:01"]}, 0),
        ({"codes": ["4101:02", "1002"]}, 0),
        ({"codes": ["1002"], "end": date(2026, 6, 30)}, 0),
        ({"codes": ["1002"], "start": date(2026, 7, 1), "end": date(2026, 7, 1)}, 1234567890123),
        ({"entity": "Company"}, 0),
        ({"commodity": "HOUR"}, 0),
    ],
)
def test_sums(books: Books, choice: dict[str, object], fen: int) -> None:
    assert books.frames.sum(**choice) == fen


def test_empty_books_have_an_empty_frame_of_the_same_columns(workspace_of: MakeWorkspace, books: Books) -> None:
    empty = load(workspace_of(HEAD + BASE)).frames

    assert empty.sum() == 0
    assert list(empty.postings.columns) == list(books.frames.postings.columns)


def test_an_entity_changes_its_standard_by_date(books: Books) -> None:
    fund = books.entities["Fund"]

    assert [fund.standard_on(day) for day in (date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1))] == [
        "npo-2004", "npo-2004", "npo-2026",
    ]  # fmt: skip


def test_a_later_project_directive_changes_what_it_says_and_keeps_the_rest(workspace_of: MakeWorkspace) -> None:
    later = '2026-05-01 custom "project" "日常公益" "Fund"\n  stage: "完工"\n  budget: 9.50 CNY\n'
    project = load(workspace_of(HEAD + BASE + later)).projects["日常公益"]

    assert (project.start, project.restriction, project.stage) == (date(2026, 1, 1), "none", "完工")
    assert project.budget == Decimal("9.50")
    assert not project.is_restricted


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4101", [GIFT, "Income:Fund:4101捐赠收入:02限定性"]),
        ("4101:01", [GIFT]),
        ("4101：01", [GIFT]),
        ("4101 非限", [GIFT]),
        ("4101 限定", ["Income:Fund:4101捐赠收入:02限定性"]),
        ("1002", [HOST]),
        (HOST, [HOST]),
        ("9999", []),
        ("5101", ["Expenses:Fund:5101业务活动成本:01非限定性"]),
    ],
)
def test_what_a_treasurer_writes_finds_the_account(books: Books, words: str, expected: list[str]) -> None:
    assert list(books.resolve("Fund", words, date(2026, 7, 1))) == expected


def test_an_account_not_yet_open_or_already_closed_is_not_found(workspace_of: MakeWorkspace) -> None:
    books = load(workspace_of(HEAD + BASE + f"2026-08-01 close {HOST}\n"))

    assert books.resolve("Fund", "1002", date(2026, 8, 1)) == ()
    assert books.resolve("Fund", "1002", date(2026, 7, 31)) == (HOST,)
    assert books.resolve("Fund", "5101", date(2025, 12, 31)) == ()


def test_books_that_are_not_there_are_an_error_with_a_remedy(workspace_of: MakeWorkspace) -> None:
    workspace = workspace_of(HEAD)
    workspace.main.unlink()

    with pytest.raises(HuilinError, match=r"找不到账本 main\.beancount") as raised:
        load(workspace)
    assert raised.value.remedy is not None


def test_loading_builds_the_frame_once(books: Books) -> None:
    """The checks have built it; what they found is kept with it."""
    assert "frames" in books.__dict__
    assert "frames" in books.with_findings((), {}).__dict__
