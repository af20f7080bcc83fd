"""The pages of the desk by name: each a module with `make(request)` that returns its tables."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from huilin.audit.populations import POPULATIONS
from huilin.audit.sampling import RISKS
from huilin.errors import UsageError
from huilin.wording import Text, same

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
    Page(
        "sampling", Text("抽样", "Sampling"),
        Text("货币单元或随机抽样，按重要性和风险定样本；同样的种子抽出同样的样本。", "Monetary unit or random samples, sized by materiality and risk; the same seed draws the same sample."),
        (
            Option("population", Text("总体", "Population"), "expenses", tuple((name, one.title) for name, one in POPULATIONS.items())),
            Option("method", Text("方法", "Method"), "mus", (("mus", Text("货币单元", "monetary units")), ("random", Text("随机", "random")))),
            Option("materiality", Text("重要性水平（元）", "Materiality (CNY)")),
            Option("tolerable", Text("可容忍错报（元）", "Tolerable misstatement (CNY)")),
            Option("risk", Text("误受风险（%）", "Risk (%)"), "10", tuple((str(risk), same(f"{risk}%")) for risk in RISKS)),
            Option("expected", Text("预计错报（元）", "Expected misstatement (CNY)"), "0.00"),
            Option("size", Text("样本量（不填则按间隔）", "Size (empty: by the interval)")),
            Option("seed", Text("种子", "Seed")),
        ),
    ),
    Page(
        "reconciliation", Text("银行对账", "Bank reconciliation"),
        Text("每个账户的账面余额与对账单，两边各有什么没有对上。", "Each account against its statement, and what is open on either side."),
    ),
    Page(
        "donors", Text("捐赠人和票据", "Donors and receipts"),
        Text("按捐赠人汇总、票据登记簿、缺号、重复、拟函证名单。", "Gifts by donor, the register of receipts, gaps, doubles, whom to ask for confirmation."),
        (Option("confirm", Text("函证几位", "How many to confirm"), "10"),),
    ),
    Page(
        "parties", Text("关联方和收款人", "Related parties and payees"),
        Text("付给谁多少、关联方往来、账套之间、可能重复付款。", "Who was paid how much, related parties, between the entities, possible double payments."),
    ),
    Page(
        "history", Text("封账和历史", "Seals and history"),
        Text("封账链、封账后的改动、重开和更正、历次公示，两次公示的比较。", "The chain of seals, changes since, reopenings and corrections, publications, two of them compared."),
        (Option("before", Text("原公示", "Publication before")), Option("after", Text("现公示", "Publication after"))),
    ),
    Page(
        "log", Text("日志", "Log"),
        Text("谁在什么时候做了什么，日志链是否完整。", "Who did what and when, and whether the chain of the log is whole."),
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
