"""Pages, spreadsheet, tables, facts and screen: every form shows the facts, and only the facts."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook

from huilin.drafting import display_width
from huilin.errors import HuilinError, MachineError
from huilin.money import plain, show, to_decimal
from huilin.rendering import FORMS, data_package, pages, render, screen, sheets, workbook
from huilin.rendering.view import view, voucher_ranges
from huilin.reporting import Fact, Line, Statement
from huilin.wording import Text, same

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from huilin.rendering import Document


class Reader(HTMLParser):
    """Reads figures (text by fact id), ids, links and tags back from a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.figures: dict[str, set[str]] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._fact: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        self.tags.append((tag, said))
        self.ids += [said["id"]] if "id" in said else []
        self.links += [said["href"]] if "href" in said else []
        self._fact = said.get("data-fact")

    def handle_data(self, data: str) -> None:
        if self._fact:
            self.figures.setdefault(self._fact, set()).add(data)
            self._fact = None


@pytest.fixture(scope="session")
def site(document: Document) -> dict[str, Reader]:
    return {name: Reader(text) for name, text in pages.render(document).items()}


def test_the_figures_of_the_pages_are_the_facts(document: Document, site: dict[str, Reader]) -> None:
    shown: dict[str, set[str]] = {}
    for page in site.values():
        for fact, texts in page.figures.items():
            shown.setdefault(fact, set()).update(texts)

    assert shown == {fact.id: {show(fact.amount)} for fact in document.facts.values()}


def test_every_link_leads_somewhere(site: dict[str, Reader]) -> None:
    for name, page in site.items():
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            target, _, place = link.partition("#")
            assert (target or name) in site, f"{name}: {link}"
            assert not place or unquote(place) in site[target or name].ids, f"{name}: {link}"


def test_pages_need_nothing_from_outside_and_no_script_but_the_search_box(document: Document) -> None:
    """The one script is allowed by its hash alone; the index is data."""
    for text in pages.render(document).values():
        (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

        assert f"script-src 'sha256-{mark}';" in text
        assert text.count("<script") == 1 + text.count('<script type="application/json" id="index">')
        assert not re.search(r"\bon\w+=", text)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
        assert "url(http" not in text
        assert "default-src 'none'" in text


def test_pages_are_told_to_those_who_listen(site: dict[str, Reader]) -> None:
    for page in site.values():
        names = [tag for tag, _ in page.tags]
        assert ("html", {"lang": "zh-CN"}) in page.tags
        assert names.count("h1") == 1
        assert {"main", "nav", "header", "footer"} <= set(names)
        assert names.count("table") == names.count("caption")
        assert all("scope" in said for tag, said in page.tags if tag == "th")
        assert all({"role", "aria-labelledby"} <= said.keys() for tag, said in page.tags if tag == "svg")


def test_words_are_escaped(sample: ModuleType) -> None:
    evil = same('<img src=x onerror="alert(1)">')
    statement = Statement("notes", evil, "", evil, (evil,), (Line(evil, (evil,)),), evil, evil, (evil,), (evil,))

    for text in pages.render(sample.document(statements=(statement,))).values():
        assert "<img" not in text


def test_the_spreadsheet_reads_back_as_the_facts(document: Document) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook.render(document)))
    assert len(book.sheet_names) == len(document.statements)

    for name, statement in zip(book.sheet_names, document.statements, strict=True):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        first = 1 + view(statement, document).has_numbers
        for row, line in zip(rows[workbook.HEADING_ROW + 1 :], statement.lines, strict=False):
            for cell, fact in zip(row[first:], line.cells, strict=False):
                if isinstance(fact, Fact):
                    assert Decimal(repr(cell)) == to_decimal(fact.amount)


def test_totals_are_live_where_they_only_add(document: Document) -> None:
    sheets_ = workbook._sheets(document)
    places = workbook._places(sheets_)
    total = document.facts["Fund.income-expense.4.now"]
    home = places[total.id][0]
    first, last = (places[f"Fund.income-expense.{n}.now"][1] for n in (1, 3))

    assert workbook.live_formula(total, document.facts, places, home) == f"=SUM({first}:{last})"
    assert workbook.live_formula(document.facts["Fund.income-expense.1.now"], document.facts, places, home) is None


def test_a_total_that_the_books_were_asked_for_is_added_where_the_lines_above_add_up(document: Document) -> None:
    """The balance's total is a query of its own, and is no sum of the lines above, two of which are part of the first."""
    balance, income = (
        next(s for s in document.statements if s.id == name) for name in ("Fund.balance", "Fund.income-expense")
    )
    rows, lines = view(balance, document).rows, view(income, document).rows

    assert workbook.added_above(rows, 3, 0) is None
    assert workbook.added_above(lines, 4, 0) == (1, 3)
    assert workbook.added_above(lines, 3, 0) is None


