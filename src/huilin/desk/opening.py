"""A stranger's books opened: copied, looked at, and served read-only; with what was found shown first."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.audit import marks
from huilin.desk import inspecting, running
from huilin.desk.copying import copy_books, copy_named
from huilin.desk.spec import Spec
from huilin.errors import UsageError
from huilin.vocabulary import is_period, parse_period
from huilin.wording import Text
from huilin.workspace import SETTINGS, Settings, Workspace

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from huilin.desk.guard import Password
    from huilin.desk.inspecting import Inspection
    from huilin.wording import Language

PAGES, PUBLIC_PAGES = "huilin.desk.pages", "huilin.desk.public_pages"
MAIN, PUBLIC, FACTS = "main.beancount", "ledger.beancount", "facts.json"


class Desk(NamedTuple):
    """An open desk: what serves it, and what was found before."""

    server: running.Running
    inspection: Inspection


@contextmanager
def open_books(
    source: Path,
    listening: socket.socket,
    *,
    language: Language = "zh",
    today: date | None = None,
    password: Password | None = None,
) -> Iterator[Desk]:
    """Open the workspace `source` on a listening socket; copy and server are gone when the context ends."""
    ticks = marks.file_of(Workspace(source, Settings()))
    with _private_folder() as copy:
        spec = Spec(copy, copy / MAIN, PAGES, source.name, language, today, password=password, marks=ticks)
        with _serving(spec, listening, lambda: looked_at(source, copy), [copy, ticks.parent]) as desk:
            yield desk


@contextmanager
def open_publication(
    source: Path, listening: socket.socket, *, language: Language = "zh", password: Password | None = None
) -> Iterator[Desk]:
    """Open what a community has published: the folder itself, or the latest of the workspace `source`.

    Only the public ledger and its figures are copied; raise UsageError where there is no publication.
    """
    folder = publication_of(source)
    with _private_folder() as copy:
        spec = Spec(copy, copy / PUBLIC, PUBLIC_PAGES, folder.name, language, password=password)
        with _serving(spec, listening, lambda: _public(folder, copy), [copy]) as desk:
            yield desk


def publication_of(source: Path) -> Path:
    """Return the published folder that is meant: `source`, or the workspace's latest by its period's last day."""
    if (source / FACTS).is_file():
        return source.resolve()
    found = [
        folder for folder in (source / "published").glob("*") if is_period(folder.name) and (folder / FACTS).is_file()
    ]
    if not found:
        raise UsageError(
            Text(f"{source} 里还没有公示。", f"Nothing is published in {source}."),
            Text(
                "请先运行 huilin publish，或直接指明公示文件夹。",
                "Run `huilin publish` first, or name a published folder.",
            ),
        )
    return max(found, key=lambda folder: (parse_period(folder.name).end, folder.name))


def _public(folder: Path, copy: Path) -> Inspection:
    left_out = copy_named(folder.resolve(), copy, (PUBLIC, FACTS))
    (copy / SETTINGS).write_text("", encoding="utf-8")
    return inspecting.inspect(copy, PUBLIC).with_more(left_out)


@contextmanager
def _serving(
    spec: Spec, listening: socket.socket, look: Callable[[], Inspection], seen: Sequence[Path]
) -> Iterator[Desk]:
    """Start the server, look through the books while it warms up, and end it when the context ends."""
    found: list[Inspection] = []

    def finished(hosts: frozenset[str]) -> Spec:
        found.append(look())
        return replace(spec, findings=found[0].findings, refused=found[0].refused, hosts=hosts)

    server = running.start(finished, listening, folders=seen)
    try:
        yield Desk(server, found[0])
    finally:
        server.stop()


def looked_at(source: Path, copy: Path) -> Inspection:
    """Copy the books into the empty folder `copy` and return what was found on the way and in the copy."""
    left_out = copy_books(source, copy)
    inspection = inspecting.inspect(copy)
    return inspection.with_more([*left_out, *copy_named(source, copy, inspection.documents)])


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Give a folder that only this user can read, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="huilin-desk-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
