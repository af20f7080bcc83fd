"""An entry may be excused from a rule by somebody who approves it, and that is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.findings import Severity
from tests.checks.conftest import rules
from tests.checks.entries import BANK, CASH, DAILY, DONOR, FREE_GIFT, HOST, WAGES, Month

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks

APPROVED = 'approved: "陈主任"'


def spending(*meta: str) -> str:
    return Month().entry(1, *meta, f"{WAGES}  2000.00", f"{BANK}  -2000.00")


def test_an_approved_override_silences_its_rule_and_is_listed_as_a_note(books_of: MakeBooks) -> None:
    found = books_of(spending('override: "evidence-present: 发票在途，十日内补"', APPROVED)).findings

    assert [(f.rule, f.severity) for f in found] == [("override", Severity.NOTE)]
    assert "经 陈主任 批准，不适用规则 evidence-present：发票在途，十日内补。" in found[0].message.zh


def test_an_override_that_nobody_approved_does_not_count(books_of: MakeBooks) -> None:
    assert rules(books_of(spending('override: "evidence-present: 发票在途"'))) == ["evidence-present", "override"]


def test_an_override_of_no_rule_or_without_a_reason_does_not_count(books_of: MakeBooks) -> None:
    for said in ("no-such-rule: 因为", "evidence-present:", "随便"):
        found = rules(books_of(spending(f'override: "{said}"', APPROVED)))
        assert found == ["evidence-present", "override"], said


def test_an_override_touches_only_its_own_entry_and_rule(books_of: MakeBooks) -> None:
    month = Month()
    legs = (f"{WAGES}  2000.00", f"{BANK}  -2000.00")
    ledger = month.entry(1, 'override: "cash-overdrawn: 试"', APPROVED, *legs) + month.entry(2, *legs)

    assert rules(books_of(ledger)) == ["evidence-present", "evidence-present", "override"]


def test_several_rules_are_parted_by_semicolons(books_of: MakeBooks) -> None:
    ledger = Month().entry(
        1,
        APPROVED,
        'override: "cash-overdrawn: 次日补记; evidence-present: 遗失"',
        f"{WAGES}  2000.00",
        f"{CASH}  -2000.00",
    )

    assert rules(books_of(ledger)) == ["override", "override"]


def test_nobody_is_excused_from_exact_sums(books_of: MakeBooks) -> None:
    ledger = Month().entry(
        1, DAILY, DONOR, APPROVED, 'override: "exact-sum: 差半分"', f"{HOST}  10.00", f"{FREE_GIFT}  -9.99"
    )

    assert rules(books_of(ledger)) == ["exact-sum", "override"]
