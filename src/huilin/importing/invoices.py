"""Invoices as evidence and as debts: each is attached to the payment that it proves; where none is, it may be owed.

The payment is looked for among the new rows first, then in the books: the buyer's own entry of that amount to that
seller, 90 days before the invoice to 60 after it. Exactly one: the invoice's file is kept among the documents, its
sha256 beside it, and one link joins both. Several, or none: a person is asked. A PDF is read by pattern, so a person
confirms it first. What is owed is an entry 借 费用 / 贷 2202, and its payment, when it comes, settles that debt.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.books.sealed import sealed_until
from huilin.importing import naming
from huilin.importing.einvoices import PDF
from huilin.importing.explaining import IGNORED, NEW, PAIRED, Item
from huilin.importing.questions import Choice, Question
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core import data

    from huilin.books import Books
    from huilin.importing.proposing import Proposer, Work
    from huilin.importing.questions import Answers

OWED, RIGHT = "payable", "right"
PAYABLE = "2202"
_BEFORE, _AFTER = timedelta(days=90), timedelta(days=60)
_PAYING = ("1001", "1002", "1009", "1012", PAYABLE, "2241", "1221")
"""Accounts out of which a purchase is paid, or on which it is owed or was advanced."""


class Evidence(NamedTuple):
    """An invoice that proves an entry: its file (by its place in the inbox), its key, and the entry, new or booked."""

    place: int
    key: str
    work: str = ""
    """The first key of the new entry."""
    entry: data.Transaction | None = None


class Attended(NamedTuple):
    """The debts that invoices make, what they prove, and what is to be asked."""

    owed: tuple[Work, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()


def to_confirm(items: Iterable[Item], books: Books, answers: Answers) -> tuple[Question, ...]:
    """Set aside invoices made out to another, and those read from a PDF until a person says that they were read right."""
    questions = []
    for item in items:
        if not item.source.evidence or item.outcome:
            continue
        if item.row.words.get("购买方") and not _buyer(item, books):
            item.outcome, item.why = IGNORED, _not_ours(item)
        elif item.row.words.get("读自") == PDF and item.row.key not in answers:
            question = _read_right(item)
            item.outcome, item.why = IGNORED, question.text
            questions.append(question)
    return tuple(questions)


def attend(
    items: Iterable[Item], works: Sequence[Work], books: Books, proposer: Proposer, answers: Answers
) -> Attended:
    """Find what each invoice proves; say of each item what becomes of it."""
    mine = [item for item in items if item.source.evidence and not item.outcome]
    if not mine:
        return Attended()
    desk = _Desk(books, proposer, answers, {item.row.key: work for work in works for item in work.items})
    found = [desk.attend(item) for item in mine]
    return Attended(
        tuple(work for one in found for work in one.owed),
        tuple(evidence for one in found for evidence in one.evidence),
        tuple(question for one in found for question in one.questions),
    )


class _Desk(NamedTuple):
    """What is at hand where invoices are attended to."""

    books: Books
    proposer: Proposer
    answers: Answers
    works: Mapping[str, Work]

    def attend(self, item: Item) -> Attended:
        if item.explains is not None:
            return self._explaining(item)
        entity = _buyer(item, self.books)
        if not entity:
            item.outcome, item.why = IGNORED, _not_ours(item)
            return Attended()
        payments = list(_payments(self.books, item, entity))
        if not payments:
            return self._owed(item, entity)
        return self._proving(item, payments)

    def _explaining(self, item: Item) -> Attended:
        """Attend to an invoice whose payment was read with it: a new row, or one that the books know by its key."""
        root = item.root
        work = self.works.get(root.row.key)
        if work is not None:
            item.outcome = PAIRED
            return Attended(evidence=(Evidence(item.place, item.row.key, work=work.key),))
        return self._attached(item, _entry_of(self.books, root.row.key))

    def _proving(self, item: Item, payments: Sequence[data.Transaction]) -> Attended:
        if len(payments) == 1:
            return self._attached(item, payments[0])
        question = _which(item, payments, self.books)
        said = question.answered(self.answers)
        if said is not None:
            return self._attached(item, payments[[choice.name for choice in question.choices].index(said)])
        item.outcome, item.why = IGNORED, question.text
        return Attended(questions=(question,))

    def _attached(self, item: Item, entry: data.Transaction | None) -> Attended:
        until = sealed_until(self.books.workspace, _entity(entry)) if entry is not None else None
        if entry is None or (until is not None and entry.date <= until):
            item.outcome, item.why = IGNORED, _SEALED if entry is not None else _GONE
            return Attended()
        item.outcome = PAIRED
        return Attended(evidence=(Evidence(item.place, item.row.key, entry=entry),))

    def _owed(self, item: Item, entity: str) -> Attended:
        account = self.proposer.opened(entity, PAYABLE, item.row.moment.date())
        if account is None:
            item.outcome, item.why = IGNORED, _no_payable(entity)
            return Attended()
        question = _is_owed(item)
        is_pdf = item.row.words.get("读自") == PDF
        if question.answered(self.answers) is None or (is_pdf and self.answers.get(item.row.key) != OWED):
            item.outcome, item.why = IGNORED, question.text
            return Attended(questions=(question,))
        item.outcome = NEW
        row = item.row._replace(amount=-item.row.amount, seeks="")
        owed = self.proposer.propose([Item(item.place, item.source, row)], account)
        return Attended((owed.linked(link(row.key)),), (Evidence(item.place, row.key, work=owed.key),))


def _buyer(item: Item, books: Books) -> str:
    """Return which of us bought: a fund buys in the name of the charity that hosts it."""
    buyer = item.row.words.get("购买方", "")
    for name, entity in books.entities.items():
        if buyer and buyer in (entity.title, entity.hosted_by):
            return name
    return ""


def link(key: str) -> str:
    """Return the link that a debt shares with its payment: `payable-2637…`."""
    return f"payable-{key.partition(':')[2]}"


def _payments(books: Books, item: Item, entity: str) -> Iterable[data.Transaction]:
    """Yield the buyer's entries that may have paid the invoice and have no evidence yet."""
    seller, total, day = naming.payee(item.row.words.get("对方", "")), item.row.amount, item.row.moment.date()
    for entry in books.transactions:
        if not day - _BEFORE <= entry.date <= day + _AFTER or _entity(entry) != entity:
            continue
        if not seller or entry.payee != seller or any(mark.startswith("ev-") for mark in entry.links or ()):
            continue
        if any(p.units is not None and p.units.number == -total and _pays(p.account) for p in entry.postings):
            yield entry


