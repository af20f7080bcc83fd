"""A new community as `huilin new` makes it, with a little money in it: where every event's example is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huilin.books import Books, load
from huilin.books.trial import tried
from huilin.donors import Register
from huilin.drafting import POSTED, Draft, DraftPosting, to_ledger
from huilin.events import Made, gather, make
from huilin.events.answers import Said
from huilin.events.catalogue import event_named
from huilin.events.resolving import name_of, own_names
from huilin.setup import Plan, create
from huilin.setup.directives import new_account
from huilin.vouchers import heading
from huilin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from huilin.events.model import Event, Example
    from huilin.wording import Language

TODAY = date(2026, 10, 15)
START = date(2025, 1, 1)
_FUND_CODES = ("1141", "1201", "1501")
_FUND_CLASSES = ("4401:01", "4401:02")
_COMPANY_CODES = ("1123", "1403", "1606", "1901", "2401")
PREPARER = "会计"
DAILY, SERVICES = "日常公益", "社区公共服务"


def begin(folder: Path, language: Language = "zh") -> Books:
    """Write the community at `folder` and return its books: both standards, every account an event needs."""
    create(folder, Plan(language, START, "晴川社区", "晴川社区基金", "晴川惠邻公司", "慈善总会", "居委会"))
    workspace = Workspace.find(folder)
    register = Register().with_new("王秀英", since=START).with_new("青禾公益促进会", kind="单位", since=START)
    workspace.donors.write_text(register.to_csv(), encoding="utf-8")
    _open_accounts(load(workspace, today=TODAY), language)
    with (workspace.folder("Fund") / "policy.beancount").open("a", encoding="utf-8") as policy:
        policy.write(
            f'\n{START} custom "project" "路灯改造" "Fund"\n  restriction: "donor"\n  purpose: "更换太阳能路灯"\n'
        )
    books = load(workspace, today=TODAY)
    for path, text in month_files(workspace, _numbered(_first_entries(books))).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(workspace, today=TODAY)


def _open_accounts(books: Books, language: Language) -> None:
    wanted = [("Company", code, name_of(code).say(language)) for code in own_names()]
    wanted += [("Company", code, "") for code in _COMPANY_CODES]
    wanted += [("Fund", code, "") for code in _FUND_CODES]
    wanted += [("Fund", code, name_of(code).say(language)) for code in _FUND_CLASSES]
    for entity, code, name in wanted:
        _, addition = new_account(books, entity, code, name, START)
        addition.file.write_text(addition.contents, encoding="utf-8")


class _Move(NamedTuple):
    """One of the first entries: entity, day, what, the account debited and the one credited, amount, metadata."""

    entity: str
    day: str
    what: str
    debit: str
    credit: str
    amount: str
    meta: Mapping[str, str] = {}


_MOVES = (
    _Move("Fund", "2025-01-05", "收到捐赠", "1002", "4101:02", "20000", {"project": SERVICES, "donor": "D0002"}),
    _Move("Fund", "2025-01-05", "收到捐赠", "1002", "4101:02", "10000", {"project": "路灯改造", "donor": "D0002"}),
    _Move("Fund", "2025-01-05", "收到捐赠", "1002", "4101:01", "20000", {"project": DAILY, "donor": "D0001"}),
    _Move("Company", "2025-01-05", "股东投入", "1002:01", "3001", "200000"),
    _Move("Company", "2025-01-05", "股东投入", "1001", "3001", "5000"),
    _Move("Company", "2025-01-05", "存入微信", "1012:01", "3001", "5000"),
    _Move("Company", "2025-01-06", "购入商品", "1405", "1002:01", "5000"),
)


def _first_entries(books: Books) -> list[Draft]:
    names = list(books.projects)  # as `huilin new` declares them: daily work first, then services
    named = {DAILY: names[0], SERVICES: names[1]}
    drafts = []
    for move in _MOVES:
        day, amount = date.fromisoformat(move.day), Decimal(move.amount)
        sides = [(move.debit, amount), (move.credit, -amount)]
        postings = tuple(DraftPosting(books.resolve(move.entity, words, day)[0], value) for words, value in sides)
        meta = {key: named.get(value, value) for key, value in move.meta.items()}
        drafts.append(Draft(move.entity, day, move.what, postings, meta=meta))
    return drafts


def _numbered(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts posted, each with its number of the entity's month."""
    counts: dict[tuple[str, str], int] = {}
    posted = []
    for draft in sorted(drafts, key=lambda draft: draft.date):
        key = draft.entity, f"{draft.date:%Y-%m}"
        counts[key] = counts.get(key, 0) + 1
        number = {"id": f"{key[0]}/{key[1]}/记-{counts[key]:04d}"}
        posted.append(replace(draft, flag=POSTED, meta={**number, **draft.meta}))
    return posted


def month_files(workspace: Workspace, drafts: Iterable[Draft]) -> dict[Path, str]:
    """Return the month files as they are with the drafts at their ends."""
    files: dict[Path, str] = {}
    for draft in drafts:
        path = workspace.month_file(draft.entity, draft.date)
        old = path.read_text(encoding="utf-8") if path.exists() else heading(draft)
        files[path] = files.get(path, old) + "\n" + to_ledger(draft)
    return files


class Tried(NamedTuple):
    """An example as it was tried: what it wrote, and the books with it."""

    made: Made
    books: Books


def written(books: Books, event: Event, example: Example) -> Made:
    """Return what the example writes, on books that hold what is given before it."""
    return _made(_given(books, example)[0], event, example.answers)


def try_out(books: Books, event: Event, example: Example) -> Tried:
    """Return what the example writes and the books that hold it, checked."""
    before, given = _given(books, example)
    made = _made(before, event, example.answers)
    drafts = [*given, *(draft.with_meta(prepared=PREPARER) for draft in made.drafts)]
    files: dict[Path, str | bytes | None] = dict(month_files(books.workspace, drafts))
    files |= {addition.file: addition.contents for addition in made.additions}
    return Tried(made, tried(books.workspace, files))


def text_of(made: Made) -> str:
    """Return what an event writes as ledger text."""
    return "\n".join([*(to_ledger(draft) for draft in made.drafts), *(addition.text for addition in made.additions)])


def _given(books: Books, example: Example) -> tuple[Books, list[Draft]]:
    drafts = [d for name, answers in example.given for d in _made(books, event_named(name), answers).drafts]
    if not drafts:
        return books, []
    posted = _numbered(drafts)
    before = tried(books.workspace, dict(month_files(books.workspace, posted)))
    return replace(before, workspace=books.workspace), posted


def _made(books: Books, event: Event, answers: Mapping[str, str]) -> Made:
    today = date.fromisoformat(answers["date"])
    return make(gather(event, books, Said(answers, {}), today=today))
