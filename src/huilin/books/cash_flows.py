"""Where cash came from and went, by the direct method: every cash posting is told by its counterparts.

The rule, entry by entry, the same on every machine:

1. A posting of cash that says `cashflow:` (itself, or its entry) is what it says.
2. Cash received is met by the entry's credits, cash paid by its debits: first by accounts that stand on both sides
   (pay accrued and paid in one voucher), last by net assets that only change their class. Where a rank is more than
   the cash left, it is shared by amount, to the fen, largest remainders first, ties in the voucher's order. VAT on a
   sale or purchase follows it.
3. What no counterpart meets has only moved between cash accounts, and is no cash flow.

Codes and flows are declared in `reports/<standard>.toml` under `cash`. A posting of several flows is cut in as many
pieces, so that sums by account, entry and day stay what they are (law 4).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from beancount.core import data
from beancount.core.amount import Amount

from huilin import stock
from huilin.charts import STANDARDS
from huilin.money import CURRENCY, to_decimal
from huilin.vocabulary import split_account

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from huilin.books import Books, Entity
    from huilin.money import Fen

OPENING = "opening"
"""What an entry that takes over balances says of itself: its cash is no cash flow."""
OTHER = {1: "other-in", -1: "other-out"}
"""The flows of cash, received and paid, that nothing else explains."""
_KEYS = ["entry", "side"]


@dataclass(frozen=True)
class Scheme:
    """What a standard's file declares: `codes` of cash, a flow for each code by side, VAT (`followers`) and the flows
    that it follows, the codes that meet cash last, and what names money held as agent."""  # noqa: D205, D209

    codes: tuple[str, ...]
    received: Mapping[str, str]
    paid: Mapping[str, str]
    followers: frozenset[str]
    leaders: frozenset[str]
    last: frozenset[str]
    agency: tuple[str, ...]
    words: Mapping[str, str]
    """What `cashflow:` may say: a flow's key, its line's number or label, in either language."""


@cache
def scheme(standard: str) -> Scheme:
    """Read the scheme of one standard."""
    path = stock.home() / "reports" / f"{standard.replace('-', '_')}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    cash, lines = data["cash"], data["tables"]["cash-flow"]["lines"]
    sides: dict[str, dict[str, str]] = {"received": {}, "paid": {}}
    for flow, codes in cash["flows"].items():
        for side in sides:
            sides[side] |= dict.fromkeys((*codes.get("against", ()), *codes.get(side, ())), flow)
    follow = cash.get("follow", {"codes": (), "flows": ()})
    return Scheme(
        tuple(cash["codes"]), sides["received"], sides["paid"],
        frozenset(follow["codes"]), frozenset(follow["flows"]), frozenset(cash.get("last", ())),
        tuple(data["named"].get("agency", {}).get("words", ())), dict(_words(lines)),
    )  # fmt: skip


def _words(lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    yield OPENING, OPENING
    for line in lines:
        for flow in (*line.get("received", ()), *line.get("paid", ())):
            yield flow, flow
            yield from ((str(line[key]), flow) for key in ("id", "zh", "en"))


def with_flows(entries: Sequence[data.Directive], books: Books) -> list[data.Directive]:
    """Return the entries in which each posting of cash says its flow as `cashflow:`, cut where it is of several.

    So a query for a line of the cash-flow statement gives its figure in Fava and bean-query too. Nothing else changes.
    """
    rows = books.posted[books.posted["cashflow"] != ""]
    pieces: dict[int, dict[int, list[tuple[int, str]]]] = {}
    for place, posting, fen, flow in rows[["entry", "posting", "fen", "cashflow"]].itertuples(index=False):
        pieces.setdefault(place, {}).setdefault(posting, []).append((fen, flow))
    told = {id(books.transactions[place]): some for place, some in pieces.items()}
    return [
        entry._replace(postings=list(_said(entry.postings, told[id(entry)])))
        if isinstance(entry, data.Transaction) and id(entry) in told
        else entry
        for entry in entries
    ]


def _said(postings: Sequence[data.Posting], pieces: Mapping[int, Sequence[tuple[int, str]]]) -> Iterator[data.Posting]:
    for place, posting in enumerate(postings):
        rest = posting.units
        for fen, flow in pieces.get(place, ()):
            units = Amount(to_decimal(fen), CURRENCY)
            rest = Amount(rest.number - units.number, CURRENCY)  # type: ignore[operator,union-attr]
            yield posting._replace(units=units, meta={**(posting.meta or {}), "cashflow": flow})
        if rest is not None and (rest.number or place not in pieces):
            yield posting._replace(units=rest)


def classified(postings: pd.DataFrame, books: Books) -> pd.DataFrame:
    """Return the postings with those of cash cut by flow; column `cashflow` then holds the flow's key, else nothing.

    Postings of an entry that takes over balances keep its word, be they cash or not: net assets are told by it too.
    """
    told = _told(postings, books)
    pieces = _pieces(told)
    others = postings[~told["cash"]]
    rest = others.assign(cashflow=np.where(others["cashflow"] == OPENING, OPENING, ""), piece=0)
    cut = postings.loc[pieces["row"]].assign(
        fen=pieces["fen"].to_numpy(), cashflow=pieces["flow"].to_numpy(), piece=pieces["start"].to_numpy()
    )
    made = pd.concat([rest, cut]).rename_axis("row").reset_index()
    made = made.sort_values(["row", "piece"], kind="stable").drop(columns=["row", "piece"])
    return made.astype({"cashflow": "category"}).reset_index(drop=True)


# What each posting is


def _told(postings: pd.DataFrame, books: Books) -> pd.DataFrame:
    """Return a row a posting: entry, side (1 debit), amount, whether cash, its flow as a counterpart, `said`, VAT."""
    fen = postings["fen"].to_numpy()
    made = pd.DataFrame(
        {
            "entry": postings["entry"].to_numpy(),
            "account": postings["account"].cat.codes.to_numpy(),
            "side": np.where(fen >= 0, 1, -1),
            "amount": np.abs(fen),
        },
        index=postings.index,
    ).assign(cash=False, flow="", said="", vat=False, leads=False, last=False)
    for entity in books.entities.values():
        own = postings["entity"] == entity.name
        for first, last, standard in _spans(entity):
            rows = own & (postings["date"] >= first) & (postings["date"] < last)
            if standard in STANDARDS and rows.any():
                _tell(made, postings[rows], scheme(standard))
    return made


def _spans(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield the days on which each of the entity's standards was in force: from, up to, its name."""
    starts = ["1900-01-01", *(f"{start}" for start, _ in entity.standards[1:]), "2200-01-01"]
    for place, (_, standard) in enumerate(entity.standards):
        yield starts[place], starts[place + 1], standard


