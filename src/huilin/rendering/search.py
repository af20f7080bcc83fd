"""The search box: an index of lines, vouchers and pages, and the hash by which browsers know its one script."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from huilin.money import show
from huilin.rendering.view import anchor, cell_text, fact_link
from huilin.rendering.words import WORDS
from huilin.reporting import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markupsafe import Markup

    from huilin.rendering.document import Document
    from huilin.rendering.vouchers import Month, Voucher
    from huilin.reporting import Line, Statement

PAGE = "search.html"


class Row(NamedTuple):
    """One thing to be found: what it is called, where it stands and what else is said of it, figures, address."""

    title: str
    about: str
    figures: str
    address: str


def index(
    document: Document, page_of: Callable[[Statement], str], figures_of: Callable[[Fact], str]
) -> tuple[Row, ...]:
    """Return a row for every statement, line and voucher, in the order of the disclosure."""
    rows: list[Row] = []
    for statement in document.statements:
        page = page_of(statement)
        rows.append(_statement(statement, page, document))
        rows += (_line(line, statement, page, document, figures_of) for line in statement.lines if line.cells)
    for month in document.months:
        rows += (_voucher(voucher, month, document) for voucher in month.vouchers)
    return tuple(rows)


def embedded(rows: Iterable[Row]) -> Markup:
    """Return the rows as JSON that may stand inside a page: no tag can begin in it."""
    from markupsafe import Markup

    text = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - escaped just here


def integrity(script: str) -> str:
    """Return the script's hash as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _statement(statement: Statement, page: str, document: Document) -> Row:
    say = document.language
    about = _joined((document.entity_title(statement.entity).say(say), statement.period.say(say)))
    return Row(statement.title.say(say), about, "", f"{page}#{anchor(statement)}")


def _line(line: Line, statement: Statement, page: str, document: Document, figures_of: Callable[[Fact], str]) -> Row:
    say = document.language
    headed = list(zip(statement.columns, line.cells, strict=False))
    facts = [cell for _, cell in headed if isinstance(cell, Fact)]
    words = [cell_text(cell, say) for _, cell in headed if not isinstance(cell, Fact)]
    figures = "　".join(f"{title.say(say)} {show(cell.amount)}" for title, cell in headed if isinstance(cell, Fact))
    address = fact_link(facts[0], figures_of(facts[0])) if facts else f"{page}#{anchor(statement)}"
    return Row(line.label.say(say), _joined((*words, statement.title.say(say))), figures, address)


def _voucher(voucher: Voucher, month: Month, document: Document) -> Row:
    say = document.language
    number = voucher.numbers[0] if voucher.numbers else ""
    title = _joined((str(voucher.day), *(words.say(say) for words in voucher.words)))
    kind = WORDS["month_sum" if voucher.is_sum else "voucher"].say(say)
    accounts = dict.fromkeys(leg.title.say(say) for leg in voucher.legs)
    about = _joined((f"{kind} {number}", document.entity_title(month.entity).say(say), *accounts))
    figures = "　".join(dict.fromkeys(show(abs(leg.fen)) for leg in voucher.legs))
    return Row(title, about, figures, f"{month.page}#{quote(voucher.anchor)}")


def _joined(words: Iterable[str]) -> str:
    return " · ".join(_said(words))


def _said(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if word)
