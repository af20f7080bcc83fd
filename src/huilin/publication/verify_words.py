"""Amounts that stand in words, pictures and print only: those that are no published figure, to be named as unproved."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from huilin.money import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from huilin.money import Fen

MONEY = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?![\d.])")
"""An amount as we print it, without its sign."""
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


def unfounded(texts: Mapping[str, str], known: Iterable[Fen]) -> dict[str, tuple[str, ...]]:
    """Return, by file, the amounts in its text that are neither a figure nor an entry's amount, each once, in order."""
    founded = {show(abs(fen)) for fen in known}
    made = {
        name: tuple(dict.fromkeys(words for words in MONEY.findall(text) if words not in founded))
        for name, text in texts.items()
    }
    return {name: words for name, words in made.items() if words}


def of_pages(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what readers see on every page, pictures' words included."""
    return {name: _seen(data.decode("utf-8", "replace")) for name, data in files.items() if name.endswith(".html")}


def of_prints(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the text of every PDF."""
    return {name: "\n".join(_printed(data)) for name, data in files.items() if name.endswith(".pdf")}


def _seen(page: str) -> str:
    return html.unescape(_UNSEEN.sub(" ", page))


def _printed(data: bytes) -> Iterator[str]:
    import pypdfium2

    for page in pypdfium2.PdfDocument(data):
        yield page.get_textpage().get_text_range()
