"""From the assessment to the enterprise's entry: Dr 5711.01 / Cr 2241.02, as much as the books still lack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from huilin.drafting import Draft, DraftPosting
from huilin.errors import HuilinError
from huilin.money import CENT, Fen, to_decimal, to_fen
from huilin.promise.moves import GIFT, LINK, PROMISE, promise_moves, promised_funds
from huilin.promise.settling import accrual_period
from huilin.reinvestment.explanation import percent
from huilin.reinvestment.policy import DONATION
from huilin.vocabulary import PROMISE_ACCRUED
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from huilin.books import Books
    from huilin.reinvestment import Assessment, Policy
    from huilin.vocabulary import Period


def accruals(books: Books, period: Period, assessments: Iterable[Assessment]) -> tuple[Draft, ...]:
    """Return the entries that bring each donation promise up to date at the period's end; none where it is.

    Drafts already in the books count, so that booking twice changes nothing. A promise accrues only at the end of
    its own month, quarter or year; dividends wait for a resolution, reserves for the year's closing.
    """
    drafts = (_accrual(books, period, assessment) for assessment in assessments if _is_due(period, assessment.policy))
    return tuple(draft for draft in drafts if draft is not None)


def _is_due(period: Period, policy: Policy) -> bool:
    return policy.route == DONATION and policy.accrues_on(period.end)


def _accrual(books: Books, period: Period, assessment: Assessment) -> Draft | None:
    policy = assessment.policy
    missing = to_fen(assessment.to_accrue) - _drafted(books, policy, period.end)
    if not missing:
        return None
    settled = accrual_period(policy, period.end)
    narration = f"计提{settled.title.zh}反哺捐赠（{percent(policy.rate)}×{assessment.base_amount:.2f}）"
    meta = {"kind": PROMISE_ACCRUED, "category": "计提社区反哺"}
    entry = two_legs(books, policy.enterprise, period.end, (GIFT, PROMISE), missing)
    return replace(entry, narration=narration, meta=meta, links=(_link(books, policy, settled),))


def _drafted(books: Books, policy: Policy, end: date) -> Fen:
    """Return what drafts of this year have accrued and no reviewer has posted yet."""
    moves = promise_moves(books, policy.enterprise, policy.fund, drafts=True).accrued
    return sum(m.fen for m in moves if m.year == end.year and m.day <= end and books.transactions[m.place].flag != "*")


def _link(books: Books, policy: Policy, settled: Period) -> str:
    """Return the link that payment and receipt will share; it names the fund where the enterprise feeds several."""
    several = len(promised_funds(books, policy.enterprise)) > 1
    return f"{LINK}{settled.name}-{policy.fund}" if several else f"{LINK}{settled.name}"


def two_legs(books: Books, entity: str, day: date, codes: tuple[str, str], fen: Fen) -> Draft:
    """Return an entry that debits the first code and credits the second; in red (`side:`) where `fen` is negative."""
    debit, credit = (account_of(books, entity, code, day) for code in codes)
    amount = to_decimal(fen)
    legs = (_leg(debit, amount, "借", red=fen < 0), _leg(credit, -amount, "贷", red=fen < 0))
    return Draft(entity, day, "", legs)


def _leg(account: str, amount: Decimal, side: str, *, red: bool) -> DraftPosting:
    return DraftPosting(account, amount.quantize(CENT), meta={"side": side} if red else {})


def account_of(books: Books, entity: str, code: str, day: date) -> str:
    """Return the one open account of a code; raise HuilinError where none or several are open."""
    found = books.resolve(entity, code, day)
    if len(found) == 1:
        return found[0]
    those = "、".join(found)
    if found:
        raise HuilinError(
            Text(
                f"{entity} 在 {day} 有几个账户都是 {code}：{those}。",
                f"{entity} has several accounts {code} on {day}: {those}.",
            ),
            Text("请只留一个（其余用 close 关闭）。", "Keep one of them open; close the others."),
        )
    raise HuilinError(
        Text(f"{entity} 在 {day} 没有开立账户 {code}。", f"{entity} has no open account {code} on {day}."),
        Text(f"请用 huilin account 开立 {code}。", f"Open {code} with `huilin account`."),
    )
