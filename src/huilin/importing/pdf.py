"""The text of PDF files, line by line as it stands on the page; for statements and invoices that come no other way.

Only the text layer is read, nothing is drawn. Signs are put together to words and words to lines by their places,
since the order within a PDF is its writer's own. A line's number counts all lines of the document from 1.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.importing import cmb_pdf, invoice_pdf, zips
from huilin.importing.tables import Row, Table, UnreadableError
from huilin.importing.text_lines import Line, Word
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPENS = b"%PDF-"
_WITHIN = 1024
MAX_PAGES = 500
MAX_SIGNS = 1_000_000
_GAP = 0.6
"""Signs farther apart than so much of their height are two words of the table."""
_STREAM = re.compile(rb"stream\r?\n(?=\x78)")
"""Where compressed data begins: zlib's first byte follows."""
_TWICE = re.compile(rb"/Filter\s*\[[^\]]{0,200}FlateDecode[^\]]{0,200}FlateDecode")
_PIECE = 1 << 16
_PASSWORD = 4
"""FPDF_ERR_PASSWORD of the library."""


class _Sign(NamedTuple):
    """A sign and its box on the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


def is_pdf(content: bytes) -> bool:
    """Say whether the bytes are a PDF."""
    return _OPENS in content[:_WITHIN]


def tables(content: bytes, password: str = "") -> tuple[Table, ...]:
    """Return the document's tables: a statement's or an invoice's where it is known, else its lines as they stand."""
    found = lines(content, password)
    if not found:
        raise _no_text()
    known = invoice_pdf.tables(found) or cmb_pdf.tables(found)
    return known or (Table(tuple(Row(line.number, line.cells) for line in found)),)


def lines(content: bytes, password: str = "") -> tuple[Line, ...]:
    """Return the lines of text of all pages, each with its words from left to right."""
    import pypdfium2

    _measure(content)
    try:
        document = pypdfium2.PdfDocument(content, password=password or None)
    except pypdfium2.PdfiumError as error:
        raise (_wants_password() if getattr(error, "err_code", None) == _PASSWORD else _damaged()) from error
    try:
        if len(document) > MAX_PAGES:
            raise _too_long()
        return tuple(_numbered(document))
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        document.close()


def _measure(content: bytes) -> None:
    """Refuse a document whose streams would unfold beyond limits, before the library unfolds them."""
    if _TWICE.search(content):
        raise zips.too_large(len(content))
    total = 0
    for start in _STREAM.finditer(content):
        end = content.find(b"endstream", start.end())
        for size in _unfolded(content[start.end() : end if end >= 0 else len(content)]):
            total += size
            if total > zips.MAX_INFLATED:
                raise zips.too_large(total)


def _unfolded(packed: bytes) -> Iterator[int]:
    """Yield how many bytes a stream unfolds to, a piece at a time; what is no zlib stream ends it."""
    inflater = zlib.decompressobj()
    with suppress(zlib.error):
        for place in range(0, len(packed), _PIECE):
            rest = packed[place : place + _PIECE]
            while rest:
                yield len(inflater.decompress(rest, 1 << 20))
                rest = inflater.unconsumed_tail


def _numbered(document: Any) -> Iterator[Line]:  # noqa: ANN401 - the library has no types
    number = signs = 0
    for page_number in range(len(document)):
        page = document[page_number]
        text = page.get_textpage()
        found = list(_signs(text))
        text.close()
        page.close()
        signs += len(found)
        if signs > MAX_SIGNS:
            raise _too_long()
        for words in _in_lines(_words(found)):
            number += 1
            yield Line(number, page_number + 1, words)


def _signs(text: Any) -> Iterator[_Sign | None]:  # noqa: ANN401
    """Yield the page's signs with their places; None where the writer broke the line or a blank stands."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        sign = chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else ""
        if not sign.strip() or not sign.isprintable() or not raw.FPDFText_GetLooseCharBox(text.raw, index, place):
            yield None
            continue
        yield _Sign(sign, box.left, box.right, box.bottom, box.top)


def _words(signs: Sequence[_Sign | None]) -> Iterator[Word]:
    """Join neighbouring signs of one line; a wide gap or another line ends the word, a blank within it stays."""
    run: list[str] = []
    first = last = None
    blank = False
    for sign in signs:
        if sign is None:
            blank = True
            continue
        if first is not None and last is not None and not _follows(last, sign):
            yield _word(run, first, last)
            run, first = [], None
        if run and blank:
            run.append(" ")
        run.append(sign.text)
        first, last, blank = first or sign, sign, False
    if first is not None and last is not None:
        yield _word(run, first, last)


def _follows(one: _Sign, other: _Sign) -> bool:
    height = max(one.top - one.bottom, other.top - other.bottom, 1.0)
    level = abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 < height / 2
    return level and -height < other.left - one.right < height * _GAP


def _word(run: Sequence[str], first: _Sign, last: _Sign) -> Word:
    return Word(
        "".join(run), first.left, last.right, (first.bottom + first.top) / 2, max(first.top - first.bottom, 1.0)
    )


def _in_lines(words: Iterator[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the words of each line, from the top of the page, from left to right."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: -word.middle):
        if line and line[0].middle - word.middle > max(line[0].height, word.height) / 2:
            yield tuple(sorted(line, key=lambda word: word.left))
            line = []
        line.append(word)
    if line:
        yield tuple(sorted(line, key=lambda word: word.left))


def _no_text() -> UnreadableError:
    return UnreadableError(
        Text("PDF 里没有文字，可能是扫描件。", "The PDF holds no text; perhaps it is a scan."),
        Text("请下载原始电子文件，最好是 CSV、Excel 或 XML。", "Download the electronic original, best as CSV, Excel or XML."),
    )  # fmt: skip


def _wants_password() -> UnreadableError:
    return UnreadableError(
        Text("PDF 有密码，或密码不对。", "The PDF has a password, or the password is wrong."),
        Text("请运行 huilin inbox --password，会问一次密码。", "Run `huilin inbox --password`; it asks once."),
    )


def _damaged() -> UnreadableError:
    return UnreadableError(
        Text("PDF 文件损坏或不完整。", "The PDF file is damaged or cut."),
        Text("请重新下载。", "Download it again."),
    )


def _too_long() -> UnreadableError:
    return UnreadableError(
        Text(f"PDF 超过 {MAX_PAGES} 页或 {MAX_SIGNS:,} 个字。", f"The PDF has more than {MAX_PAGES} pages or {MAX_SIGNS:,} signs."),
        Text("请按月份分开下载。", "Download it month by month."),
    )  # fmt: skip
