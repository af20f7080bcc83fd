"""Shared by the checks: the private donor register, read once, and the receipts given out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.checks._views import funds, once
from huilin.donors import Register
from huilin.errors import HuilinError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.books import Books

ANONYMOUS_WORDS = ("匿名", "anonymous")


class FoundRegister(NamedTuple):
    """The register (empty where there is none on this machine), and what is wrong with its file."""

    register: Register
    wrong: tuple[Text, Text] | None


@once
def donor_register(books: Books) -> FoundRegister:
    """Return the private register beside the books."""
    try:
        return FoundRegister(Register.read(books.workspace.donors), None)
    except HuilinError as error:
        return FoundRegister(Register(), (error.text, error.remedy or Text("", "")))


@once
def receipts(books: Books) -> dict[str, list[int]]:
    """Return each receipt's number with the entries of funds that carry it, in date order.

    `custom "receipt" "Fund" "2026000102" "given"` with `voucher:` registers one for a voucher already posted.
    """
    p = books.frames.postings
    p = p[(p["receipt"] != "") & p["entity"].isin(funds(books))]
    found: dict[str, list[int]] = {}
    for place, number in dict.fromkeys(zip(p["entry"].tolist(), p["receipt"].tolist(), strict=True)):
        found.setdefault(number, []).append(place)
    for number, place in _registered(books):
        if place not in found.setdefault(number, []):
            found[number].append(place)
    return {number: sorted(places) for number, places in found.items()}


@once
def voided(books: Books) -> frozenset[str]:
    """Return the receipts declared void: no gaps, and not to be given out."""
    return frozenset(custom.text(1) for custom in books.directives("receipt") if custom.text(2) == "void")


def _registered(books: Books) -> Iterator[tuple[str, int]]:
    given = [custom for custom in books.directives("receipt") if custom.text(2) == "given"]
    places = {entry.meta.get("id"): place for place, entry in enumerate(books.transactions)} if given else {}
    for custom in given:
        place = places.get(custom.meta.get("voucher"))
        if place is not None:
            yield custom.text(1), place
