"""Booking what the inbox holds, as one step: drafts into the books, originals into the archive, a line into the log.

`undo` takes exactly one batch back: its drafts out of the books, its originals back into the inbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huilin import storage, vouchers
from huilin.errors import HuilinError, RefusedError
from huilin.findings import errors_in
from huilin.importing.inbox import Inbox, read
from huilin.importing.log import log_file, log_text, read_log, to_line
from huilin.importing.settling import with_settlements
from huilin.importing.touching import touched, untouched
from huilin.progress import silent
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from huilin.books import Books
    from huilin.drafting import Draft
    from huilin.importing.model import FileResult
    from huilin.importing.questions import Answers
    from huilin.progress import Progress
    from huilin.workspace import Workspace

_KEY = re.compile(r'^\s+src: "([^"]*)"', re.MULTILINE)


@dataclass(frozen=True)
class Booked:
    """What a booking has done: the drafts with their batch, the files written, where the originals lie now.

    `results` are the statements booked; `waiting` those left in the inbox, since what they explain has not come.
    """

    batch: str
    drafts: tuple[Draft, ...] = ()
    files: tuple[Path, ...] = ()
    archived: tuple[Path, ...] = ()
    results: tuple[FileResult, ...] = ()
    waiting: tuple[FileResult, ...] = ()


def book(  # noqa: PLR0913 - the two facts of the day, and what may be left out
    workspace: Workspace,
    books: Books,
    inbox: Inbox,
    *,
    by: str,
    today: date,
    leave_out: Collection[str] = (),
    answers: Answers | None = None,
    password: str = "",
    progress: Progress = silent,
) -> Booked:
    """Append the inbox's drafts and archive its files; refuse while anything is refused that `leave_out` does not name.

    Raises HuilinError that names the first refusal, with file, line and remedy; then nothing is written.
    """
    if leave_out:
        kept = [file.path for file in inbox.files if file.file not in leave_out and file.path.name not in leave_out]
        inbox = read(books, kept, today=today, progress=progress, password=password, answers=answers)
    _refuse_errors(books, inbox)
    done = tuple(file for file in inbox.files if not _waits(file))
    if not done:
        return Booked("", waiting=inbox.files)
    with storage.sure_locked(workspace.root):
        batch = _next_batch(workspace, books, today)
        drafts = tuple(draft.with_meta(batch=batch, prepared=by) for draft in inbox.drafts)
        _refuse_stale(workspace, drafts)
        extra, archived = _extra(workspace, inbox, done, batch, today)
        months = with_settlements(workspace, vouchers.appended(workspace, drafts), inbox.settled, batch)
        beside = touched(workspace, months, inbox, batch)
        log = log_file(workspace)
        extra[log] = f"{extra[log]!s}" + "".join(map(to_line, (*beside.records, _rules_record(inbox, batch, today))))
        written = vouchers.append(workspace, drafts, {**extra, **beside.files})
        if inbox.new_donors:
            workspace.donors.chmod(0o600)
    return Booked(
        batch, drafts, written, archived, done, tuple(file for file in inbox.files if _waits(file) or file.stays)
    )


def undo(workspace: Workspace, books: Books, batch: str, *, today: date | None = None) -> int:
    """Take one batch back: drafts out, originals into the inbox; return how many drafts went.

    Donors keep the ids that they were given, and the log keeps both lines. Raises HuilinError for an unknown
    batch or one undone before, RefusedError for one with posted vouchers.
    """
    records = read_log(workspace)
    mine = [record for record in records if record["batch"] == batch and "file" in record]
    if not mine and not any(entry.meta.get("batch") == batch for entry in books.transactions):
        raise _no_such_batch(batch, records)
    if any(record["batch"] == batch and "undone" in record for record in records):
        raise _undone_before(batch)
    extra = _back(workspace, records, mine, batch)
    log = log_file(workspace)
    if mine:
        extra[log] = log_text(workspace) + to_line({"batch": batch, "undone": today.isoformat() if today else True})
    with storage.sure_locked(workspace.root):
        left = vouchers.without(workspace, books, batch)
        storage.write_all(workspace.root, {**_untouched(workspace, left.files, records, batch), **extra})
    return left.drafts


# Booking


def _refuse_errors(books: Books, inbox: Inbox) -> None:
    """Refuse while the books, the rules or a file have errors: the first is named, the others counted."""
    wrong = [*errors_in(books.findings), *errors_in(inbox.findings)]
    said = [Text(f.say("zh"), f.say("en")) for f in wrong]
    said += [Text(e.say(f.file, "zh"), e.say(f.file, "en")) for f in inbox.files for e in f.errors]
    if said:
        more = len(said) - 1
        raise HuilinError(
            Text(said[0].zh + (f"（另有 {more} 处）" if more else ""), said[0].en + (f" (and {more} more)" if more else "")),
            Text("什么都没有记；改正或把文件移出收件箱后再试。", "Nothing was booked; mend it, or take the file out of the inbox, and try again."),
        )  # fmt: skip


def _waits(file: FileResult) -> bool:
    """Say whether a file stays in the inbox: all that its rows could explain has yet to come."""
    return file.rows > 0 and file.ignored == file.rows and file.waits


def _next_batch(workspace: Workspace, books: Books, today: date) -> str:
    """Return the day's next batch, `20261015-01`; a number once given is never given again."""
    used = {str(entry.meta["batch"]) for entry in books.transactions if "batch" in entry.meta}
    used |= {str(record["batch"]) for record in read_log(workspace)}
    numbers = [int(batch[9:]) for batch in used if re.fullmatch(rf"{today:%Y%m%d}-\d+", batch)]
    return f"{today:%Y%m%d}-{max(numbers, default=0) + 1:02d}"


