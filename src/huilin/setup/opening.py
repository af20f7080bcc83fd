"""Opening balances of a community that is already running: from its spreadsheet to one balanced entry per entity."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from huilin.charts import Chart, ChartAccount, chart
from huilin.drafting import POSTED, Draft, DraftPosting
from huilin.errors import HuilinError
from huilin.money import InexactAmountError, parse_amount
from huilin.setup import accounts as acc
from huilin.setup.sheets import Row, read_rows
from huilin.setup.wordings import DAILY, EARMARKED, PEOPLE
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from huilin.setup.community import Plan

ZERO = Decimal("0.00")
_UNRESTRICTED_ASSETS, _RESTRICTED_ASSETS, _CAPITAL = "3101", "3102", "3001"

_HEADINGS = {
    "code": ("科目代码", "科目编码", "科目编号", "代码", "编码", "code", "account"),
    "name": ("科目名称", "名称", "科目", "name"),
    "balance": ("余额", "期末余额", "期初余额", "balance"),
    "debit": ("借方", "借方余额", "期末借方", "期末借方余额", "期初借方", "期初借方余额", "debit"),
    "credit": ("贷方", "贷方余额", "期末贷方", "期末贷方余额", "期初贷方", "期初贷方余额", "credit"),
    "entity": ("账套", "单位", "entity"),
    "project": ("项目", "project"),
    "class": ("限定", "类别", "限定性", "restriction", "class"),
}
_ENTITIES = {"fund": "Fund", "基金": "Fund", "company": "Company", "公司": "Company", "企业": "Company"}
_TOTALS = ("合计", "总计", "小计", "total")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a spreadsheet of balances gives a new workspace."""

    drafts: Mapping[str, Draft] = field(default_factory=dict)
    opened: Mapping[str, tuple[acc.Opened, ...]] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    """Projects that the balances name, each with its restriction."""
    capital: Decimal | None = None
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    """Per entity, the sum of the debit side, which is that of the credit side."""

    def accounts(self, entity: str) -> tuple[acc.Opened, ...]:
        """Return the accounts to open beyond those that every workspace has."""
        return self.opened.get(entity, ())


class _Cells(NamedTuple):
    """One balance as the spreadsheet gives it, with the place to name in an error."""

    where: str
    code: str
    name: str
    balance: str
    debit: str
    credit: str
    entity: str
    project: str
    restriction: str


class _Balance(NamedTuple):
    """One balance on its account: `amount` debit positive."""

    where: str
    entity: str
    code: str
    account: acc.Opened
    amount: Decimal
    project: str


def read_opening(file: Path, plan: Plan) -> Opening:
    """Return the opening entries of the spreadsheet; raise HuilinError for all that is wrong in it, line by line."""
    cells = _with_entities(_cells(read_rows(file), file.name), file.name)
    problems: list[HuilinError] = []
    balances = [balance for entity in ("Fund", "Company") for balance in _balances(cells, entity, plan, problems)]
    if problems:
        raise _together(problems)
    if not balances:
        raise _error(
            file.name,
            Text("没有任何余额", "no balance at all"),
            Text("请至少写一行科目代码和余额。", "Write at least one code with its balance."),
        )
    return _opening(balances, plan)


def _opening(balances: Sequence[_Balance], plan: Plan) -> Opening:
    by_entity: dict[str, list[_Balance]] = defaultdict(list)
    for balance in balances:
        by_entity[balance.entity].append(balance)
    capital = -sum((b.amount for b in by_entity["Company"] if b.code == _CAPITAL), ZERO)
    own = {entity: _new_accounts(some, entity, plan) for entity, some in by_entity.items()}
    return Opening(
        {entity: _draft(entity, some, plan) for entity, some in by_entity.items() if some},
        own,
        _projects(balances, plan),
        capital or None,
        {entity: sum((b.amount for b in some if b.amount > 0), ZERO) for entity, some in by_entity.items()},
    )


def _draft(entity: str, balances: Iterable[_Balance], plan: Plan) -> Draft:
    """Return the opening entry, posted and numbered, since it takes over what was audited elsewhere."""
    postings = tuple(
        DraftPosting(b.account.name, b.amount, meta={"project": b.project} if b.project else {}) for b in balances
    )
    day = plan.first_day
    say = plan.language
    meta = {
        "id": f"{entity}/{day:%Y-%m}/记-0001",
        "prepared": PEOPLE[0].name.say(say),
        "reviewed": PEOPLE[1].name.say(say),
    }
    return Draft(entity, day, Text("期初余额转入", "Opening balances").say(say), postings, meta=meta, flag=POSTED)


