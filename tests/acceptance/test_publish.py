"""The disclosure of 2026-Q3, read as a resident or an auditor would: files, figures, names."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.outside import (
    LEDGER,
    cells,
    copy_of,
    html_rows,
    html_text,
    pdf_pages,
    printed,
    register,
    sha256,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.acceptance.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")

FACT = {"id", "label", "label_en", "entity", "statement", "line", "amount", "query", "formula", "entries"}


@pytest.fixture(scope="module")
def published(demo: Demo) -> Path:
    demo.run("publish")
    return demo.published


@pytest.fixture(scope="module")
def facts(published: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((published / "facts.json").read_text(encoding="utf-8"))["facts"]
    assert found
    return found


@pytest.fixture(scope="module")
def pdf(published: Path) -> list[str]:
    return pdf_pages(published / "disclosure.pdf")


def test_the_generation_is_behind_one_relative_link(demo: Demo, published: Path) -> None:
    """`published/2026-Q3` is a relative link to `.generations/<12 hex>`, the only generation there is."""
    assert published.is_symlink()
    assert re.fullmatch(r"\.generations/[0-9a-f]{12}", str(published.readlink()))
    assert len(list((demo.workspace / "published" / ".generations").iterdir())) == 1


def test_the_files_of_the_contract_are_there(published: Path) -> None:
    """disclosure.pdf, index.html, facts.json, statements.xlsx, data/*.csv, manifest.json; and no temporary file."""
    names = {str(path.relative_to(published)) for path in published.rglob("*") if path.is_file()}

    assert {"disclosure.pdf", "index.html", "facts.json", "statements.xlsx", "manifest.json"} <= names
    assert [name for name in names if re.fullmatch(r"data/[^/]+\.csv", name)]
    assert [name for name in names if name.endswith((".tmp", "~")) or "/." in f"/{name}"] == []
    assert all((published / name).stat().st_size for name in names)


def sums(data: Any) -> Iterator[tuple[str, str]]:
    """Every (path, sha256) that the manifest tells, whichever way it is written."""
    if isinstance(data, dict):
        texts = {key: value for key, value in data.items() if isinstance(value, str)}
        digest = texts.get("sha256", "")
        yield from ((value, digest) for key, value in texts.items() if digest and key in {"path", "file", "name"})
        yield from ((key, value) for key, value in texts.items() if re.fullmatch(r"[0-9a-f]{64}", value) and "." in key)
        for key, value in data.items():
            if isinstance(value, dict) and isinstance(value.get("sha256"), str) and "." in key:
                yield key, value["sha256"]
            yield from sums(value)
    elif isinstance(data, list):
        for value in data:
            yield from sums(value)


def test_the_manifest_names_every_file_with_its_hash(published: Path) -> None:
    """manifest.json: the sha256 of each file beside it, right for every one, none left out."""
    told = dict(sums(json.loads((published / "manifest.json").read_text(encoding="utf-8"))))
    there = {
        str(path.relative_to(published)): sha256(path)
        for path in published.rglob("*")
        if path.is_file() and path.name not in {"manifest.json", "manifest.sha256"}
    }

    assert {name: told.get(name) for name in there} == there


def test_facts_have_the_shape_of_the_contract(published: Path) -> None:
    """facts.json: period, generated_from, facts with ten fields; amounts are text with two decimals; ids are unique."""
    data = json.loads((published / "facts.json").read_text(encoding="utf-8"))
    facts = data["facts"]

    assert set(data) == {"period", "generated_from", "facts"}
    assert data["period"] == "2026-Q3"
    assert data["generated_from"]
    assert [fact for fact in facts if set(fact) != FACT] == []
    assert [fact for fact in facts if not re.fullmatch(r"-?\d+\.\d\d", fact["amount"])] == []
    assert [fact for fact in facts if not (fact["label"] and fact["label_en"] and fact["statement"])] == []
    assert [fact for fact in facts if fact["amount"] == "-0.00"] == []
    assert [key for key, times in Counter(fact["id"] for fact in facts).items() if times > 1] == []
    assert {fact["entity"] for fact in facts} >= {"Fund", "Company"}


def test_every_fact_has_a_query_or_a_formula(facts: list[dict[str, Any]]) -> None:
    """A figure comes from the books by a query, or from other figures by a formula; never both, never neither."""
    assert [fact for fact in facts if bool(fact["query"]) is bool(fact["formula"])] == []


def test_english_labels_are_english(facts: list[dict[str, Any]]) -> None:
    """`label_en` of a statement's line holds Chinese only where the Chinese name is a project's, donor's or payee's."""
    statutory = [f for f in facts if f["statement"].endswith(("income", "position", "activities")) and f["line"]]

    assert [fact["label_en"] for fact in statutory if re.search(r"[\u3400-\u9fff]", fact["label_en"])] == []


def test_entries_name_vouchers_of_the_books(demo: Demo, facts: list[dict[str, Any]]) -> None:
    """`entries` lead from a figure to vouchers that exist, of the fact's own entity where it has one."""
    known = {entry.meta["id"] for entry in demo.entries}

    assert [fact["id"] for fact in facts if set(fact["entries"]) - known] == []
    assert [
        fact["id"]
        for fact in facts
        if fact["entity"] in {"Fund", "Company"} and any(not e.startswith(fact["entity"]) for e in fact["entries"])
    ] == []
    assert any(fact["entries"] for fact in facts)


def test_every_query_gives_its_amount_on_the_posted_books(
    demo: Demo, facts: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Law 3: each fact's BQL, run by beanquery on the books after publishing, gives this one number.

    The accounts of fewer than five persons (wages payable; cards, of which four moved in April 2025) are published
    within others: so they are written here.
    """
    books = copy_of(demo.workspace, tmp_path / "books")
    for file in books.rglob("*.beancount"):
        text = file.read_text(encoding="utf-8")
        for account, within in (("2211应付职工薪酬", "2241其他应付款"), ("2203预收账款:01储值卡本金", "2203预收账款")):
            text = text.replace(account, within)
        file.write_text(text, encoding="utf-8")
    asked = Auditor(books / "main.beancount")

    wrong = [
        (fact["id"], fact["amount"], str(asked(fact["query"])))
        for fact in facts
        if fact["query"] and asked(fact["query"]) != Decimal(fact["amount"])
    ]
    assert wrong == []


class Auditor:
    """Loads the books once and asks beanquery; transactions that cannot take part are left out beforehand.

    A query with `AND entry_meta('id') = '…'` can only add up that voucher; one whose account patterns match accounts
    of one entity only can only add up that entity's (a transaction lies in one entity). Texts and dates of a query are
    handed over as parameters, so that each shape of query is parsed once; the first of a shape also runs as it is
    written. Three hundred queries would otherwise take half a minute.
    """

    def __init__(self, main: Path) -> None:
        from beancount import loader
        from beancount.core.data import Open, Transaction

        entries, _, self.options = loader.load_file(str(main))
        self.entries = entries
        accounts = [entry.account for entry in entries if isinstance(entry, Open)]
        self.books: dict[str, list[Any]] = {"": [entry for entry in entries if isinstance(entry, Transaction)]}
        self.accounts: dict[str, list[str]] = {}
        for account in accounts:
            self.accounts.setdefault(account.split(":")[1], []).append(account)
        for entry in self.books[""]:
            self.books.setdefault(entry.postings[0].account.split(":")[1], []).append(entry)
            self.books[entry.meta["id"]] = [entry]
        self.connections: dict[str, Any] = {}
        self.answers: dict[str, Decimal] = {}
        self.shapes: dict[str, Any] = {}

    def __call__(self, query: str) -> Decimal:
        if query not in self.answers:
            self.answers[query] = self.ask(query)
        return self.answers[query]

    def ask(self, query: str) -> Decimal:
        import beanquery
        from beanquery import parser

        if " FROM #" in query:
            everything = beanquery.connect("beancount:", entries=self.entries, errors=[], options=self.options)
            return number(everything.execute(query).fetchall())
        values = {f"v{place}": value for place, value in enumerate(LITERAL.findall(query))}
        names = iter(values)
        shape = LITERAL.sub(lambda _: f"%({next(names)})s", query)
        known = {key: text[1:-1] if text[0] == "'" else date.fromisoformat(text) for key, text in values.items()}
        connection = self.connection(self.part(query))
        if shape not in self.shapes:
            self.shapes[shape] = parser.parse(shape)
            asked = number(connection.execute(query).fetchall())
            assert asked == number(connection.execute(self.shapes[shape], known).fetchall()), query
            return asked
        return number(connection.execute(self.shapes[shape], known).fetchall())

    def part(self, query: str) -> str:
        """The voucher or entity that the query asks about, or nothing for all of the books."""
        if " OR " in query:
            return ""
        if named := re.search(r"AND entry_meta\('id'\) = '([^']+)'", query):
            return named[1]
        patterns = re.findall(r"account ~ '([^']+)'", query)
        touched = [
            entity
            for entity, accounts in self.accounts.items()
            if any(re.search(pattern, account, re.IGNORECASE) for pattern in patterns for account in accounts)
        ]
        return touched[0] if len(touched) == 1 else ""

    def connection(self, part: str) -> Any:
        import beanquery

        if part not in self.connections:
            self.connections[part] = beanquery.connect(
                "beancount:", entries=self.books[part], errors=[], options=self.options
            )
        return self.connections[part]


LITERAL = re.compile(r"'[^']*'|\d{4}-\d\d-\d\d")


def number(rows: list[Any]) -> Decimal:
    """The one number that a query may give."""
    assert len(rows) <= 1, rows
    assert all(len(row) == 1 for row in rows), rows
    return worth(rows[0][0]) if rows else Decimal("0.00")


def worth(value: Any) -> Decimal:
    """What a query gave, as a number of CNY (or hours)."""
    if value is None:
        return Decimal("0.00")
    if hasattr(value, "get_only_position"):
        position = value.get_only_position()
        return Decimal("0.00") if position is None else position.units.number
    return Decimal(getattr(value, "number", value))


def test_every_formula_recomputes(facts: list[dict[str, Any]]) -> None:
    """A formula over other facts' ids gives the amount, to the fen."""
    amounts = {fact["id"]: Decimal(fact["amount"]) for fact in facts}
    token = re.compile("|".join(re.escape(key) for key in sorted(amounts, key=len, reverse=True)))
    wrong = []
    for fact in facts:
        if fact["formula"]:
            words = token.sub(lambda found: f"Decimal('{amounts[found[0]]}')", fact["formula"])
            assert re.fullmatch(r"(?:Decimal\('-?[\d.]+'\)|max|min|round|[-+*/(),.\d\s])+", words), fact
            names = {"Decimal": Decimal, "max": max, "min": min, "round": to_the_fen, "__builtins__": {}}
            plain = re.sub(r"(?<![\w'.-])(\d+(?:\.\d+)?)(?!['\w.])", r"Decimal('\1')", words)
            value = Decimal(eval(plain, names))
            if value != Decimal(fact["amount"]):
                wrong.append((fact["id"], fact["amount"], str(value), fact["formula"]))
    assert wrong == []


