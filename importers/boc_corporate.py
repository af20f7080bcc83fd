"""中行企业网银明细: headings in two languages from line 8 or 9, amounts with sign (FORMATS 7b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from huilin.importing.families import CorporateStatement
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from huilin.importing.model import Row


class BocCorporate(CorporateStatement):
    """Key: `boc:<交易流水号>`."""

    title = Text("中行企业网银明细", "BOC corporate statement")
    called = ("中行", "中国银行")
    scheme = "boc"
    heading = ("交易类型", "付款人名称", "收款人名称", "交易日期", "交易金额", "交易后余额", "交易流水号")
    columns: ClassVar = {
        "day": "交易日期", "clock": "交易时间", "amount": "交易金额", "balance": "交易后余额", "serial": "交易流水号",
        "currency": "交易货币", "类型": "业务类型", "付款人": "付款人名称", "收款人": "收款人名称",
        "摘要": "摘要", "用途": "用途", "备注": ("交易附言", "备注"),
    }  # fmt: skip
    number_in = r"查询账号(?:\[[^\]]*\])?[:：]?\s*(\d+)"
    rules = """
如果 对方 含 "财付通" 或 "支付宝" -> 在途
"""

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; the other side is whoever is not we."""
        words["对方"] = words.get("收款人" if amount < 0 else "付款人", "")
        return super().row(line, moment, amount, words, cell)
