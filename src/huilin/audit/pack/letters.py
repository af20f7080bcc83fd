"""Letters that the auditor sends: to banks and wallets, creditors and debtors, donors, and the host of a hosted fund.

They go to the party and come back to the auditor. Names of donors come from the community's private register; a bank
answers only on the form that the Ministry of Finance has set (银行函证), so its letter says what to put there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.audit import ageing
from huilin.audit.ledger_view import in_words
from huilin.audit.pack.asset_papers import CLAIMS, DEBTS, kind_of, posted
from huilin.audit.pages import donors as donor_page
from huilin.audit.reconciling import accounts, reconcile
from huilin.audit.table import Column, Table
from huilin.donors import Register
from huilin.errors import HuilinError
from huilin.money import show
from huilin.rendering.canvas import Page, folded
from huilin.reporting.common import in_words as day_in_words
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from huilin.audit.request import AuditRequest
    from huilin.money import Fen

MOST = 20
"""So many claims and debts are confirmed, the largest first."""


class Letter(NamedTuple):
    """One letter: what it is, to whom, about what, the amount by the books (fen), and its paragraphs."""

    kind: Text
    party: str
    about: str
    amount: Fen
    paragraphs: tuple[str, ...]


def letters(request: AuditRequest) -> tuple[Letter, ...]:
    """Return every letter of the entity: accounts, claims and debts, donors, the host."""
    return (*_accounts(request), *_parties(request), *_donors(request), *host_letter(request))


def control(request: AuditRequest) -> tuple[Table, ...]:
    """Return the list by which the auditor follows letters out and back (函证控制表)."""
    rows = [
        (number, one.kind, one.party, one.about, one.amount, "", "", None, None, "")
        for number, one in enumerate(letters(request), 1)
    ]
    columns = (
        Column("number", Text("编号", "No."), "count"), Column("kind", Text("种类", "Kind")), Column("party", Text("对方", "Party")),
        Column("about", Text("内容", "About")), Column("amount", Text("账面金额", "By the books"), "money"),
        Column("sent", Text("发出日", "Sent")), Column("back", Text("回函日", "Back")), Column("answer", Text("回函金额", "Answer"), "money"),
        Column("difference", Text("差异", "Difference"), "money"), Column("note", Text("处理", "What was done")),
    )  # fmt: skip
    return (Table.of("letters", Text("函证控制表", "Confirmations"), columns, rows, period=request.heading, empty=Text("账里没有可函证的余额或捐赠。", "There is nothing to confirm in the books.")),)  # fmt: skip


def _accounts(request: AuditRequest) -> Iterator[Letter]:
    on = min(request.period.end, request.today)
    hosted = request.books.entities[request.entity].hosted_by
    for account in accounts(request.books, request.entity):
        one = reconcile(request.books, account, on)
        party = hosted or in_words(account).partition("—")[2] or in_words(account)
        if not hosted:
            yield Letter(
                Text("银行询证函", "bank or wallet"), party, in_words(account), one.book,
                (
                    f"截至{day_in_words(on).zh}，本单位账上在贵行（平台）的下列账户余额为人民币 {show(one.book)} 元：{in_words(account)}。",
                    "请核对：账户名称、账号、币种、余额、是否冻结或质押、是否有借款和担保。银行请使用财政部规定的银行询证函格式，本函所列内容填入相应栏目。",
                ),
            )  # fmt: skip


def _parties(request: AuditRequest) -> Iterator[Letter]:
    kind = kind_of(request)
    for title, codes, sign in ((_CLAIM, CLAIMS[kind], 1), (_DEBT, DEBTS[kind], -1)):
        sums: dict[tuple[str, str], Fen] = {}
        p = posted(request, codes)
        for account, own in p.groupby(p["account"].astype(str)):
            for item in ageing.open_items(request.books, own, sign):
                key = item.party, in_words(str(account))
                sums[key] = sums.get(key, 0) + item.fen
        named = [(party, about, fen) for (party, about), fen in sums.items() if party and fen]
        for party, about, fen in sorted(named, key=lambda row: -abs(row[2]))[:MOST]:
            yield Letter(title, party, about, fen, (_owed(request, about, fen, sign),))


_CLAIM, _DEBT = Text("往来询证函（应收）", "claim"), Text("往来询证函（应付）", "debt")


def _owed(request: AuditRequest, about: str, fen: Fen, sign: int) -> str:
    who = "贵方欠本单位" if (fen > 0) == (sign > 0) else "本单位欠贵方"
    return f"截至{day_in_words(request.period.end).zh}，按本单位账簿记录，{who}人民币 {show(abs(fen))} 元（{about}）。"


def _donors(request: AuditRequest) -> Iterator[Letter]:
    if kind_of(request) != "fund":
        return
    try:
        register = Register.read(request.books.workspace.donors)
    except HuilinError:
        register = Register()
    top = donor_page.confirmations(request, donor_page.by_donor(request, donor_page.gifts(request)))
    for donor, gifts, amount in zip(top.rows["donor"], top.rows["gifts"], top.rows["amount"], strict=True):
        known = register.get(str(donor))
        name = known.name if known else str(donor)
        said = f"{day_in_words(request.period.start).zh}至{day_in_words(request.period.end).zh}，按本单位账簿记录，您（贵单位）共捐赠 {gifts} 笔，合计人民币 {show(int(amount))} 元。"
        yield Letter(Text("捐赠询证函", "donor"), name, str(donor), int(amount), (said,))


def host_letter(request: AuditRequest) -> Iterator[Letter]:
    """Yield the letter to the host of a hosted fund: balance, receipts and spending by the fund's own ledger."""
    entity = request.books.entities[request.entity]
    if not entity.hosted_by:
        return
    p = request.postings
    p = p[(p["kind"] != "结转").to_numpy()]
    income = -int(p["fen"][(p["root"] == "Income").to_numpy()].sum())
    expense = int(p["fen"][(p["root"] == "Expenses").to_numpy()].sum())
    held = sum(
        reconcile(request.books, account, request.period.end).book
        for account in accounts(request.books, request.entity)
    )
    end = day_in_words(request.period.end).zh
    yield Letter(
        Text("代管机构确认函", "host"), entity.hosted_by, entity.title, held,
        (
            f"{entity.title}是设在贵会的专项基金，资金由贵会代管。按本基金台账：{day_in_words(request.period.start).zh}至{end}收入合计人民币 {show(income)} 元，支出合计人民币 {show(expense)} 元；截至{end}存放于贵会的余额为人民币 {show(held)} 元。",
            "请核对专项基金明细账的收入、支出、余额，捐赠票据的开具份数和号码，是否收取管理费，以及是否另有未列入的款项。",
        ),
    )  # fmt: skip


