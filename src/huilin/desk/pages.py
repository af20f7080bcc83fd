"""What an auditor reads: a class a page, one for each of `huilin.audit.pages` – a new audit page is a page here for free."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from huilin.audit import AuditRequest
from huilin.audit.export import csv_of, workbook_of
from huilin.audit.pages import PAGES as AUDIT_PAGES
from huilin.desk import evidence_view, fava_app
from huilin.desk.drawing import WORDS, Drawn, Links, drawn
from huilin.desk.fava_app import HOME, DeskPage
from huilin.errors import HuilinError, UsageError
from huilin.reporting.common import over
from huilin.reporting.registry import reports
from huilin.vocabulary import Period, is_period, month_of, parse_period, quarter_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from huilin.audit import Table
    from huilin.audit.pages import Option, Page
    from huilin.books import Books
    from huilin.desk.fava_app import Asked
    from huilin.wording import Language

_REMEMBERED = 24
"""Pages of tables kept: turning a page of a long table, or exporting it, computes nothing again."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Choice(NamedTuple):
    """One thing to choose on a page: a list where it has `choices`, else a field to fill."""

    name: str
    title: str
    value: str
    choices: tuple[tuple[str, str], ...]


class View(NamedTuple):
    """What the template draws: heading, choices, tables or what is wrong, and for evidence its viewer."""

    title: str
    about: str
    heading: str
    language: Language
    words: Mapping[str, str]
    links: Links
    choices: tuple[Choice, ...]
    periods: tuple[tuple[str, str, bool], ...]
    kept: tuple[tuple[str, str], ...]
    tables: tuple[Drawn, ...]
    alone: bool
    filtered: bool
    searched: str
    other_language: str
    wrong: str
    remedy: str
    evidence: evidence_view.Viewed | None


class AuditPage(DeskPage):
    """One page of the audit: its tables by the period and the filters that stand above, each to be opened and saved."""

    page: ClassVar[Page]

    def view(self) -> View:
        """Return what is shown; what is wrong with the question is said in place."""
        asked = fava_app.asked()
        language = _language(asked)
        links = _links(self, asked, language)
        words = {key: text.say(language) for key, text in WORDS.items()}
        alone = "t" in asked.args
        books = fava_app.ledger().books
        try:
            request = _request(self.page, asked, books)
            tables = self._tables(request, asked, language)
            shown = tuple(drawn(table, links, language, alone=alone, page=_number(asked, "p")) for table in tables)
            wrong, remedy, heading = "", "", request.heading.say(language)
        except HuilinError as error:
            shown, heading = (), ""
            wrong, remedy = error.text.say(language), error.remedy.say(language) if error.remedy else ""
        document = asked.args.get("doc", "") if self.page.name == "evidence" else ""
        return View(
            self.page.title.say(language), self.page.about.say(language), heading, language, words, links,
            tuple(_choices(self.page, books, asked, language)), tuple(_periods(books, heading, links, language)),
            tuple(links.kept.items()), shown, alone, bool(asked.kept.keys() - {"time"}), asked.args.get("q", ""),
            links.here(lang="zh" if language == "en" else "en"), wrong, remedy,
            evidence_view.viewed(document, _number(asked, "leaf"), links) if document else None,
        )  # fmt: skip

    def make(self, request: AuditRequest) -> tuple[Table, ...]:
        """Return the page's tables."""
        return self.page.make(request)

    def _tables(self, request: AuditRequest, asked: Asked, language: Language) -> tuple[Table, ...]:
        """Return the page's tables, or the one asked for, searched and sorted."""
        options, ticked = tuple(sorted(request.options.items())), _changed(request.marks)
        key = (self.name, request.period, request.entity, request.chosen, options, ticked)
        tables = fava_app.ledger().remembered(key, lambda: self.make(request), _REMEMBERED)
        wanted = asked.args.get("t")
        if wanted is None:
            return tables
        return tuple(_arranged(table, asked, language) for table in tables if table.id == wanted) or _no_table(wanted)

    @fava_app.endpoint("export")
    def export(self) -> Any:  # noqa: ANN401 - a Flask answer
        """Answer with a table as CSV, or with a table or the whole page as XLSX."""
        asked = fava_app.asked()
        language = _language(asked)
        try:
            request = _request(self.page, asked, fava_app.ledger().books)
            tables = self._tables(request, asked, language)
        except HuilinError as error:
            return error.text.say(language), 400
        name = f"huilin-{self.page.name}-{asked.args.get('t', 'page')}-{request.period.name}".replace(" ", "")
        if asked.args.get("form") == "csv":
            return fava_app.download(csv_of(tables[0], language), f"{name}.csv", "text/csv")
        content = workbook_of(tables, self.page.title, request.today, language)
        return fava_app.download(content, f"{name}.xlsx", _XLSX)

    @fava_app.endpoint("leaf")
    def leaf(self) -> Any:  # noqa: ANN401 - a Flask answer
        """Answer with one page of a piece of evidence as a picture."""
        asked = fava_app.asked()
        picture = evidence_view.picture(asked.args.get("doc", ""), _number(asked, "leaf"))
        return fava_app.shown(picture, "image/png") if picture else None


