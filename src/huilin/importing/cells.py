"""Single cells of statements: moments, amounts, serials; each either exact or refused."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from huilin.money import InexactAmountError, parse_amount, parse_decimal
from huilin.wording import Text

ZERO = Decimal("0.00")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2}):?(\d{2})(?:\.\d+)?")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_PLAIN = re.compile(r"-?\d{1,13}\.\d\d")
_LONGEST_AMOUNT = 24
"""Signs of the longest amount that is taken: trillions with separators; beyond, sums would no longer be exact."""
_BRACKETS = str.maketrans({"（": "(", "）": ")", "　": "", " ": "", "\t": "", "\ufeff": "", "`": "", "：": ":"})
_ENGLISH = re.compile(r"\[[^\]]*\]")


class CellError(ValueError):
    """A cell that cannot be taken: what it says and what to do."""

    def __init__(self, reason: Text, remedy: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason
        self.remedy = remedy


def plain_heading(cell: str) -> str:
    """Return a heading word for comparison: no blanks, ASCII brackets, without the English in square ones."""
    return _ENGLISH.sub("", cell.translate(_BRACKETS))


def amount(cell: str) -> Decimal:
    """Return an amount; an empty cell or a dash is nothing. Raises CellError for a third decimal or for words."""
    if _PLAIN.fullmatch(cell):
        return Decimal(cell)
    if cell in ("", "-", "—", "--", "/"):
        return ZERO
    if len(cell) > _LONGEST_AMOUNT:
        raise _not_an_amount(cell)
    try:
        return parse_amount(cell)
    except InexactAmountError as error:
        raise _not_an_amount(cell) from error


def number(cell: str) -> Decimal:
    """Return a number of any scale, as vendors print fees and counts."""
    if len(cell) > _LONGEST_AMOUNT:
        raise _not_an_amount(cell)
    try:
        return parse_decimal(cell) if cell else ZERO
    except InexactAmountError as error:
        raise _not_an_amount(cell) from error


def _not_an_amount(cell: str) -> CellError:
    try:
        parse_decimal(cell[: _LONGEST_AMOUNT + 1])
        is_number = len(cell) <= _LONGEST_AMOUNT
    except InexactAmountError:
        is_number = False
    if not is_number:
        return CellError(
            Text(f"“{cell[:40]}”不是金额。", f"“{cell[:40]}” is no amount."),
            Text("请重新下载原始文件，不要手工修改。", "Download the original again; do not edit it by hand."),
        )
    return CellError(
        Text(f"金额“{cell}”超过两位小数。", f"The amount “{cell}” has more than two decimals."),
        Text("请重新下载原始文件；金额只到分。", "Download the original again; amounts end with the fen."),
    )


def moment(cell: str, *, to_the_second: bool) -> datetime:
    """Return the day and time of a cell like `2026-07-01 09:30:00`, `20260701`, `2026年7月1日 9:30:00`."""
    if len(cell) == 19 and cell[4] == cell[7] == "-":
        try:
            found = datetime.fromisoformat(cell)
        except ValueError as error:
            raise _not_a_moment(cell) from error
        if found.tzinfo is not None:  # `2026-07-01 09:00+00`; statements are in China's time and do not say so
            raise _not_a_moment(cell)
        return found
    return _moment(cell, to_the_second)


@lru_cache(maxsize=4096)
def _moment(cell: str, to_the_second: bool) -> datetime:  # noqa: FBT001 - lru_cache keys by place
    compact = len(cell) == 14 and cell.isdigit()
    day_cell, clock_cell = (cell[:8], cell[8:]) if compact else cell.replace("T", " ").partition(" ")[::2]
    day, clock = _DAY.fullmatch(day_cell.strip()), _CLOCK.fullmatch(clock_cell.strip())
    try:
        if day is None or (clock_cell.strip() and clock is None and to_the_second):
            raise _not_a_moment(cell)
        if clock is None and to_the_second:
            raise _without_seconds(cell)
        hours = time(int(clock[1]), int(clock[2]), int(clock[3])) if clock else time()
        return datetime.combine(date(int(day[1]), int(day[2]), int(day[3])), hours)
    except CellError:
        raise
    except ValueError as error:
        raise _not_a_moment(cell) from error


def _not_a_moment(cell: str) -> CellError:
    short = re.fullmatch(r"[\d/年月日.-]+ +\d{1,2}:\d{2}", cell)
    if short:
        return _without_seconds(cell)
    return CellError(
        Text(f"“{cell}”不是日期。", f"“{cell}” is no date."),
        Text("请重新下载原始文件，不要手工修改。", "Download the original again; do not edit it by hand."),
    )


def _without_seconds(cell: str) -> CellError:
    return CellError(
        Text(f"时间“{cell}”没有秒，文件可能用 Excel 另存过。", f"The time “{cell}” has no seconds; the file was perhaps saved by a spreadsheet."),
        Text("请重新下载原始文件，直接放进收件箱。", "Download the original again and put it straight into the inbox."),
    )  # fmt: skip


def serial(cell: str) -> str:
    """Return a serial; one that a spreadsheet has turned into a number has lost digits and is refused."""
    if not cell:
        raise CellError(
            Text("没有流水号。", "The serial is missing."), Text("请重新下载原始文件。", "Download the original again.")
        )
    if _EXPONENT.fullmatch(cell):
        raise CellError(
            Text(f"单号“{cell}”被 Excel 改成了数字，已丢失位数。", f"A spreadsheet has turned the serial “{cell}” into a number; digits are lost."),
            Text("请重新下载原始文件，不要用 Excel 另存。", "Download the original again; do not save it with a spreadsheet."),
        )  # fmt: skip
    return cell
