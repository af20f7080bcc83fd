"""What directives and metadata may say, and what nobody understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.findings import Severity
from tests.checks.conftest import rules
from tests.checks.entries import BANK, CASH, Month

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        ('custom "budget" "Fund" "路灯改造" 20000.00 CNY', ""),
        ('custom "budget" "Fund" "路灯改造" "20000.00"', "第 3 项“20000.00”不对"),
        ('custom "budget" "Found" "路灯改造" 20000.00 CNY', "第 1 项“Found”不对"),
        ('custom "budget" "Fund" "路灯改造"', "第 3 项没有写"),
        ('custom "pledge" "Fund" "D0001" 5.00 CNY\n  due: 2026-12-31', ""),
        ('custom "pledge" "Fund" "D0001" 5.00 CNY\n  due: "年底"', "due:“年底”不对"),
        ('custom "project" "路灯改造" "Fund"\n  restriction: "board"', "restriction:“board”不对"),
        ('custom "project" "路灯改造" "Fund"\n  restricton: "none"', "键“restricton”不对"),
        ('custom "entity" "Fund" "基金"', "standard:没有写"),
        ('custom "entity" "Fund" "基金"\n  standard: "npo-2025"', "standard:“npo-2025”不对"),
        ('custom "tax" "Company" "tiny"', "第 2 项“tiny”不对"),
        ('custom "shareholder" "Company" "居委会" 1.00', ""),
    ],
)  # fmt: skip
def test_words_of_directives(books_of: MakeBooks, directive: str, expected: str) -> None:
    found = [f for f in books_of(f"2026-10-01 {directive}\n").findings if f.rule == "directive-words"]

    assert [expected in f.message.zh for f in found] == ([True] if expected else [])


def test_an_unknown_directive_is_a_warning(books_of: MakeBooks) -> None:
    found = books_of('2026-10-01 custom "bugdet" "Fund" "路灯改造" 1.00 CNY\n').findings

    assert [(f.rule, f.severity) for f in found] == [("directive-words", Severity.WARNING)]


def test_what_fava_shows_is_no_concern_of_ours_and_what_it_runs_is(books_of: MakeBooks) -> None:
    assert rules(books_of('2026-10-01 custom "fava-option" "language" "zh"\n')) == []
    assert rules(books_of('2026-10-01 custom "fava-option" "import-config" "x.py"\n')) == ["fava-code"]


def test_two_policies_for_one_day_are_one_error(books_of: MakeBooks) -> None:
    ledger = '2026-01-01 custom "reinvestment" "Company" "Fund" 0.30\n'

    assert rules(books_of(ledger)) == ["reinvestment-policy"]


def test_an_unknown_key_is_one_note_that_guesses_what_was_meant(books_of: MakeBooks) -> None:
    month = Month()
    legs = ('projct: "路灯"', f"{BANK}  1.00", f"{CASH}  -1.00")
    found = books_of(month.entry(1, *legs) + month.entry(2, *legs)).findings

    assert [(f.rule, f.severity) for f in found] == [("metadata-key", Severity.NOTE)]
    assert "共 2 处" in found[0].message.zh
    assert found[0].remedy.zh == "是不是 project:？"