def _page_class(page: Page) -> type[AuditPage]:
    """Return the class of one page: Fava's menu shows both languages, since it knows only one."""
    name = HOME if page.name == "overview" else f"Huilin{page.name.title().replace('_', '')}"
    title = f"{page.title.zh} {page.title.en}"
    return type(
        name, (AuditPage,), {"page": page, "report_title": title, "__module__": __name__, "__doc__": page.about.en}
    )


PAGES = tuple(_page_class(page) for page in AUDIT_PAGES)


def _language(asked: Asked) -> Language:
    said: dict[str, Language] = {"zh": "zh", "en": "en"}
    return said.get(asked.args.get("lang", ""), fava_app.ledger().spec.language)


def _links(page: AuditPage, asked: Asked, language: Language) -> Links:
    kept = dict(asked.kept)
    if language != fava_app.ledger().spec.language:
        kept["lang"] = language
    return Links(asked.base, page.name, kept, dict(asked.args), fava_app.ledger().workspace.root)


def _request(page: Page, asked: Asked, books: Books) -> AuditRequest:
    names = {option.name for option in page.options}
    options = {key: value for key, value in asked.args.items() if key in names}
    entity = asked.args.get("entity", "")
    if entity and entity not in books.entities:
        raise UsageError(
            Text(f"没有账套 {entity}。", f"There are no books {entity}."),
            Text(f"可选：{'、'.join(books.entities)}。", f"Choose one of: {', '.join(books.entities)}."),
        )
    today = books.today or datetime.now().astimezone().date()
    days, chosen = fava_app.filtered(asked.kept)
    period = _period(*days) if days else _last_quarter(books)
    return AuditRequest(books, period, today, entity, chosen, options, fava_app.ledger().spec.marks)


def _period(first: date, last: date) -> Period:
    """Return the period of the calendar that these days are, else one that is named by them."""
    if is_period(f"{first.year}"):
        for period in (parse_period(f"{first.year}"), quarter_of(first), month_of(first)):
            if (period.start, period.end) == (first, last):
                return period
    return Period(f"{first}–{last}", first, last)


def _last_quarter(books: Books) -> Period:
    days = [entry.date for entry in books.transactions if entry.flag == "*"]
    return quarter_of(max(days) if days else (books.today or datetime.now().astimezone().date()))


def _changed(file: Path | None) -> int:
    """Return when the auditor's own file was last written, 0 where there is none."""
    try:
        return file.stat().st_mtime_ns if file else 0
    except OSError:
        return 0


def _arranged(table: Table, asked: Asked, language: Language) -> Table:
    if words := asked.args.get("q"):
        table = table.matching(words, language)
    key = asked.args.get("sort", "")
    if key.lstrip("-") in {column.key for column in table.columns}:
        table = table.sorted_by(key.lstrip("-"), descending=key.startswith("-"))
    return table


def _no_table(name: str) -> tuple[Table, ...]:
    raise UsageError(
        Text(f"这一页没有表 {name}。", f"This page has no table {name}."),
        Text("请从本页打开。", "Open it from the page."),
    )


def _number(asked: Asked, name: str) -> int:
    said = asked.args.get(name, "1")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 8 else 1


def _choices(page: Page, books: Books, asked: Asked, language: Language) -> Iterator[Choice]:
    every = ("", WORDS["every"].say(language))
    names = tuple((entity.name, f"{entity.name} {entity.title}") for entity in books.entities.values())
    yield Choice("entity", WORDS["books"].say(language), asked.args.get("entity", ""), (every, *names))
    for option in page.options:
        choices = _listed(option, books, language)
        yield Choice(option.name, option.title.say(language), asked.args.get(option.name, option.default), choices)


def _listed(option: Option, books: Books, language: Language) -> tuple[tuple[str, str], ...]:
    """Return what an option can be: its own choices; for a report, those that there are."""
    if option.name == "report":
        return tuple((one.name, one.title.say(language)) for one in reports(books.workspace))
    return tuple((value, title.say(language)) for value, title in option.choices)


def _periods(books: Books, heading: str, links: Links, language: Language) -> Iterator[tuple[str, str, bool]]:
    """Yield the years and the last quarters with what leads to them, and whether it is the one shown."""
    days = [entry.date for entry in books.transactions]
    if not days:
        return
    quarters = [quarter_of(max(days))]
    while len(quarters) < _QUARTERS and quarters[0].start > min(days):
        quarters.insert(0, quarter_of(quarters[0].start - timedelta(days=1)))
    years = [parse_period(str(year)) for year in range(min(days).year, max(days).year + 1)][-_YEARS:]
    for period in (*years, *quarters):
        yield period.name, links.here(time=period.name, p=""), over(period).say(language) == heading


_YEARS, _QUARTERS = 4, 6
