"""From the assessment to the entries: what the books still lack, by each route, and never twice.

donation  Dr 5711.01 / Cr 2241.02 as the periods end · dividend  Dr 3104 / Cr 2232 on the shareholders' resolution ·
reserve  Dr 3104 / Cr 3101 at the year's end. What is found missing in a year that is over goes into the current one,
marked `for-year:` (小企业会计准则 第八十八条). Payment and receipt: see `paying`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from huilin.books.sealed import sealed_until
from huilin.drafting import Draft, DraftPosting
from huilin.errors import HuilinError
from huilin.money import CENT, Fen, to_decimal, to_fen
from huilin.promise.figures import tax_return
from huilin.promise.moves import ACCOUNTS, LINK, promise_moves, promised_funds, promising_enterprises
from huilin.promise.settling import accrual_period, holder, resolution
from huilin.promise.views import rows
from huilin.reinvestment import committee_part
from huilin.reinvestment.explanation import percent
from huilin.reinvestment.policy import DIVIDEND, DONATION, RESERVE
from huilin.vocabulary import INCOME_TAX, PROMISE_ACCRUED, parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from huilin.books import Books
    from huilin.reinvestment import Assessment, Policy
    from huilin.vocabulary import Period

OTHER_HOLDERS = "股东分红"
"""The kind of what other shareholders get of the same distribution: no part of the promise."""
TAX_EXPENSE, TAX_DUE = "5801", "2221:05"


def accruals(books: Books, period: Period, assessments: Iterable[Assessment]) -> tuple[Draft, ...]:
    """Return the entries that bring each promise up to date at the period's end; none where it is.

    Drafts already in the books count, so that booking twice changes nothing. A donation accrues only at the end of
    its own month, quarter or year; a reserve is set aside at the year's end; dividends wait for a resolution.
    """
    drafts = (_accrual(books, period, assessment) for assessment in assessments if _is_due(period, assessment.policy))
    return tuple(draft for draft in drafts if draft is not None)


def dividends(books: Books, period: Period, assessments: Iterable[Assessment], *, today: date) -> tuple[Draft, ...]:
    """Return the entries that declare the year's dividend as the shareholders resolved it: Dr 3104 / Cr 2232."""
    drafts = (_dividend(books, period, a, today) for a in assessments if a.policy.route == DIVIDEND)
    return tuple(draft for draft in drafts if draft is not None)


def adjustments(books: Books, period: Period, assessments: Iterable[Assessment], *, today: date) -> tuple[Draft, ...]:
    """Return the entries, `for-year:`, that set right a year that is over: the promise, and the tax of its return."""
    year = period.end.year
    promised = [_adjustment(books, year, a, today) for a in assessments if a.policy.route != DIVIDEND]
    taxed = [_tax_due(books, name, year, today) for name in dict.fromkeys(a.policy.enterprise for a in assessments)]
    return tuple(draft for draft in (*promised, *taxed) if draft is not None)


def open_day(books: Books, entity: str, wanted: date, today: date) -> date:
    """Return the day to book on: the one wanted, or today where its period is sealed."""
    sealed = sealed_until(books.workspace, entity)
    return wanted if sealed is None or wanted > sealed else today


def _is_due(period: Period, policy: Policy) -> bool:
    return policy.route in {DONATION, RESERVE} and policy.accrues_on(period.end)


def _accrual(books: Books, period: Period, assessment: Assessment) -> Draft | None:
    policy = assessment.policy
    missing = to_fen(assessment.to_accrue) - _drafted(books, policy, period.end.year, until=period.end)
    if not missing:
        return None
    settled = accrual_period(policy, period.end) if policy.route == DONATION else parse_period(f"{period.end.year}")
    entry = two_legs(books, policy.enterprise, period.end, ACCOUNTS[policy.route], missing)
    return replace(entry, narration=_said(assessment, settled), meta=_META, links=(link_of(books, policy, settled),))


_META = {"kind": PROMISE_ACCRUED, "category": "计提社区反哺"}


def _said(assessment: Assessment, settled: Period) -> str:
    policy = assessment.policy
    how = f"（{percent(policy.rate)}×{assessment.base_amount:.2f}）"
    if policy.route == RESERVE:
        return f"提取{settled.title.zh}社区发展公积{how}，留存公司，未注入基金"
    return f"计提{settled.title.zh}反哺捐赠{how}"