def _refuse_stale(workspace: Workspace, drafts: Sequence[Draft]) -> None:
    """Refuse where another import has written one of these rows since the books were loaded."""
    months = {workspace.month_file(draft.entity, draft.date) for draft in drafts}
    there = {key for month in months if month.exists() for key in _KEY.findall(month.read_text(encoding="utf-8"))}
    mine = {posting.meta["src"] for draft in drafts for posting in draft.postings if "src" in posting.meta}
    if there & mine:
        raise RefusedError(
            Text("账本在读取之后已被改动，有些行已经记过。", "The books have changed since they were read; some rows are booked."),
            Text("请再运行一次。", "Run the command again."),
        )  # fmt: skip


def _extra(
    workspace: Workspace, inbox: Inbox, done: Sequence[FileResult], batch: str, today: date
) -> tuple[dict[Path, str | bytes | None], tuple[Path, ...]]:
    """Return the files that are written besides the months: archive, emptied inbox, log, register."""
    extra: dict[Path, str | bytes | None] = {}
    records = []
    for file in done:
        target = workspace.imports / "archive" / f"{file.sha256[:12]}-{file.path.name}"
        extra[target] = _unchanged(file)
        if not file.stays and file.path.absolute().is_relative_to(workspace.inbox.absolute()):
            extra[file.path] = None
        records.append(_record(workspace, file, target, batch, today))
    archived = tuple(path for path, content in extra.items() if content is not None)
    log = log_file(workspace)
    extra[log] = log_text(workspace) + "".join(map(to_line, records))
    if inbox.new_donors:
        extra[workspace.donors] = inbox.register.to_csv()
    return extra, archived


def _unchanged(file: FileResult) -> bytes:
    """Return the original's bytes; refuse where it is no longer what was read."""
    import hashlib

    content = file.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise RefusedError(
            Text(f"{file.file} 在读取之后被改动了。", f"{file.file} has changed since it was read."),
            Text("请再运行一次。", "Run the command again."),
        )
    return content


def _rules_record(inbox: Inbox, batch: str, today: date) -> dict[str, Any]:
    """Return which rules this batch has used and which it has not: so a year later an idle one is known."""
    return {"batch": batch, "date": today.isoformat(), "used": sorted(inbox.used), "idle": sorted(inbox.idle)}


def _record(workspace: Workspace, file: FileResult, target: Path, batch: str, today: date) -> dict[str, Any]:
    said = file.to_json()
    counts = {name: said[name] for name in ("rows", "new", "known", "paired", "ignored", "refused")}
    return {
        "batch": batch,
        "date": today.isoformat(),
        "file": file.file,
        "sha256": file.sha256,
        "archived": workspace.relative(target),
        "format": said["format"],
        "account": said["account"],
        **counts,
    }


# Undoing


def _back(
    workspace: Workspace, records: Iterable[Mapping[str, Any]], mine: Sequence[Mapping[str, Any]], batch: str
) -> dict[Path, str | bytes | None]:
    """Return the changes that bring the batch's originals back into the inbox."""
    undone = {record["batch"] for record in records if "undone" in record} | {batch}
    still = {record["archived"] for record in records if "file" in record and record["batch"] not in undone}
    extra: dict[Path, str | bytes | None] = {}
    for record in mine:
        archived = workspace.root / record["archived"]
        if not archived.exists():
            continue
        content, target = archived.read_bytes(), _free(workspace, record)
        if not (said := workspace.root / str(record["file"])).exists() or said.read_bytes() != content:
            extra[target] = content
        if record["archived"] not in still:
            extra[archived] = None
    return extra


def _untouched(
    workspace: Workspace, files: Mapping[Path, str | None], records: Sequence[Mapping[str, Any]], batch: str
) -> dict[Path, str | bytes | None]:
    """Return the month files without what the batch wrote on entries that were there before it."""
    undone = {record["batch"] for record in records if "undone" in record}
    beside = [record for record in records if "in" in record and record["batch"] not in undone]
    mine = [record for record in beside if record["batch"] == batch]
    return untouched(workspace, files, mine, [record for record in beside if record["batch"] != batch])


def _free(workspace: Workspace, record: Mapping[str, Any]) -> Path:
    """Return the original's place in the inbox, or one beside it where another file has taken that."""
    said = workspace.root / str(record["file"])
    target = said if said.is_relative_to(workspace.inbox) else workspace.inbox / said.name
    return target if not target.exists() else target.with_name(f"{record['sha256'][:12]}-{target.name}")


def _no_such_batch(batch: str, records: Iterable[Mapping[str, Any]]) -> HuilinError:
    known = list(dict.fromkeys(record["batch"] for record in records))
    said = "、".join(known[-5:]) or "—"
    return HuilinError(
        Text(f"没有批次 {batch}。", f"There is no batch {batch}."),
        Text(f"最近的批次：{said}。", f"The latest batches: {said}."),
    )


def _undone_before(batch: str) -> HuilinError:
    return HuilinError(
        Text(f"批次 {batch} 已经撤回过。", f"Batch {batch} was undone before."),
        Text("文件在收件箱里，可重新记账。", "Its files are in the inbox and can be booked again."),
    )
