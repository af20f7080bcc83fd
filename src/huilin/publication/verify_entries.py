"""Whether the site's entry pages are the public ledger, line by line, and the search index shows the same figures."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from huilin.money import Fen, show, to_fen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beancount.core import data

    from huilin.publication.verify_ledger import Ledger

FOLDER = "entries/"
_INDEX = re.compile(r'<script type="application/json" id="index">(.*?)</script>', re.DOTALL)
_MONEY = re.compile(r"-?\d[\d,]*\.\d\d(?!\d)")
_SHOWN_META = ("category", "project", "kind")


class Shown(NamedTuple):
    """One voucher as a page shows it: day, numbers, words, and its lines (account, debit's words, credit's words)."""

    day: str
    numbers: str
    words: frozenset[str]
    legs: tuple[tuple[str, str, str], ...]


class _Reader(HTMLParser):
    """Collects the vouchers of an entry page by their anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Shown] = {}
        self._anchor = self._day = self._numbers = self._kind = self._account = ""
        self._words: set[str] = set()
        self._legs: list[tuple[str, str, str]] = []
        self._cells: list[str] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "tbody":
            self._anchor, self._numbers, self._words, self._legs = said.get("id", ""), "", set(), []
        elif tag == "time":
            self._day = said.get("datetime", "")
        elif tag == "tr":
            self._account, self._cells = said.get("data-account", ""), []
        elif tag == "td" or (tag == "span" and said.get("class") in ("number", "about")):
            self._kind, self._text = said.get("class", "") if tag == "span" else tag, []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "span") and self._text is not None:
            words = " ".join("".join(self._text).split())
            self._text = None
            if self._kind == "number":
                self._numbers = words
            elif self._kind == "about":
                self._words.add(words)
            else:
                self._cells.append(words)
        elif tag == "tr" and self._account and len(self._cells) == 3:
            self._legs.append((self._account, self._cells[1], self._cells[2]))
        elif tag == "tbody" and self._anchor:
            self.found[self._anchor] = Shown(self._day, self._numbers, frozenset(self._words), tuple(self._legs))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def read_pages(files: Mapping[str, bytes]) -> dict[str, dict[str, Shown]]:
    """Return the vouchers of every entry page, by page and anchor."""
    made: dict[str, dict[str, Shown]] = {}
    for name, data in files.items():
        if name.startswith(FOLDER) and name.endswith(".html"):
            reader = _Reader()
            reader.feed(data.decode("utf-8", "replace"))
            made[name] = reader.found
    return made


def pages_against_ledger(pages: Mapping[str, Mapping[str, Shown]], ledger: Ledger) -> Iterator[str]:
    """Yield the pages that lack a month's entry, show it otherwise, or show one that the ledger has not."""
    expected: dict[str, list[data.Transaction]] = defaultdict(list)
    for entry in ledger.transactions:
        entity = entry.postings[0].account.split(":")[1]
        expected[f"{FOLDER}{entity}-{entry.date:%Y-%m}.html"].append(entry)
    for page in sorted(expected.keys() | {page for page, found in pages.items() if found}):
        found, entries = pages.get(page, {}), expected.get(page, [])
        if len(found) != len(entries):
            yield f"{page}: {len(found)} ≠ {len(entries)}"
        for (anchor, shown), entry in zip(found.items(), entries, strict=False):
            if not _agree(shown, entry):
                yield f"{page}#{anchor}"


def _agree(shown: Shown, entry: data.Transaction) -> bool:
    said = {key: " ".join(str(entry.meta.get(key) or "").split()) for key in (*_SHOWN_META, "id", "vouchers")}
    legs = tuple(
        (posting.account, *_sides(to_fen(posting.units.number)))
        for posting in entry.postings
        if posting.units is not None and posting.units.number is not None
    )
    words = {said[key] for key in _SHOWN_META if said[key]}
    numbers = said["vouchers"] or said["id"]
    return (shown.day, shown.numbers, shown.legs) == (entry.date.isoformat(), numbers, legs) and words <= shown.words


def _sides(fen: Fen) -> tuple[str, str]:
    return (show(fen), "") if fen >= 0 else ("", show(-fen))


def index_against_facts(
    page: bytes, pages: Mapping[str, Mapping[str, Shown]], shown: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Yield the rows of the search index whose figures are not those of the line, or the voucher, that they lead to.

    `shown`: by a figure's anchor, the figures of its line as they are printed.
    """
    found = _INDEX.search(page.decode("utf-8", "replace"))
    for title, _about, figures, address in json.loads(found[1]) if found else ():
        name, _, anchor = address.partition("#")
        voucher = pages.get(name, {}).get(unquote(anchor))
        if voucher:
            known = frozenset(side for leg in voucher.legs for side in leg[1:] if side)
        else:
            known = shown.get(unquote(anchor), frozenset())
        if not known.issuperset(_MONEY.findall(figures)):
            yield f"search.html: {title} {figures}"
    if not found:
        yield "search.html"
