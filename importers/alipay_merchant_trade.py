"""支付宝业务明细 (merchant): says what was sold; it explains the fund bill, never cash (FORMATS 3).

Refund rows print 商家实收 with or without a sign: 业务类型 decides. An empty day holds the markers alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from huilin.importing import cells
from huilin.importing.model import Row
from huilin.importing.source import Source, compare
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from huilin.importing.model import Refusal
    from huilin.importing.source import Part

_COUNT = re.compile(r"#交易合计[:：](\d+)笔")


class AlipayMerchantTrade(Source):
    """Key: `alipay-trade:<支付宝交易号>`, of a refund with its 退款批次号."""

    title = Text("支付宝业务明细（商户）", "Alipay merchant trade bill")
    scheme = "alipay-trade"
    statement = "alipay-merchant"
    explains = True
    heading = ("支付宝交易号", "商户订单号", "业务类型", "商品名称", "完成时间")
    columns: ClassVar = {
        "moment": "完成时间", "amount": "商家实收(元)", "direction": "业务类型", "serial": "支付宝交易号",
        "类型": "业务类型", "单号": "商户订单号", "商品": "商品名称", "退款单号": "退款批次号/请求号",
    }  # fmt: skip
    number_in = r"账号[:：]\s*\[(\d+)\]"
    signs: ClassVar = {"交易": 1, "退款": -1}
    footer = ("#",)

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return what was sold or given back, and what the fund bill calls it."""
        order = cells.serial(cell["serial"])
        told = {name: words.get(name, "") for name in ("商品", "单号")}
        if words["类型"] == "退款":
            told["原订单号"] = order
        key = f"alipay-trade:{order}" + (f"-{words.get('退款单号', '')}" if words["类型"] == "退款" else "")
        return Row(line, moment, amount, key, told, seeks=f"ali:{order}|{'+' if amount >= 0 else '-'}")

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:  # noqa: ARG002 - refused rows count too
        """Compare the number of trades; the sum of 商家实收 mixes signs and is not compared."""
        for line in part.after:
            said = _COUNT.match(line.cells[0])
            if said:
                made = cells.number(str(len(part.rows)))
                yield from compare(line.line, Text("交易笔数", "number of trades"), cells.number(said[1]), made)
