"""捐赠登记表: a plain spreadsheet in which someone writes down who gave what, when, for which project.

It has no serial and no balance; day, giver, amount and project make the key, with the ordinal of equal rows, so
that two equal gifts of one person on one day stay two.
"""

from __future__ import annotations

from typing import ClassVar

from huilin.importing.source import Source
from huilin.wording import Text


class DonationSheet(Source):
    """Key: `gift:<hash of day, giver, amount, project, ordinal of equal rows>`."""

    title = Text("捐赠登记表", "Donation sheet")
    called = ("捐赠登记", "捐赠表")
    scheme = "gift"
    statement = "donations"
    heading = ("日期", "捐赠人", "捐赠金额")
    columns: ClassVar = {
        "day": "日期", "amount": "捐赠金额", "对方": "捐赠人", "项目": ("项目", "指定用途"), "摘要": "摘要",
        "类型": "捐赠方式", "备注": "备注", "票据": ("票据号码", "票据号"),
    }  # fmt: skip
    number_in = r"(\S+?)捐赠登记表"
    marks = ("对方", "项目")
    rules = """
如果 金额 大于 0 -> 4101
"""

    @staticmethod
    def _is_total(first: str) -> bool:
        return first.startswith("合计")

    def is_movement(self, cell: dict[str, str]) -> Text | None:  # type: ignore[override]
        """Leave out a line of sums."""
        return Text("合计行", "a line of sums") if self._is_total(cell["day"]) else None
