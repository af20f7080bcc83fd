"""Write docs/events.*.md and the golden ledgers of tests/events: `python -m tools.events`, from the checkout's root."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from huilin.events import catalogue
from tools.events.books import begin, text_of, written
from tools.events.pages import command, page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from huilin.books import Books
    from huilin.wording import Language

GOLDEN = Path("tests/events/golden")
PAGES: Mapping[Language, Path] = {"zh": Path("docs/events.zh.md"), "en": Path("docs/events.en.md")}


def texts(books: Books) -> dict[str, Sequence[str]]:
    """Return every event's examples as ledger text."""
    return {e.name: [text_of(written(books, e, example)) for example in e.examples] for e in catalogue().values()}


def golden(name: str, ledgers: Sequence[str]) -> str:
    """Return an event's golden file: each example's command as a comment, then what it writes."""
    event = catalogue()[name]
    parts = (f"; {command(event, example)}\n{text}" for example, text in zip(event.examples, ledgers, strict=True))
    return "\n".join(parts)


def main() -> None:
    """Write everything anew, and remove the golden files of events that are gone."""
    with TemporaryDirectory() as folder:
        found = texts(begin(Path(folder) / "books"))
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for old in GOLDEN.glob("*.beancount"):
        old.unlink()
    for name, ledgers in found.items():
        (GOLDEN / f"{name}.beancount").write_text(golden(name, ledgers), encoding="utf-8")
    for language, path in PAGES.items():
        path.write_text(page(language, found), encoding="utf-8")
    sys.stdout.write(f"{len(found)} events\n")


if __name__ == "__main__":
    main()
