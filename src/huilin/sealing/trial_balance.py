"""The trial balance (试算平衡表) of one entity: opening, turnover and closing of every account, debit and credit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from huilin.books import Frames
    from huilin.money import Fen
    from huilin.vocabulary import Period

COLUMNS = ("opening_debit", "opening_credit", "turnover_debit", "turnover_credit", "closing_debit", "closing_credit")


class Totals(NamedTuple):
    """The six sums of a trial balance, whole fen."""

    opening_debit: Fen
    opening_credit: Fen
    turnover_debit: Fen
    turnover_credit: Fen
    closing_debit: Fen
    closing_credit: Fen

    @property
    def ties(self) -> bool:
        """Σ借 = Σ贷 for opening, turnover and closing (law 4)."""
        debits, credits_ = self[::2], self[1::2]
        return debits == credits_


def trial_balance(frames: Frames, entity: str, period: Period, *, closing: bool = True) -> pd.DataFrame:
    """Return one row an account that has a balance or moved: account, code, sub, then `COLUMNS` in whole fen.

    `closing=False` leaves out the period's own year-end entries (kind 结转): the trial balance before closing.
    Those of earlier years always count, since the opening balance stands on them.
    """
    before = frames.select(entity=entity, end=period.start - pd.Timedelta(days=1))
    within = frames.select(entity=entity, start=period.start, end=period.end, closing=closing)
    table = pd.DataFrame(
        {
            "opening": _by_account(before["fen"], before),
            "turnover_debit": _by_account(within["fen"].where(is_debit(within), 0), within),
            "turnover_credit": _by_account(-within["fen"].where(~is_debit(within), 0), within),
        }
    )
    table = table.fillna(0).astype("int64")
    return _with_sides(table, frames)


def totals(table: pd.DataFrame) -> Totals:
    """Return the six sums, added from the rows shown."""
    return Totals(*(int(table[column].sum()) for column in COLUMNS))


def is_debit(postings: pd.DataFrame) -> pd.Series[bool]:
    """Return which postings stand on the debit side: `side:` says so for red entries, the sign for all others."""
    by_sign = (postings["side"] == "") & (postings["fen"] >= 0)
    return by_sign | (postings["side"] == "借")


def _by_account(fen: pd.Series[int], postings: pd.DataFrame) -> pd.Series[int]:
    return fen.groupby(postings["account"], observed=True).sum()


def _with_sides(table: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Put each balance on its side, and the account's code beside its name."""
    end = table["opening"] + table["turnover_debit"] - table["turnover_credit"]
    codes = frames.postings.drop_duplicates("account").set_index("account")[["code", "sub"]].astype(str)
    shown = pd.DataFrame(
        {
            "code": codes["code"].reindex(table.index),
            "sub": codes["sub"].reindex(table.index),
            "opening_debit": table["opening"].clip(lower=0),
            "opening_credit": (-table["opening"]).clip(lower=0),
            "turnover_debit": table["turnover_debit"],
            "turnover_credit": table["turnover_credit"],
            "closing_debit": end.clip(lower=0),
            "closing_credit": (-end).clip(lower=0),
        }
    )
    moved = shown[list(COLUMNS)].any(axis=1)
    shown.index = shown.index.astype(str)
    return (
        shown[moved.to_numpy()]
        .rename_axis("account")
        .reset_index()
        .sort_values(["code", "sub", "account"], ignore_index=True)
    )
