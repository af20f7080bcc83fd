"""The treasurer's own pages in Fava: inbox, earlier versions, disclosure preview; each button is a POST with a token."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, ClassVar

from flask import abort, redirect, request, url_for

from huilin.desk import backups, disclosure_preview, editing, inbox_page
from huilin.desk.books_ledger import BooksLedger, Told
from huilin.desk.fava_app import DeskPage
from huilin.errors import HuilinError
from huilin.vocabulary import is_period, parse_period
from huilin.wording import Text, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from werkzeug import Response

    from huilin.desk.disclosure_preview import Preview
    from huilin.desk.inbox_page import InboxView
    from huilin.desk.treasurer import Treasurer
    from huilin.vocabulary import Period

TOKEN = "token"  # noqa: S105 - the field's name


class _Page(DeskPage):
    """What the pages share: who acts, the words in the reader's language, what the last button has done."""

    ledger: BooksLedger
    TITLE: Text
    WORDS: ClassVar[Mapping[str, Text]]
    BUTTONS: tuple[str, ...] = ()
    """The methods that a POST reaches by their names; each checks the token first."""

    def __init__(self, ledger: BooksLedger) -> None:
        super().__init__(ledger)
        self.endpoints = {(name, "POST"): getattr(type(self), name) for name in self.BUTTONS}
        self.report_title = self.TITLE.say(ledger.treasurer.language)

    @property
    def treasurer(self) -> Treasurer:
        """Who sits here."""
        return self.ledger.treasurer

    @property
    def w(self) -> dict[str, str]:
        """The page's words in the reader's language."""
        return {name: text.say(self.treasurer.language) for name, text in {**_WORDS, **self.WORDS}.items()}

    @property
    def told(self) -> Told | None:
        """What the button that led here has come to."""
        number, told = request.args.get("told", ""), self.ledger.told
        return told[int(number)] if number.isdecimal() and int(number) < len(told) else None

    def address(self, button: str) -> str:
        """Return where the form of a button goes."""
        return url_for("extension_report", extension_name=self.name) + button

    def _check_token(self) -> None:
        """Refuse a POST that no page of this run has made."""
        said = request.form.get(TOKEN, "")
        if not hmac.compare_digest(said.encode(), self.treasurer.token.encode()):
            abort(403)

    def said(self, error: HuilinError) -> str:
        """Return an error with its remedy, in the reader's language."""
        return sentences(self.treasurer.language, error.text, error.remedy)

    def _tell(self, error: HuilinError) -> Response:
        return self._back(self.said(error), done=False)

    def _back(self, sentence: str, *, done: bool) -> Response:
        """Return to the page, which then says what has become of it."""
        self.ledger.told.append(Told(done, sentence))
        here = url_for("extension_report", extension_name=self.name, told=len(self.ledger.told) - 1)
        return redirect(here, 303)


class BooksInbox(_Page):
    """What the inbox holds and what booking it would do; book, undo."""

    TITLE = Text("收件箱", "Inbox")
    BUTTONS = ("book", "undo")
    template = "books_inbox.html"
    has_js_module = True
    WORDS: ClassVar[Mapping[str, Text]] = {
        "lead": Text("这里是 inbox/ 里的对账单，和 huilin preview 看到的一样。按下面的按钮之前，什么都不会写入。", "The statements in inbox/, as `huilin preview` shows them. Nothing is written before you press a button below."),
        "book": Text("记成草稿", "Book as drafts"),
        "leave_out": Text("先不记", "Leave out"),
        "stopped": Text("下面的文件有读不懂的行。改正后再记，或勾选“先不记”。", "These files have rows that cannot be read. Mend them, or tick “leave out”."),
        "asked": Text("只有您能回答的（不回答就先不动）：", "What only you can say (without an answer it stays as it is):"),
        "unanswered": Text("先不回答", "No answer yet"),
        "by": Text("制单人", "Prepared by"),
        "batches": Text("已记的批次", "Booked batches"),
        "batch": Text("批次", "Batch"), "day": Text("日期", "Day"), "files": Text("文件", "Files"),
        "drafts": Text("草稿", "Drafts"), "posted": Text("已过账", "Posted"),
        "undo": Text("撤回", "Take back"), "undo_by": Text("办理人", "By"),
        "kept": Text("已有凭证过账，不能撤回", "Holds posted vouchers"),
        "empty": Text("收件箱是空的：把银行和微信导出的文件放进 inbox/，再刷新本页。", "The inbox is empty: put the exports of bank and wallet into inbox/, then load this page again."),
        "errors": Text("账本或规则有错误，先改正才能记账：", "The books or the rules hold errors; mend them before booking:"),
        "password": Text("带密码的压缩包请在终端用 huilin book --password。", "For an archive with a password use `huilin book --password` in a terminal."),
    }  # fmt: skip

    def view(self) -> InboxView:
        """Read the inbox."""
        self.ledger.changed()
        return inbox_page.look(self.ledger.books, self.treasurer)

    def book(self) -> Response:
        """Run `huilin book`."""
        self._check_token()
        said = request.form
        chosen = inbox_page.Pressed(
            said.get("by", ""),
            said.get("seen", ""),
            tuple(said.getlist("leave_out")),
            tuple(said.getlist("accept")),
        )
        return self._run(lambda: inbox_page.book(self.treasurer, self.ledger.books, chosen))

    def undo(self) -> Response:
        """Run `huilin undo`."""
        self._check_token()
        by, batch = request.form.get("by", ""), request.form.get("batch", "")
        return self._run(lambda: inbox_page.undo(self.treasurer, by=by, batch=batch))

    def _run(self, command: Callable[[], inbox_page.Ended]) -> Response:
        """Run a command and load what it has written, before another tab looks."""
        try:
            with self.ledger.busy:
                ended = command()
                if ended.is_done:
                    self.ledger.load_file()
        except HuilinError as error:
            return self._tell(error)
        return self._back(ended.text.say(self.treasurer.language), done=ended.is_done)


