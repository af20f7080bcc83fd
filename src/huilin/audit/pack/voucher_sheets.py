"""Vouchers as printed in China (记账凭证): three to a page, in the order of their numbers, with a cover a month.

会计基础工作规范 第五十一条 names what a voucher shows: day, number, 摘要, accounts, amounts, 附件张数, and the
signatures of 制单、审核、记账、会计主管 and, where money moves, 出纳 (original not checked). What nobody has signed in
the books stays blank for the pen. Empty lines are struck out, as the rule asks.
"""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - NamedTuple reads it
from typing import TYPE_CHECKING, NamedTuple

from huilin.audit.ledger_view import entries
from huilin.audit.populations import MONEY
from huilin.letters.capitals import in_capitals
from huilin.money import CURRENCY, Fen, show, to_fen
from huilin.rendering.canvas import RED, Page, folded, width_of
from huilin.vocabulary import parse_voucher, split_account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from beancount.core import data

    from huilin.books import Books

LEFT, WIDTH = 12.0, 186.0
SUMMARY, ACCOUNT, DETAIL, AMOUNT, TICK = 48.0, 34.0, 38.0, 29.0, 8.0
COLUMNS = (SUMMARY, ACCOUNT, DETAIL, AMOUNT, AMOUNT, TICK)
ROW, HEADING, TOP, FOOT, GAP = 7.4, 7.0, 19.0, 9.0, 4.0
FEWEST, MOST = 6, 28
"""Rows of a voucher: never fewer, and a voucher of more is continued."""
SMALL, LINE = 7.5, 3.1
PAGE = 297.0


class Leg(NamedTuple):
    """One line of a voucher: its account in plain words, what it belongs to (project, card), its side and fen."""

    account: str
    detail: str
    debit: Fen | None
    credit: Fen | None


class Voucher(NamedTuple):
    """One voucher as it is printed."""

    unit: str
    day: date
    number: str
    what: str
    legs: tuple[Leg, ...]
    documents: int
    source: str
    prepared: str
    reviewed: str
    money: bool
    """Whether money moves, so that the cashier signs."""


def vouchers(books: Books, places: Sequence[int]) -> Iterator[Voucher]:
    """Yield the vouchers of the entries at `places`, in their order; postings that are no money are left out."""
    proofs = entries(books)["evidence"].to_numpy()
    for place in places:
        entry = books.transactions[place]
        legs = tuple(leg for posting in entry.postings if (leg := _leg(posting, entry)))
        if legs:
            yield _voucher(books, entry, legs, len(proofs[place]))


def _voucher(books: Books, entry: data.Transaction, legs: tuple[Leg, ...], documents: int) -> Voucher:
    meta = entry.meta
    parts = split_account(entry.postings[0].account)
    entity = books.entities.get(parts.entity) if parts else None
    number = parse_voucher(str(meta.get("id") or ""))
    said = [str(meta.get(key) or "") for key in ("approved", "source-doc", "receipt")]
    labels = ("批准", "原始凭证", "票据")
    codes = {split.code for posting in entry.postings if (split := split_account(posting.account))}
    return Voucher(
        entity.title if entity else "",
        entry.date,
        f"{number.word}-{number.number:04d}" if number else "（草稿）",
        " ".join(filter(None, (entry.payee, entry.narration))),
        legs,
        documents,
        "　".join(f"{label} {word}" for label, word in zip(labels, said, strict=True) if word),
        str(meta.get("prepared") or ""),
        str(meta.get("reviewed") or ""),
        bool(codes & set(MONEY)),
    )


def _leg(posting: data.Posting, entry: data.Transaction) -> Leg | None:
    units = posting.units
    if units is None or units.number is None or units.currency != CURRENCY:
        return None
    fen = to_fen(units.number)
    own = posting.meta or {}
    side = own.get("side") or ("借" if fen >= 0 else "贷")
    parts = split_account(posting.account)
    heads = posting.account.split(":")[3:]
    detail = "—".join(head.lstrip("0123456789").lstrip("-") or head for head in heads)
    project = str(own.get("project") or entry.meta.get("project") or "")
    belongs = "　".join(filter(None, (project, str(own.get("card") or ""))))
    named = " ".join(filter(None, (detail, f"〔{belongs}〕" if belongs else "")))
    account = f"{parts.code} {parts.name}" if parts else posting.account
    return Leg(account, named, fen if side == "借" else None, -fen if side == "贷" else None)


