"""What a resident reads on the desk: the figures of a publication, each leading to its entries in the public ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from huilin.audit.pages import Page
from huilin.audit.table import Column, Origin, Table
from huilin.desk.fava_app import HOME
from huilin.desk.pages import AuditPage
from huilin.errors import HuilinError
from huilin.money import InexactAmountError, parse_amount, to_fen
from huilin.publication.bundle import FACTS
from huilin.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.audit import AuditRequest


class _Figures(AuditPage):
    """The published figures."""

    page = Page(
        "figures", Text("公示数字", "Published figures"),
        Text("公示的每个数字，和公开账本里的凭证；整份公示请用 huilin verify 验证。", "Every published figure with its entries in the public ledger; `huilin verify` proves the publication as a whole."),
    )  # fmt: skip
    report_title = f"{page.title.zh} {page.title.en}"

    def make(self, request: AuditRequest) -> tuple[Table, ...]:
        """Return the figures as a table."""
        return (figures(request.books.workspace.root / FACTS),)


_Figures.__name__ = _Figures.__qualname__ = HOME
PAGES = (_Figures,)

_COLUMNS = (
    Column("label", Text("数字", "Figure")), Column("entity", Text("账套", "Books")),
    Column("statement", Text("报表", "Statement")),
    Column("amount", Text("金额", "Amount"), "money", origin="origin"), Column("id", Text("编号", "Id")),
    Column("how", Text("怎样得出", "How it is made")),
)  # fmt: skip


def figures(file: Path) -> Table:
    """Return the figures of a publication's facts.json; raise HuilinError where it is none."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        rows = [_row(fact) for fact in said["facts"]]
    except (OSError, ValueError, KeyError, TypeError, InexactAmountError) as error:
        raise HuilinError(
            Text("facts.json 读不懂，无法列出公示的数字。", "facts.json cannot be read: the published figures cannot be listed."),
            Text("请向公示单位索取原件。", "Ask the publisher for the original."),
        ) from error  # fmt: skip
    period = str(said.get("period", ""))
    return Table.of(
        "public.figures",
        Text("公示数字", "Published figures"),
        _COLUMNS,
        rows,
        extra=("origin",),
        period=Text(period, period),
    )


def _row(fact: dict[str, Any]) -> tuple[Any, ...]:
    label = Text(str(fact["label"]), str(fact.get("label_en") or fact["label"]))
    entries = tuple(str(number) for number in fact.get("entries", ()))
    how = str(fact.get("query") or fact.get("formula") or "")
    amount = to_fen(parse_amount(str(fact["amount"])))
    return (label, str(fact["entity"]), str(fact["statement"]), amount, str(fact["id"]), how, Origin(entries))
