"""Each source on a small file of our own making: the rows as a treasurer would copy them down."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin.importing import files
from tests.importing import printed
from tests.importing.statements import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.importing.files import FileReading


def lines(*said: str) -> str:
    return "\n".join(said) + "\n"


WECHAT = (
    "交易时间",
    "交易类型",
    "交易对方",
    "商品",
    "收/支",
    "金额(元)",
    "支付方式",
    "当前状态",
    "交易单号",
    "商户单号",
    "备注",
)
WECHAT_ROWS = [
    ("2026-07-01 09:00:00", "商户消费", "惠民超市", "文具", "支出", "12.50", "零钱", "支付成功", "W1", "M1", "/"),
    ("2026-07-01 10:00:00", "商户消费", "惠民超市", "水", "支出", "3", "建设银行(1234)", "支付成功", "W2", "M2", "/"),
    ("2026-07-02 10:00:00", "零钱提现", "建设银行(1234)", "/", "/", "100", "建设银行(1234)", "提现已到账", "W3", "/", "服务费¥0.10"),
    ("2026-07-03 10:00:00", "转入零钱通-来自零钱", "/", "/", "/", "5", "零钱", "支付成功", "W4", "/", "/"),
    ("2026-07-04 10:00:00", "转账", "甲", "/", "收入", "20", "/", "已存入零钱", "W5", "/", "/"),
]  # fmt: skip
WECHAT_READ = """
18 2026-07-01 09:00:00 -12.50 wechat:W1 惠民超市
19 2026-07-01 10:00:00 -3.00 wechat:W2 惠民超市 → paid:-3.00|2026-07-01
20 2026-07-02 10:00:00 -100.00 wechat:W3 建设银行(1234)
- 21 零钱与零钱通之间，同一账户
22 2026-07-04 10:00:00 20.00 wechat:W5 甲
"""


def wechat_csv() -> bytes:
    head = ["微信支付账单明细", "微信昵称：[晴川],,", "共5笔记录", *[""] * 12, "----微信支付账单明细列表----"]
    rows = [",".join((*r[:5], f"¥{Decimal(r[5]):.2f}", *(f"{cell}\t" for cell in r[6:]))) for r in WECHAT_ROWS]
    return ("\ufeff" + lines(*head, ",".join(WECHAT), *rows)).encode()


def wechat_xlsx(*, newer: bool, as_numbers: bool) -> bytes:
    head: list[tuple[object, ...]] = [
        ("微信支付账单明细",),
        ("微信昵称：[晴川]",),
        *[("注：",)] * (15 if newer else 14),
    ]
    amount = Decimal if as_numbers else str
    return workbook([*head, WECHAT, *[(*r[:5], amount(r[5]), *r[6:]) for r in WECHAT_ROWS]])


ALIPAY = lines(
    "导出信息：", "支付宝账户：qingchuan@example.com", "共4笔记录", "",
    "交易时间 ,交易分类 ,交易对方 ,对方账号 ,商品说明 ,收/支 ,金额 ,收/付款方式 ,交易状态 ,交易订单号 ,商家订单号 ,备注 ,",
    "2026-07-01 09:00:00,日用百货,惠民超市,/,文具,支出,12.50,余额,交易成功,A1\t,M1\t,,",
    "2026-07-02 09:00:00,退款,惠民超市,/,退款-文具,不计收支,2.50,余额,退款成功,A1_R,M1,,",
    "2026-07-03 09:00:00,日用百货,惠民超市,/,水,支出,3.00,建设银行储蓄卡(1234),交易成功,A2,M2,,",
    "2026-07-04 09:00:00,日用百货,惠民超市,/,米,支出,30.00,余额,交易关闭,A3,M3,,",
    "2026-07-05 09:00:00,投资理财,余额宝,/,余额宝-自动转入,不计收支,8.00,余额,交易成功,A4,,,",
).encode("gb18030")  # fmt: skip
ALIPAY_WEB = lines(
    "支付宝交易记录明细查询", "账号:[qingchuan@example.com]", "---交易记录明细列表---",
    "交易号 ,商家订单号 ,交易创建时间 ,付款时间 ,最近修改时间 ,交易来源地 ,类型 ,交易对方 ,商品名称 ,金额（元）,收/支 ,交易状态 ,服务费（元）,成功退款（元）,备注 ,资金状态 ,",
    "A1 ,M1 ,2026-07-01 09:00:00 ,,,其他,即时到账交易 ,惠民超市 ,文具 ,12.50 ,支出 ,交易成功 ,0.00 ,0.00 ,,已支出 ,",
    "A9 ,M9 ,2026-07-02 09:00:00 ,,,其他,即时到账交易 ,甲 ,款 ,5.00 , ,交易成功 ,0.00 ,0.00 ,,已收入 ,",
    "----------------------------------------",
).encode("gb18030")  # fmt: skip
FUND = lines(
    "#支付宝账务明细查询", "#账号：[20880000000000000156]", "#----账务明细列表----",
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
    "F2\t,B1\t,O1\t,午餐\t,2026-07-01 12:00:01,,,-0.06,9.94,支付宝,收费,服务费",
    "F1\t,B1\t,O1\t,午餐\t,2026-07-01 12:00:00,某甲,10.00,,10.00,支付宝,在线支付,",
    "#----账务明细列表结束----", "#支出合计：1笔，共0.06元", "#收入合计：1笔，共10.00元", "#导出时间：[2026年07月02日 08:00:00]",
).encode("gb18030")  # fmt: skip
TRADE = lines(
    "#支付宝业务明细查询", "#账号：[20880000000000000156]", "#----业务明细列表----",
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,商家实收（元）,退款批次号/请求号,备注",
    "B1\t,O1\t,交易,午餐,2026-07-01 11:59:00,2026-07-01 12:00:00,10.00,10.00,,",
    "B1\t,O1\t,退款,午餐,2026-07-02 11:59:00,2026-07-02 12:00:00,2.00,2.00,Q1,",
    "#----业务明细列表结束----", "#交易合计：2笔，商家实收共8.00元，商家优惠共0.00元",
).encode("gb18030")  # fmt: skip
CAMT = b"""<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>CN001</IBAN></Id></Acct>
<Ntry><Amt Ccy="CNY">8.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-07-01</Dt></BookgDt>
<AddtlNtryInf>gift</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="CNY">1</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-07-02</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""
INVOICE = """<EInvoice><EInvoiceData><SellerInformation><SellerName>惠民超市有限公司</SellerName></SellerInformation>
<BasicInformation><TotalAmWithoutTax>100.00</TotalAmWithoutTax><TotalTaxAm>1.00</TotalTaxAm>
<TotalTax-includedAmount>101.00</TotalTax-includedAmount></BasicInformation>
<IssuItemInformation><ItemName>*纸制品*本子</ItemName></IssuItemInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>26000000000000000001</InvoiceNumber><IssueTime>2026-07-01</IssueTime></TaxSupervisionInfo>
</EInvoice>""".encode()
OFX = b"""OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>CNY
<BANKACCTFROM><ACCTID>123</BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260701<TRNAMT>8.50<FITID>1<NAME>gift</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""
MT940 = b":20:STARTUMS\n:25:123/456\n:28C:1/1\n:60F:C260630CNY1,00\n:61:2607010701C8,50NTRFNONREF\n:86:gift\n:62F:C260701CNY9,50\n"

CASES: dict[str, tuple[bytes, str]] = {
    "wechat, CSV": (wechat_csv(), WECHAT_READ),
    "alipay": (
        ALIPAY,
        """