def _projects(balances: Iterable[_Balance], plan: Plan) -> dict[str, str]:
    """Return the projects named: those that hold restricted money are a donor's, the others restrict nothing."""
    found: dict[str, str] = {}
    for balance in balances:
        if balance.project and balance.project != DAILY.say(plan.language):
            tied = _is_tied(balance)
            found[balance.project] = "donor" if tied else found.get(balance.project, "none")
    return found


def _is_tied(balance: _Balance) -> bool:
    parts = split_account(balance.account.name)
    return balance.code == _RESTRICTED_ASSETS or (parts is not None and parts.code[0] in "45" and parts.sub == "02")


def _new_accounts(balances: Iterable[_Balance], entity: str, plan: Plan) -> tuple[acc.Opened, ...]:
    usual = {opened.name for opened in _usual(entity, plan)}
    return tuple({b.account.name: b.account for b in balances if b.account.name not in usual}.values())


def _usual(entity: str, plan: Plan) -> tuple[acc.Opened, ...]:
    return plan.fund_accounts if entity == "Fund" else plan.company_accounts


# From rows to cells


def _cells(rows: Iterable[Row], file: str) -> list[_Cells]:
    """Return the rows below each sheet's heading, totals and empty rows left out."""
    places: dict[str, int] = {}
    current: str | None = None
    found = []
    for row in rows:
        if row.sheet != current:
            current, places = row.sheet, {}
        if not places:
            places = _heading(row)
        elif _is_balance(cells := _one(row, places, file)):
            found.append(cells)
    if not found:
        raise _error(
            file,
            Text("找不到表头和余额", "no heading and balances"),
            Text(
                "表头要有 科目代码 和 余额（或 借方、贷方）。",
                "The heading needs code and balance (or debit and credit).",
            ),
        )
    return found


def _heading(row: Row) -> dict[str, int]:
    """Return column → place where the row is a heading: it names a code and an amount."""
    places = {
        key: place
        for place, cell in enumerate(row.cells)
        for key, names in _HEADINGS.items()
        if re.sub(r"[\s(（].*", "", cell).lower() in names
    }
    return places if "code" in places and ({"balance"} <= set(places) or {"debit", "credit"} <= set(places)) else {}


def _one(row: Row, places: Mapping[str, int], file: str) -> _Cells:
    def cell(key: str) -> str:
        place = places.get(key, -1)
        return row.cells[place].strip() if 0 <= place < len(row.cells) else ""

    where = f"{file}:{row.line}" if not row.sheet else f"{file} [{row.sheet}]:{row.line}"
    entity = cell("entity") or (row.sheet if _entity(row.sheet) else "")
    return _Cells(
        where, cell("code"), cell("name"), cell("balance"), cell("debit"), cell("credit"),
        entity, cell("project"), cell("class"),
    )  # fmt: skip


def _is_balance(cells: _Cells) -> bool:
    said = (cells.code + cells.name).lower()
    return bool(cells.code) and not any(word in said for word in _TOTALS)


def _entity(words: str) -> str:
    lowered = words.strip().lower()
    return next((name for word, name in _ENTITIES.items() if word in lowered), "")


def _with_entities(cells: Sequence[_Cells], file: str) -> list[_Cells]:
    """Return the cells with the entity each belongs to; without a column, the codes must fit one chart alone."""
    if any(not c.entity for c in cells):
        fits = [e for e in ("Fund", "Company") if all(_known(_chart(e), c.code) for c in cells if not c.entity)]
        if len(fits) != 1:
            raise _error(
                file,
                Text("看不出余额属于哪个账套", "it is not clear whose books these are"),
                Text("请加一列 账套，写 基金 或 公司。", "Add a column `entity` that says Fund or Company."),
            )
        return [c._replace(entity=_entity(c.entity) or fits[0]) for c in cells]
    unknown = next((c for c in cells if not _entity(c.entity)), None)
    if unknown is not None:
        raise _error(
            unknown.where,
            Text(f"不认得账套“{unknown.entity}”", f"unknown entity “{unknown.entity}”"),
            Text("请写 基金 或 公司。", "Write Fund or Company."),
        )
    return [c._replace(entity=_entity(c.entity)) for c in cells]


# From cells to balances


