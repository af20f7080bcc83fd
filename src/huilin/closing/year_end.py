"""What the end of a year transfers, by the standard of each set of books; every entry is of the kind 结转.

Fund: income and expense to net assets, project by project, each to its class; adjustments of earlier years (3201)
go the same way (财会〔2024〕25号). By the standard of 2004 expenses have no class: all close to 3101, and what
restricted money paid for is released from 3102. Enterprise: profit to 3103, to 3104.05; a tenth of it, until half
the registered capital is reached, to the statutory reserve (公司法 210); 3104.01–.04 into .05 (小企业会计准则 附录).
Each step transfers what is still there, so that a year closed already needs nothing more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from huilin.closing.sheets import Worked
from huilin.drafting import Draft, DraftPosting
from huilin.money import Fen, to_decimal, to_fen
from huilin.promise import figures
from huilin.promise.booking import account_of
from huilin.reinvestment import stock_taxes
from huilin.reinvestment.base import statutory_reserve
from huilin.reinvestment.exact import exact
from huilin.vocabulary import CLOSING, RESTRICTED, Period, parse_period, split_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    import pandas as pd

    from huilin.books import Books

FREE, TIED, ADJUSTED = "3101", "3102", "3201"
PROFIT, APPROPRIATED, UNDISTRIBUTED = "3103", "3104", "3104:05"
RESERVE, RESERVE_TAKEN = ("3101:01", "3101"), "3104:01"
SHEET = "年末结转计算表"


class _Balance(NamedTuple):
    """What an account holds of one project; debit positive."""

    account: str
    project: str
    fen: Fen


class _Move(NamedTuple):
    """A balance on its way to another account, the project staying the same."""

    balance: _Balance
    to: str


def income(books: Books, fund: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Close a fund's income: what is restricted to 3102, the rest to 3101, project by project."""
    return _closing(books, fund, month, "npo", "结转本年收入", lambda: _by_class(books, fund, month.end, "Income"))


