"""What the host charity hands the fund: the detailed ledger of the special fund, and the list of receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.example import words
from tools.example.entries import ZERO
from tools.example.luck import Luck
from tools.example.sheets import Cell, workbook

if TYPE_CHECKING:
    from tools.example.statement_rows import Row, Statement

LEDGER_HEADING = ("日期", "凭证号", "分录号", "摘要", "捐赠人/对方单位", "项目", "收入金额", "支出金额", "余额")
RECEIPT_HEADING = ("票据代码", "票据号码", "校验码", "开票日期", "交款人", "项目", "金额", "凭证号")
RECEIPT_CODE = "37060126"


def ledger(found: Statement) -> bytes:
    """Return 专项基金明细账: rows, then the period's sums and the closing balance."""
    top: list[tuple[Cell, ...]] = [
        (f"{words.HOST_CHARITY}专项基金明细账",),
        (f"专项基金名称：{words.FUND}",),
        ("期间：2026-07-01 至 2026-09-30",),
        (f"期初余额：{found.opening}",),
        LEDGER_HEADING,
    ]
    income = sum((row.amount for row in found.rows if row.amount > 0), ZERO)
    spent = -sum((row.amount for row in found.rows if row.amount < 0), ZERO)
    bottom = ("本期合计", "", "", "", "", "", income, spent, found.closing)
    return workbook({"专项基金明细账": [*top, *map(_ledger_row, found.rows), bottom]})


def voucher_of(number: str) -> tuple[str, str]:
    """Split a row's serial into 凭证号 and 分录号."""
    voucher, _, place = number.rpartition("-")
    return voucher, place


def _ledger_row(row: Row) -> tuple[Cell, ...]:
    line = row.line
    return (
        f"{row.at:%Y-%m-%d}",
        *voucher_of(line.number),
        line.summary,
        line.party,
        line.project,
        row.amount if row.amount > 0 else None,
        -row.amount if row.amount < 0 else None,
        row.balance,
    )


def receipts(found: Statement) -> bytes:
    """Return 捐赠票据清单: one receipt for each gift, the anonymous ones too."""
    gifts = [row for row in found.rows if row.line.kind == "捐赠"]
    top: list[tuple[Cell, ...]] = [("捐赠票据清单",), (f"专项基金名称：{words.FUND}",), RECEIPT_HEADING]
    bottom = ("合计", f"{len(gifts)}张", "", "", "", "", sum((row.amount for row in gifts), ZERO), "")
    return workbook({"捐赠票据清单": [*top, *map(_receipt, gifts), bottom]})


def _receipt(row: Row) -> tuple[Cell, ...]:
    line = row.line
    check = Luck(f"校验码 {line.order}").digits(6)
    day = f"{row.at:%Y-%m-%d}"
    return (RECEIPT_CODE, line.order, check, day, line.party, line.project, row.amount, voucher_of(line.number)[0])
