"""The site: pages of plain HTML that a phone reads without script, every figure a link to where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huilin.rendering import charts
from huilin.rendering.templates import fill
from huilin.rendering.view import StatementView, anchor, fact_anchor, fact_link, view, voucher_ranges
from huilin.reporting import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from huilin.rendering.document import Document, Part
    from huilin.reporting import Fact, Statement

INDEX = "index.html"
PHONE = 360
"""Pictures are drawn for a phone's width; wider screens enlarge them."""


class Home(NamedTuple):
    """Where a fact stands first: its page and statement, and the page on which it opens."""

    page: str
    statement: str
    figures: str


class OriginView(NamedTuple):
    """Where one figure comes from: the formula's words, each with the link of the fact it names, or vouchers."""

    fact: Fact
    anchor: str
    back: str
    formula: tuple[tuple[str, str], ...]
    vouchers: tuple[str, ...]


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
            home = Home(page, anchor(statement), figures_page(page))
            for fact in facts_of((statement,)):
                homes.setdefault(fact.id, home)
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
    formula = tuple(_linked(fact.formula or "", document, homes))
    return OriginView(fact, fact_anchor(fact), f"{home.page}#{home.statement}", formula, voucher_ranges(fact.entries))


def _linked(formula: str, document: Document, homes: Mapping[str, Home]) -> Iterable[tuple[str, str]]:
    """Cut a formula into words; those that are facts become links."""
    facts = document.facts
    for word in re.split(r"(\s+|[(),])", formula):
        if word in facts:
            yield word, fact_link(facts[word], homes[word].figures)
        elif word:
            yield word, ""