class BooksBackups(_Page):
    """Earlier versions of the files that were edited; restore one."""

    TITLE = Text("编辑前的版本", "Earlier versions")
    BUTTONS = ("restore",)
    template = "books_backups.html"
    WORDS: ClassVar[Mapping[str, Text]] = {
        "lead": Text("每次在这里保存，都先留下文件原来的样子（.huilin/backups/，每个文件最多 {} 份）。", "Each save here first keeps the file as it was (.huilin/backups/, at most {} of each file)."),
        "file": Text("文件", "File"), "when": Text("被替换的时间", "Replaced at"), "size": Text("字节", "Bytes"),
        "restore": Text("恢复这个版本", "Restore"), "diff": Text("和现在的差别", "Compare with now"),
        "none": Text("还没有编辑过。", "Nothing was edited yet."),
        "same": Text("和现在的文件一样。", "The same as the file now."),
    }  # fmt: skip

    def view(self) -> Sequence[backups.Backup]:
        """Return the versions kept, the newest first."""
        return backups.kept(self.treasurer.workspace.root)

    @property
    def most(self) -> int:
        """How many versions of a file are kept."""
        return backups.KEPT

    def difference(self) -> str:
        """Return what restoring the version named in the address would change, as `diff` shows it; empty: nothing named."""
        file, name = request.args.get("file", ""), request.args.get("name", "")
        if not name:
            return ""
        try:
            backup = backups.find(self.treasurer.workspace.root, file, name)
        except HuilinError:
            return ""
        return editing.difference(self.treasurer.workspace, backup) or self.w["same"]

    def restore(self) -> Response:
        """Bring one version back, as an edit."""
        self._check_token()
        root, said = self.treasurer.workspace.root, request.form
        try:
            backup = backups.find(root, said.get("file", ""), said.get("name", ""))
            with self.ledger.busy:
                with editing.writing(root):
                    editing.restore(self.treasurer, backup, self.ledger.books.findings)
                self.ledger.load_file()
        except HuilinError as error:
            return self._tell(error)
        done = Text(f"{backup.file} 已恢复成 {backup.moment:%Y-%m-%d %H:%M:%S} 被替换的版本。", f"{backup.file} is again as it was until {backup.moment:%Y-%m-%d %H:%M:%S}.")  # fmt: skip
        return self._back(done.say(self.treasurer.language), done=True)


class BooksDisclosure(_Page):
    """The disclosure before it is published."""

    TITLE = Text("公示预览", "Disclosure preview")
    template = "books_disclosure.html"
    WORDS: ClassVar[Mapping[str, Text]] = {
        "lead": Text("看看这一期公示会是什么样。只是预览：不写入 published/，也不结账。", "See what the disclosure would look like. A preview only: nothing is written into published/, nothing is closed."),
        "period": Text("期间", "Period"), "draw": Text("画出来", "Draw it"),
        "open": Text("打开预览（新标签页）", "Open the preview in a new tab"),
        "way": Text("公示之前还要处理", "To be settled before publishing"),
        "ready": Text("没有什么挡着公示了：huilin publish {}", "Nothing stands in the way: huilin publish {}"),
        "none": Text("账里还没有分录。", "The books hold no entries yet."),
    }  # fmt: skip

    def periods(self) -> Sequence[Period]:
        """Return the periods to choose from."""
        return disclosure_preview.periods(self.ledger.books)

    def chosen(self) -> Period | None:
        """Return the period that the address names."""
        name = request.args.get("period", "")
        return parse_period(name) if is_period(name) else None

    def usual(self) -> Period | None:
        """Return the period that is offered first."""
        return self.chosen() or disclosure_preview.usual(self.ledger.books, self.treasurer.today)

    def preview(self, period: Period) -> Preview | HuilinError:
        """Return the drawing of a period, drawn again when the books have changed; or what hinders it."""
        at, known = self.ledger.mtime, self.ledger.drawn
        if period in known and known[period][0] == at:
            return known[period][1]
        try:
            drawn = disclosure_preview.draw(self.ledger.books, period, today=self.treasurer.today)
        except HuilinError as error:
            return error
        self.ledger.drawn = {period: (at, drawn)}
        return drawn

    def view(self) -> dict[str, Any]:
        """Return what the page shows of the chosen period: its address, the findings, or the refusal."""
        period, say = self.chosen(), self.treasurer.language
        if period is None:
            return {}
        drawn = self.preview(period)
        if isinstance(drawn, HuilinError):
            return {"error": self.said(drawn)}
        return {
            "address": url_for("disclosure_page", period=period.name, name="index.html"),
            "findings": [finding.say(say) for finding in drawn.findings],
        }


PAGES = (BooksInbox, BooksBackups, BooksDisclosure)

_WORDS = {"working": Text("（要几秒钟）", "(takes some seconds)")}