def host_paper(request: AuditRequest) -> tuple[Table, ...]:
    """Return the host's confirmation as a sheet: what to confirm, by the books, and room for the host's figures."""
    rows: list[tuple[Any, ...]] = [(one.party, one.about, one.amount, None, None) for one in host_letter(request)]
    columns = (
        Column("party", Text("代管机构", "Host")), Column("about", Text("专项基金", "Fund")), Column("amount", Text("台账余额", "By the fund's ledger"), "money"),
        Column("host", Text("代管机构账面", "By the host"), "money"), Column("difference", Text("差异", "Difference"), "money"),
    )  # fmt: skip
    return (Table.of("host", Text("代管机构确认", "The host's confirmation"), columns, rows, period=request.heading, empty=Text("本账套不是设在代管机构的专项基金。", "This entity is no hosted fund.")),)  # fmt: skip


def drawn(some: Sequence[Letter], unit: str) -> list[Page]:
    """Return each letter on a page of its own, with the answer's room below."""
    return [_page(number, one, unit) for number, one in enumerate(some, 1)]


def _page(number: int, one: Letter, unit: str) -> Page:
    page = Page()
    page.words(105, 32, one.kind.zh.partition("（")[0], 18, "centre")
    page.words(188, 42, f"编号：{number:03d}", 9, "right")
    page.words(22, 54, f"{one.party}：", 11)
    y = 64.0
    opening = "本单位聘请的审计人员正在审计本单位的账簿，按审计要求，请核对下列内容。"
    for paragraph in (opening, *one.paragraphs, _ANSWER):
        for line in folded("　　" + paragraph, 166, 11):
            page.words(22, y, line, 11)
            y += 7
        y += 2
    page.words(188, y + 8, unit, 11, "right")
    page.words(188, y + 16, "（盖章）　　　　年　　月　　日", 11, "right")
    _answer(page, max(y + 32, 170))
    return page


_ANSWER = "如相符，请在“信息证明无误”处盖章或签名；如不符，请写明不符的内容。回函请直接寄交审计人员，本函仅用于核对，不是催款。"


def _answer(page: Page, y: float) -> None:
    page.line(14, y - 8, 196, y - 8, 0.4, dashed=True)
    page.words(105, y, "回　函", 13, "centre")
    for at, title in enumerate(("信息证明无误", "信息不符，不符的内容")):
        x = 22 + at * 84
        page.box(x, y + 6, 82, 56)
        page.words(x + 3, y + 13, title, 10)
        page.words(x + 79, y + 50, "（盖章 / 签名）", 9, "right")
        page.words(x + 79, y + 58, "年　　月　　日", 9, "right")
