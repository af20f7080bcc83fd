"""The inbox read: every file's rows matched with the books, explained, booked by rule, paired; nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core import data

from huilin import evidence
from huilin.donors import Register
from huilin.importing import files, invoices, naming, offering, pairing, profiles, refunds, rules
from huilin.importing.einvoices import PDF
from huilin.importing.explaining import IGNORED, KNOWN, NEW, PAIRED, REFUSED, Item, explain
from huilin.importing.log import read_log
from huilin.importing.mapping import Mapped, in_other_money, mapped
from huilin.importing.model import FileResult, Refusal, Statement
from huilin.importing.proposing import Proposer, Work, words_for_rules
from huilin.importing.proving import money_in, money_out
from huilin.importing.settling import Settlement, settlements
from huilin.progress import silent
from huilin.vocabulary import split_account
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from huilin.books import Books
    from huilin.drafting import Draft
    from huilin.findings import Finding
    from huilin.importing.files import FileReading
    from huilin.importing.invoices import Evidence
    from huilin.importing.offering import Joined
    from huilin.importing.questions import Answers, Question
    from huilin.importing.rules import Rules
    from huilin.progress import Progress

_GIFT_CODE = "4101"
_LOCK_FILES = ("~$", ".")

_READING = Text("读取对账单", "Reading statements")
_MATCHING = Text("匹配和拟凭证", "Matching and drafting")


@dataclass(frozen=True, eq=False)
class Inbox:
    """What the files would add to the books.

    `works` are the entries with their rows and how sure each is; `alone` those whose other side has not come.
    `register` is the donor register with the new donors in it.
    """

    files: tuple[FileResult, ...]
    works: tuple[Work, ...] = ()
    findings: tuple[Finding, ...] = ()
    alone: tuple[tuple[Work, Text], ...] = ()
    register: Register = field(default_factory=Register)
    new_donors: int = 0
    settled: tuple[Settlement, ...] = ()
    """Balances that the statements prove; booked with the entries, undone with them."""
    joined: tuple[Joined, ...] = ()
    """Rows that a person says are entries written by hand."""
    evidence: tuple[Evidence, ...] = ()
    """Invoices, and the entries that they prove."""
    questions: tuple[Question, ...] = ()
    """What only a person can say, and has not."""
    used: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()
    """The community's rules that some row has met, and those that none has, by their marks."""

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The entries that `book` would append, in order of time."""
        return tuple(work.draft for work in self.works)

    @property
    def has_errors(self) -> bool:
        """Whether something is refused, or a rule cannot be read: then nothing is booked."""
        return any(file.errors for file in self.files)


def waiting_files(folder: Path) -> tuple[Path, ...]:
    """Return the files in the inbox by name, those of the system and of open spreadsheets left out."""
    if not folder.is_dir():
        return ()
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(_LOCK_FILES))
    return tuple(sorted(path for path in found if path.name not in ("Thumbs.db", "desktop.ini")))


def read(  # noqa: PLR0913 - the day, the password and the answers are a person's
    books: Books,
    paths: Sequence[Path] | None = None,
    *,
    today: date | None = None,
    progress: Progress = silent,
    password: str = "",
    answers: Answers | None = None,
) -> Inbox:
    """Read the files (all in the inbox, if none are named) and return what would be booked; nothing is written."""
    workspace = books.workspace
    paths = waiting_files(workspace.inbox) if paths is None else paths
    own, wrong = profiles.read(workspace.root / profiles.FOLDER, workspace.root)
    known_sources = (*files.sources(workspace.root), *own)
    readings = []
    for done, path in enumerate(paths):
        progress(_READING, done, len(paths))
        name = workspace.relative(path.absolute())
        readings.append(files.read_file(path, name, known_sources, today=today, password=password))
    progress(_READING, len(paths), len(paths))
    found = _matched(books, readings, answers or {}, progress, today)
    return replace(found, findings=(*wrong, *found.findings)) if wrong else found


def sniff(path: Path, *, today: date | None = None, password: str = "") -> FileResult:
    """Say what a file outside any workspace is, with its rows; every row that can be read counts as new."""
    reading = files.read_file(path, path.name, files.sources(), today=today, password=password)
    statements = reading.statements
    faults = tuple(fault for statement in statements for fault in statement.faults)
    accounts = dict.fromkeys(s.source.statement_of(s.number) for s in statements if s.number)
    count = sum(s.count for s in statements)
    refused = count if faults else sum(len(s.refused) for s in statements)
    ignored = 0 if faults else sum(len(s.ignored) for s in statements)
    return _result(
        reading, "、".join(accounts), {REFUSED: refused, IGNORED: ignored, NEW: count - refused - ignored}, []
    )


# Matching


def _matched(
    books: Books, readings: Sequence[FileReading], answers: Answers, progress: Progress, today: date | None
) -> Inbox:
    accounts = [mapped(reading.statements, books) for reading in readings]
    items = list(_items(readings, accounts))
    _mark_known(items, _booked(books))
    asked = invoices.to_confirm(items, books, answers)
    explain([item for item in items if not (item.outcome and item.is_explanation)])
    register = Register.read(books.workspace.donors)
    read_rules = rules.read(books.workspace.rules, books.workspace.root)
    proposer = Proposer(books, read_rules, frozenset(d.name for d in register.donors if d.kind == "个人"))
    offered = offering.offer(_works(items, accounts, proposer, progress), books, answers)
    attended = invoices.attend(items, offered.works, books, proposer, answers)
    _settle(items, {joined.key for joined in offered.joined})
    works, which = invoices.settle([*offered.works, *attended.owed], books, answers)
    works = refunds.follow_sales(sorted(works, key=lambda work: work.moment), books)
    paired = pairing.pair(works, books, answers)
    works = [_proven_by(work, attended.evidence, readings) for work in pairing.related(paired.works, books)]
    works, register, new = _with_donors(works, register)
    questions = (*asked, *offered.questions, *attended.questions, *which, *paired.questions)
    findings = (
        *read_rules.findings,
        *rules.unknown_accounts(read_rules.rules, books),
        *_idle(read_rules, books, today),
    )
    results = _results(readings, accounts, items, questions)
    settled = settlements(_proven(readings, accounts, results), works, books)
    marks = {rule.mark: rule.place in proposer.used for rule in read_rules.rules}
    return Inbox(
        results, tuple(works), findings, paired.alone, register, new, settled,
        offered.joined, attended.evidence, questions,
        frozenset(m for m, used in marks.items() if used), frozenset(m for m, used in marks.items() if not used),
    )  # fmt: skip


def _idle(read: Rules, books: Books, today: date | None) -> Iterator[Finding]:
    """Yield a note for each rule that no import has used for a year."""
    if today is not None:
        records = read_log(books.workspace)
        undone = {record["batch"] for record in records if "undone" in record}
        told = [record for record in records if "used" in record and record["batch"] not in undone]
        yield from rules.unused(read.rules, told, today)


def _proven_by(work: Work, proofs: Sequence[Evidence], readings: Sequence[FileReading]) -> Work:
    """Return the entry with the links of the invoices that prove it."""
    for proof in proofs:
        if proof.work == work.key:
            work = work.linked(evidence.mark(readings[proof.place].sha256))
    return work


def _results(
    readings: Sequence[FileReading],
    accounts: Sequence[Sequence[Mapped]],
    items: Sequence[Item],
    questions: Sequence[Question],
) -> tuple[FileResult, ...]:
    """Return what became of each file; what is asked of a row is said with it, and how to answer."""
    mine: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        mine[item.place].append(item)
    asked = {question.key: question for question in questions}
    return tuple(_file_result(reading, accounts[place], mine[place], asked) for place, reading in enumerate(readings))


def _proven(
    readings: Sequence[FileReading], accounts: Sequence[Sequence[Mapped]], results: Sequence[FileResult]
) -> Iterator[tuple[str, Statement]]:
    """Yield the statements of files of which every row is booked or will be, with their accounts."""
    for reading, mine, result in zip(readings, accounts, results, strict=True):
        if result.new and not result.refused and not result.errors:
            yield from ((a.account, s) for a, s in zip(mine, reading.statements, strict=True))


def _items(readings: Sequence[FileReading], accounts: Sequence[Sequence[Mapped]]) -> Iterator[Item]:
    """Yield the rows of every file that is whole; files of money before those that explain them."""
    whole = [
        (place, statement)
        for place, reading in enumerate(readings)
        if not _faults(reading, accounts[place])
        for statement in reading.statements
    ]
    for place, statement in sorted(whole, key=lambda found: _order(found[1])):
        for row in statement.rows:
            yield Item(place, statement.source, row)


def _order(statement: Statement) -> tuple[bool, bool]:
    """Return what comes first: money before what explains it, an invoice's data before its picture."""
    return statement.source.explains, any(row.words.get("读自") == PDF for row in statement.rows[:1])