def to_the_fen(value: Decimal) -> Decimal:
    """Round once, half up (law 2)."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


# The figures, worked out again from the ledger's text


def amounts_of(facts: list[dict[str, Any]], entity: str, label: str) -> set[Decimal]:
    found = {Decimal(fact["amount"]) for fact in facts if fact["entity"] == entity and re.search(label, fact["label"])}
    assert found, f"no fact of {entity} is labelled {label}"
    return found


@pytest.mark.parametrize("entity", ["Company", "Fund"])
def test_balance_sheets_balance_in_mid_year(demo: Demo, facts: list[dict[str, Any]], entity: str) -> None:
    """资产总计 = 负债和所有者权益（净资产）总计, also on 30 September, and is what the books hold."""
    assets = amounts_of(facts, entity, r"^资产总计")
    both = amounts_of(facts, entity, r"负债和(所有者权益|净资产).*总计")

    held = total(demo.entries, lambda name: name.startswith(f"Assets:{entity}:"), last="2026-09-30")
    assert assets == both
    assert held in assets


def profit(demo: Demo, first: str) -> Decimal:
    company = [entry for entry in demo.entries if entry.file.startswith("company")]
    return -total(company, lambda name: name.startswith(("Income:", "Expenses:")), first, "2026-09-30", closing=False)


def test_net_profit_is_what_the_books_say(demo: Demo, facts: list[dict[str, Any]]) -> None:
    """利润表: 净利润 of the quarter and of the year to date, from the ledger's text."""
    shown = amounts_of(facts, "Company", "净利润")

    assert {profit(demo, "2026-07-01"), profit(demo, "2026-01-01")} <= shown


