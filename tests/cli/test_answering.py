"""Questions at the command line: y or n on a terminal, --accept without one, and nothing happens unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Desk
from tests.importing.conftest import Village
from tests.importing.statements import ccb
from tests.importing.test_invoices import KEY, NUMBER, xml
from tests.importing.test_offering import ROW, write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ROW_KEY = "ccb:20260703-0"


@pytest.fixture
def village(tmp_path: Path) -> Village:
    made = Village(tmp_path / "village")
    write(made, "02")
    made.drop({"a.xlsx": ccb([ROW]), "发票.xml": xml()})
    return made


@pytest.fixture
def here(village: Village, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(village.root, capsys)


def types(monkeypatch: pytest.MonkeyPatch, answers: Iterable[str]) -> None:
    """Sit down at a terminal and type these words."""
    typed = iter(answers)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(typed))


def keys(village: Village) -> list[tuple[str, str]]:
    """Return the flag of each entry and the key on it."""
    return [
        (entry.flag, posting.meta["src"])
        for entry in village.books.transactions
        for posting in entry.postings
        if posting.meta and "src" in posting.meta
    ]


def test_on_a_terminal_each_is_asked_once_and_a_yes_is_done(
    village: Village, here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is the hand-written entry, the invoice is owed; then the booking itself is confirmed."""
    types(monkeypatch, ["y", "y", "y"])

    assert here.huilin("book").code == 0
    assert keys(village) == [("!", KEY), ("!", ROW_KEY)]
    assert len(village.books.transactions) == 2


def test_a_no_leaves_the_row_new_and_the_invoice_waiting(
    village: Village, here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, ["n", "", "y"])

    here.huilin("book")

    assert keys(village) == [("!", ROW_KEY)]
    assert len(village.books.transactions) == 2
    assert (village.workspace.inbox / "发票.xml").exists()


@pytest.mark.parametrize("words", [(), ("--yes",)])
def test_without_a_terminal_or_with_yes_nothing_is_joined(village: Village, here: Desk, words: tuple[str, ...]) -> None:
    assert here.huilin(*words, "book").code == 0
    assert keys(village) == [("!", ROW_KEY)]
    assert len(village.books.transactions) == 2


def test_accept_answers_by_the_rows_key(village: Village, here: Desk) -> None:
    ended = here.huilin("book", "--accept", ROW_KEY, "--accept", f"{KEY}=payable")

    assert ended.code == 0, ended.err
    assert keys(village) == [("!", KEY), ("!", ROW_KEY)]


def test_an_answer_to_nothing_is_told_with_what_is_open(here: Desk) -> None:
    ended = here.huilin("book", "--accept", "ccb:wrong")

    assert ended.code == 2
    assert ROW_KEY in ended.err
    assert KEY in ended.err


def test_a_choice_that_is_not_offered_is_told_with_the_choices(here: Desk) -> None:
    ended = here.huilin("preview", "--accept", f"{KEY}=maybe")

    assert ended.code == 2
    assert "payable" in ended.err


def test_programs_read_the_questions(here: Desk) -> None:
    asked = here.huilin("--json", "inbox").json["questions"]

    assert [(q["key"], q["file"], q["line"]) for q in asked] == [
        (ROW_KEY, "inbox/a.xlsx", 4),
        (KEY, "inbox/发票.xml", 1),
    ]
    assert [[c["name"] for c in q["choices"]] for q in asked] == [["company/2026/2026-07.beancount:1"], ["payable"]]


def test_the_preview_lists_each_once_with_how_to_answer(here: Desk, tmp_path: Path) -> None:
    here.huilin("preview", "--html", str(tmp_path / "p.html"))

    for text in (here.huilin("preview").out, (tmp_path / "p.html").read_text(encoding="utf-8")):
        assert text.count(f"--accept {ROW_KEY}") == 1
        assert NUMBER in text
