"""bean-check and Fava show what `huilin check` shows, also after a file beside the ledger has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from beancount import loader

from huilin import checks
from tests.checks.entries import BANK, WAGES, Month
from tools.checks.sample import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.checks.conftest import MakeBooks

SPENDING = Month().entry(2, f"{WAGES}  2000.00", f"{BANK}  -2000.00")


@pytest.fixture(autouse=True)
def _the_clock_says_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "day_of_load", lambda: TODAY)


def test_beancount_alone_shows_the_same_findings(books_of: MakeBooks) -> None:
    books = books_of(SPENDING)
    _, errors, _ = loader.load_file(str(books.workspace.main))

    assert [f"{f.message.zh} {f.remedy.zh} [{f.rule}]" for f in books.findings] == [error.message for error in errors]
    assert [f.line for f in books.findings] == [error.source["lineno"] for error in errors]


def test_what_the_checks_read_beside_the_ledger_is_watched(books_of: MakeBooks) -> None:
    """Beancount's cache is kept until a file of its list changes (or the register's folder, whose name is no secret)."""
    document = f'2026-09-02 document {WAGES} "documents/发票.txt"\n'
    books = books_of(document)
    root = books.workspace.root

    watched = set(books.options["include"])
    assert {str(root / "community.toml"), str(root / "documents/发票.txt"), str(root / "private")} <= watched
    assert str(root / "private/donors.csv") not in watched


def test_books_without_a_workspace_are_one_error_in_beancount(tmp_path: Path) -> None:
    file = tmp_path / "main.beancount"
    file.write_text('plugin "huilin.checks"\n', encoding="utf-8")
    _, errors, _ = loader.load_file(str(file))

    assert len(errors) == 1
    assert "community.toml" in errors[0].message
    assert "Traceback" not in errors[0].message


def test_a_changed_setting_shows_at_the_next_load(books_of: MakeBooks) -> None:
    books = books_of(SPENDING)
    settings = books.workspace.root / "community.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2000.00", "2000.01"), encoding="utf-8")
    _, errors, _ = loader.load_file(str(books.workspace.main))

    assert [f.rule for f in books.findings] == ["evidence-present"]
    assert errors == []
