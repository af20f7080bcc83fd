"""OFX, QFX, MT940 and CAMT.052/053/054: what banks elsewhere hand out; only accounts in yuan are booked (FORMATS 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from huilin.importing import bank_messages, camt
from huilin.importing.source import Source
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class BankMessage(Source):
    """OFX, QFX and MT940 hold no serial that all banks make unique; account, day, amount and words are the key."""

    title = Text("OFX/MT940 对账单", "OFX or MT940 statement")
    called = ("OFX", "MT940")
    scheme = "bank"
    heading = bank_messages.HEADING
    columns: ClassVar = {
        "account": "报文户号", "day": "日期", "amount": "金额", "currency": "币种", "编号": "编号", "对方": "对方", "摘要": "摘要",
    }  # fmt: skip
    marks = ("编号", "对方", "摘要")


class Camt(Source):
    """CAMT: the bank's own reference where it gives one is part of the key, never all of it."""

    title = Text("CAMT 对账单", "CAMT statement")
    called = ("CAMT",)
    scheme = "camt"
    heading = camt.HEADING
    columns: ClassVar = {
        "account": "CAMT户号", "day": "日期", "into": "收入", "out": "支出", "currency": "币种", "编号": "编号",
        "对方": "对方", "摘要": "摘要", "状态": "状态",
    }  # fmt: skip
    marks = ("编号", "对方", "摘要")

    def is_movement(self, cell: Mapping[str, str]) -> Text | None:
        """Leave out an entry that the bank has not booked yet."""
        if cell["状态"] in ("PDNG", "INFO", "FUTR"):
            return Text("银行还没有入账", "the bank has not booked it yet")
        return None
