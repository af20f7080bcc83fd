"""Electronic invoices (数电票 XML, OFD, PDF): an invoice explains the payment of its total to its seller, and gives it its goods; never cash (FORMATS 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from huilin.importing import cells
from huilin.importing.einvoices import HEADING
from huilin.importing.model import Row
from huilin.importing.source import Source
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal


class ElectronicInvoice(Source):
    """Looks for the payment of its total to its seller; key: `invoice:<发票号码>`."""

    title = Text("电子发票（XML、OFD、PDF）", "Electronic invoice (XML, OFD, PDF)")
    called = ("发票", "电子发票", "数电票", "invoice")
    scheme = "invoice"
    explains = True
    evidence = True
    heading = HEADING
    columns: ClassVar = {
        "day": "开票日期", "amount": "价税合计", "serial": "发票号码", "销售方": "销售方名称", "发票项目": "发票项目",
        "净额": "不含税金额", "税额": "税额", "购买方": "购买方名称", "读自": "读自",
    }  # fmt: skip

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the invoice; its net and its tax must make its total."""
        number = cells.serial(cell["serial"])
        if cells.amount(words["净额"]) + cells.amount(words["税额"]) != amount:
            raise cells.CellError(
                Text(f"发票 {number} 不含税金额加税额不等于价税合计 {amount}。", f"Net and tax of invoice {number} do not make its total {amount}."),
                Text("请从税务数字账户重新下载。", "Download it again from the tax account."),
            )  # fmt: skip
        told = {
            "对方": words["销售方"],
            "商品": words["发票项目"],
            "发票号码": number,
            "购买方": words["购买方"],
            "读自": words["读自"],
        }
        return Row(line, moment, amount, f"invoice:{number}", told, seeks=f"invoice:{words['销售方']}|{amount}")
