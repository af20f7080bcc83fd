"""National charts of accounts (会计科目表) as data: codes, names, sides, and how well each is verified."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

Verified = Literal["official", "secondary", "single", "memory", "own"]
Standard = Literal["small-enterprise", "npo-2004", "npo-2026"]
STANDARDS: tuple[Standard, ...] = ("small-enterprise", "npo-2004", "npo-2026")


VERIFIED = {
    "official": Text("官方文本", "official text"),
    "seen": Text("见于公开资料", "seen in a public source"),
    "secondary": Text("两处资料一致", "two sources agree"),
    "single": Text("只见于一处", "one source"),
    "memory": Text("凭记忆，待核对", "from memory"),
    "own": Text("惠邻自设", "Huilin's own"),
}
"""How well a statement about a standard or a law is verified, in words."""


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """One account of a chart, and how well it is known.

    `verified`: official (read in the official text), secondary (two sources agree), single (one source), memory,
    or own (an account of Huilin's, in no standard); what is not official stays marked wherever it is used.
    """

    code: str
    name: Text
    root: str
    side: Literal["debit", "credit"]
    verified: Verified


@dataclass(frozen=True, slots=True)
class Chart:
    """A standard's accounts by code, its name and legal source, and what is still in doubt about it."""

    standard: str
    title: Text
    source: str
    accounts: Mapping[str, ChartAccount]
    notes: tuple[Text, ...] = ()


@cache
def chart(standard: str) -> Chart:
    """Return the chart of `standard`; raise KeyError where there is none of that name."""
    if standard not in STANDARDS:
        raise KeyError(standard)
    text = files("huilin").joinpath("data", "charts", f"{standard}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    accounts = {
        code: ChartAccount(code, Text(a["zh"], a["en"]), a["root"], a["side"], a["verified"])
        for code, a in data["accounts"].items()
    }
    notes = tuple(Text(note["zh"], note["en"]) for note in data.get("notes", ()))
    return Chart(standard, Text(data["title"]["zh"], data["title"]["en"]), data["source"], accounts, notes)
