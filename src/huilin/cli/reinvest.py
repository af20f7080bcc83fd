"""`reinvest`: what is owed to the community, booked by every route, reconciled, and asked "what if"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from huilin.cli.session import of
from huilin.cli.words import day_of, rate_of
from huilin.errors import UsageError
from huilin.vocabulary import parse_period
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from huilin.books import Books
    from huilin.cli.session import Session
    from huilin.drafting import Draft
    from huilin.findings import Finding
    from huilin.promise import Compared
    from huilin.promise.forward import Forward
    from huilin.reinvestment import Assessment
    from huilin.vocabulary import Period

PeriodName = Annotated[str, typer.Argument(metavar="PERIOD", help="期间 2026, 2026-Q3, 2026-09")]
MENDED_HERE = frozenset({"promise-figure"})
"""Errors that booking the promise mends, so that they do not stop it."""


def reinvest(
    context: typer.Context,
    period: PeriodName,
    book: Annotated[bool, typer.Option("--book", help="把应计提的记成草稿 write the entries as drafts")] = False,
    pay: Annotated[str, typer.Option("--pay", metavar="DATE", help="这天付清已计提的 paid on this day")] = "",
    received: Annotated[str, typer.Option("--received", metavar="DATE", help="这天基金到账 received on this day")] = "",
    bank: Annotated[str, typer.Option("--bank", metavar="CODE", help="付款账户 paid from, as 1002:01")] = "",
    receipt: Annotated[str, typer.Option("--receipt", metavar="NO", help="捐赠票据号 donation receipt")] = "",
    project: Annotated[str, typer.Option("--project", help="基金用于哪个项目 project of the fund")] = "",
    rate: Annotated[str, typer.Option("--rate", help="假如比例是 what if the rate were, as 0.25")] = "",
    base: Annotated[str, typer.Option("--base", help="假如基数是 what if the base were")] = "",
    route: Annotated[str, typer.Option("--route", help="假如路径是 what if the route were")] = "",
) -> None:
    """一步步算出应反哺多少。What is owed to the community, step by step.

    \b
    例 Example: huilin reinvest 2026-Q3
    """
    session = of(context)
    when = parse_period(period)
    words = _what_if(rate, base, route)
    paying = _Paying(day_of(pay) if pay else None, day_of(received) if received else None, bank, receipt, project)
    if words and (book or pay or received):
        raise _only_asked()
    booking = bool(book or pay or received)
    asked = _assessed(session, when, booking=booking)
    if words:
        _show_what_if(session, asked, words)
        return
    drafts, forwards = _drafted(asked, session, paying) if booking else ((), ())
    _show(session, asked)
    _write(session, asked, drafts, forwards, booking=booking)


class _Paying(NamedTuple):
    """What only the treasurer knows of payment and receipt."""

    paid: date | None
    received: date | None
    bank: str
    receipt: str
    project: str


class _Asked(NamedTuple):
    """The question, and the answer: assessments on the books as closing would find them."""

    books: Books
    period: Period
    assessments: tuple[Assessment, ...]
    past: tuple[Assessment, ...]
    """The same year by all that became known since: later entries, the tax return."""
    findings: tuple[Finding, ...]


def _assessed(session: Session, when: Period, *, booking: bool) -> _Asked:
    from huilin import promise

    books = session.sound_books(but=MENDED_HERE)
    ahead = _before_the_promise(books, when, session.today)
    assessments = promise.assess(ahead, when, today=session.today)
    past = promise.true_up(ahead, when, today=session.today)
    findings = promise.remarks(books, when, assessments, today=session.today, booking=booking)
    return _Asked(books, when, assessments, past, findings)


def _before_the_promise(books: Books, when: Period, today: date) -> Books:
    """Return the books with what closing books before the promise (the VAT that an exempt quarter keeps).

    So what is shown before closing is what closing books; `promise` itself may not look up at closing.
    """
    from dataclasses import replace

    from huilin.closing.foresight import with_vouchers
    from huilin.closing.period_end import STEPS, month_ends, promise
    from huilin.drafting import POSTED

    steps = STEPS[: STEPS.index(promise)]
    worked = [
        one
        for entity in books.entities
        for month in month_ends(when)
        for step in steps
        for one in step(books, entity, month, today)
        if month.end <= today
    ]
    return with_vouchers(books, [replace(one.draft, flag=POSTED) for one in worked]) if worked else books


# What is shown


def _show(session: Session, asked: _Asked) -> None:
    from huilin import promise

    console, when = session.console, asked.period
    if not asked.assessments:
        console.say(Text(f"{when.title.zh}没有反哺约定。", f"No promise stands in {when.title.en}."))
    for one in asked.assessments:
        closed = promise.state(asked.books, when, one) == "closed"
        _show_steps(session, when, one, Text("已结账", "closed") if closed else Text("暂估", "provisional"))
        _show_periods(session, asked, one)
    for one in asked.past:
        if one.to_accrue:
            console.say(_trued_up(one))
    for finding in asked.findings:
        console.note(finding.say(console.language))


def _show_steps(session: Session, period: Period, one: Assessment, state: Text) -> None:
    policy = one.policy
    title = Text(
        f"{policy.enterprise} → {policy.fund} {period.title.zh}（{state.zh}）",
        f"{policy.enterprise} → {policy.fund} {period.title.en} ({state.en})",
    )
    columns = (Text("步骤", "Step"), Text("金额（元）", "CNY"), Text("依据", "Rule"))
    rows = [(step.label, f"{step.amount:,.2f}", Text(step.source, step.rule)) for step in one.steps]
    session.console.say("")
    session.console.table(title, columns, rows)


_PERIODS = (
    Text("对账", "Reconciled"), Text("应付日", "Due"), Text("计提", "Accrued"), Text("支付", "Paid"),
    Text("在途", "In transit"), Text("到账", "Received"), Text("已开票", "Receipted"), Text("未付", "Unpaid"),
    Text("逾期天数", "Days late"),
)  # fmt: skip


def _show_periods(session: Session, asked: _Asked, one: Assessment) -> None:
    from huilin import promise

    on = min(asked.period.end, session.today)
    lines = promise.by_period(asked.books, one.policy, on, today=session.today)
    amounts = ("accrued", "paid", "in_transit", "received", "receipted", "open")
    rows = [
        (line.period.name, f"{line.due}", *(f"{getattr(line, name):,.2f}" for name in amounts), f"{line.overdue_days}")
        for line in lines
    ]
    if rows:
        session.console.say("")
        session.console.table(None, _PERIODS, rows)


def _trued_up(one: Assessment) -> Text:
    return Text(
        f"{one.year}年度按现在所知应反哺 {one.owed:,.2f} 元，账上差 {one.to_accrue:,.2f} 元，记入本年（for-year: {one.year}）。",
        f"By all that is known now {one.year} owes {one.owed:,.2f}; {one.to_accrue:,.2f} is missing and goes into this year (for-year: {one.year}).",
    )


def _answer(session: Session, asked: _Asked) -> dict[str, Any]:
    """Return what `--json` prints."""
    from huilin import promise

    language, on = session.console.language, min(asked.period.end, session.today)
    answer = promise.to_json(asked.books, asked.period, asked.assessments, language)
    for shown, one in zip(answer["assessments"], asked.assessments, strict=True):
        lines = promise.by_period(asked.books, one.policy, on, today=session.today)
        shown["periods"] = [line.to_json() for line in lines]
    past = promise.to_json(asked.books, asked.period, asked.past, language)["assessments"]
    return {**answer, "true_up": past, "findings": [finding.to_json(language) for finding in asked.findings]}


# What is booked


def _drafted(asked: _Asked, session: Session, paying: _Paying) -> tuple[tuple[Draft, ...], tuple[Forward, ...]]:
    """Return every entry that the books lack; none where something stands in the way."""
    from huilin import promise
    from huilin.findings import errors_in
    from huilin.promise.forward import forwards

    if errors_in(asked.findings):
        return (), ()
    books, period, today = asked.books, asked.period, session.today
    drafts = [
        *(() if asked.past else promise.accruals(books, period, asked.assessments)),
        *promise.adjustments(books, period, asked.past, today=today),
        *promise.dividends(books, period, asked.assessments, today=today),
    ]
    drafts += _moved(books, asked, drafts, paying)
    return tuple(drafts), forwards(books, period, asked.past or asked.assessments)


def _moved(books: Books, asked: _Asked, accrued: Sequence[Draft], paying: _Paying) -> Iterator[Draft]:
    """Yield payments and receipts, on books that hold what is accrued with them."""
    from huilin import promise
    from huilin.closing.foresight import with_vouchers

    known = with_vouchers(books, accrued) if accrued else books
    paid: list[Draft] = []
    for one in asked.assessments:
        if paying.paid is not None:
            paid += promise.payments(known, one.policy, paying.paid, paying.bank)
    yield from paid
    if paying.received is None:
        return
    known = with_vouchers(known, paid) if paid else known
    receipt = promise.Receipt(paying.received, paying.receipt, paying.project)
    for one in asked.assessments:
        donor = _donor(books, promise.giver(books, one.policy))
        yield from promise.receipts(known, one.policy, receipt._replace(donor=donor))


def _donor(books: Books, name: str) -> str:
    from huilin.donors import Register

    return Register.read(books.workspace.donors).id_of(name) or ""


def _write(
    session: Session, asked: _Asked, drafts: Sequence[Draft], forwards: Sequence[Forward], *, booking: bool
) -> None:
    from huilin.drafting import to_ledger
    from huilin.findings import errors_in

    console = session.console
    if not booking:
        if console.json:
            console.data(_answer(session, asked))
        return
    by = session.person("prepare")
    drafts = [draft.with_meta(prepared=by) for draft in drafts]
    texts = [*(to_ledger(draft) for draft in drafts), *(one.to_ledger() for one in forwards)]
    for text in texts:
        console.say("\n" + text)
    if texts and console.confirm(Text("写入草稿吗？", "Write the drafts?")):
        _written(session, asked.books, drafts, forwards)
    if console.json:
        console.data({**_answer(session, asked), "drafts": texts})
    console.say(Text(f"{len(drafts)} 张草稿。", f"{len(drafts)} drafts."))
    if errors_in(asked.findings):
        raise typer.Exit(1)


def _written(session: Session, books: Books, drafts: Sequence[Draft], forwards: Sequence[Forward]) -> None:
    from huilin.books.trial import write_sound
    from huilin.setup.directives import policy_file
    from huilin.vouchers import appended

    files = dict(appended(session.workspace, drafts))
    for one in forwards:
        file = policy_file(session.workspace, one.enterprise)
        old = files.get(file) or (file.read_bytes().decode("utf-8") if file.exists() else "")
        files[file] = old.rstrip("\n") + "\n\n" + one.to_ledger()
    write_sound(books, {**files})


# What if


def _what_if(rate: str, base: str, route: str) -> dict[str, Any]:
    from huilin.reinvestment import BASES
    from huilin.reinvestment.policy import ROUTES

    for word, known in ((base, tuple(BASES)), (route, ROUTES)):
        if word and word not in known:
            raise UsageError(
                Text(f"“{word}”不认得。", f"“{word}” is unknown."),
                Text(f"可用：{'、'.join(known)}。", f"Use one of: {', '.join(known)}."),
            )
    words: dict[str, Any] = {"rate": rate_of(rate)} if rate else {}
    return words | ({"base": base} if base else {}) | ({"route": route} if route else {})


def _show_what_if(session: Session, asked: _Asked, words: dict[str, Any]) -> None:
    from huilin import promise

    ahead = _before_the_promise(asked.books, asked.period, session.today)
    compared = promise.compare(ahead, asked.period, words, today=session.today, booked=asked.assessments)
    console = session.console
    if console.json:
        other = promise.to_json(asked.books, asked.period, [one.asked for one in compared], console.language)
        what_if = {**other, "compared": [one.to_json() for one in compared]}
        console.data({**_answer(session, asked), "what_if": what_if})
    for one in compared:
        policy = one.booked.policy
        title = Text(
            f"{policy.enterprise} → {policy.fund} {asked.period.title.zh}：假如（账上什么也没有改）",
            f"{policy.enterprise} → {policy.fund} {asked.period.title.en}: what if (nothing was touched)",
        )
        console.say("")
        console.table(title, (Text("", ""), Text("现约定", "As it is"), Text("假如", "What if")), _side_by_side(one))


def _side_by_side(one: Compared) -> Iterator[tuple[Text, str, str]]:
    from huilin.reinvestment.explanation import percent

    both = (one.booked, one.asked)

    def row(label: Text, values: Sequence[object]) -> tuple[Text, str, str]:
        booked, asked = (f"{value:,.2f}" if hasattr(value, "quantize") else str(value) for value in values)
        return label, booked, asked

    yield row(Text("比例", "Rate"), [percent(a.policy.rate) for a in both])
    yield row(Text("基数", "Base"), [a.policy.base for a in both])
    yield row(Text("路径", "Route"), [a.policy.route for a in both])
    yield row(Text("反哺基数（元）", "Base (CNY)"), [a.base_amount for a in both])
    yield row(Text("应反哺", "Owed"), [a.owed for a in both])
    yield row(Text("企业所得税", "Income tax"), [a.tax.tax for a in both])
    yield row(Text("公司付清后的资金", "Company cash once paid"), [one.cash_after(a) for a in both])
    months = [one.runway(a) for a in both]
    yield row(Text("基金可用月数", "Months the fund lasts"), ["—" if value is None else str(value) for value in months])


def _only_asked() -> UsageError:
    return UsageError(
        Text("“假如”只算不记，不能和 --book、--pay、--received 一起用。", "“What if” books nothing; it cannot go with --book, --pay or --received."),
        Text("要改约定，用 huilin policy reinvestment。", "To change the promise, use `huilin policy reinvestment`."),
    )  # fmt: skip
