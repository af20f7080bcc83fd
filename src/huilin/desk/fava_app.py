"""The one module that knows Fava's insides: its application over books of ours, with pages of ours, and without its holes.

Nothing that a ledger says makes it run code: extensions come from `Spec.pages` alone, an `import-config` is not read.
Evidence leaves as an attachment of a harmless type, and only from inside the workspace.
"""

from __future__ import annotations

import importlib
import mimetypes
import os
import threading
from abc import abstractmethod
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"  # counts only before Beancount's first import

from fava.application import _LedgerSlugLoader, create_app
from fava.context import g
from fava.core import FavaLedger
from fava.core.budgets import BudgetModule
from fava.core.extensions import ExtensionModule
from fava.core.filters import FilterError
from fava.core.ingest import IngestModule
from fava.ext import FavaExtensionBase
from fava.helpers import FavaAPIError
from fava.util.date import parse_date
from flask import Response, current_app, request, send_file
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from huilin.audit.ledger_view import account_words, entries
from huilin.books.loading import Loaded, finished, handed_over
from huilin.desk import words
from huilin.errors import UsageError
from huilin.wording import Text
from huilin.workspace import Workspace, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from flask import Flask
    from jinja2 import Environment

    from huilin.books import Books
    from huilin.desk.spec import Spec

T = TypeVar("T")
M = TypeVar("M", bound="Callable[..., Any]")
HOME = "HuilinDesk"
LOCALES = {"zh": "zh_CN", "en": "en"}
FILTERS = frozenset({"account", "filter", "time"})
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
        self._made: dict[tuple[Any, ...], Any] = {}
        self._place_of = {id(entry): place for place, entry in enumerate(self.books.transactions)}
        self.fava_options.default_page = f"extension/{HOME}/"
        self.fava_options.language = LOCALES[self.spec.language]

    def places(self, account: str, filter: str) -> frozenset[int]:  # noqa: A002 - Fava's word
        """Return the places in `books.transactions` of the entries that Fava's filters leave."""
        left = self.get_filtered(account=account, filter=filter).entries
        known = self._place_of
        return frozenset(known[id(entry)] for entry in left if id(entry) in known)

    def remembered(self, key: tuple[Any, ...], make: Callable[[], T], most: int) -> T:
        """Return what `make` gives, made once for this key as long as these books are loaded; the `most` last are kept."""
        if key not in self._made:
            self._made[key] = make()
            while len(self._made) > most:
                self._made.pop(next(iter(self._made)), None)
        found: T = self._made[key]
        return found

    def changed(self) -> bool:
        """Look for changes only where somebody edits: a copy stays as it is."""
        return super().changed() if self.spec.writable else False


class DeskPage(FavaExtensionBase):
    """A page of ours in Fava's menu: every class shows one template, with what its `view` returns."""

    template: ClassVar[str] = "page.html"

    @cached_property
    def jinja_env(self) -> Environment:
        """Fava asks for a template of the class's own name: all of ours are one."""
        assert current_app.jinja_loader is not None
        ours = FileSystemLoader(Path(__file__).parent / "templates")
        named = DictLoader({f"{self.name}.html": f"{{% extends '{self.template}' %}}"})
        return current_app.jinja_env.overlay(loader=ChoiceLoader([named, ours, current_app.jinja_loader]))

    @abstractmethod
    def view(self) -> Any:  # noqa: ANN401 - what its template shows
        """Return what the template shows for the request that is being answered."""


class Asked(NamedTuple):
    """What the address says: the ledger's own part (`/slug/`), every word, and Fava's filters among them."""

    base: str
    args: Mapping[str, str]
    kept: Mapping[str, str]


class Filtered(NamedTuple):
    """What Fava's filters leave: the days of the time filter, both inclusive, and the places of the transactions.

    None where nothing is filtered so: `days` by the time, `chosen` by the account and the search.
    """

    days: tuple[date, date] | None
    chosen: frozenset[int] | None


