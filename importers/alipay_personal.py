"""支付宝交易明细 (personal), today's edition and the older web export; GB18030, padded headings (FORMATS 6).

不计收支 rows move money by what they are. A closed trade (交易关闭) moved none, unless its refund is there too: then
it was paid and paid back. What a bank card paid explains the
card's own row; 余额 and 余额宝 are one wallet. The vendor says that totals may differ from rows: a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from huilin.importing.families import Wallet
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huilin.importing.source import Part

_CLOSED = re.compile(r"交易关闭|失败|等待付款")
_GOES_ON = re.compile(r"[_*]")
_WITHIN = re.compile(r"余额宝-(?:单次|自动)?转[入出]|转账收款到余额宝|余额宝-转出到余额")
_BANKWARDS = re.compile(r"提现|转出到银行卡|银行卡转入|^(?:余额|账户)?充值")
_INTO = re.compile(r"退款|收益|充值|转入|赎回|卖出|返还|收款")
_OUT = re.compile(r"提现|转出|还款|买入|购买|付款|缴|投资|支付|代付|亲情卡|转账|消费")


class AlipayPersonal(Wallet):
    """Key: `alipay:<交易订单号>`; a refund's number goes on from the original's."""

    title = Text("支付宝交易明细（个人）", "Alipay personal bill")
    called = ("支付宝", "支付宝个人")
    scheme = "alipay"
    heading = ("交易时间", "交易分类", "交易对方", "商品说明", "收/支", "金额", "收/付款方式", "交易状态", "交易订单号")
    columns: ClassVar = {
        "moment": "交易时间", "amount": "金额", "direction": "收/支", "serial": "交易订单号", "类型": "交易分类",
        "对方": "交易对方", "商品": "商品说明", "支付方式": "收/付款方式", "状态": "交易状态", "单号": "商家订单号", "备注": "备注",
    }  # fmt: skip
    number_in = r"支付宝账户[:：]\s*(\S+)"
    signs: ClassVar = {"收入": 1, "支出": -1}
    own_money = ("余额", "账户余额")
    bankwards = ("商品", _BANKWARDS)
    rules = """
如果 商品 含 "提现服务费" 或 类型 含 "服务费" -> 5601:01
如果 商品 含 "提现" 或 "转出到银行卡" 或 "银行卡转入" -> 在途
如果 商品 开头是 "充值" 或 "余额充值" 或 "账户充值" -> 在途
"""

    def sign(self, cell: Mapping[str, str]) -> int | None:
        """Return the direction; rows outside income and expense move money by what they are."""
        said = super().sign(cell)
        if said is not None:
            return said
        if _CLOSED.search(cell["状态"]):
            return -1  # only one that was paid and refunded is asked
        words = f"{cell['状态']} {cell['商品']} {cell['类型']}"
        return 1 if _INTO.search(words) else -1 if _OUT.search(words) else None

    def beside(self, part: Part) -> frozenset[str]:
        """Return the trades of which a refund is in the file: its number goes on from theirs, `A1_R` or `A1*R`."""
        serial, state = part.heading.at.get("serial"), part.heading.at.get("状态")
        if serial is None or state is None:
            return frozenset()
        rows = (row.cells for row in part.rows if len(row.cells) > max(serial, state))
        back = (_GOES_ON.split(cells[serial], maxsplit=1) for cells in rows if "退款" in cells[state])
        return frozenset(number[0] for number in back if len(number) > 1)

    def moved(self, cell: Mapping[str, str], beside: frozenset[str]) -> bool:
        """Say whether a closed trade was paid after all: its refund is in the file."""
        return bool(_CLOSED.search(cell["状态"])) and cell["serial"] in beside

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out a closed trade and what stays within the wallet."""
        if _CLOSED.search(cell["状态"]):
            return Text("交易关闭，没有付款", "the trade was closed; no money moved")
        if _WITHIN.search(cell["商品"]):
            return Text("余额与余额宝之间，同一账户", "between the balance and its own savings; one account")
        return None


class AlipayPersonalWeb(AlipayPersonal):
    """The older web export with 交易号, 资金状态 and fees; the same keys."""

    title = Text("支付宝交易记录（旧版网页）", "Alipay personal bill (older web export)")
    heading = ("交易号", "交易创建时间", "类型", "交易对方", "商品名称", "金额(元)", "收/支", "交易状态", "资金状态")
    columns: ClassVar = {
        "moment": "交易创建时间", "amount": "金额(元)", "direction": "收/支", "serial": "交易号", "类型": "类型",
        "对方": "交易对方", "商品": "商品名称", "状态": "交易状态", "单号": "商家订单号", "备注": "备注", "资金": "资金状态",
    }  # fmt: skip
    number_in = r"账号[:：]\s*\[?(\S+?)\]?(?:\s|$)"
    footer = ("---",)

    def sign(self, cell: Mapping[str, str]) -> int | None:
        """Return the direction by 资金状态, which says what the money did, else by the words."""
        moved = {"已收入": 1, "已支出": -1}.get(cell["资金"])
        return moved if moved is not None else super().sign(cell)

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out what moved no money: 资金状态 is empty or 资金转移 within the wallet."""
        if cell["资金"] in ("", "资金转移"):
            return Text("没有收支", "no money came or went")
        return super().is_movement(cell)
