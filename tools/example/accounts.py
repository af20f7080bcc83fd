"""The accounts of both sets of books, by short names; the leading digits are the national codes."""

from __future__ import annotations

from datetime import date

START = date(2025, 4, 1)
STANDARD_CHANGES = date(2026, 1, 1)

HOST = "Assets:Fund:1002银行存款:01存放慈善总会"
AGENCY_ASSETS = "Assets:Fund:1801受托代理资产"
AGENCY_DEBTS = "Liabilities:Fund:2601受托代理负债"
FUND_PAYABLE = "Liabilities:Fund:2209其他应付款"
FREE_ASSETS = "Equity:Fund:3101非限定性净资产"
TIED_ASSETS = "Equity:Fund:3102限定性净资产"
GIFTS_FREE = "Income:Fund:4101捐赠收入:01非限定性"
GIFTS_TIED = "Income:Fund:4101捐赠收入:02限定性"
OTHER_FREE = "Income:Fund:4901其他收入:01非限定性"
OTHER_TIED = "Income:Fund:4901其他收入:02限定性"
HOURS = "Equity:Fund:9001志愿工时"
HOURS_SOURCE = "Equity:Fund:9002志愿工时来源"
ACTIVITY_2004 = "Expenses:Fund:5101业务活动成本"
MANAGEMENT_2004 = "Expenses:Fund:5201管理费用"
ACTIVITY_FREE = "Expenses:Fund:5101业务活动成本:01非限定性"
ACTIVITY_TIED = "Expenses:Fund:5101业务活动成本:02限定性"
MANAGEMENT_FREE = "Expenses:Fund:5301管理费用:01非限定性"

CASH = "Assets:Company:1001库存现金"
CCB = "Assets:Company:1002银行存款:01建行基本户"
ICBC = "Assets:Company:1002银行存款:02工行一般户"
WALLET = "Assets:Company:1012其他货币资金:01微信商户"
TRANSIT = "Assets:Company:1012其他货币资金:09在途资金"
RECEIVABLE = "Assets:Company:1122应收账款"
STOCK = "Assets:Company:1405库存商品"
PAYABLE = "Liabilities:Company:2202应付账款"
CARDS = "Liabilities:Company:2203预收账款:01储值卡本金"
WAGES_DUE = "Liabilities:Company:2211应付职工薪酬"
VAT = "Liabilities:Company:2221应交税费:01应交增值税"
INCOME_TAX_DUE = "Liabilities:Company:2221应交税费:05应交企业所得税"
MERCHANTS_DUE = "Liabilities:Company:2241其他应付款:01代收团购货款"
PROMISE = "Liabilities:Company:2241其他应付款:02应付捐赠款"
CAPITAL = "Equity:Company:3001实收资本"
YEAR_RESULT = "Equity:Company:3103本年利润"
RETAINED = "Equity:Company:3104利润分配:05未分配利润"
GROUP_SALES = "Income:Company:5001主营业务收入:01团购自营"
REPAIR_SALES = "Income:Company:5001主营业务收入:02家政维修"
CARE_SALES = "Income:Company:5001主营业务收入:03养老驿站"
CANTEEN_SALES = "Income:Company:5001主营业务收入:04食堂"
COMMISSION = "Income:Company:5051其他业务收入:01团购佣金"
SUBSIDY = "Income:Company:5301营业外收入:01政府补助"
TAX_RELIEF = "Income:Company:5301营业外收入:02税费减免"
GROUP_COST = "Expenses:Company:5401主营业务成本:01团购自营"
REPAIR_COST = "Expenses:Company:5401主营业务成本:02家政维修"
CARE_COST = "Expenses:Company:5401主营业务成本:03养老驿站"
CANTEEN_COST = "Expenses:Company:5401主营业务成本:04食堂"
PAYMENT_FEES = "Expenses:Company:5601销售费用:01支付手续费"
DELIVERY = "Expenses:Company:5601销售费用:02配送"
WAGES = "Expenses:Company:5602管理费用:01职工薪酬"
PREMISES = "Expenses:Company:5602管理费用:02房租水电"
OFFICE = "Expenses:Company:5602管理费用:03办公费"
INTEREST = "Expenses:Company:5603财务费用:01利息收支"
BANK_FEES = "Expenses:Company:5603财务费用:02手续费"
DONATION = "Expenses:Company:5711营业外支出:01公益性捐赠支出"
INCOME_TAX = "Expenses:Company:5801所得税费用"

FUND_ALWAYS = (
    HOST, AGENCY_ASSETS, FUND_PAYABLE, AGENCY_DEBTS, FREE_ASSETS, TIED_ASSETS,
    GIFTS_FREE, GIFTS_TIED, OTHER_FREE, OTHER_TIED,
)  # fmt: skip
FUND_UNTIL_2025 = (ACTIVITY_2004, MANAGEMENT_2004)
FUND_FROM_2026 = tuple(
    f"Expenses:Fund:{name}:{kind}"
    for name in ("5101业务活动成本", "5301管理费用", "5401筹资费用", "5901其他费用")
    for kind in ("01非限定性", "02限定性")
)
COMPANY = (
    CASH, CCB, ICBC, WALLET, TRANSIT, RECEIVABLE, "Assets:Company:1221其他应收款", STOCK,
    PAYABLE, CARDS, "Liabilities:Company:2203预收账款:02团购预收", WAGES_DUE, VAT, INCOME_TAX_DUE,
    "Liabilities:Company:2221应交税费:06应交城建税", MERCHANTS_DUE, PROMISE,
    CAPITAL, "Equity:Company:3101盈余公积", YEAR_RESULT, RETAINED,
    GROUP_SALES, REPAIR_SALES, CARE_SALES, CANTEEN_SALES, COMMISSION, SUBSIDY, TAX_RELIEF,
    GROUP_COST, REPAIR_COST, CARE_COST, CANTEEN_COST, "Expenses:Company:5403税金及附加",
    PAYMENT_FEES, DELIVERY, WAGES, PREMISES, OFFICE, INTEREST, BANK_FEES, DONATION, INCOME_TAX,
)  # fmt: skip

CASH_ACCOUNTS = (HOST, CASH, CCB, ICBC, WALLET, TRANSIT)
