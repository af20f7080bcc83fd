"""Evidence drawn anew: what a decoder reads is read in a process of its own, and what is no picture is said to be none."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from huilin.books import load
from huilin.desk import fava_app
from huilin.desk.spec import Spec
from huilin.evidence import attach
from tests.desk.conftest import TODAY, Opened, build

if TYPE_CHECKING:
    from pathlib import Path


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (3000, 2000), "#285").save(target, "JPEG")
    return target.getvalue()


def pdf(pages: int) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def opened_with_evidence(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The small community with a photograph, a PDF of two pages, a broken PDF and a spreadsheet as evidence."""
    root = tmp_path_factory.mktemp("evidence") / "books"
    workspace = build(root, closed=False)
    files = {"小票.jpg": picture(), "合同.pdf": pdf(2), "坏.pdf": b"%PDF-1.7 nothing", "表.xlsx": b"PK\x03\x04"}
    for name, content in files.items():
        (root / name).write_bytes(content)
        attach(workspace, load(workspace), "Company/2026-09/记-0001", root / name)
    app = fava_app.create(Spec(root, root / "main.beancount", "huilin.desk.pages", today=TODAY))
    return Opened(app, root, fava_app.address(app).partition("extension/")[0])


@pytest.mark.parametrize(("name", "leaf", "width"), [("小票.jpg", "1", 1100), ("合同.pdf", "1", 1100), ("合同.pdf", "2", 1100)])  # fmt: skip
def test_pictures_and_pdf_pages_are_drawn_anew_as_png(
    opened_with_evidence: Opened, name: str, leaf: str, width: int
) -> None:
    answer = opened_with_evidence.get("extension/HuilinEvidence/leaf", doc=f"documents/2026/{name}", leaf=leaf)

    assert answer.mimetype == "image/png"
    drawn = Image.open(io.BytesIO(answer.get_data()))
    assert drawn.format == "PNG"
    assert abs(drawn.width - width) <= 2


def test_the_viewer_stands_beside_the_entry_and_turns_pages(opened_with_evidence: Opened) -> None:
    page = opened_with_evidence.page("HuilinEvidence", doc="documents/2026/合同.pdf")

    assert "1 / 2" in page
    assert "下一张" in page
    assert "Company/2026-09/记-0001" in page
    assert "880.00" in page


def test_what_cannot_be_drawn_is_said_and_can_be_downloaded(opened_with_evidence: Opened) -> None:
    broken = opened_with_evidence.page("HuilinEvidence", doc="documents/2026/坏.pdf")
    other = opened_with_evidence.page("HuilinEvidence", doc="documents/2026/表.xlsx")
    with opened_with_evidence.get(
        "document/", filename=str(opened_with_evidence.root / "documents/2026/表.xlsx")
    ) as original:
        content = original.get_data()

    assert "读不出画面" in broken
    assert "请下载后" in other
    assert content == b"PK\x03\x04"
    assert original.mimetype == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_no_picture_is_drawn_of_what_is_no_evidence(opened_with_evidence: Opened, tmp_path: Path) -> None:
    (tmp_path / "outside.jpg").write_bytes(picture())
    for name in (str(tmp_path / "outside.jpg"), "../outside.jpg", "小票.jpg"):
        assert opened_with_evidence.get("extension/HuilinEvidence/leaf", doc=name).status_code == 404
