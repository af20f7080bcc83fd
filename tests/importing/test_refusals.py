"""What is not a whole, true statement is refused, with file, line and remedy, and nothing of it is booked."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from huilin import importing
from huilin.errors import HuilinError
from huilin.importing.containers import tables
from tests.importing.conftest import TODAY, Village
from tests.importing.statements import Move, cards, ccb, fund_bill, host, icbc, trade_bill, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SALES: list[Move] = [
    ("2026-07-04 10:00:00", "W1", "S1", "交易", "100.00"),
    ("2026-07-05 10:00:00", "W2", "S2", "交易", "50.00"),
    ("2026-07-06 10:00:00", "W3", "S3", "交易", "25.00"),
]
WHOLE = fund_bill(SALES)
BANK = [("20260703 10:00:00", "-70.00", "某公司", "房租"), ("20260704 10:00:00", "-7.00", "某公司", "房租")]


def bomb() -> bytes:
    """A workbook of some kilobytes that would unfold to half a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return out.getvalue()


def far_cell() -> bytes:
    """A small sheet whose one cell stands at the far corner: a reader would fill in millions of empty ones."""
    plain = io.BytesIO(workbook([("日期",)]))
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            target.writestr(member, source.read(member).replace(b'r="A1"', b'r="XFD1048576"'))
    return out.getvalue()


GIFTS = [("2026-07-03", "Q1-1", "捐赠", "甲", "日常公益", "5.00")]


def retold(content: bytes, change: Callable[[int, tuple[str, ...]], Sequence[object]]) -> bytes:
    """The workbook again, each row as `change` wants it."""
    return workbook([change(row.line, row.cells) for row in tables(content)[0].rows])


TWO_ACCOUNTS = icbc(
    [("2026-07-05 10:00:00", "-1.00", "甲公司", "购物"), ("2026-07-06 10:00:00", "-1.00", "甲公司", "购物")]
)
TWO_ACCOUNTS = TWO_ACCOUNTS.replace(b"06 10:00:00,1602000000000005678", b"06 10:00:00,1602000000000009999")
LONG_SERIAL = retold(
    ccb(BANK), lambda line, row: row if line != 4 else (*row[:13], Decimal(12345678901234567890), *row[14:])
)
MORE_THAN_SAID = retold(host(GIFTS), lambda line, row: row if line != 7 else (*row[:6], Decimal("6.00"), *row[7:]))

