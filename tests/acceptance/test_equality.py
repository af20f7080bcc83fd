"""The finished files, read back as strangers read them: one figure, the same in every form, and what its query gives."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.outside import cells, pdf_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")

FIGURE = re.compile(r'data-fact="([^"]*)">([^<]*)<')
SECTION = re.compile(r'<section class="statement" id="([^"]*)".*?</section>', re.DOTALL)


@pytest.fixture(scope="module")
def published(demo: Demo) -> Path:
    demo.run("publish")
    return demo.published


@pytest.fixture(scope="module")
def facts(published: Path) -> dict[str, Any]:
    return {f["id"]: f for f in json.loads((published / "facts.json").read_text(encoding="utf-8"))["facts"]}


@pytest.fixture(scope="module")
def shown(published: Path) -> dict[str, list[tuple[str, str]]]:
    """The figures of each statement on the pages, in order: fact and words."""
    made: dict[str, list[tuple[str, str]]] = {}
    for page in published.glob("*.html"):
        for section in SECTION.finditer(page.read_text(encoding="utf-8")):
            figures = [(html.unescape(id_), words) for id_, words in FIGURE.findall(section[0])]
            if figures:
                made[section[1]] = figures
    return made


def test_every_fact_is_on_the_pages_and_nothing_else(
    facts: dict[str, Any], shown: dict[str, list[tuple[str, str]]]
) -> None:
    stated = {(id_, words) for figures in shown.values() for id_, words in figures}

    assert stated == {(id_, f"{Decimal(fact['amount']):,.2f}") for id_, fact in facts.items()}


def test_tables_show_the_figures_of_the_pages_in_their_order(
    published: Path, shown: dict[str, list[tuple[str, str]]]
) -> None:
    """CSV and JSON by statement: after `datapackage.json` the columns in CNY, line by line, are the page's figures."""
    package = json.loads((published / "data" / "datapackage.json").read_text(encoding="utf-8"))
    fields = {r["path"]: r["schema"]["fields"] for r in package["resources"] if "schema" in r}
    for statement, figures in shown.items():
        with (published / "data" / f"{statement}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        table = json.loads((published / "data" / f"{statement}.json").read_text(encoding="utf-8"))
        money = [place for place, field in enumerate(fields[f"{statement}.csv"]) if field.get("unit") == "CNY"]
        wanted = [words.replace(",", "") for _, words in figures]
        for lines in (rows, table["rows"]):
            found = [line[place] for line in lines for place in money if re.fullmatch(r"-?\d+\.\d\d", line[place])]
            assert found == wanted, statement
        assert table["columns"] == header


def test_the_workbook_shows_the_figures_of_the_pages_in_their_order(
    published: Path, shown: dict[str, list[tuple[str, str]]]
) -> None:
    """Each statement's numbers are one sheet's numbers, row by row, and no sheet holds another."""
    sheets: dict[str, list[Decimal]] = {}
    for sheet, row in cells(published / "statements.xlsx"):
        sheets.setdefault(sheet, []).extend(Decimal(repr(cell)) for cell in row if isinstance(cell, float))
    numbers = Counter(tuple(of) for of in sheets.values() if of)

    assert numbers == Counter(
        tuple(Decimal(words.replace(",", "")) for _, words in figures) for figures in shown.values()
    )


def test_the_print_shows_every_figure_as_often_as_the_pages(
    published: Path, shown: dict[str, list[tuple[str, str]]]
) -> None:
    text = "\n".join(pdf_pages(published / "disclosure.pdf"))
    read = Counter(re.findall(r"-?\d[\d,]*\.\d\d(?!\d)", text))

    assert Counter(words for figures in shown.values() for _, words in figures) - read == Counter()


def test_every_query_run_by_beanquery_on_the_published_ledger_gives_the_fact(
    published: Path, facts: dict[str, Any]
) -> None:
    """No part of Huilin takes part: Beancount loads the file, beanquery runs each query as it is written."""
    import beanquery
    from beancount import loader

    entries, errors, options = loader.load_file(str(published / "ledger.beancount"))
    ledger = beanquery.connect("beancount:", entries=entries, errors=errors, options=options)
    given = {query: ledger.execute(query).fetchall() for query in {f["query"] for f in facts.values() if f["query"]}}

    assert errors == []
    assert {
        id_: (given[fact["query"]], fact["amount"])
        for id_, fact in facts.items()
        if fact["query"] and worth(given[fact["query"]]) != Decimal(fact["amount"])
    } == {}


def worth(rows: list[Any]) -> Decimal:
    """The one number that a query gives; of nothing: zero."""
    ((value,),) = rows or [(None,)]
    return Decimal(value or 0)
