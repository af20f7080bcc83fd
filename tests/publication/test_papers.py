"""Documents and photos go out only where their line says so, photos only with consent and without the camera's data."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from huilin.books import load
from huilin.closing import close
from huilin.errors import RefusedError
from huilin.publication import NotPublishableError, publish
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.workspace import Workspace

QUARTER, TODAY = parse_period("2026-Q3"), date(2026, 10, 15)


def photo() -> bytes:
    """A picture that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "GPS 36.0671,120.3826 王小明家门口"
    Image.new("RGB", (40, 30), "#1d5c54").save(out, "JPEG", exif=exif)
    return out.getvalue()


def published(workspace: Workspace, name: str, content: bytes, *said: str) -> Path:
    """Attach a document to the expense, close, publish; return the publication."""
    file, mark = workspace.root / "documents" / name, hashlib.sha256(content).hexdigest()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    books = workspace.root / "fund/books.beancount"
    text = books.read_text(encoding="utf-8").replace('"五金店" "路灯"', f'"五金店" "路灯" ^ev-{mark[:8]}')
    line = f'\n2026-08-09 document Expenses:Fund:5101业务活动成本:02限定性 "../documents/{name}" ^ev-{mark[:8]}\n  sha256: "{mark}"\n'
    books.write_text(text + line + "".join(f"  {word}\n" for word in said), encoding="utf-8")
    close(workspace, load(workspace), QUARTER, by="陈主任", today=TODAY)
    return publish(workspace, load(workspace), QUARTER, today=TODAY).folder


def test_a_photo_with_consent_goes_out_without_the_camera_s_data(workspace: Workspace) -> None:
    folder = published(workspace, "王小明.jpg", photo(), 'published: "新路灯"', 'consent: "照片里没有人"')
    (file,) = (folder / "papers").iterdir()
    listed = (folder / "data/Fund-project-papers.csv").read_text(encoding="utf-8-sig")

    with Image.open(file) as image:
        assert (image.size, dict(image.getexif())) == ((40, 30), {})
    assert b"GPS" not in file.read_bytes()
    assert f"2026-08-09,路灯改造,新路灯,papers/{file.name}" in listed
    assert "王小明" not in listed


def test_a_photo_without_consent_stops_the_publication_and_a_document_not_said_to_be_public_stays(
    workspace: Workspace,
) -> None:
    with pytest.raises(NotPublishableError, match="要写明同意"):
        published(workspace, "a.jpg", photo(), 'published: "新路灯"')


def test_evidence_that_nobody_calls_public_stays_inside(workspace: Workspace) -> None:
    folder = published(workspace, "a.jpg", photo())

    assert not (folder / "papers").exists()


def test_a_name_in_a_published_text_is_stopped_at_the_gate(workspace: Workspace) -> None:
    with pytest.raises(RefusedError) as caught:
        published(workspace, "a.txt", "感谢欧阳晓岚".encode(), 'published: "感谢信"')

    assert "papers/" in caught.value.text.zh
    assert "欧阳" not in caught.value.text.zh


def test_a_spreadsheet_is_no_document_to_publish(workspace: Workspace) -> None:
    with pytest.raises(NotPublishableError, match="不能公开"):
        published(workspace, "a.xlsx", b"x", 'published: "名单"')
