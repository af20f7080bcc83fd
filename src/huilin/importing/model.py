"""What a statement file holds once it is read: rows with line numbers, and refusals with reason and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from huilin.importing.declaration import Declaration
    from huilin.wording import Language, Text

NO_FEE = Decimal(0)


class Row(NamedTuple):
    """One row of a statement.

    `amount` is what it adds to its account, debit positive. `words` are what rules may ask about (对方, 商品 …).
    `group`: rows of one group make one entry (a trade and its fee). `offers`: names under which a row of another
    file may find this one; `seeks`: the name that this row looks for, where it explains another.
    """

    line: int
    moment: datetime
    amount: Decimal
    key: str
    words: Mapping[str, str]
    balance: Decimal | None = None
    group: str = ""
    offers: tuple[str, ...] = ()
    seeks: str = ""
    only_explains: bool = False
    """True for a row whose money another statement holds: a wallet's purchase that a bank card paid."""
    fee: Decimal = NO_FEE
    """What of the amount is a fee that its vendor kept: it has no row of its own."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row (or, with `line` at its footer or heading, a file) that is not booked: where, why, what to do."""

    line: int
    reason: Text
    remedy: Text

    def say(self, file: str, language: Language) -> str:
        """Return the refusal as one line: file, line, reason, remedy."""
        where = f"{file}:{self.line}" if self.line else file
        return f"{where}: {sentences(language, self.reason, self.remedy)}"


def alike(notes: Iterable[Refusal]) -> Iterator[tuple[Refusal, int]]:
    """Yield each kind of note once, at its first row, with how many rows say the same: faults must not drown."""
    kinds: dict[tuple[Text, Text], list[Refusal]] = {}
    for note in notes:
        kinds.setdefault((note.reason, note.remedy), []).append(note)
    yield from ((some[0], len(some)) for some in kinds.values())


@dataclass(frozen=True)
class Statement:
    """One file as its source reads it. `faults` concern the whole file: then none of its rows is booked."""

    source: Declaration
    number: str
    rows: tuple[Row, ...]
    refused: tuple[Refusal, ...] = ()
    faults: tuple[Refusal, ...] = ()
    ignored: tuple[Refusal, ...] = ()
    """Rows that are no movement of money by the source's own words (a closed order), with the reason."""
    notes: tuple[Refusal, ...] = ()
    """What a personal export's totals or balances leave open: its vendor says that rows may be hidden."""
    currencies: tuple[str, ...] = ()
    """Currencies other than the ledger's, as the rows name them: such a file is read, never booked."""

    @property
    def count(self) -> int:
        """How many rows the file has, read or not."""
        return len(self.rows) + len(self.refused) + len(self.ignored)


@dataclass(frozen=True)
class FileResult:
    """What became of one file: rows = new + known + paired + ignored + refused (law 7)."""

    path: Path
    file: str
    format: Text | None = None
    account: str = ""
    rows: int = 0
    new: int = 0
    known: int = 0
    paired: int = 0
    ignored: int = 0
    refused: int = 0
    errors: tuple[Refusal, ...] = ()
    notes: tuple[Refusal, ...] = ()
    """What is worth a look without being wrong: rows left out by a rule, rows that wait for another file."""
    sha256: str = ""
    waits: bool = False
    """Whether its rows only explain others: if none of them has come, the file waits in the inbox."""
    stays: bool = False
    """Whether an invoice in it has found no payment yet: the file is booked, and stays in the inbox for the rest."""
    first: datetime | None = None
    last: datetime | None = None
    money_in: Decimal = field(default=Decimal(0))
    money_out: Decimal = field(default=Decimal(0))

    def __post_init__(self) -> None:
        assert self.rows == self.new + self.known + self.paired + self.ignored + self.refused, f"{self.file}: rows lost"

    def to_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the file as `huilin --json inbox` prints it."""
        return {
            "file": self.file,
            "format": self.format.say(language) if self.format else None,
            "account": self.account or None,
            "rows": self.rows,
            "new": self.new,
            "known": self.known,
            "paired": self.paired,
            "ignored": self.ignored,
            "refused": self.refused,
            "errors": [{"line": e.line, "reason": sentences(language, e.reason, e.remedy)} for e in self.errors],
        }
