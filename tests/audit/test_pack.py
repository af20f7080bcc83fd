"""The audit pack: every paper there, the books tied to the fen, hashes that hold, the same bytes twice, nothing half."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from huilin.audit import Column, Table, ageing
from huilin.audit.pack import build, building, ledger_papers
from huilin.audit.pack.asset_papers import aged
from huilin.audit.pack.law_papers import invoices, taxes
from huilin.audit.pack.papers import PAPERS
from huilin.audit.pack.printing import Heading, pages_of
from huilin.audit.pack.voucher_sheets import pages, vouchers
from huilin.audit.pages import page
from huilin.errors import UsageError
from huilin.letters.capitals import in_capitals
from huilin.money import to_fen
from huilin.rendering.canvas import ACROSS, Page, folded, signs_of, to_pdf, typeface, width_of
from huilin.vocabulary import parse_period
from huilin.wording import same
from tools.checks.sample import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books
    from tests.audit.conftest import Ask, MakeBooks

LEDGER = """
2026-01-01 open Liabilities:Company:2202应付账款
2026-01-01 open Liabilities:Company:2221应交税费:01应交增值税
2026-07-05 * "菜场" "买菜，款未付"
  id: "Company/2026-07/记-0001"
  prepared: "周会计"
  reviewed: "陈主任"
  source-doc: "26370001"
  Expenses:Company:5602管理费用:01职工薪酬  300.00 CNY
  Liabilities:Company:2202应付账款  -300.00 CNY
2026-10-02 * "卖货 😀"
  id: "Company/2026-10/记-0001"
  source-doc: "26370001"
  Assets:Company:1002银行存款:01建行基本户  101.00 CNY
    src: "ccb:1"
  Income:Company:5001主营业务收入:01团购自营  -100.00 CNY
  Liabilities:Company:2221应交税费:01应交增值税  -1.00 CNY
2026-10-03 * "冲错" "红字"
  id: "Company/2026-10/记-0002"
  Assets:Company:1002银行存款:01建行基本户  -11.00 CNY
    side: "借"
  Income:Company:5001主营业务收入:01团购自营  11.00 CNY
    side: "贷"
2026-10-04 * "菜场" "付一部分"
  id: "Company/2026-10/记-0003"
  Liabilities:Company:2202应付账款  120.00 CNY
  Assets:Company:1002银行存款:01建行基本户  -120.00 CNY
2026-07-01 * "捐款"
  id: "Fund/2026-07/记-0001"
  project: "日常公益"
  donor: "D0001"
  receipt: "2026000001"
  Assets:Fund:1002银行存款:01存放慈善总会  9.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -9.00 CNY
"""


@pytest.fixture
def built(books_of: MakeBooks, tmp_path: Path) -> tuple[Books, Path]:
    books = books_of(LEDGER)
    return books, build(books, parse_period("2026"), today=TODAY, to=tmp_path / "audit").folder


def rows_of(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.cells()]


def test_every_paper_is_there_in_three_forms_and_the_index_says_what_is_empty(built: tuple[Books, Path]) -> None:
    _, folder = built
    company = next(folder.glob("Company-*"))

    names = {file.name.partition("-")[0] for file in company.glob("*.xlsx")}
    assert names == {"00", *(paper.code for paper in PAPERS)}
    assert {file.stem for file in company.glob("*.xlsx")} <= {file.stem for file in company.glob("*.pdf")}
    index = {row[0]: row[4] for row in rows_of(company / "00-目录.csv")[1:]}
    assert set(index) == {*(paper.code for paper in PAPERS), "C2", "J2"}
    assert (index["A1"], index["I2"], index["E2"]) == ("有", "账里没有", "账里没有")
    assert "请向单位索取" in "".join(
        str(cell)
        for row in CalamineWorkbook.from_path(company / "I1-合同、协议、章程.xlsx").get_sheet_by_index(0).to_python()
        for cell in row
    )


def test_the_hashes_hold_and_give_the_folder_its_name(built: tuple[Books, Path]) -> None:
    _, folder = built
    sums = (folder / "SHA256SUMS").read_bytes()

    lines = sums.decode().splitlines()
    for line in lines:
        mark, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == mark, name
    assert len(lines) == sum(file.is_file() for file in folder.rglob("*")) - 1
    assert folder.name == f"2026-{hashlib.sha256(sums).hexdigest()[:12]}"
    assert (folder.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert "不要公布" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_same_books_give_the_same_pack_and_nothing_half_stays(built: tuple[Books, Path], tmp_path: Path) -> None:
    books, folder = built
    (tmp_path / "audit/.half-crashed").mkdir()

    again = build(books, parse_period("2026"), today=TODAY, to=tmp_path / "audit")

    assert again.folder == folder
    assert sorted(path.name for path in folder.parent.iterdir()) == [".gitignore", folder.name]


def test_a_crash_while_building_leaves_no_folder(
    books_of: MakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "_readme", broken)
    with pytest.raises(OSError, match="No space"):
        build(books_of(LEDGER), parse_period("2026"), today=TODAY, to=tmp_path / "audit")
    assert [path.name for path in (tmp_path / "audit").iterdir()] == [".gitignore"]


def test_an_unknown_entity_is_refused_before_anything_is_written(books_of: MakeBooks, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有账套 X"):
        build(books_of(), parse_period("2026"), today=TODAY, to=tmp_path / "audit", entity="X")
    assert not (tmp_path / "audit").exists()


def test_ledgers_end_where_the_postings_add_up(ask: Ask) -> None:
    """Each account's last balance, by another way: the sum of its postings as Beancount holds them."""
    request = ask(LEDGER, entity="Company")
    sums: Counter[str] = Counter()
    for entry in request.books.transactions:
        for posting in entry.postings:
            sums[posting.account] += to_fen(posting.units.number)  # type: ignore[union-attr, arg-type]

    ledgers = ledger_papers.subsidiary(request)

    for table in ledgers:
        *_, (_, last) = table.cells()
        sign = {"借": 1, "贷": -1, "平": 0}[last[6].text]
        assert sign * last[7].value == sums[table.id.removeprefix("ledger.")]
        assert all(check.holds for check in table.checks)
    assert {table.id.removeprefix("ledger.") for table in ledgers} == {
        account for account in sums if ":Company:" in account
    }
    for make in (ledger_papers.before_closing, ledger_papers.after_closing, ledger_papers.general):
        assert all(check.holds for table in make(request) for check in table.checks)


