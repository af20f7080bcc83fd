"""Random ledgers: what is printed is read back, sums to zero, and a fen more or less is always found (law 1)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huilin.books import Books, load
from huilin.drafting import Draft, DraftPosting, to_ledger_all
from huilin.workspace import Workspace
from tests.books.conftest import BASE, HEAD

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNTS = (
    "Assets:Fund:1002银行存款:01存放慈善总会",
    "Income:Fund:4101捐赠收入:01非限定性",
    "Income:Fund:4101捐赠收入:02限定性",
    "Expenses:Fund:5101业务活动成本:01非限定性",
)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)
FEN = st.integers(-(10**13), 10**13)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Draw an entry of two to five legs that sums to zero."""
    fen = draw(st.lists(FEN, min_size=1, max_size=4))
    legs = [
        DraftPosting(draw(st.sampled_from(ACCOUNTS)), Decimal(amount).scaleb(-2), meta=draw(_SRC))
        for amount in (*fen, -sum(fen))
    ]
    day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
    return Draft(
        "Fund", day, draw(WORDS), tuple(legs), payee=draw(WORDS), meta={"project": "日常公益", "donor": draw(WORDS)}
    )


_SRC = st.dictionaries(st.just("src"), WORDS, max_size=1)
LEDGERS = st.lists(drafts(), max_size=6)
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def read(folder: Path, text: str) -> Books:
    folder.mkdir(exist_ok=True)
    (folder / "community.toml").write_text("", encoding="utf-8")
    (folder / "main.beancount").write_text(HEAD + BASE + text, encoding="utf-8", newline="")
    return load(Workspace.find(folder), today=date(2026, 12, 31))


def flat(text: str) -> str:
    """Blanks of any kind count as one: entries are written on one line."""
    return " ".join(text.split())


def rows(ledger: list[Draft]) -> list[tuple[object, ...]]:
    ordered = sorted(ledger, key=lambda draft: draft.date)
    return [
        (
            draft.date, posting.account, int(posting.amount.scaleb(2)), flat(draft.meta["donor"]),
            flat(posting.meta.get("src", "")),
        )
        for draft in ordered
        for posting in draft.postings
    ]  # fmt: skip


@given(LEDGERS)
@QUICK
def test_what_is_printed_is_read_back_to_the_fen(tmp_path: Path, ledger: list[Draft]) -> None:
    p = read(tmp_path / "账", to_ledger_all(ledger)).frames.postings

    found = zip(p["date"].dt.date, p["account"], p["fen"], p["donor"], p["src"], strict=True)
    assert list(found) == rows(ledger)


@given(LEDGERS)
@QUICK
def test_every_entry_and_every_ledger_sums_to_zero(tmp_path: Path, ledger: list[Draft]) -> None:
    books = read(tmp_path / "账", to_ledger_all(ledger))

    assert books.frames.sum(drafts=True) == 0
    assert (books.frames.postings.groupby("entry")["fen"].sum() == 0).all()
    assert not [f for f in books.findings if f.rule in ("exact-sum", "syntax", "beancount", "unbalanced")]


@given(st.lists(drafts(), min_size=1, max_size=4), st.data())
@QUICK
def test_one_fen_more_anywhere_is_found_at_its_entry(tmp_path: Path, ledger: list[Draft], data: st.DataObject) -> None:
    lines = to_ledger_all(ledger).split("\n")
    legs = [n for n, line in enumerate(lines) if line.endswith(" CNY")]
    place = data.draw(st.sampled_from(legs))
    head, amount, commodity = lines[place].rsplit(" ", 2)
    lines[place] = f"{head} {Decimal(amount) + Decimal('0.01')} {commodity}"
    found = [f for f in read(tmp_path / "账", "\n".join(lines)).findings if f.rule == "exact-sum"]

    entry = max(n for n in range(place) if lines[n].startswith("2026-"))
    assert [f.line for f in found] == [len((HEAD + BASE).splitlines()) + entry + 1]


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_whatever_makes_loading_break(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "账"
    folder.mkdir(exist_ok=True)
    (folder / "community.toml").write_text("", encoding="utf-8")
    (folder / "main.beancount").write_bytes(HEAD.encode() + content)

    for finding in load(Workspace.find(folder)).findings:
        assert finding.message.zh
        assert finding.remedy.zh


SNIPPETS = st.sampled_from(
    ["2026-01-01", " * ", " ! ", '"', '"捐"', "\n", "\n  ", "open ", "custom ", "close ", "balance ", "document ", ACCOUNTS[0],
     " 1.00 CNY", " -1 CNY", "1/3", " 1.00", "id: ", "project: ", "#tag", "^link", ";", "pushtag #a", "include ", "{", "}", "@",
     '"entity" "Fund"', '"project"', '"reinvestment"', '"tax"', '"budget"', "TRUE", "2026-13-01", "，", "note ", "pad ", "0.005 CNY"]
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(SNIPPETS, max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_jumble_of_the_ledgers_own_words_makes_loading_break(tmp_path: Path, words: list[str]) -> None:
    for finding in read(tmp_path / "账", "".join(words)).findings:
        assert finding.message.zh
        assert finding.remedy.zh