def test_a_rate_stays_a_number() -> None:
    base = Fact("a.1", same("基数"), "", "a", "1", 1000)
    owed = Fact("a.2", same("应交"), "", "a", "2", 200, formula="round(a.1 * 0.20)")

    assert workbook.live_formula(owed, {"a.1": base}, {"a.1": ("s", "B5")}, "s") is None


@pytest.mark.parametrize(
    ("words", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "+86"),
        ("@x", "'@x"),
        ("-12.50", "-12.50"),
        ("-A1", "'-A1"),
        ("\t=1", "'\t=1"),
        ("路灯", "路灯"),
    ],
)
def test_what_a_spreadsheet_would_run_is_made_harmless(words: str, harmless: str) -> None:
    assert sheets.neutral(words) == harmless


def test_tables_read_back_as_the_facts(document: Document) -> None:
    files = sheets.render(document)
    rows = list(csv.DictReader(io.StringIO(files["facts.csv"].decode("utf-8-sig"))))

    assert files["facts.csv"].startswith(b"\xef\xbb\xbf")
    assert {row["id"]: row["amount"] for row in rows} == {f.id: plain(f.amount) for f in document.facts.values()}
    assert len(files) == len(document.statements) + 1


def test_the_data_package_says_what_every_file_holds(document: Document) -> None:
    """Read as a program would: by the schema alone, the amounts come out as the facts."""
    files = {**sheets.render(document), **data_package.tables(document)}
    package = json.loads(data_package.descriptor(document, files))
    resources = {resource["path"]: resource for resource in package["resources"]}

    assert resources.keys() == files.keys()
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    for path, resource in resources.items():
        assert re.fullmatch(r"[\w.-]+", resource["name"])
        assert resource["name"] == resource["name"].lower()
        assert resource["hash"] == "sha256:" + hashlib.sha256(files[path]).hexdigest()
        assert resource["bytes"] == len(files[path])
    fields = {field["name"]: field for field in resources["Fund-income-expense.csv"]["schema"]["fields"]}
    assert [fields["本期"][key] for key in ("type", "unit", "title_en")] == ["number", "CNY", "This period"]
    assert fields["项目"]["type"] == "string"
    total = next(row for row in csv.DictReader(io.StringIO(files["Fund-income-expense.csv"].decode("utf-8-sig"))) if row["项目"] == "收入合计")  # fmt: skip
    assert Decimal(total["本期"]) == to_decimal(document.facts["Fund.income-expense.4.now"].amount)


def test_a_table_as_json_is_the_table_as_csv(document: Document) -> None:
    tables = data_package.tables(document)
    as_csv = sheets.render(document)

    assert len(tables) == len(document.statements)
    for name, data in tables.items():
        table = json.loads(data)
        rows = list(csv.reader(io.StringIO(as_csv[name.replace(".json", ".csv")].decode("utf-8-sig"))))
        assert [[word.lstrip("'") for word in row] for row in rows] == [table["columns"], *table["rows"]]
        assert table["unit"] == "CNY"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("ODbL-1.0", None),
    ],
)
def test_a_community_names_its_licence(sample: ModuleType, name: str, path: str | None) -> None:
    document = sample.document(gifts=1, letterhead={"licence": name})
    said = json.loads(data_package.descriptor(document, {}))["licenses"]

    assert said == [{"name": name} | ({"path": path} if path else {})]


def test_facts_json_follows_the_contract(document: Document) -> None:
    made = json.loads(render(document, "json")["facts.json"])

    assert set(made) == {"period", "generated_from", "facts"}
    assert made["period"] == "2026-Q3"
    assert set(made["facts"][0]) == {
        "id",
        "label",
        "label_en",
        "entity",
        "statement",
        "line",
        "amount",
        "query",
        "formula",
        "entries",
    }
    assert len({fact["id"] for fact in made["facts"]}) == len(made["facts"]) == len(document.facts)


def test_every_form_gives_the_same_bytes_again(document: Document) -> None:
    for form in FORMS:
        if form != "pdf":
            assert render(document, form) == render(document, form)


def test_the_screen_shows_every_figure_in_lines_of_equal_width(document: Document) -> None:
    text = screen.render(document, width=140)
    widths = {display_width(line) for line in text.split("\n") if "居民个人捐赠收入" in line or "收入合计" in line}

    assert all(show(fact.amount) in text for fact in document.facts.values())
    assert len(widths) == 1