def test_a_red_entry_stays_on_its_side(ask: Ask) -> None:
    """A wrong receipt taken back is a negative debit, so the turnover of the bank is 90.00 and not 101.00 and 11.00."""
    bank = next(
        t for t in ledger_papers.journals(ask(LEDGER, "2026-Q4", entity="Company")) if t.id.endswith("建行基本户")
    )

    rows = texts(bank)
    assert [row[4:6] for row in rows if row[1]] == [["101.00", ""], ["-11.00", ""], ["", "120.00"]]
    assert [row[2] for row in rows] == [
        "期初余额",
        "卖货 😀",
        "本日合计",
        "冲错 红字",
        "本日合计",
        "菜场 付一部分",
        "本日合计",
        "本月合计",
        "本年累计",
    ]
    assert rows[-1][4:] == ["90.00", "120.00", "借", "49,970.00"]


def test_what_is_owed_ages_from_the_oldest_day(ask: Ask) -> None:
    _, debts = aged(ask(LEDGER, entity="Company"))

    assert texts(debts)[0][:6] == ["2202 应付账款", "菜场", "2026-07-05", "180.00", "", "180.00"]
    assert [check.holds for check in debts.checks] == [True]


def test_ages_fall_into_their_buckets_to_the_day() -> None:
    assert [ageing.bucket(days) for days in (0, 90, 91, 365, 366, 730, 731, 1095, 1096)] == [0, 0, 1, 1, 2, 2, 3, 3, 4]


def test_a_payment_that_names_nobody_settles_the_oldest_debt(ask: Ask) -> None:
    paid = '2026-10-05 * "付款"\n  id: "Company/2026-10/记-0004"\n  Liabilities:Company:2202应付账款  50.00 CNY\n  Assets:Company:1002银行存款:01建行基本户  -50.00 CNY\n'
    _, debts = aged(ask(LEDGER + paid, entity="Company"))

    assert [row[1:4] for row in texts(debts)] == [["菜场", "2026-07-05", "130.00"], ["", "", "130.00"]]


def test_a_document_number_used_twice_is_shown(ask: Ask) -> None:
    (register,) = invoices(ask(LEDGER, entity="Company"))

    assert [row[5] for row in texts(register)] == ["26370001"]
    both = LEDGER.replace(
        "Income:Company:5001主营业务收入:01团购自营  -100.00 CNY",
        "Expenses:Company:5602管理费用:01职工薪酬  -100.00 CNY",
    )
    (register,) = invoices(ask(both, entity="Company"))
    assert [row[7] for row in texts(register)] == ["是", "是"]


def test_sales_stand_beside_the_return(ask: Ask) -> None:
    months, sales, returns = taxes(ask(LEDGER, entity="Company"))

    assert texts(sales) == [["2026Q4", "89.00", "1.00", "0.00", "", ""]]
    assert texts(months)[0][:5] == ["2221 应交税费—应交增值税", "2026-10", "1.00", "0.00", "1.00"]
    assert len(returns) == 0