def _tell(made: pd.DataFrame, postings: pd.DataFrame, known: Scheme) -> None:
    """Write what the scheme says into the rows of one entity and standard; each account's name is read once."""
    names = list(map(str, postings["account"].cat.categories))
    places = postings["account"].cat.codes.to_numpy()

    def each(read: Callable[[str], object]) -> np.ndarray[Any, Any]:
        return np.array([read(name) for name in names], dtype=object)[places]

    received, paid = each(lambda name: _flow(name, known.received)), each(lambda name: _flow(name, known.paid))
    which, words = pd.factorize(postings["cashflow"])
    said = np.array([known.words.get(str(word), "") for word in words], dtype=object)[which]
    flow = np.where(said != "", said, np.where(postings["fen"].to_numpy() < 0, received, paid))
    vat = each(lambda name: _code(name, known.followers) is not None).astype(bool) & (said == "")
    made.loc[postings.index, "cash"] = each(lambda name: is_cash(name, known)).astype(bool)
    made.loc[postings.index, "said"] = said
    made.loc[postings.index, "flow"] = flow
    made.loc[postings.index, "vat"] = vat
    made.loc[postings.index, "last"] = each(lambda name: _code(name, known.last) is not None).astype(bool)
    made.loc[postings.index, "leads"] = np.isin(flow.astype(str), list(known.leaders)) & ~vat


def is_cash(account: str, known: Scheme) -> bool:
    """Say whether the account is cash of the scheme; what is held as agent is not the entity's own."""
    parts = split_account(account)
    is_own = not any(word in account.lower() for word in known.agency)
    return parts is not None and parts.root == "Assets" and parts.code in known.codes and is_own


def _flow(account: str, flows: Mapping[str, str]) -> str:
    found = _code(account, flows)
    return flows[found] if found else ""


def _code(account: str, codes: Collection[str]) -> str | None:
    """Return the code that means the account: with its sub-account, else without, else by its root."""
    parts = split_account(account)
    words = (parts.full_code, parts.code, parts.root) if parts else (account.partition(":")[0],)
    return next((word for word in words if word in codes), None)


# What meets what


def _pieces(told: pd.DataFrame) -> pd.DataFrame:
    """Return the pieces of every cash posting: its row, the flow, the fen with its sign, where the piece starts."""
    cash = told[told["cash"]].rename_axis("row").reset_index()
    said = cash["said"] != ""
    fixed, free = cash[said], cash[~said & (cash["amount"] > 0)]
    needed = free.groupby(_KEYS, sort=False)["amount"].sum().rename("cash").reset_index()
    groups = _less(_groups(told, needed), fixed)
    met = _laid_side_by_side(free, _with_rest(needed, _flows(needed, groups)))
    fixed = fixed.assign(flow=fixed["said"], fen=fixed["amount"] * fixed["side"], start=0)
    nothing = cash[~said & (cash["amount"] == 0)].assign(flow="", fen=0, start=0)
    columns = ["row", "flow", "fen", "start"]
    return pd.concat([part[columns] for part in (met, fixed, nothing)], ignore_index=True)


