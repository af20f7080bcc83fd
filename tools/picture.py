"""The picture in the README: pages of the disclosure that `make demo` has just published, side by side.

Run as `python -m tools.picture` after `make demo`; writes docs/picture.png.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PDF = ROOT / "build" / "demo" / "published" / "2026-Q3" / "disclosure.pdf"
PICTURE = ROOT / "docs" / "picture.png"
WORDS = ("财务公示", "一页看懂", "利润反哺计算表")
"""What the pages to show say first: the cover, the summary, the 20 % statement."""
HEIGHT, GAP, GROUND = 760, 24, (226, 230, 228)


def main() -> None:
    """Draw the three pages on one ground."""
    document = pypdfium2.PdfDocument(PDF)
    pages = [_draw(document[number]) for number in _numbers(document)]
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    picture = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for page in pages:
        picture.paste(page, (left, GAP))
        left += page.width + GAP
    picture.quantize(128).save(PICTURE, optimize=True)


def _numbers(document: pypdfium2.PdfDocument) -> list[int]:
    """Return the first page after the contents that holds each of the words; the cover comes first."""
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [0] + [next(n for n, text in enumerate(texts) if n > 1 and word in text) for word in WORDS[1:]]


def _draw(page: pypdfium2.PdfPage) -> Image.Image:
    image: Image.Image = page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB")
    return image


if __name__ == "__main__":
    main()
