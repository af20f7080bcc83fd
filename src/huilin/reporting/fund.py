"""What a fund's reports share: its balance, where its money comes from and where it goes, by project."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from huilin.charts import chart
from huilin.reporting.selection import Selection
from huilin.vocabulary import PROMISE_RECEIVED, parse_voucher
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.books import Books, Entity, Project
    from huilin.reporting.posted import Posted

GIFTS = "4101"
PROGRAMME = "5101"
NET_ASSETS = ("Income", "Expenses", "3101", "3102", "3201")
"""Closed or not, what the fund has left: its income less its expense and what earlier years left over."""

FROM_COMPANY = (("kind", PROMISE_RECEIVED),)
_WORDS = {"记": "j", "收": "s", "付": "f", "转": "z"}
NO_PROJECT = Text("未指明项目", "No project named")


def left(fund: str) -> Selection:
    """Return what makes the fund's balance (结余), credit positive."""
    return Selection(fund, NET_ASSETS, sign=-1)


def income(fund: str, *codes: str) -> Selection:
    """Return the fund's income, or that on some codes."""
    return Selection(fund, codes or ("Income",), sign=-1)


def spending(fund: str, *codes: str) -> Selection:
    """Return the fund's expense, or that on some codes."""
    return Selection(fund, codes or ("Expenses",))


def of_project(selection: Selection, project: str) -> Selection:
    """Return the part that names `project` (or, for an empty name, none)."""
    return selection.but(words=(("project", project),))


def projects_of(books: Books, posted: Posted, fund: str, until: date) -> tuple[tuple[str, Project | None], ...]:
    """Return the fund's projects in the order of their declaration, then names used without one, then none."""
    declared = [p for p in books.projects.values() if p.entity == fund and p.start <= until]
    used = posted.pick(left(fund).but(end=until))["project"].unique()
    others = sorted(set(map(str, used)) - {p.name for p in declared}, key=lambda name: (not name, name))
    return (*((p.name, p) for p in declared), *((name, None) for name in others))


def project_label(name: str) -> Text:
    """Return a project's name as statements print it."""
    return same(name) if name else NO_PROJECT


def project_key(name: str) -> str:
    """Return the project's part of a fact id: stable, and ASCII whatever the name."""
    return f"p{sha256(name.encode()).hexdigest()[:8]}" if name else "p-none"


def voucher_key(voucher: str, number: int, *, apart: bool) -> str:
    """Return a voucher's part of a fact id, ASCII: `2026-05-j0003`; several figures of one voucher are told apart."""
    parts = parse_voucher(voucher)
    if parts is None:
        return f"n{number}"
    return f"{parts.month}-{_WORDS[parts.word]}{parts.number:04d}" + (f"-{number}" if apart else "")


def codes_used(posted: Posted, selection: Selection) -> tuple[str, ...]:
    """Return the account codes that `selection` meets, in order."""
    return tuple(sorted(map(str, posted.pick(selection)["code"].unique())))


def code_name(entity: Entity, code: str, on: date) -> Text:
    """Return an account's printed name: the chart's of the standard in force, never the account's own."""
    account = chart(entity.standard_on(on)).accounts.get(code)
    return account.name if account else same(code)


def other_codes(posted: Posted, selection: Selection, known: str) -> Iterator[str]:
    """Yield the codes that `selection` meets besides `known`."""
    yield from (code for code in codes_used(posted, selection) if code != known)