def _faults(reading: FileReading, accounts: Sequence[Mapped]) -> tuple[Refusal, ...]:
    """Return what is wrong with the file as a whole."""
    faults = [fault for statement in reading.statements for fault in statement.faults]
    faults += [in_other_money(statement) for statement in reading.statements if statement.currencies]
    return (*reading.faults, *faults, *(account.fault for account in accounts if account.fault is not None))


def _booked(books: Books) -> dict[str, Decimal | None]:
    """Return the keys of all rows in the books, wherever their postings have been moved to, with their amounts."""
    documents = {str(e.meta["src"]): None for e in books.entries if isinstance(e, data.Document) and "src" in e.meta}
    return documents | {
        str(posting.meta["src"]): posting.units.number if posting.units is not None else None
        for entry in books.transactions
        for posting in entry.postings
        if posting.meta and "src" in posting.meta
    }


def _mark_known(items: Iterable[Item], booked: Mapping[str, Decimal | None]) -> None:
    """Mark rows whose key is in the books or in a file read before; an order's further lines share its key."""
    first: dict[str, int] = {}
    for item in items:
        key = item.row.key
        is_further_line = item.source.several_lines and first.get(key) == item.place
        if key in booked or (key in first and not is_further_line):
            item.outcome = KNOWN
            item.why = _changed(item, booked.get(key))
        first.setdefault(key, item.place)


