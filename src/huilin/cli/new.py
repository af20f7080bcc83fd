"""Start a community's books: `new`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of
from huilin.cli.words import day_of, language_of
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.cli.session import Session
    from huilin.setup import Created, Plan


def new(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新文件夹 a new or empty folder")],
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en", help="科目和说明的语言 language of accounts")] = "",
    name: Annotated[str, typer.Option("--name", help="社区名称 the community")] = "",
    fund_title: Annotated[str, typer.Option("--fund-title", help="基金名称 the fund")] = "",
    company_title: Annotated[str, typer.Option("--company-title", help="企业名称 the enterprise")] = "",
    host: Annotated[
        str | None, typer.Option("--host", help="托管基金的慈善组织，无则写空 host charity, '' if none")
    ] = None,
    shareholder: Annotated[str, typer.Option("--shareholder", help="企业的股东 its shareholder")] = "",
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="记账首日 first day (1 January)")] = "",
    opening: Annotated[
        Path | None, typer.Option("--opening", metavar="FILE", help="期初余额表 CSV/XLSX opening balances")
    ] = None,
) -> None:
    """新建一个社区的账本文件夹。Start a community's workspace.

    \b
    期初余额表的列：科目代码、名称、余额（或 借方、贷方），可加 账套、项目、类别。
    Columns of opening balances: code, name, balance (or debit, credit); also entity, project, class.

    \b
    例 Example: huilin new 我的社区 --name 晴川社区 --opening 期初余额.xlsx
    """
    from huilin.setup import create

    session = of(context)
    created = create(
        folder, _plan(session, folder, lang, name, fund_title, company_title, host, shareholder, start, opening)
    )
    _show(session, created)


def _plan(
    session: Session, folder: Path, lang: str, name: str, fund_title: str, company_title: str,
    host: str | None, shareholder: str, start: str, opening: Path | None,
) -> Plan:  # fmt: skip
    """Return the plan: what was said, then what is answered, then what is usual."""
    from huilin.setup import Plan

    ask = session.console.ask
    language = language_of(lang) if lang else session.console.language
    english = language == "en"
    name = name or ask(Text("社区名称", "Name of the community"), folder.absolute().name)
    fund_title = fund_title or ask(
        Text("基金名称", "Title of the fund"), f"{name} Community Fund" if english else f"{name}基金"
    )
    company_title = company_title or ask(
        Text("企业名称", "Title of the enterprise"), f"{name} Services Ltd" if english else f"{name}服务有限公司"
    )
    if host is None:
        host = ask(
            Text("托管基金的慈善组织", "Charity that hosts the fund"), "Charity Federation" if english else "慈善总会"
        )
    shareholder = shareholder or ask(
        Text("企业的股东", "Shareholder of the enterprise"),
        f"{name} Residents' Committee" if english else f"{name}居民委员会",
    )
    first = day_of(start or ask(Text("记账首日", "First day of the books"), ""), session.today.replace(month=1, day=1))
    return Plan(language, first, name, fund_title, company_title, host.strip(), shareholder, opening)


def _show(session: Session, created: Created) -> None:
    say, opening = session.console.say, created.opening
    session.console.data(
        {
            "folder": str(created.folder),
            "files": list(created.files),
            "opening": {entity: f"{total:.2f}" for entity, total in opening.totals.items()},
        }
    ) if session.console.json else None
    say(
        Text(
            f"账本已建好：{created.folder}，{len(created.files)} 个文件，核对无误。",
            f"The workspace is ready: {created.folder}, {len(created.files)} files, checked.",
        )
    )
    for entity, total in opening.totals.items():
        say(
            Text(
                f"期初余额 {entity}：借贷各 {total:,.2f} 元。",
                f"Opening balances of {entity}: {total:,.2f} CNY on each side.",
            )
        )
    say(Text("下一步：", "Next:"))
    say(f"  cd {created.folder}")
    say(
        Text("  在 community.toml 的 [people] 里写上真实姓名", "  write the real names into [people] of community.toml")
    )
    say(Text("  把银行、微信流水放进 inbox/，然后 huilin inbox", "  put statements into inbox/, then `huilin inbox`"))
