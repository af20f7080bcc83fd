"""The parts of the workspace that are written once: mains, accounts, policy, rules, community.toml, the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.example import accounts as acc
from tools.example import words

if TYPE_CHECKING:
    from decimal import Decimal

AGREEMENT = "documents/章程-第二十条.txt"


def settings_files(loss: Decimal) -> dict[str, bytes]:
    """Return the fixed files; `loss` is what 2025 lost, brought forward for tax."""
    texts = {
        "main.beancount": _main("晴川社区 管理汇总（非法定合并报表）", "fund/main.beancount", "company/main.beancount"),
        "fund/main.beancount": _main(f"{words.FUND}（专项基金台账）", *_ENTITY_INCLUDES),
        "company/main.beancount": _main(words.COMPANY, *_ENTITY_INCLUDES),
        "fund/accounts.beancount": _fund_accounts(),
        "company/accounts.beancount": _opened("2025-04-01", acc.COMPANY),
        "fund/policy.beancount": FUND_POLICY,
        "company/policy.beancount": COMPANY_POLICY.replace("{loss}", f"{loss:.2f}"),
        "community.toml": COMMUNITY,
        AGREEMENT: ARTICLE,
        ".gitattributes": "# 对账单原件逐字节保存 / statement originals are kept byte for byte\ninbox/** -text\n",
        **{f"rules/{name}.txt": text for name, text in RULES.items()},
    }
    return {name: text.encode() for name, text in texts.items()}


_ENTITY_INCLUDES = ("accounts.beancount", "policy.beancount", "20*/*.beancount")


def _main(title: str, *includes: str) -> str:
    head = f'option "title" "{title}"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n\n'
    return head + "".join(f'include "{name}"\n' for name in includes)


def _opened(day: str, accounts: tuple[str, ...]) -> str:
    return "".join(f"{day} open {account} CNY\n" for account in accounts)


def _fund_accounts() -> str:
    closed = "".join(f"{acc.STANDARD_CHANGES} close {account}\n" for account in acc.FUND_UNTIL_2025)
    return (
        _opened("2025-04-01", acc.FUND_ALWAYS)
        + f"2025-04-01 open {acc.HOURS} HOUR\n2025-04-01 open {acc.HOURS_SOURCE} HOUR\n"
        + "\n; 民间非营利组织会计制度（2004），费用不分限定与非限定，到2025年底\n"
        + _opened("2025-04-01", acc.FUND_UNTIL_2025)
        + "\n; 2026年1月1日起的新制度：科目换号，费用分限定与非限定\n"
        + closed
        + _opened("2026-01-01", acc.FUND_FROM_2026)
    )


FUND_POLICY = """\
; 基金：由慈善总会代管的专项基金，本账是总会专项基金明细账的台账
2025-04-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2004"
  hosted-by: "青禾市慈善总会"
2026-01-01 custom "entity" "Fund" "晴川社区基金"
  standard: "npo-2026"
  hosted-by: "青禾市慈善总会"

; 项目：限定性由捐赠人指定（donor），或不限定（none）
2025-04-01 custom "project" "路灯改造" "Fund"
  budget: 16000.00 CNY
  purpose: "老旧楼院更换太阳能路灯"
  restriction: "donor"
  stage: "实施"
  approved-by: "居民会议 2025-03-20"
2026-04-28 custom "project" "路灯改造" "Fund"
  stage: "完工"
2025-06-01 custom "project" "乒乓球台" "Fund"
  budget: 6000.00 CNY
  purpose: "小广场添置两张室外乒乓球台"
  restriction: "donor"
  stage: "完工"
  approved-by: "居民会议 2025-05-22"
2025-09-01 custom "project" "健身器材" "Fund"
  budget: 18000.00 CNY
  purpose: "更新室外健身器材并逐年检修"
  restriction: "donor"
  stage: "实施"
  upkeep-per-year: 1200.00 CNY
  approved-by: "居民会议 2025-08-21"