def test_english_readers_get_english(sample: ModuleType) -> None:
    document = sample.document(gifts=3, language="en")

    assert 'lang="en"' in pages.render(document)["fund.html"]
    assert "Income and expense of the special fund" in pages.render(document)["fund.html"]
    assert "In yuan (CNY)" in screen.render(document)


def test_statements_without_lines_say_so(sample: ModuleType) -> None:
    empty = Statement("donations", same("捐赠明细"), "Fund", same("本期"), (same("金额"),), (), same("捐赠人"))
    document = sample.document(statements=(empty,))

    assert "本期没有发生" in pages.render(document)["donations.html"]
    assert set(pages.render(document)) == {"donations.html", "index.html", "search.html"}
    assert render(document, "xlsx")
    assert render(document, "pdf")


def test_runs_of_vouchers_are_drawn_together() -> None:
    entries = [
        "Fund/2026-07/记-0003",
        "Fund/2026-07/记-0004",
        "Fund/2026-07/记-0005",
        "Fund/2026-08/记-0006",
        "2026-01-01",
    ]

    assert voucher_ranges(entries) == ("Fund/2026-07/记-0003–0005", "Fund/2026-08/记-0006", "2026-01-01")


def test_one_id_with_two_amounts_is_our_own_fault(sample: ModuleType) -> None:
    lines = tuple(Line(same("a"), (Fact("same", same("a"), "Fund", "s", "1", fen),)) for fen in (1, 2))
    statement = Statement("s", same("表"), "Fund", same("本期"), (same("金额"),), lines, same("项目"))

    with pytest.raises(AssertionError, match="same"):
        render(sample.document(statements=(statement,)), "json")


def test_a_template_error_names_template_and_line(sample: ModuleType, tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "part.html").write_text("<p>\n{{ unknown.word }}\n</p>", encoding="utf-8")

    with pytest.raises(HuilinError) as caught:
        pages.render(sample.document(gifts=1, templates=str(own)))

    assert not isinstance(caught.value, MachineError)
    assert "part.html 第 2 行" in caught.value.text.zh


@pytest.mark.parametrize("line", ["{% if %}", "{{ 1/0 }}", "{{ document.nothing }}", '{% include "gone.html" %}'])
def test_every_kind_of_template_error_is_a_plain_sentence(sample: ModuleType, tmp_path: Path, line: str) -> None:
    (tmp_path / "index.html").write_text(f"\n\n{line}\n", encoding="utf-8")

    with pytest.raises(HuilinError, match=r"index\.html 第 3 行"):
        pages.render(sample.document(gifts=1, templates=str(tmp_path)))


def test_a_workspace_overrides_one_template_and_extends_the_stock(sample: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "part.html").write_text(
        '{% extends "stock/part.html" %}{% block title %}我们的{{ part.title|say }}{% endblock %}', encoding="utf-8"
    )

    assert "<title>我们的社区基金的账" in pages.render(sample.document(gifts=1, templates=str(tmp_path)))["fund.html"]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ document.__init__.__globals__ }}",
        "{{ document.of.__func__ }}",
        "{{ link.__globals__ }}",
    ],
)
def test_a_workspace_template_runs_in_a_sandbox(sample: ModuleType, tmp_path: Path, attack: str) -> None:
    (tmp_path / "part.html").write_text(attack, encoding="utf-8")

    with pytest.raises(HuilinError, match=r"part\.html"):
        pages.render(sample.document(gifts=1, templates=str(tmp_path)))


def test_a_link_out_of_the_templates_folder_is_not_followed(sample: ModuleType, tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    (own / "part.html").symlink_to(tmp_path / "secret.txt")

    made = pages.render(sample.document(gifts=1, templates=str(own)))

    assert not any("秘密" in text for text in made.values())


def test_a_wrong_colour_is_said(sample: ModuleType) -> None:
    with pytest.raises(HuilinError, match=r"publication\.accent"):
        pages.render(sample.document(letterhead={"accent": "red;}"}))


@pytest.mark.parametrize("side", ["right", "left", "middle"])
def test_the_seal_stands_where_the_community_says(sample: ModuleType, side: str) -> None:
    assert sample.document(letterhead={"seal": side}).seal_side == side


def test_a_wrong_place_for_the_seal_is_said(sample: ModuleType) -> None:
    with pytest.raises(HuilinError, match=r"publication\.seal"):
        _ = sample.document(letterhead={"seal": "top"}).seal_side


def test_statements_find_their_chapters(sample: ModuleType) -> None:
    document = sample.document(gifts=1)

    assert [part.name for part in document.parts] == [
        "summary",
        "fund",
        "company",
        "reinvestment",
        "projects",
        "donations",
        "notes",
    ]
    assert document.entity_title("Fund") == same("晴川社区基金")
    assert document.entity_title("") == Text("晴川社区", "Qingchuan Community")
