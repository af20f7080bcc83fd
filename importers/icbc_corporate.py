"""工行企业网银明细 (CSV, GB18030): no serial, so account, time, amount and balance make the key (FORMATS 7b)."""

from __future__ import annotations

from typing import ClassVar

from huilin.importing.families import CorporateStatement
from huilin.wording import Text


class IcbcCorporate(CorporateStatement):
    """Key: `icbc:<hash of account, time, amount, balance after, ordinal of equal rows>`."""

    title = Text("工行企业网银明细", "ICBC corporate statement")
    called = ("工行", "工商银行")
    scheme = "icbc"
    heading = ("交易时间", "本方账号", "对方单位", "转出金额", "转入金额", "余额")
    columns: ClassVar = {
        "account": "本方账号", "moment": "交易时间", "out": "转出金额", "into": "转入金额", "balance": "余额",
        "对方": "对方单位", "摘要": "摘要", "备注": "附言", "用途": "用途", "对方账号": "对方账号",
    }  # fmt: skip
    rules = """
如果 对方 含 "财付通" 或 "支付宝" -> 在途
"""


class IcbcCorporateByDay(CorporateStatement):
    """Its other export: by day of booking, 借方 is money out; the same keys' parts, and no time (FORMATS 7b)."""

    title = Text("工行企业明细（按记账日期）", "ICBC corporate statement (by booking day)")
    called = ("工行", "工商银行")
    scheme = "icbc"
    heading = ("记账日期", "借方发生额", "贷方发生额", "余额", "交易摘要")
    columns: ClassVar = {
        "day": "记账日期", "out": "借方发生额", "into": "贷方发生额", "balance": "余额",
        "对方": ("对方单位", "对方户名"), "摘要": "交易摘要", "备注": ("附言", "备注"), "用途": "用途", "对方账号": "对方账号",
    }  # fmt: skip
    number_in = r"(?:账号|本方账号|账户)[:：]?\s*(\d{8,})"
    rules = IcbcCorporate.rules
