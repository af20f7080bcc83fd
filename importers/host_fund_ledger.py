"""慈善总会专项基金明细账 (XLSX): the host's ledger of our fund, which the fund's books mirror."""

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

_OPENING = re.compile(r"期初余额[:：]\s*(\S+)")


class HostFundLedger(Source):
    """Key: `host:<凭证号>-<分录号>`; 摘要 begins with what it is: 捐赠, 项目支出, 管理费, 利息, 企业反哺捐赠."""

    title = Text("专项基金明细账", "Host charity's fund ledger")
    called = ("慈善总会", "总会", "host")
    scheme = "host"
    heading = ("日期", "凭证号", "分录号", "摘要", "捐赠人/对方单位", "项目", "收入金额", "支出金额", "余额")
    columns: ClassVar = {
        "day": "日期", "into": "收入金额", "out": "支出金额", "balance": "余额", "serial": "凭证号", "分录号": "分录号",
        "摘要": "摘要", "对方": "捐赠人/对方单位", "项目": "项目",
    }  # fmt: skip
    number_in = r"专项基金名称[:：]\s*(\S+)"
    whole_days = True
    footer = ("本期合计",)
    rules = """
如果 摘要 开头是 "企业反哺捐赠" -> 4101 性质 "反哺到账"
如果 摘要 开头是 "捐赠" -> 4101
如果 摘要 开头是 "项目支出" -> 5101
如果 摘要 开头是 "管理费" -> 5301
如果 摘要 开头是 "利息" -> 4901
"""

    def row(self, line: int, moment: datetime, amount: Decimal, words: dict[str, str], cell: Mapping[str, str]) -> Row:
        """Return the row; its receipt is found by voucher and amount."""
        voucher = cells.serial(cell["serial"])
        own = f"{voucher}-{words['分录号']}"
        offers = (f"receipt:{own}|{amount}", f"receipt:{voucher}|{amount}")
        words["类型"] = re.split(r"[\s:：]", words["摘要"], maxsplit=1)[0]
        return Row(line, moment, amount, f"host:{own}", words, offers=offers)

    def opening(self, part: Part) -> Decimal | None:
        """Return 期初余额 of the lines before the heading."""
        said = _OPENING.search("\n".join(" ".join(line.cells) for line in part.before))
        return cells.amount(said[1]) if said else None

    def totals(self, part: Part, rows: Sequence[Row]) -> Iterator[Refusal]:
        """Compare both sums and the closing balance."""
        for line in part.after[:1]:
            told = {name: cells.amount(line.cells[place]) for name, place in part.heading.at.items() if name in _SUMS}
            closing = rows[-1].balance if rows else self.opening(part)
            made = {"into": money_in(rows), "out": money_out(rows), "balance": closing or cells.ZERO}
            for name, what in _SUMS.items():
                yield from compare(line.line, what, told[name], made[name])


_SUMS = {
    "into": Text("收入合计", "money in"),
    "out": Text("支出合计", "money out"),
    "balance": Text("期末余额", "closing balance"),
}
