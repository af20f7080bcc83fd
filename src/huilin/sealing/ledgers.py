"""General ledger (总账) and subsidiary ledgers (明细账) of one entity: two ways to the same sums, held against each other.

The general ledger adds postings by national code, straight from the frame; a subsidiary ledger lists an account's
postings one by one with the running balance. 会计基础工作规范 第六十二条: 总账与明细账核对相符.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from huilin.sealing.trial_balance import is_debit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Frames
    from huilin.money import Fen
    from huilin.vocabulary import Period


class Sums(NamedTuple):
    """Opening, turnover of both sides, closing; whole fen, balances debit positive."""

    opening: Fen
    debit: Fen
    credit: Fen
    closing: Fen


class Difference(NamedTuple):
    """A code whose general ledger is not the sum of its subsidiary ledgers."""

    code: str
    general: Sums
    subsidiary: Sums


def general_ledger(frames: Frames, entity: str, period: Period) -> dict[str, Sums]:
    """Return each code's sums over the period, drafts left out."""
    p = frames.select(entity=entity, end=period.end)
    before = p["date"] < pd.Timestamp(period.start)
    debit = is_debit(p)
    code = p["code"].astype(str)
    columns = {
        "opening": p["fen"].where(before, 0),
        "debit": p["fen"].where(~before & debit, 0),
        "credit": -p["fen"].where(~before & ~debit, 0),
        "closing": p["fen"],
    }
    table = pd.DataFrame({name: column.groupby(code).sum() for name, column in columns.items()}).astype("int64")
    return {str(row[0]): Sums(*map(int, row[1:])) for row in table.itertuples()}


def subsidiary_ledger(frames: Frames, account: str, period: Period) -> pd.DataFrame:
    """Return an account's postings in the period: date, id, entry, debit, credit, balance after each (debit positive)."""
    p = frames.select(end=period.end)
    p = p[p["account"] == account]
    opening = int(p.loc[p["date"] < pd.Timestamp(period.start), "fen"].sum())
    rows = p[p["date"] >= pd.Timestamp(period.start)]
    debit = is_debit(rows)
    return pd.DataFrame(
        {
            "date": rows["date"],
            "id": rows["id"],
            "entry": rows["entry"],
            "debit": rows["fen"].where(debit, 0),
            "credit": -rows["fen"].where(~debit, 0),
            "balance": opening + rows["fen"].cumsum(),
        }
    ).reset_index(drop=True)


def differences(frames: Frames, entity: str, period: Period) -> Iterator[Difference]:
    """Yield each code in which the general ledger differs from its subsidiary ledgers; there should be none."""
    general = general_ledger(frames, entity, period)
    accounts = frames.select(entity=entity, end=period.end).drop_duplicates("account")
    for code, sums in general.items():
        own = accounts.loc[accounts["code"] == code, "account"].astype(str)
        added = _added([_sums(frames, account, period) for account in own])
        if added != sums:
            yield Difference(code, sums, added)


def _sums(frames: Frames, account: str, period: Period) -> Sums:
    """Return an account's sums as its subsidiary ledger shows them: the closing is its last running balance."""
    ledger = subsidiary_ledger(frames, account, period)
    p = frames.select(end=period.start - pd.Timedelta(days=1))
    opening = int(p.loc[p["account"] == account, "fen"].sum())
    closing = int(ledger["balance"].iloc[-1]) if len(ledger) else opening
    return Sums(opening, int(ledger["debit"].sum()), int(ledger["credit"].sum()), closing)


def _added(sums: list[Sums]) -> Sums:
    return Sums(*(sum(column) for column in zip(*sums, strict=True)))
