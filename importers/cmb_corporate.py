"""招行企业网银明细: thirty-two columns; 冲帐标志 `*` marks a reversal, whose amounts already have their side (FORMATS 7b)."""

from __future__ import annotations

from typing import ClassVar

from huilin.importing.families import CorporateStatement
from huilin.wording import Text


class CmbCorporate(CorporateStatement):
    """Key: `cmb:<流水号>`."""

    title = Text("招行企业网银明细", "CMB corporate statement")
    called = ("招行", "招商银行")
    scheme = "cmb"
    heading = ("交易日", "交易时间", "借方金额", "贷方金额", "余额", "流水号", "收/付方名称")
    columns: ClassVar = {
        "day": "交易日", "clock": "交易时间", "out": "借方金额", "into": "贷方金额", "balance": "余额", "serial": "流水号",
        "对方": "收/付方名称", "对方账号": "收/付方帐号", "类型": "交易类型", "摘要": "摘要", "用途": "用途",
        "备注": "业务摘要", "冲帐": "冲帐标志",
    }  # fmt: skip
    number_in = r"(?:账号|帐号)[:：]?\s*(\d{8,})"
    rules = """
如果 对方 含 "财付通" 或 "支付宝" -> 在途
"""
