"""What a statement proves of itself: every row's own key, the balance that runs from row to row, its own totals."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from huilin.importing.cells import ZERO
from huilin.importing.model import Refusal, Row
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from huilin.importing.declaration import Declaration


def compare(line: int, what: Text, said: Decimal, found: Decimal) -> Iterator[Refusal]:
    """Yield a fault where the file's own total differs from its rows."""
    if said != found:
        yield Refusal(
            line,
            Text(f"{what.zh}：文件写 {said}，各行合计 {found}。", f"{what.en}: the file says {said}, its rows make {found}."),
            Text("文件不完整或被改动，请重新下载。", "The file is cut or was changed; download it again."),
        )  # fmt: skip


def money_in(rows: Iterable[Row]) -> Decimal:
    """Return what the rows add, without sign."""
    return sum((row.amount for row in rows if row.amount > 0), ZERO)


def money_out(rows: Iterable[Row]) -> Decimal:
    """Return what the rows take, without sign."""
    return -sum((row.amount for row in rows if row.amount < 0), ZERO)


def with_keys(rows: list[Row], source: Declaration, number: str) -> list[Row]:
    """Give rows without a serial a key: account, time, amount, balance after, and the ordinal of equal rows.

    A serial that is unique within one account only gets the account's number; of several rows to which a vendor gave
    one serial the earliest keeps it bare. So the order of the rows in the file says nothing.
    """
    equal: Counter[str] = Counter()
    first = _earliest(rows)
    keyed = []
    for row in rows:
        if row.key:
            key = row.key if _same_row(first[row.key], row) else f"{row.key}#{_mark(row)}"
            within = source.serial_within and number
            key = key.replace(":", f":{number}:", 1) if within else key
            keyed.append(row if key == row.key else row._replace(key=key))
            continue
        said = f"{number}|{row.moment:%Y-%m-%d %H:%M:%S}|{row.amount}|{row.balance}"
        said += "".join(f"|{row.words.get(word, '')}" for word in source.marks)
        mark = hashlib.sha256(f"{said}|{equal[said]}".encode()).hexdigest()[:16]
        equal[said] += 1
        keyed.append(row._replace(key=f"{source.scheme}:{mark}"))
    return keyed


def _earliest(rows: Sequence[Row]) -> dict[str, Row]:
    """Return, by serial, the earliest of the rows that bear it."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.setdefault(row.key, row)
        if known is not row and (row.moment, row.amount) < (known.moment, known.amount):
            found[row.key] = row
    return found


def _same_row(one: Row, other: Row) -> bool:
    return (one.moment, one.amount) == (other.moment, other.amount)


def _mark(row: Row) -> str:
    """Return what tells a row from another to which its vendor gave the same serial."""
    return hashlib.sha256(f"{row.moment:%Y-%m-%d %H:%M:%S}|{row.amount}".encode()).hexdigest()[:8]


def balance_broken(source: Declaration, rows: Sequence[Row], opening: Decimal | None) -> list[Refusal]:
    """Return a fault at the first row whose balance does not follow from the one before, oldest or newest first."""
    lines: dict[str, list[Row]] = {}
    for row in rows:
        if row.balance is not None:
            lines.setdefault(row.words.get(source.balance_of, ""), []).append(row)
    broken = [found for some in lines.values() if (found := _first_break(some, source.side, opening))]
    return [min(broken, key=lambda refusal: refusal.line)] if broken else []


def _first_break(rows: Sequence[Row], side: int, opening: Decimal | None) -> Refusal | None:
    forward = _break_in(rows, side, opening)
    if forward is None or _break_in(list(reversed(rows)), side, opening) is None:
        return None
    return forward


def _break_in(rows: Sequence[Row], side: int, opening: Decimal | None) -> Refusal | None:
    before = opening
    for row in rows:
        assert row.balance is not None
        if before is not None and before + row.amount * side != row.balance:
            return _broken(row, before + row.amount * side)
        before = row.balance
    return None


def _broken(row: Row, expected: Decimal) -> Refusal:
    return Refusal(
        row.line,
        Text(f"余额不连续：应为 {expected}，文件写 {row.balance}。", f"The balance does not follow: {expected} expected, the file says {row.balance}."),
        Text("这一行之前可能缺行；请重新下载完整的文件。", "Rows before it may be missing; download the whole file again."),
    )  # fmt: skip
