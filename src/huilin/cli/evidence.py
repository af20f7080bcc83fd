"""Evidence to entries, and the private donor register: `attach`, `donor`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.session import of, refuse_sealed
from huilin.errors import RefusedError
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.cli.session import Session
    from huilin.donors import Donor, Register

donor_app = typer.Typer(
    help="捐赠人名册，只在本机，从不公开。The private donor register.", no_args_is_help=True, rich_markup_mode=None
)


def attach(
    context: typer.Context,
    voucher: Annotated[str, typer.Argument(metavar="ID", help="凭证号，或草稿的 文件:行 voucher or file:line")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="发票、合同、照片等 evidence")],
) -> None:
    """给凭证附上原始凭据。Attach evidence to an entry.

    \b
    例 Example: huilin attach Company/2026-07/记-0012 发票.pdf
    """
    from huilin import evidence
    from huilin.books.trial import write_sound
    from huilin.vouchers import entity_of

    session = of(context)
    books = session.books()
    entry = evidence.find(books, voucher)
    refuse_sealed(books, entity_of(entry), entry.date)
    plan = evidence.plan(session.workspace, books, voucher, file)
    where = session.workspace.relative(plan.document)
    if session.console.json:
        session.console.data({"document": where, "sha256": plan.sha256, "written": bool(plan.files)})
    if not plan.files:
        session.console.say(
            Text(f"{where} 已经附在这张凭证上，没有改动。", f"{where} is attached already; nothing changed.")
        )
        return
    session.console.say(
        Text(
            f"将把 {file.name} 存为 {where}，并附在 {voucher} 上。",
            f"{file.name} is kept as {where} and attached to {voucher}.",
        )
    )
    if session.console.confirm(Text("写入吗？", "Write it?")):
        write_sound(books, plan.files)
        session.console.say(Text("已附上。", "Attached."))


@donor_app.command("list")
def listed(context: typer.Context) -> None:
    """列出捐赠人和各自的公示意愿。List donors and how each wishes to be named.

    \b
    例 Example: huilin donor list
    """
    session = of(context)
    donors = _register(session).donors
    if session.console.json:
        session.console.data({"donors": [_as_json(donor) for donor in donors]})
    columns = (
        Text("编号", "Id"),
        Text("姓名", "Name"),
        Text("类别", "Kind"),
        Text("意愿", "Wish"),
        Text("公示为", "Printed as"),
    )
    session.console.table(None, columns, [(d.id, d.name, d.kind, d.wish, d.published_name) for d in donors])
    session.console.say(Text(f"共 {len(donors)} 位。", f"{len(donors)} donors."))


@donor_app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名或单位名称 name")],
    wish: Annotated[str, typer.Option("--wish", help="实名|化名|匿名 name|alias|anonymous")] = "",
    alias: Annotated[str, typer.Option("--alias", help="化名 alias")] = "",
    organisation: Annotated[bool, typer.Option("--organisation", help="是单位 not a person")] = False,
    phone: Annotated[str, typer.Option("--phone", help="电话 phone")] = "",
    code: Annotated[str, typer.Option("--code", help="单位的统一社会信用代码 credit code")] = "",
) -> None:
    """登记一位捐赠人；没说意愿就是匿名。Enter a donor; anonymous unless a wish is told.

    \b
    例 Example: huilin donor add 王秀英 --wish 实名
    """
    session = of(context)
    register = _register(session)
    known = register.id_of(name)
    if known:
        raise RefusedError(
            Text(f"{name} 已经登记为 {known}。", f"{name} is entered already as {known}."),
            Text(
                "是另一位同名的人，请在姓名后加以区别，如 王芳（3栋）。",
                "If it is another person, tell them apart, as in 王芳（3栋）.",
            ),
        )
    changed = register.with_new(
        name, kind="单位" if organisation else "个人", since=session.today, phone=phone, code=code
    )
    donor_id = changed.donors[-1].id
    said = wish or session.console.ask(Text("公示意愿：实名、化名、匿名", "Wish: name, alias or anonymous"))
    _write(session, changed.with_wish(donor_id, said, alias), donor_id)


@donor_app.command("wish")
def wish(
    context: typer.Context,
    donor: Annotated[str, typer.Argument(metavar="DONOR", help="编号或姓名 id or name")],
    said: Annotated[str, typer.Argument(metavar="WISH", help="实名|化名|匿名 name|alias|anonymous")],
    alias: Annotated[str, typer.Option("--alias", help="化名 alias")] = "",
) -> None:
    """改一位捐赠人的公示意愿。Change how a donor wishes to be named.

    \b
    例 Example: huilin donor wish D0012 化名 --alias 三栋老李
    """
    session = of(context)
    register = _register(session)
    donor_id = register.id_of(donor) or donor
    _write(session, register.with_wish(donor_id, said, alias), donor_id)


def _register(session: Session) -> Register:
    from huilin.donors import Register

    return Register.read(session.workspace.donors)


def _write(session: Session, register: Register, donor_id: str) -> None:
    from huilin.storage import locked

    with locked(session.workspace.root):
        register.write(session.workspace.donors)
    donor = register.get(donor_id)
    assert donor is not None
    if session.console.json:
        session.console.data({"donor": _as_json(donor)})
    session.console.say(
        Text(
            f"{donor.id} {donor.name}：{donor.wish or '没有说明意愿'}，公示为“{donor.published_name}”。",
            f"{donor.id} {donor.name}: printed as “{donor.published_name}”.",
        )
    )


def _as_json(donor: Donor) -> dict[str, str]:
    from dataclasses import asdict

    return {**asdict(donor), "published_name": donor.published_name}
