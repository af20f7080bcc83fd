"""What every command starts from: the options before the command, the workspace, the books, who is acting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.errors import HuilinError, RefusedError, UsageError
from huilin.wording import Text
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    import typer

    from huilin.books import Books
    from huilin.cli.console import Console

ROLE_NAMES = {
    "prepare": Text("制单", "prepare"),
    "review": Text("复核", "review"),
    "approve": Text("批准", "approve"),
    "cashier": Text("出纳", "cashier"),
    "audit": Text("监督", "audit"),
}


@dataclass(frozen=True)
class Session:
    """One run of one command."""

    console: Console
    today: date
    folder: Path | None = None
    by: str = ""
    yes: bool = False

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace named, or the nearest upward; a write that a crash cut in two is finished first."""
        from huilin.storage import JOURNAL, locked

        if self.folder is not None and not self.folder.is_dir():
            raise UsageError(
                Text(f"没有文件夹 {self.folder}。", f"There is no folder {self.folder}."),
                Text("请核对 --workspace。", "Check --workspace."),
            )
        found = Workspace.find(self.folder or Path.cwd())
        if (found.root / JOURNAL).exists():
            with locked(found.root):
                pass
        return found

    @cached_property
    def acting(self) -> str:
        """Who acts: as `person` has found, else as --by says."""
        return self.by

    @property
    def known_root(self) -> Path | None:
        """The workspace's folder, once the command has asked for it."""
        found = self.__dict__.get("workspace")
        return found.root if isinstance(found, Workspace) else None

    def books(self) -> Books:
        """Load the books with every finding."""
        from huilin.books import load

        with self.console.progress() as progress:
            progress(Text("读账", "Loading the books"), 0, 0)
            return load(self.workspace, today=self.today)

    def sound_books(self, but: Collection[str] = ()) -> Books:
        """Load the books; raise HuilinError with the first finding where they hold errors, `but` of these rules."""
        from huilin.findings import errors_in

        books = self.books()
        errors = [error for error in errors_in(books.findings) if error.rule not in but]
        if errors:
            raise HuilinError(
                Text(
                    f"账本有 {len(errors)} 个错误，先改正再做这一步。第一个：{errors[0].say('zh')}",
                    f"The books hold {len(errors)} errors; mend them first. The first: {errors[0].say('en')}",
                ),
                Text("全部问题见 huilin check。", "`huilin check` lists them all."),
            )
        return books

    def person(self, *roles: str) -> str:
        """Return who acts: --by where it fits one of `roles`, else the first person who has one."""
        people = self.workspace.settings.people
        fitting = [name for name, has in people.items() if has & set(roles)]
        if self.by and self.by not in people:
            raise UsageError(
                Text(
                    f"community.toml 的 [people] 里没有“{self.by}”。", f"[people] in community.toml has no “{self.by}”."
                ),
                _those(list(people)),
            )
        if self.by and self.by not in fitting:
            raise UsageError(
                Text(f"{self.by} 没有{_roles(roles).zh}的职责。", f"{self.by} may not {_roles(roles).en}."),
                _those(fitting),
            )
        if not fitting:
            raise UsageError(
                Text(f"没有人有{_roles(roles).zh}的职责。", f"Nobody may {_roles(roles).en}."),
                Text(
                    f'请在 community.toml 的 [people] 里写上，如 "姓名" = ["{roles[0]}"]。',
                    f'Add somebody to [people] in community.toml, as "Name" = ["{roles[0]}"].',
                ),
            )
        self.__dict__["acting"] = self.by or fitting[0]
        if not self.by:
            self.console.note(
                Text(
                    f"没有写 --by，按 {fitting[0]}（{_roles(roles).zh}）办理。",
                    f"No --by given: acting as {fitting[0]} ({_roles(roles).en}).",
                )
            )
        return self.by or fitting[0]


def refuse_sealed(books: Books, entity: str, day: date) -> None:
    """Raise RefusedError where the entity's books are closed to `day` or later: what is sealed stays (law 8)."""
    from huilin.books.sealed import sealed_until

    sealed = sealed_until(books.workspace, entity)
    if sealed is not None and day <= sealed:
        raise RefusedError(
            Text(
                f"{entity} 已结账至 {sealed}，不能再改 {day} 的账。",
                f"{entity} is closed to {sealed}; {day} cannot change any more.",
            ),
            Text("请用结账之后的日期更正。", "Date the correction after the closed period."),
        )


def of(context: typer.Context) -> Session:
    """Return the session that the options before the command have made."""
    session = context.find_root().obj
    assert isinstance(session, Session)
    return session


def _roles(roles: Sequence[str]) -> Text:
    names = [ROLE_NAMES[role] for role in roles]
    return Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))


def _those(names: list[str]) -> Text:
    if not names:
        return Text(
            "请先在 community.toml 的 [people] 里写上人员和职责。",
            "First name people and their roles in [people] of community.toml.",
        )
    return Text(f"可以是：{'、'.join(names)}。", f"It could be: {', '.join(names)}.")
