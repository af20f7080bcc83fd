"""A small community with both sets of books and nothing wrong in them: what every check's example is added to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huilin.books import Books, load
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TODAY = date(2026, 10, 15)

SETTINGS = """
[community]
name = "晴川社区"
[entities.Fund]
folder = "fund"
[entities.Company]
folder = "company"
[people]
"周会计" = ["prepare"]
"陈主任" = ["review", "approve"]
[evidence]
threshold = "2000.00"
[approval]
threshold = "50000.00"
[statements]
"ccb:37050161000000001234" = "Assets:Company:1002银行存款:01建行基本户"
[transit]
Company = "Assets:Company:1012其他货币资金:09在途资金"
"""

HEAD = """
option "title" "晴川社区"
option "operating_currency" "CNY"
plugin "huilin.checks"
"""

MAIN = (
    HEAD
    + """
include "base.beancount"
include "20*.beancount"
include "*/2026.beancount"
"""
)

FUND = """
2025-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2004"
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
2026-01-01 custom "project" "路灯改造" "Fund"
  restriction: "donor"
2026-01-01 custom "project" "日常公益" "Fund"
  restriction: "none"
2025-01-01 open Assets:Fund:1002银行存款:01存放慈善总会
2025-01-01 open Assets:Fund:1122其他应收款
2025-01-01 open Assets:Fund:1801受托代理资产
2025-01-01 open Liabilities:Fund:2601受托代理负债
2025-01-01 open Equity:Fund:3101非限定性净资产
2025-01-01 open Equity:Fund:3102限定性净资产
2025-01-01 open Income:Fund:4101捐赠收入:01非限定性
2025-01-01 open Income:Fund:4101捐赠收入:02限定性
2025-01-01 open Income:Fund:4901其他收入:01非限定性
2025-01-01 open Expenses:Fund:5101业务活动成本
2025-01-01 open Expenses:Fund:5201管理费用
2026-01-01 open Expenses:Fund:5101业务活动成本:01非限定性
2026-01-01 open Expenses:Fund:5101业务活动成本:02限定性
2025-01-01 open Equity:Fund:9001志愿工时
2025-01-01 open Equity:Fund:9002志愿工时来源
"""

COMPANY = """
2025-01-01 custom "entity" "Company" "晴川惠邻社区服务有限公司"
  standard: "small-enterprise"
2025-01-01 custom "tax" "Company" "small-scale" "small-low-profit"
2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
2025-01-01 open Assets:Company:1001库存现金
2025-01-01 open Assets:Company:1002银行存款:01建行基本户
2025-01-01 open Assets:Company:1012其他货币资金:09在途资金
2025-01-01 open Liabilities:Company:2203预收账款:01储值卡本金
2025-01-01 open Liabilities:Company:2241其他应付款:02应付捐赠款
2025-01-01 open Equity:Company:3001实收资本
2025-01-01 open Income:Company:5001主营业务收入:01团购自营
2025-01-01 open Expenses:Company:5602管理费用:01职工薪酬
2025-01-01 open Expenses:Company:5711营业外支出:01公益性捐赠支出
2026-09-01 * "股东投入"
  id: "Company/2026-09/记-0001"
  Assets:Company:1002银行存款:01建行基本户  50000.00 CNY
  Assets:Company:1001库存现金  100.00 CNY
  Equity:Company:3001实收资本  -50100.00 CNY
2026-10-01 balance Assets:Company:1002银行存款:01建行基本户  50000.00 CNY
"""

REGISTER = """id,name,kind,wish,alias,phone,since,note
D0001,路知遥,个人,匿名,,,2026-01-01,
D0002,青禾市同源公益促进会,单位,实名,,,2026-01-01,
"""

FILES = {
    "community.toml": SETTINGS,
    "main.beancount": MAIN,
    "base.beancount": FUND + COMPANY,
    "fund/2026.beancount": "",
    "documents/发票.txt": "发票",
    "private/donors.csv": REGISTER,
}
SEAL = "seals/2026-09.Company.json"
WRITTEN_IN = {
    "own-books": "company/2026.beancount",
    **dict.fromkeys(("seal-added", "seal-chain", "seal-changed", "seal-edited", "seal-missing"), SEAL),
    "disclosure-late": "seals/2026-Q1.Company.json",
    "log-chain": "log.jsonl",
    "seal-lost": "seals/2026-09.Company.entries.jsonl",
}
"""Where an example stands, if not in the file of the year."""


def load_sample(folder: Path, ledger: str = "", more: Mapping[str, str] | None = None, today: date = TODAY) -> Books:
    """Write the community into `folder`, `ledger` and more files added, and load it."""
    for name, text in {**FILES, "2026.beancount": ledger, **(more or {})}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return load(Workspace.find(folder), today=today)
