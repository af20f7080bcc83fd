"""Every file of a publication, and beside each the text in it that a reader, or a search machine, can see.

A form is one more function here: it takes the document, gives files by name, and the texts of those files.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from huilin.publication.redaction import LEDGER
from huilin.rendering import chat, data_package, facts_json, long_picture, notice, pages, pdf, sheets, workbook
from huilin.rendering.words import WORDS
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from huilin.progress import Progress
    from huilin.rendering import Document

_LEDGER = Text("公开账本（Beancount）", "Public ledger (Beancount)")
PDF, XLSX, FACTS = "disclosure.pdf", "statements.xlsx", "facts.json"


class Bundle(NamedTuple):
    """`files`: bytes by name; `texts`: what can be read in each file, for the privacy gate."""

    files: dict[str, bytes]
    texts: dict[str, str]

    def with_texts(self, texts: dict[str, str]) -> Bundle:
        """Return the bundle with more files that are plain text."""
        return Bundle(self.files | {name: text.encode() for name, text in texts.items()}, self.texts | texts)

    def joined(self, other: Bundle) -> Bundle:
        """Return both bundles as one."""
        return Bundle(self.files | other.files, self.texts | other.texts)


Form: TypeAlias = "Callable[[Document], Bundle]"


def make(document: Document, progress: Progress) -> Bundle:
    """Render every form."""
    files: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    for done, (step, form) in enumerate(FORMS):
        progress(step, done, len(FORMS))
        made = form(document)
        files |= made.files
        texts |= made.texts
    progress(FORMS[-1][0], len(FORMS), len(FORMS))
    assert files.keys() == texts.keys(), "a file that the privacy gate cannot read"
    return Bundle(files, texts)


def public_words(document: Document) -> tuple[str, ...]:
    """Return what the community prints on purpose: its letterhead, its officers, the names of its entities."""
    names = [entity.title.zh for entity in document.entities.values()]
    hosts = [entity.hosted_by for entity in document.entities.values()]
    signed = [name for _, names_ in document.officers for name in names_.split("、")]
    letterhead = [words for _, words in document.imprint]
    return tuple(word for word in (*letterhead, *names, *hosts, *signed) if word)


def _pages(document: Document) -> Bundle:
    say = document.language
    downloads = tuple((label.say(say), name) for label, name in DOWNLOADS)
    return _readable(pages.render(document, downloads).items())


def _facts(document: Document) -> Bundle:
    return _readable([(FACTS, facts_json.render(document))])


def _tables(document: Document) -> Bundle:
    made = {**sheets.render(document), **data_package.tables(document)}
    made[data_package.PACKAGE] = data_package.descriptor(document, made)
    files = {f"data/{name}": data for name, data in made.items()}
    return Bundle(files, {name: data.decode("utf-8-sig") for name, data in files.items()})


def _workbook(document: Document) -> Bundle:
    data = workbook.render(document)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        text = "\n".join(parts.read(name).decode() for name in parts.namelist())
    return Bundle({XLSX: data}, {XLSX: text})


def _print(document: Document) -> Bundle:
    source = pdf.source(document)
    return Bundle({PDF: pdf.from_source(source, document)}, {PDF: source})


def _notice(document: Document) -> Bundle:
    source = notice.source(document)
    return Bundle({notice.FILE: notice.from_source(source, document)}, {notice.FILE: source})


def _picture(document: Document) -> Bundle:
    source = long_picture.source(document)
    return Bundle({long_picture.FILE: long_picture.from_source(source, document)}, {long_picture.FILE: source})


def _chat(document: Document) -> Bundle:
    return _readable([(chat.FILE, chat.render(document))])


def _readable(files: Iterable[tuple[str, str]]) -> Bundle:
    texts = dict(files)
    return Bundle({name: text.encode() for name, text in texts.items()}, texts)


DOWNLOADS: tuple[tuple[Text, str], ...] = (
    (WORDS["file_pdf"], PDF),
    (WORDS["file_notice"], notice.FILE),
    (WORDS["file_picture"], long_picture.FILE),
    (WORDS["file_chat"], chat.FILE),
    (WORDS["file_xlsx"], XLSX),
    (WORDS["file_csv"], "data/facts.csv"),
    (WORDS["file_package"], f"data/{data_package.PACKAGE}"),
    (WORDS["file_json"], FACTS),
    (_LEDGER, LEDGER),
)
"""What the front page offers to take home, for residents first."""
FORMS: tuple[tuple[Text, Form], ...] = (
    (Text("生成网页", "Making pages"), _pages),
    (Text("生成数据表", "Making tables"), _facts),
    (Text("生成数据表", "Making tables"), _tables),
    (Text("生成电子表格", "Making the spreadsheet"), _workbook),
    (Text("排印 PDF", "Setting the PDF"), _print),
    (Text("排印公告栏张贴件", "Setting the notice"), _notice),
    (Text("画长图", "Drawing the long picture"), _picture),
    (Text("写群消息", "Writing the chat text"), _chat),
)
