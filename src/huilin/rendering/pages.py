"""The site: pages of plain HTML that a phone reads without script, every figure a link to where it comes from.

figure → how it came about → the entries of the public ledger, a page a month → back to the figures they count in.
The one script is the search box's; it is named to the browser by its hash, and nothing depends on it.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from huilin.rendering import charts, search, vouchers
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
    """Where a fact stands first: its page, statement (link and title) and column, and the page on which it opens."""

    page: str
    statement: str
    title: str
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
    vouchers: tuple[WordView, ...]

    @property
    def is_stated(self) -> bool:
        """Whether it follows from nothing else (a budget, a pledge)."""
        return bool(self.formula) and not any(word.link for word in self.formula)


class Site(NamedTuple):
    """What every page of one site shares."""

    document: Document
    homes: Mapping[str, Home]
    opened: Mapping[str, str]
    """Where each voucher can be read."""
    downloads: tuple[tuple[str, str], ...]
    script: str

    def page(self, template: str, here: str, **values: object) -> str:
        """Return the template filled in as the file `here`."""
        from markupsafe import Markup

        document = self.document
        common = {
            "document": document,
            "pages": {page_name(part): part for part in document.parts},
            "accent": document.accent,
            "downloads": self.downloads,
            "here": here,
            "root": "../" * here.count("/"),
            "ledger_page": vouchers.INDEX if document.months else "",
            "search_page": search.PAGE,
            "script": Markup(self.script),  # noqa: S704 - a file of the templates folder, written whole
            "script_hash": search.integrity(self.script),
        }
        return fill(template, document.templates, document.language, **common, **values)

    def named(self, fact: Fact, root: str) -> WordView:
        """Return the figure by its statement and label, with its link from a folder below."""
        home, say = self.homes[fact.id], self.document.language
        return WordView(f"{home.title} · {fact.label.say(say)}", fact_link(fact, f"{root}{home.figures}"))


def render(document: Document, downloads: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """Return the site's files by name; `downloads` are (label, address) of the other forms beside it."""
    script = fill("search.js", document.templates, document.language).strip()
    site = Site(document, _homes(document), vouchers.addresses(document.months), downloads, script)
    files = {**_chapters(site), **_ledger(site)}
    return dict(sorted({**files, search.PAGE: _search(site)}.items()))


def _chapters(site: Site) -> dict[str, str]:
    """Return a page a chapter, and beside it the page on which its figures open."""
    document, homes, files = site.document, site.homes, dict[str, str]()
    parts = {page_name(part): part for part in document.parts}
    for name, part in {INDEX: None, **parts}.items():
        statements = part.statements if part else ()
        files[name] = site.page(
            "index.html" if name == INDEX else "part.html",
            name,
            part=part,
            views=[view(statement, document) for statement in statements],
            pictures=pictures(statements, document, PHONE),
            link=lambda fact: fact_link(fact, homes[fact.id].figures),
        )
        origins = [made for statement in statements if (made := _origins(statement, site))]
        if origins:
            figures = figures_page(name)
            files[figures] = site.page("figures.html", figures, part=part, origins=origins, page=name)
    return files


def _ledger(site: Site) -> dict[str, str]:
    """Return the public ledger as pages: one a month and entity, and one that lists them."""
    document = site.document
    if not document.months:
        return {}
    counted = vouchers.counted_in(document.months, document.facts)
    entities = [(entity, list(own)) for entity, own in groupby(document.months, lambda month: month.entity)]
    files = {vouchers.INDEX: site.page("ledger.html", vouchers.INDEX, entities=entities)}
    for place, month in enumerate(document.months):
        around = (document.months[place - 1] if place else None, (*document.months, None)[place + 1])
        before, after = (each if each and each.entity == month.entity else None for each in around)
        files[month.page] = site.page(
            "entries.html",
            month.page,
            month=month,
            before=before,
            after=after,
            counted=lambda voucher, page=month.page: [
                site.named(fact, "../") for fact in counted.get(f"{page}#{quote(voucher.anchor)}", ())
            ],
        )
    return files


def _search(site: Site) -> str:
    """Return the page that searches: the index lies in it, so that it works from a folder without a network."""
    homes = site.homes
    rows = search.index(
        site.document, lambda statement: _page_of(site.document, statement), lambda fact: homes[fact.id].figures
    )
    return site.page("search.html", search.PAGE, index=search.embedded(rows))


def _page_of(document: Document, statement: Statement) -> str:
    return next(page_name(part) for part in document.parts if statement in part.statements)


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
                        homes.setdefault(
                            cell.id,
                            Home(
                                page,
                                anchor(statement),
                                statement.title.say(document.language),
                                title,
                                figures_page(page),
                            ),
                        )
    return homes


def _origins(statement: Statement, site: Site) -> tuple[StatementView, list[OriginView]] | None:
    """Return the statement's figures that open here: those that stand nowhere before it, each once."""
    mine = {fact.id: fact for fact in facts_of((statement,)) if site.homes[fact.id].statement == anchor(statement)}
    if not mine:
        return None
    return view(statement, site.document), [_origin(fact, site) for fact in mine.values()]


def _origin(fact: Fact, site: Site) -> OriginView:
    home = site.homes[fact.id]
    formula = tuple(_linked(fact, site.document, site.homes))
    runs = tuple(WordView(run, site.opened.get(run.partition("–")[0], "")) for run in voucher_ranges(fact.entries))
    return OriginView(fact, home.column, fact_anchor(fact), f"{home.page}#{home.statement}", formula, runs)


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
