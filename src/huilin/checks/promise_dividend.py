"""Profit reaches the community by the way that was agreed: a dividend only as the shareholders resolved it (公司法 210)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from huilin.checks._found import at_entry
from huilin.checks._promised import promises
from huilin.checks._views import cny
from huilin.findings import Severity
from huilin.money import show, to_fen
from huilin.promise.moves import ACCOUNTS, promise_moves
from huilin.promise.settling import resolution
from huilin.promise.views import years_meant
from huilin.reinvestment import policies_on
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books
    from huilin.findings import Finding
    from huilin.reinvestment import Policy

RULE = "promise-dividend"
SOURCE = "《公司法》第二百一十条、第二百一十二条（未核原文）；《小企业会计准则》3104 利润分配、2232 应付利润"
EXAMPLE = """
2026-01-01 open Liabilities:Company:2232应付利润
2026-01-01 open Equity:Company:3104利润分配:05未分配利润
2026-07-01 * "没有股东决议就分了红"
  id: "Company/2026-07/记-0001"
  for-year: "2025"
  Equity:Company:3104利润分配:05未分配利润  100.00 CNY
  Liabilities:Company:2232应付利润  -100.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each distribution beyond the resolutions, and each promise booked by another route."""
    yield from _unresolved(books)
    for policy in {p.pair: p for p in promises(books)}.values():
        yield from _by_another_way(books, policy)


class _Declared(NamedTuple):
    day: date
    place: int
    fen: int


def _unresolved(books: Books) -> Iterator[Finding]:
    p = cny(books)
    distributed = p[(p["code"] == "3104") & (p["fen"] > 0)]
    owed = p[(p["code"] == "2232") & (p["fen"] < 0) & p["entry"].isin(distributed["entry"])]
    by_year: dict[tuple[str, int], list[_Declared]] = defaultdict(list)
    for entity, place, fen in zip(owed["entity"], owed["entry"], owed["fen"], strict=True):
        day = books.transactions[int(place)].date
        year = years_meant(books).get(int(place), day.year - 1)
        by_year[str(entity), year].append(_Declared(day, int(place), -int(fen)))
    for (entity, year), found in by_year.items():
        yield from _beyond(books, entity, year, found)


def _beyond(books: Books, entity: str, year: int, found: list[_Declared]) -> Iterator[Finding]:
    declared = 0
    for one in found:
        declared += one.fen
        resolved = resolution(books, entity, year, one.day)
        allowed = to_fen(resolved.amount) if resolved else 0
        if declared > allowed:
            yield at_entry(
                books, one.place, RULE, Severity.ERROR,
                Text(f"{year}年度已分配 {show(declared)} 元，股东决议只有 {show(allowed)} 元。", f"{show(declared)} of {year} is distributed; the shareholders resolved {show(allowed)}."),
                Text(f'请先有决议：custom "resolution" "{entity}" "dividend" 金额，下一行 for-year: {year}；或更正分录。', f'First the resolution: custom "resolution" "{entity}" "dividend" AMOUNT with for-year: {year}; or correct the entry.'),
            )  # fmt: skip
            return


def _by_another_way(books: Books, policy: Policy) -> Iterator[Finding]:
    """Yield each accrual that lies on another account than the agreed route's."""
    for move in promise_moves(books, *policy.pair, drafts=True).accrued:
        day = move.day if move.year == move.day.year else move.day.replace(year=move.year, month=12, day=31)
        held = [p for p in policies_on(promises(books), day) if p.pair == policy.pair]
        if held and move.fen > 0 and not ACCOUNTS[held[0].route][1].startswith(move.code):
            agreed = "/".join(ACCOUNTS[held[0].route])
            yield at_entry(
                books, move.place, RULE, Severity.ERROR,
                Text(f"约定走 {held[0].route}，这笔却记在 {move.code}：路径不符。", f"The agreed route is {held[0].route}, but this lies on {move.code}."),
                Text(f"请更正：应借 {agreed.split('/')[0]}、贷 {agreed.split('/')[1]}；或改约定。", f"Correct it: Dr {agreed.split('/')[0]} / Cr {agreed.split('/')[1]}; or change the promise."),
            )  # fmt: skip
