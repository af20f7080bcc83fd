"""捐赠票据清单 (XLSX): the receipts that the host issued; they explain the gifts of its ledger, never cash."""

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


class HostReceipts(Source):
    """Looks for the gift with the same 凭证号 and amount, and gives it its receipt's number."""

    title = Text("捐赠票据清单", "List of donation receipts")
    scheme = "receipt"
    statement = "host"
    explains = True
    heading = ("票据代码", "票据号码", "开票日期", "交款人", "金额", "凭证号")
    columns: ClassVar = {
        "day": "开票日期", "amount": "金额", "serial": "票据号码", "票据代码": "票据代码", "凭证号": "凭证号",
    }  # fmt: skip
    number_in = r"专项基金名称[:：]\s*(\S+)"
    footer = ("合计",)

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the receipt and what it is to be found by."""
        receipt = cells.serial(cell["serial"])
        sought = f"receipt:{words['凭证号']}|{amount}"
        return Row(line, moment, amount, f"receipt:{words['票据代码']}-{receipt}", {"票据": receipt}, seeks=sought)

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:
        """Compare the sum."""
        for line in part.after[:1]:
            told = cells.amount(line.cells[part.heading.at["amount"]])
            yield from compare(line.line, Text("金额合计", "sum"), told, sum((r.amount for r in rows), cells.ZERO))
