"""seals.json: the chain of closed periods as strangers may hold it: hashes, days, and the balances that each closed on.

Hashes of single entries stay inside: over few possible amounts and donors they could be guessed (law 9).
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from huilin.closing import seals
from huilin.money import parse_decimal, plain, to_fen
from huilin.publication.redaction import public_account

if TYPE_CHECKING:
    from huilin.closing.seals import Seal
    from huilin.publication.redaction import Asked
    from huilin.reporting.small_groups import Merged
    from huilin.vocabulary import Period

SEALS = "seals.json"


def render(public: Merged, period: Period, asked: Asked) -> str:
    """Return the seals of every entity from the first to the one that covers the period's end, in order."""
    books = public.books
    until = period.end.isoformat()
    chain = [seal for seal in seals.read(books.workspace) if seal.start <= until]
    content = {"seals": [_seal(seal, public, asked, with_balances=seal.end <= until) for seal in chain]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _seal(seal: Seal, public: Merged, asked: Asked, *, with_balances: bool) -> dict[str, Any]:
    return {
        "entity": seal.entity,
        "period": seal.period,
        "from": seal.start,
        "to": seal.end,
        "date": seal.on,
        "previous": seal.previous,
        "supersedes": seal.supersedes,
        "hash": seal.hash,
        "balances": _balances(seal, public, asked) if with_balances else {},
    }


def _balances(seal: Seal, public: Merged, asked: Asked) -> dict[str, str]:
    """Return what stood on each account when the period was closed, debit positive, without accounts of nothing."""
    sums: dict[str, int] = defaultdict(int)
    for account, amounts in seal.trial.get("after", {}).items():
        *_, debit, credit = (to_fen(parse_decimal(word)) for word in amounts.split())
        sums[public_account(public.accounts.get(account, account), public.books, asked)] += debit - credit
    return {account: plain(fen) for account, fen in sorted(sums.items()) if fen}
