"""Which postings make a figure, said once and read twice: as a mask over the frames and as a BQL query.

So a figure and the query that proves it cannot drift apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from huilin.books.figures import NAME, PREFIX, declared
from huilin.money import CURRENCY, to_fen
from huilin.vocabulary import CLOSING, RESTRICTED, ROOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from huilin.books import Books
    from huilin.money import Fen

NOT_RESTRICTED = f"!{RESTRICTED}"
"""The class of everything that is not restricted: expenses before 2026 carry no class and are met from it."""

Only = Literal["", "debits", "credits"]


class Counterpart(NamedTuple):
    """What the entry's other postings must hold (or must not): an account of these codes or roots."""

    codes: tuple[str, ...]
    present: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """Posted postings in CNY of one entity.

    `codes`: `1002`, `4101:02`, `4101:!02` (any sub-account but 02), or a root (`Income`, `Income:02`); none: all.
    `sign` 1 counts debits positive, -1 credits. Days inclusive. `closing=False` leaves out year-end entries.
    `words` ask for metadata, the posting's own before its entry's; an empty word asks that it is unsaid;
    `without` refuses what says so. `link` asks for an entry with a link that begins so. `flows` asks for cash of one of
    these flows (books.cash_flows); the public ledger carries them as `cashflow:`.
    """

    entity: str
    codes: tuple[str, ...] = ()
    sign: Literal[1, -1] = 1
    start: date | None = None
    end: date | None = None
    closing: bool = True
    only: Only = ""
    words: tuple[tuple[str, str], ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    voucher: str = ""
    link: str = ""
    counterparts: tuple[Counterpart, ...] = ()
    flows: tuple[str, ...] = ()

    def but(self, **changes: object) -> Selection:
        """Return the selection with some of it changed; `words` are added to those there are."""
        words = (*self.words, *changes.pop("words", ()))  # type: ignore[misc]
        return replace(self, words=words, **changes)  # type: ignore[arg-type]

    def of_class(self, restriction: str, classes: Mapping[str, str]) -> Selection:
        """Return the part that is restricted (`02`) or not (`!02`); `classes` says whole codes' classes."""
        codes = tuple(_narrowed(self.codes, restriction, classes)) if restriction else self.codes
        return replace(self, codes=codes or ("none",))

    @property
    def pattern(self) -> str:
        """The regular expression that the accounts match."""
        return account_pattern(self.entity, self.codes)

    def query(self, *, any_row: bool = True) -> str:
        """Return BQL that gives the figure as one number.

        A sum over no posting gives no row at all; `any_row=False` asks in the form that then gives 0.
        """
        number = "number" if self.sign == 1 else "-number"
        condition = " AND ".join(self._conditions())
        if any_row:
            return f"SELECT sum({number}) WHERE {condition}"
        return f"SELECT sum({number} * int({condition}))"

    @property
    def _refused(self) -> tuple[tuple[str, str], ...]:
        return self.without if self.closing else (("kind", CLOSING), *self.without)

    def _conditions(self) -> Iterable[str]:
        yield f"flag = '*' AND currency = '{CURRENCY}'"
        yield f"account ~ '{self.pattern}'"
        if self.start:
            yield f"date >= {self.start}"
        if self.end:
            yield f"date <= {self.end}"
        for key, word in self._refused:
            yield "NOT " + said(f"any_meta('{key}')", word)
        if self.only:
            yield "number > 0" if self.only == "debits" else "number < 0"
        if self.voucher:
            yield said("entry_meta('id')", self.voucher)
        if self.link:
            yield f"joinstr(links) ~ '(^|,){self.link}'"
        for key, word in self.words:
            yield said(f"any_meta('{key}')", word)
        if self.flows:
            told = " OR ".join(said("any_meta('cashflow')", flow) for flow in self.flows)
            yield f"({told})" if len(self.flows) > 1 else told
        for counterpart in self.counterparts:
            met = f"joinstr(other_accounts) ~ '{account_pattern(self.entity, counterpart.codes).removeprefix('^')}'"
            yield met if counterpart.present else f"NOT {met}"

    def mask(self, postings: pd.DataFrame) -> pd.Series[bool]:
        """Return which rows of `Posted.frame` are meant."""
        keep = matching(postings["account"], self.pattern)
        if self.start:
            keep &= postings["date"] >= pd.Timestamp(self.start)
        if self.end:
            keep &= postings["date"] <= pd.Timestamp(self.end)
        for key, word in self._refused:
            keep &= postings[key] != word
        if self.only:
            keep &= postings["fen"] > 0 if self.only == "debits" else postings["fen"] < 0
        if self.voucher:
            keep &= postings["id"] == self.voucher
        if self.link:
            keep &= matching(postings["links"], f"(^|,){self.link}")
        for key, word in self.words:
            keep &= postings[key] == word
        if self.flows:
            keep &= postings["cashflow"].isin(self.flows)
        for counterpart in self.counterparts:
            keep &= _has_counterpart(postings, self.entity, counterpart)
        return keep


class Balance(NamedTuple):
    """The balances that `balance` lines assert on one day for an entity's accounts of some codes."""

    entity: str
    codes: tuple[str, ...]
    day: date

    def query(self) -> str:
        """Return BQL that gives their sum as one number."""
        pattern = account_pattern(self.entity, self.codes)
        return f"SELECT sum(number(amount)) FROM #balances WHERE account ~ '{pattern}' AND date = {self.day}"  # noqa: S608 - BQL of codes


class Figure(NamedTuple):
    """A figure that a directive states: of which (`budget Fund 路灯改造`), on what day, under which name, how much."""

    of: str
    day: date
    key: str
    amount: Fen

    def query(self) -> str:
        """Return BQL that gives the figure as one number."""
        named = said(f"meta['{NAME}']", self.of)
        return f"SELECT sum(decimal(meta['{PREFIX}{self.key}'])) FROM #entries WHERE {named} AND date = {self.day}"  # noqa: S608 - BQL, and `said` quotes the name


def last_declared(books: Books, of: str, key: str, start: date, end: date) -> Figure | None:
    """Return the figure as it was last stated between two days, both inclusive; None where it was not."""
    found = [
        Figure(of, made.day, key, to_fen(made.figures[key]))
        for _, made in declared(books.entries)
        if made.of == of and key in made.figures and start <= made.day <= end
    ]
    return found[-1] if found else None


def account_pattern(entity: str, codes: Iterable[str]) -> str:
    """Return the regular expression of an entity's accounts of `codes`."""
    parts = [_part(entity, code) for code in codes]
    if len(parts) > 1 and all(part.startswith("[^:]+:") for part in parts):
        head = f"[^:]+:{entity}:"
        return f"^{head}({'|'.join(part.removeprefix(head) for part in parts)})"
    return f"^{parts[0]}" if len(parts) == 1 else f"^({'|'.join(parts)})" if parts else f"^[^:]+:{entity}:"


def _part(entity: str, code: str) -> str:
    head, _, sub = code.partition(":")
    name = f"{head}:{entity}:" if head in ROOTS else f"[^:]+:{entity}:{head}"
    if not sub:
        return name
    if sub.startswith("!"):
        return f"{name}[^:]*(:(?!{sub[1:]})|$)"
    return f"{name}[^:]*:{sub}"


def matching(accounts: pd.Series[str], pattern: str) -> pd.Series[bool]:
    """Return which rows of a column of accounts match; each name is looked at once."""
    column = accounts.astype("category")
    found = re.compile(pattern, re.IGNORECASE)
    wanted = np.array([bool(found.search(str(name))) for name in column.cat.categories], dtype=bool)
    return pd.Series(np.append(wanted, False)[column.cat.codes.to_numpy()], index=accounts.index)


def _narrowed(codes: Iterable[str], restriction: str, classes: Mapping[str, str]) -> Iterable[str]:
    for code in codes:
        head, _, sub = code.partition(":")
        if head in classes:
            if classes[head] == restriction:
                yield code
        elif not sub:
            yield f"{code}:{restriction}"
        elif (sub == RESTRICTED) == (restriction == RESTRICTED):
            yield code


def _has_counterpart(postings: pd.DataFrame, entity: str, counterpart: Counterpart) -> pd.Series[bool]:
    """Whether another posting of the same entry lies on one of the codes (its own does not count)."""
    there = matching(postings["account"], account_pattern(entity, counterpart.codes)).to_numpy()
    entries = postings["entry"].to_numpy()
    _, place = np.unique(entries, return_inverse=True)
    others = np.bincount(place, weights=there)[place] - there > 0 if len(entries) else there
    return pd.Series(others if counterpart.present else ~others, index=postings.index)


def said(column: str, word: str) -> str:
    """Return the BQL condition that a metadata column holds `word`; for no word, that it is unsaid."""
    if not word:
        return f"{column} IS NULL"
    if set(word) & set("'\"\\{}"):
        return f"str({column}) ~ '^{''.join(_plain(sign) for sign in word)}$'"
    return f"{column} = '{word}'"


def _plain(sign: str) -> str:
    """Match as any one sign what BQL or its formatter would read as their own."""
    return sign if sign.isalnum() else "."
