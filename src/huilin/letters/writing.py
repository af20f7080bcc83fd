"""Letters as PDF in private/letters/: set one by one, each complete or not there (law 11), none ever published."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.rendering import fonts
from huilin.rendering.document import DEFAULT_ACCENT
from huilin.rendering.setting import to_pdf, words_of
from huilin.rendering.templates import fill
from huilin.storage import write_atomic
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    from huilin.books import Books
    from huilin.progress import Progress
    from huilin.workspace import Workspace

FOLDER = "letters"
_STEP = Text("排印信函", "Setting letters")


class Letter(NamedTuple):
    """One letter: its file's name below private/letters/, its template, and what the template is given."""

    file: str
    template: str
    values: Mapping[str, Any]


class House(NamedTuple):
    """Who writes, as letters are headed and signed."""

    community: str
    phone: str
    address: str
    accent: str
    reviewer: str
    cashier: str


def house(workspace: Workspace) -> House:
    """Return the community's letterhead and who signs: the reviewer, and the cashier or whoever prepares."""
    settings = workspace.settings
    said = settings.publication

    def one(*roles: str) -> str:
        return next((name for role in roles for name, has in settings.people.items() if role in has), "")

    return House(
        Text(settings.name, settings.name_en).say(settings.language),
        str(said.get("phone", said.get("contact", ""))),
        str(said.get("address", "")),
        str(said.get("accent", DEFAULT_ACCENT)),
        one("review"),
        one("cashier", "prepare"),
    )


def write(books: Books, letters: Sequence[Letter], day: date, progress: Progress) -> tuple[Path, ...]:
    """Set and write the letters dated `day`; return their files. Raises MachineError where font, sign or disk fails."""
    workspace = books.workspace
    own = workspace.root / "templates"
    templates = str(own) if own.is_dir() else ""
    written: list[Path] = []
    room = workspace.donors.parent / FOLDER
    for done, letter in enumerate(letters):
        progress(_STEP, done, len(letters))
        html = fill(
            letter.template,
            templates,
            workspace.settings.language,
            house=house(workspace),
            day=day,
            **letter.values,
        )
        fonts.require([(letter.file, words_of(html))])
        path = room / letter.file
        write_atomic(path, to_pdf(html, templates, day))
        path.chmod(0o600)
        written.append(path)
    progress(_STEP, len(letters), len(letters))
    return tuple(written)
