"""The pages of the desk by name: each a module with `make(request)` that returns its tables."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.audit.request import AuditRequest
    from huilin.audit.table import Table


class Option(NamedTuple):
    """One thing that a page lets its reader choose; without `choices` it is typed."""

    name: str
    title: Text
    default: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


class Page(NamedTuple):
    """One page: its name in addresses and on the command line, its title, what it is for, what it can be asked."""

    name: str
    title: Text
    about: Text
    options: tuple[Option, ...] = ()

    def make(self, request: AuditRequest) -> tuple[Table, ...]:
        """Return the page's tables."""
        module = import_module(f"huilin.audit.pages.{self.name}")
        make = cast("Callable[[AuditRequest], tuple[Table, ...]]", module.make)
        return make(request)


PAGES = (
    Page(
        "overview", Text("总览", "Overview"),
        Text("有几套账、到哪一天、封到哪一天、检查出什么、还有什么没办完。", "The sets of books, how far they go and are sealed, what was found, and what is open."),
    ),
)  # fmt: skip


def page(name: str) -> Page:
    """Return the page called `name`; raise UsageError that lists those there are."""
    for one in PAGES:
        if one.name == name:
            return one
    names = [one.name for one in PAGES]
    raise UsageError(
        Text(f"没有叫“{name}”的审计页。", f"There is no audit page “{name}”."),
        Text(f"可选：{'、'.join(names)}。", f"Choose one of: {', '.join(names)}."),
    )
