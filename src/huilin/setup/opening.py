"""Opening balances of a community that is already running: from its spreadsheet to one balanced entry per entity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huilin.books.cash_flows import OPENING
from huilin.drafting import POSTED, Draft, DraftPosting
from huilin.errors import HuilinError
from huilin.setup.balance_table import cells_of, error_at, with_entities
from huilin.setup.balances import RESTRICTED_ASSETS, ZERO, Balance, balances_of, usual_accounts
from huilin.setup.sheets import read_rows
from huilin.setup.wordings import DAILY, PEOPLE
from huilin.vocabulary import split_account
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from huilin.setup.accounts import Opened
    from huilin.setup.plan import Plan

_CAPITAL = "3001"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a spreadsheet of balances gives a new workspace."""

    drafts: Mapping[str, Draft] = field(default_factory=dict)
    opened: Mapping[str, tuple[Opened, ...]] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    """Projects that the balances name, each with its restriction."""
    capital: Decimal | None = None
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    """Per entity, the sum of the debit side, which is that of the credit side."""

    def accounts(self, entity: str) -> tuple[Opened, ...]:
        """Return the accounts to open beyond those that every workspace has."""
        return self.opened.get(entity, ())


def read_opening(file: Path, plan: Plan) -> Opening:
    """Return the opening entries of the spreadsheet; raise HuilinError for all that is wrong in it, line by line."""
    cells = with_entities(cells_of(read_rows(file), file.name), file.name)
    problems: list[HuilinError] = []
    balances = [balance for entity in ("Fund", "Company") for balance in balances_of(cells, entity, plan, problems)]
    if problems:
        raise _together(problems)
    if not balances:
        raise error_at(
            file.name,
            Text("没有任何余额", "no balance at all"),
            Text("请至少写一行科目代码和余额。", "Write at least one code with its balance."),
        )
    return _opening(balances, plan)


def _opening(balances: Sequence[Balance], plan: Plan) -> Opening:
    by_entity: dict[str, list[Balance]] = defaultdict(list)
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


def _draft(entity: str, balances: Iterable[Balance], plan: Plan) -> Draft:
    """Return the opening entry, posted and numbered, since it takes over what was audited elsewhere."""
    postings = tuple(
        DraftPosting(b.account.name, b.amount, meta={"project": b.project} if b.project else {}) for b in balances
    )
    day = plan.first_day
    say = plan.language
    meta = {
        "id": f"{entity}/{day:%Y-%m}/记-0001",
        "cashflow": OPENING,
        "prepared": PEOPLE[0].name.say(say),
        "reviewed": PEOPLE[1].name.say(say),
    }
    return Draft(entity, day, Text("期初余额转入", "Opening balances").say(say), postings, meta=meta, flag=POSTED)


def _projects(balances: Iterable[Balance], plan: Plan) -> dict[str, str]:
    """Return the projects named: those that hold restricted money are a donor's, the others restrict nothing."""
    found: dict[str, str] = {}
    for balance in balances:
        if balance.project and balance.project != DAILY.say(plan.language):
            tied = _is_tied(balance)
            found[balance.project] = "donor" if tied else found.get(balance.project, "none")
    return found


def _is_tied(balance: Balance) -> bool:
    parts = split_account(balance.account.name)
    return balance.code == RESTRICTED_ASSETS or (parts is not None and parts.code[0] in "45" and parts.sub == "02")


def _new_accounts(balances: Iterable[Balance], entity: str, plan: Plan) -> tuple[Opened, ...]:
    usual = {opened.name for opened in usual_accounts(entity, plan)}
    return tuple({b.account.name: b.account for b in balances if b.account.name not in usual}.values())


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
