"""The published documents as files: photos drawn anew without the camera's data, text that the gate can read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from huilin.errors import MachineError
from huilin.findings import Finding, Severity
from huilin.publication.bundle import Bundle
from huilin.publication.readiness import NotPublishableError
from huilin.reporting.papers import PICTURES, PRINT, TEXTS, papers
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books
    from huilin.reporting.papers import Paper
    from huilin.vocabulary import Period

LONGEST = 1600
"""Pixels that a published photo's longer side may have."""


def attached(books: Books, period: Period) -> Bundle:
    """Return the documents published up to the period's end; raise NotPublishableError with each that cannot be."""
    found = list(papers(books, period.end))
    amiss = [finding for paper in found for finding in _amiss(paper)]
    if amiss:
        raise NotPublishableError(amiss, Text("请逐条处理后再公示。", "Settle each, then publish."))
    files, texts = dict[str, bytes](), dict[str, str]()
    for paper in found:
        files[paper.name], texts[paper.name] = _made(paper)
    return Bundle(files, texts)


def _amiss(paper: Paper) -> Iterator[Finding]:
    suffix = paper.source.suffix.lower()
    if suffix not in {*PICTURES, *TEXTS, PRINT}:
        yield _finding(
            paper,
            Text(f"“{suffix}”文件不能公开。", f"A “{suffix}” file cannot be published."),
            Text("请换成照片、PDF 或文本。", "Use a photo, a PDF or plain text."),
        )
    elif suffix not in TEXTS and not paper.consent:
        yield _finding(
            paper,
            Text("公开照片或 PDF 要写明同意。", "A photo or PDF needs consent to be published."),
            Text(
                '请在 document 行下写 consent:，如 "照片里没有人" 或 "照片中的人已书面同意"；否则删去 published:。',
                'Write `consent:` below the document line, as "nobody in it" or "all in it agreed in writing"; else take out `published:`.',
            ),
        )
    elif len(paper.mark) != 64:
        yield _finding(
            paper,
            Text("没有登记文件的 sha256。", "The file's sha256 is not recorded."),
            Text("请用 huilin attach 登记。", "Record it by `huilin attach`."),
        )


def _finding(paper: Paper, message: Text, remedy: Text) -> Finding:
    return Finding("paper-unpublishable", Severity.ERROR, paper.file, paper.line, message, remedy)


def _made(paper: Paper) -> tuple[bytes, str]:
    """Return the file's bytes as published, and the text in it."""
    try:
        data = paper.source.read_bytes()
        if paper.source.suffix.lower() in PICTURES:
            return _photo(data), paper.title
        if paper.source.suffix.lower() == PRINT:
            return data, _printed(data)
        return data, data.decode("utf-8")
    except (OSError, ValueError) as error:
        raise MachineError(
            Text(f"要公开的文件“{paper.title}”读不了。", f"The document “{paper.title}” cannot be read."),
            Text(
                f"请检查 {paper.file}:{paper.line} 所指的文件。",
                f"Look at the file named at {paper.file}:{paper.line}.",
            ),
        ) from error


def _photo(data: bytes) -> bytes:
    """Return the picture drawn anew as JPEG: turned upright, no larger than needed, without place, time or camera."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        drawn = ImageOps.exif_transpose(image).convert("RGB")
    drawn.thumbnail((LONGEST, LONGEST))
    plain = Image.new("RGB", drawn.size)
    plain.paste(drawn)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85)
    return out.getvalue()


def _printed(data: bytes) -> str:
    """Return the text and the properties of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "\n".join(
        [*(page.get_textpage().get_text_bounded() for page in document), *document.get_metadata_dict().values()]
    )