def pages(some: Sequence[Voucher], month: str) -> list[Page]:
    """Return the pages of a month's vouchers: a cover, then as many to a page as fit."""
    drawn = [_cover(some, month)]
    page, y = Page(), 0.0
    for voucher in some:
        for part, of, legs in _parts(voucher):
            rows = [_row(leg, voucher.what if at == 0 else "") for at, leg in enumerate(legs)]
            height = _height(rows)
            if y and y + height > PAGE + 0.1:
                drawn.append(page)
                page, y = Page(), 0.0
            if y:
                page.line(4, y, 206, y, 0.3, dashed=True)
            _draw(page, y, voucher, rows, (part, of))
            y += height
    return [*drawn, page] if y else drawn


def _parts(voucher: Voucher) -> Iterator[tuple[int, int, tuple[Leg, ...]]]:
    legs = voucher.legs
    of = -(-len(legs) // MOST)
    for part in range(of):
        yield part + 1, of, legs[part * MOST : (part + 1) * MOST]


class _Row(NamedTuple):
    summary: tuple[str, ...]
    account: tuple[str, ...]
    detail: tuple[str, ...]
    leg: Leg

    @property
    def height(self) -> float:
        return max(ROW, max(map(len, self[:3])) * LINE + 1.6)


def _row(leg: Leg, what: str) -> _Row:
    summary, account, detail = (
        folded(words, width - 2, SMALL) for words, width in zip((what, leg.account, leg.detail), COLUMNS, strict=False)
    )
    return _Row(summary, account, detail, leg)


def _height(rows: Sequence[_Row]) -> float:
    body = sum(row.height for row in rows) + max(0, FEWEST - len(rows)) * ROW
    return max(PAGE / 3, TOP + HEADING + body + ROW + FOOT + GAP)


def _draw(page: Page, top: float, voucher: Voucher, rows: Sequence[_Row], part: tuple[int, int]) -> None:
    _head(page, top, voucher, part)
    y = top + TOP
    start = y
    _cells(page, y, HEADING, ("摘　要", "总账科目", "明细科目", "借方金额", "贷方金额", "√"))
    y += HEADING
    for row in rows:
        _body(page, y, row)
        y += row.height
    empty = max(0, FEWEST - len(rows)) * ROW
    if empty:
        _struck(page, y, empty)
    y += empty
    page.line(LEFT, y, LEFT + WIDTH, y)
    _total(page, y, voucher, part)
    end = y + ROW
    page.box(LEFT, start, WIDTH, end - start, 0.8)
    x = LEFT
    for width in COLUMNS[:-1]:
        x += width
        page.line(x, start, x, end if x > LEFT + SUMMARY + ACCOUNT + 1 else y)
    _signatures(page, end + 5.2, voucher)


def _head(page: Page, top: float, voucher: Voucher, part: tuple[int, int]) -> None:
    page.words(105, top + 9.5, "记　账　凭　证", 14, "centre")
    half = width_of("记　账　凭　证", 14) / 2 + 3
    page.line(105 - half, top + 11.2, 105 + half, top + 11.2, 0.6)
    page.line(105 - half, top + 11.8, 105 + half, top + 11.8, 0.3)
    page.words(LEFT, top + 17, f"核算单位：{voucher.unit}", SMALL)
    page.words(105, top + 17, f"{voucher.day.year}年{voucher.day.month}月{voucher.day.day}日", 8.5, "centre")
    of = f"　{part[0]}/{part[1]}" if part[1] > 1 else ""
    page.words(LEFT + WIDTH, top + 17, f"凭证号：{voucher.number}{of}　　附件 {voucher.documents} 张", 8.5, "right")


def _cells(page: Page, y: float, height: float, words: Sequence[str]) -> None:
    x = LEFT
    for width, word in zip(COLUMNS, words, strict=True):
        page.words(x + width / 2, y + height - 2.2, word, 8, "centre")
        x += width
    page.line(LEFT, y + height, LEFT + WIDTH, y + height)


def _body(page: Page, y: float, row: _Row) -> None:
    x = LEFT
    for lines, width in zip(row[:3], COLUMNS, strict=False):
        first = y + (row.height - len(lines) * LINE) / 2 + LINE - 0.7
        for at, line in enumerate(lines):
            page.words(x + 1, first + at * LINE, line, SMALL)
        x += width
    for fen in row.leg[2:]:
        if fen is not None:
            page.words(x + AMOUNT - 1, y + row.height / 2 + 1.1, show(fen), 8.5, "right", RED if fen < 0 else "0 0 0")
        x += AMOUNT
    page.line(LEFT, y + row.height, LEFT + WIDTH, y + row.height, 0.25)


def _struck(page: Page, y: float, height: float) -> None:
    """Rule the empty lines and strike them out across the amounts, so that nothing can be added."""
    for at in range(1, round(height / ROW)):
        page.line(LEFT, y + at * ROW, LEFT + WIDTH, y + at * ROW, 0.25)
    left = LEFT + SUMMARY + ACCOUNT + DETAIL
    page.line(left, y + height, left + 2 * AMOUNT, y, 0.4)


def _total(page: Page, y: float, voucher: Voucher, part: tuple[int, int]) -> None:
    if part[0] < part[1]:
        page.words(LEFT + 2, y + ROW - 2.2, "转下页", 8)
        return
    debit = sum(leg.debit or 0 for leg in voucher.legs)
    credit = sum(leg.credit or 0 for leg in voucher.legs)
    page.words(LEFT + 2, y + ROW - 2.2, "合　计", 8.5)
    page.words(LEFT + SUMMARY - 24, y + ROW - 2.2, in_capitals(debit), SMALL)
    x = LEFT + SUMMARY + ACCOUNT + DETAIL
    for at, fen in enumerate((debit, credit), 1):
        page.words(x + at * AMOUNT - 1, y + ROW - 2.2, f"¥{show(fen)}", 8.5, "right", RED if fen < 0 else "0 0 0")


def _signatures(page: Page, y: float, voucher: Voucher) -> None:
    signed = (
        ("会计主管", ""), ("记账", voucher.reviewed), ("审核", voucher.reviewed),
        ("出纳", "" if voucher.money else "—"), ("制单", voucher.prepared),
    )  # fmt: skip
    for at, (title, name) in enumerate(signed):
        page.words(LEFT + at * 30, y, f"{title}：{name}", 8)
    page.words(LEFT + WIDTH, y, _brief(voucher.source), 6.5, "right", "0.35 0.40 0.39")


def _brief(words: str, width: float = 38) -> str:
    """Return the source document's number on one line; a longer list shows how many signs are left out by its dots."""
    first = folded(words, width, 6.5)[0] if words else ""
    return first if first == words else f"{first[:-1]}…"


def _cover(some: Sequence[Voucher], month: str) -> Page:
    """Draw the cover (凭证封面) that is bound before a month's vouchers."""
    page = Page()
    numbers = [voucher.number for voucher in some]
    page.box(30, 60, 150, 130, 1.2)
    page.words(105, 84, "会 计 凭 证 封 面", 22, "centre")
    rows = (
        ("单位名称", some[0].unit if some else ""), ("会计期间", f"{month[:4]} 年 {int(month[5:7])} 月"),
        ("凭证种类", "记账凭证"), ("起讫号码", f"自 {numbers[0]} 至 {numbers[-1]}" if numbers else "无"),
        ("凭证张数", f"{len(some)} 张"), ("附件张数", f"{sum(voucher.documents for voucher in some)} 张"),
        ("会计主管", ""), ("装订人", ""), ("装订日期", ""),
    )  # fmt: skip
    for at, (title, said) in enumerate(rows):
        y = 102 + at * 9.2
        page.words(46, y, f"{title}：", 11)
        page.words(74, y, said, 11)
        page.line(73, y + 1.5, 166, y + 1.5, 0.3)
    return page
