"""A list of entries as a table: the columns that every such list has, and what a page adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from huilin.audit.ledger_view import entries, wording
from huilin.audit.table import Column, Table
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from huilin.audit.request import AuditRequest
    from huilin.books import Books

HEAD = (
    Column("date", Text("日期", "Date"), "date"),
    Column("id", Text("凭证", "Voucher"), "voucher", origin="id"),
    Column("entity", Text("账套", "Books")),
    Column("what", Text("摘要", "Narration")),
    Column("amount", Text("金额", "Amount"), "money", origin="id"),
)


def entry_frame(books: Books, places: Any) -> pd.DataFrame:  # noqa: ANN401 - any sequence of places
    """Return the columns of HEAD for the entries at `places`, indexed by place, in their order."""
    at = np.asarray(places, dtype="int64")
    frame = entries(books).loc[at, ["date", "ref", "entity", "total"]]
    frame = frame.rename(columns={"ref": "id", "total": "amount"})
    return frame.assign(what=wording(books, at.tolist()))


def entry_table(  # noqa: PLR0913, PLR0917 - a table's parts
    request: AuditRequest,
    id: str,  # noqa: A002 - the table's field
    title: Text,
    places: Any,  # noqa: ANN401 - any sequence of places
    columns: Sequence[Column] = (),
    values: Mapping[str, Sequence[Any]] | None = None,
    **said: Any,  # noqa: ANN401 - the table's other fields
) -> Table:
    """Return the list of these entries; `values` holds a column each for `columns`, in the order of `places`."""
    frame = entry_frame(request.books, places)
    frame = frame.assign(**{key: list(column) for key, column in (values or {}).items()})
    return Table(id, title, (*HEAD, *columns), frame.reset_index(drop=True), period=request.heading, **said)


def chosen_entries(request: AuditRequest) -> pd.DataFrame:
    """Return the rows of the entries' view that the request means: its entity, its period, its filter, posted ones."""
    view = entries(request.books)
    keep = (view["flag"] == "*").to_numpy()
    keep = keep & (view["date"] >= np.datetime64(request.period.start)).to_numpy()
    keep = keep & (view["date"] <= np.datetime64(request.period.end)).to_numpy()
    if request.entity:
        keep = keep & (view["entity"] == request.entity).to_numpy()
    if request.chosen is not None:
        keep = keep & view.index.isin(list(request.chosen))
    return view[keep]
