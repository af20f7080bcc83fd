"""Audit tables as a page shows them: cells with links to entries, accounts, evidence and lines; parts of long tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from huilin.audit import Cell, Origin, RowStyle, Table
    from huilin.wording import Language

FEW, MANY = 30, 200
"""Rows of a table among others, and of a table on a page of its own."""
MOST_NUMBERS = 1500
"""Voucher numbers that one address may name."""
_NUMBER = re.compile(r"(?P<head>.*-)(?P<tail>\d+)")


class Shown(NamedTuple):
    """One cell: its words, the class of its look, where it leads (empty: nowhere), and what is said on hovering."""

    text: str
    look: str
    href: str = ""
    hint: str = ""


class Head(NamedTuple):
    """One heading: its words, the look of its column, and the address that sorts by it."""

    text: str
    look: str
    href: str
    sorted: str = ""


@dataclass(frozen=True)
class Drawn:
    """A table ready for the template; texts are in the page's language. `first` to `last` of `count` rows are shown."""

    id: str
    title: str
    subtitle: str
    about: str
    basis: str
    notes: tuple[str, ...]
    checks: tuple[tuple[str, bool], ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[RowStyle, tuple[Shown, ...]], ...]
    empty: str
    count: int
    first: int
    last: int
    alone: str
    earlier: str
    later: str
    csv: str
    xlsx: str


@dataclass(frozen=True)
class Links:
    """Addresses within the desk. `base`: the ledger's (`/slug/`); `page`: this page's; `kept`: Fava's filters and the language."""

    base: str
    page: str
    kept: Mapping[str, str]
    args: Mapping[str, str]
    root: Path

    def to_page(self, page: str, **words: str) -> str:
        """Return the address of a page of ours with Fava's filters kept."""
        return _address(f"{self.base}extension/{page}/", {**self.kept, **words})

    def here(self, **words: str) -> str:
        """Return this page's address with some of its words changed; an empty one is dropped."""
        return _address(f"{self.base}extension/{self.page}/", {**self.args, **words})

    def export(self, table: str, form: str) -> str:
        """Return the address of a table (or, with none named, of the page) as a file."""
        return _address(f"{self.base}extension/{self.page}/export", {**self.args, "t": table, "form": form, "p": ""})

    def entries(self, numbers: Iterable[str]) -> str:
        """Return the address of Fava's journal with exactly these vouchers."""
        return _address(f"{self.base}journal/", {"filter": entry_filter(numbers)})

    def place(self, place: str) -> str:
        """Return the address of a `file:line` in Fava's view of the source."""
        file, _, line = place.rpartition(":")
        name, number = (file, line) if line.isdigit() else (place, "1")
        return _address(f"{self.base}editor/", {"file_path": str(self.root / name), "line": number})

    def account(self, account: str, time: str = "") -> str:
        """Return the address of one account, over Fava's time filter or another one."""
        return _address(f"{self.base}account/{quote(account, safe='')}/", {"time": time or self.kept.get("time", "")})

    def origin(self, origin: Origin) -> str:
        """Return where a figure comes from: what is behind it, its entries, or an account between two days."""
        if origin.fact:
            return self.to_page("HuilinStatements", fact=origin.fact, report=self.args.get("report", ""))
        if origin.entries and len(origin.entries) <= MOST_NUMBERS:
            return self._entries_or_place(origin.entries)
        time = f"{origin.start} - {origin.end}" if origin.start and origin.end else ""
        return _address(f"{self.base}journal/", {"account": origin.account, "time": time}) if origin.account else ""

    def _entries_or_place(self, entries: tuple[str, ...]) -> str:
        drafts = [entry for entry in entries if entry.rpartition(":")[2].isdigit()]
        return self.place(drafts[0]) if len(drafts) == len(entries) else self.entries(entries)


def _address(path: str, words: Mapping[str, str]) -> str:
    said = {key: value for key, value in words.items() if value}
    return f"{path}?{urlencode(said, quote_via=quote)}" if said else path


def entry_filter(numbers: Iterable[str]) -> str:
    """Return Fava's filter for these vouchers: one by its number, several of a month as one pattern.

    Fava takes the value as a regular expression, so numbers that only differ in their end share it.
    """
    groups: dict[str, list[str]] = {}
    for number in numbers:
        match = _NUMBER.fullmatch(number)
        groups.setdefault(match["head"] if match else number, []).append(match["tail"] if match else "")
    return ", ".join(_one_filter(head, tails) for head, tails in groups.items())


def _one_filter(head: str, tails: list[str]) -> str:
    if len(tails) == 1:
        return f'id:"{_plain(head + tails[0])}"'
    return f'id:"{_plain(head)}({"|".join(dict.fromkeys(tails))})$"'


def _plain(text: str) -> str:
    """Return the text as it is where it means itself; Fava's filter cannot hold a quotation mark."""
    return re.sub(r"([.^$*+?{}\[\]|()\\])", r"\\\1", text).replace('"', ".")


