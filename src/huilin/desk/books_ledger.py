"""The books in Fava, to be edited: our findings as its errors, its saves through ours, its entries as drafts.

Everything here that leans on Fava's inside was read in Fava 1.30.16: `FavaLedger.load_file`, `FileModule`.
"""

from __future__ import annotations

import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from fava.beans.abc import Transaction
from fava.beans.funcs import get_position
from fava.beans.str import to_string
from fava.core.file import (
    ExternallyChangedError,
    FileModule,
    _file_newline_character,
    _sha256_str,
    find_entry_lines,
    get_entry_slice,
)
from fava.helpers import BeancountError
from fava.json_api import FavaJSONAPIError

from huilin.books import preflight
from huilin.books.loading import build, load, refuse_missing
from huilin.desk import editing
from huilin.desk.fava_app import Ledger
from huilin.desk.spec import Spec
from huilin.drafting import DRAFT, POSTED, Draft, DraftPosting, to_ledger
from huilin.errors import HuilinError, RefusedError, UsageError
from huilin.findings import Finding, Severity, errors_in, in_order
from huilin.money import CENT, CURRENCY
from huilin.vocabulary import split_account
from huilin.vouchers import heading
from huilin.wording import Language, Text, sentences
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fava.beans.abc import Directive, Meta, Posting

    from huilin.desk.disclosure_preview import Preview
    from huilin.desk.treasurer import Treasurer
    from huilin.vocabulary import Period

PAGES = "huilin.desk.books_pages"
HOME = "BooksInbox"
"""The page on which sound books open; with errors they open on Fava's page of errors."""
_SEVERITIES = {
    Severity.ERROR: Text("错误", "Error"),
    Severity.WARNING: Text("警告", "Warning"),
    Severity.NOTE: Text("提示", "Note"),
}


class NotDoneError(FavaJSONAPIError):
    """One of our refusals, in the reader's language, as Fava's pages show errors."""

    status = HTTPStatus.CONFLICT

    def __init__(self, error: HuilinError, language: Language) -> None:
        super().__init__(sentences(language, error.text, error.remedy))


class Told(NamedTuple):
    """What the last button has come to: whether it did what it says, and the sentence about it."""

    done: bool
    sentence: str


class BooksLedger(Ledger):
    """The workspace's own books as Fava loads them, to be edited; `treasurer` knows the settings of the same load.

    `told` and `drawn` are the pages' memory: Fava's pages are made anew with every load. `busy` is held while files
    are written and loaded again, so that no other tab takes our own writing for a change from outside.
    """

    def __init__(self, treasurer: Treasurer) -> None:
        """Load the books; raise HuilinError where there are none."""
        workspace = treasurer.workspace
        refuse_missing(workspace, workspace.main)
        self.treasurer = treasurer
        self.told: list[Told] = []
        self.drawn: dict[Period, tuple[int, Preview]] = {}
        self.busy = threading.RLock()
        self._refused: tuple[Path, ...] = ()
        spec = Spec(workspace.root, workspace.main, PAGES, workspace.settings.name, treasurer.language, writable=True)
        super().__init__(spec)
        self.file = SafeFiles(self)

    def load_file(self) -> None:
        """Look at the files before Beancount opens them, load them once for Fava and for us, show every finding."""
        with self.busy:
            with suppress(HuilinError):  # settings spoilt from outside: the last good ones serve, and a finding says so
                self.workspace = Workspace.find(self.workspace.root)
            self.spec = replace(self.spec, today=self.treasurer.today)
            looked, files = preflight.reach(self.workspace, self.workspace.main)
            self._refused = tuple(files) if errors_in(looked) else ()
            if self._refused:
                self._load_nothing(in_order(looked))
            else:
                self._load_all(files)
            self.treasurer = replace(self.treasurer, workspace=self.workspace)
            self._dress()

    def changed(self) -> bool:
        """Look for changes from outside, once our own are loaded."""
        with self.busy:
            return super().changed()

    @property
    def errors(self) -> Sequence[BeancountError]:
        """Every finding, once, in the reader's language."""
        return self.load_errors

    def _load_all(self, files: Sequence[Path]) -> None:
        """Load; where Fava cannot cope with what Beancount has read, show the findings and keep the editor open."""
        try:
            super().load_file()
        except Exception as error:  # noqa: BLE001 - whatever breaks Fava, the treasurer must be able to mend it here
            self._refused = tuple(files)
            self._load_nothing(in_order([*self._found_without_fava(), _broken(error)]))

    def _found_without_fava(self) -> tuple[Finding, ...]:
        try:
            return load(self.workspace, today=self.treasurer.today).findings
        except Exception:  # noqa: BLE001 - then what Fava has said is all there is to say
            return ()

    def _load_nothing(self, findings: tuple[Finding, ...]) -> None:
        """Open an empty ledger instead: what is refused is never parsed, but its files can be mended in the editor."""
        real = self.beancount_file_path
        with tempfile.TemporaryDirectory() as folder:
            stub = Path(folder) / "main.beancount"
            stub.touch()
            self.beancount_file_path = str(stub)
            try:
                super().load_file()
            finally:
                self.beancount_file_path = real
        self.options["filename"] = real
        self.options["include"] = list(map(str, self._refused))
        self.options["title"] = self.workspace.settings.name
        options = cast("dict[str, Any]", self.options)
        self.books = build(self.workspace, (), options, findings, today=self.treasurer.today)

    def paths_to_watch(self) -> tuple[Sequence[Path], Sequence[Path]]:
        """Return what makes Fava load again when it changes; a file that is missing would do so at every look."""
        files, folders = (self._refused, ()) if self._refused else super().paths_to_watch()
        return [file for file in files if file.exists()], folders

    def _dress(self) -> None:
        """Show findings as errors, in the reader's language, and offer only what may be edited."""
        findings = self.books.findings
        self.load_errors = [_as_error(finding, self.treasurer) for finding in findings]
        self.fava_options.default_page = "errors/" if errors_in(findings) else f"extension/{HOME}/"
        self.options["include"] = editing.editable(self.workspace, self.options["include"])


