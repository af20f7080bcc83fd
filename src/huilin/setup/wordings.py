"""The files of a new workspace that people read and edit: settings, policy, rules, each commented in their language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from huilin.drafting import quote
from huilin.wording import Text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from huilin.setup.plan import Plan

DAILY = Text("日常公益", "Daily work")
SERVICES = Text("社区公共服务", "Community services")
EARMARKED = Text("历年限定捐赠", "Earmarked gifts of earlier years")
"""Takes restricted opening balances that name no project: they stay restricted until somebody sorts them."""


class People(NamedTuple):
    """The roles of a new workspace, to be replaced by names."""

    name: Text
    roles: tuple[str, ...]


PEOPLE = (
    People(Text("会计", "Bookkeeper"), ("prepare",)),
    People(Text("负责人", "Manager"), ("review", "approve")),
    People(Text("出纳", "Cashier"), ("cashier",)),
    People(Text("监事", "Supervisor"), ("audit",)),
)


def settings(plan: Plan, transit: str) -> str:
    """Return community.toml with every setting explained."""
    people = "\n".join(f"{_toml(p.name.say(plan.language))} = {json.dumps(list(p.roles))}" for p in PEOPLE)
    template = _SETTINGS_EN if plan.language == "en" else _SETTINGS_ZH
    return template.format(name=_toml(plan.name), language=_toml(plan.language), people=people, transit=_toml(transit))


def _toml(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


_SETTINGS_ZH = """\
# 惠邻账本的设置。# 开头的行是说明，改完存盘即可，写错了 huilin 会指出哪一行。
# 账目本身（科目、项目、反哺约定）不在这里，在 fund/ 和 company/ 文件夹里。

[community]
name = {name}             # 社区名称，印在每份报表上
# name_en = "…"            # 英文名称，不写则用上面的名称
language = {language}              # 公示文件的语言：zh 或 en

# 每个账套（独立记账的单位）一个文件夹，各有自己的 main.beancount。
[entities.Fund]
folder = "fund"

[entities.Company]
folder = "company"

# 人员和职责。prepare 制单，review 复核过账，approve 批准结账，cashier 出纳，audit 监督。
# 请换成真实姓名；制单和复核应是两个人。命令里用 --by 姓名 说明是谁在办理。
[people]
{people}

[evidence]
threshold = "2000.00"      # 达到这个金额（元）的支出要附凭据：huilin attach 凭证号 文件

# 每种流水对应哪个账户。左边是流水的种类和账号，huilin inbox 会告诉你还缺哪一行。
[statements]
# "wechat-merchant:商户号" = "Assets:Company:1012其他货币资金:01微信商户"
# "ccb:账号" = "Assets:Company:1002银行存款:01基本户"
# "host:专项基金名称" = "Assets:Fund:1002银行存款:01存放慈善总会"

# 自己的两个账户之间，钱已转出、尚未转入时放在哪个账户。
[transit]
Company = {transit}

# 印在公示上的地址和联系方式，都可以不写；写了就会公开。
[publication]
# address = "…"              # 地址
# contact = "…"              # 联系人
# phone = "…"                # 电话
# objections = "…"           # 有意见找谁
# objection-days = 10        # 几天内可以提意见
# accent = "#1d5c54"         # 标题的颜色
# seal = "right"             # 张贴件的盖章处：right、left 或 middle
# licence = "CC-BY-4.0"      # 数据按什么许可公开
# site = "https://…"         # 公示网页的网址，印成二维码
# notice = "A3"              # 公告栏张贴件 notice.pdf 的纸：A3（默认）或 A4
# posted-days = 10           # 在公告栏张贴几天，至少 5 天

# 张贴件上的话，一期一段，以期间为名：下一步打算；居民问、社区答。钱数写到元。
# [publication."2026-Q3"]
# plans = ["11月：更换三号楼楼道灯，预算 2400 元。"]
# answers = [["灯坏了找谁？", "打公示上的电话登记。"]]
"""

_SETTINGS_EN = """\
# Settings of this workspace. Lines that start with # explain; huilin names the line if something is off.
# The facts of accounting (accounts, projects, the promise) are not here but in fund/ and company/.

