"""Small statement files of our own making, as bytes: each in the true format of its source (FORMATS.md)."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FUND_HEADING = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
FUND_TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
TRADE_HEADING = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
TRADE_TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
MERCHANT = "1900000109"

Move = tuple[str, str, str, str, str]
"""When, business number, serial, kind, signed amount."""


def ticked(cells: Iterable[object]) -> str:
    return ",".join(f"`{cell}" for cell in cells)


def fund_bill(
    moves: Sequence[Move], opening: str = "0.00", *, heading: str = FUND_HEADING, totals: bool = True
) -> bytes:
    """WeChat's fund bill of these moves, with balances and totals."""
    balance, lines = Decimal(opening), [heading]
    for when, business, serial, kind, amount in moves:
        yuan = Decimal(amount)
        balance += yuan
        way = "收入" if yuan > 0 else "支出"
        lines.append(
            ticked([when, business, serial, kind, kind, way, abs(yuan), balance, f"{MERCHANT}API", "", f"Z{serial}"])
        )
    ins = [Decimal(m[4]) for m in moves if not m[4].startswith("-")]
    outs = [-Decimal(m[4]) for m in moves if m[4].startswith("-")]
    if totals:
        zero = Decimal("0.00")
        lines += [FUND_TOTALS, ticked([len(moves), len(ins), sum(ins, zero), len(outs), sum(outs, zero)])]
    return ("\n".join(lines) + "\n").encode()


def trade_bill(sales: Sequence[tuple[str, str, str, str, str, str]]) -> bytes:
    """WeChat's trade bill: (when, wechat number, order, goods, packet, amount); a negative amount is a refund `R…`."""
    lines, paid, back = [TRADE_HEADING], Decimal("0.00"), Decimal("0.00")
    for when, wechat, order, goods, packet, amount in sales:
        yuan = Decimal(amount)
        sold, given = (yuan, Decimal("0.00")) if yuan > 0 else (Decimal("0.00"), -yuan)
        paid, back = paid + sold, back + given
        refund = (
            ["0", "0", "0.00", "0.00", "", ""]
            if yuan > 0
            else [f"R{wechat}", f"TK{order}", given, "0.00", "ORIGINAL", "SUCCESS"]
        )
        lines.append(
            ticked(
                [
                    when,
                    "wx0",
                    MERCHANT,
                    "0",
                    "",
                    wechat,
                    order,
                    "openid",
                    "JSAPI",
                    "SUCCESS" if yuan > 0 else "REFUND",
                    "OTHERS",
                    "CNY",
                    sold,
                    "0.00",
                    *refund,
                    goods,
                    packet,
                    "0.00000",
                    "0.60%",
                    sold,
                    given,
                    "",
                ]
            )
        )
    return (
        "\n".join([*lines, TRADE_TOTALS, ticked([len(sales), paid, back, "0.00", "0.00000", paid, back])]) + "\n"
    ).encode()


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """One sheet of these rows; Decimal goes in as the number that a spreadsheet holds."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(line, column, float(cell))
            elif cell is not None:
                sheet.write(line, column, cell)
    book.close()
    return out.getvalue()


CCB_HEADING = (
    "账号", "账户名称", "交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "对方账号", "对方开户机构",
    "记账日期", "摘要", "备注", "账户明细编号-交易流水号", "企业流水号", "凭证种类", "凭证号",
)  # fmt: skip
CCB = "37050161000000001234"


def ccb(moves: Sequence[tuple[str, str, str, str]], opening: str = "1000.00", *, number: str = CCB) -> bytes:
    """CCB's statement: (when, signed amount, party, summary)."""
    balance, rows = Decimal(opening), [("中国建设银行企业账户明细查询",), (f"账号：{number}",), CCB_HEADING]
    for place, (when, amount, party, summary) in enumerate(moves):
        yuan = Decimal(amount)
        balance += yuan
        out, into = (-yuan, None) if yuan < 0 else (None, yuan)
        rows.append(
            (
                number,
                "晴川惠邻",
                when,
                out,
                into,
                balance,
                "人民币元",
                party,
                "",
                "",
                when[:8],
                summary,
                "",
                f"{when[:8]}-{place}",
                "",
                "",
                "",
            )  # type: ignore[arg-type]
        )
    return workbook(rows)


ICBC = "1602000000000005678"


