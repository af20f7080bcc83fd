"""Every event's worked example: balanced, sound under every check, and as its golden ledger says."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from huilin.events import catalogue
from huilin.findings import Severity
from huilin.money import CURRENCY
from tools.events.__main__ import GOLDEN, PAGES, golden, texts
from tools.events.books import month_files, try_out
from tools.events.pages import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from huilin.books import Books

EXAMPLES = [(event.name, number) for event in catalogue().values() for number in range(len(event.examples))]
EXPECTED = {"evidence-present", "future-dated", "promise-figure", "promise-overdue"}
"""An example carries no scan, a schedule reaches past today, and nobody works the promise out on one sale."""


@pytest.fixture(scope="module")
def written(books: Books) -> dict[str, Sequence[str]]:
    return texts(books)


@pytest.mark.parametrize(("name", "number"), EXAMPLES, ids=[f"{name}-{number + 1}" for name, number in EXAMPLES])
def test_an_example_stands_in_the_books(name: str, number: int, books: Books) -> None:
    """Beancount and every check of ours find no error, and no warning but those that any example has."""
    event = catalogue()[name]

    tried = try_out(books, event, event.examples[number])

    assert [f.say("en") for f in tried.books.findings if f.severity is Severity.ERROR] == []
    assert {f.rule for f in tried.books.findings if f.severity is Severity.WARNING} <= EXPECTED
    for draft in tried.made.drafts:
        assert draft.difference == 0
        assert len(draft.postings) > 1
    assert "{" not in tried.made.plain.zh + tried.made.plain.en


@pytest.mark.parametrize("name", catalogue())
def test_an_example_writes_its_golden_ledger(name: str, written: dict[str, Sequence[str]], root: Path) -> None:
    """`python -m tools.events` writes them anew; read the difference as an auditor would."""
    assert golden(name, written[name]) == (root / GOLDEN / f"{name}.beancount").read_text(encoding="utf-8")


def test_no_golden_ledger_outlives_its_event(root: Path) -> None:
    assert {file.stem for file in (root / GOLDEN).iterdir()} == set(catalogue())


@pytest.mark.parametrize("language", PAGES)
def test_the_pages_say_what_the_data_says(language: str, written: dict[str, Sequence[str]], root: Path) -> None:
    assert page(language, written) == (root / PAGES[language]).read_text(encoding="utf-8")


def test_both_sets_of_books_check_alone_by_bean_check(books: Books, tmp_path: Path) -> None:
    """A purchase of the fund from its enterprise, by Beancount's own command, in all three main files."""
    import shutil

    event = catalogue()["fund-purchase"]
    drafts = try_out(books, event, event.examples[0]).made.drafts
    copy = tmp_path / "books"
    shutil.copytree(books.workspace.root, copy)
    for path, text in month_files(books.workspace, drafts).items():
        target = copy / path.relative_to(books.workspace.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    for main in ("main.beancount", "fund/main.beancount", "company/main.beancount"):
        check = [sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(copy / main)]
        ended = subprocess.run(check, capture_output=True, text=True, check=False)
        assert set(re.findall(r"\[([a-z-]+)\]", ended.stderr)) <= EXPECTED, main
        assert "Error" not in ended.stderr


def test_two_sets_of_books_are_joined_by_one_link(books: Books) -> None:
    """Purchase and promise: one entry in each set of books, on its own day, and what the one pays the other gets."""
    for name in ("meal-purchase", "fund-purchase", "promise-paid"):
        event = catalogue()[name]
        drafts = try_out(books, event, event.examples[0]).made.drafts

        assert {draft.entity for draft in drafts} == {"Fund", "Company"}
        assert len({draft.links for draft in drafts}) == 1
        money = [p.amount for d in drafts for p in d.postings if ":1002" in p.account and p.commodity == CURRENCY]
        assert sum(money) == 0
