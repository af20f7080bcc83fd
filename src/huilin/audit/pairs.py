"""Pairs of accounts that entries debit and credit, and how often the books use each: what is rare wants a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from typing import Any


def pairs(postings: pd.DataFrame) -> pd.DataFrame:
    """Return one row an entry and pair: entry, debit, credit (codes with first sub-account), entries (how many use it).

    An entry of several legs uses every pair of a debited and a credited code.
    """
    code = postings["code"].astype(str)
    sub = postings["sub"].astype(str)
    full = code.where(sub == "", code + "." + sub)
    legs = pd.DataFrame({"entry": postings["entry"], "code": full, "fen": postings["fen"]}).reset_index(drop=True)
    sides = legs.assign(debit=legs["fen"] > 0)[(legs["fen"] != 0).to_numpy()].drop_duplicates(
        ["entry", "code", "debit"]
    )
    debits = _named(sides[sides["debit"].to_numpy()], "debit")
    credits_ = _named(sides[~sides["debit"].to_numpy()], "credit")
    both = debits.merge(credits_, on="entry")
    both = both[(both["debit"] != both["credit"]).to_numpy()]
    uses: pd.Series[Any] = both.groupby(["debit", "credit"])["entry"].transform("size")
    return both.assign(entries=uses)


def _named(side: pd.DataFrame, name: str) -> pd.DataFrame:
    return side[["entry", "code"]].rename(columns={"code": name})