def test_vouchers_print_what_the_books_say_and_strike_out_what_is_empty(ask: Ask) -> None:
    request = ask(LEDGER, entity="Company")
    some = list(
        vouchers(
            request.books,
            [
                place
                for place, entry in enumerate(request.books.transactions)
                if entry.meta["id"] == "Company/2026-07/记-0001"
            ],
        )
    )

    drawn = pages(some, "2026-07")

    made = to_pdf(drawn, typeface(signs_of(drawn)), "凭证", date(2026, 10, 15))
    with pypdfium2.PdfDocument(made) as document:
        printed = "".join(page.get_textpage().get_text_range() for page in document)
    for words in (
        "会 计 凭 证 封 面",
        "记　账　凭　证",
        "2026年7月5日",
        "凭证号：记-0001",
        "菜场 买菜，款未付",
        "5602 管理费用",
        "职工薪酬",
        "300.00",
        "叁佰元整",
        "制单：周会计",
        "审核：陈主任",
        "会计主管：",
        "出纳：—",
    ):
        assert "".join(words.split()) in "".join(printed.split()), words
    assert len(drawn) == 2


def test_a_long_voucher_is_continued_with_its_total_on_the_last_part(ask: Ask) -> None:
    legs = "".join(f"  Expenses:Company:5602管理费用:01职工薪酬  {n}.00 CNY\n" for n in range(1, 41))
    long = f'2026-10-06 * "很多行"\n  id: "Company/2026-10/记-0009"\n{legs}  Assets:Company:1002银行存款:01建行基本户  -820.00 CNY\n'
    request = ask(long, entity="Company")
    place = next(at for at, entry in enumerate(request.books.transactions) if entry.meta["id"].endswith("0009"))

    drawn = pages(list(vouchers(request.books, [place])), "2026-10")

    said = ["".join(words for *_, words, _ in one.marks) for one in drawn[1:]]
    assert ["1/2" in said[0], "转下页" in said[0], "捌佰贰拾元整" in said[0]] == [True, True, False]
    assert ["2/2" in said[1], "捌佰贰拾元整" in said[1]] == [True, True]


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"), (7, "柒分"), (70, "柒角整"), (107, "壹元零柒分"), (1000, "壹拾元整"), (100500, "壹仟零伍元整"),
        (10010000, "壹拾万零壹佰元整"), (1050000, "壹万零伍佰元整"), (12345678, "壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
        (100000000000, "壹拾亿元整"), (-140950, "负壹仟肆佰零玖元伍角整"),
    ],
)  # fmt: skip
def test_amounts_in_capitals(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


def test_words_are_folded_inside_their_width_and_lose_nothing() -> None:
    words = "青禾市禾丰粮油商贸有限公司 6月末团购到货，款未付 ABC123"

    lines = folded(words, 20, 8)

    assert "".join(lines) == words
    assert all(width_of(line.rstrip("，"), 8) <= 20 for line in lines)


def test_a_closing_mark_begins_no_line() -> None:
    assert folded("一二三四，五六七八。", width_of("一二三四", 8), 8) == ("一二三四，", "五六七八。")


def test_days_and_voucher_numbers_are_never_folded() -> None:
    columns = [
        Column("d", same("日期"), "date"),
        Column("v", same("凭证"), "voucher"),
        *(Column(f"w{n}", same("摘要")) for n in range(6)),
    ]
    table = Table.of("t", same("表"), columns, [("2026-01-03", "Company/2026-01/记-0013", *["很长的摘要" * 9] * 6)])

    (drawn,) = pages_of(table, Heading("K1", "表", "单位", "期间"))

    words = [said for _, _, _, said, _ in drawn.marks]
    assert {"2026-01-03", "Company/2026-01/记-0013"} <= set(words)
    assert drawn.size == ACROSS
    assert "".join(said for said in words if set(said) <= set("很长的摘要")).count("很") == 54


def test_a_sign_that_the_font_lacks_is_a_box_and_stops_nothing() -> None:
    drawn = Page()
    drawn.words(10, 10, "卖货 😀")

    face = typeface(signs_of([drawn]))

    assert face.encoded("😀") == "0000"
    assert to_pdf([drawn], face, "t", TODAY) == to_pdf([drawn], face, "t", TODAY)


def test_the_pack_holds_what_the_desk_shows(built: tuple[Books, Path], ask: Ask) -> None:
    _, folder = built
    shown = page("donors").make(ask(LEDGER, entity="Fund"))[0]

    kept = rows_of(next(folder.glob("Fund-*")) / "H2-捐赠与票据登记簿/01-按捐赠人.csv")

    assert [row[0] for row in kept[1:]] == [row[0] for row in texts(shown)] == ["D0001"]
