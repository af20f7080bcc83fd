"""Personal bank cards of ICBC, CCB, ABC, BOC, BOCOM and CMB as their apps and web banks export them (FORMATS 7a).

None has a serial that is always there, so account, time, amount and balance make the keys.
"""

from __future__ import annotations

from typing import ClassVar

from huilin.importing import cmb_pdf
from huilin.importing.families import PersonalCard
from huilin.wording import Text


class IcbcCard(PersonalCard):
    """工行: 13 columns at first, 15 since, and the credit card with 记账日期; tabs pad the cells."""

    title = Text("工行个人卡明细", "ICBC personal card")
    called = ("工行个人",)
    scheme = "icbc-card"
    heading = ("交易日期", "摘要", "交易场所", "记账金额(收入)", "记账金额(支出)", "余额", "对方户名")
    columns: ClassVar = {
        "day": "交易日期", "into": "记账金额(收入)", "out": "记账金额(支出)", "balance": "余额", "currency": "记账币种",
        "摘要": "摘要", "对方": "对方户名", "商品": "交易场所", "备注": "交易详情",
    }  # fmt: skip
    number_in = r"卡号[:：]\s*(\S+)"
    footer = ("人民币合计", "合计")


class CcbCard(PersonalCard):
    """建行: 支出 and 收入 apart, with the time."""

    title = Text("建行个人账户明细", "CCB personal account")
    called = ("建行个人",)
    scheme = "ccb-card"
    heading = ("记账日", "交易日期", "交易时间", "支出", "收入", "账户余额", "摘要")
    columns: ClassVar = {
        "day": "交易日期", "clock": "交易时间", "into": "收入", "out": "支出", "balance": "账户余额", "currency": "币种",
        "摘要": "摘要", "对方": "对方户名", "备注": "交易地点", "对方账号": "对方账号",
    }  # fmt: skip
    number_in = r"账\s*号[:：]\s*(\S+)"
    footer = ("以上数据",)


class CcbCardAll(PersonalCard):
    """建行 活期账户全部交易明细 (hqmx): one signed amount, no time."""

    title = Text("建行个人活期全部明细", "CCB personal account, all entries")
    called = ("建行个人",)
    scheme = "ccb-card"
    heading = ("序号", "摘要", "币别", "交易日期", "交易金额", "账户余额", "对方账号与户名")
    columns: ClassVar = {
        "day": "交易日期", "amount": "交易金额", "balance": "账户余额", "currency": "币别",
        "摘要": "摘要", "对方": "对方账号与户名", "备注": "交易地点/附言",
    }  # fmt: skip
    number_in = r"卡号/账号[:：]\s*(\S+)"


class AbcCard(PersonalCard):
    """农行: 日志号 is all zeros for interest, so it is no key."""

    title = Text("农行个人卡明细", "ABC personal card")
    called = ("农行个人",)
    scheme = "abc-card"
    heading = ("交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息")
    columns: ClassVar = {
        "day": "交易日期", "clock": "交易时间", "amount": "交易金额", "balance": "本次余额",
        "摘要": "交易摘要", "对方": "对手信息", "备注": "交易附言",
    }  # fmt: skip
    number_in = r"(?:卡号|账号|账户)[:：]\s*(\S+)"


class AbcCardDetail(PersonalCard):
    """农行 detail*.xlsx: 交易用途, 对方户名 and 对方账号 apart."""

    title = Text("农行个人卡明细（网银）", "ABC personal card (web)")
    called = ("农行个人",)
    scheme = "abc-card"
    heading = ("交易日期", "交易时间", "交易金额", "本次余额", "对方户名", "交易用途", "交易摘要")
    columns: ClassVar = {
        "day": "交易日期", "clock": "交易时间", "amount": "交易金额", "balance": "本次余额",
        "摘要": "交易摘要", "对方": "对方户名", "备注": "交易用途",
    }  # fmt: skip
    number_in = r"(?:卡号|账号|账户)[:：]\s*(\S+)"


