"""The print edition: a tagged PDF/A-3 on A4 in pinned type, the same bytes from the same figures."""

from __future__ import annotations

import os
import warnings
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huilin.errors import MachineError, RefusedError
from huilin.rendering import facts_json, fonts
from huilin.rendering.annex import annex
from huilin.rendering.pages import pictures
from huilin.rendering.templates import fill, folders
from huilin.rendering.view import StatementView, view
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from huilin.rendering.document import Document

TEMPLATE = "disclosure.html"
LONG = 300
"""Tables of more lines are set as an annex in lines: as rows they cost 5 ms and 0.1 MB each."""

PAGEFUL = 26
"""A table of more lines starts on a page of its own."""

_WIDTH, _ACROSS = 560, 980
"""How wide pictures are drawn: on upright pages, and on pages turned for a wide table."""


def render(document: Document) -> bytes:
    """Return the PDF with facts.json attached; raise MachineError where font, sign or library is missing."""
    return from_source(source(document), document)


def source(document: Document) -> str:
    """Return the HTML that is set: everything a reader of the PDF can see, and so what the privacy gate reads."""
    chapters = [(part, [view(s, document) for s in part.statements]) for part in document.parts]
    views = [each for _, made in chapters for each in made]
    return fill(
        TEMPLATE,
        document.templates,
        document.language,
        document=document,
        accent=document.accent,
        chapters=chapters,
        pictures=_pictures(views, document),
        entity_breaks=_breaks(chapters),
        annexes=_annexes(views, document),
    )


def from_source(html: str, document: Document) -> bytes:
    """Set the HTML."""
    fonts.require(_words(document))
    weasyprint = library()
    _fixed_clock(document)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        try:
            return _set(weasyprint, html, document)
        except weasyprint.urls.FatalURLFetchingError as error:
            raise _outside(str(error)) from error


def _set(weasyprint: Any, html: str, document: Document) -> bytes:  # noqa: ANN401
    config = weasyprint.text.fonts.FontConfiguration()
    fetcher = _fetcher(weasyprint, document)
    base = folders(document.templates)[0].as_uri() + "/"
    page = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
    faces = weasyprint.CSS(string=fonts.style(), font_config=config, url_fetcher=fetcher)
    made: bytes = page.write_pdf(
        stylesheets=[faces],
        font_config=config,
        pdf_variant="pdf/a-3a",
        attachments=[_facts(weasyprint, document, fetcher)],
    )
    return made


def _outside(address: str) -> RefusedError:
    return RefusedError(
        Text(
            f"模板要读取 templates 文件夹以外的内容：{address}。",
            f"A template asks for something outside templates/: {address}.",
        ),
        Text("请把图片放进工作区的 templates 文件夹。", "Put the picture into the workspace's templates folder."),
    )


def library() -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return WeasyPrint; raise MachineError where the machine lacks the libraries that it sets type with."""
    try:
        import weasyprint
        import weasyprint.text.fonts
    except (ImportError, OSError) as error:
        raise MachineError(
            Text(
                "这台机器缺少排版库 Pango，不能生成 PDF。",
                "The typesetting library Pango is missing; no PDF can be set.",
            ),
            Text(
                "请安装：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0（macOS：brew install pango）。",
                "Install it: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (macOS: brew install pango).",
            ),
        ) from error
    return weasyprint


def _fixed_clock(document: Document) -> None:
    """Let no clock into the bytes: where libharfbuzz-subset is missing, fontTools stamps the subset fonts."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", str((document.today.toordinal() - 719163) * 86400))


def _fetcher(weasyprint: Any, document: Document) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return a fetcher that reads the pinned fonts and the templates' folders, and nothing else."""
    pinned = {file.resolve() for file in fonts.files().values()}
    rooms = [folder.resolve() for folder in folders(document.templates)]

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
            file = Path(weasyprint.urls.request.url2pathname(url.removeprefix("file://"))).resolve()
            inside = url.startswith("file:///") and (file in pinned or any(file.is_relative_to(room) for room in rooms))
            if not inside:
                raise weasyprint.urls.FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"file"}, fail_on_errors=True)


def _facts(weasyprint: Any, document: Document, fetcher: Any) -> Any:  # noqa: ANN401
    from datetime import UTC, datetime, time

    day = datetime.combine(document.today, time(), UTC)
    return weasyprint.Attachment(
        string=facts_json.render(document).encode(),
        name="facts.json",
        description="facts.json",
        created=day,
        modified=day,
        relationship="Data",
        url_fetcher=fetcher,
    )


def _breaks(chapters: list[tuple[Any, list[StatementView]]]) -> Mapping[str, bool]:
    """Say which statements start a page: those of another entity than the one before, so that headers are true.

    So do those that would fill a page anyway; small ones share one.
    """
    breaks = {views[0].anchor: False for _, views in chapters}
    for _, views in chapters:
        breaks |= {b.anchor: a.entity != b.entity or len(b.rows) > PAGEFUL for a, b in pairwise(views)}
    return breaks


def _pictures(views: list[StatementView], document: Document) -> Mapping[str, Markup]:
    upright = [each.statement for each in views if not each.is_wide]
    across = [each.statement for each in views if each.is_wide]
    return {**pictures(upright, document, _WIDTH), **pictures(across, document, _ACROSS)}


def _annexes(views: list[StatementView], document: Document) -> Mapping[str, Markup]:
    return {each.anchor: annex(each, document.language) for each in views if len(each.rows) > LONG}


def _words(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every text that will be set, with where it stands."""
    say = document.language
    for statement in document.statements:
        made = view(statement, document)
        cells = [word for row in made.rows for word in (row.label, row.number, *(cell.text for cell in row.cells))]
        heads = [made.label_column, *(column.title for column in made.columns)]
        told = [
            text for chart in statement.charts for text in (chart.title, chart.alt, chart.caption, *chart.categories)
        ]
        charts = [text.say(say) for text in told if text]
        series = [label.say(say) for chart in statement.charts for label, _ in chart.series]
        words = (made.title, made.basis, made.entity, made.period, *made.notes, *made.summary)
        yield made.title, "".join((*words, *heads, *cells, *charts, *series))
    yield document.title.say(say), "".join(map(str, (document.community, *document.imprint, *document.officers)))
