"""A community's folder: where its books, rules, inbox and evidence lie, and what its community.toml says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from huilin.errors import HuilinError, NotAWorkspaceError
from huilin.money import InexactAmountError, parse_amount
from huilin.wording import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

SETTINGS = "community.toml"
ROLES = frozenset({"prepare", "review", "approve", "cashier", "audit"})


@dataclass(frozen=True)
class EntitySettings:
    """Where one entity's set of books lies."""

    name: str
    folder: str


@dataclass(frozen=True)
class Settings:
    """What community.toml says; every setting has a default, so a new file may be nearly empty."""

    name: str = "社区"
    name_en: str = "Community"
    language: Language = "zh"
    entities: tuple[EntitySettings, ...] = (EntitySettings("Fund", "fund"), EntitySettings("Company", "company"))
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    evidence_threshold: Decimal = Decimal("2000.00")
    approval_threshold: Decimal | None = None
    """From which amount a third person approves an expense; None: nobody asks."""
    statements: Mapping[str, str] = field(default_factory=dict)
    """Which ledger account a statement is of: `wechat-merchant:1900000109` → account."""
    transit: Mapping[str, str] = field(default_factory=dict)
    """Per entity, the account of money on its way between two own accounts."""
    publication: Mapping[str, Any] = field(default_factory=dict)

    def entity(self, name: str) -> EntitySettings:
        """Return the entity's settings; raise HuilinError where there is none of that name."""
        for entity in self.entities:
            if entity.name == name:
                return entity
        known = "、".join(e.name for e in self.entities)
        raise HuilinError(
            Text(f"community.toml 里没有账套 {name}。", f"community.toml names no entity {name}."),
            Text(f"已有账套：{known}。", f"Entities there are: {known}."),
        )


@dataclass(frozen=True)
class Workspace:
    """One community's folder and its settings."""

    root: Path
    settings: Settings

    @classmethod
    def find(cls, start: Path) -> Self:
        """Return the workspace at `start` or in the nearest folder above; raise NotAWorkspaceError."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder, read_settings(folder / SETTINGS))
        raise NotAWorkspaceError(
            Text(f"{start} 及其上级文件夹都没有 {SETTINGS}。", f"No {SETTINGS} in {start} or any folder above it."),
            Text(
                "请先进入账本文件夹，或用 --workspace 指明；新建账本用 huilin new 文件夹。",
                "Go to the workspace's folder or name it with --workspace; `huilin new DIR` starts one.",
            ),
        )

    @property
    def main(self) -> Path:
        """The ledger that includes every entity's books."""
        return self.root / "main.beancount"

    def folder(self, entity: str) -> Path:
        """Return the folder of one entity's set of books."""
        return self.root / self.settings.entity(entity).folder

    def entity_main(self, entity: str) -> Path:
        """Return the main file of one entity's books, which checks alone."""
        return self.folder(entity) / "main.beancount"

    def month_file(self, entity: str, day: date) -> Path:
        """Return the file that takes the entity's entries of `day`: `fund/2026/2026-07.beancount`."""
        return self.folder(entity) / f"{day:%Y}" / f"{day:%Y-%m}.beancount"

    def relative(self, path: Path | str) -> str:
        """Return `path` as findings show it: relative to the workspace where it lies inside."""
        try:
            return str((self.root / path).relative_to(self.root))
        except ValueError:
            return str(path)

    @property
    def inbox(self) -> Path:
        """Where statement files are dropped."""
        return self.root / "inbox"

    @property
    def rules(self) -> Path:
        """Where the import rules lie."""
        return self.root / "rules"

    @property
    def imports(self) -> Path:
        """Where originals and the import log are kept."""
        return self.root / "imports"

    @property
    def documents(self) -> Path:
        """Where the evidence lies."""
        return self.root / "documents"

    @property
    def seals(self) -> Path:
        """Where the seals of closed periods lie."""
        return self.root / "seals"

    @property
    def published(self) -> Path:
        """Where publications go."""
        return self.root / "published"

    @property
    def donors(self) -> Path:
        """The private donor register, never published."""
        return self.root / "private" / "donors.csv"


def read_settings(path: Path) -> Settings:
    """Read community.toml; raise HuilinError that names the line or the key that is off."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path.name, error) from error
    return parse_settings(text, path.name)


def parse_settings(text: str, name: str = SETTINGS) -> Settings:
    """Return what a community.toml says; raise HuilinError that names the line or the key that is off."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(name, error) from error
    return _settings(data, name)


def _unreadable(name: str, error: Exception) -> HuilinError:
    return HuilinError(
        Text(f"{name} 读不懂：{error}。", f"{name} cannot be read: {error}."),
        Text(
            "请改正这一行，或对照 docs/community.toml 的说明。",
            "Mend that line; every setting is explained in the file's comments.",
        ),
    )


def _settings(data: Mapping[str, Any], file: str) -> Settings:
    community = _table(data, "community", file)
    default = Settings()
    entities = tuple(
        EntitySettings(name, str(entry.get("folder", name.lower())))
        for name, entry in _table(data, "entities", file).items()
    )
    language = community.get("language", default.language)
    if language not in ("zh", "en"):
        raise _wrong(file, "community.language", "“zh” / “en”")
    return Settings(
        name=str(community.get("name", default.name)),
        name_en=str(community.get("name_en", community.get("name", default.name_en))),
        language=language,
        entities=entities or default.entities,
        people=_people(_table(data, "people", file), file),
        evidence_threshold=_threshold(_table(data, "evidence", file), file),
        approval_threshold=_approval(_table(data, "approval", file), file),
        statements={str(k): str(v) for k, v in _table(data, "statements", file).items()},
        transit={str(k): str(v) for k, v in _table(data, "transit", file).items()},
        publication=_table(data, "publication", file),
    )


def _table(data: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise _wrong(file, name, f"[{name}]")
    return table


def _people(table: Mapping[str, Any], file: str) -> Mapping[str, frozenset[str]]:
    people = {}
    for name, roles in table.items():
        if not isinstance(roles, list) or not set(roles) <= ROLES:
            raise _wrong(file, f"people.{name}", "、".join(sorted(ROLES)))
        people[name] = frozenset(roles)
    return people


def _threshold(table: Mapping[str, Any], file: str) -> Decimal:
    try:
        return parse_amount(str(table.get("threshold", "2000.00")))
    except InexactAmountError as error:
        raise _wrong(file, "evidence.threshold", "“2000.00”") from error


def _approval(table: Mapping[str, Any], file: str) -> Decimal | None:
    if "threshold" not in table:
        return None
    try:
        return parse_amount(str(table["threshold"]))
    except InexactAmountError as error:
        raise _wrong(file, "approval.threshold", "“20000.00”") from error


def _wrong(file: str, key: str, expected: str) -> HuilinError:
    return HuilinError(
        Text(f"{file} 的设置 {key} 不对。", f"The setting {key} in {file} is wrong."),
        Text(f"应为：{expected}。", f"Expected: {expected}."),
    )