2025-04-01 custom "project" "长者食堂补贴" "Fund"
  budget: 12000.00 CNY
  purpose: "补贴六十岁以上老人就餐"
  restriction: "donor"
  stage: "长期"
  approved-by: "居民会议 2025-03-20"
2026-01-01 custom "project" "儿童阅览角" "Fund"
  budget: 6000.00 CNY
  purpose: "社区活动室儿童阅览角购书和活动"
  restriction: "donor"
  stage: "实施"
  approved-by: "居民会议 2025-12-18"
2026-01-01 custom "project" "社区公共服务" "Fund"
  budget: 15000.00 CNY
  purpose: "惠邻公司反哺捐赠，用于社区公共服务"
  restriction: "donor"
  stage: "长期"
  approved-by: "捐赠协议 2025-12-26"
2025-04-01 custom "project" "日常公益" "Fund"
  budget: 18000.00 CNY
  purpose: "不指定用途的捐款：慰问、志愿活动、管理费"
  restriction: "none"
  stage: "长期"
  approved-by: "基金管理委员会 2025-03-20"

; 年度预算
2025-04-01 custom "budget" "Fund" "路灯改造" 14000.00 CNY
2025-06-01 custom "budget" "Fund" "乒乓球台" 6000.00 CNY
2025-04-01 custom "budget" "Fund" "长者食堂补贴" 6000.00 CNY
2025-04-01 custom "budget" "Fund" "日常公益" 12000.00 CNY
2026-01-01 custom "budget" "Fund" "路灯改造" 4600.00 CNY
2026-01-01 custom "budget" "Fund" "健身器材" 9000.00 CNY
2026-01-01 custom "budget" "Fund" "长者食堂补贴" 10000.00 CNY
2026-01-01 custom "budget" "Fund" "儿童阅览角" 6000.00 CNY
2026-01-01 custom "budget" "Fund" "社区公共服务" 15000.00 CNY
2026-01-01 custom "budget" "Fund" "日常公益" 16000.00 CNY

; 认捐：只在附注中列示，到账才是收入
2026-05-01 custom "pledge" "Fund" "D0005" 5000.00 CNY
  project: "健身器材"
  due: 2026-12-31
2026-06-12 custom "pledge" "Fund" "D0006" 3000.00 CNY
  project: "长者食堂补贴"
  due: 2026-10-31
"""

COMPANY_POLICY = """\
2025-04-01 custom "entity" "Company" "晴川惠邻社区服务有限公司"
  standard: "small-enterprise"
  registered-capital: 100000.00 CNY
2025-04-01 custom "shareholder" "Company" "晴川社区居民委员会" 1.00

; 小规模纳税人、小型微利企业，增值税按季申报
2025-04-01 custom "tax" "Company" "small-scale" "small-low-profit"
  vat-period: "quarter"

; 2025年度的亏损，五年内弥补
2026-01-01 custom "brought-forward" "Company" "tax-loss" {loss} CNY
  for-year: 2025

; 反哺：净利润（视同未捐）的20%，先弥补亏损，按季计提，季后30日内支付
2026-01-01 custom "reinvestment" "Company" "Fund" 0.20
  base: "net-profit-before-donation"
  route: "donation"
  accrual: "quarter"
  settle-within: "30 days"
  overpaid: "credit"
  agreement: "documents/章程-第二十条.txt"
"""

ARTICLE = """\
晴川惠邻社区服务有限公司章程（摘录）

第二十条　反哺社区
一、公司自2026年1月1日起，每年将净利润的百分之二十捐赠给青禾市慈善总会·晴川社区基金，用于社区公共服务。
二、净利润按未作捐赠计算；有以前年度亏损的，先弥补亏损。亏损年度不捐赠。
三、按季计提，季度终了后三十日内支付，年度终了按汇算清缴结果多退少补；多付的抵以后应付。
四、计提、支付和到账的金额每季度向居民公布。

（本例中的社区、单位、人员均为虚构。）
"""

COMMUNITY = f"""\
# 晴川社区的设置。记账的事实（账套、项目、反哺约定、税务）写在账里，这里只放程序的设置。
# Settings of the program only; facts of accounting stand in the ledger.