class BocCard(PersonalCard):
    """中行 交易流水明细单, turned from PDF to a table: one signed amount, newest first."""

    title = Text("中行借记卡流水", "BOC debit card")
    called = ("中行个人",)
    scheme = "boc-card"
    heading = ("记账日期", "记账时间", "金额", "余额", "交易名称", "对方账户名")
    columns: ClassVar = {
        "day": "记账日期", "clock": "记账时间", "amount": "金额", "balance": "余额", "currency": "币别",
        "摘要": "交易名称", "对方": "对方账户名", "备注": "附言",
    }  # fmt: skip
    number_in = r"(?:借记卡号|卡号|账号)[:：]\s*(\S+)"


class BocWeb(PersonalCard):
    """中行 web bank: 收入金额 and 支出金额 apart."""

    title = Text("中行个人网银明细", "BOC personal web bank")
    called = ("中行个人",)
    scheme = "boc-card"
    heading = ("交易时间", "业务摘要", "收入金额", "支出金额", "余额", "对方账户名称")
    columns: ClassVar = {
        "moment": "交易时间", "into": "收入金额", "out": "支出金额", "balance": "余额", "currency": "币种",
        "摘要": "业务摘要", "对方": "对方账户名称", "备注": "附言",
    }  # fmt: skip
    number_in = r"(?:卡号|账号)[:：]\s*(\S+)"


class BocCredit(PersonalCard):
    """中行 credit card: no balance; some rows in other money."""

    title = Text("中行信用卡账单", "BOC credit card")
    called = ("中行信用卡",)
    scheme = "boc-credit"
    heading = ("交易日", "银行记账日", "卡号后四位", "交易描述", "存入", "支出", "币种")
    columns: ClassVar = {
        "day": "交易日", "into": "存入", "out": "支出", "currency": "币种", "摘要": "交易描述", "卡号": "卡号后四位",
    }  # fmt: skip
    marks = ("摘要", "卡号")


class BocomCard(PersonalCard):
    """交行: 借贷 says `借 Dr` or `贷 Cr`."""

    title = Text("交行借记卡明细", "BOCOM debit card")
    called = ("交行个人", "交行")
    scheme = "bocom-card"
    heading = ("交易日期", "交易时间", "交易类型", "借贷", "交易金额", "余额", "对方户名")
    columns: ClassVar = {
        "day": "交易日期", "clock": "交易时间", "amount": "交易金额", "direction": "借贷", "balance": "余额",
        "类型": "交易类型", "对方": "对方户名", "摘要": "摘要", "备注": "交易地点",
    }  # fmt: skip
    number_in = r"(?:卡号|账号)[:：]\s*(\S+)"
    signs: ClassVar = {"借 Dr": -1, "贷 Cr": 1, "借": -1, "贷": 1}


class CmbCard(PersonalCard):
    """招行 CMB_*.csv: lines with `#` before and after, a tab before dates."""

    title = Text("招行一卡通明细", "CMB personal card")
    called = ("招行个人",)
    scheme = "cmb-card"
    heading = ("交易日期", "交易时间", "收入", "支出", "余额", "交易类型", "交易备注")
    columns: ClassVar = {
        "day": "交易日期", "clock": "交易时间", "into": "收入", "out": "支出", "balance": "余额",
        "摘要": "交易类型", "对方": "交易备注",
    }  # fmt: skip
    number_in = r"账\s*号[:：]\s*\[?([^\]\s]+)"
    footer = ("#",)


class CmbCardPdf(PersonalCard):
    """招行 交易流水 as PDF, which is all that the app mails; its balances must follow, or a line was lost in reading."""

    title = Text("招行交易流水（PDF）", "CMB personal statement (PDF)")
    called = ("招行个人",)
    scheme = "cmb-card"
    heading = cmb_pdf.HEADING[:5]
    columns: ClassVar = {
        "day": "记账日期", "currency": "货币", "amount": "交易金额", "balance": "联机余额",
        "摘要": "交易摘要", "对方": "对手信息", "备注": "客户摘要",
    }  # fmt: skip
    number_in = r"账\s*号[:：]\s*(\S+)"
    lenient = False
