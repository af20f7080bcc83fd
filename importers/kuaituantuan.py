"""快团团订单导出: says what a group buy sold; it explains WeChat's trades and is never cash (FORMATS 9).

跟团号 is unique only within one 团, so the amount and the day of payment belong to what it is looked up by. One
row an order, or one a line of goods with 订单金额 repeated. Names, phones and addresses stay in the file.
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


class Kuaituantuan(Source):
    """Looks for the trade with the same 跟团号 at the end of its order number, amount and day."""

    title = Text("快团团订单", "Kuaituantuan group-buy orders")
    called = ("快团团",)
    scheme = "ktt"
    explains = True
    several_lines = True
    serial_within = True
    heading = ("跟团号", "支付时间", "商品", "订单金额", "订单状态")
    columns: ClassVar = {
        "moment": "支付时间", "amount": "订单金额", "serial": "跟团号", "订单商品": "商品", "状态": "订单状态",
        "退款": ("退款金额", "订单退款"),
    }  # fmt: skip
    number_in = r"团购名称[:：]\s*(.+)"

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the order and what it is to be found by."""
        place = cells.serial(cell["serial"])
        sought = f"team:{place}|{amount}|{moment:%Y-%m-%d}"
        return Row(line, moment, amount, f"ktt:{sought}", {"订单商品": words["订单商品"]}, seeks=sought)

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out an order that was never paid."""
        if cell["状态"] in ("已取消", "待支付", "未支付"):
            return Text("订单没有支付", "the order was never paid")
        return None