def _changed(item: Item, booked: Decimal | None) -> Text | None:
    """Return what is to be said of a known row that now has another amount: it is shown, never replaced."""
    if booked is None or booked == item.row.amount or item.is_explanation:
        return None
    return Text(
        f"这一行已记过，但金额变了：账上 {booked}，文件写 {item.row.amount}。请核对原凭证，需要时冲销重记。",
        f"This row is booked, but its amount has changed: {booked} in the books, {item.row.amount} in the file. Look at its voucher.",
    )  # fmt: skip


def _works(
    items: Sequence[Item], accounts: Sequence[Sequence[Mapped]], proposer: Proposer, progress: Progress
) -> list[Work]:
    """Make the entries: rows of one group together, rows left out by a rule counted as such."""
    groups: dict[object, list[Item]] = {}
    for number, item in enumerate(items):
        if item.is_explanation:
            continue
        if not item.outcome and item.row.seeks and item.explains is not None:
            item.outcome = PAIRED if item.root.outcome != KNOWN else KNOWN
        if not item.outcome:
            groups.setdefault((item.source.scheme, item.row.group) if item.row.group else number, []).append(item)
    works: list[Work] = []
    waiting, count = list(reversed(groups.values())), len(groups)
    groups.clear()
    while waiting:
        group = waiting.pop()
        if len(works) % 500 == 0:
            progress(_MATCHING, count - len(waiting), count)
        account = _account_of(group[0], accounts)
        rest = [item for item in group if not _is_ignored(item, account, proposer)]
        if rest:
            works.append(proposer.propose(rest, account))
            for item in rest:
                item.outcome = NEW
    progress(_MATCHING, count, count)
    return works


def _account_of(item: Item, accounts: Sequence[Sequence[Mapped]]) -> str:
    return next(account.account for account in accounts[item.place] if account.account)


def _is_ignored(item: Item, account: str, proposer: Proposer) -> bool:
    rule = proposer.rule_for(item, words_for_rules(item, account))
    if rule is None or not rule.ignore:
        return False
    item.outcome = IGNORED
    item.why = Text(f"按规则 {rule.place} 忽略：{rule.ignore}", f"left out by the rule {rule.place}: {rule.ignore}")
    return True


def _settle(items: Iterable[Item], joined: Collection[str]) -> None:
    """Say what becomes of the rest: joined rows are known, those that explain others paired, known or left out."""
    for item in items:
        if item.outcome == NEW and item.row.key in joined:
            item.outcome = KNOWN
        if item.outcome:
            continue
        if item.explains is None or item.root.is_explanation:
            item.outcome, item.why = IGNORED, _UNEXPLAINED
        else:
            item.outcome = KNOWN if item.root.outcome == KNOWN else PAIRED


