"""The audit's pages: each answers, in both languages, with Fava's filters, and every figure leads on."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from fava.core.filters import AdvancedFilter
from python_calamine import CalamineWorkbook

from huilin.audit import Origin
from huilin.desk import pages
from huilin.desk.drawing import Links, entry_filter

if TYPE_CHECKING:
    from tests.desk.conftest import Opened

NAMES = [page.__name__ for page in pages.PAGES]


class Entry(NamedTuple):
    """What Fava's filter looks at."""

    meta: dict[str, str]


def links(**args: str) -> Links:
    return Links("/x/", "HuilinEntries", {"time": "2026"}, args, Path("/books"))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_answers_in_both_languages_and_with_every_filter(opened: Opened, name: str) -> None:
    title = next(page.page.title for page in pages.PAGES if page.__name__ == name)
    filters = (
        {"time": "2026"},
        {"account": "Fund"},
        {"filter": "路灯"},
        {"time": "2026-07-10 - 2026-08-20"},
        {"entity": "Fund"},
    )

    assert f"<h2>{title.zh}</h2>" in opened.page(name)
    assert f"<h2>{title.en}</h2>" in opened.page(name, lang="en")
    for words in filters:
        said = opened.page(name, **words)
        assert ('role="alert"' in said) == ("报表按月、季、年编制" in said), words


def test_the_overview_stands_where_it_was_promised(opened: Opened) -> None:
    assert "HuilinDesk" in NAMES
    assert opened.get("").headers["Location"].endswith("extension/HuilinDesk/")


def test_a_wrong_filter_and_wrong_books_are_said_in_place(opened: Opened) -> None:
    assert "没有账套 Nobody" in opened.page("HuilinEntries", entity="Nobody")
    for time in ("gestern", "2026-13", "0000", "9999"):
        assert "筛选条件读不懂" in opened.page("HuilinEntries", time=time) or time == "9999", time


def test_a_statements_figure_opens_to_its_account_and_its_voucher(opened: Opened) -> None:
    """From the fund's expense of 2,420.50 to the account, and from there to the one entry in Fava's journal."""
    statements = opened.page("HuilinStatements", entity="Fund", report="fund_activities")
    figure = next(href for href, text in _anchors(statements) if text == "2,420.50")

    words = parse_qs(urlsplit(figure).query)
    behind = opened.page("HuilinStatements", fact=words["fact"][0])
    journal = [href for href, text in _anchors(behind) if text == "2,420.50" and "/journal/" in href]

    assert "业务活动成本" in behind
    assert parse_qs(urlsplit(journal[0]).query)["filter"] == ['id:"Fund/2026-08/记-0001"']


def test_a_filter_by_payee_leaves_its_entries_only(opened: Opened) -> None:
    every = opened.page("HuilinEvidence", t="evidence.register")
    left = opened.page("HuilinEvidence", t="evidence.register", filter="李家")

    assert "发票.xml" in every
    assert "发票.xml" not in left
    assert "只看筛选出的凭证" in left


def test_evidence_stands_beside_its_entry_and_its_markup_is_text(opened: Opened) -> None:
    page = opened.page("HuilinEvidence", doc="documents/2026/发票.xml")

    assert "&lt;seller&gt;光明五金店&lt;/seller&gt;" in page
    assert "<seller>" not in page
    assert "Fund/2026-08/记-0001" in page
    assert "2,420.50" in page


def test_evidence_that_is_gone_is_said_in_its_place(opened: Opened) -> None:
    for name in ("documents/2026/没有.pdf", "../../etc/passwd", "community.toml", "private/donors.csv"):
        page = opened.page("HuilinEvidence", doc=name)
        assert "文件不在账本文件夹里" in page
        assert "19900001234" not in page


def test_a_table_comes_out_as_csv_and_as_a_workbook_with_the_same_rows(opened: Opened) -> None:
    where = "extension/HuilinEvidence/export"
    as_csv = opened.get(where, t="evidence.register", form="csv", time="2026")
    as_xlsx = opened.get(where, t="evidence.register", form="xlsx", time="2026")

    rows = list(csv.reader(io.StringIO(as_csv.get_data().decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx.get_data())).get_sheet_by_index(0).to_python()
    assert "attachment" in as_csv.headers["Content-Disposition"]
    assert [row[0] for row in rows[1:]] == ["documents/2026/发票.xml"]
    assert any(row[0] == "documents/2026/发票.xml" for row in sheet)


def test_a_long_table_is_shown_in_parts_searched_and_sorted(opened: Opened) -> None:
    alone = opened.page("HuilinDesk", t="overview.months", time="2026", sort="-month")

    months = re.findall(r'<td class="words">(2026-\d\d)</td>', alone)
    assert months == sorted(months, reverse=True)
    assert "2026-09" in opened.page("HuilinDesk", t="overview.months", time="2026", q="2026-09")
    assert "没有表" in opened.page("HuilinDesk", t="nothing")


def test_the_desk_writes_nothing(opened: Opened) -> None:
    """What Fava's own API would write is refused by Fava too, behind the guard."""
    client = opened.app.test_client()  # type: ignore[attr-defined]
    for name in (
        *(f"extension/{page}/" for page in NAMES),
        "api/source",
        "api/add_entries",
        "extension/HuilinDesk/export",
    ):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert client.open(f"{opened.top}{name}", method=method).status_code in (401, 405), (name, method)


def test_a_filter_means_exactly_its_vouchers() -> None:
    """Fava reads the value as a pattern: neither a longer number nor a sign of patterns may slip in."""
    there = [f"Fund/2026-07/记-{number:04d}" for number in range(1, 130)] + ["Fund/2026-07/收.1", "Fund/2026-07/收x1"]
    wanted = ["Fund/2026-07/记-0001", "Fund/2026-07/记-0012", "Fund/2026-07/收.1"]

    left = AdvancedFilter(entry_filter(wanted)).apply([Entry({"id": number}) for number in there])  # type: ignore[list-item]

    assert [e.meta["id"] for e in left] == wanted
    assert entry_filter(wanted[:1]) == 'id:"Fund/2026-07/记-0001"'


def test_origins_lead_to_figures_entries_places_and_accounts() -> None:
    assert links().origin(Origin(fact="Fund.cash")) == "/x/extension/HuilinStatements/?time=2026&fact=Fund.cash"
    assert "editor/?file_path=%2Fbooks%2Ffund%2F2026-07.beancount&line=12" in links().origin(
        Origin(("fund/2026-07.beancount:12",))
    )
    assert links().origin(Origin()) == ""
    assert "account=Assets%3AFund%3A1002" in links().origin(Origin(account="Assets:Fund:1002"))


def _anchors(page: str) -> list[tuple[str, str]]:
    return [(unescape(href), unescape(text)) for href, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', page)]