6 2026-07-01 09:00:00 -12.50 alipay:A1 惠民超市
7 2026-07-02 09:00:00 2.50 alipay:A1_R 惠民超市
8 2026-07-03 09:00:00 -3.00 alipay:A2 惠民超市 → paid:-3.00|2026-07-03
- 9 交易关闭，没有付款
- 10 余额与余额宝之间，同一账户
""",
    ),
    "alipay, older web": (
        ALIPAY_WEB,
        """
5 2026-07-01 09:00:00 -12.50 alipay:A1 惠民超市
6 2026-07-02 09:00:00 5.00 alipay:A9 甲
""",
    ),
    "alipay merchant, fund": (
        FUND,
        """
5 2026-07-01 12:00:01 -0.06 alipay-fund:F2
6 2026-07-01 12:00:00 10.00 alipay-fund:F1 某甲
""",
    ),
    "alipay merchant, trade": (
        TRADE,
        """
5 2026-07-01 12:00:00 10.00 alipay-trade:B1 → ali:B1|+
6 2026-07-02 12:00:00 -2.00 alipay-trade:B1-Q1 → ali:B1|-
""",
    ),
    "camt": (
        CAMT,
        """
4 2026-07-01 00:00:00 8.50 camt:*
- 6 银行还没有入账
""",
    ),
    "invoice": (
        INVOICE,
        "\n1 2026-07-01 00:00:00 101.00 invoice:26000000000000000001 惠民超市有限公司 → invoice:惠民超市有限公司|101.00\n",
    ),
    "ofx": (OFX, "\n6 2026-07-01 00:00:00 8.50 bank:* gift\n"),
    "mt940": (MT940, "\n5 2026-07-01 00:00:00 8.50 bank:*\n"),
    "youzan": (
        workbook(
            [
                (
                    "订单号",
                    "订单状态",
                    "买家付款时间",
                    "支付流水号",
                    "订单实付金额",
                    "分销员",
                    "全部商品名称",
                    "分销员",
                ),
                ("E1", "交易完成", "2026-07-01 12:00:00", "4200", Decimal("9.90"), "", "米", ""),
                ("E2", "交易关闭", "", "", Decimal(5), "", "面", ""),
            ]
        ),
        "\n2 2026-07-01 12:00:00 9.90 youzan:E1 → wx:4200\n- 3 订单没有支付\n",
    ),
    "donations": (
        workbook(
            [
                ("晴川社区捐赠登记表",),
                ("日期", "捐赠人", "捐赠金额", "项目"),
                ("2026-07-01", "甲", Decimal(50), "路灯改造"),
                ("2026-07-01", "甲", Decimal(50), "路灯改造"),
                ("合计", "", Decimal(100), ""),
            ]
        ),
        "\n3 2026-07-01 00:00:00 50.00 gift:* 甲\n4 2026-07-01 00:00:00 50.00 gift:* 甲\n- 5 合计行\n",
    ),
    "abc, company": (
        lines(
            "账户号：103000000012,,,,,,",
            "交易时间,收入金额,支出金额,账户余额,对方账号,对方户名,交易用途",
            "2026-07-01 09:00:00,,12.00,88.00,,惠民超市,购物",
            "2026-07-02 09:00:00,5.00,,93.00,,甲,款",
        ).encode("gb18030"),
        "\n3 2026-07-01 09:00:00 -12.00 abc:* 惠民超市\n4 2026-07-02 09:00:00 5.00 abc:* 甲\n",
    ),
    "boc, company": (
        lines(
            "查询账号[ Inquirer account number ],104000000034,,,,,,,,",
            "交易类型[ Transaction Type ],付款人名称[ Payer's Name ],收款人名称[ Payee's Name ],交易日期[ Transaction Date ],"
            "交易时间[ Transaction time ],交易货币[ Trade Currency ],交易金额[ Trade Amount ],交易后余额[ After-transaction balance ],"
            "交易流水号[ Transaction reference number ],摘要[ Reference ]",
            "往账,我们,惠民超市,20260701,09:00:00,CNY,-12.00,88.00,R1,购物",
            "来账,甲,我们,20260702,09:00:00,CNY,5.00,93.00,R2,款",
        ).encode(),
        "\n3 2026-07-01 09:00:00 -12.00 boc:R1 惠民超市\n4 2026-07-02 09:00:00 5.00 boc:R2 甲\n",
    ),
    "cmb, company": (
        lines(
            "账号：110000000056,,,,,,,",
            "交易日,交易时间,借方金额,贷方金额,余额,摘要,流水号,收/付方名称,冲帐标志",
            "20260701,090000,12.00,,88.00,购物,C1,惠民超市,",
            "20260702,090000,,5.00,93.00,款,C2,甲,",
        ).encode("utf-16"),
        "\n3 2026-07-01 09:00:00 -12.00 cmb:C1 惠民超市\n4 2026-07-02 09:00:00 5.00 cmb:C2 甲\n",
    ),
    "icbc, company by day": (
        lines(
            "账号：1602000000000005678",
            "记账日期,借方发生额,贷方发生额,余额,对方户名,交易摘要",
            '2026-07-01,"1,012.00",,88.00,惠民超市,货款',
            "2026-07-02,,5.00,93.00,甲,款",
        ).encode("gb18030"),
        "\n3 2026-07-01 00:00:00 -1012.00 icbc:* 惠民超市\n4 2026-07-02 00:00:00 5.00 icbc:* 甲\n",
    ),
    "icbc card": (
        lines(
            "卡号: 1234****9876,",
            "交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,",
            '2026-07-01\t,消费,,CHN,钞,-,-,-,,"1,200.00\t",人民币,"8,800.00",财付通,',
            "人民币合计,,,,,,,,,,,,,",
        ).encode(),
        "\n3 2026-07-01 00:00:00 -1200.00 icbc-card:* 财付通\n",
    ),
    "cmb card": (
        lines(
            "# 招商银行交易记录,",
            "交易日期,交易时间,收入,支出,余额,交易类型,交易备注",
            "\t20260701,\t09:00:00,,12.00,88.00,快捷支付,财付通-惠民超市",
            "# 收入合计：0笔",
        ).encode(),
        "\n3 2026-07-01 09:00:00 -12.00 cmb-card:* 财付通-惠民超市\n",
    ),
    "ccb card": (
        workbook(
            [
                ("中国建设银行个人活期账户交易明细",),
                ("账 号：6217000000001234",),
                (
                    "记账日",
                    "交易日期",
                    "交易时间",
                    "支出",
                    "收入",
                    "账户余额",
                    "币种",
                    "摘要",
                    "对方账号",
                    "对方户名",
                    "交易地点",
                ),
                (
                    "20260701",
                    "20260701",
                    "09:00:00",
                    "12.00",
                    "0.00",
                    "1,088.00",
                    "人民币元",
                    "消费",
                    "",
                    "惠民超市",
                    "网上",
                ),
                ("20260702", "20260702", "10:00:00", "0.00", "5.00", "1,093.00", "人民币元", "转账", "", "甲", ""),
                ("以上数据仅供参考",),
            ]
        ),
        "\n4 2026-07-01 09:00:00 -12.00 ccb-card:* 惠民超市\n5 2026-07-02 10:00:00 5.00 ccb-card:* 甲\n",
    ),
    "ccb card, all entries": (
        workbook(
            [
                ("卡号/账号：6217000000001234",),
                ("序号", "摘要", "币别", "钞汇", "交易日期", "交易金额", "账户余额", "交易地点/附言", "对方账号与户名"),
                ("1", "消费", "人民币", "钞", "20260701", "-12.00", "88.00", "", "惠民超市"),
                ("2", "利息", "人民币", "钞", "20260702", "0.05", "88.05", "", ""),
            ]
        ),
        "\n3 2026-07-01 00:00:00 -12.00 ccb-card:* 惠民超市\n4 2026-07-02 00:00:00 0.05 ccb-card:*\n",
    ),
    "abc card": (
        lines(
            "账户：6228000000001234",
            "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言",
            "20260701,090000,消费,-12.00,88.00,惠民超市,000000001,手机,",
            "20260702,100000,结息,+0.05,88.05,,000000000,批处理,",
        ).encode(),
        "\n3 2026-07-01 09:00:00 -12.00 abc-card:* 惠民超市\n4 2026-07-02 10:00:00 0.05 abc-card:*\n",
    ),
    "abc card, web": (
        workbook(
            [
                ("账号：6228000000001234",),
                (
                    "交易日期",
                    "交易时间",
                    "交易金额",
                    "本次余额",
                    "对方户名",
                    "对方账号",
                    "交易行",
                    "交易渠道",
                    "交易类型",
                    "交易用途",
                    "交易摘要",
                ),
                ("2026-07-01", "09:00:00", "-12.00", "88.00", "惠民超市", "", "", "网银", "转账", "货款", "消费"),
            ]
        ),
        "\n3 2026-07-01 09:00:00 -12.00 abc-card:* 惠民超市\n",
    ),
    "boc card": (
        lines(
            "借记卡号：6217000000009999",
            "记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行",
            '2026-07-02,10:00:00,人民币,"1,005.00","1,093.00",代发工资,柜台,,七月,某公司,,',
            "2026-07-01,09:00:00,人民币,-12.00,88.00,网上快捷支付,手机,,财付通,惠民超市,,",
        ).encode(),
        "\n3 2026-07-02 10:00:00 1005.00 boc-card:* 某公司\n4 2026-07-01 09:00:00 -12.00 boc-card:* 惠民超市\n",
    ),
    "boc card, web": (
        lines(
            "交易时间,业务摘要,对方账户名称,对方账户账号,币种,钞/汇,收入金额,支出金额,余额,交易渠道/场所,附言",
            "2026-07-01 09:00:00,消费,惠民超市,,人民币,钞,,12.00,88.00,手机,",
        ).encode(),
        "\n2 2026-07-01 09:00:00 -12.00 boc-card:* 惠民超市\n",
    ),
    "boc credit": (
        lines(
            "交易日,银行记账日,卡号后四位,交易描述,存入,支出,币种",
            "2026-07-01,2026-07-02,1234,财付通-惠民超市,,12.00,人民币",
            "2026-07-01,2026-07-02,1234,财付通-惠民超市,,12.00,人民币",
        ).encode(),
        "\n2 2026-07-01 00:00:00 -12.00 boc-credit:*\n3 2026-07-01 00:00:00 -12.00 boc-credit:*\n",
    ),
    "bocom card": (
        lines(
            "卡号：6222000000001234",
            "交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要",
            '2026-07-01,09:00:00,消费,借 Dr,12.00,"1,088.00",,惠民超市,网上,货款',
            '2026-07-02,10:00:00,转账,贷 Cr,5.00,"1,093.00",,甲,,',
        ).encode(),
        "\n3 2026-07-01 09:00:00 -12.00 bocom-card:* 惠民超市\n4 2026-07-02 10:00:00 5.00 bocom-card:* 甲\n",
    ),
    "cmb card, PDF": (
        printed.cmb_pdf(
            [
                ("2026-07-01", "CNY", "-12.00", "88.00", "快捷支付", "财付通-惠民超市"),
                ("", "", "", "", "", "有限公司"),
                ("2026-07-02", "CNY", "1,005.00", "1,093.00", "代发工资", "", "七月"),
            ],
            [("2026-07-03", "人民币", "-3.00", "1,090.00", "银联消费", "甲")],
        ),
        """
