"""What a sample is drawn from: the vouchers of one set of books in a period, and what each holds of what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.audit.ledger_view import entries
from huilin.audit.sampling import Unit
from huilin.errors import UsageError
from huilin.vocabulary import CLOSING
from huilin.wording import Text

if TYPE_CHECKING:
    import pandas as pd

    from huilin.audit.request import AuditRequest
    from huilin.money import Fen


class Population(NamedTuple):
    """A population by name: its title, and which postings make it (root or codes; debits or credits)."""

    title: Text
    roots: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    sign: int = 1


MONEY = ("1001", "1002", "1009", "1012")
POPULATIONS = {
    "expenses": Population(Text("费用", "expense"), roots=("Expenses",)),
    "income": Population(Text("收入", "income"), roots=("Income",), sign=-1),
    "receipts": Population(Text("货币资金收入", "money received"), codes=MONEY),
    "payments": Population(Text("货币资金支出", "money paid"), codes=MONEY, sign=-1),
    "donations": Population(Text("捐赠收入", "donations received"), codes=("4101",), sign=-1),
    "stock": Population(Text("存货增加", "stock bought"), codes=("1201", "1401", "1402", "1403", "1405", "1411")),
}


def population(request: AuditRequest, name: str) -> tuple[Unit, ...]:
    """Return the vouchers with what each holds (net, where above 0), in the books' order.

    `name` is one of POPULATIONS or a code (`5602`, debits). Year-end transfers are left out. Raises UsageError.
    """
    p = request.postings
    p = p[((p["kind"] != CLOSING) & _meant(p, _named(name))).to_numpy()]
    held = p["fen"].groupby(p["entry"]).sum() * _named(name).sign
    held = held[held > 0]
    named = entries(request.books)["ref"].loc[held.index]
    return tuple(Unit(ref, int(fen)) for ref, fen in zip(named.tolist(), held.tolist(), strict=True))


def _named(name: str) -> Population:
    if name in POPULATIONS:
        return POPULATIONS[name]
    if name.isdigit() and len(name) == 4:
        return Population(Text(name, name), codes=(name,))
    known = "、".join(POPULATIONS)
    raise UsageError(
        Text(f"没有叫“{name}”的总体。", f"There is no population “{name}”."),
        Text(f"可选：{known}，或四位科目代码。", f"Choose one of: {known}, or a code of four digits."),
    )


def _meant(p: pd.DataFrame, what: Population) -> pd.Series[bool]:
    return p["root"].isin(what.roots) | p["code"].isin(what.codes)


class Benchmark(NamedTuple):
    """One base of materiality: what it is, its amount, the share that is usual in per mille, and the amount."""

    title: Text
    base: Fen
    per_mille: int

    @property
    def amount(self) -> Fen:
        """The materiality that it suggests, rounded down to whole yuan."""
        return self.base * self.per_mille // 1000 // 100 * 100


def benchmarks(request: AuditRequest) -> tuple[Benchmark, ...]:
    """Return what is usual: shares of income, expense and assets (rules of thumb, from memory, no standard says them)."""
    p = request.postings
    p = p[(p["kind"] != CLOSING).to_numpy()]
    income = -int(p["fen"][(p["root"] == "Income").to_numpy()].sum())
    expense = int(p["fen"][(p["root"] == "Expenses").to_numpy()].sum())
    assets = sum(
        request.books.frames.select(entity=entity.name, end=request.period.end).query("root == 'Assets'")["fen"].sum()
        for entity in request.entities
    )
    return (
        Benchmark(Text("收入总额", "total income"), income, 10),
        Benchmark(Text("费用总额（非营利组织常用）", "total expense (usual for non-profits)"), expense, 10),
        Benchmark(Text("资产总额", "total assets"), int(assets), 10),
    )