def _pays(account: str) -> bool:
    parts = split_account(account)
    return parts is not None and parts.code in _PAYING


def _entity(entry: data.Transaction) -> str:
    parts = split_account(entry.postings[0].account) if entry.postings else None
    return parts.entity if parts else ""


def _entry_of(books: Books, key: str) -> data.Transaction | None:
    """Return the booked entry that holds the row."""
    return next((e for e in books.transactions if any(p.meta and p.meta.get("src") == key for p in e.postings)), None)


def settle(works: Sequence[Work], books: Books, answers: Answers) -> tuple[list[Work], tuple[Question, ...]]:
    """Return the entries, those that pay what an invoice has made a debt on 2202; where several fit, a person is asked."""
    debts = _debts(books)
    if not debts:
        return list(works), ()
    made, questions = [], []
    taken: set[str] = set()
    for work in works:
        fitting = [debt for debt in debts if debt.fits(work) and debt.link not in taken]
        question = _which_debt(work, fitting) if len(fitting) > 1 else None
        said = question.answered(answers) if question else (fitting[0].link if fitting else None)
        if question and said is None:
            questions.append(question)
        paid = next((debt for debt in fitting if debt.link == said), None)
        if paid is not None:
            taken.add(paid.link)
        made.append(paid.paid_by(work) if paid else work)
    return made, tuple(questions)


