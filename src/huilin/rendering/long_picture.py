"""The long picture: the period on one picture, as wide as a telephone, to be sent to a chat group.

Set like a page, drawn at 1080 px by pdfium and saved as PNG without a clock in it: the same bytes from the same words.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from huilin.rendering import fonts, mark
from huilin.rendering.board import Board
from huilin.rendering.gist import SUMMARY, gist
from huilin.rendering.notice import NOTICE, day_in_words
from huilin.rendering.pages import pictures
from huilin.rendering.setting import to_plain_pdf, words_of
from huilin.rendering.templates import fill

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from huilin.rendering.document import Document

TEMPLATE = "summary.html"
FILE = "summary.png"
PIXELS, POINTS = 1080, 360.0
"""How wide the picture is, and the page that it is drawn from (480 px of CSS)."""

_CHART, _FOOT, _GLANCE = 320, 14.0, 0.5


def render(document: Document) -> bytes:
    """Return the PNG; raise MachineError where font, sign or library is missing."""
    return from_source(source(document), document)


def source(document: Document) -> str:
    """Return the HTML that is drawn, which is also what the privacy gate reads."""
    board, say = Board.of(document), document.language
    shown = [s for s in document.statements if s.id == SUMMARY or s.id.endswith(".projects")]
    return fill(
        TEMPLATE,
        document.templates,
        say,
        document=document,
        accent=document.accent,
        board=board,
        gist=gist(document),
        summary=[words.say(say) for s in shown if s.id == SUMMARY for words in s.summary],
        charts=[chart for s in shown for chart in s.charts],
        pictures=pictures(shown, document, _CHART),
        n={key: text.say(say) for key, text in NOTICE.items()},
        day=lambda day: day_in_words(day, document),
        short_mark=mark.short(mark.mark(document)),
        qr=mark.qr(mark.address(document, board.site), NOTICE["qr"].say(say)),
    )


def from_source(html: str, document: Document) -> bytes:
    """Draw the HTML."""
    fonts.require([(FILE, words_of(html))])
    return _saved(_drawn(to_plain_pdf(html, document.templates, document.today)))


def _drawn(pdf: bytes) -> Picture:
    """Return the page as a picture that ends where the page's content does."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        assert len(document) == 1, "the summary is longer than the longest page"
        page.set_cropbox(0, max(_lowest(page) - _FOOT, 0), POINTS, page.get_height())
        drawn: Picture = page.render(scale=PIXELS / POINTS).to_pil()
        return drawn


def _lowest(page: Any) -> float:  # noqa: ANN401 - pdfium has no types
    """Return how far above the page's foot its content ends, in points: seen on a small drawing."""
    from PIL import ImageOps

    box = ImageOps.invert(page.render(scale=_GLANCE, grayscale=True).to_pil()).getbbox()
    return float(page.get_height()) - box[3] / _GLANCE if box else 0.0


def _saved(picture: Picture) -> bytes:
    """Return the picture as PNG of at most 256 colours, which type and flat tints do not exceed by far."""
    from PIL import Image

    out = io.BytesIO()
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
