"""What booking writes beside its drafts: the key below a hand-written posting, an invoice's file, directive and link.

Entries that were there before get a line or a link, nothing else; the log says which, so that undo takes exactly
these away again.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin import evidence
from huilin.drafting import quote
from huilin.errors import RefusedError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from huilin.drafting import Draft
    from huilin.importing.inbox import Inbox
    from huilin.importing.invoices import Evidence
    from huilin.importing.offering import Joined
    from huilin.workspace import Workspace

Contents = dict[Path, "str | bytes | None"]


class Touched(NamedTuple):
    """The month files and documents as they will be, and the records by which undo finds what to take away."""

    files: Contents
    records: tuple[dict[str, Any], ...]


def touched(workspace: Workspace, months: Mapping[Path, str | bytes | None], inbox: Inbox, batch: str) -> Touched:
    """Return the month files with keys and evidence in them, and the documents themselves."""
    files: Contents = dict(months)
    records: list[dict[str, Any]] = []
    for joined in sorted(inbox.joined, key=lambda joined: -joined.line):
        files[joined.file] = _with_key(_text(files, joined.file), joined)
        records.append({"batch": batch, "joined": joined.key, "in": workspace.relative(joined.file)})
    drafts = {str(p.meta["src"]): draft for draft in inbox.drafts for p in draft.postings if "src" in p.meta}
    proofs = sorted(inbox.evidence, key=_line, reverse=True)
    records += [_attach(workspace, files, inbox, proof, drafts, batch) for proof in proofs]
    return Touched(files, tuple(records))


def _line(proof: Evidence) -> int:
    return int(proof.entry.meta["lineno"]) if proof.entry is not None else 0


def _text(files: Contents, path: Path) -> str:
    """Return a month file as it will be so far: changes are made from its end to its beginning, so lines keep."""
    found = files.get(path)
    return found if isinstance(found, str) else path.read_bytes().decode("utf-8")


def _with_key(text: str, joined: Joined) -> str:
    lines = text.splitlines(keepends=True)
    place = joined.line - 1
    if place >= len(lines) or joined.account not in lines[place]:
        raise _changed(joined.file, joined.line)
    indent = re.match(r"\s*", lines[place])
    blank = (indent[0] if indent else "") + "  "
    end = "" if lines[place].endswith("\n") else "\n"
    lines[place] = f"{lines[place]}{end}{blank}src: {quote(joined.key)}\n"
    return "".join(lines)


def _attach(  # noqa: PLR0913, PLR0917 - what is written, where, and of what
    workspace: Workspace, files: Contents, inbox: Inbox, proof: Evidence, drafts: Mapping[str, Draft], batch: str
) -> dict[str, Any]:
    """Put the invoice's file among the documents, its directive at the end of the month, its link on the entry."""
    file = inbox.files[proof.place]
    mark = evidence.mark(file.sha256)
    if proof.entry is not None:
        month, day, account = Path(proof.entry.meta["filename"]), proof.entry.date, proof.entry.postings[0].account
        files[month] = _with_link(_text(files, month), month, int(proof.entry.meta["lineno"]), mark)
    else:
        draft = drafts[proof.work]
        month, day, account = workspace.month_file(draft.entity, draft.date), draft.date, draft.postings[0].account
    content = file.path.read_bytes()
    document = evidence.free_place(workspace, day, file.path, content)
    if not document.exists():
        files[document] = content
    path = os.path.relpath(document, month.parent)
    directive = (
        f"\n{day} document {account} {quote(path)} ^{mark}\n"
        f"  sha256: {quote(file.sha256)}\n  src: {quote(proof.key)}\n  batch: {quote(batch)}\n"
    )
    files[month] = _text(files, month) + directive
    return {"batch": batch, "evidence": workspace.relative(document), "link": mark, "in": workspace.relative(month)}


def _with_link(text: str, month: Path, line: int, mark: str) -> str:
    lines = text.splitlines(keepends=True)
    if line > len(lines):
        raise _changed(month, line)
    lines[line - 1] = evidence.with_link(lines[line - 1], mark, f"{month.name}:{line}")
    return "".join(lines)


def untouched(
    workspace: Workspace,
    files: Mapping[Path, str | None],
    records: Sequence[Mapping[str, Any]],
    others: Iterable[Mapping[str, Any]],
) -> Contents:
    """Return the files without the keys, links and documents of a batch; `others` are the records of those that stay."""
    found: Contents = dict(files)
    still = list(others)
    for record in records:
        month = workspace.root / str(record["in"])
        if month not in found or found[month] is not None:
            found[month] = _without(_text(found, month), record, still)
        if "evidence" in record and not any(other.get("evidence") == record["evidence"] for other in still):
            found[workspace.root / str(record["evidence"])] = None
    return found


def _without(text: str, record: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> str:
    """Return a month file without the key or the link that the record tells of."""
    if "joined" in record:
        return re.sub(rf"(?m)^[ \t]+src: {re.escape(quote(str(record['joined'])))}\n", "", text)
    shared = any(other.get("link") == record["link"] for other in others)
    return text if shared else text.replace(f" ^{record['link']}", "")


def _changed(file: Path, line: int) -> RefusedError:
    return RefusedError(
        Text(f"{file.name}:{line} 在读取之后被改动了。", f"{file.name}:{line} has changed since it was read."),
        Text("请再运行一次。", "Run the command again."),
    )
