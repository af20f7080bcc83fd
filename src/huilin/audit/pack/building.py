"""Build a pack: every paper of every entity as XLSX, CSV and PDF, the vouchers month by month, an index, the hashes.

The folder is complete before it takes its name, which is the hash of its hashes: `2026-3f2a…`. The same books, period
and day give the same name and the same bytes; nothing is ever overwritten.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from huilin.audit.export import csv_of, workbook_of
from huilin.audit.ledger_view import entries
from huilin.audit.listing import chosen_entries
from huilin.audit.open_items import found
from huilin.audit.pack import letters, voucher_sheets
from huilin.audit.pack.papers import PAPERS, Paper
from huilin.audit.pack.printing import Heading, number, pages_of
from huilin.audit.request import AuditRequest
from huilin.audit.table import Column, Table
from huilin.errors import HuilinError, UsageError
from huilin.progress import silent
from huilin.rendering.canvas import signs_of, to_pdf, typeface
from huilin.storage import sync_folder
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from huilin.audit.open_items import OpenItem
    from huilin.books import Books
    from huilin.progress import Progress
    from huilin.rendering.canvas import Page
    from huilin.vocabulary import Period
    from huilin.wording import Language

SUMS, README = "SHA256SUMS", "README.md"
_HALF = ".half-"


class Built(NamedTuple):
    """A pack: its folder, how many files it holds, and what the books themselves say is open."""

    folder: Path
    files: int
    open: tuple[OpenItem, ...]


class _Made(NamedTuple):
    """One paper made: its tables; an error where the books did not allow it."""

    paper: Paper
    tables: tuple[Table, ...]


def build(  # noqa: PLR0913 - the books, the period, the day, where to, whose, how it is told
    books: Books,
    period: Period,
    *,
    today: date,
    to: Path,
    entity: str = "",
    options: dict[str, str] | None = None,
    progress: Progress = silent,
) -> Built:
    """Build the pack under `to` and return it; raise UsageError where there is no such entity."""
    request = AuditRequest(books, period, today, entity, options=options or {})
    if not request.entities:
        known = "、".join(books.entities) or "（没有）"
        raise UsageError(
            Text(f"没有账套 {entity}。", f"There is no entity {entity}."),
            Text(f"已有账套：{known}。", f"Entities there are: {known}."),
        )
    to.mkdir(parents=True, exist_ok=True)
    _sweep(to)
    half = Path(tempfile.mkdtemp(prefix=_HALF, dir=to))
    try:
        for one in request.entities:
            _entity(half, replace(request, entity=one.name), progress)
        still = tuple(found(request))
        _write(half / README, _readme(request, still).encode())
        folder, files = _named(half, period)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return Built(folder, files, still)


def _sweep(to: Path) -> None:
    """Remove what an earlier crash left half built; keep packs out of any repository."""
    for half in to.glob(f"{_HALF}*"):
        shutil.rmtree(half, ignore_errors=True)
    ignore = to / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _named(half: Path, period: Period) -> tuple[Path, int]:
    """Write the hashes, make all of it last, give the folder its name in one step; return it and how many files."""
    files = sorted(file for file in half.rglob("*") if file.is_file())
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(half)}\n" for file in files)
    _write(half / SUMS, sums.encode())
    for folder in sorted({file.parent for file in files} | {half}):
        sync_folder(folder)
    target = half.parent / f"{period.name}-{hashlib.sha256(sums.encode()).hexdigest()[:12]}"
    if not target.exists():
        half.rename(target)
        sync_folder(target.parent)
    return target, len(files) + 1


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _entity(half: Path, request: AuditRequest, progress: Progress) -> None:
    """Write one entity's papers, its vouchers, its letters and its index."""
    language = request.books.workspace.settings.language
    unit = request.books.entities[request.entity].title
    folder = half / f"{request.entity}-{_safe(unit)}"
    step = Text(f"底稿 {request.entity}", f"Papers of {request.entity}")
    months = _months(request)
    steps = len(PAPERS) + len(months) + 2
    printed: dict[str, list[Page]] = {}
    made: list[_Made] = []
    for done, paper in enumerate(PAPERS):
        progress(step, done, steps)
        one = _Made(paper, _tables(paper, request))
        made.append(one)
        name = f"{paper.code}-{_safe(paper.title.say(language))}"
        _write(folder / f"{name}.xlsx", workbook_of(one.tables, paper.title, request.today, language))
        for csv_name, table in _csv_names(name, one.tables, language):
            _write(folder / csv_name, csv_of(table, language))
        printed[f"{name}.pdf"] = _printed(one, request, unit, language)
    for done, (month, places) in enumerate(months, len(PAPERS)):
        progress(step, done, steps)
        some = list(voucher_sheets.vouchers(request.books, places))
        printed[f"C2-记账凭证/{month}.pdf"] = voucher_sheets.pages(some, month)
    sent = letters.letters(request)
    if sent:
        printed["J2-询证函.pdf"] = letters.drawn(sent, unit)
    index = _index(made, [month for month, _ in months], len(sent), language)
    _write(folder / "00-目录.xlsx", workbook_of([index], index.title, request.today, language))
    _write(folder / "00-目录.csv", csv_of(index, language))
    printed["00-目录.pdf"] = pages_of(
        index, Heading("00", index.title.say(language), unit, request.heading.say(language)), language
    )
    face = typeface(frozenset().union(*map(signs_of, printed.values())))
    for done, (name, pages) in enumerate(printed.items()):
        progress(Text("排印", "Printing"), done, len(printed))
        _write(folder / name, to_pdf(pages, face, f"{unit} {name.removesuffix('.pdf')}", request.today))