def drawn(table: Table, links: Links, language: Language, *, alone: bool, page: int = 1) -> Drawn:
    """Return one part of the table with its links."""
    shown = MANY if alone else FEW
    first = (page - 1) * shown
    last = min(first + shown, len(table))
    kinds = [column.kind for column in table.columns]
    rows = tuple(
        (style, tuple(_shown(cell, kind, links) for cell, kind in zip(cells, kinds, strict=True)))
        for style, cells in table.cells(first, last, language)
    )
    own = {} if alone else {"p": "", "sort": "", "q": ""}
    return Drawn(
        id=table.id,
        title=table.title.say(language),
        subtitle="　".join(filter(None, (table.entity, table.period.say(language) if table.period else ""))),
        about=table.about.say(language) if table.about else "",
        basis=table.basis.say(language) if table.basis else "",
        notes=tuple(note.say(language) for note in table.notes),
        checks=tuple((check.label.say(language), check.holds) for check in table.checks),
        heads=tuple(_heads(table, links, language)),
        rows=rows,
        empty=table.empty.say(language),
        count=len(table),
        first=first + 1,
        last=last,
        alone="" if alone else links.here(t=table.id, **own),
        earlier=links.here(p=str(page - 1)) if alone and page > 1 else "",
        later=links.here(p=str(page + 1)) if alone and last < len(table) else "",
        csv=links.export(table.id, "csv"),
        xlsx=links.export(table.id, "xlsx"),
    )


def _heads(table: Table, links: Links, language: Language) -> Iterator[Head]:
    sort = links.args.get("sort", "") if links.args.get("t") == table.id else ""
    for column in table.columns:
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
        following = f"-{column.key}" if now == "ascending" else column.key
        href = links.here(t=table.id, sort=following, p="")
        yield Head(column.title.say(language), _look(column.kind, number=column.is_number), href, now)


def _look(kind: str, *, number: bool) -> str:
    return f"{kind} num" if number else kind


def _shown(cell: Cell, kind: str, links: Links) -> Shown:
    look = _look(kind, number=kind in ("money", "count", "percent"))
    if not cell.text:
        return Shown("", look)
    if kind == "finding":
        return Shown(cell.text, f"{look} {cell.value}")
    href = _direct(cell, links) if cell.origin is None else links.origin(cell.origin)
    return Shown(cell.text, look, href, _hint(cell.origin) if cell.origin else "")


def _direct(cell: Cell, links: Links) -> str:
    """Return where a cell leads by its kind alone."""
    if cell.kind == "document":
        return links.to_page("HuilinEvidence", doc=cell.text)
    if cell.kind == "account":
        return links.account(str(cell.value))
    return links.place(cell.text) if cell.kind == "place" else ""


def _hint(origin: Origin) -> str:
    numbers = [*origin.entries[:8], "…"] if len(origin.entries) > 8 else origin.entries
    return ", ".join(numbers) or origin.account


WORDS = {
    "csv": Text("CSV", "CSV"),
    "xlsx": Text("XLSX", "XLSX"),
    "print": Text("打印", "Print"),
    "all_rows": Text("全部", "All"),
    "rows": Text("行", "rows"),
    "back": Text("返回本页", "Back to the page"),
    "earlier": Text("上一页", "Earlier"),
    "later": Text("下一页", "Later"),
    "search": Text("在表内查找", "Find in the table"),
    "find": Text("查找", "Find"),
    "books": Text("账套", "Books"),
    "every": Text("全部", "All"),
    "show": Text("显示", "Show"),
    "holds": Text("相符", "holds"),
    "fails": Text("不符", "FAILS"),
    "check": Text("核对", "Check"),
    "basis": Text("依据", "Basis"),
    "period": Text("期间", "Period"),
    "filtered": Text("只看筛选出的凭证", "Only the vouchers that the filters leave"),
    "read_only": Text("只读副本：这里什么都不会写进账本", "A read-only copy: nothing here writes to the books"),
    "other": Text("English", "中文"),
    "whole": Text("整页导出", "Export the page"),
    "drafts": Text("看账台不保存任何东西：抽样、勾对记在导出的工作底稿里。", "The desk keeps nothing: samples and tick marks live in the exported working paper."),
    "prev_page": Text("上一张", "Previous page"),
    "next_page": Text("下一张", "Next page"),
    "download": Text("下载原件", "Download the original"),
    "named_by": Text("引用它的凭证", "Vouchers that name it"),
    "no_picture": Text("这种文件不在这里显示，请下载后用自己的软件查看。", "This kind of file is not shown here; download it and open it with your own program."),
    "broken": Text("这个文件读不出画面。", "No picture can be made of this file."),
    "gone": Text("文件不在账本文件夹里：请向记账单位索取，或从备份找回。", "The file is not in the workspace: ask the bookkeeper, or find it in a backup."),
    "entry": Text("分录", "Entry"),
    "debit": Text("借方", "Debit"),
    "credit": Text("贷方", "Credit"),
    "unlinked": Text("没有凭证引用这个文件。", "No voucher names this file."),
    "nothing": Text("所选账套没有这一页的内容。", "The books chosen have nothing on this page."),
    "of": Text("共", "of"),
}  # fmt: skip
