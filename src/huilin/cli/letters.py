"""Letters to donors: `letters receipts`, `letters thanks`, `letters statements`. They stay in private/letters/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from huilin.cli.periods import PeriodName  # noqa: TC001 - typer reads the annotations
from huilin.cli.session import of
from huilin.errors import UsageError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from huilin.books import Books
    from huilin.cli.session import Session
    from huilin.donors import Register
    from huilin.letters.gifts import Gift
    from huilin.letters.writing import Letter
    from huilin.vocabulary import Period

letters_app = typer.Typer(
    help="给捐赠人的收据、感谢信和年度清单，只存在 private/。Letters to donors, kept in private/.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip

OneDonor = Annotated[str, typer.Option("--donor", metavar="DONOR", help="只给这一位（编号或姓名）only to this donor")]


@letters_app.command("receipts")
def receipts(context: typer.Context, period: PeriodName, donor: OneDonor = "") -> None:
    """给一期的每笔捐款排收据（内部收据，非财政票据）。A receipt for each gift of a period.

    \b
    例 Example: huilin letters receipts 2026-Q3 --donor D0012
    """
    from huilin.letters.receipts import receipts

    session = of(context)
    _write(session, period, donor, lambda books, register, gifts, _: receipts(books, register, gifts, session.today))


@letters_app.command("thanks")
def thanks(context: typer.Context, period: PeriodName, donor: OneDonor = "") -> None:
    """感谢信：捐了多少，项目把钱用在哪里。Thanks, with the use of the gift.

    \b
    例 Example: huilin letters thanks 2026-Q3
    """
    from huilin.letters.thanks import thanks

    _write(of(context), period, donor, thanks)


@letters_app.command("statements")
def statements(context: typer.Context, period: PeriodName, donor: OneDonor = "") -> None:
    """年度捐赠清单：一年里每笔捐款和票据号。All gifts of a year, donor by donor.

    \b
    例 Example: huilin letters statements 2026
    """
    from huilin.letters.yearly import statements

    _write(of(context), period, donor, statements)


def _write(
    session: Session,
    name: str,
    donor: str,
    make: Callable[[Books, Register, tuple[Gift, ...], Period], Iterable[Letter]],
) -> None:
    from huilin.donors import Register
    from huilin.letters.gifts import gifts
    from huilin.letters.writing import write
    from huilin.vocabulary import parse_period

    period, register = parse_period(name), Register.read(session.workspace.donors)
    wanted = _donor(register, donor)
    books = session.sound_books()
    found = tuple(gift for gift in gifts(books, period) if wanted in ("", gift.donor))
    letters = tuple(make(books, register, found, period))
    with session.console.progress() as progress:
        files = write(books, letters, session.today, progress)
    shown = [session.workspace.relative(file) for file in files]
    if session.console.json:
        session.console.data({"period": period.name, "files": shown})
    place = f"{shown[0].rpartition('/')[0]}/" if shown else "private/letters/"
    session.console.say(
        Text(f"{len(shown)} 份，在 {place}；不会公开，请自己打印或发给捐赠人。", f"{len(shown)} letters in {place}; never published, for you to print or send.")
        if shown
        else Text("这一期没有已入账的捐款，没有信可写。", "No gift is booked in this period; there is no letter to write.")
    )  # fmt: skip


def _donor(register: Register, said: str) -> str:
    """Return the id of the donor who was named; raise UsageError for one that the register does not know."""
    if not said:
        return ""
    found = register.id_of(said) or said
    if register.get(found) is None:
        raise UsageError(
            Text(f"捐赠人名册里没有“{said}”。", f"The donor register has no “{said}”."),
            Text("请用 huilin donor list 查编号。", "`huilin donor list` shows the ids."),
        )
    return found