def expense(books: Books, fund: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Close a fund's expense by its class; without classes (2004) all of it to 3101."""
    return _closing(books, fund, month, "npo", "结转本年费用", lambda: _by_class(books, fund, month.end, "Expenses"))


def adjustments(books: Books, fund: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Close the adjustments of earlier years (3201, new in 2026) to net assets."""
    moves = lambda: _by_class(books, fund, month.end, "Equity", (ADJUSTED,))  # noqa: E731
    return _closing(books, fund, month, "npo-2026", "结转以前年度净资产调整", moves)


def release(books: Books, fund: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Release what restricted money paid for (2004 only): Dr 3102 / Cr 3101, never more than the project holds."""

    def moves() -> Iterator[_Move]:
        held = {b.project: b for b in _balances(books, fund, month.end, "Equity", (TIED,))}
        to = {b.project: b for b in _balances(books, fund, month.end, "Equity", (FREE,)) if b.fen > 0}
        for name in (name for name in to if name in held and _is_restricted(books, name)):
            most = min(to[name].fen, -held[name].fen)
            if most > 0:
                yield _Move(_Balance(held[name].account, name, -most), to[name].account)

    return _closing(books, fund, month, "npo-2004", "限定性净资产按项目支出转为非限定性", moves)


def profit(books: Books, enterprise: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Close an enterprise's income and expense to 3103."""

    def moves() -> Iterator[_Move]:
        found = [b for root in ("Expenses", "Income") for b in _balances(books, enterprise, month.end, root, by="5")]
        to = account_of(books, enterprise, PROFIT, month.end) if found else ""
        return (_Move(balance, to) for balance in found)

    return _closing(books, enterprise, month, "small-enterprise", "结转本年损益", moves)


def result(books: Books, enterprise: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Carry the year's result from 3103 to 3104.05."""
    return _closing(
        books, enterprise, month, "small-enterprise", "本年利润转入未分配利润", lambda: _undistributed(books, enterprise, month.end, (PROFIT,))
    )  # fmt: skip


def reserve(books: Books, enterprise: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Take the statutory reserve: Dr 3104.01 / Cr 3101, as much as law and earlier entries leave."""
    if not _applies(books, enterprise, month, "small-enterprise"):
        return ()
    net = _net_profit(books, enterprise, month)
    facts = figures(books, enterprise, month)
    capital = facts.registered_capital
    if net <= 0 or capital is None:
        return ()
    taken = _reserve_taken(books, enterprise, month)
    facts = replace(facts, opening_reserve=to_decimal(_reserve_held(books, enterprise, month) - taken))
    due = statutory_reserve(facts, stock_taxes(), exact(to_decimal(net)))
    missing = to_fen(due) - taken
    if missing <= 0:
        return ()
    to = _first_open(books, enterprise, RESERVE, month.end)
    debit, opened = _reserve_account(books, enterprise, month.end)
    amount = to_decimal(missing)
    draft = _entry(enterprise, month.end, "提取法定盈余公积", (DraftPosting(debit, amount), DraftPosting(to, -amount)))
    lines = (
        ("本年净利润", to_decimal(net)),
        ("减：弥补以前年度账面亏损", facts.book_loss_left),
        ("注册资本", capital),
        ("提取前法定盈余公积", facts.opening_reserve),
        ("应提取（10%，至注册资本的一半为止）", due),
        ("本次提取", amount),
    )
    return (Worked(draft, "法定盈余公积计算表", _year(month), lines, opened),)


def distributed(books: Books, enterprise: str, month: Period, _today: date) -> tuple[Worked, ...]:
    """Carry 3104.01–.04 into 3104.05."""

    def moves() -> Iterator[_Move]:
        of = _undistributed(books, enterprise, month.end, (APPROPRIATED,))
        return (move for move in of if move.balance.account != move.to)

    return _closing(books, enterprise, month, "small-enterprise", "利润分配明细转入未分配利润", moves)


YEAR_END = (income, expense, adjustments, release, profit, result, reserve, distributed)


def _closing(  # noqa: PLR0913, PLR0917 - whose, when, by which standard, what
    books: Books, entity: str, month: Period, standard: str, narration: str, moves: Callable[[], Iterable[_Move]]
) -> tuple[Worked, ...]:
    """Return one entry for all moves of a year's end; none where the standard is another or nothing is left."""
    found = list(moves()) if _applies(books, entity, month, standard) else []
    if not found:
        return ()
    by_project = any(move.balance.project for move in found)
    draft = _entry(entity, month.end, narration, tuple(_in_pairs(found) if by_project else _in_one(found)))
    lines = tuple((f"{_label(m.balance)} → {_code(m.to)}", to_decimal(m.balance.fen)) for m in found)
    return (Worked(draft, SHEET, _year(month), lines),)


def _applies(books: Books, entity: str, month: Period, standard: str) -> bool:
    """Say whether the month ends the year of books kept by the standard (`npo`: either of them)."""
    return month.end.month == 12 and books.entities[entity].standard_on(month.end).startswith(standard)


def _entry(entity: str, day: date, narration: str, legs: tuple[DraftPosting, ...]) -> Draft:
    return Draft(entity, day, narration, legs, meta={"kind": CLOSING, "category": "年末结转"})


def _in_pairs(moves: Iterable[_Move]) -> Iterator[DraftPosting]:
    for move in moves:
        meta = {"project": move.balance.project} if move.balance.project else {}
        yield DraftPosting(move.balance.account, to_decimal(-move.balance.fen), meta=meta)
        yield DraftPosting(move.to, to_decimal(move.balance.fen), meta=meta)


def _in_one(moves: Iterable[_Move]) -> Iterator[DraftPosting]:
    """Return one leg an account and one sum for each account that takes them."""
    sums: dict[str, Fen] = {}
    for move in moves:
        yield DraftPosting(move.balance.account, to_decimal(-move.balance.fen))
        sums[move.to] = sums.get(move.to, 0) + move.balance.fen
    yield from (DraftPosting(to, to_decimal(fen)) for to, fen in sums.items() if fen)


def _by_class(books: Books, fund: str, day: date, root: str, codes: tuple[str, ...] | None = None) -> Iterator[_Move]:
    classed = books.entities[fund].standard_on(day) != "npo-2004" or root == "Income"
    for balance in _balances(books, fund, day, root, codes):
        parts = split_account(balance.account)
        tied = classed and parts is not None and parts.sub == RESTRICTED
        yield _Move(balance, account_of(books, fund, TIED if tied else FREE, day))


def _undistributed(books: Books, enterprise: str, day: date, codes: tuple[str, ...]) -> Iterator[_Move]:
    for balance in _balances(books, enterprise, day, "Equity", codes):
        yield _Move(balance, account_of(books, enterprise, UNDISTRIBUTED, day))


def _balances(  # noqa: PLR0913 - whose, when, which
    books: Books, entity: str, day: date, root: str, codes: tuple[str, ...] | None = None, *, by: str = ""
) -> Iterator[_Balance]:
    """Yield what each account of the root (of `codes`, or beginning with `by`) holds of each project on `day`."""
    p = books.frames.select(entity=entity, codes=codes, end=day)
    p = p[(p["root"] == root) & p["code"].astype(str).str.startswith(by)]
    sums: pd.Series[int] = p["fen"].groupby([p["account"].astype(str), p["project"].astype(str)]).sum()
    for key, fen in sums.sort_index().items():
        if fen:
            account, project = cast("tuple[str, str]", key)
            yield _Balance(account, project, int(fen))


def _net_profit(books: Books, enterprise: str, month: Period) -> Fen:
    year = month.year_to_date
    p = books.frames.select(entity=enterprise, start=year.start, end=year.end, closing=False)
    return -int(p.loc[p["root"].isin(("Income", "Expenses")) & p["code"].astype(str).str.startswith("5"), "fen"].sum())


def _reserve_taken(books: Books, enterprise: str, month: Period) -> Fen:
    """Return what closing entries of the year have put into the reserve already."""
    year = month.year_to_date
    p = books.frames.select(entity=enterprise, codes=RESERVE, start=year.start, end=year.end)
    return -int(p.loc[(p["kind"] == CLOSING) & (p["sub"] != "02"), "fen"].sum())


def _reserve_held(books: Books, enterprise: str, month: Period) -> Fen:
    """Return the statutory reserve at the year's end, brought in on whatever day."""
    p = books.frames.select(entity=enterprise, codes=RESERVE, end=month.end)
    return -int(p.loc[p["sub"] != "02", "fen"].sum())


def _reserve_account(books: Books, enterprise: str, day: date) -> tuple[str, tuple[str, ...]]:
    """Return 3104.01, and the same as an account to open where nobody has opened it yet."""
    found = books.resolve(enterprise, RESERVE_TAKEN, day)
    if found:
        return found[0], ()
    parent = account_of(books, enterprise, UNDISTRIBUTED, day).rpartition(":")[0]
    name = "01提取法定盈余公积" if not parent.isascii() else "01-Statutory-reserve"
    return f"{parent}:{name}", (f"{parent}:{name}",)


def _first_open(books: Books, entity: str, codes: Iterable[str], day: date) -> str:
    """Return the account of the first code that one open account has; account_of says what is wrong otherwise."""
    *some, last = codes
    found = (books.resolve(entity, code, day) for code in some)
    return next((accounts[0] for accounts in found if len(accounts) == 1), "") or account_of(books, entity, last, day)


def _is_restricted(books: Books, project: str) -> bool:
    return project in books.projects and books.projects[project].is_restricted


def _year(month: Period) -> Period:
    return parse_period(f"{month.end.year}")


def _label(balance: _Balance) -> str:
    return f"{_code(balance.account)}{f'　{balance.project}' if balance.project else ''}"


def _code(account: str) -> str:
    parts = split_account(account)
    return f"{parts.full_code} {parts.detail or parts.name}" if parts else account
