"""The site: pages of plain HTML that a phone reads without script, every figure a link to where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huilin.rendering import charts
from huilin.rendering.templates import fill
from huilin.rendering.view import StatementView, anchor, fact_anchor, fact_link, view, voucher_ranges
from huilin.reporting import Fact, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from huilin.rendering.document import Document, Part
    from huilin.reporting import Statement

INDEX = "index.html"
PHONE = 360
"""Pictures are drawn for a phone's width; wider screens enlarge them."""


class Home(NamedTuple):
    """Where a fact stands first: its page, statement and column, and the page on which it opens."""

    page: str
    statement: str
    column: str
    figures: str


class WordView(NamedTuple):
    """One word of a formula; where it is a figure, said by its label, with its link and its id."""

    text: str
    link: str = ""
    id: str = ""


class OriginView(NamedTuple):
    """Where one figure comes from: a formula over figures, vouchers, or a number that a directive states."""

    fact: Fact
    column: str
    anchor: str
    back: str
    formula: tuple[WordView, ...]
    vouchers: tuple[str, ...]

    @property
    def is_stated(self) -> bool:
        """Whether it follows from nothing else (a budget, a pledge)."""
        return bool(self.formula) and not any(word.link for word in self.formula)


def render(document: Document, downloads: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """Return the site's files by name; `downloads` are (label, address) of the other forms beside it."""
    parts = {page_name(part): part for part in document.parts}
    homes = _homes(document)

    def page(template: str, name: str, **values: object) -> str:
        common = {"document": document, "pages": parts, "accent": document.accent, "downloads": downloads, "here": name}
        return fill(template, document.templates, document.language, **common, **values)

    files = {INDEX: ""}
    for name, part in {INDEX: None, **parts}.items():
        statements = part.statements if part else ()
        files[name] = page(
            "index.html" if name == INDEX else "part.html",
            name,
            part=part,
            views=[view(statement, document) for statement in statements],
            pictures=pictures(statements, document, PHONE),
            link=lambda fact: fact_link(fact, homes[fact.id].figures),
        )
        origins = [made for statement in statements if (made := _origins(statement, document, homes))]
        if origins:
            figures = figures_page(name)
            files[figures] = page("figures.html", figures, part=part, origins=origins, page=name)
    return dict(sorted(files.items()))


def page_name(part: Part) -> str:
    """Return the part's page: the summary is the front page."""
    return INDEX if part.name == "summary" else f"{part.name}.html"


def figures_page(page: str) -> str:
    """Return the page on which the figures of `page` open."""
    return "summary-figures.html" if page == INDEX else page.replace(".html", "-figures.html")


def pictures(statements: Iterable[Statement], document: Document, width: int) -> Mapping[str, Markup]:
    """Return every chart of the statements as SVG, by chart id."""
    from markupsafe import Markup

    return {
        chart.id: Markup(charts.svg(chart, document.language, width=width, accent=document.accent))  # noqa: S704 - every word in it is escaped
        for statement in statements
        for chart in statement.charts
    }


def _homes(document: Document) -> dict[str, Home]:
    homes: dict[str, Home] = {}
    for part in document.parts:
        page = page_name(part)
        for statement in part.statements:
            titles = [title.say(document.language) for title in statement.columns]
            for line in statement.lines:
                for title, cell in zip(titles, line.cells, strict=False):
                    if isinstance(cell, Fact):
                        homes.setdefault(cell.id, Home(page, anchor(statement), title, figures_page(page)))
    return homes


def _origins(
    statement: Statement, document: Document, homes: Mapping[str, Home]
) -> tuple[StatementView, list[OriginView]] | None:
    """Return the statement's figures that open here: those that stand nowhere before it, each once."""
    mine = {fact.id: fact for fact in facts_of((statement,)) if homes[fact.id].statement == anchor(statement)}
    if not mine:
        return None
    return view(statement, document), [_origin(fact, document, homes) for fact in mine.values()]


def _origin(fact: Fact, document: Document, homes: Mapping[str, Home]) -> OriginView:
    home = homes[fact.id]
    formula = tuple(_linked(fact, document, homes))
    back = f"{home.page}#{home.statement}"
    return OriginView(fact, home.column, fact_anchor(fact), back, formula, voucher_ranges(fact.entries))


def _linked(fact: Fact, document: Document, homes: Mapping[str, Home]) -> Iterator[WordView]:
    """Cut a formula into words; those that are facts become links, said by their labels."""
    facts, own = document.facts, homes[fact.id].column
    for word in re.split(r"(\s+|[(),])", fact.formula or ""):
        if word in facts:
            home, label = homes[word], facts[word].label.say(document.language)
            text = label if home.column == own else f"{label}（{home.column}）"
            yield WordView(text, fact_link(facts[word], home.figures), word)
        elif word:
            yield WordView(_SIGNS.get(word, word))


_SIGNS = {"-": "−", "*": "×", "max": "取大", "min": "取小", "round": "四舍五入"}
