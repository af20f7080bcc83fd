"""The pages of the desk by name: each a module with `make(request)` that returns its tables."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.audit.request import AuditRequest
    from huilin.audit.table import Table


class Option(NamedTuple):
    """One thing that a page lets its reader choose; without `choices` it is typed."""

    name: str
    title: Text
    default: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


class Page(NamedTuple):
    """One page: its name in addresses and on the command line, its title, what it is for, what it can be asked."""

    name: str
    title: Text
    about: Text
    options: tuple[Option, ...] = ()

    def make(self, request: AuditRequest) -> tuple[Table, ...]:
        """Return the page's tables."""
        module = import_module(f"huilin.audit.pages.{self.name}")
        make = cast("Callable[[AuditRequest], tuple[Table, ...]]", module.make)
        return make(request)


PAGES = (
    Page(
        "overview", Text("总览", "Overview"),
        Text("有几套账、到哪一天、封到哪一天、检查出什么、还有什么没办完。", "The sets of books, how far they go and are sealed, what was found, and what is open."),
    ),
    Page(
        "reinvestment", Text("反哺", "The 20 %"),
        Text("反哺从收入到应付、计提、支付、到账、票据，逐步逐笔。", "The promise from revenue to owed, accrued, paid, received and receipted, step by step."),
    ),
    Page(
        "statements", Text("报表", "Statements"),
        Text("报表的每个数字都能点开：科目、凭证。", "Every figure of a statement opens: its accounts, its vouchers."),
        (Option("report", Text("报表", "Report")), Option("fact", Text("数字编号", "Figure's id"))),
    ),
    Page(
        "restricted", Text("限定资金", "Restricted funds"),
        Text("每个项目从期初到期末，和期内最低的一天；垫付及其账龄。", "Each project from opening to closing, with its lowest day; advances and their age."),
        (Option("project", Text("项目", "Project")),),
    ),
    Page(
        "evidence", Text("凭据", "Evidence"),
        Text("缺凭据的支出、没有登记的文件、丢失或改动过的凭据。", "Spending without evidence, files that nothing names, evidence gone or changed."),
        (Option("from", Text("从多少元起", "From which amount")),),
    ),
    Page(
        "entries", Text("分录测试", "Entry tests"),
        Text("豁免、更正、迟入账、整数、周末、贴近界限、少见的对应科目、首位数字。", "Overrides, corrections, late, round, weekend, near a limit, rare pairs, first digits."),
        (
            Option("days", Text("晚多少天算迟", "Days that count as late"), "30"),
            Option("round", Text("多少元的整数倍", "Round to"), "1000.00"),
            Option("rare", Text("用过几次以内算少见", "Uses that count as rare"), "2"),
            Option("account", Text("看哪个科目的首位数字", "Account whose digits to see")),
        ),
    ),
)  # fmt: skip


def page(name: str) -> Page:
    """Return the page called `name`; raise UsageError that lists those there are."""
    for one in PAGES:
        if one.name == name:
            return one
    names = [one.name for one in PAGES]
    raise UsageError(
        Text(f"没有叫“{name}”的审计页。", f"There is no audit page “{name}”."),
        Text(f"可选：{'、'.join(names)}。", f"Choose one of: {', '.join(names)}."),
    )
