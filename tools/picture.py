"""The picture in the README: what `make demo` has just published, side by side.

Run as `python -m tools.picture` after `make demo`; writes docs/picture.png.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "build" / "demo" / "published" / "2026-Q3"
PICTURE = ROOT / "docs" / "picture.png"
PAGES = (("notice.pdf", "收支公示"), ("disclosure.pdf", "一页看懂"), ("disclosure.pdf", "利润反哺计算表"))
"""File and words of each page: the notice board's first sheet, the summary, the 20 % statement."""
CONTENTS = 2
"""Up to here a disclosure names its pages; those that say the words come after."""
HEIGHT, GAP, GROUND = 760, 24, (226, 230, 228)


def main() -> None:
    """Draw the pages on one ground, and beside them the long picture's beginning."""
    pages = [*(_page(*page) for page in PAGES), _long_picture()]
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    picture = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for page in pages:
        picture.paste(page, (left, GAP))
        left += page.width + GAP
    picture.quantize(128).save(PICTURE, optimize=True)


def _page(name: str, words: str) -> Image.Image:
    """Draw the first page of a PDF that holds the words."""
    document = pypdfium2.PdfDocument(PUBLISHED / name)
    first = CONTENTS if name == "disclosure.pdf" else 0
    texts = [page.get_textpage().get_text_bounded() for page in document]
    page = document[next(number for number, text in enumerate(texts) if number >= first and words in text)]
    image: Image.Image = page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB")
    return image


def _long_picture() -> Image.Image:
    """Draw as much of the long picture as a phone shows at once."""
    with Image.open(PUBLISHED / "summary.png") as image:
        width = HEIGHT * 9 // 19
        return image.convert("RGB").crop((0, 0, image.width, image.width * 19 // 9)).resize((width, HEIGHT))


if __name__ == "__main__":
    main()
