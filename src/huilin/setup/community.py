"""A whole workspace for a new community, built beside its place and moved there in one step (law 11)."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.donors import Register
from huilin.drafting import to_ledger
from huilin.errors import HuilinError, MachineError, RefusedError
from huilin.setup import accounts as acc
from huilin.setup import wordings
from huilin.setup.opening import Opening, read_opening
from huilin.setup.wordings import DAILY, SERVICES, FundProject
from huilin.storage import sync_folder
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huilin.setup.plan import Plan

FOLDERS = ("inbox", "documents", "seals", "published", "imports", "private", "rules")


@dataclass(frozen=True, slots=True)
class Created:
    """Where the workspace is, what it holds, and the opening balances taken over."""

    folder: Path
    files: tuple[str, ...]
    opening: Opening


def create(folder: Path, plan: Plan) -> Created:
    """Write a workspace at `folder`; refuse one that is not empty. Nothing is there until all of it is."""
    folder = folder.absolute()
    _refuse_full(folder)
    opening = read_opening(plan.opening, plan) if plan.opening else Opening()
    files = contents(plan, opening)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".huilin-new", dir=folder.parent))
    except OSError as error:
        raise _cannot_write(folder, error) from error
    try:
        _write(building, files)
        _check(building)
        building.chmod(0o755)
        building.replace(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Created(folder, tuple(sorted(files)), opening)


def contents(plan: Plan, opening: Opening) -> Mapping[str, str]:
    """Return every file of the workspace by its relative path."""
    day, language = plan.first_day, plan.language
    fund = (*plan.fund_accounts, *opening.accounts("Fund"))
    company = (*plan.company_accounts, *opening.accounts("Company"))
    transit = next(a.name for a in company if ":1012" in a.name and ":09" in a.name)
    return {
        "community.toml": wordings.settings(plan, transit),
        "main.beancount": wordings.root_main(plan),
        "fund/main.beancount": wordings.entity_main(plan.fund_title),
        "fund/accounts.beancount": acc.as_ledger(fund),
        "fund/policy.beancount": wordings.fund_policy(plan, day, _projects(plan, opening)),
        "company/main.beancount": wordings.entity_main(plan.company_title),
        "company/accounts.beancount": acc.as_ledger(company),
        "company/policy.beancount": wordings.company_policy(plan, day, opening.capital),
        "rules/01-fund.txt" if language == "en" else "rules/01-基金.txt": wordings.RULES.say(language),
        "rules/02-company.txt" if language == "en" else "rules/02-公司.txt": wordings.RULES.say(language),
        "private/donors.csv": Register().to_csv(),
        ".gitignore": wordings.GITIGNORE.say(language),
        **_months(plan, opening),
    }


def _months(plan: Plan, opening: Opening) -> dict[str, str]:
    """Return the first month's file of each entity, and the opening entry in that of the day before."""
    files = {}
    for entity, title in (("Fund", plan.fund_title), ("Company", plan.company_title)):
        for day in sorted({plan.first_day.replace(day=1), plan.start.replace(day=1)}):
            draft = opening.drafts.get(entity)
            here = draft is not None and draft.date.replace(day=1) == day
            entry = "\n" + to_ledger(draft) if here and draft else ""
            files[f"{entity.lower()}/{day:%Y}/{day:%Y-%m}.beancount"] = wordings.month_heading(title, day) + entry
    return files


def _projects(plan: Plan, opening: Opening) -> tuple[FundProject, ...]:
    """Return the first projects, and those that the opening balances name."""
    say = plan.language
    first = (
        FundProject(DAILY.say(say), "none", Text("非限定资金的日常公益支出", "Whatever the unrestricted money pays for").say(say)),
        FundProject(SERVICES.say(say), "donor", Text("社区企业反哺款，用于社区公共服务", "What the enterprise gives back, for services in the community").say(say)),
    )  # fmt: skip
    known = {project.name for project in first}
    purpose = Text("期初转入", "Brought forward").say(say)
    return (*first, *(FundProject(name, kind, purpose) for name, kind in opening.projects.items() if name not in known))


def _write(building: Path, files: Mapping[str, str]) -> None:
    for folder in FOLDERS:
        (building / folder).mkdir()
    for name, text in files.items():
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (building / "private").chmod(0o700)
    (building / "private" / "donors.csv").chmod(0o600)


def _check(building: Path) -> None:
    """Load what was built; raise HuilinError with the first error, so that no broken workspace is handed over."""
    from huilin.books import load
    from huilin.findings import errors_in
    from huilin.workspace import Workspace

    errors = errors_in(load(Workspace.find(building)).findings)
    if errors:
        raise HuilinError(
            Text(errors[0].say("zh"), errors[0].say("en")), Text("没有写入任何内容。", "Nothing was written.")
        )


def _refuse_full(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(
            Text(f"{folder} 不是空文件夹。", f"{folder} is not an empty folder."),
            Text("请换一个名字；已有的文件没有动。", "Choose another name; nothing there was touched."),
        )


def _cannot_write(folder: Path, error: OSError) -> MachineError:
    return MachineError(
        Text(f"写不了 {folder}：{error.strerror}。", f"Cannot write {folder}: {error.strerror}."),
        Text("请检查磁盘空间和文件夹权限。", "Check disk space and the folder's permissions."),
    )
