"""Do seals find every digit that changes? Flips in the sealed example, each re-parsed and held against its seal alone.

`python -m tools.bench.seals [COUNT]`: so many random digits anywhere in dates, accounts, amounts, ids and words, then
as many amounts of which both legs change together, so that every sum still holds.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from beancount.parser import parser

from huilin.books import load
from huilin.closing import close
from huilin.findings import errors_in
from huilin.sealing import Seal, read, verify
from huilin.sealing.canonical import sealables
from huilin.vocabulary import parse_period
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TODAY = date(2026, 10, 15)
COUNT = 20_000
_ENTRY = re.compile(r"(?m)^(?=\d{4}-\d\d-\d\d (?:[*!]|balance))")
_AMOUNT = re.compile(r"(?m)^  [A-Z]\S+ +-?(\d+\.\d\d) [A-Z]+$")


class Piece(NamedTuple):
    """A piece of a sealed file that stands by itself: one voucher with its evidence, or a file of directives."""

    file: Path
    text: str
    seal: Seal
    entities: frozenset[str]
    held: Mapping[str, str]
    """Names and hashes of its entries, as they stand in the seal."""


class Tally(NamedTuple):
    """How many changes were made, and those that no seal noticed."""

    made: int
    missed: list[str]


def sealed_example(folder: Path) -> Workspace:
    """Copy the example into `folder` and close its first half-year."""
    root = folder / "ledger"
    shutil.copytree(Path("ledger"), root, ignore=shutil.ignore_patterns("*.picklecache", "published", ".*"))
    workspace = Workspace.find(root)
    close(workspace, load(workspace, today=TODAY), parse_period("2026-Q2"), by="陈主任", today=TODAY)
    return workspace


def pieces(workspace: Workspace) -> list[Piece]:
    """Return every piece of the sealed files; each is asserted to be, unchanged, what its seal holds."""
    seals = {seal.entity: seal for seal in read(workspace)}
    return [
        piece
        for seal in seals.values()
        for file in sorted(workspace.folder(seal.entity).rglob("*.beancount"))
        if file.name != "main.beancount"
        for piece in _of_file(workspace, file, seal, frozenset(seals))
    ]


def _of_file(workspace: Workspace, file: Path, seal: Seal, entities: frozenset[str]) -> Iterator[Piece]:
    text = file.read_text(encoding="utf-8")
    parts = _ENTRY.split(text)
    whole = [_piece(workspace, Piece(file, part, seal, entities, {})) for part in parts if part.strip()]
    if all(_is_sealed(piece) for piece in whole):
        yield from (piece for piece in whole if piece.held)
        return
    piece = _piece(workspace, Piece(file, text, seal, entities, {}))
    assert _is_sealed(piece), file
    yield piece


def _piece(workspace: Workspace, piece: Piece) -> Piece:
    now, sealed = _entries(workspace, piece, piece.text)
    return piece._replace(held={name: mark for name, mark in now.items() if name in sealed})


def _is_sealed(piece: Piece) -> bool:
    return all(piece.seal.entries.get(name) == mark for name, mark in piece.held.items())


def _entries(workspace: Workspace, piece: Piece, text: str) -> tuple[dict[str, str], set[str]]:
    """Return names and hashes of the entries in `text`, and the names of those whose day is sealed."""
    found, _, _ = parser.parse_string(text, report_filename=str(piece.file))
    own = list(sealables(found, workspace, piece.entities, piece.seal.entity))
    return {one.name: one.hash for one in own}, {one.name for one in own if piece.seal.covers(one.day)}


def notices(workspace: Workspace, piece: Piece, text: str) -> bool:
    """Say whether the seal notices that the piece now reads `text`: an entry is another, gone, or new."""
    now, sealed = _entries(workspace, piece, text)
    changed = any(now.get(name) != mark for name, mark in piece.held.items())
    return changed or any(name not in piece.seal.entries for name in sealed)


def single_digits(workspace: Workspace, found: Sequence[Piece], count: int, luck: random.Random) -> Tally:
    """Change one random digit anywhere to another, `count` times."""
    spots = [(n, m.start()) for n, piece in enumerate(found) for m in _digits(piece.text)]
    missed = []
    for n, at in luck.choices(spots, k=count):
        text = found[n].text
        new = text[:at] + _other(text[at], luck) + text[at + 1 :]
        if not notices(workspace, found[n], new):
            missed.append(f"{found[n].file.name}: {text[max(0, at - 20) : at + 20]!r}")
    return Tally(count, missed)


def both_legs(workspace: Workspace, found: Sequence[Piece], count: int, luck: random.Random) -> Tally:
    """Change one digit of an amount wherever the amount stands in a voucher, so that it balances as before."""
    balanced = [(piece, amount) for piece in found for amount in _twice(piece.text)]
    missed = []
    for piece, amount in luck.choices(balanced, k=count):
        at = luck.choice([i for i, sign in enumerate(amount) if sign != "."])
        new = amount[:at] + _other(amount[at], luck) + amount[at + 1 :]
        text = re.sub(rf"(?<![\d.]){re.escape(amount)}(?= [A-Z]+$)", new, piece.text, flags=re.MULTILINE)
        if not notices(workspace, piece, text):
            missed.append(f"{piece.file.name}: {amount} → {new}")
    return Tally(count, missed)


def _digits(text: str) -> Iterator[re.Match[str]]:
    """Yield the digits of a piece; comments are no facts."""
    for digit in re.finditer(r"[0-9]", text):
        if text[text.rfind("\n", 0, digit.start()) + 1] != ";":
            yield digit


def _twice(text: str) -> list[str]:
    amounts = _AMOUNT.findall(text)
    return [amount for amount in dict.fromkeys(amounts) if amounts.count(amount) > 1]


def _other(digit: str, luck: random.Random) -> str:
    return luck.choice([other for other in "0123456789" if other != digit])


def main(count: int = COUNT) -> None:
    """Print how many flips were found, and what a load costs with and without seals."""
    luck = random.Random(20261015)
    with TemporaryDirectory() as folder:
        workspace = sealed_example(Path(folder))
        found = pieces(workspace)
        for name, flips in (("single digits", single_digits), ("both legs together", both_legs)):
            start = perf_counter()
            tally = flips(workspace, found, count, luck)
            each = (perf_counter() - start) / count * 1000
            caught = tally.made - len(tally.missed)
            sys.stdout.write(f"{name:<20} {caught:>6} of {tally.made} found ({each:.2f} ms each)\n")
            sys.stdout.write("".join(f"  missed {what}\n" for what in tally.missed[:20]))
        _cost(workspace)


def _cost(workspace: Workspace) -> None:
    books = load(workspace, today=TODAY)
    assert not errors_in(books.findings)
    start = perf_counter()
    assert verify(books) == ()
    seconds = perf_counter() - start
    postings = len(books.frames.postings)
    size = sum(file.stat().st_size for file in workspace.seals.glob("*"))
    sys.stdout.write(f"verify {postings} postings: {seconds:.2f} s, {seconds / postings * 1e6:.0f} µs each; seals {size / 1e6:.1f} MB\n")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
