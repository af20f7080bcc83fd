"""What part of one yuan each figure is: whole fen that add up to exactly one, each with its formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.reporting.posted import stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huilin.money import Fen
    from huilin.reporting.posted import Place
    from huilin.reporting.statement import Fact


def shares(parts: Sequence[Fact], whole: Fact, place: Place, key: str) -> Iterator[Fact]:
    """Yield each part's share of one yuan in column `key`; `whole` is the sum of the parts and not zero.

    The running total is rounded (half up, once for each border between two parts), and a share is the distance between
    two borders: so the shares add up to 1.00, and none is a fen or more away from its exact value.
    """
    before, words_before, running, ids = 0, "", 0, list[str]()
    for part in parts:
        running += part.amount
        ids.append(part.id)
        border, words = _rounded(running, whole.amount), f"round(({' + '.join(ids)}) / {whole.id})"
        formula = f"{words} - {words_before}" if words_before else words
        yield stated(place.at(part.line, part.label), key, border - before, formula)
        before, words_before = border, words


def _rounded(part: Fen, whole: Fen) -> Fen:
    """Return part / whole in fen of one yuan, halves away from zero."""
    scaled = 200 * abs(part) + abs(whole)
    return scaled // (2 * abs(whole)) * (1 if (part < 0) == (whole < 0) else -1)