def asked() -> Asked:
    """Return what the request that is being answered asks for."""
    args = {key: value for key, value in request.args.items() if value}
    kept = {key: value for key, value in args.items() if key in FILTERS}
    return Asked(f"/{g.beancount_file_slug}/", args, kept)


def filtered(kept: Mapping[str, str]) -> Filtered:
    """Return what these filters leave; raise UsageError where Fava cannot read one."""
    words = {key: kept.get(key, "") for key in ("account", "filter")}
    try:
        chosen = ledger().places(**words) if any(words.values()) else None
    except FilterError as error:
        raise _unreadable(error.message) from error
    return Filtered(_days(kept["time"]) if "time" in kept else None, chosen)


def _days(time: str) -> tuple[date, date]:
    """Return the days of Fava's time filter, both inclusive; the entries themselves are not cut, which would take seconds."""
    try:
        begin, end = parse_date(time, ledger().fava_options.fiscal_year_end)
    except (ValueError, OverflowError) as error:  # a month 13, a year 0
        raise _unreadable(time) from error
    if begin is None or end is None:
        raise _unreadable(time)
    return begin, end - timedelta(days=1)


def _unreadable(filter_: str) -> UsageError:
    return UsageError(
        Text(f"筛选条件读不懂：{filter_}", f"The filter cannot be read: {filter_}"),
        Text("请改正上方的筛选栏。", "Mend the filters above."),
    )


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
    """Return the application over the books that the spec names."""
    return application(Ledger(spec))


def application(loaded: Ledger) -> Flask:
    """Return Fava over loaded books, its holes closed; it writes only where the spec says so."""
    app = create_app([loaded.spec.main], read_only=not loaded.spec.writable)
    app.config["LEDGERS"] = _OneLedger(app, loaded)
    app.jinja_loader = ChoiceLoader([DictLoader({_JOURNAL: _escaping(app)}), app.jinja_loader])  # type: ignore[list-item]
    app.view_functions["document"] = _document
    app.view_functions["statement"] = _statement
    _one_at_a_time(app, "json_api.get_journal_page", "json_api.get_account_report")
    return app


def _one_at_a_time(app: Flask, *endpoints: str) -> None:
    """Let no two requests draw a journal at once: the template's state is shared, and Fava answers the second with 500."""
    drawing = threading.Lock()

    def queued(view: Any) -> Any:  # noqa: ANN401 - a view function
        def wait(**values: Any) -> Any:  # noqa: ANN401 - whatever the view takes and gives
            with drawing:
                return view(**values)

        return wait

    for name in endpoints:
        app.view_functions[name] = queued(app.view_functions[name])


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


def warm(app: Flask) -> None:
    """Make beforehand what every page asks of the books, so that the first one answers as soon as the others."""
    for loaded in app.config["LEDGERS"].ledgers:
        entries(loaded.books)
        account_words(loaded.books)


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


def download(content: bytes, name: str, kind: str) -> Response:
    """Return an answer that the browser saves under that name."""
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


def shown(content: bytes, kind: str) -> Response:
    """Return an answer that a page of ours shows: a picture that we have drawn ourselves."""
    return Response(content, mimetype=kind)


def endpoint(name: str) -> Callable[[M], M]:
    """Mark a method of a page as the address `name` below the page's own, for GET."""

    def mark(method: M) -> M:
        method.endpoint_key = (name, ["GET"])  # type: ignore[attr-defined] # what Fava looks for
        return method

    return mark


def evidence_file(name: str) -> Path | None:
    """Return the evidence of that path: a plain file inside the workspace that a `document` names, or that lies among the documents."""
    books, path = ledger(), Path(name)
    known = any(name == entry.filename for entry in books.all_entries_by_type.Document)
    inside = books.workspace.root if known else books.workspace.documents
    return path if path.resolve().is_relative_to(inside.resolve()) and path.is_file() else None


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