def _broken(error: Exception) -> Finding:
    said = f"{type(error).__name__}: {error}"[:300]
    return Finding(
        "fava", Severity.ERROR, "main.beancount", 0,
        Text(f"Fava 处理不了这本账：{said}。", f"Fava cannot cope with these books: {said}."),
        Text("请先改正其他各项，或恢复编辑前的版本；改正后仍有此项，请报告给我们。", "Mend the other findings first, or restore an earlier version; tell us if this one stays."),
    )  # fmt: skip


def _as_error(finding: Finding, treasurer: Treasurer) -> BeancountError:
    say = treasurer.language
    words = (
        f"{_SEVERITIES[finding.severity].say(say)} · {sentences(say, finding.message, finding.remedy)} [{finding.rule}]"
    )
    source: Meta = {"filename": str(treasurer.workspace.root / finding.file), "lineno": finding.line}
    return BeancountError(source, words, None)


class SafeFiles(FileModule):
    """Fava's writes, each through `editing.save`: locked, earlier version kept, in one step, into the log."""

    ledger: BooksLedger

    def set_source(self, path: Path, source: str, sha256sum: str) -> str:
        """Save a whole file; raise ExternallyChangedError where it is no longer what the editor had opened."""

        def change() -> dict[Path, str]:
            if self.get_source(path)[1] != sha256sum:
                raise ExternallyChangedError(path)
            return {path: source}

        self._write(change)
        return _sha256_str(source)

    def save_entry_slice(self, entry_hash: str, source_slice: str, sha256sum: str) -> str:
        """Save one entry's lines."""
        entry = self.ledger.get_entry(entry_hash)
        self._write(lambda: _with_slice(entry, sha256sum, f"{source_slice}\n"))
        return _sha256_str(source_slice)

    def delete_entry_slice(self, entry_hash: str, sha256sum: str) -> None:
        """Delete a draft's lines; what a reviewer has posted is corrected, never removed (会计基础工作规范 51)."""
        entry = self.ledger.get_entry(entry_hash)
        if isinstance(entry, Transaction) and entry.flag == POSTED:
            self._refuse(_posted(entry))
        self._write(lambda: _with_slice(entry, sha256sum, ""))

    def insert_entries(self, entries: Sequence[Directive]) -> None:
        """Append entries to their entity's month files: transactions as drafts, prepared by whoever sits here."""
        self._write(lambda: self._appended(entries))

    def insert_metadata(self, entry_hash: str, basekey: str, value: str) -> NoReturn:  # noqa: ARG002 - Fava's signature
        """Refuse: Fava would write a bare file name; evidence carries its hash."""
        self._refuse(evidence_by_command())

    def _write(self, change: Callable[[], dict[Path, str]]) -> None:
        """Hold the books, work out the new texts, save them, load anew."""
        treasurer = self.ledger.treasurer
        root = treasurer.workspace.root
        with self.ledger.busy:
            try:
                with self._lock, editing.writing(root):
                    for path, text in change().items():
                        self._save(path, text)
            except HuilinError as error:
                raise NotDoneError(error, treasurer.language) from error
            self.ledger.load_file()

    def _save(self, path: Path, text: str) -> None:
        treasurer, books = self.ledger.treasurer, self.ledger.books
        path = path.resolve()
        ends = _file_newline_character(path) if path.exists() else "\n"
        editing.save(treasurer, path, text.replace("\n", ends) if ends != "\n" else text, books.findings)
        self.ledger.watcher.notify(path)

    def _appended(self, entries: Sequence[Directive]) -> dict[Path, str]:
        workspace = self.ledger.treasurer.workspace
        texts: dict[Path, str] = {}
        for entry in sorted(entries, key=lambda entry: entry.date):
            entity = _entity(entry)
            if entity not in {known.name for known in workspace.settings.entities}:
                raise _whose(entity)
            path = workspace.month_file(entity, entry.date)
            old = texts.get(path) or (path.read_text(encoding="utf-8") if path.exists() else _heading(entity, entry))
            texts[path] = f"{old.rstrip()}\n\n{self._as_text(entity, entry)}"
        return texts

    def _as_text(self, entity: str, entry: Directive) -> str:
        if isinstance(entry, Transaction):
            return to_ledger(_draft(entity, entry, self.ledger.treasurer.by))
        options = self.ledger.fava_options
        return to_string(entry, options.currency_column, options.indent).strip() + "\n"

    def _refuse(self, error: HuilinError) -> NoReturn:
        raise NotDoneError(error, self.ledger.treasurer.language)


