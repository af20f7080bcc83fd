"""A small fund in mid-year: named, aliased and unknown givers, a gift returned, a project with expenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.donors import Register
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books

BOOKS = """
option "title" "晴川社区"
option "operating_currency" "CNY"
plugin "huilin.checks"
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
  hosted-by: "青禾市慈善总会"
2026-01-01 custom "project" "路灯改造" "Fund"
  purpose: "给小区北路换路灯"
  restriction: "donor"
2026-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2026-01-01 open Income:Fund:4101捐赠收入:02限定性
2026-01-01 open Expenses:Fund:5101业务活动成本:02限定性
"""
ENTRY = """
{day} * "对方" "摘要"
  id: "Fund/{month}/记-{number:04d}"
  project: "路灯改造"
{meta}  prepared: "周会计"
  reviewed: "陈主任"
  Assets:Fund:1002银行存款:01存放慈善总会  {amount} CNY
  {account}  {other} CNY
"""
GIVEN = (
    ("2026-07-02", 1, "1500.00", 'donor: "D0001"\n  receipt: "2026040001"'),
    ("2026-07-09", 2, "66.60", 'donor: "D0002"'),
    ("2026-07-12", 3, "20.05", ""),
    ("2026-07-20", 4, "300.00", 'donor: "D0003"'),
    ("2026-07-28", 5, "-300.00", 'donor: "D0003"'),
    ("2026-08-03", 1, "1000.00", 'donor: "D0001"'),
)
SPENT = (("2026-08-09", 2, "420.50", 'category: "路灯材料"'), ("2026-09-15", 1, "600.00", 'category: "路灯安装"'))
REGISTER = """id,name,kind,wish,alias,phone,since,note,code
D0001,青禾市和顺五金店,单位,匿名,,,,,91370000MA0000000X
D0002,李秀兰,个人,化名,三栋老李,,,,
D0003,王建国,个人,实名,,,,,
"""


def entry(day: str, number: int, amount: str, meta: str, account: str) -> str:
    other = amount[1:] if amount.startswith("-") else f"-{amount}"
    return ENTRY.format(
        day=day, month=day[:7], number=number, amount=amount, other=other, account=account,
        meta=f"  {meta}\n" if meta else "",
    )  # fmt: skip


@pytest.fixture
def books(tmp_path: Path) -> Books:
    gifts = [entry(*gift, "Income:Fund:4101捐赠收入:02限定性") for gift in GIVEN]
    costs = [
        entry(day, number, f"-{amount}", meta, "Expenses:Fund:5101业务活动成本:02限定性")
        for day, number, amount, meta in SPENT
    ]
    (tmp_path / "fund").mkdir()
    (tmp_path / "private").mkdir()
    (tmp_path / "main.beancount").write_text(BOOKS + "".join((*gifts, *costs)), encoding="utf-8")
    (tmp_path / "community.toml").write_text(
        '[community]\nname = "晴川社区"\n[entities.Fund]\nfolder = "fund"\n[people]\n"周会计" = ["prepare"]\n'
        '"陈主任" = ["review", "approve"]\n"赵出纳" = ["cashier"]\n',
        encoding="utf-8",
    )
    (tmp_path / "private/donors.csv").write_text(REGISTER, encoding="utf-8")
    return load(Workspace.find(tmp_path))


@pytest.fixture
def register(books: Books) -> Register:
    return Register.read(books.workspace.donors)
