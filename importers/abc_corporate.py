"""农行企业网银明细: no serial, so account, time, amount and balance make the key (FORMATS 7b)."""

from __future__ import annotations

from typing import ClassVar

from huilin.importing.families import CorporateStatement
from huilin.wording import Text


class AbcCorporate(CorporateStatement):
    """Key: `abc:<hash of account, time, amount, balance after, ordinal of equal rows>`."""

    title = Text("农行企业网银明细", "ABC corporate statement")
    called = ("农行", "农业银行")
    scheme = "abc"
    heading = ("交易时间", "收入金额", "支出金额", "账户余额", "对方户名")
    columns: ClassVar = {
        "moment": "交易时间", "into": "收入金额", "out": "支出金额", "balance": "账户余额",
        "对方": "对方户名", "对方账号": "对方账号", "用途": "交易用途", "摘要": ("摘要", "交易用途"), "备注": "附言",
    }  # fmt: skip
    number_in = r"(?:账户号|账号|账户)[:：]?\s*(\d{8,})"
    rules = """
如果 对方 含 "财付通" 或 "支付宝" -> 在途
"""
