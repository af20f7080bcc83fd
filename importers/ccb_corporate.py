"""建行对公账户明细 (CSV, XLS or XLSX): 借方 is money out, as the bank sees a deposit (FORMATS 7b)."""

from __future__ import annotations

from typing import ClassVar

from huilin.importing.families import CorporateStatement
from huilin.wording import Text


class CcbCorporate(CorporateStatement):
    """Key: `ccb:<账户明细编号-交易流水号>`."""

    title = Text("建行对公明细", "CCB corporate statement")
    called = ("建行", "建设银行")
    scheme = "ccb"
    heading = ("交易时间", "借方发生额(支取)", "贷方发生额(收入)", "余额", "账户明细编号-交易流水号")
    columns: ClassVar = {
        "account": "账号", "moment": "交易时间", "out": "借方发生额(支取)", "into": "贷方发生额(收入)",
        "balance": "余额", "serial": "账户明细编号-交易流水号",
        "对方": "对方户名", "摘要": "摘要", "备注": "备注", "对方账号": "对方账号",
    }  # fmt: skip
    number_in = r"账号[:：]\s*(\d+)"
    rules = """
如果 对方 含 "财付通" 或 "支付宝" -> 在途
"""
