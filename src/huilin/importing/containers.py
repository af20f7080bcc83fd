"""Statement files as tables of text: CSV in three encodings, XLSX and XLS; nothing is trusted, nothing is a float.

Bytes go in, so a wrong ending of the name does no harm. A workbook is measured before it is opened, since
a few hundred kilobytes can unfold to gigabytes; numbers come through their shortest decimal form, so that 0.1
stays 0.1, and a number too long for a spreadsheet to hold (a serial of 16 digits and more) keeps a form that
no reader takes for a serial.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huilin.importing import archives, bank_messages, camt, einvoices, markup
from huilin.importing.tables import Cells, Row, Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cells", "Row", "Table", "UnreadableError", "tables"]

MAX_BYTES = 64 * 1024 * 1024
MAX_INFLATED = 256 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000
MAX_CELLS = 8_000_000
_DIGITS_OF_A_SPREADSHEET = 15
_WORDS_KEPT = 4000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_PLACE = re.compile(rb'\sr="([A-Z]{1,4})(\d{1,8})"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def tables(content: bytes, password: str = "") -> tuple[Table, ...]:
    """Return the tables in a file; raise UnreadableError where there are none to be had safely."""
    if len(content) > MAX_BYTES:
        raise _too_large(len(content))
    if content.startswith(_ZIP):
        if not is_workbook(content):
            return archives.tables(content, password)
        _measure(content)
        return _workbook(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _encrypted()
        return _workbook(content)
    if bank_messages.is_message(content):
        return bank_messages.tables(content)
    if content.lstrip(_BLANKS).startswith(b"<"):
        return _markup(content)
    return (_csv(_decode(content)),)


UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What zipfile raises of a damaged archive, found by fuzzing: NotImplementedError for a compression or version that
it does not know, RuntimeError for an encrypted member, ValueError and OSError for offsets that lie outside."""


def is_workbook(content: bytes) -> bool:
    """Say whether the archive is a workbook by its members; one that cannot be opened is told of as a workbook is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except UNREADABLE:
        return True
    return not names or any(name.startswith("xl/") for name in names)


def _markup(content: bytes) -> tuple[Table, ...]:
    """Return the tables of an XML document: a bank's CAMT or an invoice."""
    try:
        root = markup.parse(content)
    except markup.MarkupError as error:
        raise UnreadableError(
            Text(f"XML 文件读不懂：{error}。", f"The XML file cannot be read: {error}."),
            Text("请重新下载这个文件。", "Download the file again."),
            error.line,
        ) from error
    found = camt.tables(root) or einvoices.tables(root)
    if not found:
        raise UnreadableError(
            Text(f"XML 文件（{root.name}）里没有对账单，也没有发票。", f"The XML file ({root.name}) holds no statement and no invoice."),
            Text("请下载 CAMT 对账单、数电票 XML 或 CSV。", "Bring a CAMT statement, an invoice's XML, or CSV."),
            root.line,
        )  # fmt: skip
    return found


def _decode(content: bytes) -> str:
    """Return the text: by its mark, else UTF-8, else GB18030, strictly; NUL and lost characters are refused."""
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding != "utf-8-sig" or error.start < len(content) - 3 or not error.start:
                continue
            text = content[: error.start].decode(encoding)  # cut within a sign; the missing end is told later
        if "\0" in text or "\ufffd" in text:
            break
        return text
    raise UnreadableError(
        Text("不是文字表格，也不是 Excel 文件。", "This is neither a text table nor a workbook."),
        Text("请重新下载 CSV 或 Excel 格式的对账单。", "Download the statement again as CSV or Excel."),
    )


def _csv(text: str) -> Table:
    """Read comma-separated text (or, where the first lines have none, tab-separated)."""
    head = text[:4000]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    rows = _backticked(text) if "\n`" in text else _quoted(text, delimiter)
    return Table(tuple(rows))


def _quoted(text: str, delimiter: str) -> Iterator[Row]:
    same = _Same()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            trimmed = tuple(same(cell) for cell in map(str.strip, cells))
            if any(trimmed):
                yield Row(line, trimmed)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(
            Text(f"第 {reader.line_num} 行读不懂：{error}。", f"Line {reader.line_num} cannot be read: {error}."),
            Text("请重新下载这个文件。", "Download the file again."),
        ) from error