[community]
name = "晴川社区"            # 社区名称，用在标题上
name_en = "Qingchuan Community"
language = "zh"              # 公布文件的语言：zh 或 en

# 账套：每个核算单位一套账，folder 是它的文件夹，label 是短名
[entities.Fund]
folder = "fund"
label = "基金"
label_en = "Fund"
[entities.Company]
folder = "company"
label = "惠邻公司"
label_en = "Company"

# 人员与职责：prepare 制单，review 审核，approve 批准，audit 监督，cashier 出纳
[people]
"周会计" = ["prepare"]
"陈主任" = ["review", "approve"]
"吴监事" = ["audit"]
"赵出纳" = ["cashier"]

# 单笔支出达到这个数就要附凭据
[evidence]
threshold = "2000.00"

# 对账单属于哪个账户：来源:号码 = 账户
[statements]
"wechat-merchant:{words.MERCHANT}" = "{acc.WALLET}"
"ccb:{words.CCB_NUMBER}" = "{acc.CCB}"
"icbc:{words.ICBC_NUMBER}" = "{acc.ICBC}"
"host:{words.FUND}" = "{acc.HOST}"
"card:{words.CARD_BOOK}" = "{acc.CARDS}"

# 两个自己的账户之间，钱在路上时挂在哪个科目
[transit]
Company = "{acc.TRANSIT}"

# 公布：信头、联系方式、异议期（天）、单笔达到多少才公布供应商名称
[publication]
letterhead = "晴川社区居民委员会　晴川社区基金"
address = "晴川路1号社区服务大厅"
phone = "000-0000 0000"
site = "https://qingchuan.example/gongshi/"
notice = "A3"                # 公告栏张贴的纸：A3 或 A4
posted-days = 10             # 张贴几天，至少 5 天
objection-days = 10
supplier-threshold = "5000.00"

# 公告栏上的话，一期一段：下一步打算；居民问、社区答
[publication."2026-Q3"]
plans = [
  "10月下旬：三号楼、五号楼单元门口加装扶手，居民会议已通过。",
  "11月：长者食堂周六开始供餐，先试一个月。",
  "12月中旬：召开居民会议，商量明年的用钱计划。",
]
answers = [
  ["长者食堂的补贴会不会用完？", "每季度按实际用餐人次结算，今年预算还够到年底。"],
  ["健身器材坏了找谁？", "打公示上的电话登记，检修队每季度来一次，急修三天内到。"],
]
"""

RULES = {
    "10-微信商户": """\
# 微信商户：按资金账单记账，商品名称来自交易账单；退款自动冲原来的科目
如果 来源 是 微信商户 且 商品 开头是 "团购-自营" -> 5001:01 税率 1%
如果 来源 是 微信商户 且 商品 开头是 "团购-代售" -> 2241:01 份额 90%, 5051:01 份额 10% 税率 1%
如果 来源 是 微信商户 且 商品 开头是 "家政维修" -> 5001:02 税率 1%
# 社区养老服务和老人就餐免征增值税
如果 来源 是 微信商户 且 商品 开头是 "养老服务" -> 5001:03
如果 来源 是 微信商户 且 商品 开头是 "长者食堂" -> 5001:04
如果 来源 是 微信商户 且 商品 含 "储值卡充值" -> 2203:01 卡 来自 商户数据包
如果 来源 是 微信商户 且 类型 是 "扣除交易手续费" -> 5601:01
如果 来源 是 微信商户 且 类型 是 "退回交易手续费" -> 5601:01
如果 来源 是 微信商户 且 类型 是 "提现" -> 在途
""",
    "20-建行": """\
