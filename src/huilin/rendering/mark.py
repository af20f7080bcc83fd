"""The mark of a publication: the SHA-256 of its facts.json, printed and drawn as a QR where people can keep it.

Whoever has photographed the notice holds a witness: a later change of any figure changes the mark.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from huilin.rendering import facts_json

if TYPE_CHECKING:
    from markupsafe import Markup

    from huilin.rendering.document import Document

SHORT = 16


def mark(document: Document) -> str:
    """Return the SHA-256 of the document's facts.json, as hexadecimal text."""
    return hashlib.sha256(facts_json.render(document).encode()).hexdigest()


def short(mark_: str) -> str:
    """Return what people compare by eye: the first sixteen signs in fours, dotted so that they are no card's number."""
    return "·".join(mark_[at : at + 4] for at in range(0, SHORT, 4))


def address(document: Document, site: str) -> str:
    """Return what the QR says: the site's address with the mark behind `#`, or without a site the mark alone."""
    content = mark(document)
    return f"{site}#{content}" if site else f"{document.period} facts.json SHA-256 {content}"


def qr(words: str, title: str) -> Markup:
    """Return the QR of `words` as one SVG element, titled for who cannot see it."""
    import segno
    from markupsafe import Markup, escape

    code = segno.make(words, error="m", micro=False, boost_error=False)
    size, _ = code.symbol_size(border=0)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return Markup(  # noqa: S704 - words are escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {size + 4} {size + 4}" role="img" class="qr">'
        f'<title>{escape(title)}</title><path d="{path}" fill="#000"/></svg>'
    )
