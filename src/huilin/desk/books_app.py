"""`huilin books` as one WSGI application: Fava for editing our own books, our pages in it, a guard around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, abort, jsonify, redirect, request, url_for

from huilin.desk import fava_app, serving
from huilin.desk.books_ledger import BooksLedger, evidence_by_command
from huilin.desk.books_pages import BooksDisclosure, BooksInbox
from huilin.desk.guard import WRITING, Guard
from huilin.errors import HuilinError
from huilin.vocabulary import is_period, parse_period
from huilin.wording import Text, sentences

if TYPE_CHECKING:
    import socket

    from flask import Flask

    from huilin.desk.treasurer import Treasurer
    from huilin.wording import Language

MOST_SENT = 64 * 2**20
"""Bytes of one request: no month file comes near."""

_WRITES = frozenset({
    "json_api.put_source", "json_api.put_source_slice", "json_api.delete_source_slice", "json_api.put_add_entries",
    "json_api.put_format_source", "extension_endpoint",
})  # fmt: skip
"""Everything that writes, or answers to a method that does, and goes through our rules; the rest is closed."""
_IMPORT = frozenset({"json_api.get_extract", "json_api.get_imports", "json_api.put_upload_import_file"})
_CLOSED = Text(
    "导入请用“收件箱”一页：按规则记账，一次写成，可以撤回。",
    "Import on the page “Inbox”: by your rules, in one step, and it can be taken back.",
)


def serve(treasurer: Treasurer, listening: socket.socket) -> Any:  # noqa: ANN401 - cheroot has no types
    """Return a server of the books on a socket that listens already; `.start()` runs it."""
    app = create(treasurer)
    hosts = serving.hosts(listening.getsockname()[1])
    return serving.server(Guard(app, hosts, WRITING), listening)


def create(treasurer: Treasurer) -> Flask:
    """Load the books and return Fava over them; whoever serves it puts the guard around it."""
    ledger = BooksLedger(treasurer)
    app = fava_app.application(ledger)
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT
    app.before_request(lambda: _close(treasurer.language))
    app.add_url_rule("/<bfile>/disclosure/<period>/<path:name>", "disclosure_page", _page_of(ledger))
    return app


def _close(say: Language) -> Any:  # noqa: ANN401 - a response, or None where Fava goes on
    """Answer in the place of what bypasses our rules: Fava's import page, its uploads, moves and deletions."""
    if request.endpoint in _IMPORT:
        return _refused(_CLOSED.say(say))
    if request.endpoint == "report" and (request.view_args or {}).get("report_name") == "import":
        return redirect(url_for("extension_report", extension_name=BooksInbox.__name__))
    if request.method not in ("GET", "HEAD") and request.endpoint not in _WRITES:
        return _refused(_words(evidence_by_command(), say))
    if request.endpoint == "json_api.put_add_entries" and _divides(request.get_json(silent=True)):
        return _refused(Text("金额里不能有除号，请直接写出金额。", "An amount cannot hold a division; write the amount itself.").say(say))  # fmt: skip
    return None


def _divides(said: Any) -> bool:  # noqa: ANN401 - whatever was sent
    """Say whether an amount holds a division: Beancount's parser, which reads it, crashes on one by zero."""
    entries = said.get("entries") if isinstance(said, dict) else None
    postings = [p for entry in entries or () if isinstance(entry, dict) for p in entry.get("postings") or ()]
    amounts = [entry.get("amount") for entry in entries or () if isinstance(entry, dict)]
    return any("/" in str(amount) for amount in [*amounts, *(p.get("amount") for p in postings if isinstance(p, dict))])


def _refused(words: str) -> Response:
    answer = jsonify({"error": words})
    answer.status_code = 403
    return answer


def _words(error: HuilinError, say: Language) -> str:
    return sentences(say, error.text, error.remedy)


def _page_of(ledger: BooksLedger) -> Any:  # noqa: ANN401 - a view function
    """Return the view that serves the pages of a disclosure preview, drawn in memory."""

    def disclosure_page(period: str, name: str) -> Response:
        page = ledger.extensions.get_extension(BooksDisclosure.__name__)
        assert isinstance(page, BooksDisclosure)
        drawn = page.preview(parse_period(period)) if is_period(period) else None
        if drawn is None or isinstance(drawn, HuilinError) or name not in drawn.pages:
            abort(404)
        kind = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json"}
        return Response(drawn.pages[name], mimetype=kind.get(name.rpartition(".")[2], "text/plain"))

    return disclosure_page
