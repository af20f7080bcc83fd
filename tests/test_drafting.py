"""Drafts become ledger text that Beancount reads as the same entry."""

from datetime import date
from decimal import Decimal

import pytest
from beancount.parser import parser
from hypothesis import given
from hypothesis import strategies as st

from huilin.drafting import Draft, DraftPosting, custom_line, to_ledger

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


def test_a_draft_reads_like_a_voucher() -> None:
    """Amounts stand in one column, wide signs counted as two."""
    draft = Draft(
        "Fund",
        date(2026, 9, 3),
        "捐赠 路灯改造",
        (
            DraftPosting("Assets:Fund:1002银行存款:01存放慈善总会", Decimal("200.00"), meta={"src": "host:9-1"}),
            DraftPosting("Income:Fund:4101捐赠收入:02限定性", Decimal("-200.00")),
        ),
        meta={"project": "路灯改造", "donor": "D0012"},
        links=("ev-12345678",),
    )

    assert to_ledger(draft) == (
        '2026-09-03 ! "捐赠 路灯改造" ^ev-12345678\n'
        '  project: "路灯改造"\n'
        '  donor: "D0012"\n'
        "  Assets:Fund:1002银行存款:01存放慈善总会               200.00 CNY\n"
        '    src: "host:9-1"\n'
        "  Income:Fund:4101捐赠收入:02限定性                    -200.00 CNY\n"
    )


@given(WORDS, WORDS, st.integers(1, 10**12))
def test_printing_and_parsing_gives_the_same_entry(payee: str, narration: str, fen: int) -> None:
    """Quotes, backslashes and odd signs survive; white space is folded."""
    amount = Decimal(fen).scaleb(-2)
    legs = (DraftPosting("Assets:Fund:1001现金", amount), DraftPosting("Income:Fund:4101捐赠", -amount))
    entries, errors, _ = parser.parse_string(to_ledger(Draft("Fund", date(2026, 1, 2), narration, legs, payee=payee)))

    assert errors == []
    assert entries[0].narration == " ".join(narration.split())
    assert entries[0].postings[0].units.number == amount


def test_an_unbalanced_draft_is_our_own_fault() -> None:
    """No text is made of it."""
    with pytest.raises(AssertionError):
        to_ledger(Draft("Fund", date(2026, 1, 2), "x", (DraftPosting("Assets:Fund:1001现金", Decimal(1)),)))


def test_directives_quote_words_and_leave_amounts() -> None:
    """Budgets are amounts, names are strings."""
    line = custom_line(date(2026, 1, 1), "budget", "Fund", "路灯", Decimal(20000), meta={"approved-by": "居民会议"})

    assert line == '2026-01-01 custom "budget" "Fund" "路灯" 20000.00 CNY\n  approved-by: "居民会议"\n'
