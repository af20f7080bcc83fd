"""Statement files as tables of text, by their bytes: a wrong ending of the name does no harm, and nothing is trusted.

CSV in three encodings, XLSX and XLS, tables of HTML and of Excel 2003's XML, CAMT, OFX and MT940, invoices as XML, OFD
and PDF, the text of PDF statements, and ZIP archives of any of them.
"""

from __future__ import annotations

import re

from huilin.importing import (
    archives,
    bank_messages,
    camt,
    delimited,
    einvoices,
    html_tables,
    markup,
    ofd,
    pdf,
    workbooks,
    zips,
)
from huilin.importing.tables import Table, UnreadableError
from huilin.wording import Text

MAX_BYTES = 64 * 1024 * 1024
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(
    rb"""(?:encoding|charset)\s*=\s*["']?\s*(utf-8|gb18030|gbk|gb2312|big5|iso-8859-\d{1,2}|windows-125\d|us-ascii)\b""",
    re.IGNORECASE,
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
"""GB2312 and GBK are said where GB18030, which holds both, is written."""


def tables(content: bytes, password: str = "", *, inside: bool = False) -> tuple[Table, ...]:
    """Return the tables in a file; raise UnreadableError where there are none to be had safely.

    `inside`: the bytes come out of an archive, and may be no archive themselves.
    """
    if len(content) > MAX_BYTES:
        raise _too_large(len(content))
    if content.startswith(zips.SIGNATURE):
        return _zip(content, password, inside=inside)
    if content.startswith(workbooks.OLE):
        return workbooks.tables(content)
    if pdf.is_pdf(content):
        return pdf.tables(content, password)
    return _text(content)


def _text(content: bytes) -> tuple[Table, ...]:
    if bank_messages.is_message(content):
        return bank_messages.tables(content)
    if html_tables.is_html(content):
        return html_tables.tables(_decode_page(content))
    if content.lstrip(_BLANKS).startswith(b"<") or (content[:2] in _UTF_16 and _decode(content).lstrip()[:1] == "<"):
        return _markup(_decode_page(content))
    return delimited.tables(_decode(content))


def _zip(content: bytes, password: str, *, inside: bool) -> tuple[Table, ...]:
    """Tell a workbook and an OFD from an archive by their members; one that cannot be opened is told of as a workbook is."""
    names = zips.names(content)
    if ofd.is_ofd(names):
        return ofd.tables(content)
    if not names or any(name.startswith("xl/") for name in names):
        return workbooks.tables(content)
    if inside:
        raise archives.nested()
    return tuple(
        table._replace(member=name)
        for name, inner in archives.members(content, password)
        for table in tables(inner, password, inside=True)
    )


def _markup(text: str) -> tuple[Table, ...]:
    """Return the tables of an XML document: a bank's CAMT, an invoice, or a workbook of Excel 2003."""
    try:
        root = markup.parse(text)
    except markup.MarkupError as error:
        raise UnreadableError(
            Text(f"XML 文件读不懂：{error}。", f"The XML file cannot be read: {error}."),
            Text("请重新下载这个文件。", "Download the file again."),
            error.line,
        ) from error
    found = camt.tables(root) or einvoices.tables(root) or workbooks.sheets(root)
    if not found:
        raise UnreadableError(
            Text(f"XML 文件（{root.name}）里没有对账单，也没有发票。", f"The XML file ({root.name}) holds no statement and no invoice."),
            Text("请下载 CAMT 对账单、数电票 XML 或 CSV。", "Bring a CAMT statement, an invoice's XML, or CSV."),
            root.line,
        )  # fmt: skip
    return found


def _decode_page(content: bytes) -> str:
    """Return the text of XML or HTML: by the encoding that it declares where it keeps its word, else as any text."""
    declared = _DECLARED.search(content[:1024])
    if declared and content[:2] not in _UTF_16:
        name = declared[1].decode("ascii").lower()
        try:
            return content.decode(_WIDER.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass
    return _decode(content)


def _decode(content: bytes) -> str:
    """Return the text: by its mark, else UTF-8, else GB18030, strictly; NUL and lost characters are refused."""
    encodings = ["utf-16"] if content[:2] in _UTF_16 else ["utf-8-sig", "gb18030"]
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


def _too_large(size: int) -> UnreadableError:
    return UnreadableError(
        Text(f"文件有 {size // 1048576} MB，超过 {MAX_BYTES // 1048576} MB。", f"The file has {size // 1048576} MB, more than {MAX_BYTES // 1048576} MB."),
        Text("请按月份分开下载。", "Download it month by month."),
    )  # fmt: skip