def test_income_and_spending_of_the_fund_are_what_the_books_say(demo: Demo, facts: list[dict[str, Any]]) -> None:
    """专项基金收支表: income, spending and the balance at both ends of the quarter."""
    fund = [entry for entry in demo.entries if entry.file.startswith("fund")]
    shown = {Decimal(fact["amount"]) for fact in facts if fact["entity"] == "Fund"}
    quarter = ("2026-07-01", "2026-09-30")
    income = -total(fund, lambda name: name.startswith("Income:"), *quarter, closing=False)
    spent = total(fund, lambda name: name.startswith("Expenses:"), *quarter, closing=False)
    gifts = -total(fund, lambda name: name.startswith("Income:Fund:4101"), *quarter, closing=False)
    cash = [total(fund, lambda name: ":1002" in name, last=day) for day in ("2026-06-30", "2026-09-30")]

    assert {income, spent, gifts, *cash} <= shown


def test_each_projects_money_is_what_the_books_say(demo: Demo, facts: list[dict[str, Any]]) -> None:
    """Per project: spent in the quarter and left on its last day, both shown as facts."""
    shown = {Decimal(fact["amount"]) for fact in facts}
    left: Counter[str] = Counter()
    for entry in demo.entries:
        if entry.date > "2026-09-30" or entry.meta.get("kind") == "结转":
            continue
        for posting in entry.postings:
            project = posting.meta.get("project", entry.meta.get("project"))
            if project and posting.account.startswith(("Income:Fund", "Expenses:Fund", "Equity:Fund:310")):
                left[project] -= posting.amount  # type: ignore[assignment]
    assert len(left) >= 6
    assert {project: amount for project, amount in left.items() if amount not in shown} == {}


