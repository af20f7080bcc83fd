"""微信支付账单 (personal): three editions since 2019, CSV and XLSX, found by their heading words (FORMATS 5).

Amounts are `¥3.00` in the CSV and plain numbers in the XLSX. Moves between the wallet and itself (零钱, 零钱通) are
no movement; a purchase paid by a bank card explains the card's own row. The fee of a withdrawal is within its
amount and said in the note alone. Totals count hidden rows: a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from huilin.importing.families import Wallet
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_WITHIN = re.compile(r"转入零钱通-来自零钱|零钱通转出-到零钱")
_INTO = re.compile(r"零钱充值|转入零钱通-来自|退款|收益|赎回")
_OUT = re.compile(r"提现|零钱通转出-到|信用卡还款|购买|理财|转账|缴费|消费|付款")


class WechatPersonal(Wallet):
    """Key: `wechat:<交易单号>`."""

    title = Text("微信支付账单（个人）", "WeChat Pay personal bill")
    called = ("微信", "微信个人")
    scheme = "wechat"
    heading = ("交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号")
    columns: ClassVar = {
        "moment": "交易时间", "amount": "金额(元)", "direction": "收/支", "serial": "交易单号", "类型": "交易类型",
        "对方": "交易对方", "商品": "商品", "支付方式": "支付方式", "状态": "当前状态", "单号": "商户单号", "备注": "备注",
    }  # fmt: skip
    number_in = r"微信昵称[:：]\s*\[(.*?)\]"
    signs: ClassVar = {"收入": 1, "支出": -1}
    own_money = ("零钱", "零钱通")
    rules = """
如果 类型 含 "提现服务费" -> 5601:01
如果 类型 含 "零钱提现" 或 "零钱充值" 或 "转入零钱通-来自" 或 "零钱通转出-到" -> 在途
"""
    bankwards = ("类型", re.compile(r"零钱提现|零钱充值|转入零钱通|零钱通转出"))

    def sign(self, cell: Mapping[str, str]) -> int | None:
        """Return the direction; neutral rows (中性交易, `/`) move money by what they are."""
        said = super().sign(cell)
        if said is not None:
            return said
        kind = cell["类型"]
        return 1 if _INTO.search(kind) else -1 if _OUT.search(kind) else None

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out what stays within the wallet, what another's family card paid, and what failed."""
        if _WITHIN.search(cell["类型"]):
            return Text("零钱与零钱通之间，同一账户", "between the wallet and its own savings; one account")
        if "亲属卡" in cell["支付方式"]:
            return Text("由他人的亲属卡付款", "paid by another person's family card")
        if re.search(r"支付失败|已关闭|已撤销", cell["状态"]):
            return Text("没有成交", "it never went through")
        return None
