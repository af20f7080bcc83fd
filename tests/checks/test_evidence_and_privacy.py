"""Spending has evidence that nobody changed; the ledger names no donor and holds no personal number (law 9)."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from huilin.findings import Severity
from tests.checks.conftest import rules
from tests.checks.entries import BANK, CASH, DAILY, DONOR, FREE_GIFT, HOST, WAGES, Month

if TYPE_CHECKING:
    from tests.checks.conftest import MakeBooks

MARK = sha256("发票".encode()).hexdigest()


def spending(amount: str, links: str = "") -> str:
    return Month().entry(1, f"{WAGES}  {amount}", f"{BANK}  -{amount}", links=links)


def document(mark: str = MARK, file: str = "documents/发票.txt") -> str:
    return f'2026-10-01 document {WAGES} "{file}" ^ev-{mark[:8]}\n  sha256: "{mark}"\n'


@pytest.mark.parametrize(("amount", "expected"), [("1999.99", []), ("2000.00", ["evidence-present"])])
def test_the_threshold_is_the_first_amount_that_needs_evidence(
    books_of: MakeBooks, amount: str, expected: list[str]
) -> None:
    assert rules(books_of(spending(amount))) == expected


def test_a_link_to_evidence_that_is_there_passes(books_of: MakeBooks) -> None:
    assert rules(books_of(spending("2000.00", f"^ev-{MARK[:8]}") + document())) == []


def test_a_link_alone_proves_nothing(books_of: MakeBooks) -> None:
    assert rules(books_of(spending("2000.00", f"^ev-{MARK[:8]}"))) == ["evidence-present"]


def test_changed_evidence_is_an_error(books_of: MakeBooks) -> None:
    ledger = spending("2000.00", f"^ev-{MARK[:8]}") + document()
    found = books_of(ledger, {"documents/发票.txt": "发票，金额改过"}).findings

    assert [(f.rule, f.severity) for f in found] == [("evidence-file", Severity.ERROR)]


def test_missing_evidence_is_named_at_its_line(books_of: MakeBooks) -> None:
    found = books_of(document(file="documents/没有.txt")).findings

    assert [(f.rule, f.file, f.line) for f in found] == [("evidence-file", "2026.beancount", 1)]


def test_evidence_outside_the_workspace_is_an_error(books_of: MakeBooks) -> None:
    found = books_of(document(file="/etc/passwd")).findings

    assert [(f.rule, f.severity) for f in found] == [("evidence-file", Severity.ERROR)]


def test_evidence_without_its_mark_is_a_warning(books_of: MakeBooks) -> None:
    found = books_of(f'2026-10-01 document {WAGES} "documents/发票.txt"\n').findings

    assert [(f.rule, f.severity) for f in found] == [("evidence-file", Severity.WARNING)]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("收19900001234修灯款", "手机号"),
        ("收 199-0000-1234 修灯款", "手机号"),
        ("流水 119900001234", ""),
        ("流水 199000012345", ""),
        ("订单 12900001234", ""),
        ("身份证 11010519491231002X", "身份证号"),
        ("编号 110105194912310021", ""),
        ("编号 110105194913310021", ""),
        ("卡 6222 0200 0000 0000 003", ""),
        ("卡 6228480402564890018", "银行卡号"),
        ("卡 6228480402564890019", ""),
        ("单号 4200001234202610011234567890", ""),
        ("跟团号20260701-34", ""),
    ],
)  # fmt: skip
def test_personal_numbers_are_told_from_other_long_numbers(books_of: MakeBooks, words: str, what: str) -> None:
    found = books_of(Month().entry(1, f"{BANK}  1.00", f"{CASH}  -1.00", text=words)).findings

    assert [f.message.zh for f in found] == ([f"分录里有{what}。"] if what else [])


def test_the_key_of_a_statement_row_is_no_personal_number(books_of: MakeBooks) -> None:
    ledger = Month().entry(1, f'{BANK}  1.00 CNY\n    src: "ccb:19900001234"\n  ;', f"{CASH}  -1.00")

    assert rules(books_of(ledger)) == []


def test_a_registered_person_is_not_named_and_an_organisation_may_be(books_of: MakeBooks) -> None:
    month = Month()
    legs = (DAILY, DONOR, f"{HOST}  1.00", f"{FREE_GIFT}  -1.00")
    ledger = month.entry(1, *legs, text="路知遥的月捐") + month.entry(2, *legs, text="青禾市同源公益促进会赠款")
    found = books_of(ledger).findings

    assert [(f.rule, f.line) for f in found] == [("donor-name", 1)]


def test_without_the_register_on_this_machine_nobody_asks_for_donors(books_of: MakeBooks) -> None:
    ledger = Month().entry(1, DAILY, 'donor: "D0777"', f"{HOST}  1.00", f"{FREE_GIFT}  -1.00")

    assert rules(books_of(ledger)) == ["donor-known"]
    assert rules(books_of(ledger, {"private/donors.csv": "id,name,kind,wish,alias,phone,since,note\n"})) == []


def test_a_nameless_gift_passes(books_of: MakeBooks) -> None:
    assert rules(books_of(Month().entry(1, DAILY, 'donor: "匿名"', f"{HOST}  1.00", f"{FREE_GIFT}  -1.00"))) == []


def test_a_broken_register_is_one_finding_at_its_file(books_of: MakeBooks) -> None:
    found = books_of("", {"private/donors.csv": "这不是登记册\n"}).findings

    assert [(f.rule, f.file) for f in found] == [("donor-known", "private/donors.csv")]


def test_receipt_gaps_are_listed_and_another_book_of_receipts_is_none(books_of: MakeBooks) -> None:
    month = Month()

    def gift(number: str) -> str:
        return month.entry(1, DAILY, DONOR, f'receipt: "{number}"', f"{HOST}  1.00", f"{FREE_GIFT}  -1.00")

    ledger = gift("2026000001") + gift("2026000004") + gift("2026000006") + gift("2026900001")
    found = books_of(ledger).findings

    assert [f.message.zh for f in found] == ["票据号码有缺：2026000002–2026000003、2026000005。"]


def test_a_correction_may_name_the_receipt_that_it_corrects(books_of: MakeBooks) -> None:
    month = Month()
    receipt, legs = 'receipt: "2026000001"', (f"{HOST}  1.00", f"{FREE_GIFT}  -1.00")
    ledger = month.entry(1, DAILY, DONOR, receipt, *legs) + month.entry(
        2, DAILY, DONOR, receipt, 'corrects: "Fund/2026-10/记-0001"', f"{HOST}  -1.00", f"{FREE_GIFT}  1.00"
    )

    assert rules(books_of(ledger)) == []