[community]
name = {name}              # printed on every statement
# name_en = "…"            # English name, if the name above is not
language = {language}              # language of published documents: zh or en

# One folder for each entity with books of its own; each has its own main.beancount.
[entities.Fund]
folder = "fund"

[entities.Company]
folder = "company"

# People and roles: prepare, review (post), approve (close), cashier, audit.
# Write real names; whoever prepares should not review. Commands take --by NAME.
[people]
{people}

[evidence]
threshold = "2000.00"      # expenses from this amount (CNY) need evidence: huilin attach ID FILE

# Which account a statement is of: its kind and number on the left. `huilin inbox` tells which line is missing.
[statements]
# "wechat-merchant:NUMBER" = "Assets:Company:1012-Other-monetary-funds:01-WeChat-merchant"
# "ccb:NUMBER" = "Assets:Company:1002-Bank-deposits:01-Main-account"
# "host:NAME OF THE FUND" = "Assets:Fund:1002-Bank-deposits:01-Host-charity"

# Where money lies that has left one own account and not yet reached the other.
[transit]
Company = {transit}

# What is printed on a disclosure for readers to ask; all may be left out, and whatever stands here is public.
[publication]
# address = "…"
# contact = "…"
# phone = "…"
# objections = "…"           # where objections go
# objection-days = 10        # how many days there are to object
# accent = "#1d5c54"         # colour of headings
# seal = "right"             # where the seal stands on the notice: right, left or middle
# licence = "CC-BY-4.0"      # licence of the published data
# site = "https://…"         # address of the pages, printed as a QR
# notice = "A3"              # paper of the notice-board sheet notice.pdf: A3 (default) or A4
# posted-days = 10           # days on the notice board, at least 5

# What the sheet says besides figures, a table for each period: what comes next; asked and answered. Whole yuan only.
# [publication."2026-Q3"]
# plans = ["November: new lamps in staircase 3, about 2400 yuan."]
# answers = [["Who mends the lamps?", "Call the number on this sheet."]]
"""


def root_main(plan: Plan) -> str:
    """Return the main file that includes both sets of books: for Fava and for management figures."""
    note = Text(
        "; 两个账套合看；各账套单独核对用 fund/main.beancount 和 company/main.beancount。",
        "; Both sets of books together; each checks alone by its own main file.",
    )
    includes = 'include "fund/main.beancount"\ninclude "company/main.beancount"\n'
    return f"{note.say(plan.language)}\n{_heading(plan.name)}\n{includes}"


def entity_main(title: str) -> str:
    """Return the main file of one entity's books."""
    includes = "".join(f'include "{name}"\n' for name in ("accounts.beancount", "policy.beancount", "20*/*.beancount"))
    return f"{_heading(title)}\n{includes}"


def _heading(title: str) -> str:
    return f'option "title" {quote(title)}\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n'


def month_heading(title: str, month: date) -> str:
    """Return the first line of a month's file."""
    return f"; {' '.join(title.split())} {month:%Y-%m}\n"


class FundProject(NamedTuple):
    """A project to declare in a new fund."""

    name: str
    restriction: str
    purpose: str


def fund_policy(plan: Plan, day: date, projects: tuple[FundProject, ...]) -> str:
    """Return the fund's entity and its projects."""
    zh = plan.language == "zh"
    note = (
        "; 基金账套和项目。新项目用 huilin project 添加。"
        if zh
        else "; The fund and its projects; `huilin project` adds more."
    )
    lines = [note, *_standards(plan, day)]
    for name, restriction, purpose in projects:
        lines += ["", f'{day} custom "project" {quote(name)} "Fund"', f"  restriction: {quote(restriction)}"]
        lines += [f"  purpose: {quote(purpose)}", '  stage: "running"']
    return "\n".join(lines) + "\n"


def _standards(plan: Plan, day: date) -> list[str]:
    """Return the fund's entity directives: one for each standard that its books have followed."""
    from huilin.setup.accounts import NEW_NPO_STANDARD

    dated = [(day, "npo-2004"), (NEW_NPO_STANDARD, "npo-2026")] if plan.until_2025 else [(day, "npo-2026")]
    lines = []
    for start, standard in dated:
        lines += [f'{start} custom "entity" "Fund" {quote(plan.fund_title)}', f"  standard: {quote(standard)}"]
        lines += [f"  hosted-by: {quote(plan.host)}"] if plan.host else []
    return lines