# 建行基本户
如果 来源 是 建行 且 对方 含 "财付通" -> 在途
如果 来源 是 建行 且 摘要 含 "同名账户互转" -> 在途
如果 来源 是 建行 且 摘要 含 "反哺捐赠" -> 2241:02 性质 "反哺支付"
如果 来源 是 建行 且 摘要 含 "代发工资" -> 5602:01 经 2211
如果 来源 是 建行 且 摘要 含 "社保费" -> 5602:01 经 2211
如果 来源 是 建行 且 摘要 含 "代售结算" -> 2241:01
如果 来源 是 建行 且 摘要 含 "欠货款" -> 2202
如果 来源 是 建行 且 摘要 含 "团购货款" -> 5401:01
如果 来源 是 建行 且 摘要 含 "付维修" -> 5401:02
如果 来源 是 建行 且 摘要 含 "付养老驿站" -> 5401:03
如果 来源 是 建行 且 摘要 含 "配送费" -> 5601:02
如果 来源 是 建行 且 摘要 含 "房租" -> 5602:02
如果 来源 是 建行 且 摘要 含 "水电费" -> 5602:02
如果 来源 是 建行 且 摘要 含 "办公用品" -> 5602:03
如果 来源 是 建行 且 摘要 含 "责任险" -> 5602:03
如果 来源 是 建行 且 备注 含 "企业所得税" -> 2221:05
如果 来源 是 建行 且 摘要 含 "运营补贴" -> 5301:01
如果 来源 是 建行 且 摘要 含 "长者餐费补贴" -> 5001:04
如果 来源 是 建行 且 摘要 含 "备用金" -> 1001
如果 来源 是 建行 且 摘要 含 "账户管理费" -> 5603:02
如果 来源 是 建行 且 摘要 含 "结息" -> 5603:01
""",
    "30-工行": """\
# 工行一般户：食堂采购和物业维修款
如果 来源 是 工行 且 摘要 含 "同名账户互转" -> 在途
如果 来源 是 工行 且 摘要 含 "食堂采购款" -> 5401:04
如果 来源 是 工行 且 摘要 含 "维修款" -> 5001:02 税率 1%
如果 来源 是 工行 且 摘要 含 "结息" -> 5603:01
""",
    "40-慈善总会": """\
# 慈善总会专项基金明细账：限定还是非限定由项目决定
如果 来源 是 慈善总会 且 摘要 开头是 "企业反哺捐赠" -> 4101 项目 "社区公共服务" 性质 "反哺到账"
如果 来源 是 慈善总会 且 摘要 开头是 "捐赠" -> 4101
# 类别是公示给居民看的用途；对账单的摘要不公开
如果 来源 是 慈善总会 且 摘要 含 "消防宣传" -> 5101 类别 "消防安全宣传活动物料"
如果 来源 是 慈善总会 且 摘要 含 "困难家庭" -> 5101 类别 "困难家庭应急用品"
如果 来源 是 慈善总会 且 摘要 含 "公示栏" -> 5101 类别 "公示栏印制"
如果 来源 是 慈善总会 且 摘要 含 "志愿服务队" -> 5101 类别 "志愿服务队物资"
如果 来源 是 慈善总会 且 摘要 含 "志愿者用书" -> 5101 类别 "暑期阅读营志愿者用书"
如果 来源 是 慈善总会 且 摘要 含 "阅读营" -> 5101 类别 "暑期阅读营图书"
如果 来源 是 慈善总会 且 摘要 含 "地面修补" -> 5101 类别 "小广场地面修补"
如果 来源 是 慈善总会 且 摘要 含 "感应灯" -> 5101 类别 "三号楼楼道感应灯更换"
如果 来源 是 慈善总会 且 摘要 含 "检修" -> 5101 类别 "健身器材季度检修及换件"
如果 来源 是 慈善总会 且 摘要 含 "餐费补贴" -> 5101 类别 "长者食堂餐费补贴"
如果 来源 是 慈善总会 且 摘要 开头是 "项目支出" -> 5101
如果 来源 是 慈善总会 且 摘要 开头是 "管理费" -> 5301 类别 "慈善总会管理费（捐赠额的3%）"
如果 来源 是 慈善总会 且 摘要 开头是 "利息" -> 4901
""",
    "50-储值卡": """\
# 储值卡流水：充值行与微信商户的充值自动配对，这里只写消费
如果 来源 是 储值卡 且 摘要 含 "餐" -> 5001:04
如果 来源 是 储值卡 且 类型 是 "消费" -> 5001:03
""",
}
