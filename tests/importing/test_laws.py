"""Law 7, on statements made at random: rows are conserved, importing twice adds nothing, overlaps add only what is new."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from huilin import importing
from tests.importing.conftest import TODAY, Village
from tests.importing.statements import Move, fund_bill, icbc, trade_bill

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = settings(max_examples=12, deadline=None)
START = datetime(2026, 7, 1, 8, 0, 0)  # noqa: DTZ001 - statements have no zone
GOODS = ("团购-自营-米", "团购-代售-奶", "储值卡充值", "别的")


@contextmanager
def fresh() -> Iterator[Village]:
    """A village per example; hypothesis runs many examples in one test."""
    root = Path(tempfile.mkdtemp())
    try:
        yield Village(root)
    finally:
        shutil.rmtree(root)


fen = st.integers(1, 30000).map(lambda n: Decimal(n).scaleb(-2))
sales = st.lists(st.tuples(fen, st.sampled_from(GOODS), st.booleans()), min_size=1, max_size=14)


def bill(sold: list[tuple[Decimal, str, bool]], first: int = 0) -> tuple[list[Move], list[tuple[str, ...]]]:
    """The moves of the fund bill, and the rows of the trade bill (some sales are not in it)."""
    moves: list[Move] = []
    trades: list[tuple[str, ...]] = []
    for place, (amount, goods, explained) in enumerate(sold, start=first):
        when = str(START + timedelta(hours=place))
        moves.append((when, f"W{place}", f"S{place}", "交易", str(amount)))
        fee = (amount * 6 / 1000).quantize(Decimal("0.01"))
        if fee:
            moves.append((when, f"W{place}", f"S{place}", "扣除交易手续费", f"-{fee}"))
        if explained:
            trades.append((when, f"W{place}", f"O-{place}", goods, "card=K1", str(amount)))
    return moves, trades


@FEW
@given(sales)
def test_every_row_is_accounted_for_and_every_draft_balances(sold: list[tuple[Decimal, str, bool]]) -> None:
    """Each key of the fund bill stands once; what the drafts add to the wallet is what the bill says."""
    moves, trades = bill(sold)
    with fresh() as village:
        inbox = village.read({"a.csv": fund_bill(moves), "b.csv": trade_bill(trades)})

    fund, trade = inbox.files
    assert (fund.rows, fund.new) == (len(moves), len(moves))
    assert (trade.rows, trade.paired) == (len(trades), len(trades))
    assert all(draft.difference == 0 for draft in inbox.drafts)
    keys = Counter(p.meta["src"] for d in inbox.drafts for p in d.postings if "src" in p.meta)
    assert keys == Counter(f"wxfund:{m[2]}:{m[3]}" for m in moves)


@FEW
@given(sales)
def test_importing_twice_adds_nothing(sold: list[tuple[Decimal, str, bool]]) -> None:
    moves, trades = bill(sold)
    files = {"a.csv": fund_bill(moves), "b.csv": trade_bill(trades)}
    with fresh() as village:
        village.book(files)
        again = village.read(files)

    assert again.drafts == ()
    assert [file.known for file in again.files] == [len(moves), len(trades)]


@FEW
@given(sales, st.integers(0, 14), st.integers(0, 14))
def test_two_overlapping_files_are_as_good_as_the_whole(
    sold: list[tuple[Decimal, str, bool]], one: int, other: int
) -> None:
    """Whether at once or one after the other, the overlap counts once."""
    moves, _ = bill(sold)
    start, end = sorted((min(one, len(moves)), min(other, len(moves))))
    before = str(sum((Decimal(m[4]) for m in moves[:start]), Decimal("0.00")))
    halves = {"a.csv": fund_bill(moves[:end]), "b.csv": fund_bill(moves[start:], before)}
    with fresh() as village:
        whole = {
            p.meta["src"]
            for d in village.read({"w.csv": fund_bill(moves)}).drafts
            for p in d.postings
            if p.meta.get("src")
        }
    with fresh() as village:
        together = village.read(halves)
    with fresh() as village:
        village.book({"a.csv": halves["a.csv"]})
        later = village.read({"b.csv": halves["b.csv"]})

    assert Counter(p.meta["src"] for d in together.drafts for p in d.postings if "src" in p.meta) == Counter(whole)
    assert sum(file.known for file in together.files) == end - start
    assert (later.files[0].new, later.files[0].known) == (len(moves) - end, end - start)


@FEW
@given(st.lists(fen, min_size=1, max_size=6), st.booleans())
def test_rows_without_a_serial_keep_their_keys_when_the_bank_lists_them_backwards(
    amounts: list[Decimal],
    same_moment: bool,  # noqa: FBT001
) -> None:
    """Equal amounts at one moment stay apart by the balance after them."""
    moves = [
        (str(START + timedelta(minutes=0 if same_moment else n)), str(a), "某公司", "款") for n, a in enumerate(amounts)
    ]
    lines = icbc(moves).split(b"\r\n")
    backwards = b"\r\n".join([lines[0], *reversed(lines[1:-1]), b""])
    with fresh() as village:
        first = {work.key for work in village.read({"a.csv": icbc(moves)}).works}
        second = {work.key for work in village.read({"a.csv": backwards}).works}

    assert len(first) == len(amounts)
    assert first == second


@FEW
@given(sales)
def test_undo_leaves_the_books_and_the_inbox_as_they_were(sold: list[tuple[Decimal, str, bool]]) -> None:
    """To the byte; donors and the log remember."""
    moves, trades = bill(sold)
    with fresh() as village:
        village.drop({"a.csv": fund_bill(moves), "子/b.csv".replace("子/", ""): trade_bill(trades)})
        before = village.state()
        booked = village.book()
        between = village.state()
        importing.undo(village.workspace, village.books, booked.batch, today=TODAY)
        after = village.state()
        log = importing.read_log(village.workspace)

    assert not any(name.startswith("inbox/") for name in between)
    assert {name: text for name, text in after.items() if name != "imports/log.jsonl"} == before
    assert [set(record) & {"file", "used", "undone"} for record in log] == [{"file"}, {"file"}, {"used"}, {"undone"}]


def test_a_hundred_imports_of_the_same_files_add_what_one_does(village: Village) -> None:
    """Under ever new names: a row is known by its key, not by its file."""
    village.book({"a.csv": fund_bill(SAME), "i.csv": icbc(SAME_BANK)})
    books = village.books
    village.drop({"a.csv": fund_bill(SAME), "i.csv": icbc(SAME_BANK)})

    for time in range(100):
        inbox = importing.read(books, today=TODAY)
        assert inbox.drafts == (), time
        assert [(f.known, f.new) for f in inbox.files] == [(2, 0), (2, 0)]


SAME: list[Move] = [
    ("2026-07-04 10:00:00", "W1", "S1", "交易", "50.00"),
    ("2026-07-04 10:00:00", "W2", "S2", "交易", "50.00"),
]
SAME_BANK = [
    ("2026-07-05 10:00:00", "50.00", "甲", "捐款"),
    ("2026-07-05 10:00:00", "50.00", "甲", "捐款"),
]
