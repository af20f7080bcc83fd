"""WeChat Pay's merchant bills: the fund bill with a balance on every row, and the trade bill that explains it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tools.example import words
from tools.example.entries import ZERO
from tools.example.statement_rows import Row, by_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tools.example.statement_rows import Statement

FUND_HEADING = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
FUND_TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
TRADE_HEADING = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
TRADE_TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
RATE = Decimal("0.006")
FIVE_DECIMALS = Decimal("0.00001")


def bills(wallet: Statement) -> dict[str, bytes]:
    """Return both bills of each month (sections 1 and 2 of the notes on formats): UTF-8 without BOM, LF."""
    files = {}
    for month, rows in by_month(wallet).items():
        name = month.replace("-", "")
        files[f"{words.MERCHANT}资金账单-基本账户-{name}.csv"] = _fund_bill(rows)
        files[f"{words.MERCHANT}交易账单-ALL-{name}.csv"] = _trade_bill(rows)
    return files


def _bill(heading: str, rows: Iterable[Sequence[str]], totals: str, sums: Sequence[str]) -> bytes:
    """Four parts, and a backtick before every cell of data."""
    lines = [heading, *(",".join(f"`{cell}" for cell in row) for row in rows), totals]
    return ("\n".join([*lines, ",".join(f"`{cell}" for cell in sums)]) + "\n").encode()


def _fund_bill(rows: Sequence[Row]) -> bytes:
    income, spent = [r.amount for r in rows if r.amount > 0], [-r.amount for r in rows if r.amount < 0]
    sums = (len(rows), len(income), sum(income, ZERO), len(spent), sum(spent, ZERO))
    return _bill(FUND_HEADING, map(_fund_row, rows), FUND_TOTALS, [str(figure) for figure in sums])


def _fund_row(row: Row) -> tuple[str, ...]:
    line = row.line
    return (
        f"{row.at:%Y-%m-%d %H:%M:%S}",
        line.business,
        line.number,
        line.kind,
        line.kind,
        "收入" if row.amount > 0 else "支出",
        f"{abs(row.amount)}",
        f"{row.balance}",
        f"{words.MERCHANT}API" if line.kind != "提现" else words.MERCHANT,
        line.note,
        line.order,
    )


def _trade_bill(rows: Sequence[Row]) -> bytes:
    trades = [row for row in rows if row.line.kind in {"交易", "退款"}]
    returned = {row.line.business for row in rows if row.line.kind == "退回交易手续费"}
    cells = [_sold(row) if row.line.kind == "交易" else _refunded(row, returned) for row in trades]
    columns = TRADE_HEADING.split(",")
    names = ("应结订单金额", "退款金额", "充值券退款金额", "手续费", "订单金额", "申请退款金额")
    sums = [str(sum(Decimal(row[columns.index(name)]) for row in cells)) for name in names]
    return _bill(TRADE_HEADING, cells, TRADE_TOTALS, [str(len(cells)), *sums])


def _head(row: Row, wechat: str, order: str, state: str) -> tuple[str, ...]:
    when = f"{row.at:%Y-%m-%d %H:%M:%S}"
    return (
        when, "wx00000000qingchn", words.MERCHANT, "0", "", wechat, order, row.line.payer, "JSAPI", state,
        row.line.bank, "CNY",
    )  # fmt: skip


def _fee(amount: Decimal) -> str:
    """Five decimals here; the fund bill has the true fen."""
    return str((amount * RATE).quantize(FIVE_DECIMALS))


def _sold(row: Row) -> tuple[str, ...]:
    line, amount = row.line, f"{row.amount}"
    head = _head(row, line.business, line.order, "SUCCESS")
    refund = ("0", "0", "0.00", "0.00", "", "")
    return (*head, amount, "0.00", *refund, line.goods, line.packet, _fee(row.amount), "0.60%", amount, "0.00", "")


def _refunded(row: Row, returned: set[str]) -> tuple[str, ...]:
    """Return a refund's row: it has the original order's numbers; the fee given back is negative."""
    line, amount = row.line, f"{-row.amount}"
    head = _head(row, line.origin, line.party, "REFUND")
    refund = (line.business, line.order, amount, "0.00", "ORIGINAL", "SUCCESS")
    fee = _fee(row.amount) if line.business in returned else "0.00000"
    return (*head, "0.00", "0.00", *refund, line.goods, line.packet, fee, "0.60%", "0.00", amount, "")