def _balances(cells: Iterable[_Cells], entity: str, plan: Plan, problems: list[HuilinError]) -> Iterator[_Balance]:
    """Yield one entity's balances; what is wrong goes to `problems`, all of it."""
    mine = [c for c in cells if c.entity == entity]
    good: list[tuple[_Cells, ChartAccount, Decimal]] = []
    for c in mine:
        try:
            entry = _chart_account(c, _chart(entity, plan))
            good.append((c, entry, _amount(c, entry)))
        except HuilinError as problem:
            problems.append(problem)
    leaves = _leaves(good, problems)
    if problems or not mine:
        return
    for c, entry, amount in _tied(leaves, entity, problems):
        if not amount:
            continue
        try:
            yield _Balance(
                c.where, entity, entry.code, _account(c, entry, entity, plan), amount, _project(c, entry, entity, plan)
            )
        except HuilinError as problem:
            problems.append(problem)


_Valued = tuple[_Cells, ChartAccount, Decimal]


def _chart(entity: str, plan: Plan | None = None) -> Chart:
    if entity == "Company":
        return chart("small-enterprise")
    return chart(
        "npo-2004"
        if plan and plan.first_day < acc.NEW_NPO_STANDARD and plan.start < acc.NEW_NPO_STANDARD
        else "npo-2026"
    )


def _digits(code: str) -> str:
    return re.sub(r"[^0-9]", "", code.removesuffix(".0"))


def _known(books: Chart, code: str) -> bool:
    return _digits(code)[:4] in books.accounts


def _chart_account(cells: _Cells, books: Chart) -> ChartAccount:
    """Return the chart's entry for a code; raise HuilinError that offers the nearest one."""
    code = _digits(cells.code)[:4]
    if code in books.accounts:
        return books.accounts[code]
    names = {account.name.zh: number for number, account in books.accounts.items()}
    near = get_close_matches(cells.name, names, 1, 0.5) if cells.name else []
    number = names[near[0]] if near else next(iter(get_close_matches(code, books.accounts, 1, 0.5)), "")
    hint = f"{number} {books.accounts[number].name.zh}" if number else ""
    raise _error(
        cells.where,
        Text(
            f"{books.title.zh}里没有科目 {cells.code} {cells.name}".rstrip(),
            f"no account {cells.code} {cells.name} in {books.title.en}".rstrip(),
        ),
        Text(f"您要写的是 {hint} 吗？", f"Did you mean {hint}?") if hint else Text("请核对代码。", "Check the code."),
    )


def _amount(cells: _Cells, entry: ChartAccount) -> Decimal:
    """Return the balance, debit positive; a lone balance is taken on the account's own side."""
    try:
        if cells.balance or not (cells.debit or cells.credit):
            amount = parse_amount(cells.balance or "0")
            return amount if entry.side == "debit" else -amount
        return parse_amount(cells.debit or "0") - parse_amount(cells.credit or "0")
    except InexactAmountError as error:
        raise _error(
            cells.where,
            Text(
                f"金额“{cells.balance or cells.debit or cells.credit}”读不懂",
                f"“{cells.balance or cells.debit or cells.credit}” is no amount",
            ),
            Text("请写到分，如 1234.50。", "Write whole fen, as 1234.50."),
        ) from error


def _tied(valued: Sequence[_Valued], entity: str, problems: list[HuilinError]) -> Sequence[_Valued]:
    """Return the balances where debits equal credits: each on its own side, or else all signed, debit positive."""
    difference = sum((amount for _, _, amount in valued), ZERO)
    if not difference:
        return valued
    signed = [(c, entry, amount if entry.side == "debit" or not c.balance else -amount) for c, entry, amount in valued]
    if any(c.balance.startswith("-") for c, _, _ in valued) and not sum((amount for _, _, amount in signed), ZERO):
        return signed
    debit = sum((amount for _, _, amount in valued if amount > 0), ZERO)
    credit = -sum((amount for _, _, amount in valued if amount < 0), ZERO)
    problems.append(
        _error(
            valued[0][0].where.rpartition(":")[0],
            Text(
                f"{entity} 账套借贷不平：借方 {debit:,.2f}，贷方 {credit:,.2f}，差 {difference:,.2f}",
                f"{entity} does not tie: debit {debit:,.2f}, credit {credit:,.2f}, off by {difference:,.2f}",
            ),
            Text("请核对是否漏了科目或方向写反。", "Look for an account left out or on the wrong side."),
        )
    )
    return ()


