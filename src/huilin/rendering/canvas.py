"""Forms by the thousand: pages of lines and words drawn straight into a PDF, in the pinned type.

A page setter costs 5 ms a table row; a voucher drawn by place costs a fraction of one. Coordinates are millimetres
from the top left. The font is cut down once to the signs that a set of documents uses (`typeface`), so a year of
vouchers in twelve files pays for it once. The same words give the same bytes.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from huilin.rendering import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

A4 = (210.0, 297.0)
ACROSS = (297.0, 210.0)
POINTS = 72 / 25.4
Align = Literal["left", "centre", "right"]
RED, BLACK, GREY = "0.72 0.11 0.11", "0 0 0", "0.35 0.40 0.39"


class _Hexes(dict[int, str]):
    """Each sign's number in hexadecimal; a sign that the font lacks is its empty box, number 0."""

    def __missing__(self, code: int) -> str:
        return "0000"


class Typeface(NamedTuple):
    """The pinned font cut down to some signs: its program (CFF), and each sign's number in it, as hexadecimal too."""

    program: bytes
    numbers: Mapping[int, int]
    hexes: Mapping[int, str]

    def encoded(self, words: str) -> str:
        """Return words as a PDF shows them."""
        return words.translate(self.hexes)


@lru_cache(maxsize=4)
def typeface(signs: frozenset[str]) -> Typeface:
    """Return the pinned text font with only `signs` in it; raise MachineError where the font is missing.

    Signs that it lacks (an emoji in a shop's remark) are printed as empty boxes: an auditor's copy refuses nothing.
    """
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options()
    options.layout_features, options.hinting, options.desubroutinize = [], False, True
    options.drop_tables = ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "BASE", "DSIG"]
    with subset.load_font(str(fonts.files()[fonts.FAMILIES[0]]), options, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[*map(ord, signs), 0x20])
        cutter.subset(font)
        names = font.getBestCmap()
        program = font["CFF "].compile(font)
    numbers = {code: int(name.removeprefix("cid")) for code, name in names.items()}
    return Typeface(program, numbers, _Hexes({code: f"{number:04X}" for code, number in numbers.items()}))


@lru_cache(maxsize=1 << 16)
def width_of(words: str, size: float) -> float:
    """Return how wide words are set, in millimetres, at `size` points."""
    return sum(fonts.advance(sign) for sign in words) * size / 1000 / POINTS


_CLOSING = frozenset("，。、；：！？）》」』】”’,.;:!?)]%…")


@lru_cache(maxsize=1 << 16)
def folded(words: str, width: float, size: float) -> tuple[str, ...]:
    """Return the words cut into lines no wider than `width` millimetres; never less than one sign a line.

    A closing mark (，。）) begins no line: it hangs over the end of the one before (行首禁则).
    """
    lines, line, used = [], "", 0.0
    for sign in words:
        step = fonts.advance(sign) * size / 1000 / POINTS
        if line and ((used + step > width and sign not in _CLOSING) or sign == "\n"):
            lines.append(line)
            line, used = "", 0.0
        if sign != "\n":
            line += sign
            used += step
    return (*lines, line)


