"""Statements read without losing a row: files in, drafts out, every row accounted for (law 7).

`read` says what the files would add to the books, `preview` shows it, `book` writes it as drafts in one step,
`undo` takes a batch back; `sniff` reads a file outside any workspace.
"""

from huilin.importing.booking import Booked, book, undo
from huilin.importing.coverage import Coverage, coverage
from huilin.importing.files import importers
from huilin.importing.inbox import Inbox, read, sniff, waiting_files
from huilin.importing.log import read_log
from huilin.importing.model import FileResult, Refusal
from huilin.importing.preview import MonthDiff, Preview, PreviewEntry, preview
from huilin.importing.preview_page import body, page
from huilin.importing.questions import Choice, Question
from huilin.importing.tracing import Reason, Suggestion, suggest, why

__all__ = [
    "Booked",
    "Choice",
    "Coverage",
    "FileResult",
    "Inbox",
    "MonthDiff",
    "Preview",
    "PreviewEntry",
    "Question",
    "Reason",
    "Refusal",
    "Suggestion",
    "body",
    "book",
    "coverage",
    "importers",
    "page",
    "preview",
    "read",
    "read_log",
    "sniff",
    "suggest",
    "undo",
    "waiting_files",
    "why",
]