def company_policy(plan: Plan, day: date, capital: Decimal | None) -> str:
    """Return the enterprise's entity, shareholder, taxes and the default promise."""
    template = _COMPANY_EN if plan.language == "en" else _COMPANY_ZH
    return template.format(
        day=day,
        start=plan.start,
        title=quote(plan.company_title),
        capital="" if capital is None else f"  registered-capital: {capital:.2f} CNY\n",
        shareholder=quote(plan.shareholder),
    )


_COMPANY_ZH = """\
; 企业账套。
{day} custom "entity" "Company" {title}
  standard: "small-enterprise"
{capital}; 有注册资本的，在上面加一行：  registered-capital: 100000.00 CNY
{day} custom "shareholder" "Company" {shareholder} 1.00

; 税：增值税小规模纳税人，小型微利企业，按季申报。
{day} custom "tax" "Company" "small-scale" "small-low-profit"
  vat-period: "quarter"

; 有以前年度未弥补的亏损，写在这里（去掉开头的分号）：
; {start} custom "brought-forward" "Company" "tax-loss" 30000.00 CNY
;   for-year: 2025

; 反哺约定：捐赠前净利润的 20%，按季计提，季后 30 天内付清。
; 先用利润弥补亏损。改约定用 huilin policy reinvestment，旧约定留着，账按当时的约定算。
{start} custom "reinvestment" "Company" "Fund" 0.20
  base: "net-profit-before-donation"
  route: "donation"
  accrual: "quarter"
  settle-within: "30 days"
  overpaid: "credit"
"""

_COMPANY_EN = """\
; The enterprise.
{day} custom "entity" "Company" {title}
  standard: "small-enterprise"
{capital}; If it has registered capital, add above:  registered-capital: 100000.00 CNY
{day} custom "shareholder" "Company" {shareholder} 1.00

; Taxes: small-scale VAT payer, small low-profit enterprise, quarterly returns.
{day} custom "tax" "Company" "small-scale" "small-low-profit"
  vat-period: "quarter"

; Losses of earlier years, if any, go here (take away the semicolons):
; {start} custom "brought-forward" "Company" "tax-loss" 30000.00 CNY
;   for-year: 2025

; The promise: 20 % of net profit before donation, accrued each quarter, paid within 30 days, losses first.
; Change it with `huilin policy reinvestment`: the old one stays, and the past keeps the rule of its day.
{start} custom "reinvestment" "Company" "Fund" 0.20
  base: "net-profit-before-donation"
  route: "donation"
  accrual: "quarter"
  settle-within: "30 days"
  overpaid: "credit"
"""

RULES = Text(
    """\
# 自动记账的规则：一行一条，从上到下，第一条符合的生效。# 开头的行是说明。
# 词：对方 商品 摘要 备注 类型 来源 账户 金额 日期 单号；是 含 开头是；大于 小于；且 或 不。
# 账户可以写科目代码，也可以写全名。例（去掉开头的 # 才生效）：
#
# 如果 摘要 含 "结息" -> 5603:01
# 如果 来源 是 微信商户 且 商品 含 "家政维修" -> 5001:02
# 如果 对方 含 "物业" -> 5602:02
# 忽略 类型 是 "转入零钱通" 因为 "同一账户"
""",
    """\
# Rules for booking statements: one a line, from the top, the first that fits. Lines with # explain.
# An account may be its code or its full name. Examples (take away the # to use them):
#
# 如果 摘要 含 "结息" -> 5603:01
# 如果 来源 是 微信商户 且 商品 含 "家政维修" -> 5001:02
# 忽略 类型 是 "转入零钱通" 因为 "同一账户"
""",
)

GITIGNORE = Text(
    """\
# 捐赠人名册和银行、微信的原始流水含个人信息，不进版本库；请另行备份。
private/
inbox/
imports/archive/
.huilin.lock
.huilin-journal
*.tmp
*.picklecache
""",
    """\
# The donor register and original statements hold personal data: never committed; back them up elsewhere.
private/
inbox/
imports/archive/
.huilin.lock
.huilin-journal
*.tmp
*.picklecache
""",
)
