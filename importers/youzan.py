"""有赞订单导出: says what a shop sold; it explains WeChat's trades and is never cash (FORMATS 9).

Sixty headings, of which 分销员 stands twice; addresses and phones stay in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from huilin.importing import cells
from huilin.importing.model import Row
from huilin.importing.source import Source
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal


class Youzan(Source):
    """Looks for the trade whose WeChat number is its 支付流水号."""

    title = Text("有赞订单", "Youzan shop orders")
    called = ("有赞",)
    scheme = "youzan"
    explains = True
    heading = ("订单号", "订单状态", "买家付款时间", "支付流水号", "订单实付金额", "全部商品名称")
    columns: ClassVar = {
        "moment": "买家付款时间", "amount": "订单实付金额", "serial": "订单号", "支付单号": "支付流水号",
        "订单商品": "全部商品名称", "状态": "订单状态",
    }  # fmt: skip
    number_in = r"店铺[:：]\s*(\S+)"

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the order and what it is to be found by."""
        order = cells.serial(cell["serial"])
        told = {"订单商品": words["订单商品"]}
        return Row(line, moment, amount, f"youzan:{order}", told, seeks=f"wx:{words['支付单号']}")

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out an order that was never paid."""
        return None if cell["moment"] else Text("订单没有支付", "the order was never paid")
