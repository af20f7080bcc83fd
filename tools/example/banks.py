"""The two corporate bank statements: CCB as XLSX with the account on top, ICBC as CSV in GB18030 without serials."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tools.example import words
from tools.example.luck import Luck
from tools.example.sheets import Cell, workbook

if TYPE_CHECKING:
    from decimal import Decimal

    from tools.example.statement_rows import Row, Statement

CCB_HEADING = (
    "账号", "账户名称", "交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "对方账号",
    "对方开户机构", "记账日期", "摘要", "备注", "账户明细编号-交易流水号", "企业流水号", "凭证种类", "凭证号",
)  # fmt: skip
ICBC_HEADING = (
    "交易时间", "本方账号", "对方单位", "对方账号", "摘要", "附言", "用途", "转出金额", "转入金额", "余额",
)  # fmt: skip


def ccb(found: Statement) -> bytes:
    """Return the CCB statement: 借方 is money out, as the bank sees a deposit."""
    top: list[tuple[Cell, ...]] = [
        ("中国建设银行企业账户明细查询",),
        (f"账号：{words.CCB_NUMBER}", "", f"账户名称：{words.COMPANY}", "", "币种：人民币"),
        ("起始日期：20260701", "", "截止日期：20260930"),
        CCB_HEADING,
    ]
    return workbook({"账户明细": [*top, *map(_ccb_row, found.rows)]})


def _ccb_row(row: Row) -> tuple[Cell, ...]:
    line = row.line
    return (
        words.CCB_NUMBER,
        words.COMPANY,
        f"{row.at:%Y%m%d %H:%M:%S}",
        -row.amount if row.amount < 0 else None,
        row.amount if row.amount > 0 else None,
        row.balance,
        "人民币元",
        line.party,
        line.party_account,
        line.bank,
        f"{row.at:%Y%m%d}",
        line.summary,
        line.note,
        line.number,
        f"{row.at:%m%d}{Luck(line.number).digits(8)}",
        "",
        "",
    )


def icbc(found: Statement) -> bytes:
    """Return the ICBC statement: thousands separated, CRLF, no serial number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(ICBC_HEADING)
    writer.writerows(_icbc_row(row) for row in found.rows)
    return out.getvalue().encode("gb18030")


def _icbc_row(row: Row) -> tuple[str, ...]:
    line = row.line
    return (
        f"{row.at:%Y-%m-%d %H:%M:%S}",
        words.ICBC_NUMBER,
        line.party,
        line.party_account,
        line.summary,
        line.note,
        "",
        _printed(-row.amount),
        _printed(row.amount),
        f"{row.balance:,.2f}",
    )


def _printed(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount > 0 else ""
