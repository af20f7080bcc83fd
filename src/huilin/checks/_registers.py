"""Shared by the checks: the private donor register, read once, and the receipts given out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from huilin.checks._views import funds, once
from huilin.donors import Register
from huilin.errors import HuilinError
from huilin.wording import Text

if TYPE_CHECKING:
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
    """Return each receipt's number with the entries of funds that carry it, in date order."""
    p = books.frames.postings
    p = p[(p["receipt"] != "") & p["entity"].isin(funds(books))]
    found: dict[str, list[int]] = {}
    for place, number in dict.fromkeys(zip(p["entry"].tolist(), p["receipt"].tolist(), strict=True)):
        found.setdefault(number, []).append(place)
    return found
