"""A small community with two sets of books, rules and an empty inbox."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin import books, importing
from huilin.findings import errors_in
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from huilin.books import Books
    from huilin.importing import Inbox

TODAY = date(2026, 10, 15)
WALLET = "Assets:Company:1012其他货币资金:01微信商户"
TRANSIT = "Assets:Company:1012其他货币资金:09在途资金"
CCB = "Assets:Company:1002银行存款:01建行基本户"
ICBC = "Assets:Company:1002银行存款:02工行一般户"
HOST = "Assets:Fund:1002银行存款:01存放慈善总会"
CARDS = "Liabilities:Company:2203预收账款:01储值卡本金"

ACCOUNTS = f"""
{WALLET}
{TRANSIT}
{CCB}
{ICBC}
{HOST}
{CARDS}
Assets:Company:1221其他应收款
Liabilities:Company:2202应付账款
Liabilities:Company:2211应付职工薪酬
Liabilities:Company:2221应交税费:01应交增值税
Liabilities:Company:2241其他应付款:01代收团购货款
Liabilities:Company:2241其他应付款:02应付捐赠款
Liabilities:Fund:2209其他应付款
Income:Company:5001主营业务收入:01团购自营
Income:Company:5001主营业务收入:02家政维修
Income:Company:5001主营业务收入:03养老驿站
Income:Company:5001主营业务收入:04食堂
Income:Company:5051其他业务收入:01团购佣金
Expenses:Company:5601销售费用:01支付手续费
Expenses:Company:5602管理费用:01职工薪酬
Expenses:Company:5602管理费用:02房租水电
Expenses:Company:5711营业外支出:01公益性捐赠支出
Income:Fund:4101捐赠收入:01非限定性
Income:Fund:4101捐赠收入:02限定性
Expenses:Fund:5101业务活动成本:01非限定性
Expenses:Fund:5101业务活动成本:02限定性
Expenses:Fund:5301管理费用:01非限定性
"""

MAIN = (
    'option "title" "晴川社区"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n'
    'include "policy.beancount"\ninclude "company/2026/*.beancount"\ninclude "fund/2026/*.beancount"\n'
)
POLICY = (
    "".join(f"2025-04-01 open {account} CNY\n" for account in ACCOUNTS.split())
    + """
2025-04-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
  hosted-by: "青禾市慈善总会"
2025-04-01 custom "entity" "Company" "晴川惠邻社区服务有限公司"
  standard: "small-enterprise"
2025-04-01 custom "project" "路灯改造" "Fund"
  restriction: "donor"
2025-04-01 custom "project" "社区公共服务" "Fund"
  restriction: "donor"
2025-04-01 custom "project" "日常公益" "Fund"
  restriction: "none"
"""
)
SETTINGS = f"""[community]
name = "晴川社区"
[people]
"周会计" = ["prepare"]
[statements]
"wechat-merchant:1900000109" = "{WALLET}"
"ccb:37050161000000001234" = "{CCB}"
"icbc:1602000000000005678" = "{ICBC}"
"host:晴川社区基金" = "{HOST}"
"card:晴川养老驿站" = "{CARDS}"
[transit]
Company = "{TRANSIT}"
"""
RULES = """
如果 来源 是 微信商户 且 商品 开头是 "团购-自营" -> 5001:01 税率 1%
如果 来源 是 微信商户 且 商品 开头是 "团购-代售" -> 2241:01 份额 90%, 5051:01 份额 10% 税率 1%
如果 来源 是 微信商户 且 商品 含 "储值卡充值" -> 2203:01 卡 来自 商户数据包
如果 来源 是 建行 且 摘要 含 "代发工资" -> 5602:01 经 2211
如果 来源 是 建行 且 摘要 含 "反哺捐赠" -> 2241:02 性质 "反哺支付"
如果 来源 是 建行 且 摘要 含 "餐费补贴" -> 5001:04
如果 来源 是 建行 或 工行 且 摘要 含 "房租" -> 5602:02
如果 摘要 含 "同名账户互转" -> 在途
如果 来源 是 慈善总会 且 摘要 开头是 "企业反哺捐赠" -> 4101 项目 "社区公共服务" 性质 "反哺到账"
如果 来源 是 储值卡 且 类型 是 "消费" -> 5001:03
忽略 来源 是 建行 且 摘要 含 "冲正" 因为 "银行当日冲正，一出一进"
"""
DONORS = "id,name,kind,wish,alias,phone,since,note\nD0001,晴川惠邻社区服务有限公司,单位,实名,,,,\nD0007,路秀珍,个人,匿名,,19900000007,,\n"

Files = dict[str, bytes]


class Village:
    """A workspace that files can be dropped into."""

    def __init__(self, root: Path) -> None:
        for name, text in {
            "community.toml": SETTINGS,
            "main.beancount": MAIN,
            "policy.beancount": POLICY,
            "company/2026/2026-06.beancount": "; 六月\n",
            "fund/2026/2026-06.beancount": "; 六月\n",
            "rules/10.txt": RULES,
            "private/donors.csv": DONORS,
        }.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.workspace = Workspace.find(root)
        self.root = root

    @property
    def books(self) -> Books:
        return books.load(self.workspace)

    def drop(self, files: Files) -> None:
        self.workspace.inbox.mkdir(exist_ok=True)
        for name, content in files.items():
            (self.workspace.inbox / name).write_bytes(content)

    def read(self, files: Files | None = None, answers: Mapping[str, str] | None = None) -> Inbox:
        self.drop(files or {})
        return importing.read(self.books, today=TODAY, answers=answers)

    def book(self, files: Files | None = None, answers: Mapping[str, str] | None = None) -> importing.Booked:
        return importing.book(self.workspace, self.books, self.read(files, answers), by="周会计", today=TODAY)

    def undo(self, booked: importing.Booked) -> None:
        importing.undo(self.workspace, self.books, booked.batch, today=TODAY)

    @property
    def errors(self) -> list[str]:
        """What is wrong with the books, as a treasurer reads it."""
        return [finding.say("zh") for finding in errors_in(self.books.findings)]

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def state(self) -> dict[str, bytes]:
        return {
            str(f.relative_to(self.root)): f.read_bytes()
            for f in sorted(self.root.rglob("*"))
            if f.is_file() and not f.name.startswith(".")
        }


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path)
