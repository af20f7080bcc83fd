"""The disclosure of a period as its readers would see it, drawn before it is published and written nowhere.

The statements, the pages and the reasons against publishing are those of `huilin publish`; every page says 预览，未公示.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from huilin.donors import Register, published_names
from huilin.errors import HuilinError
from huilin.findings import Finding, Severity, errors_in
from huilin.publication import bundle, months, privacy, readiness, redaction, verify_ledger
from huilin.rendering import Document, pages
from huilin.reporting import ReportRequest, registry
from huilin.vocabulary import Period, parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from huilin.books import Books

MARK = Text("预览，未公示", "Preview, not published")
_WHY = Text("数字会随账本变动；以公示的为准。", "Figures move with the books; what is published counts.")
_BODY = re.compile(r"<body[^>]*>")
_TITLE = re.compile(r"<title>")


class Preview(NamedTuple):
    """The pages by name, and everything that stands in the way of publishing them."""

    period: Period
    pages: Mapping[str, str]
    findings: tuple[Finding, ...]


def draw(books: Books, period: Period, *, today: date) -> Preview:
    """Draw the disclosure; raise HuilinError where the books hold errors, as `huilin report` does.

    That every figure follows from the public ledger is asked by `publish` alone: half of its time, and never a
    treasurer's fault.
    """
    amiss = errors_in(books.findings)
    if amiss:
        raise HuilinError(
            Text(f"账本有 {len(amiss)} 个错误，先改正再看预览。第一个：{amiss[0].say('zh')}", f"The books hold {len(amiss)} errors; mend them first. The first: {amiss[0].say('en')}"),
            Text("全部问题见错误页。", "The page of errors lists them all."),
        )  # fmt: skip
    register = Register.read(books.workspace.donors)
    statements = registry.make_all(ReportRequest(books, period, today, published_names(register)))
    document = Document.of(books, period, statements, today=today)
    ledger = _public_ledger(books, document)
    document = replace(document, months=months.of(verify_ledger.read(ledger), books))
    drawn = pages.render(document)
    hidden = privacy.Secrets.of(register, bundle.public_words(document))
    in_the_way = (
        lambda: readiness.refuse_unready(books, period),
        lambda: readiness.refuse_unsound(statements),
        lambda: privacy.search({**drawn, redaction.LEDGER: ledger}, hidden),
    )
    shown = {name: marked(text, document) if name.endswith(".html") else text for name, text in drawn.items()}
    return Preview(period, shown, tuple(finding for step in in_the_way for finding in _told(step)))


def _public_ledger(books: Books, document: Document) -> str:
    """Return the public ledger with pseudonyms of this moment: the true key is made by the first publication only."""
    pseudonyms = redaction.Pseudonyms(secrets.token_bytes(32), "preview")
    return redaction.redact(books, tuple(document.facts.values()), document.period, pseudonyms)


def marked(page: str, document: Document) -> str:
    """Return the page with the band that says it is a preview, on top of what the reader would see."""
    say = document.language
    words = f"<strong>{escape(MARK.say(say))}</strong>　{escape(_WHY.say(say))}"
    style = "background:#a33;color:#fff;padding:.5rem 1rem;text-align:center;position:sticky;top:0;z-index:9"
    band = f'<p role="note" class="preview-mark" style="margin:0;{style}">{words}</p>'
    page = _TITLE.sub(f"<title>【{escape(MARK.say(say))}】", page, count=1)
    return _BODY.sub(lambda body: body[0] + band, page, count=1)


def periods(books: Books) -> tuple[Period, ...]:
    """Return the months, quarters and years that have entries, the latest first; within a time, the longest last."""
    days = [entry.date for entry in books.transactions]
    names: dict[str, None] = {}
    for day in _months(min(days), max(days)) if days else ():
        names |= dict.fromkeys((f"{day:%Y}", f"{day:%Y}-Q{(day.month + 2) // 3}", f"{day:%Y-%m}"))
    found = [parse_period(name) for name in names]
    return tuple(sorted(found, key=lambda period: (period.end, period.start), reverse=True))


def usual(books: Books, today: date) -> Period | None:
    """Return the last quarter that is over and has entries, else the latest period there is."""
    some = periods(books)
    over = [period for period in some if "-Q" in period.name and period.end < today]
    return over[0] if over else some[0] if some else None


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _told(step: Callable[[], None]) -> Iterator[Finding]:
    try:
        step()
    except readiness.NotPublishableError as error:
        yield from error.findings
    except HuilinError as error:
        yield Finding("privacy", Severity.ERROR, "published", 0, error.text, error.remedy or Text("", ""))