_UNEXPLAINED = Text(
    "没有找到它所说明的收款，不入账。请把同期的资金账单或银行流水也放进收件箱",
    "the receipt that it explains was not found; it is not booked. Put the statement of the account (funds bill, bank) of those days in the inbox too",
)


# Donors


def _with_donors(works: Sequence[Work], register: Register) -> tuple[list[Work], Register, int]:
    """Return the entries with donors' ids, and the register with those who give for the first time."""
    found, known = [], len(register.donors)
    for work in works:
        name = work.words.get("对方", "").strip()
        if not name or work.amount <= 0 or not _is_gift(work.draft):
            found.append(work)
            continue
        donor = register.id_of(name)
        if donor is None:
            kind = "单位" if naming.is_organisation(name) else "个人"
            donor = register.next_id
            register = register.with_new(name, kind=kind, since=work.draft.date)  # type: ignore[arg-type]
        found.append(work._replace(draft=replace(work.draft.with_meta(donor=donor), payee="")))
    return found, register, len(register.donors) - known


def _is_gift(draft: Draft) -> bool:
    return any((parts := split_account(p.account)) is not None and parts.code == _GIFT_CODE for p in draft.postings)


# Results


def _file_result(
    reading: FileReading, accounts: Sequence[Mapped], mine: Sequence[Item], asked: Mapping[str, Question]
) -> FileResult:
    account = "、".join(dict.fromkeys(a.account for a in accounts if a.account))
    faults = _faults(reading, accounts)
    count = sum(statement.count for statement in reading.statements)
    if faults:
        return _result(reading, account, {REFUSED: count}, [], faults)
    outcomes = Counter(item.outcome for item in mine)
    outcomes[REFUSED] += sum(len(statement.refused) for statement in reading.statements)
    outcomes[IGNORED] += sum(len(statement.ignored) for statement in reading.statements)
    left_out = [
        Refusal(item.row.line, asked[item.row.key].text, _answer(item.row.key)) if item.row.key in asked
        else Refusal(item.row.line, item.why or same(""), same(""))
        for item in mine if item.why is not None or (item.row.key in asked and item.outcome != KNOWN)
    ]  # fmt: skip
    stays = any(item.source.evidence and item.outcome == IGNORED for item in mine)
    return replace(_result(reading, account, outcomes, left_out), stays=stays)


def _answer(key: str) -> Text:
    return Text(f"回答：huilin book 时会问，或加 --accept {key}", f"`huilin book` asks; or add --accept {key}")


def _result(
    reading: FileReading,
    account: str,
    outcomes: Mapping[str, int],
    left_out: Sequence[Refusal],
    faults: tuple[Refusal, ...] | None = None,
) -> FileResult:
    statements = reading.statements
    if faults is None:
        faults = (*reading.faults, *(fault for statement in statements for fault in statement.faults))
    rows = [row for statement in statements for row in statement.rows]
    moved = [row for statement in statements if not statement.source.evidence for row in statement.rows]
    told = {fault.reason for fault in faults}
    return FileResult(
        reading.path,
        reading.file,
        statements[0].source.title if statements else None,
        account,
        rows=sum(statement.count for statement in statements),
        new=outcomes.get(NEW, 0),
        known=outcomes.get(KNOWN, 0),
        paired=outcomes.get(PAIRED, 0),
        ignored=outcomes.get(IGNORED, 0),
        refused=outcomes.get(REFUSED, 0),
        errors=(
            *faults,
            *(refusal for statement in statements for refusal in statement.refused if refusal.reason not in told),
        ),
        notes=(
            *(note for statement in statements for note in (*statement.notes, *statement.ignored)),
            *(in_other_money(statement) for statement in statements if statement.currencies),
            *left_out,
        ),
        sha256=reading.sha256,
        waits=bool(statements) and all(statement.source.explains for statement in statements),
        first=min((row.moment for row in rows), default=None),
        last=max((row.moment for row in rows), default=None),
        money_in=money_in(moved) or Decimal(0),
        money_out=money_out(moved) or Decimal(0),
    )
