"""微信商户交易账单: says what was sold; it explains the fund bill's 交易 and 退款 rows, never cash (FORMATS 1).

Editions ALL, SUCCESS, REFUND and the older ones with 总金额 are read by their headings, whose order differs. A
refund's row names the refund first and the original order beside it. The fee has five decimals and is not used:
the fund bill has the true fen.
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

_SUMS = {
    "应结订单总金额": "应结", "总交易额": "应结", "退款总金额": "退款", "总退款金额": "退款",
    "充值券退款总金额": "券退", "订单总金额": "订单", "申请退款总金额": "申请退款", "手续费总金额": "手续费",
}  # fmt: skip

_COUNT = "总交易单数"


class WechatMerchantTrade(Source):
    """Key: `wxpay:<微信订单号>` of a sale, `wxpay-refund:<微信退款单号>` of a refund."""

    title = Text("微信商户交易账单", "WeChat Pay merchant trade bill")
    scheme = "wxpay"
    statement = "wechat-merchant"
    explains = True
    heading = ("交易时间", "微信订单号", "商户订单号", "交易状态", "商品名称", "商户数据包")
    columns: ClassVar = {
        "moment": "交易时间", "account": "商户号", "serial": "微信订单号",
        "单号": "商户订单号", "商品": "商品名称", "商户数据包": "商户数据包", "状态": "交易状态", "币种": "货币种类",
        "应结": ("应结订单金额", "总金额"), "订单": "订单金额", "退款": "退款金额", "申请退款": "申请退款金额",
        "券退": ("充值券退款金额", "代金券或立减优惠退款金额", "企业红包退款金额"),
        "退款单号": "微信退款单号", "手续费": "手续费", "amount": ("应结订单金额", "总金额"),
    }  # fmt: skip
    footer = (_COUNT,)

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return what was sold or given back, and the number by which the fund bill knows it."""
        for name in ("应结", "订单", "退款", "申请退款", "券退"):
            cells.amount(words.get(name, ""))
        cells.number(words.get("手续费", ""))
        order = cells.serial(cell["serial"])
        told = {name: words.get(name, "") for name in ("商品", "商户数据包", "单号")}
        if words["状态"] != "REFUND":
            offers = _offers(words, amount, moment)
            return Row(line, moment, amount, f"wxpay:{order}", told, offers=offers, seeks=f"wx:{order}")
        refund = cells.serial(words.get("退款单号", ""))
        back = -(cells.amount(words.get("申请退款", "")) or cells.amount(words.get("退款", "")))
        return Row(line, moment, back, f"wxpay-refund:{refund}", {**told, "原订单号": order}, seeks=f"wx:{refund}")

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out a revoked order: it moved nothing."""
        if cell.get("状态") == "REVOKED":
            return Text("订单已撤销，没有收款", "the order was revoked; no money moved")
        return None

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:  # noqa: ARG002 - sums are of cells
        """Compare the file's sums with its cells, by the totals' own heading."""
        if len(part.after) < 2:
            return
        heading, last = part.after[0].cells, part.after[-1]
        said = {name: cells.number(cell) for name, cell in zip(heading, last.cells, strict=False)}
        if _COUNT not in said:
            raise cells.CellError(
                Text("合计行不完整。", "The line of totals is cut."),
                Text("请重新下载完整的文件。", "Download the whole file again."),
            )
        yield from compare(last.line, Text(_COUNT, "number of trades"), said[_COUNT], cells.number(str(len(part.rows))))
        for name, told in said.items():
            place = part.heading.at.get(_SUMS.get(name, ""))
            if place is not None:
                made = sum(
                    (cells.number(line.cells[place]) for line in part.rows if place < len(line.cells)), cells.ZERO
                )
                yield from compare(last.line, Text(name, name), told, made)


def _offers(words: Mapping[str, str], amount: Decimal, moment: datetime) -> tuple[str, ...]:
    """Return the names under which an order export or a card ledger may find this sale."""
    offers = []
    team, _, place = words["单号"].rpartition("-")
    if team and place.isdigit():
        offers.append(f"team:{place}|{amount}|{moment:%Y-%m-%d}")
    packet = words.get("商户数据包", "")
    if packet.startswith("card="):
        offers.append(f"card:{packet.removeprefix('card=')}|{amount}|{moment:%Y-%m-%d}")
    return tuple(offers)