def test_the_promise_in_the_disclosure_is_the_promise_in_the_books(demo: Demo, facts: list[dict[str, Any]]) -> None:
    """profit → losses → base → owed → paid → received: the figures of the 20 % statement, from the ledger's text."""
    from tests.acceptance.test_quarter import PROMISE, accrued, owed_to_date

    shown = {Decimal(fact["amount"]) for fact in facts}
    paid = accrued(demo.entries) + total(demo.entries, lambda name: name == PROMISE, last="2026-09-30")

    assert {owed_to_date(demo.entries), paid, Decimal("29251.94")} <= {abs(amount) for amount in shown}


# The same figure everywhere


def test_facts_stand_in_the_html(published: Path, facts: list[dict[str, Any]]) -> None:
    """Every fact that is not zero stands in a row of the pages with its label (or the date that its label names)."""
    rows = [row for page in published.rglob("*.html") for row in html_rows(page.read_text(encoding="utf-8"))]
    missing = [
        (fact["id"], fact["label"], fact["amount"])
        for fact in facts
        if Decimal(fact["amount"]) and not any(labelled(fact, row) and printed(fact["amount"]) in row for row in rows)
    ]
    assert missing == []


def labelled(fact: dict[str, Any], row: str) -> bool:
    """Whether the row carries the fact's label; a list by day has the day in a column of its own."""
    return fact["label"] in row or bool(re.search(r" \d{4}-\d\d-\d\d$", fact["label"]) and fact["label"][-10:] in row)


def test_facts_stand_in_the_workbook_as_numbers(published: Path, facts: list[dict[str, Any]]) -> None:
    """Every fact that is not zero is a number in a row of statements.xlsx that begins with its label."""
    rows = [
        (
            " ".join(str(cell) for cell in row if isinstance(cell, str)),
            [Decimal(repr(c)) for c in row if isinstance(c, float)],
        )
        for _, row in cells(published / "statements.xlsx")
    ]
    missing = [
        (fact["id"], fact["label"], fact["amount"])
        for fact in facts
        if Decimal(fact["amount"])
        and not any(labelled(fact, text) and Decimal(fact["amount"]) in numbers for text, numbers in rows)
    ]
    assert missing == []


def test_facts_stand_in_the_pdf(facts: list[dict[str, Any]], pdf: list[str]) -> None:
    """Every fact that is not zero is printed in the PDF."""
    text = "\n".join(pdf)
    missing = [(f["id"], f["amount"]) for f in facts if Decimal(f["amount"]) and printed(f["amount"]) not in text]

    assert missing == []


def test_facts_stand_in_the_csv(published: Path, facts: list[dict[str, Any]]) -> None:
    """Every fact that is not zero stands in a file of data/ as a plain number."""
    values = set()
    for path in (published / "data").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            values |= {cell.replace(",", "") for row in csv.reader(file) for cell in row}
    missing = [(f["id"], f["amount"]) for f in facts if Decimal(f["amount"]) and f["amount"] not in values]

    assert missing == []


def test_the_statements_of_the_issue_are_there(published: Path, pdf: list[str]) -> None:
    """收支表, 余额表, 业务活动表 and 资产负债表 lines, 利润表, projects, donations, the 20 % – in the PDF and the pages."""
    pages = "\n".join(html_text(page.read_text(encoding="utf-8")) for page in published.rglob("*.html"))
    for text in ("\n".join(pdf), pages):
        squeezed = re.sub(r"\s+", "", text)
        for title in ("专项基金收支表", "余额表", "业务活动表", "资产负债表", "利润表", "反哺", "项目", "捐赠", "20%"):
            assert title in squeezed, title
        assert "晴川社区基金" in squeezed
        assert "晴川惠邻社区服务有限公司" in squeezed
        assert "青禾市慈善总会" in squeezed
        assert "非法定" in squeezed


