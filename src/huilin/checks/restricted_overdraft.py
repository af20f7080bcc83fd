"""No project ever spends more than it holds, on any day: a gift for lamps does not pay for tables (law 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from huilin.checks._found import at_entry
from huilin.checks._views import cny, funds, spells
from huilin.findings import Severity
from huilin.money import show
from huilin.vocabulary import CLOSING
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.findings import Finding

RULE = "restricted-overdraft"
SOURCE = "《慈善法》第五十五条、第五十六条（限定用途；未核原文）；财会〔2024〕25号 限定性净资产"
EXAMPLE = """
2026-07-01 * "路灯改造没有钱也付了款"
  id: "Fund/2026-07/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  300.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -300.00 CNY
"""


def check(books: Books) -> Iterator[Finding]:
    """Yield a finding for each run of days on which a project's balance lies below zero; year-end entries apart."""
    p = cny(books)
    counted = p["root"].isin(("Income", "Expenses")) | p["code"].isin(("3101", "3102"))
    p = p[p["entity"].isin(funds(books)) & counted & (p["kind"] != CLOSING) & p["project"].isin(list(books.projects))]
    for spell in spells(p, p["project"], sign=-1):
        severity = Severity.ERROR if books.projects[spell.key].is_restricted else Severity.WARNING
        until = (
            Text(f"，到 {_before(spell.end)} 为止", f" until {_before(spell.end)}")
            if spell.end is not None
            else Text("，至今", " until now")
        )
        yield at_entry(
            books, spell.place, RULE, severity,
            Text(f"项目“{spell.key}”自 {_day(spell.start)} 起超支{until.zh}，最多超 {show(-spell.worst)} 元。", f"The project “{spell.key}” is overdrawn from {_day(spell.start)}{until.en}, by {show(-spell.worst)} at most."),
            Text('请核对项目；确需先付的，当天记一笔经批准的垫付（kind: "垫付"，approved:）。', 'Check the project; if it had to be paid first, book an approved advance that day (kind: "垫付", approved:).'),
        )  # fmt: skip


def _day(day: np.datetime64) -> str:
    return str(day)[:10]


def _before(day: np.datetime64) -> str:
    return _day(day - np.timedelta64(1, "D"))
