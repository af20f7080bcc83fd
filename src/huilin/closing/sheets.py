"""The calculation sheet (计提表) behind each entry of a closing: its evidence, written beside the other documents.

An accrual has no invoice; what proves it is how it was worked out (会计基础工作规范 第四十八条: 自制原始凭证).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from huilin.drafting import display_width, quote
from huilin.sealing.canonical import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from huilin.books import Books
    from huilin.drafting import Draft
    from huilin.vocabulary import Period

_WIDTH = 72


class Worked(NamedTuple):
    """An entry to book, and how it was worked out: the sheet's title, its period, its lines (CNY).

    `opens`: accounts that the entry needs and nobody has opened yet.
    """

    draft: Draft
    title: str
    period: Period
    lines: tuple[tuple[str, Decimal], ...]
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One calculation sheet: the entry's account and day for its `document` directive, its place, its text."""

    account: str
    day: date
    file: Path
    text: str
    opens: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash that the directive carries."""
        return sha256(self.text)

    @property
    def link(self) -> str:
        """The link that joins the sheet to its entry."""
        return f"ev-{self.sha256[:8]}"

    def directive(self, month: Path) -> str:
        """Return the `document` directive as it stands in the month file, after the accounts that are opened."""
        path = os.path.relpath(self.file, month.parent)
        opened = "".join(f"\n{self.day} open {account} CNY\n" for account in self.opens)
        return (
            f"{opened}\n{self.day} document {self.account} {quote(path)} ^{self.link}\n  sha256: {quote(self.sha256)}\n"
        )


def with_sheet(books: Books, worked: Worked, by: str, today: date) -> tuple[Draft, Sheet]:
    """Return the entry linked to its sheet, and the sheet."""
    draft = worked.draft
    text = _text(books.entities[draft.entity].title, worked, f"由惠邻按规则算出　复核：{by}　{today}")
    name = f"{worked.title}-{worked.period}-{draft.entity}-{sha256(text)[:6]}.txt"
    file = books.workspace.documents / f"{draft.date:%Y}" / name
    sheet = Sheet(draft.postings[0].account, draft.date, file, text, worked.opens)
    return replace(draft, links=(*draft.links, sheet.link)), sheet


def _text(entity: str, worked: Worked, signed: str) -> str:
    head = [
        worked.title,
        "",
        f"账套：{entity}",
        f"期间：{worked.period.title.zh}",
        f"事项：{worked.draft.narration}",
        "",
    ]
    return "\n".join([*head, *_aligned(worked.lines), "", signed, ""])


def _aligned(lines: Iterable[tuple[str, Decimal]]) -> list[str]:
    """Return the lines with their amounts in one column, as an accountant rules a sheet."""
    return [label + _gap(label, f"{amount:,.2f}") + f"{amount:,.2f}" for label, amount in lines]


def _gap(label: str, number: str) -> str:
    return " " * max(2, _WIDTH - display_width(label) - len(number))