def _tables(paper: Paper, request: AuditRequest) -> tuple[Table, ...]:
    """Make a paper; where the books do not allow it, it says why, and the pack goes on."""
    try:
        tables = paper.make(request)
    except HuilinError as error:
        return (
            Table.of(paper.code, paper.title, (), [], empty=error.text, notes=(error.remedy,) if error.remedy else ()),
        )
    return tables or (Table.of(paper.code, paper.title, (), [], empty=Text("账里没有。", "None in the books.")),)


def _csv_names(name: str, tables: Sequence[Table], language: Language) -> Iterator[tuple[str, Table]]:
    """Yield one file for one table, a folder of numbered files for several."""
    if len(tables) == 1:
        yield f"{name}.csv", tables[0]
        return
    for at, table in enumerate(tables, 1):
        yield f"{name}/{at:02d}-{_safe(table.title.say(language))}.csv", table


def _safe(words: str) -> str:
    """Return words as a file's name on any system."""
    return "".join("-" if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in words).strip(". ")[:60]


def _printed(one: _Made, request: AuditRequest, unit: str, language: Language) -> list[Page]:
    heading = Heading(
        one.paper.code, one.paper.title.say(language), unit, request.heading.say(language), one.paper.signed
    )
    pages = [page for table in one.tables for page in pages_of(table, heading, language, numbered=False)]
    number(pages, heading)
    return pages


def _months(request: AuditRequest) -> list[tuple[str, list[int]]]:
    """Return the months of the period with the places of their vouchers, in the order of their numbers."""
    view = chosen_entries(request).sort_values("id", kind="stable")
    return [(str(month), rows.index.to_list()) for month, rows in view.groupby(view["date"].dt.strftime("%Y-%m"))]


def _index(made: Sequence[_Made], months: Sequence[str], letters_sent: int, language: Language) -> Table:
    """Return the index (目录): each paper, how many lines it has, whether its checks hold."""
    rows = [
        (one.paper.code, one.paper.title.say(language), len(one.tables), sum(map(len, one.tables)), _state(one), _held(one))
        for one in made
    ]  # fmt: skip
    rows.append(
        ("C2", Text("记账凭证", "Vouchers").say(language), len(months), len(months), _HAS if months else _NONE, "")
    )
    rows.append(("J2", Text("询证函", "Letters").say(language), 1, letters_sent, _HAS if letters_sent else _NONE, ""))
    columns = (
        Column("code", Text("索引号", "Mark")), Column("title", Text("底稿", "Paper")), Column("tables", Text("表数", "Tables"), "count"),
        Column("lines", Text("行数", "Lines"), "count"), Column("state", Text("情况", "State")), Column("held", Text("核对", "Checks")),
    )  # fmt: skip
    return Table.of("index", Text("目录", "Index"), columns, sorted(rows, key=lambda row: str(row[0])))


_HAS, _NONE = Text("有", "filled"), Text("账里没有", "none in the books")


def _state(one: _Made) -> Text:
    return _HAS if any(map(len, one.tables)) else _NONE


def _held(one: _Made) -> Text | str:
    checks = [check for table in one.tables for check in table.checks]
    if not checks:
        return ""
    failed = [check for check in checks if not check.holds]
    if failed:
        return Text(f"{len(failed)} 项不符：{failed[0].label.zh}", f"{len(failed)} fail: {failed[0].label.en}")
    return Text(f"{len(checks)} 项相符", f"{len(checks)} hold")


def _readme(request: AuditRequest, still: Sequence[OpenItem]) -> str:
    from huilin import __version__
    from huilin.money import show

    units = "、".join(one.title for one in request.entities)
    said = "".join(
        f"- {f'{item.entity} ' if item.entity else ''}{item.what.zh}：{item.number} 笔{f'，{show(item.amount)} 元' if item.amount is not None else ''}。{item.remedy.zh}\n"
        for item in still
    )
    entries_in = len(entries(request.books))
    return f"""# 审计底稿 {request.period.title.zh}

**含有个人信息和未公开的账目，只供审计使用；不要公布，不要放进公开的仓库。**
Holds private data: for the auditor only. Do not publish it, do not commit it.

- 单位：{units}
- 期间：{request.heading.zh}
- 生成日：{request.today}，惠邻 {__version__}，账内凭证 {entries_in} 张
- 命令：`huilin audit pack {request.period.name}`

每个账套一个文件夹，先看 `00-目录`。每份底稿有三种形式：XLSX（计算）、CSV（导入）、PDF（打印、签字）。
One folder per entity; begin with `00-目录`. Each paper is there as XLSX, CSV and PDF.

PDF 里印成方框的字，字体里没有；XLSX 和 CSV 里是原字。
A sign printed as a box is not in the font; XLSX and CSV hold it.

账里没有的（如合同、申报表）也有一页，写明“账里没有”，请向单位索取。
What the books do not hold has a sheet that says so.

## 未了事项 Still open

{said or "没有。None."}
## 核对文件 Check the files

```
sha256sum -c {SUMS}
```

文件夹名的后十二位是 `{SUMS}` 这个文件的 SHA-256 的前十二位。同样的账、期间和日期生成同样的文件。
"""
