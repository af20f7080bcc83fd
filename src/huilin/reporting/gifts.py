"""The gifts of a fund as figures: one an entry, donor and project, with the donor as they wished to be named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.reporting import fund as f
from huilin.reporting.posted import Place
from huilin.reporting.statement import Fact
from huilin.vocabulary import PROMISE_RECEIVED
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from huilin.reporting.posted import Posted
    from huilin.reporting.selection import Selection

ANONYMOUS = Text("匿名", "Anonymous")
_KEYS = ["entry", "donor", "project"]


class Gift(NamedTuple):
    """One gift: its day, who gave it (an id, for telling donors apart only), the name to print, project, receipt, figure."""

    day: str
    who: str
    donor: Text
    project: str
    has_receipt: bool
    fact: Fact

    @property
    def is_named(self) -> bool:
        """Whether the donor agreed to be named, by name or alias."""
        return self.donor != ANONYMOUS


def gifts(posted: Posted, id_: str, fund: str, asked: Selection, names: dict[str, str]) -> Iterator[Gift]:
    """Yield the gifts that `asked` means, as facts of the statement `id_`: grouped once, so that ten thousand take no longer than ten."""
    rows = posted.pick(asked)
    entries = [tuple(map(str, key)) for key in rows[_KEYS].to_numpy()]
    found: dict[tuple[str, ...], list[Any]] = {}
    for key, row in zip(entries, rows.itertuples(), strict=True):
        found.setdefault(key, []).append(row)
    count = Counter(entry for entry, *_ in found)
    for number, ((entry, donor, project), alike) in enumerate(found.items()):
        first, apart = alike[0], count[entry] > 1
        selection = asked.but(start=None, end=None, voucher=first.id)
        if apart:
            selection = selection.but(words=(("donor", donor), ("project", project)))
        place = Place(fund, id_, f.voucher_key(first.id, number, apart=apart), _label(first.date))
        fact = Fact(
            place.id("amount"), place.label, fund, id_, place.line,
            -sum(row.fen for row in alike), query=selection.query(), entries=(first.id,),
        )  # fmt: skip
        name = printed_name(donor, str(first.kind), names)
        yield Gift(
            f"{first.date:%Y-%m-%d}", donor or f"#{number}", name, project, any(row.receipt for row in alike), fact
        )


def printed_name(donor: str, kind: str, names: dict[str, str]) -> Text:
    """Return the donor's name as statements print it; whoever has not said how is anonymous."""
    name = names.get(donor, "")
    if not name or name == ANONYMOUS.zh:
        return ANONYMOUS
    return Text(f"{name}（企业反哺）", f"{name} (enterprise's share)") if kind == PROMISE_RECEIVED else same(name)


def _label(day: date) -> Text:
    return Text(f"捐赠 {day:%Y-%m-%d}", f"Gift of {day:%Y-%m-%d}")
