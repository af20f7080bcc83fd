"""Statements read without losing a row: files in, drafts out, every row accounted for (law 7).

`read` says what the files would add to the books, `preview` shows it, `book` writes it as drafts in one step,
`undo` takes a batch back; `sniff` reads a file outside any workspace.
"""

from huilin.importing.booking import Booked, book, read_log, undo
from huilin.importing.inbox import Inbox, read, sniff, waiting_files
from huilin.importing.model import FileResult, Refusal
from huilin.importing.preview import MonthDiff, Preview, PreviewEntry, preview

__all__ = [
    "Booked",
    "FileResult",
    "Inbox",
    "MonthDiff",
    "Preview",
    "PreviewEntry",
    "Refusal",
    "book",
    "preview",
    "read",
    "read_log",
    "sniff",
    "undo",
    "waiting_files",
]
