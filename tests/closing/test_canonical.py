"""The canonical form: the same facts, the same bytes; other facts, others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from beancount.parser import parser

from huilin.sealing.canonical import dumps, number, sealables, shown
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_json_is_canonical_as_rfc_8785_asks() -> None:
    """Its example's strings and literals: sorted keys, the shortest escapes, no blanks."""
    value = {"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False], "\r": "Carriage Return", "1": "One"}

    expected = (
        '{"\\r":"Carriage Return","1":"One","literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert expected == dumps(value)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1.5", "1.50"),
        ("-0.00", "0.00"),
        ("0.125", "0.125"),
        ("1E+2", "100.00"),
        ("1234567.80", "1234567.80"),
        ("0.2", "0.20"),
    ],
)
def test_an_amount_is_text_of_one_form(amount: str, text: str) -> None:
    assert text == number(Decimal(amount))


ENTRY = """
2026-07-15 * "卖菜" "团购收入" #b #a ^y ^x
  id: "Company/2026-07/记-0001"
  due: 2026-08-01
  share: 0.20
  approved: TRUE
  Assets:Company:1002银行存款   10.00 CNY
    src: "ccb:1"
  Income:Company:5001收入      -10.00 CNY
"""


def canonical(text: str, folder: Path) -> list[Any]:
    """Return the sealable entries of ledger text."""
    entries, errors, _ = parser.parse_string(text, report_filename=str(folder / "main.beancount"))
    assert not errors
    return list(sealables(entries, Workspace(folder, Settings()), {"Company", "Fund"}, "Company"))


def test_an_entry_reads_as_every_fact_and_no_place(tmp_path: Path) -> None:
    (one,) = canonical(ENTRY, tmp_path)

    expected = (
        '{"date":"2026-07-15","flag":"*","kind":"transaction","links":["x","y"],'
        '"meta":{"approved":true,"due":"2026-08-01","id":"Company/2026-07/记-0001","share":"0.20"},'
        '"narration":"团购收入","payee":"卖菜","postings":['
        '{"account":"Assets:Company:1002银行存款","meta":{"src":"ccb:1"},'
        '"units":{"currency":"CNY","number":"10.00"}},'
        '{"account":"Income:Company:5001收入",'
        '"units":{"currency":"CNY","number":"-10.00"}}],"tags":["a","b"]}'
    )
    assert expected == one.text
    assert (one.name, one.line) == ("Company/2026-07/记-0001", 2)
    assert (
        shown(one.text) == "2026-07-15 * 卖菜 团购收入 Assets:Company:1002银行存款 10.00 Income:Company:5001收入 -10.00"
    )


def test_order_of_tags_blanks_and_comments_are_no_facts(tmp_path: Path) -> None:
    other = "; a note\n\n" + ENTRY.replace("#b #a ^y ^x", "^x ^y #a #b").replace("10.00 CNY", "  10.0 CNY")

    assert canonical(ENTRY, tmp_path)[0].hash == canonical(other, tmp_path)[0].hash


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("卖菜", "卖果"),
        ('"卖菜" "团购收入"', '"卖菜团购收入"'),
        (' "团购收入"', ' "团购收 入"'),
        ("*", "!"),
        ("10.00 CNY\n    src", "10.01 CNY\n    src"),
        ("1002银行存款", "1002银行存歀"),
        ("TRUE", "FALSE"),
        ("0.20", "0.21"),
        ("2026-08-01", "2026-08-02"),
        ("#b", "#c"),
    ],
)
def test_any_other_fact_has_another_hash(tmp_path: Path, before: str, after: str) -> None:
    assert before in ENTRY

    assert canonical(ENTRY, tmp_path)[0].hash != canonical(ENTRY.replace(before, after, 1), tmp_path)[0].hash


def test_every_directive_belongs_to_its_entity_and_has_a_name(tmp_path: Path) -> None:
    text = """
2026-01-01 open Assets:Company:1001库存现金 CNY
2026-01-01 open Assets:Fund:1002银行存款
2026-01-02 custom "project" "路灯改造" "Fund"
2026-01-02 custom "tax" "Company" "small-scale"
2026-01-03 balance Assets:Company:1001库存现金  0.00 CNY
2026-01-04 note Assets:Company:1001库存现金 "盘点"
2026-01-05 event "hours" "9-17"
2026-01-05 event "hours" "9-17"
2026-01-06 close Assets:Company:1001库存现金
"""
    assert [one.name for one in canonical(text, tmp_path)] == [
        "2026-01-01 open Assets:Company:1001库存现金",
        "2026-01-02 tax Company small-scale",
        "2026-01-03 balance Assets:Company:1001库存现金",
        "2026-01-04 note Assets:Company:1001库存现金",
        "2026-01-05 event hours",
        "2026-01-05 event hours#2",
        "2026-01-06 close Assets:Company:1001库存现金",
    ]


def test_evidence_comes_from_the_linked_documents(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("b")
    text = f"""
2026-01-01 * "with two documents" ^ev-1 ^ev-2
  Assets:Company:1001库存现金  1.00 CNY
  Assets:Company:1001库存现金  -1.00 CNY
2026-01-01 document Assets:Company:1001库存现金 "{tmp_path}/a.txt" ^ev-1
  sha256: "00ff"
2026-01-01 document Assets:Company:1001库存现金 "{tmp_path}/b.txt" ^ev-2
"""
    entry, first, second = canonical(text, tmp_path)

    b = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
    assert f'"evidence":["00ff","{b}"]' in entry.text
    assert '"filename":"a.txt"' in first.text
    assert f'"evidence":["{b}"]' in second.text
