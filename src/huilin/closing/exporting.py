"""One entity's books as a ledger of their own: what an auditor, a host or a successor takes away, and it checks alone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beancount.core import data

from huilin.books import load
from huilin.closing.refusals import NotReadyError
from huilin.errors import RefusedError
from huilin.findings import errors_in
from huilin.vouchers import entity_of
from huilin.wording import Text
from huilin.workspace import SETTINGS, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huilin.books import Books
    from huilin.findings import Finding


class Exported(NamedTuple):
    """What was written: the folder, its files relative to it, how many vouchers, and what checking it alone found."""

    folder: Path
    files: tuple[str, ...]
    vouchers: int
    findings: tuple[Finding, ...]


def export(books: Books, entity: str, folder: Path) -> Exported:
    """Write one entity's books into `folder`: ledger, evidence, seals, settings; not the private donor register.

    The copy is built beside it, loaded as a whole and only then put in place. Raises RefusedError where the folder
    is there already, NotReadyError where the copy does not check alone.
    """
    workspace = books.workspace
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError(
            Text(f"{folder} 里已经有东西。", f"{folder} is not empty."),
            Text("请换一个空文件夹。", "Name an empty or a new folder."),
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".huilin-export-", dir=folder.parent) as place:
        copy = Path(place) / "books"
        files = sorted({workspace.relative(file) for file in _files(books, entity)})
        for name in files:
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(workspace.root / name, target)
        main = workspace.relative(workspace.entity_main(entity))
        (copy / "main.beancount").write_text(_main(books, entity, main), encoding="utf-8")
        alone = load(Workspace.find(copy), today=books.today)
        if errors_in(alone.findings):
            raise NotReadyError(errors_in(alone.findings))
        folder.mkdir(exist_ok=True)
        for top in copy.iterdir():
            top.rename(folder / top.name)
    count = sum(entity_of(entry) == entity for entry in alone.transactions)
    return Exported(folder, tuple(sorted({*files, "main.beancount"})), count, alone.findings)


def _main(books: Books, entity: str, main: str) -> str:
    title = books.entities[entity].title.replace('"', "")
    return f'option "title" "{title}"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n\ninclude "{main}"\n'


def _files(books: Books, entity: str) -> Iterator[Path]:
    """Yield every file that the entity's books stand on and that is there."""
    workspace = books.workspace
    yield workspace.root / SETTINGS
    yield from sorted(workspace.folder(entity).rglob("*.beancount"))
    yield from sorted(workspace.seals.glob(f"*.{entity}.*json*"))
    yield from sorted(workspace.seals.glob(f"superseded/*.{entity}.*json*"))
    yield from _inside(workspace, (Path(d.filename) for d in _documents(books, entity)))


def _documents(books: Books, entity: str) -> Iterator[data.Document]:
    return (
        entry
        for entry in books.entries
        if isinstance(entry, data.Document) and entry.account.split(":")[1:2] == [entity]
    )


def _inside(workspace: Workspace, files: Iterable[Path]) -> Iterator[Path]:
    root = workspace.root.resolve()
    return (
        root / file.resolve().relative_to(root)
        for file in files
        if file.is_file() and file.resolve().is_relative_to(root)
    )
