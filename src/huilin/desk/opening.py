"""A stranger's books opened: copied, looked at, and served read-only; with what was found shown first."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.audit import marks
from huilin.desk import inspecting, running
from huilin.desk.copying import copy_books, copy_named
from huilin.desk.spec import Spec
from huilin.workspace import Settings, Workspace

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from datetime import date

    from huilin.desk.guard import Password
    from huilin.desk.inspecting import Inspection
    from huilin.wording import Language

PAGES = "huilin.desk.pages"


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
    found: list[Inspection] = []
    ticks = marks.file_of(Workspace(source, Settings()))
    with _private_folder() as copy:

        def spec(hosts: frozenset[str]) -> Spec:
            found.append(looked_at(source, copy))
            return Spec(
                copy, copy / "main.beancount", PAGES, source.name, language, today,
                found[0].findings, found[0].refused, password=password, marks=ticks, hosts=hosts,
            )  # fmt: skip

        server = running.start(spec, listening, folders=[copy, ticks.parent])
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