def icbc(moves: Sequence[tuple[str, str, str, str]], opening: str = "1000.00") -> bytes:
    """ICBC's statement in GB18030: (when, signed amount, party, summary); no serials."""
    balance, lines = Decimal(opening), ["交易时间,本方账号,对方单位,对方账号,摘要,附言,用途,转出金额,转入金额,余额"]
    for when, amount, party, summary in moves:
        yuan = Decimal(amount)
        balance += yuan
        out, into = (f'"{-yuan:,.2f}"', "") if yuan < 0 else ("", f'"{yuan:,.2f}"')
        lines.append(f'{when},{ICBC},{party},,{summary},,,{out},{into},"{balance:,.2f}"')
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


HOST_HEADING = ("日期", "凭证号", "分录号", "摘要", "捐赠人/对方单位", "项目", "收入金额", "支出金额", "余额")


def host(moves: Sequence[tuple[str, str, str, str, str, str]], opening: str = "100.00") -> bytes:
    """The host's ledger: (day, voucher-line, summary, party, project, signed amount)."""
    balance = Decimal(opening)
    rows: list[tuple[object, ...]] = [
        ("青禾市慈善总会专项基金明细账",), ("专项基金名称：晴川社区基金",), ("期间：2026-07-01 至 2026-09-30",),
        (f"期初余额：{opening}",), HOST_HEADING,
    ]  # fmt: skip
    for day, voucher, summary, party, project, amount in moves:
        yuan = Decimal(amount)
        balance += yuan
        into, out = (yuan, None) if yuan > 0 else (None, -yuan)
        rows.append((day, *voucher.rsplit("-", 1), summary, party, project, into, out, balance))
    amounts = [Decimal(m[5]) for m in moves]
    total_in = sum((a for a in amounts if a > 0), Decimal(0))
    total_out = -sum((a for a in amounts if a < 0), Decimal(0))
    return workbook([*rows, ("本期合计", "", "", "", "", "", total_in, total_out, balance)])


def receipts(given: Sequence[tuple[str, str, str, str, str]]) -> bytes:
    """The list of receipts: (number, day, payer, voucher, amount)."""
    rows: list[tuple[object, ...]] = [
        ("捐赠票据清单",), ("专项基金名称：晴川社区基金",),
        ("票据代码", "票据号码", "校验码", "开票日期", "交款人", "项目", "金额", "凭证号"),
    ]  # fmt: skip
    rows += [
        ("37060126", number, "123456", day, payer, "", Decimal(amount), voucher)
        for number, day, payer, voucher, amount in given
    ]
    total = sum((Decimal(g[4]) for g in given), Decimal(0))
    return workbook([*rows, ("合计", f"{len(given)}张", "", "", "", "", total, "")])


def cards(moves: Sequence[tuple[str, str, str, str, str, str, str]], *, total: str | None = None) -> bytes:
    """The card ledger: (serial, day, time, card, kind, service, amount), each card starting from nothing."""
    held: dict[str, Decimal] = {}
    rows: list[tuple[object, ...]] = [
        ("晴川养老驿站储值卡流水",),
        ("流水号", "日期", "时间", "卡号", "类型", "服务", "金额", "卡内余额"),
    ]
    for serial, day, clock, card, kind, service, amount in moves:
        yuan = Decimal(amount)
        held[card] = held.get(card, Decimal(0)) + (yuan if kind == "充值" else -yuan)
        rows.append((serial, day, clock, card, kind, service, yuan, held[card]))
    said = Decimal(total) if total else sum((Decimal(m[6]) for m in moves), Decimal(0))
    return workbook([*rows, ("合计", "", "", "", "", f"{len(moves)}笔", said, "")])


def orders(team: str, sold: Sequence[tuple[int, str, str, str]]) -> bytes:
    """快团团's export: (跟团号, paid at, goods, amount); with the phones and addresses that it always has."""
    heading = (
        "跟团号",
        "下单人",
        "团员备注",
        "支付时间",
        "团长备注",
        "商品",
        "规格",
        "数量",
        "订单金额",
        "退款金额",
        "订单状态",
        "收货人",
        "联系电话",
        "详细地址",
    )
    rows = [
        (
            place,
            "柳阿姨",
            "",
            when,
            "",
            goods,
            "",
            1,
            Decimal(amount),
            Decimal(0),
            "已完成",
            "柳秀珍",
            "19900010001",
            "3号楼2单元",
        )
        for place, when, goods, amount in sold
    ]
    return workbook([(f"团购名称：{team}",), heading, *rows])