def _dividend(books: Books, period: Period, assessment: Assessment, today: date) -> Draft | None:
    """Return the whole distribution: the committee's part is the promise, the rest is the other shareholders'."""
    policy, year = assessment.policy, period.end.year
    resolved = resolution(books, policy.enterprise, year, today)
    if period.months != 12 or resolved is None:
        return None
    who = holder(books, policy.enterprise, resolved.day)
    part = to_fen(committee_part(resolved.amount, who.share))
    booked = to_fen(assessment.accrued) + _drafted(books, policy, year)
    if part == booked:
        return None
    day = open_day(books, policy.enterprise, resolved.day, today)
    missing, whole = part - booked, to_fen(resolved.amount)
    entry = two_legs(books, policy.enterprise, day, ACCOUNTS[DIVIDEND], missing)
    others = 0 if booked else whole - part
    if others:
        debit, credit = entry.postings
        rest = DraftPosting(credit.account, to_decimal(-others), meta={"kind": OTHER_HOLDERS})
        entry = replace(entry, postings=(replace(debit, amount=to_decimal(whole)), credit, rest))
    return replace(
        entry,
        narration=f"按股东决议分配{year}年度利润{resolved.amount:.2f}元，其中{who.title or '股东'}{to_decimal(part):.2f}元转捐社区基金",
        meta={"kind": PROMISE_ACCRUED, "category": "分配利润", "for-year": str(year)},
        links=(link_of(books, policy, parse_period(f"{year}")),),
    )


def _adjustment(books: Books, year: int, assessment: Assessment, today: date) -> Draft | None:
    """Return the difference of a past year's promise, booked in the current one."""
    policy = assessment.policy
    missing = to_fen(assessment.to_accrue) - _drafted(books, policy, year)
    if not missing:
        return None
    returned = tax_return(books, policy.enterprise, year, today)
    day = open_day(books, policy.enterprise, returned.day if returned else today, today)
    entry = two_legs(books, policy.enterprise, day, ACCOUNTS[policy.route], missing)
    why = "汇算清缴" if returned else "结账后查明的差额"
    narration = f"按{year}年度{why}调整反哺（应反哺{assessment.owed:.2f}）"
    meta = {**_META, "for-year": str(year)}
    return replace(entry, narration=narration, meta=meta, links=(link_of(books, policy, parse_period(f"{year}")),))


def _tax_due(books: Books, enterprise: str, year: int, today: date) -> Draft | None:
    """Return what the year's tax return asks beyond the provision: Dr 5801 / Cr 2221.05, `for-year:`."""
    returned = tax_return(books, enterprise, year, today)
    if returned is None:
        return None
    posted = rows(books, enterprise)
    provided = posted.sum(posted.income_tax & posted.result & (posted.year == year) & posted.through(today))
    missing = to_fen(returned.tax) - provided - _tax_drafted(books, enterprise, year)
    if not missing:
        return None
    day = open_day(books, enterprise, returned.day, today)
    entry = two_legs(books, enterprise, day, (TAX_EXPENSE, TAX_DUE), missing)
    meta = {"kind": INCOME_TAX, "category": "汇算清缴企业所得税", "for-year": str(year)}
    return replace(entry, narration=f"{year}年度企业所得税汇算清缴（全年应纳{returned.tax:.2f}）", meta=meta)


def _tax_drafted(books: Books, enterprise: str, year: int) -> Fen:
    p = books.frames.select(entity=enterprise, codes=[TAX_EXPENSE], drafts=True)
    p = p[(p["flag"] != "*") & (p["kind"] == INCOME_TAX)]
    return sum(
        int(fen)
        for place, fen in zip(p["entry"], p["fen"], strict=True)
        if str(books.transactions[place].meta.get("for-year", books.transactions[place].date.year)) == str(year)
    )


def _drafted(books: Books, policy: Policy, year: int, *, until: date | None = None) -> Fen:
    """Return what drafts have accrued for the year and no reviewer has posted yet."""
    moves = promise_moves(books, policy.enterprise, policy.fund, drafts=True).accrued
    ours = (m for m in moves if m.year == year and (until is None or m.day <= until))
    return sum(m.fen for m in ours if books.transactions[m.place].flag != "*")


def link_of(books: Books, policy: Policy, settled: Period) -> str:
    """Return the link that accrual, payment and receipt share; where there are several, it names who gives to whom."""
    enterprises, funds = promising_enterprises(books, policy.fund), promised_funds(books, policy.enterprise)
    words = (
        settled.name,
        *((policy.enterprise,) if len(enterprises) > 1 else ()),
        *((policy.fund,) if len(funds) > 1 else ()),
    )
    return LINK + "-".join(words)


def two_legs(books: Books, entity: str, day: date, codes: tuple[str, str], fen: Fen) -> Draft:
    """Return an entry that debits the first code and credits the second; in red (`side:`) where `fen` is negative."""
    debit, credit = (account_of(books, entity, code, day) for code in codes)
    amount = to_decimal(fen)
    legs = (_leg(debit, amount, "借", red=fen < 0), _leg(credit, -amount, "贷", red=fen < 0))
    return Draft(entity, day, "", legs)


def _leg(account: str, amount: Decimal, side: str, *, red: bool) -> DraftPosting:
    return DraftPosting(account, amount.quantize(CENT), meta={"side": side} if red else {})


_USUAL = {"3104": "3104:05"}
"""Where a code has several accounts, the one that is meant: 未分配利润."""


def account_of(books: Books, entity: str, code: str, day: date) -> str:
    """Return the one open account of a code; raise HuilinError where none or several are open."""
    found = books.resolve(entity, code, day)
    if len(found) > 1 and code in _USUAL:
        found = books.resolve(entity, _USUAL[code], day) or found
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
