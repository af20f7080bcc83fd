"""储值卡流水 (XLSX): what elders put on their cards and spent from them; the card's money is a debt to them.

A top-up paid by WeChat is booked from the fund bill; its row here gives that posting its key. Money a card
holds is 预收账款 until it is spent (小企业会计准则 附录 2203).
"""

from __future__ import annotations

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


class PrepaidCardLedger(Source):
    """Key: `card:<流水号>`."""

    title = Text("储值卡流水", "Prepaid card ledger")
    called = ("储值卡",)
    scheme = "card"
    heading = ("流水号", "日期", "时间", "卡号", "类型", "金额", "卡内余额")
    columns: ClassVar = {
        "day": "日期", "clock": "时间", "amount": "金额", "direction": "类型", "balance": "卡内余额",
        "serial": "流水号", "卡号": "卡号", "类型": "类型", "摘要": "服务",
    }  # fmt: skip
    number_in = r"(\S+?)储值卡流水"
    signs: ClassVar = {"充值": -1, "消费": 1, "退卡": 1}
    side = -1
    posting_meta: ClassVar = {"card": "卡号"}
    balance_of = "卡号"
    footer = ("合计",)

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; a top-up looks for the wallet's receipt of that card, amount and day."""
        sought = f"card:{words['卡号']}|{-amount}|{moment:%Y-%m-%d}" if words["类型"] == "充值" else ""
        return Row(line, moment, amount, self.key(cell), words, seeks=sought)

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:
        """Compare the sum of all amounts, top-ups and spending alike."""
        for line in part.after[:1]:
            told = cells.amount(line.cells[part.heading.at["amount"]])
            made = sum((abs(row.amount) for row in rows), cells.ZERO)
            yield from compare(line.line, Text("金额合计", "sum"), told, made)
