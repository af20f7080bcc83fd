"""A piece of evidence beside the entries that it proves: text as text, PDF and pictures as pictures drawn anew.

Nothing of the file itself reaches the browser except as a download: what could hold a script is shown as its text, and
what a decoder could stumble over is drawn by a process of its own with limits.
"""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from huilin.audit.ledger_view import account_words, evidence, refs, wording
from huilin.desk import fava_app, sandbox
from huilin.money import CURRENCY, show, to_fen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core.amount import Amount

    from huilin.books import Books
    from huilin.desk.drawing import Links

TEXTS = frozenset({".txt", ".csv", ".xml", ".html", ".htm", ".svg", ".json", ".eml", ".md", ".log"})
PICTURES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"})
MOST_TEXT = 200_000
SECONDS, MEMORY = 20, 2**30


class Leg(NamedTuple):
    """One posting of an entry, as it is read."""

    account: str
    name: str
    href: str
    debit: str
    credit: str


class Proven(NamedTuple):
    """One entry that names the evidence."""

    number: str
    date: str
    words: str
    href: str
    legs: tuple[Leg, ...]


class Viewed(NamedTuple):
    """The evidence: `state` is gone, text, picture, broken or other; `leaf` of `leaves` pages is shown."""

    name: str
    state: str
    text: str
    picture: str
    leaf: int
    leaves: int
    earlier: str
    later: str
    download: str
    entries: tuple[Proven, ...]


def viewed(name: str, leaf: int, links: Links) -> Viewed:
    """Return the evidence called `name` (its path in the workspace), page `leaf`, beside its entries."""
    books = fava_app.ledger().books
    file = fava_app.evidence_file(str(books.workspace.root / name))
    entries = tuple(_proven(books, name, links))
    download = f"{links.base}document/?filename={quote(str(file))}" if file else ""
    kind = Path(name).suffix.lower()
    state, text, leaves = "other", "", 0
    if file is None:
        state = "gone"
    elif kind in TEXTS:
        state, text = "text", _text(file)
    elif kind in PICTURES:
        leaves = _leaves(str(file), file.stat().st_mtime_ns)
        state = "picture" if leaves else "broken"
    leaf = min(leaf, leaves or 1)
    picture = (
        links.to_page(links.page + "/leaf", doc=name, leaf=str(leaf)).replace("/leaf/?", "/leaf?") if leaves else ""
    )
    earlier = links.here(doc=name, leaf=str(leaf - 1)) if leaf > 1 else ""
    later = links.here(doc=name, leaf=str(leaf + 1)) if leaf < leaves else ""
    return Viewed(name, state, text, picture, leaf, leaves, earlier, later, download, entries)


def picture(name: str, leaf: int) -> bytes:
    """Return one page of the evidence as PNG; empty where there is no such file or no picture can be made of it."""
    file = fava_app.evidence_file(str(fava_app.ledger().workspace.root / name))
    if file is None or file.suffix.lower() not in PICTURES:
        return b""
    return _drawn(str(file), file.stat().st_mtime_ns, leaf)


def _proven(books: Books, name: str, links: Links) -> Iterator[Proven]:
    words = account_words(books)
    for place in evidence(books).entries_of.get(name, ()):
        entry = books.transactions[place]
        number = refs(books, [place])[0]
        legs = tuple(
            Leg(p.account, words.get(p.account, p.account), links.account(p.account), *_sides(p.units))
            for p in entry.postings
        )
        yield Proven(number, str(entry.date), wording(books, [place])[0], links.entries([number]), legs)


def _sides(units: Amount | None) -> tuple[str, str]:
    """Return an amount on its side; one that is not in yuan with its commodity."""
    assert units is not None, "Beancount's booking fills every amount"
    assert units.number is not None
    in_yuan = units.currency == CURRENCY
    said = show(abs(to_fen(units.number))) if in_yuan else f"{abs(units.number)} {units.currency}"
    return (said, "") if units.number >= 0 else ("", said)


def _text(file: Path) -> str:
    """Return the file's text, in the encoding that fits."""
    with file.open("rb") as handle:
        content = handle.read(MOST_TEXT)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


@lru_cache(maxsize=64)
def _drawn(file: str, _changed: int, leaf: int) -> bytes:
    return _child(file, str(leaf))


@lru_cache(maxsize=1024)
def _leaves(file: str, _changed: int) -> int:
    said = _child(file, "count")
    return int(said) if said.isdigit() else 0


def _child(file: str, what: str) -> bytes:
    """Ask the process that reads pictures; empty where it died of the file."""
    command = [sys.executable, "-P", "-m", "huilin.desk.picture_child", file, what]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=sandbox.environment())  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""