def _with_slice(entry: Directive, sha256sum: str, new: str) -> dict[Path, str]:
    """Return the entry's file with `new` in the place of its lines; without it, the blank line below goes too."""
    path, line = Path(get_position(entry)[0]), get_position(entry)[1]
    if get_entry_slice(entry)[1] != sha256sum:
        raise ExternallyChangedError(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    end = line - 1 + len(find_entry_lines(lines, line - 1))
    while not new and end < len(lines) and not lines[end].strip():
        end += 1
    return {path: "".join([*lines[: line - 1], new, *lines[end:]])}


def _entity(entry: Directive) -> str:
    accounts = [posting.account for posting in entry.postings] if isinstance(entry, Transaction) else []
    accounts += [entry.account] if hasattr(entry, "account") else []
    parts = split_account(accounts[0]) if accounts else None
    return parts.entity if parts else ""


def _heading(entity: str, entry: Directive) -> str:
    return heading(Draft(entity, entry.date, "", ()))


def _draft(entity: str, entry: Transaction, by: str) -> Draft:
    """Return what was typed into Fava's form as a draft; one leg may be without its amount."""
    postings = tuple(_legs(entry.postings))
    meta = {key: str(value) for key, value in _typed(entry.meta) if key not in ("id", "prepared", "reviewed")}
    draft = Draft(
        entity, entry.date, entry.narration or "", postings, entry.payee or "",
        {**meta, "prepared": by}, tuple(sorted(entry.links)), tuple(sorted(entry.tags)), DRAFT,
    )  # fmt: skip
    if draft.difference:
        raise _unbalanced(draft.difference)
    return draft


def _typed(meta: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Fava's metadata
    yield from ((k, v) for k, v in (meta or {}).items() if not k.startswith("_") and k not in ("filename", "lineno"))


def _legs(postings: Sequence[Posting]) -> Iterator[DraftPosting]:
    known = [p for p in postings if isinstance(getattr(p.units, "number", None), Decimal)]
    if len(postings) - len(known) > 1:
        raise UsageError(
            Text("有两行没写金额。", "Two lines have no amount."),
            Text("最多一行可以不写。", "At most one may go without."),
        )
    rest = -sum((p.units.number for p in known), Decimal(0))
    for posting in known:
        if posting.units.currency == CURRENCY and posting.units.number != posting.units.number.quantize(CENT):
            raise _inexact(posting.units.number)
    for posting in postings:
        number, commodity = (posting.units.number, posting.units.currency) if posting in known else (rest, CURRENCY)
        yield DraftPosting(posting.account, number, commodity, {k: str(v) for k, v in _typed(posting.meta)})


def evidence_by_command() -> RefusedError:
    """Return why files are not uploaded, moved or deleted here."""
    return RefusedError(
        Text("这里不能添加、移动或删除附件。", "Evidence is not added, moved or deleted here."),
        Text(
            "请用 huilin attach 凭证号 文件：它记下文件的哈希。",
            "Use `huilin attach ID FILE`: it records the file's hash.",
        ),
    )


def _posted(entry: Transaction) -> RefusedError:
    number = str(entry.meta.get("id", entry.date))
    return RefusedError(
        Text(f"{number} 已过账，不能删除。", f"{number} is posted and cannot be deleted."),
        Text("请用 huilin correct 更正。", "Correct it with `huilin correct`."),
    )


def _whose(entity: str) -> UsageError:
    return UsageError(
        Text(f"看不出这一条记在哪个账套（{entity or '没有账户'}）。", f"Whose books is this entry for ({entity or 'no account'})?"),
        Text("账户第二段要写账套名，如 Assets:Fund:…。", "An account's second part names the entity, as Assets:Fund:…."),
    )  # fmt: skip


def _inexact(number: Decimal) -> UsageError:
    return UsageError(
        Text(f"{number} 超过两位小数。", f"{number} has more than two decimals."),
        Text("人民币金额最多写到分。", "Amounts in yuan end with the fen."),
    )


def _unbalanced(difference: Decimal) -> UsageError:
    return UsageError(
        Text(f"借贷不平，差 {difference}。", f"This entry is off by {difference}."),
        Text("请核对各行金额。", "Check the amounts of its lines."),
    )