def _groups(told: pd.DataFrame, needed: pd.DataFrame) -> pd.DataFrame:
    """Return what may meet the cash of an entry and side, by flow: its amount and rank (0 is met first)."""
    others = told[~told["cash"] & (told["amount"] > 0) & told["entry"].isin(needed["entry"])]
    sides = others.groupby(["entry", "account"], sort=False)["side"]
    is_both = sides.transform("min") != sides.transform("max")
    others = others.assign(rank=np.where(others["last"], 2, np.where(is_both, 0, 1)), side=-others["side"])
    leads = others.groupby(_KEYS, sort=False)["leads"].transform("any")
    follows = others["vat"] & leads
    keys = [*_KEYS, "rank", "flow", "leads"]
    groups = others[~follows].groupby(keys, sort=False)["amount"].sum().reset_index()
    return _with_vat(groups, others[follows].groupby(_KEYS, sort=False)["amount"].sum())


def _with_vat(groups: pd.DataFrame, vat: pd.Series[int]) -> pd.DataFrame:
    """Return the groups with the VAT that follows them; several sales of one voucher share it by amount."""
    taxes = groups[_KEYS].join(vat, on=_KEYS)["amount"].fillna(0).astype("int64")
    led = groups["leads"] & (taxes > 0)
    alone = led & (groups[led].groupby(_KEYS)["leads"].transform("size").reindex(groups.index) == 1)
    groups.loc[alone, "amount"] += taxes[alone]
    for _, some in groups[led & ~alone].groupby(_KEYS, sort=False):
        groups.loc[some.index, "amount"] += shares(int(taxes[some.index[0]]), some["amount"].to_list())
    return groups


def _less(groups: pd.DataFrame, fixed: pd.DataFrame) -> pd.DataFrame:
    """Return the groups less what cash that says its flow has met of the same flow."""
    spent = fixed.groupby([*_KEYS, "said"], sort=False)["amount"].sum().reset_index()
    mixed = spent[spent["entry"].isin(groups["entry"])]
    for entry, side, flow, amount in mixed.itertuples(index=False):
        left = int(amount)
        for row in groups.index[(groups["entry"] == entry) & (groups["side"] == side) & (groups["flow"] == flow)]:
            met = min(left, int(groups.loc[row, "amount"]))
            groups.loc[row, "amount"] -= met
            left -= met
    return groups[groups["amount"] > 0]


def _flows(needed: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each group the cash of its entry and side meets."""
    made = groups.merge(needed, on=_KEYS)
    whole = made.groupby(_KEYS, sort=False)["amount"]
    short = (whole.transform("sum") > made["cash"]).to_numpy()
    several = (whole.transform("size") > 1).to_numpy()
    met = np.where(short & ~several, made["cash"], made["amount"])
    for _, some in made[short & several].groupby(_KEYS, sort=False):
        met[some.index] = _shared(int(some["cash"].iloc[0]), some)
    return made.assign(amount=met)[[*_KEYS, "flow", "amount"]]


def _shared(cash: Fen, some: pd.DataFrame) -> list[Fen]:
    """Share cash among more counterparts than it can meet: rank by rank, within one by amount."""
    met = [0] * len(some)
    for rank in range(3):
        weights = [int(a) if r == rank else 0 for a, r in zip(some["amount"], some["rank"], strict=True)]
        part = min(cash, sum(weights))
        met = [a + b for a, b in zip(met, shares(part, weights), strict=True)]
        cash -= part
    return met


def shares(amount: Fen, weights: Sequence[int]) -> list[Fen]:
    """Share `amount` by `weights` to the fen: largest remainders first, ties in order; all to nothing where none weighs."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    made = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % whole), place))
    for place in by_remainder[: amount - sum(made)]:
        made[place] += 1
    return made


def _with_rest(needed: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows and, behind them, what only moved between cash accounts (no flow).

    What moved from one account must come to another: if words of the books say otherwise, the excess is another flow.
    """
    met = flows.groupby(_KEYS, sort=False)["amount"].sum().rename("met")
    rest = needed.join(met, on=_KEYS).fillna({"met": 0}).astype({"met": "int64"})
    rest = rest.assign(left=rest["cash"] - rest["met"])
    across = rest[["entry", "left"]].assign(side=-rest["side"]).rename(columns={"left": "across"})
    rest = rest.merge(across, on=_KEYS, how="left").fillna({"across": 0}).astype({"across": "int64"})
    moved = np.minimum(rest["left"], rest["across"])
    parts = (
        flows,
        rest.assign(flow=rest["side"].map(OTHER), amount=rest["left"] - moved),
        rest.assign(flow="", amount=moved),
    )
    made = pd.concat([part[[*_KEYS, "flow", "amount"]] for part in parts], ignore_index=True)
    return made[made["amount"] > 0]


def _laid_side_by_side(free: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """Lay an entry's cash postings and its flows end to end, and cut where either ends."""
    cash, told = _ends(free, "cash"), _ends(flows, "flow")
    both = cash[["row", *_KEYS, "cash_from", "cash_to"]].merge(told[["flow", *_KEYS, "flow_from", "flow_to"]], on=_KEYS)
    start = np.maximum(both["cash_from"], both["flow_from"])
    length = np.minimum(both["cash_to"], both["flow_to"]) - start
    return both.assign(start=start, fen=length * both["side"])[length > 0]


def _ends(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    until = rows.groupby(_KEYS, sort=False)["amount"].cumsum()
    return rows.assign(**{f"{name}_from": until - rows["amount"], f"{name}_to": until})
