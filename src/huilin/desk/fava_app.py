"""The one module that knows Fava's insides: its application over books of ours, with pages of ours, and without its holes.

Nothing that a ledger says makes it run code: extensions come from `Spec.pages` alone, an `import-config` is not read.
Evidence leaves as an attachment of a harmless type, and only from inside the workspace.
"""

from __future__ import annotations

import importlib
import mimetypes
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"  # counts only before Beancount's first import

from fava.application import _LedgerSlugLoader, create_app
from fava.context import g
from fava.core import FavaLedger
from fava.core.budgets import BudgetModule
from fava.core.extensions import ExtensionModule
from fava.core.ingest import IngestModule
from fava.ext import FavaExtensionBase, extension_endpoint
from fava.helpers import FavaAPIError
from flask import Response, request, send_file
from jinja2 import ChoiceLoader, DictLoader

from huilin.books.loading import Loaded, finished, handed_over
from huilin.desk import words
from huilin.workspace import Workspace, read_settings

if TYPE_CHECKING:
    from flask import Flask

    from huilin.books import Books
    from huilin.desk.spec import Spec

__all__ = ["FavaExtensionBase", "Ledger", "create", "evidence_file", "extension_endpoint", "ledger"]

HOME = "HuilinDesk"
LOCALES = {"zh": "zh_CN", "en": "en"}
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types of evidence that are told to the browser; of everything else it learns only that these are bytes."""


class Ledger(FavaLedger):
    """Fava's ledger with our books beside it, loaded once for both."""

    books: Books

    def __init__(self, spec: Spec) -> None:
        """Load the books that the spec names."""
        self.spec = spec
        self.workspace = Workspace(spec.root, read_settings(spec.root / "community.toml"))
        super().__init__(str(spec.main), poll_watcher=True)

    def load_file(self) -> None:
        """Load, with our pages only; the plugin hands its books over while Beancount's loader runs."""
        self.extensions = _OurPages(self, self.spec.pages)
        self.ingest = _NoImport(self)
        self.budgets = _NoBudgets(self)
        with handed_over(self.spec.today) as handed:
            super().load_file()
        loaded = Loaded(self.all_entries, self.load_errors, self.options, handed)
        self.books = finished(self.workspace, loaded, today=self.spec.today)
        self.fava_options.default_page = f"extension/{HOME}/"
        self.fava_options.language = LOCALES[self.spec.language]

    def changed(self) -> bool:
        """Look for changes only where somebody edits: a copy stays as it is."""
        return super().changed() if self.spec.writable else False


class _OurPages(ExtensionModule):
    """Extensions of our own, whatever a `custom "fava-extension"` asks for."""

    def __init__(self, ledger: Ledger, pages: str) -> None:
        super().__init__(ledger)
        for page in importlib.import_module(pages).PAGES:
            shown: FavaExtensionBase = page(ledger)
            self._instances[shown.name] = shown

    def load_file(self) -> None:
        """Read nothing from the ledger."""


class _NoImport(IngestModule):
    """No `import-config`: it is a program, and huilin has an inbox of its own."""

    def load_file(self) -> None:
        """Read nothing from the ledger."""


class _NoBudgets(BudgetModule):
    """Our budgets are of projects, not of accounts: Fava would report each as an error."""

    def load_file(self) -> None:
        """Read nothing from the ledger."""


class _OneLedger(_LedgerSlugLoader):
    """Fava's list of ledgers: the one that is loaded already."""

    def __init__(self, app: Flask, loaded: Ledger) -> None:
        super().__init__(app)
        self._ledgers = [loaded]


def create(spec: Spec) -> Flask:
    """Return the application over the loaded books."""
    loaded = Ledger(spec)
    app = create_app([spec.main], read_only=not spec.writable)
    app.config["LEDGERS"] = _OneLedger(app, loaded)
    app.jinja_loader = ChoiceLoader([DictLoader({_JOURNAL: _escaping(app)}), app.jinja_loader])  # type: ignore[list-item]
    app.view_functions["document"] = _document
    app.view_functions["statement"] = _statement
    return app


def show_first(app: Flask, body: bytes) -> None:
    """Have the application show this page before the books."""
    to_books = app.view_functions["index"]

    def index() -> Any:  # noqa: ANN401 - a Flask answer
        return to_books() if g.beancount_file_slug else Response(body, mimetype="text/html")

    app.view_functions["index"] = index


def address(app: Flask) -> str:
    """Return the path of the books' own first page."""
    slug = app.config["LEDGERS"].first_slug()
    return f"/{slug}/extension/{HOME}/"


def ledger() -> Ledger:
    """Return the ledger of the request that is being answered."""
    found = g.ledger
    assert isinstance(found, Ledger)
    return found


_JOURNAL = "_journal_table.html"
_BARE = "{% autoescape false %}"


def _escaping(app: Flask) -> str:
    """Return Fava's journal, which writes payees as markup, with escaping switched on."""
    assert app.jinja_loader is not None
    source = app.jinja_loader.get_source(app.jinja_env, _JOURNAL)[0]
    assert _BARE in source, "this Fava writes its journal in another way: look again whether it escapes"
    return source.replace(_BARE, "{% autoescape true %}")


def evidence_file(name: str) -> Path | None:
    """Return the evidence of that path where a `document` names it and it lies inside the workspace as a plain file."""
    books = ledger()
    known = {entry.filename for entry in books.all_entries_by_type.Document}
    path = Path(name)
    inside = name in known and path.resolve().is_relative_to(books.workspace.root.resolve())
    return path if inside and path.is_file() else None


def _document() -> Any:  # noqa: ANN401 - a Flask answer
    """Answer for Fava's own link to a piece of evidence."""
    return _attached(request.args.get("filename", ""))


def _statement() -> Any:  # noqa: ANN401 - a Flask answer
    """Answer for Fava's link from an entry's metadata to a piece of evidence."""
    try:
        name = ledger().statement_path(request.args.get("entry_hash", ""), request.args.get("key", ""))
    except FavaAPIError:
        return words.missing_evidence(""), 404
    return _attached(name)


def _attached(name: str) -> Any:  # noqa: ANN401 - a Flask answer
    file = evidence_file(name)
    if file is None:
        return words.missing_evidence(Path(name).name), 404
    kind = mimetypes.guess_type(file.name)[0]
    return send_file(
        file,
        mimetype=kind if kind in SHOWN else "application/octet-stream",
        as_attachment=True,
        download_name=file.name,
    )
