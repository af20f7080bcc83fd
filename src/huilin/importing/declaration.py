"""What a kind of statement file declares of itself: its name, its heading, its columns, how its end is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from huilin.importing.cells import plain_heading

if TYPE_CHECKING:
    from huilin.importing.tables import Row
    from huilin.wording import Text

Columns = Mapping[str, str | tuple[str, ...]]

MOMENT, DAY, CLOCK = "moment", "day", "clock"
INTO, OUT, AMOUNT, DIRECTION = "into", "out", "amount", "direction"
BALANCE, SERIAL, ACCOUNT, MONEY = "balance", "serial", "account", "currency"
STRUCTURE = frozenset({MOMENT, DAY, CLOCK, INTO, OUT, AMOUNT, DIRECTION, BALANCE, SERIAL, ACCOUNT, MONEY})


class Heading(NamedTuple):
    """Where the columns stand: the heading's place in the table, and each declared column's place in a row."""

    place: int
    width: int
    at: Mapping[str, int]


class Part(NamedTuple):
    """A table cut into what stands before the heading, the rows, and what follows them."""

    before: Sequence[Row]
    heading: Heading
    rows: Sequence[Row]
    after: Sequence[Row]


class Declaration:
    """A kind of statement file in words and columns; reading and proving are the same for all (source.py).

    `columns` maps our words to the vendor's headings (several: the first that is there). Words in Chinese (对方,
    摘要, 商品 …) are what rules ask about; the others say what a cell is: `moment` or `day` and `clock`; `into`
    and `out`, or `amount` with `direction`; `balance`, `serial`, `account`.
    """

    title: ClassVar[Text]
    called: ClassVar[tuple[str, ...]] = ()
    """What rules may call it, besides its name: 来源 是 建行."""
    scheme: ClassVar[str]
    """The first word of its rows' keys: `ccb:…`."""
    statement: ClassVar[str] = ""
    """Its name in community.toml's [statements], where it differs from the scheme."""
    heading: ClassVar[tuple[str, ...]]
    """Heading words by which the content is recognised."""
    columns: ClassVar[Columns]
    number_in: ClassVar[str] = ""
    """A pattern with one group: how the lines before the heading name the account."""
    signs: ClassVar[Mapping[str, int]] = {}
    """What the direction's words mean: +1 adds to the account's debit, -1 takes from it."""
    footer: ClassVar[tuple[str, ...]] = ()
    """How the first cell of the line after the rows begins; declared, it must be there, or the file is cut."""
    side: ClassVar[int] = 1
    """-1 where the statement is of a liability: its balance grows with credits."""
    balance_of: ClassVar[str] = ""
    """The word whose rows share one running balance (a card's number); empty: the whole file."""
    lenient: ClassVar[bool] = False
    """True for personal exports, which by their vendors' own words may leave out rows: totals and balances that do
    not follow are notes there, and a masked balance is none."""
    unsigned: ClassVar[bool] = False
    """True where 收入 and 支出 stand in columns of their own and a sign says nothing."""
    marks: ClassVar[tuple[str, ...]] = ()
    """Words that tell rows without a serial apart, besides account, time, amount and balance."""
    optional: ClassVar[frozenset[str]] = frozenset()
    """Columns of structure that some editions lack."""
    whole_days: ClassVar[bool] = False
    """True where the vendor cuts files at midnight: the last balance is that of the day's end."""
    explains: ClassVar[bool] = False
    """True: its rows explain those of another file and are never booked themselves."""
    evidence: ClassVar[bool] = False
    """True: its rows are invoices, which prove payments and are kept with them."""
    several_lines: ClassVar[bool] = False
    """True where one order may take several lines, each with the order's number and amount."""
    serial_within: ClassVar[bool] = False
    """True where a serial is unique only within one account (or one group buy): its number belongs to the key."""
    posting_meta: ClassVar[Mapping[str, str]] = {}
    """Which words become metadata of the row's own posting: `card` from 卡号."""
    rules: ClassVar[str] = ""
    """Rules that hold where the community's own say nothing."""

    def statement_of(self, number: str) -> str:
        """Return how community.toml's [statements] names the account with that number."""
        return f"{self.statement or self.scheme}:{number}"

    @cached_property
    def wanted(self) -> frozenset[str]:
        """Its heading's words as headings are compared."""
        return frozenset(map(plain_heading, self.heading))

    @cached_property
    def called_any(self) -> str:
        """Everything that rules may call it, as one word of lines."""
        return "\n".join(dict.fromkeys((*self.called, self.title.zh, self.title.en, self.scheme)))

    @property
    def names(self) -> frozenset[str]:
        """Everything that rules may call this source."""
        return frozenset({self.title.zh, self.title.en, self.scheme, *self.called})
