"""Correct a posted voucher as the law wants it: a red entry takes it back, a blue one says it right.

The voucher itself is never touched (会计基础工作规范 第五十一条; 财会〔2024〕12号: 红字冲销). Both entries are drafts of
today until a reviewer posts them; red keeps its side (`side:`) with the amount negative, so that turnover stays true.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from huilin.drafting import DRAFT, Draft, DraftPosting
from huilin.errors import HuilinError, RefusedError, UsageError
from huilin.vouchers import entity_of
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal
    from typing import Any

    from beancount.core import data

    from huilin.books import Books

CREDIT, DEBIT = "贷", "借"
_OWN = frozenset({"id", "prepared", "reviewed", "approved", "batch", "override", "receipt", "src", "corrects", "source-doc", "sha256", "side"})  # fmt: skip
"""What belongs to the old voucher alone: its number, people, statement row and receipt stay with it."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What the blue entry says otherwise: accounts and amounts by what they were; nothing: the red entry alone."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[Decimal, Decimal] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    narration: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything to say right."""
        return bool(self.accounts or self.amounts or self.meta or self.narration)


def correction(  # noqa: PLR0913 - who, when and why are no part of what is corrected
    books: Books, number: str, changes: Changes, *, by: str, on: date, reason: str = ""
) -> tuple[Draft, ...]:
    """Return the red entry and, where something is to be said right, the blue one; raise where it cannot be.

    Drafts are refused (they are changed or undone), and so is a voucher that has been taken back already.
    """
    entry = _voucher(books, number)
    red = _red(entry, by, on, reason)
    return (red, _blue(books, entry, changes, by, on)) if changes.any else (red,)


class _Leg(NamedTuple):
    """One posting of the voucher."""

    account: str
    amount: Decimal
    commodity: str
    meta: Mapping[str, Any]


def _legs(entry: data.Transaction) -> list[_Leg]:
    units = ((p, p.units) for p in entry.postings)
    return [
        _Leg(p.account, u.number, u.currency, p.meta or {}) for p, u in units if u is not None and u.number is not None
    ]


def _voucher(books: Books, number: str) -> data.Transaction:
    found = [entry for entry in books.transactions if entry.meta.get("id") == number]
    if not found:
        raise _no_voucher(books, number)
    entry = found[0]
    if entry.flag == DRAFT:
        raise RefusedError(
            Text(f"{number} 还是草稿，不需要红字更正。", f"{number} is still a draft; it needs no correction."),
            Text("请直接改账本里的草稿，或用 huilin undo 撤回。", "Change it in the ledger, or take it back with `huilin undo`."),
        )  # fmt: skip
    for other in books.transactions:
        if other.meta.get("corrects") == number:
            name = str(other.meta.get("id") or f"{other.date} {other.narration}")
            raise RefusedError(
                Text(f"{number} 已经更正过（{name}）。", f"{number} has been corrected already ({name})."),
                Text("请更正那张蓝字凭证。", "Correct the blue voucher instead."),
            )
    return entry


def _no_voucher(books: Books, number: str) -> HuilinError:
    drafts = any(entry.flag == DRAFT for entry in books.transactions)
    return HuilinError(
        Text(f"没有凭证 {number}。", f"There is no voucher {number}."),
        Text(
            f"编号如 Company/2026-09/记-0001。{'草稿没有编号，不用更正，请直接改或撤回。' if drafts else ''}",
            f"A number reads Company/2026-09/记-0001.{' Drafts have none: change them or take them back.' if drafts else ''}",
        ),
    )


def _red(entry: data.Transaction, by: str, on: date, reason: str) -> Draft:
    number = str(entry.meta["id"])
    why = f"：{reason}" if reason else ""
    legs = tuple(
        DraftPosting(p.account, -p.amount, p.commodity, {**_meta(p.meta), "side": _side(p)}) for p in _legs(entry)
    )
    return _draft(entry, f"冲销 {number} {entry.narration}{why}", legs, _said(entry, by), on)


def _blue(books: Books, entry: data.Transaction, changes: Changes, by: str, on: date) -> Draft:
    entity = entity_of(entry)
    accounts = {_account(books, entity, old, entry.date): _account(books, entity, new, on) for old, new in changes.accounts.items()}  # fmt: skip
    _must_occur(entry, accounts, changes.amounts)
    legs = tuple(
        DraftPosting(
            accounts.get(p.account, p.account),
            _changed(p.amount, changes.amounts),
            p.commodity,
            _kept_side(p, {**_meta(p.meta), **{k: v for k, v in changes.meta.items() if k in p.meta}}),
        )
        for p in _legs(entry)
    )
    draft = _draft(
        entry, f"更正 {entry.meta['id']} {changes.narration or entry.narration}", legs, {**_said(entry, by), **changes.meta}, on
    )  # fmt: skip
    if draft.difference:
        raise UsageError(
            Text(f"改后借贷差 {draft.difference}。", f"Changed so, debit and credit differ by {draft.difference}."),
            Text("请把借贷两边的金额都写上：--amount 旧=新。", "Say every amount that changes: --amount OLD=NEW."),
        )
    return draft


def _draft(entry: data.Transaction, narration: str, legs: tuple[DraftPosting, ...], meta: dict[str, str], on: date) -> Draft:  # fmt: skip
    links, tags = tuple(sorted(entry.links or ())), tuple(sorted(entry.tags or ()))
    return Draft(entity_of(entry), on, narration, legs, payee=entry.payee or "", meta=meta, links=links, tags=tags)


def _said(entry: data.Transaction, by: str) -> dict[str, str]:
    return {"prepared": by, "corrects": str(entry.meta["id"]), **_meta(entry.meta)}


def _meta(meta: Mapping[str, Any]) -> dict[str, str]:
    """Return what the new entries share with the old: project, donor, kind, card and the like."""
    return {
        key: value
        for key, value in meta.items()
        if isinstance(value, str) and key not in _OWN and key not in {"filename", "lineno"} and not key.startswith("__")
    }


def _side(posting: _Leg) -> str:
    """Return the side that the posting stands on: its own word, else by its sign."""
    said = posting.meta.get("side")
    return str(said) if said else (CREDIT if posting.amount < 0 else DEBIT)


def _kept_side(posting: _Leg, meta: dict[str, str]) -> dict[str, str]:
    said = posting.meta.get("side")
    return {**meta, "side": str(said)} if said else meta


def _changed(amount: Decimal, amounts: Mapping[Decimal, Decimal]) -> Decimal:
    new = amounts.get(abs(amount))
    return amount if new is None else new.copy_sign(amount)


def _account(books: Books, entity: str, words: str, day: date) -> str:
    found = books.resolve(entity, words, day)
    if len(found) == 1:
        return found[0]
    those = "、".join(found) or "–"
    raise UsageError(
        Text(f"“{words}”不是 {entity} 的一个账户：{those}。", f"“{words}” is not one account of {entity}: {those}."),
        Text("请写科目代码，如 5602:03，或完整账户名。", "Write a code such as 5602:03, or the full name."),
    )


def _must_occur(entry: data.Transaction, accounts: Mapping[str, str], amounts: Mapping[Decimal, Decimal]) -> None:
    """Refuse a change of something that the voucher does not hold: a slip would go unnoticed."""
    held = {p.account for p in _legs(entry)}
    sums = {abs(p.amount) for p in _legs(entry)}
    strangers = [*(a for a in accounts if a not in held), *(f"{a}" for a in amounts if a not in sums)]
    if strangers:
        raise UsageError(
            Text(f"原凭证里没有 {'、'.join(strangers)}。", f"The voucher holds no {', '.join(strangers)}."),
            Text(f"原凭证：{'；'.join(f'{p.account} {p.amount}' for p in _legs(entry))}。", "Look at the voucher again."),
        )  # fmt: skip