def _lines(text: str) -> Iterator[str]:
    """Yield line by line; a year's bill cut at once would stand in memory twice."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


class _Same:
    """Keeps one copy of each word that comes again and again (交易, 收入): a year's bill has a few, millions of times."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def __call__(self, cell: str) -> str:
        if len(self.seen) < _WORDS_KEPT:
            return self.seen.setdefault(cell, cell)
        return self.seen.get(cell, cell)


def _backticked(text: str) -> Iterator[Row]:
    """Read WeChat's merchant files: a backtick before every data cell, so a comma or quote in a name is harmless."""
    same = _Same()
    for number, line in enumerate(_lines(text), start=1):
        stripped = line.strip()
        if stripped.startswith("`"):
            yield Row(number, tuple(same(cell) for cell in map(str.strip, stripped[1:].split(",`"))))
        elif stripped:
            yield Row(number, tuple(cell.strip() for cell in stripped.split(",")))


def _measure(content: bytes) -> None:
    """Refuse a workbook that would unfold beyond limits: by what it declares, by what it holds, by its cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if len(members) > MAX_MEMBERS or total > MAX_INFLATED or total > MAX_RATIO * len(content):
                raise _bomb(total)
            for member in members:
                if _SHEET.fullmatch(member.filename):
                    _measure_sheet(archive.read(member))
    except UNREADABLE as error:
        raise _damaged() from error


def _measure_sheet(sheet: bytes) -> None:
    """Refuse a sheet whose farthest cell would make a reader fill in millions of empty ones."""
    widest = deepest = 1
    for match in _PLACE.finditer(sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - 64
        widest, deepest = max(widest, column), max(deepest, int(match[2]))
    if widest * deepest > MAX_CELLS:
        raise _bomb(widest * deepest)


def _workbook(content: bytes) -> tuple[Table, ...]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            _sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader's own language is no Exception
        raise _damaged() from error


def _sheet(name: str, rows: Sequence[Sequence[Any]]) -> Table:
    texts = ((line, tuple(_text(cell) for cell in cells)) for line, cells in enumerate(rows, start=1))
    return Table(tuple(Row(line, cells) for line, cells in texts if any(cells)), name)


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell is whatever the workbook holds
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return "" if cell is None else str(cell)


def _number(cell: float) -> str:
    """Return a number as its shortest text; beyond what a spreadsheet holds exactly, with an exponent."""
    exact = Decimal(repr(cell))
    if not exact.is_finite() or exact.adjusted() >= _DIGITS_OF_A_SPREADSHEET:
        return f"{cell:.14E}"
    text = format(exact, "f")
    return text.removesuffix(".0")


def _too_large(size: int) -> UnreadableError:
    return UnreadableError(
        Text(f"文件有 {size // 1048576} MB，超过 {MAX_BYTES // 1048576} MB。", f"The file has {size // 1048576} MB, more than {MAX_BYTES // 1048576} MB."),
        Text("请按月份分开下载。", "Download it month by month."),
    )  # fmt: skip


def _bomb(size: int) -> UnreadableError:
    return UnreadableError(
        Text(f"文件展开后过大（{size:,}），没有打开。", f"Unfolded, the file is too large ({size:,}); it was not opened."),
        Text("请确认来源，重新下载或按月份分开。", "Make sure where it comes from; download it again, month by month."),
    )  # fmt: skip


def _encrypted() -> UnreadableError:
    return UnreadableError(
        Text("Excel 文件有密码，没有打开。", "The workbook is encrypted; it was not opened."),
        Text("请用 Excel 打开后另存为没有密码的文件。", "Open it with a spreadsheet and save it without the password."),
    )


def _damaged() -> UnreadableError:
    return UnreadableError(
        Text("Excel 文件损坏、加密或不完整。", "The workbook is damaged, encrypted or cut."),
        Text(
            "请重新下载；有密码的请先另存为无密码文件。",
            "Download it again; save one with a password without it first.",
        ),
    )