def test_every_page_of_the_pdf_says_what_it_is(pdf: list[str]) -> None:
    """After the cover, each page has the period, the community or entity, and its own page number."""
    assert len(pdf) >= 5
    for number, page in enumerate(pdf[1:], 2):
        text = re.sub(r"\s+", "", page)
        assert "2026年第三季度" in text or "2026-Q3" in text or "2026年7—9月" in text, (number, page[:200])
        assert "晴川" in text, (number, page[:200])
        assert re.search(rf"(?<!\d){number}(?!\d)", page), (number, page[-200:])


def test_the_page_is_one_static_site(published: Path) -> None:
    """The pages load nothing from outside, run no script from elsewhere, and every local link leads to a file."""
    for page in published.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', text), page.name
        assert 'name="viewport"' in text
        assert re.search(r'<html[^>]+lang="zh', text)
        for target in re.findall(r'(?:src|href)="([^"#:]+)(?:#[^"]*)?"', text):
            assert (page.parent / target).exists(), (page.name, target)


# Names


def texts(published: Path, pdf: list[str]) -> dict[str, str]:
    """All that can be read in the generation, by file."""
    found = {"disclosure.pdf": "\n".join(pdf)}
    for path in published.rglob("*"):
        name = str(path.relative_to(published))
        if path.suffix in {".html", ".json", ".csv", ".txt", ".svg", ".css", ".js", ".xml"}:
            found[name] = path.read_text(encoding="utf-8")
        elif path.suffix == ".xlsx":
            found[name] = "\n".join(str(cell) for _, row in cells(path) for cell in row)
    return found


def test_no_donor_is_named_against_their_wish(demo: Demo, published: Path, pdf: list[str]) -> None:
    """No name of a donor whose wish is not 实名 stands in any published file (nothing said means 匿名)."""
    donors = register(demo.workspace)
    named = {donor["name"] for donor in donors if donor["wish"] == "实名"}
    named |= {donor["alias"] for donor in donors if donor["wish"] == "化名"}
    hidden = {d["name"] for d in donors if d["wish"] != "实名" and d["kind"] != "单位"} - named
    assert len(hidden) > 40
    allowed = re.compile("|".join(re.escape(own) for own in sorted(named - {""}, key=len, reverse=True)))
    for name, text in texts(published, pdf).items():
        rest = allowed.sub("□", text)
        assert [donor for donor in hidden if donor in rest] == [], name


def test_no_phone_and_no_customer_leaves_the_house(demo: Demo, published: Path, pdf: list[str]) -> None:
    """Phones of the register and of the orders, names of people in orders, and card numbers are nowhere."""
    phones = {donor["phone"] for donor in register(demo.workspace) if donor["phone"]}
    people = set()
    for book in (LEDGER / "inbox").glob("快团团*.xlsx"):
        for _, row in cells(book):
            if isinstance(row[0], float):
                people.add(row[12])
                phones.add(row[13])
    assert len(phones) > 50
    named = {donor["name"] for donor in register(demo.workspace)}
    for name, text in texts(published, pdf).items():
        assert [phone for phone in phones if phone in text] == [], name
        assert [person for person in people - named if person in text] == [], name
        assert re.findall(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])", text) == [], name
        assert re.findall(r"(?<![\dA-Za-z])K00\d\d(?!\d)", text) == [], name


def test_donors_are_shown_as_they_wished(demo: Demo, published: Path) -> None:
    """Who wished to be named and gave in the quarter is named with the gift; who wished an alias stands under it."""
    donors = {donor["id"]: donor for donor in register(demo.workspace)}
    gave = {
        posting.meta.get("donor", entry.meta.get("donor"))
        for entry in demo.entries
        if "2026-07-01" <= entry.date <= "2026-09-30"
        for posting in entry.postings
        if posting.account.startswith("Income:Fund:4101")
    } - {None}
    shown = "\n".join(html_text(page.read_text(encoding="utf-8")) for page in published.rglob("*.html"))
    expected = {donors[who]["name"] for who in gave if donors[who]["wish"] == "实名"}
    expected |= {donors[who]["alias"] for who in gave if donors[who]["wish"] == "化名"}

    assert len(expected) > 10
    assert {name for name in expected if name not in shown} == set()


def test_nothing_but_the_generation_changes_in_publishing(demo: Demo, published: Path) -> None:
    """Publishing writes below published/, and once the key of the donors' pseudonyms into private/."""
    from tests.acceptance.outside import tree

    before, after = tree(demo.copies["close"]), tree(demo.workspace)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}

    assert {name for name in changed if not name.startswith("published/")} <= {"private/pseudonyms.key"}
