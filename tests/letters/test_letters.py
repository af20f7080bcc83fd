"""Receipts, thanks and yearly statements: every field, exact sums, nobody else's gifts, nothing outside private/."""

from __future__ import annotations

import errno
import re
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from huilin.errors import MachineError
from huilin.findings import errors_in
from huilin.letters.gifts import gifts
from huilin.letters.receipts import receipts
from huilin.letters.thanks import thanks
from huilin.letters.writing import write
from huilin.letters.yearly import statements
from huilin.progress import silent
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books
    from huilin.donors import Register

TODAY = date(2026, 10, 15)
QUARTER, YEAR = parse_period("2026-Q3"), parse_period("2026")


def text(file: Path) -> str:
    with pypdfium2.PdfDocument(file.read_bytes()) as pdf:
        return re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in pdf))


def test_a_receipt_has_every_field_and_says_that_it_is_internal(books: Books, register: Register) -> None:
    assert not errors_in(books.findings)
    made = list(receipts(books, register, gifts(books, QUARTER), TODAY))
    first, *_ = write(books, made[:1], TODAY, silent)

    said = text(first)

    for words in (
        "捐赠收据", "内部收据·非财政票据", "票据代码NB-2026", "票据号码Fund/2026-07/记-0001", "校验码", "交款人青禾市和顺五金店",
        "统一社会信用代码91370000MA0000000X", "开票日期2026年10月15日", "到账日期2026年7月2日", "项目捐赠：路灯改造", "数量1",
        "¥1,500.00", "人民币壹仟伍佰元整", "收款单位青禾市慈善总会（晴川社区基金）", "复核人：陈主任", "收款人：赵出纳",
        "正式捐赠票据号码：2026040001，由青禾市慈善总会开具。",
    ):  # fmt: skip
        assert words in said, words


def test_each_gift_gets_one_the_unknown_giver_too_a_returned_gift_none(books: Books, register: Register) -> None:
    made = list(receipts(books, register, gifts(books, QUARTER), TODAY))
    payers = [dict(letter.values["fields"])["交款人"] for letter in made]

    assert payers == ["青禾市和顺五金店", "李秀兰", "匿名捐赠人", "王建国", "青禾市和顺五金店"]
    assert len({letter.file for letter in made}) == 5
    assert not any(name in letter.file for letter in made for name in payers)


def test_the_check_code_changes_with_any_field(books: Books, register: Register) -> None:
    made = list(receipts(books, register, gifts(books, QUARTER), TODAY))
    codes = [dict(letter.values["fields"])["校验码"] for letter in made]

    assert len(set(codes)) == 5
    assert all(re.fullmatch("[0-9A-F]{8}", code) for code in codes)


def test_thanks_tell_the_gift_and_what_the_project_spent(books: Books, register: Register) -> None:
    made = {letter.file: letter for letter in thanks(books, register, gifts(books, QUARTER), QUARTER)}
    file, *_ = write(books, [made["thanks/D0001-2026-Q3.pdf"]], TODAY, silent)

    said = text(file)

    assert set(made) == {"thanks/D0001-2026-Q3.pdf", "thanks/D0002-2026-Q3.pdf"}
    for words in (
        "尊敬的青禾市和顺五金店：", "捐款2笔，共2,500.00元", "给小区北路换路灯",
        "路灯改造一共筹得2,586.65元，花了1,020.50元，还有1,566.15元。", "路灯材料420.50", "路灯安装600.00",
    ):  # fmt: skip
        assert words in said, words
    assert "李秀兰" not in said
    assert "66.60" not in said


def test_a_yearly_statement_adds_the_gifts_exactly(books: Books, register: Register) -> None:
    made = {letter.file: letter for letter in statements(books, register, gifts(books, YEAR), YEAR)}
    mine, returned = made["statements/D0001-2026.pdf"].values, made["statements/D0003-2026.pdf"].values

    assert (mine["total"], mine["capitals"]) == ("2,500.00", "大写：人民币贰仟伍佰元整")
    assert [row[3] for row in mine["gifts"]] == ["1,500.00", "1,000.00"]
    assert [row[4] for row in mine["gifts"]] == ["2026040001", "—"]
    assert (returned["total"], [row[3] for row in returned["gifts"]]) == ("0.00", ["300.00", "-300.00"])


def test_letters_lie_in_private_for_this_user_alone_and_are_the_same_again(books: Books, register: Register) -> None:
    made = list(thanks(books, register, gifts(books, QUARTER), QUARTER))
    told: list[tuple[int, int]] = []
    files = write(books, made, TODAY, lambda _step, done, total: told.append((done, total)))
    first = [file.read_bytes() for file in files]

    assert {file.relative_to(books.workspace.root).parts[:3] for file in files} == {("private", "letters", "thanks")}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert [file.read_bytes() for file in write(books, made, TODAY, silent)] == first


def test_a_full_disk_is_said_and_no_half_letter_stays(
    books: Books, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(MachineError):
        write(books, list(thanks(books, register, gifts(books, QUARTER), QUARTER)), TODAY, silent)

    assert not [file for file in (books.workspace.root / "private").rglob("*") if file.suffix == ".pdf"]
