"""Documents and photos that a community publishes: only those whose `document` line says so, photos only with consent.

`published: "竣工照片"` is the title for the public; `consent: "照片里没有人"` (or who agreed) is asked for every photo and
every PDF, since pictures of people are personal data (民法典 第一千零一十九条; 个人信息保护法 第二十九条 for children).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beancount.core import data

from huilin.vocabulary import CONSENT, PUBLISHED, split_account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books

FOLDER = "papers"
PICTURES, TEXTS, PRINT = frozenset({".jpg", ".jpeg", ".png", ".webp"}), frozenset({".txt", ".md"}), ".pdf"


class Paper(NamedTuple):
    """One document that is published: its day, entity, project, title, where it lies, and what was agreed to."""

    day: date
    entity: str
    project: str
    title: str
    source: Path
    mark: str
    consent: str
    file: str
    line: int

    @property
    def name(self) -> str:
        """Return its name in a publication: by the hash of the evidence, never by the file's own name."""
        suffix = self.source.suffix.lower()
        return f"{FOLDER}/{self.mark[:12]}{'.jpg' if suffix in PICTURES else suffix}"


def papers(books: Books, until: date) -> Iterator[Paper]:
    """Yield the documents that are to be published, up to a day, in the books' order."""
    projects = _projects(books)
    for entry in books.entries:
        title = str(entry.meta.get(PUBLISHED) or "").strip()
        if not isinstance(entry, data.Document) or not title or entry.date > until:
            continue
        parts = split_account(entry.account)
        project = next((projects[link] for link in sorted(entry.links or ()) if link in projects), "")
        yield Paper(
            entry.date, parts.entity if parts else "", project, title, Path(entry.filename),
            str(entry.meta.get("sha256") or ""), str(entry.meta.get(CONSENT) or "").strip(),
            books.workspace.relative(entry.meta["filename"]), int(entry.meta["lineno"]),
        )  # fmt: skip


def _projects(books: Books) -> dict[str, str]:
    """Return the project that each evidence link leads to."""
    found: dict[str, str] = {}
    for entry in books.transactions:
        for link in entry.links or ():
            if link.startswith("ev-") and entry.meta.get("project"):
                found[link] = str(entry.meta["project"])
    return found
