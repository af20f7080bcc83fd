"""微信商户资金账单: the wallet's cash book, with a balance after every row; the bill to book from (FORMATS 2).

Headings have ASCII brackets in v3 files and full-width ones in v2; data cells begin with a backtick. A trade and
its fee carry the same business number and become one entry; so do a refund and the fee given back with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from huilin.importing.cells import CellError, number, serial
from huilin.importing.model import Row
from huilin.importing.source import Source, compare, money_in, money_out
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from huilin.importing.model import Refusal
    from huilin.importing.source import Part

_MERCHANT = re.compile(r"(?P<said>1\d{9})(?:API)?")
_TOTALS = (
    Text("资金流水总笔数", "number of rows"),
    Text("收入笔数", "number of receipts"),
    Text("收入金额", "money in"),
    Text("支出笔数", "number of payments"),
    Text("支出金额", "money out"),
)


class WechatMerchantFund(Source):
    """Key: `wxfund:<资金流水单号>:<业务类型>`, since a trade and its fee share one 资金流水单号."""

    title = Text("微信商户资金账单", "WeChat Pay merchant fund bill")
    called = ("微信商户", "微信支付商户", "wechat-merchant")
    scheme = "wxfund"
    statement = "wechat-merchant"
    heading = ("记账时间", "微信支付业务单号", "资金流水单号", "业务类型", "收支类型", "账户结余(元)")
    columns: ClassVar = {
        "moment": "记账时间", "amount": "收支金额(元)", "direction": "收支类型", "balance": "账户结余(元)",
        "serial": "资金流水单号", "类型": "业务类型", "业务": "业务名称", "备注": "备注",
        "业务单号": "微信支付业务单号", "单号": "业务凭证号", "申请人": "资金变更提交申请人",
    }  # fmt: skip
    signs: ClassVar = {"收入": 1, "支出": -1}
    whole_days = True
    footer = ("资金流水总笔数",)
    rules = """
如果 类型 是 "扣除交易手续费" 或 "退回交易手续费" -> 5601:01
如果 类型 含 "提现" -> 在途
"""

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row, joined with its fee by the business number, by which the trade bill knows the trade."""
        business = words["业务单号"]
        sold = () if "手续费" in words["类型"] else (f"wx:{business}",)
        return Row(line, moment, amount, self.key(cell), words, group=business, offers=sold)

    def key(self, cell: Mapping[str, str]) -> str:
        """Return the key of number and type."""
        return f"{self.scheme}:{serial(cell['serial'])}:{cell['类型']}"

    def number_of(self, part: Part, rows: Sequence[Row]) -> str:  # noqa: ARG002 - the rows say it
        """Return the merchant's number by who asked for the changes: `1900000109API`."""
        for row in rows:
            said = _MERCHANT.fullmatch(row.words.get("申请人", ""))
            if said:
                return said["said"]
        return ""

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:
        """Compare counts and sums; totals may read `20.0`, and an amount may be no number at all."""
        line = part.after[-1].line if part.after else 0
        said = [number(cell) for cell in part.after[-1].cells] if len(part.after) > 1 else []
        if part.after and len(said) < len(_TOTALS):
            raise CellError(
                Text("合计行不完整。", "The line of totals is cut."),
                Text("请重新下载完整的文件。", "Download the whole file again."),
            )
        ins, outs = [r for r in rows if r.amount > 0], [r for r in rows if r.amount < 0]
        counts = [number(str(len(some))) for some in (part.rows, ins, outs)]
        found = (counts[0], counts[1], money_in(rows), counts[2], money_out(rows))
        for what, told, made in zip(_TOTALS, said, found, strict=False):
            yield from compare(line, what, told, made)