CASES = {
    "cut before the totals": (fund_bill(SALES, totals=False), 4, "不完整"),
    "cut within a row": (WHOLE[: WHOLE.index(b"S3") + 1], 4, "列"),
    "a row missing": (b"\n".join(WHOLE.split(b"\n")[:2] + WHOLE.split(b"\n")[3:]), 3, "余额不连续"),
    "a changed total": (WHOLE.replace(b"`175.00,`0", b"`176.00,`0"), 6, "收入金额"),
    "three decimals": (WHOLE.replace(b"`50.00,", b"`50.005,"), 3, "两位小数"),
    "no number": (WHOLE.replace(b"`50.00,", b"`a50.00,"), 3, "不是金额"),
    "a serial that Excel has spoilt": (WHOLE.replace(b"`S2,", b"`4.2E+27,"), 3, "Excel"),
    "lost seconds": (WHOLE.replace(b"2026-07-05 10:00:00", b"2026/7/5 10:00"), 3, "秒"),
    "the thirty-first of June": (WHOLE.replace(b"2026-07-05", b"2026-06-31"), 3, "不是日期"),
    "tomorrow": (fund_bill([("2026-10-16 00:00:00", "W1", "S1", "交易", "1.00")]), 2, "今天"),
    "a direction unheard of": (WHOLE.replace("`收入,`50.00".encode(), "`冻结,`50.00".encode()), 3, "收支方向"),
    "a foreign table": ("姓名,年龄\n甲,3\n".encode(), 1, "不是认识的对账单"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 0, "不是文字表格"),
    "nothing": (b"", 0, "空"),
    "no workbook": (b"PK\x03\x04 rubbish", 0, "损坏"),
    "a bomb": (bomb(), 0, "过大"),
    "a far cell": (far_cell(), 0, "过大"),
    "another merchant": (WHOLE.replace(b"1900000109API", b"1900000999API"), 0, "1900000999"),
    "two accounts in one file": (TWO_ACCOUNTS, 3, "几个账户"),
    "a column taken out": (WHOLE.replace("收支金额(元)".encode(), "金额".encode()), 1, "缺少列"),
    "forty digits": (WHOLE.replace(b"`50.00,", b"`" + b"9" * 40 + b".00,"), 3, "不是金额"),
    "a card's total": (cards([("Y1", "2026-07-04", "10:00:00", "K1", "充值", "现金", "20")], total="21"), 4, "合计"),
    "a long serial stored as a number": (LONG_SERIAL, 4, "Excel"),
    "a gift more than the sums say": (MORE_THAN_SAID, 7, "收入合计"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_line_and_remedy(village: Village, case: str) -> None:
    content, line, words = CASES[case]
    inbox = village.read({"x.csv": content})

    (file,) = inbox.files
    told = [error for error in file.errors if words in error.reason.zh + error.remedy.zh]
    assert told, [error.say(file.file, "zh") for error in file.errors]
    assert told[0].line == line
    assert told[0].remedy.zh
    assert told[0].remedy.en
    assert file.rows == file.new + file.refused
    assert file.refused or not file.rows


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_written_for_it(village: Village, case: str) -> None:
    village.drop({"x.csv": CASES[case][0], "good.xlsx": ccb(BANK)})
    before = village.state()

    with pytest.raises(HuilinError) as error:
        village.book()

    assert "x.csv" in error.value.text.zh
    assert "\n" not in error.value.text.zh
    assert village.state() == before


def test_the_other_files_can_be_booked_without_it(village: Village) -> None:
    village.drop({"x.csv": CASES["three decimals"][0], "good.xlsx": ccb(BANK)})

    booked = importing.book(
        village.workspace, village.books, village.read(), by="周会计", today=TODAY, leave_out={"x.csv"}
    )

    assert len(booked.drafts) == 2
    assert [f.name for f in village.workspace.inbox.iterdir()] == ["x.csv"]


def test_a_row_refused_leaves_its_neighbours_to_be_seen(village: Village) -> None:
    """One bad row does not hide what the others are; the conservation of rows holds."""
    (file,) = village.read({"x.csv": WHOLE.replace(b"`S2,", b"`4.2E+27,")}).files

    assert (file.rows, file.refused) == (3, 3)


def test_errors_in_the_books_stop_an_import(village: Village) -> None:
    """A broken entry may hide rows that are booked already."""
    village.write("company/2026/2026-06.beancount", '2026-06-01 * "x\n  Assets:Company 1 CNY\n')

    with pytest.raises(HuilinError, match=r"2026-06\.beancount"):
        village.book({"good.xlsx": ccb(BANK)})


def test_a_rule_with_an_unknown_account_stops_an_import_and_says_which_was_meant(village: Village) -> None:
    village.write("rules/10.txt", "如果 来源 是 建行 -> 5602:03\n")

    with pytest.raises(HuilinError, match=r"rules/10\.txt:1"):
        village.book({"good.xlsx": ccb(BANK)})


def test_sniffing_outside_a_workspace_says_what_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(WHOLE)
    (tmp_path / "b").write_bytes(icbc([("2026-07-05 10:00:00", "-12.00", "某公司", "购物")]))

    found = [importing.sniff(tmp_path / name).to_json() for name in "ab"]

    assert [(f["format"], f["account"], f["rows"], f["new"], f["errors"]) for f in found] == [
        ("微信商户资金账单", "wechat-merchant:1900000109", 3, 3, []),
        ("工行企业网银明细", "icbc:1602000000000005678", 1, 1, []),
    ]


def test_a_foreign_table_is_told_which_format_it_resembles(village: Village) -> None:
    """A CCB export of which columns are missing names CCB's formats, not all thirty; a stranger names none."""
    near = "账号,账户名称,交易时间,借方发生额（支取）,币种,凭证种类\n1,甲,x,3,人民币,乙\n".encode()
    far, like = village.read({"far.csv": "姓名,年龄\n甲,3\n".encode(), "near.csv": near}).files

    assert "建行对公明细" in like.errors[0].remedy.zh
    assert "建行" not in far.errors[0].remedy.zh
    assert "docs/rules.md" in far.errors[0].remedy.zh


def test_a_trade_bill_whose_heading_of_totals_is_spoilt_is_refused(tmp_path: Path) -> None:
    """Found by fuzzing: the count of trades had lost its name."""
    bill = trade_bill([("2026-07-04 10:00:00", "W1", "O1", "米", "", "1.00")]).replace(
        "总交易单数,".encode(), "总交易单数x,".encode()
    )
    (tmp_path / "x.csv").write_bytes(bill)

    (fault,) = importing.sniff(tmp_path / "x.csv", today=TODAY).errors

    assert fault.line == 4
    assert "合计" in fault.reason.zh
