"""The private donor register: who gave, and how each wishes to be named. It is never published or committed.

The ledger holds donor ids only (`donor: "D0012"`); names and phones lie in `private/donors.csv`. Naming a
donor needs their consent (慈善法 信息公开 一章; 个人信息保护法 第十三条), so a wish not spoken means anonymous.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from huilin.errors import HuilinError, UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

Wish = Literal["", "实名", "化名", "匿名"]
"""Nothing said counts as anonymous but stays unsaid, so that somebody may still ask."""

Kind = Literal["个人", "单位"]
ANONYMOUS = Text("匿名", "Anonymous")

_WISHES: Mapping[str, Wish] = {
    "": "", "匿名": "匿名", "anonymous": "匿名",
    "化名": "化名", "alias": "化名",
    "实名": "实名", "name": "实名",
}  # fmt: skip
_KINDS: Mapping[str, Kind] = {
    "": "个人", "个人": "个人", "person": "个人", "单位": "单位", "organisation": "单位", "company": "单位",
}  # fmt: skip
_ID = re.compile(r"D(\d{4,})")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True)
class Donor:
    """One person or organisation that gives. `since` is the day of the first gift, as text, may be empty.

    `code` is an organisation's 统一社会信用代码, which its receipts name.
    """

    id: str
    name: str
    kind: Kind = "个人"
    wish: Wish = ""
    alias: str = ""
    phone: str = ""
    since: str = ""
    note: str = ""
    code: str = ""

    @property
    def published_name(self) -> str:
        """The name to print: as wished; an alias that was never given cannot be printed."""
        if self.wish == "实名":
            return self.name
        return (self.alias if self.wish == "化名" else "") or ANONYMOUS.zh


HEADING = tuple(field.name for field in fields(Donor))


@dataclass(frozen=True)
class Register:
    """All donors of a community, in the order in which they were entered."""

    donors: tuple[Donor, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Register:
        """Read the register; a missing file is an empty one. Raises HuilinError that names the line at fault."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls()
        except UnicodeDecodeError as error:
            raise _wrong(path.name, 1, Text("不是 UTF-8 文本", "not UTF-8 text")) from error
        return cls.parse(text, path.name)

    @classmethod
    def parse(cls, text: str, file: str = "donors.csv") -> Register:
        """Read the register's text."""
        donors = tuple(_donors(text.removeprefix("\ufeff"), file))
        return cls(donors)

    def to_csv(self) -> str:
        """Return the register as text that spreadsheets open in Chinese and never run as formulas."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADING)
        writer.writerows([_guarded(getattr(donor, name)) for name in HEADING] for donor in self.donors)
        return "\ufeff" + out.getvalue()

    def write(self, path: Path) -> None:
        """Write the register so that only this user can read it."""
        from huilin.storage import write_atomic

        write_atomic(path, self.to_csv())
        path.chmod(0o600)

    def id_of(self, name: str) -> str | None:
        """Return the id of the donor called `name`; of two that share it, the one entered first."""
        return self._by_name.get(_plain(name))

    def get(self, donor_id: str) -> Donor | None:
        """Return the donor with that id."""
        return self._by_id.get(donor_id)

    @cached_property
    def next_id(self) -> str:
        """The id that the next donor gets: one more than the highest ever given."""
        numbers = [int(match[1]) for donor in self.donors if (match := _ID.fullmatch(donor.id))]
        return f"D{max(numbers, default=0) + 1:04d}"

    def with_new(self, name: str, *, kind: Kind = "个人", since: date | None = None, **said: str) -> Register:
        """Return the register with one more donor, anonymous until a wish is known."""
        donor = Donor(self.next_id, _plain(name), kind, since=since.isoformat() if since else "")
        return Register((*self.donors, replace(donor, **said)))  # type: ignore[arg-type]

    def with_wish(self, donor_id: str, wish: str, alias: str = "") -> Register:
        """Return the register in which that donor wishes otherwise; raise UsageError for an unknown id or wish."""
        donor = self.get(donor_id)
        if donor is None:
            raise UsageError(
                Text(f"捐赠人名册里没有“{donor_id}”。", f"The donor register has no “{donor_id}”."),
                Text("请用 huilin donor list 查编号。", "`huilin donor list` shows the ids."),
            )
        changed = replace(donor, wish=as_wish(wish), alias=alias or donor.alias)
        if changed.wish == "化名" and not changed.alias:
            raise UsageError(
                Text("化名还没有写。", "The alias is missing."), Text("请加 --alias 化名。", "Add --alias NAME.")
            )
        return Register(tuple(changed if d.id == donor_id else d for d in self.donors))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {donor.name: donor.id for donor in reversed(self.donors)}

    @cached_property
    def _by_id(self) -> dict[str, Donor]:
        return {donor.id: donor for donor in self.donors}


def published_names(register: Register) -> dict[str, str]:
    """Return donor id → the name to print; persons and companies alike are named only as they wish."""
    return {donor.id: donor.published_name for donor in register.donors}


def as_wish(word: str) -> Wish:
    """Return the wish that `word` means, in Chinese or English; raise UsageError for any other word."""
    wish = _WISHES.get(word.strip().lower())
    if wish is None:
        raise UsageError(
            Text(f"“{word}”不是公示意愿。", f"“{word}” is no wish about publication."),
            Text("请写 实名、化名 或 匿名。", "Write name, alias or anonymous."),
        )
    return wish


def _donors(text: str, file: str) -> Iterator[Donor]:
    rows = csv.reader(io.StringIO(text))
    heading = [cell.strip() for cell in next(rows, list(HEADING))]
    if not {"id", "name"} <= set(heading):
        raise _wrong(file, 1, Text("表头缺少 id 或 name", "the heading lacks id or name"))
    seen: set[str] = set()
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        said = {key: _unguarded(cell.strip()) for key, cell in zip(heading, row, strict=False) if key in HEADING}
        donor = _donor(said, file, rows.line_num)
        if donor.id in seen:
            raise _wrong(file, rows.line_num, Text(f"编号 {donor.id} 重复", f"{donor.id} is given twice"))
        seen.add(donor.id)
        yield donor


def _donor(said: Mapping[str, str], file: str, line: int) -> Donor:
    donor_id, name = said.get("id", ""), said.get("name", "")
    wish, kind = _WISHES.get(said.get("wish", "").lower()), _KINDS.get(said.get("kind", "").lower())
    if not _ID.fullmatch(donor_id):
        raise _wrong(file, line, Text(f"编号“{donor_id}”应为 D0001 的样子", f"the id “{donor_id}” is not like D0001"))
    if not name:
        raise _wrong(file, line, Text("没有姓名", "the name is missing"))
    if wish is None:
        raise _wrong(
            file,
            line,
            Text(
                f"意愿“{said['wish']}”应为 实名、化名 或 匿名", f"the wish “{said['wish']}” is none of 实名 化名 匿名"
            ),
        )
    if kind is None:
        raise _wrong(
            file,
            line,
            Text(f"类别“{said['kind']}”应为 个人 或 单位", f"the kind “{said['kind']}” is none of 个人 单位"),
        )
    rest = {key: said.get(key, "") for key in ("alias", "phone", "since", "note", "code")}
    return Donor(donor_id, _plain(name), kind, wish, **rest)


def _plain(name: str) -> str:
    return " ".join(name.split())


def _guarded(cell: str) -> str:
    """Keep a nickname that starts like a formula a name when the register is opened as a spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_SIGNS) else cell


def _wrong(file: str, line: int, what: Text) -> HuilinError:
    return HuilinError(
        Text(f"{file}:{line}: {what.zh}。", f"{file}:{line}: {what.en}."),
        Text("请改正捐赠人名册的这一行。", "Mend this line of the donor register."),
    )
