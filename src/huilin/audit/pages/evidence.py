"""Evidence: what was spent without any, files that no voucher names, files that are gone or changed, and the register."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from huilin.audit.ledger_view import evidence, refs
from huilin.audit.listing import chosen_entries, entry_table
from huilin.audit.proofs import SOUND, STATES, UNLINKED, State, loose_files, states
from huilin.audit.table import Column, Table
from huilin.money import InexactAmountError, parse_amount, show, to_fen
from huilin.vocabulary import CLOSING, INCOME_TAX, PROMISE_ACCRUED, VAT_RELIEF
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.audit.request import AuditRequest
    from huilin.money import Fen

OWN_RECKONING = (CLOSING, PROMISE_ACCRUED, INCOME_TAX, VAT_RELIEF)
"""Entries that follow from the books themselves; their calculation sheet is their evidence."""


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return the count, spending without evidence, faulty files, loose files, and the register of evidence."""
    every = tuple(states(request.books))
    bare = missing(request)
    loose = loose_files(request.books)
    return (_summary(every, bare, loose), bare, _faulty(request, every), _loose(loose), register(request, every))


def _summary(every: tuple[State, ...], bare: Table, loose: list[str]) -> Table:
    counted = Counter(state.state for state in every)
    rows = [(STATES[name], counted[name]) for name in STATES if counted[name]]
    rows += [
        (Text("达到起点而没有凭据的支出", "spending from the threshold on without evidence"), len(bare)),
        (Text("documents 里没有登记的文件", "files among the documents that nothing names"), len(loose)),
    ]
    columns = (Column("state", Text("情况", "State")), Column("count", Text("件数", "Count"), "count"))
    return Table.of("evidence.summary", Text("凭据概况", "Evidence in short"), columns, rows)


def threshold(request: AuditRequest) -> Fen:
    """Return from which amount evidence is asked for: the option `from`, else the community's setting."""
    said = request.option("from")
    try:
        return to_fen(parse_amount(said)) if said else to_fen(request.books.workspace.settings.evidence_threshold)
    except InexactAmountError:
        return to_fen(request.books.workspace.settings.evidence_threshold)


def missing(request: AuditRequest) -> Table:
    """List the vouchers that spend the threshold or more and name no evidence."""
    least = threshold(request)
    p = request.postings
    p = p[((p["root"] == "Expenses") & ~p["kind"].isin(OWN_RECKONING)).to_numpy()]
    spent = p["fen"].groupby(p["entry"]).sum()
    proven = evidence(request.books).of_entry
    places = [int(place) for place in spent.index[spent >= least] if int(place) not in proven]
    columns = (Column("spent", Text("其中费用", "of which expense"), "money", origin="id"),)
    return entry_table(
        request, "evidence.missing", Text("没有凭据的支出", "Spending without evidence"), places,
        columns, {"spent": spent.reindex(places).tolist()},
        about=Text(f"费用在 {show(least)} 元以上、没有任何凭据的凭证。", f"Vouchers with expense of {show(least)} or more and no evidence."),
        basis=Text("《会计法》第十四条（未核原文）", "Accounting Law, Art. 14 (original not checked)"),
    )  # fmt: skip


_REGISTER = (
    Column("path", Text("文件", "File"), "document"), Column("date", Text("日期", "Date"), "date"),
    Column("state", Text("情况", "State")), Column("vouchers", Text("凭证", "Vouchers"), "voucher", origin="vouchers_of"),
    Column("sha256", Text("登记的哈希", "Recorded hash")), Column("found", Text("现在的哈希", "Hash today")),
    Column("place", Text("登记处", "Recorded at"), "place"),
)  # fmt: skip


def register(request: AuditRequest, every: tuple[State, ...]) -> Table:
    """Return the register of all evidence of the vouchers asked for."""
    mine = set(chosen_entries(request).index)
    named = evidence(request.books).entries_of
    wanted = [state for state in every if mine.intersection(named.get(state.proof.path, ()))]
    return _listed(request, "evidence.register", Text("凭据登记簿", "Register of evidence"), wanted)


def _faulty(request: AuditRequest, every: tuple[State, ...]) -> Table:
    wrong = [state for state in every if state.state != SOUND]
    return _listed(
        request, "evidence.faulty", Text("有问题的凭据", "Evidence that is not in order"), wrong,
        empty=Text("全部凭据都在，与登记时一样。", "All evidence is there and as it was attached."),
    )  # fmt: skip


def _listed(request: AuditRequest, name: str, title: Text, some: list[State], **said: Text) -> Table:
    named = evidence(request.books).entries_of
    rows = []
    for state in some:
        proof = state.proof
        vouchers = refs(request.books, named.get(proof.path, ())) if state.state != UNLINKED else ()
        place = f"{proof.file}:{proof.line}"
        rows.append(
            (proof.path, proof.day, STATES[state.state], " ".join(vouchers), proof.sha256, state.found, place, vouchers)
        )
    return Table.of(name, title, _REGISTER, rows, extra=("vouchers_of",), **said)


def _loose(loose: list[str]) -> Table:
    columns = (Column("path", Text("文件", "File"), "document"),)
    return Table.of(
        "evidence.loose", Text("没有登记的文件", "Files that nothing names"), columns, [(path,) for path in loose],
        empty=Text("documents 里的文件都有登记。", "Every file among the documents is named."),
    )  # fmt: skip