6 2026-07-01 00:00:00 -12.00 cmb-card:* 财付通-惠民超市有限公司
8 2026-07-02 00:00:00 1005.00 cmb-card:*
15 2026-07-03 00:00:00 -3.00 cmb-card:* 甲
""",
    ),
    "invoice, OFD": (
        printed.DIGITAL_OFD,
        "\n1 2026-07-01 00:00:00 101.00 invoice:26370000000000000043 惠民图文社 → invoice:惠民图文社|101.00\n",
    ),
    "invoice, older OFD": (
        printed.OLDER_OFD,
        "\n1 2026-07-01 00:00:00 100.00 invoice:03700260011100000042 惠民图文社 → invoice:惠民图文社|100.00\n",
    ),
    "invoice, PDF": (
        printed.invoice_pdf(),
        "\n1 2026-07-01 00:00:00 101.00 invoice:26370000000000000042 惠民图文社 → invoice:惠民图文社|101.00\n",
    ),
}


def read(tmp_path: Path, content: bytes, password: str = "") -> FileReading:
    (tmp_path / "x").write_bytes(content)
    return files.read_file(tmp_path / "x", "x", files.sources(), today=None, password=password)


def copied(reading: FileReading) -> str:
    """The rows as a treasurer would copy them down; a key made of a hash is `*`."""
    found = []
    for statement in reading.statements:
        assert statement.faults == ()
        assert statement.refused == ()
        for row in statement.rows:
            scheme, _, own = row.key.partition(":")
            key = "*" if len(own) == 16 and own.isalnum() and own == own.lower() and not own.isdigit() else own
            said = f"{row.line} {row.moment} {row.amount} {scheme}:{key} {row.words.get('对方', '')}".rstrip()
            found.append((row.line, said + (f" → {row.seeks}" if row.seeks else "")))
        found += [(left.line, f"- {left.line} {left.reason.zh}") for left in statement.ignored]
    return "\n" + "\n".join(said for _, said in sorted(found)) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_every_row_is_read(tmp_path: Path, case: str) -> None:
    content, expected = CASES[case]

    assert copied(read(tmp_path, content)) == expected


@pytest.mark.parametrize(("newer", "as_numbers"), [(False, True), (True, True), (True, False)])
def test_every_edition_of_wechats_bill_gives_the_same_keys_and_amounts(
    tmp_path: Path, *, newer: bool, as_numbers: bool
) -> None:
    old = read(tmp_path, wechat_csv()).statements[0]
    new = read(tmp_path, wechat_xlsx(newer=newer, as_numbers=as_numbers)).statements[0]

    assert [(r.key, r.moment, r.amount) for r in old.rows] == [(r.key, r.moment, r.amount) for r in new.rows]
    assert old.number == new.number == "晴川"


def test_a_closed_trade_moved_money_only_where_its_refund_is_there(tmp_path: Path) -> None:
    """It was paid and paid back: both rows count. One without a refund was never paid."""
    closed = [
        "2026-07-04 09:00:00,交通出行,一卡通,/,一卡通充值,不计收支,50.00,余额宝,交易关闭,A8\t,M8\t,,",
        "2026-07-04 10:00:00,退款,一卡通,/,退款-一卡通充值,不计收支,50.00,余额宝,退款成功,A8_R\t,M8\t,,",
        "2026-07-04 11:00:00,餐饮,饭店,/,晚餐,支出,9.00,余额,交易关闭,A9\t,M9\t,,",
        "2026-07-04 12:00:00,退款,饭店,/,退款-晚餐,不计收支,9.00,余额,退款成功,A9*1\t,M9\t,,",
    ]
    content = ALIPAY + lines(*closed).encode("gb18030")

    (statement,) = read(tmp_path, content).statements
    assert [(row.key, str(row.amount)) for row in statement.rows if row.line > 10] == [
        ("alipay:A8", "-50.00"), ("alipay:A8_R", "50.00"), ("alipay:A9", "-9.00"), ("alipay:A9*1", "9.00"),
    ]  # fmt: skip
    assert [left.line for left in statement.ignored] == [9, 10]


def test_two_equal_gifts_stay_two(tmp_path: Path) -> None:
    rows = read(tmp_path, CASES["donations"][0]).statements[0].rows

    assert len({row.key for row in rows}) == 2


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def locked(content: bytes, password: str) -> bytes:
    import pyzipper

    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr("bill.csv", content)
    return out.getvalue()


def test_an_archive_is_opened_and_its_summary_passed_over(tmp_path: Path) -> None:
    summary = "#支付宝账务汇总查询\n类型,收入笔数\n合计,1\n".encode("gb18030")
    reading = read(tmp_path, zipped({"2088_(汇总).csv": summary, "2088.csv": FUND}))

    assert reading.faults == ()
    assert len(reading.statements[0].rows) == 2


def test_a_member_that_nobody_knows_is_a_fault(tmp_path: Path) -> None:
    """A file that was meant to be read must not vanish within an archive."""
    reading = read(tmp_path, zipped({"2088.csv": FUND, "other.csv": b"a,b\n1,2\n"}))

    assert "other.csv" in reading.faults[0].reason.zh


def test_a_password_is_wanted_used_and_told_wrong(tmp_path: Path) -> None:
    content = locked(wechat_csv(), "123456")

    assert "--password" in read(tmp_path, content).faults[0].remedy.zh
    assert "不对" in read(tmp_path, content, "654321").faults[0].reason.zh
    assert len(read(tmp_path, content, "123456").statements[0].rows) == 4


def test_an_archive_that_would_unfold_too_far_is_not_opened(tmp_path: Path) -> None:
    reading = read(tmp_path, zipped({"x.csv": b"0" * 300_000_000}))

    assert "过大" in reading.faults[0].reason.zh


def test_an_encrypted_workbook_says_what_to_do(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")

    assert "密码" in read(tmp_path, content).faults[0].reason.zh


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
        b"<a><b></a>",
        b"<a>" * 200,
    ],
)
def test_xml_that_is_no_statement_is_refused(tmp_path: Path, content: bytes) -> None:
    (fault,) = read(tmp_path, content).faults

    assert fault.line == 1


@pytest.mark.parametrize(
    "content",
    [
        printed.pdf([(30, 500, "发票号码：26370000000000000042"), (30, 480, "价税合计（大写）壹圆整 税")]),
        printed.ofd({"Doc_0/Pages/Page_0/Content.xml": "<Page/>"}),
    ],
)
def test_an_invoice_that_does_not_say_its_total_is_refused_with_what_to_bring(tmp_path: Path, content: bytes) -> None:
    (fault,) = read(tmp_path, content).faults

    assert fault.line == 1
    assert "XML" in fault.remedy.zh


def test_a_scan_says_that_it_holds_no_text(tmp_path: Path) -> None:
    assert "扫描件" in read(tmp_path, printed.pdf([])).faults[0].reason.zh


def test_a_line_lost_on_a_printed_statement_breaks_its_balance(tmp_path: Path) -> None:
    """What the app prints is complete, so here a gap is a fault."""
    content = printed.cmb_pdf(
        [("2026-07-01", "CNY", "-12.00", "88.00", "消费", "甲"), ("2026-07-03", "CNY", "-3.00", "80.00", "消费", "乙")]
    )

    assert read(tmp_path, content).statements[0].faults[0].line == 7


def test_a_line_of_a_printed_statement_that_is_no_row_is_refused_not_dropped(tmp_path: Path) -> None:
    content = printed.cmb_pdf(
        [("2026-07-01", "CNY", "-12.00", "88.00", "消费", "甲"), ("七月二日", "CNY", "-3.00", "85.00", "消费", "乙")]
    )

    (statement,) = read(tmp_path, content).statements
    assert [row.line for row in statement.refused] == [7]
    assert len(statement.rows) == 1


def test_an_invoice_whose_tax_does_not_add_up_is_refused(tmp_path: Path) -> None:
    (statement,) = read(tmp_path, INVOICE.replace(b"<TotalTaxAm>1.00", b"<TotalTaxAm>2.00")).statements

    assert "价税合计" in statement.refused[0].reason.zh


def test_money_other_than_the_yuan_is_named(tmp_path: Path) -> None:
    (statement,) = read(tmp_path, CAMT.replace(b'"CNY"', b'"EUR"')).statements

    assert statement.currencies == ("EUR",)


def test_a_purchase_by_card_explains_the_cards_row(tmp_path: Path) -> None:
    """One movement, told twice: by the wallet that asked and by the card that paid."""
    wallet = read(tmp_path, wechat_csv()).statements[0].rows[1]
    card = (
        read(
            tmp_path,
            lines(
                "交易日期,交易时间,收入,支出,余额,交易类型,交易备注",
                "20260701,10:00:02,,3.00,88.00,快捷支付,财付通",
                "# 完",
            ).encode(),
        )
        .statements[0]
        .rows[0]
    )

    assert wallet.only_explains
    assert wallet.seeks in card.offers
    assert datetime(2026, 7, 1, 10, 0, 2) == card.moment  # noqa: DTZ001
