"""支付宝账务明细 (merchant): the account's cash book with a balance after every row; the bill to book from (FORMATS 4).

Lines that begin with `#` stand before and after; a spreadsheet pads them with commas. Newest first in old files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from huilin.importing import cells
from huilin.importing.model import Row
from huilin.importing.source import Source, compare, money_in, money_out
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from huilin.importing.model import Refusal
    from huilin.importing.source import Part

_TOTAL = re.compile(r"#(支出|收入)合计[:：](\d+)笔[，,]共([\d,.\-]+)元")


class AlipayMerchantFund(Source):
    """Key: `alipay-fund:<账务流水号>`."""

    title = Text("支付宝账务明细（商户）", "Alipay merchant fund bill")
    called = ("支付宝商户", "支付宝企业")
    scheme = "alipay-fund"
    statement = "alipay-merchant"
    heading = ("账务流水号", "业务流水号", "收入金额(+元)")
    columns: ClassVar = {
        "moment": "发生时间", "into": "收入金额(+元)", "out": "支出金额(-元)", "balance": "账户余额(元)",
        "serial": "账务流水号", "业务单号": "业务流水号", "单号": "商户订单号", "商品": "商品名称", "对方": "对方账号",
        "类型": "业务类型", "备注": "备注", "摘要": "业务描述",
    }  # fmt: skip
    number_in = r"账号[:：]\s*\[(\d+)\]"
    whole_days = True
    footer = ("#",)
    unsigned = True
    rules = """
如果 类型 含 "提现" 或 备注 含 "提现" -> 在途
如果 类型 含 "手续费" 或 "服务费" 或 备注 含 "手续费" 或 "服务费" -> 5601:01
"""

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; the trade bill knows it by its business number and by whether money came or went."""
        business, kind = words.get("业务单号", ""), words.get("类型", "") + words.get("备注", "")
        is_fee = "手续费" in kind or "服务费" in kind
        offers = () if is_fee or not business else (f"ali:{business}|{'+' if amount > 0 else '-'}",)
        return Row(line, moment, amount, self.key(cell), words, group=business, offers=offers)

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:
        """Compare counts and sums of both directions."""
        for line in part.after:
            said = _TOTAL.match(line.cells[0])
            if said is None:
                continue
            way = said[1]
            mine = [row for row in rows if (row.amount > 0) == (way == "收入") and row.amount]
            made = money_in(mine) if way == "收入" else money_out(mine)
            count = Text(f"{way}笔数", "number of receipts" if way == "收入" else "number of payments")
            money = Text(f"{way}合计", "money in" if way == "收入" else "money out")
            yield from compare(line.line, count, cells.number(said[2]), cells.number(str(len(mine))))
            yield from compare(line.line, money, abs(cells.amount(said[3])), made)
