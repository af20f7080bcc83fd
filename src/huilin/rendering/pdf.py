"""The print edition: a tagged PDF/A-3 on A4 in pinned type, the same bytes from the same figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from huilin.rendering import facts_json, fonts, sheets
from huilin.rendering.annex import annex
from huilin.rendering.conformance import Attached
from huilin.rendering.pages import page_name, pictures
from huilin.rendering.setting import to_pdf
from huilin.rendering.templates import fill
from huilin.rendering.view import StatementView, view
from huilin.rendering.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from huilin.rendering.document import Document

TEMPLATE = "disclosure.html"
LONG = 1000
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
    return to_pdf(html, document.templates, document.today, list(_attached(document)))


def _attached(document: Document) -> Iterator[Attached]:
    """Yield the figures as data: facts.json, and each statement as CSV."""
    say = document.language
    facts = facts_json.render(document).encode()
    yield Attached("facts.json", "application/json", facts, WORDS["file_json"].say(say))
    for statement in document.statements:
        made = view(statement, document)
        data = sheets.to_csv(sheets.table(made, document))
        yield Attached(f"{made.anchor}.csv", "text/csv", data, f"{made.title} {made.entity}")


def _breaks(chapters: list[tuple[Any, list[StatementView]]]) -> Mapping[str, bool]:
    """Say which statements start a page: those of another entity than the one before, so that headers are true.

    So do those that would fill a page anyway, and upright ones after one set across the page; small ones share one.
    """
    breaks = {views[0].anchor: False for _, views in chapters}
    for _, views in chapters:
        breaks |= {b.anchor: _starts_page(a, b) for a, b in pairwise(views)}
    return breaks


def _starts_page(before: StatementView, this: StatementView) -> bool:
    return before.entity != this.entity or len(this.rows) > PAGEFUL or (before.is_wide and not this.is_wide)


def _pictures(views: list[StatementView], document: Document) -> Mapping[str, Markup]:
    upright = [each.statement for each in views if not each.is_wide]
    across = [each.statement for each in views if each.is_wide]
    return {**pictures(upright, document, _WIDTH), **pictures(across, document, _ACROSS)}


def _annexes(views: list[StatementView], document: Document) -> Mapping[str, Markup]:
    pages_ = {statement.id: page_name(part) for part in document.parts for statement in part.statements}
    return {
        each.anchor: annex(each, document.language, f"{pages_[each.statement.id]}#{each.anchor}")
        for each in views
        if len(each.rows) > LONG
    }


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
