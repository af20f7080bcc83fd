"""The process that draws a piece of evidence: limited first; one page of a PDF, or a picture, written anew as PNG."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

WIDTH = 1100
"""Pixels: an A4 page at 130 dots an inch."""
MOST_PIXELS = 60_000_000


def main() -> None:
    """Write how many pages the file has (`count`), or one page as PNG, to stdout."""
    from huilin.desk.evidence_view import MEMORY, SECONDS
    from huilin.desk.limits import limit

    limit(seconds=SECONDS, memory=MEMORY)
    file, what = Path(sys.argv[1]), sys.argv[2]
    pages = _Pdf(file) if file.suffix.lower() == ".pdf" else _Picture(file)
    sys.stdout.buffer.write(str(pages.count()).encode() if what == "count" else _png(pages.page(int(what) - 1)))


class _Pdf:
    def __init__(self, file: Path) -> None:
        import pypdfium2

        self.document = pypdfium2.PdfDocument(file)

    def count(self) -> int:
        return len(self.document)

    def page(self, place: int) -> Any:  # noqa: ANN401 - a picture of Pillow's
        page = self.document[place]
        return page.render(scale=min(WIDTH / max(page.get_width(), 1), 4)).to_pil()


class _Picture:
    def __init__(self, file: Path) -> None:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        self.image = Image.open(file)

    def count(self) -> int:
        self.image.verify()
        return 1

    def page(self, _place: int) -> Any:  # noqa: ANN401 - a picture of Pillow's
        from PIL import ImageOps

        picture = ImageOps.exif_transpose(self.image).convert("RGB")
        picture.thumbnail((WIDTH, WIDTH * 4))
        return picture


def _png(picture: Any) -> bytes:  # noqa: ANN401 - a picture of Pillow's
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=3)
    return target.getvalue()


if __name__ == "__main__":
    main()
