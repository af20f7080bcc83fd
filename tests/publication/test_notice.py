"""The notice board sheet, the chat text and the long picture of a published quarter: large, plain, complete."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from huilin.donors import Register, published_names
from huilin.errors import HuilinError
from huilin.money import show
from huilin.publication.verify_notice import notice_against_facts
from huilin.rendering import Document, chat, facts_json, long_picture, mark, notice
from huilin.rendering.setting import words_of
from huilin.reporting import ReportRequest, registry
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from huilin.books import Books

TODAY = date(2026, 10, 15)
JARGON = (
    "限定性净资产", "净资产", "限定性", "计提", "应付", "借方", "贷方", "科目", "凭证", "结转", "台账", "勾稽", "冲减",
    "负债", "业务活动成本", "其他应付款", "期末", "期初", "权责发生制", "受托代理", "对账",
)  # fmt: skip
BOARD = {
    "phone": "000-0000 0000",
    "address": "晴川路1号",
    "site": "https://qingchuan.example/",
    "2026-Q3": {"plans": ["11月：更换楼道灯，预算 2400 元。"], "answers": [["灯坏了找谁？", "打公示上的电话。"]]},
}


def made(books: Books, **board: object) -> Document:
    period = parse_period("2026-Q3")
    names = published_names(Register.read(books.workspace.donors))
    statements = registry.make_all(ReportRequest(books, period, TODAY, names))
    document = Document.of(books, period, statements, today=TODAY, generated_from={"seal.Fund": "0" * 64})
    return replace(document, letterhead={**BOARD, **board})


@pytest.fixture
def document(closed: Books) -> Document:
    return made(closed)


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def sizes(data: bytes) -> set[float]:
    """Return the size of every sign that is printed, in points."""
    found = set()
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                if text.get_text_range(place, 1).strip():
                    size = pypdfium2.raw.FPDFText_GetFontSize(text, place)
                    matrix = pypdfium2.raw.FS_MATRIX()
                    pypdfium2.raw.FPDFText_GetMatrix(text, place, matrix)
                    found.add(round(size * abs(matrix.d), 1))
    return found


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_nothing_on_the_sheet_is_smaller_than_18_points_and_the_paper_is_as_asked(closed: Books, paper: str) -> None:
    sheet = notice.render(made(closed, notice=paper))
    with pypdfium2.PdfDocument(sheet) as pdf:
        width, height = pdf[0].get_size()

    assert min(sizes(sheet)) >= 18
    assert (round(width), round(height)) == {"A3": (842, 1191), "A4": (595, 842)}[paper]


def test_the_sheet_is_complete_without_the_code(document: Document) -> None:
    text = "\n".join(pages(notice.render(document)))
    flat = re.sub(r"\s+", "", text)
    figures = Counter(re.findall(r"\d[\d,]*\.\d\d", text))

    for label, amount in (("上期结余", 0), ("本期收", 150000), ("本期支", 42050), ("现结余", 107950)):
        assert label in flat
        assert figures[show(amount)]
    for words in (
        "8月9日", "路灯材料", "陈主任（审核）", "7月2日", "匿名", "捐给路灯改造", "11月：更换楼道灯", "灯坏了找谁？",
        "打公示上的电话。", "电话000-00000000", "地点：晴川路1号", "张贴：10月15日至10月25日", "以前提出：10月25日",
        "制表：周会计", "审核：陈主任", "居民监督：", "盖章处", "第1张，共", mark.short(mark.mark(document)).replace(" ", ""),
    ):  # fmt: skip
        assert words in flat, words
    assert "欧阳晓岚" not in flat


def test_the_sheet_speaks_no_accountants_language(document: Document) -> None:
    said = words_of(notice.source(document)) + chat.render(document)

    assert [word for word in JARGON if word in said] == []


def test_every_figure_of_the_chat_text_is_a_fact(document: Document) -> None:
    known = {show(fact.amount) for fact in document.facts.values()}
    text = chat.render(document)

    assert set(re.findall(r"\d[\d,]*\.\d\d", text)) == {"0.00", "1,500.00", "420.50", "1,079.50"}
    assert set(re.findall(r"\d[\d,]*\.\d\d", text)) <= known
    assert len(text) < 400
    assert "https://qingchuan.example/" in text


def test_a_figure_that_is_changed_or_left_out_is_found(document: Document) -> None:
    facts = facts_json.render(document)
    whole = {"facts.json": facts.encode(), "notice.pdf": notice.render(document), "chat.txt": chat.render(document).encode()}  # fmt: skip
    known = json.loads(facts)["facts"]

    def amiss(text: str) -> list[str]:
        return list(notice_against_facts({**whole, "chat.txt": text.encode()}, known))

    said = chat.render(document)

    assert amiss(said) == []
    assert amiss(said.replace("1,079.50", "1,079.60")) == ["chat.txt: 1,079.60", "chat.txt: 1,079.50 ×1"]
    assert amiss(said.replace("420.50", "")) == ["chat.txt: 420.50 ×1"]
    assert amiss(said.replace("核对码", "码").replace("·", "·0")) == ["chat.txt: SHA-256 facts.json"]


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ({"notice": "A2"}, "publication.notice"),
        ({"posted-days": 4}, "publication.posted-days"),
        ({"posted-days": "十天"}, "publication.posted-days"),
        ({"2026-Q3": {"plans": "一句话"}}, 'publication."2026-Q3".plans'),
        ({"2026-Q3": {"answers": [["只有问"]]}}, 'publication."2026-Q3".answers'),
        ({"2026-Q3": {"plans": ["换灯 2,400.00 元"]}}, "带分的金额"),
    ],
)
def test_a_setting_that_is_off_is_named(document: Document, setting: dict[str, object], named: str) -> None:
    wrong = replace(document, letterhead={**document.letterhead, **setting})

    with pytest.raises(HuilinError, match=re.escape(named)) as caught:
        notice.source(wrong)

    assert caught.value.remedy is not None


def test_the_sheet_is_posted_five_days_at_least(document: Document) -> None:
    least = replace(document, letterhead={**BOARD, "posted-days": 5})

    assert "10月15日至10月20日" in re.sub(r"\s+", "", words_of(notice.source(least)))


def test_the_long_picture_is_as_wide_as_a_telephone_and_the_same_again(document: Document) -> None:
    first, again = long_picture.render(document), long_picture.render(document)
    picture = Image.open(io.BytesIO(first))

    assert picture.width == 1080
    assert 2000 < picture.height < 12000
    assert picture.convert("L").getextrema() == (0, 255)
    assert first == again


def test_the_english_sheet_is_english(document: Document) -> None:
    text = re.sub(r"\s+", " ", words_of(notice.source(replace(document, language="en"))))

    for words in ("Open accounts", "Brought forward", "Left now", "Objections until 25 Oct", "Supervised by"):
        assert words in text
    for words in ("Q3 2026 Open accounts", "15 Oct to 25 Oct"):
        assert words in text