class _Debt(NamedTuple):
    """What is still owed for one invoice."""

    link: str
    account: str
    payee: str
    left: Decimal
    day: date

    def fits(self, work: Work) -> bool:
        """Say whether the entry pays exactly this to this seller, out of the same books."""
        mine = split_account(work.account)
        owing = split_account(self.account)
        return (
            work.amount == self.left
            and mine is not None
            and owing is not None
            and mine.entity == owing.entity
            and work.draft.payee == self.payee
            and work.draft.date >= self.day
        )

    def paid_by(self, work: Work) -> Work:
        """Return the entry with the debt as its other side."""
        return work.against(self.account).linked(self.link)


def _debts(books: Books) -> list[_Debt]:
    found: dict[str, _Debt] = {}
    for entry in books.transactions:
        for mark in entry.links or ():
            if not mark.startswith("payable-"):
                continue
            for posting in entry.postings:
                parts = split_account(posting.account)
                if parts is not None and parts.code == PAYABLE and posting.units is not None:
                    debt = found.get(mark) or _Debt(mark, posting.account, entry.payee or "", Decimal(0), entry.date)
                    found[mark] = debt._replace(left=debt.left + (posting.units.number or 0))
    return [debt for debt in found.values() if debt.left and debt.payee]


# What is asked, and what is said


def _said(item: Item) -> tuple[str, str]:
    words = item.row.words
    number, seller = words.get("发票号码", ""), words.get("对方", "")
    day = item.row.moment.date()
    return (
        f"发票 {number}，{seller}，{item.row.amount}，{day}",
        f"invoice {number}, {seller}, {item.row.amount}, {day}",
    )


def _read_right(item: Item) -> Question:
    zh, en = _said(item)
    text = Text(f"从 PDF 读出：{zh}。读得对吗？", f"Read from the PDF: {en}. Is that right?")
    return _asked(item, text, Choice(RIGHT, Text("读得对", "it is right")))


def _is_owed(item: Item) -> Question:
    zh, en = _said(item)
    text = Text(
        f"{zh}：没有找到付款。记成应付账款（借 费用，贷 2202）吗？",
        f"{en}: no payment is found. Book it as owed (expense against 2202)?",
    )
    return _asked(item, text, Choice(OWED, Text("记应付", "book it as owed")))


def _which(item: Item, payments: Sequence[data.Transaction], books: Books) -> Question:
    zh, en = _said(item)
    places = [f"{books.workspace.relative(p.meta['filename'])}:{p.meta['lineno']}" for p in payments]
    text = Text(f"{zh}：有 {len(places)} 张凭证相符，是哪一张？", f"{en}: {len(places)} entries fit; which is it?")
    choices = [
        Choice(place, Text(f"{place} {p.date}", f"{place} {p.date}")) for place, p in zip(places, payments, strict=True)
    ]
    return _asked(item, text, *choices)


def _which_debt(work: Work, debts: Sequence[_Debt]) -> Question:
    item = work.items[0]
    text = Text(
        f"付给 {work.draft.payee} 的 {-work.amount} 付的是哪张发票？",
        f"Which invoice does the payment of {-work.amount} to {work.draft.payee} settle?",
    )
    choices = [Choice(d.link, Text(f"{d.link}（{d.day}）", f"{d.link} ({d.day})")) for d in debts]
    return _asked(item, text, *choices)


def _asked(item: Item, text: Text, *choices: Choice) -> Question:
    return Question(item.row.key, item.place, item.row.line, text, tuple(choices))


def _not_ours(item: Item) -> Text:
    buyer = item.row.words.get("购买方", "") or "—"
    return Text(f"发票的购买方是“{buyer}”，不是本账本的单位，没有入账。", f"The invoice is made out to “{buyer}”, none of these books; it is not booked.")  # fmt: skip


def _no_payable(entity: str) -> Text:
    return Text(
        f"没有找到付款；{entity} 没有（或不止一个）{PAYABLE} 应付账款，不能记应付。请用 huilin account 开立。",
        f"No payment is found, and {entity} has not exactly one account {PAYABLE} to owe it on. Open one with `huilin account`.",
    )


_SEALED = Text("它的付款已经结账，凭据不能再附上。", "Its payment lies in a closed period; evidence cannot be attached any more.")  # fmt: skip
_GONE = Text("没有找到它的付款", "its payment was not found")
