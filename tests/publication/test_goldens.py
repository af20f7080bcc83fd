"""Pages as pictures against small goldens: whoever moves a column or loses a font sees it here.

Pictures are grey and coarse, and compared with tolerance. After a wanted change of look: HUILIN_GOLDENS=write pytest
tests/publication/test_goldens.py, then look at the pictures before committing them.
"""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from huilin.donors import Register, published_names
from huilin.rendering import Document, long_picture, mark, notice, pdf
from huilin.reporting import ReportRequest, registry
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from types import ModuleType

    from huilin.books import Books

HERE = Path(__file__).parent / "golden"
WIDTH, TOLERANCE = 240, 6.0
"""How wide the goldens are, and how far a picture may be from one: root mean square of grey levels (0 to 255)."""


def page(data: bytes, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(data) as opened:
        drawn = opened[number]
        return small(drawn.render(scale=2 * WIDTH / drawn.get_width(), grayscale=True).to_pil())


def small(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    return grey.resize((WIDTH, round(grey.height * WIDTH / grey.width)), Image.Resampling.BOX)


def compare(name: str, picture: Image.Image) -> None:
    """Fail where the picture is another size than its golden or differs by more than the tolerance."""
    file = HERE / f"{name}.png"
    if os.environ.get("HUILIN_GOLDENS") == "write":
        HERE.mkdir(exist_ok=True)
        picture.quantize(16).save(file, optimize=True)
    with Image.open(file) as golden:
        wanted = golden.convert("L")
    assert picture.size == wanted.size, name
    assert ImageStat.Stat(ImageChops.difference(picture, wanted)).rms[0] < TOLERANCE, name


@pytest.fixture
def document(closed: Books, monkeypatch: pytest.MonkeyPatch) -> Document:
    """The small quarter; its mark is fixed, since any new fact anywhere would draw another code."""
    monkeypatch.setattr(mark, "mark", lambda _document: "0123456789abcdef" * 4)
    period, today = parse_period("2026-Q3"), date(2026, 10, 15)
    names = published_names(Register.read(closed.workspace.donors))
    statements = registry.make_all(ReportRequest(closed, period, today, names))
    made = Document.of(closed, period, statements, today=today)
    board = {
        "phone": "000-0000 0000",
        "2026-Q3": {"plans": ["11月：更换楼道灯。"], "answers": [["灯坏了找谁？", "打电话。"]]},
    }
    return replace(made, letterhead=board)


def test_the_notice_and_the_long_picture_look_as_they_did(document: Document) -> None:
    compare("notice", page(notice.render(document), 0))
    compare("summary", small(Image.open(io.BytesIO(long_picture.render(document)))))


def test_pages_of_the_disclosure_look_as_they_did(sample: ModuleType) -> None:
    made = pdf.render(sample.document(gifts=40))
    compare("cover", page(made, 0))
    compare("statement", page(made, 3))


def test_a_moved_column_is_noticed(document: Document) -> None:
    picture = page(notice.render(document), 0)
    moved = ImageChops.offset(picture, 4, 0)

    assert ImageStat.Stat(ImageChops.difference(picture, moved)).rms[0] > 2 * TOLERANCE