def _leaves(valued: Sequence[_Valued], problems: list[HuilinError]) -> Sequence[_Valued]:
    """Return the balances without those of accounts whose sub-accounts are listed too; these must add up."""
    codes = [_digits(c.code) for c, _, _ in valued]
    kept = []
    for (c, entry, amount), code in zip(valued, codes, strict=True):
        below = [place for place, other in enumerate(codes) if other != code and other.startswith(code)]
        direct = [
            place
            for place in below
            if not any(codes[place] != codes[p] and codes[place].startswith(codes[p]) for p in below)
        ]
        if not below:
            kept.append((c, entry, amount))
        elif (total := sum((valued[place][2] for place in direct), ZERO)) != amount:
            problems.append(
                _error(
                    c.where,
                    Text(
                        f"{c.code} 的余额不等于下级科目之和 {abs(total):,.2f}",
                        f"{c.code} is not the sum of its sub-accounts, {abs(total):,.2f}",
                    ),
                    Text("请核对，或删去上级科目这一行。", "Check it, or leave the upper account out."),
                )
            )
    return kept


# From balances to accounts and projects


def _account(cells: _Cells, entry: ChartAccount, entity: str, plan: Plan) -> acc.Opened:
    """Return the account of a balance: the usual one, or a sub-account that the community has of its own."""
    usual = [
        opened
        for opened in _usual(entity, plan)
        if _code_of(opened.name) == entry.code and opened.start <= plan.first_day
    ]
    number = _digits(cells.code)[4:]
    detail = re.split(r"[-—_:：/\\]+", cells.name)[-1].strip() if cells.name else ""
    if _has_class(entity, entry, usual):
        return _of_class(cells, usual, detail)
    same = [opened for opened in usual if number and _sub_of(opened.name) == number[:2]]
    named = [opened for opened in usual if detail and detail in opened.name.rpartition(":")[2]]
    if named or (usual and not number):
        return (named or usual)[0]
    if same and detail in ("", entry.name.zh):
        return same[0]
    taken = {_sub_of(opened.name) for opened in usual}
    free = (
        number[:2]
        if number and number[:2] not in taken
        else next(f"{n:02d}" for n in range(1, 100) if f"{n:02d}" not in taken)
    )
    sub = (free, Text(detail, detail)) if number else None
    return acc.Opened(acc.ledger_name(entity, entry, sub, plan.language), plan.first_day)


def _has_class(entity: str, entry: ChartAccount, usual: Sequence[acc.Opened]) -> bool:
    return entity == "Fund" and entry.code[0] in "45" and len(usual) > 1


def _of_class(cells: _Cells, usual: Sequence[acc.Opened], detail: str) -> acc.Opened:
    """Return the unrestricted or the restricted account; income of unknown class may not be guessed."""
    said = f"{cells.restriction} {detail}".lower()
    free = any(word in said for word in ("非限定", "unrestricted")) or _digits(cells.code)[4:6] == "01"
    tied = not free and ("限定" in said or "restricted" in said or _digits(cells.code)[4:6] == "02")
    if not free and not tied:
        raise _error(
            cells.where,
            Text(f"{cells.code} 要分清限定性和非限定性", f"{cells.code} must say whether it is restricted"),
            Text("请在 类别 列写 限定性 或 非限定性。", "Say restricted or unrestricted in a column `class`."),
        )
    return next(opened for opened in usual if _sub_of(opened.name) == ("01" if free else "02"))


def _project(cells: _Cells, entry: ChartAccount, entity: str, plan: Plan) -> str:
    """Return the project of a fund's income, expense and net assets; restricted money never falls to daily work."""
    if entity != "Fund" or (entry.code[0] not in "45" and entry.code not in (_UNRESTRICTED_ASSETS, _RESTRICTED_ASSETS)):
        return ""
    if cells.project:
        return cells.project
    tied = entry.code == _RESTRICTED_ASSETS
    return (EARMARKED if tied else DAILY).say(plan.language)


def _code_of(name: str) -> str:
    parts = split_account(name)
    return parts.code if parts else ""


def _sub_of(name: str) -> str:
    parts = split_account(name)
    return parts.sub if parts else ""


def _error(where: str, what: Text, remedy: Text) -> HuilinError:
    return HuilinError(Text(f"{where}: {what.zh}。", f"{where}: {what.en}."), remedy)


def _together(problems: Sequence[HuilinError]) -> HuilinError:
    """Return one error that says everything that is wrong, a line each."""
    if len(problems) == 1:
        return problems[0]
    said = [
        Text(f"{p.text.zh} {p.remedy.zh if p.remedy else ''}", f"{p.text.en} {p.remedy.en if p.remedy else ''}")
        for p in problems
    ]
    return HuilinError(
        Text("\n".join(text.zh for text in said), "\n".join(text.en for text in said)),
        Text(f"\n共 {len(said)} 处，没有写入任何内容。", f"\n{len(said)} problems; nothing was written."),
    )