class Page:
    """One page while it is drawn."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.size = size
        self.marks: list[tuple[float, float, float, str, str]] = []
        self.strokes: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.4, *, dashed: bool = False) -> None:  # noqa: PLR0913 - two ends and a look
        """Draw a line; `width` in points."""
        drawn = f"{width:g} w {self._at(x1, y1)} m {self._at(x2, y2)} l S"
        self.strokes.append(f"q [2 2] 0 d {drawn} Q" if dashed else drawn)

    def box(self, x: float, y: float, width: float, height: float, line: float = 0.4) -> None:
        """Draw a rectangle."""
        corner = self._at(x, y + height)
        self.strokes.append(f"{line:g} w {corner} {width * POINTS:.2f} {height * POINTS:.2f} re S")

    def words(  # noqa: PLR0913, PLR0917 - where, what, how
        self, x: float, y: float, words: str, size: float = 9, align: Align = "left", colour: str = BLACK
    ) -> None:
        """Set one line of words with its foot at `y`; `x` is its left end, its middle, or its right end."""
        if words:
            left = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
            self.marks.append((x - width_of(words, size) * left if left else x, y, size, words, colour))

    def _at(self, x: float, y: float) -> str:
        return f"{x * POINTS:.2f} {(self.size[1] - y) * POINTS:.2f}"

    def stream(self, face: Typeface) -> bytes:
        """Return the page's content as a PDF says it."""
        shown = [
            f"BT /F {size:g} Tf {colour} rg {self._at(x, y)} Td <{face.encoded(words)}> Tj ET"
            for x, y, size, words, colour in self.marks
        ]
        return "\n".join([*self.strokes, *shown]).encode()


def signs_of(pages: Iterable[Page]) -> frozenset[str]:
    """Return every sign that is set on the pages."""
    return frozenset(sign for page in pages for _, _, _, words, _ in page.marks for sign in words)


def to_pdf(pages: Sequence[Page], face: Typeface, title: str, today: date) -> bytes:
    """Return the pages as one PDF, the same bytes for the same pages; words can be searched and copied."""
    import pikepdf

    target = io.BytesIO()
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(_font(pdf, face))
        for page in pages:
            width, height = (round(side * POINTS, 2) for side in page.size)
            drawn = pdf.add_blank_page(page_size=(width, height))
            drawn.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            drawn.obj["/Contents"] = pdf.make_stream(page.stream(face))
        pdf.docinfo["/Title"] = pikepdf.String(title)
        pdf.docinfo["/CreationDate"] = pikepdf.String(f"D:{today:%Y%m%d}000000Z")
        pdf.Root["/Lang"] = pikepdf.String("zh-CN")
        pdf.save(target, deterministic_id=True, compress_streams=True)
    return target.getvalue()


def _font(pdf: Any, face: Typeface) -> Any:  # noqa: ANN401 - pikepdf's objects
    """Return the font as a PDF holds it: numbers are those of the program (Identity-H), with their widths and signs."""
    import pikepdf

    name = pikepdf.Name("/HUILIN+NotoSansSC-Regular")
    number_of_widths = {number: fonts.advance(chr(code)) for code, number in face.numbers.items()}
    widths = pikepdf.Array()
    for number, width in sorted(number_of_widths.items()):
        widths.append(number)
        widths.append(pikepdf.Array([width]))
    program = pdf.make_stream(face.program)
    program["/Subtype"] = pikepdf.Name("/CIDFontType0C")
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name("/FontDescriptor"), FontName=name, Flags=4, FontBBox=pikepdf.Array([-1000, -300, 3000, 1200]),
        ItalicAngle=0, Ascent=1160, Descent=-288, CapHeight=733, StemV=80, FontFile3=program,
    )  # fmt: skip
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name("/Font"), Subtype=pikepdf.Name("/CIDFontType0"), BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        DW=1000, W=widths, FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    return pikepdf.Dictionary(
        Type=pikepdf.Name("/Font"), Subtype=pikepdf.Name("/Type0"), BaseFont=name, Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(inner)]), ToUnicode=pdf.make_stream(_to_unicode(face)),
    )  # fmt: skip


def _to_unicode(face: Typeface) -> bytes:
    """Return the map from numbers back to signs, in runs of a hundred as the format asks."""
    pairs = sorted({number: code for code, number in sorted(face.numbers.items(), reverse=True)}.items())
    said = [f"<{number:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for number, code in pairs]
    runs = [said[at : at + 100] for at in range(0, len(said), 100)]
    body = "\n".join(f"{len(run)} beginbfchar\n" + "\n".join(run) + "\nendbfchar" for run in runs)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\nendcmap\nend\nend"
    ).encode()
