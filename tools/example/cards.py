"""The ledger of the elder-care station's prepaid cards: top-ups and what was spent, with each card's balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.example import accounts as acc
from tools.example import words
from tools.example.entries import ZERO, Posting
from tools.example.sheets import Cell, workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from tools.example.entries import Entry

HEADING = ("流水号", "日期", "时间", "卡号", "类型", "服务", "金额", "卡内余额")


def ledger(books: Sequence[Entry], summer: Sequence[Entry]) -> bytes:
    """Return the quarter's card ledger; amounts are positive, 类型 says which way; the last row adds them up."""
    held: dict[str, Decimal] = {}
    for _, posting in _moves(books):
        _move(held, posting)
    top: list[tuple[Cell, ...]] = [(f"{words.CARD_BOOK}储值卡流水",), ("期间：2026-07-01 至 2026-09-30",), HEADING]
    rows = [_row(moment, posting, _move(held, posting)) for moment, posting in _moves(summer)]
    amount = sum((abs(posting.amount) for _, posting in _moves(summer)), ZERO)
    return workbook({"储值卡流水": [*top, *rows, ("合计", "", "", "", "", f"{len(rows)}笔", amount, "")]})


def _moves(entries: Iterable[Entry]) -> Iterable[tuple[datetime, Posting]]:
    return ((entry.at, p) for entry in entries for p in entry.postings if p.account == acc.CARDS)


def _move(held: dict[str, Decimal], posting: Posting) -> Decimal:
    card = dict(posting.meta)["card"]
    held[card] = held.get(card, ZERO) - posting.amount
    assert held[card] >= 0
    return held[card]


def _row(moment: datetime, posting: Posting, left: Decimal) -> tuple[Cell, ...]:
    line = posting.line
    assert line is not None
    when = (f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}")
    return (line.number, *when, line.party, line.kind, line.summary, abs(posting.amount), left)
