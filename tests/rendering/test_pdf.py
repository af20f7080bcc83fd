"""The print edition: its figures are the facts, its type is pinned, its bytes depend on nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from huilin.errors import MachineError, RefusedError
from huilin.money import show
from huilin.rendering import fonts, pdf
from huilin.reporting import Line, Statement
from huilin.wording import same

if TYPE_CHECKING:
    from types import ModuleType

    from huilin.rendering import Document


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_every_figure_is_read_back_from_the_pages(document: Document, printed: bytes) -> None:
    text = "\n".join(pages(printed))
    words = set(re.split(r"\s+", text))

    assert {show(fact.amount) for fact in document.facts.values()} <= words


def test_every_page_names_community_period_entity_and_its_number(document: Document, printed: bytes) -> None:
    first, *rest = pages(printed)

    assert "晴川社区" in first
    for number, text in enumerate(rest, 2):
        flat = re.sub(r"\s+", "", text)
        assert "晴川社区" in flat
        assert "2026年第三季度财务公示" in flat
        assert f"{number}/{len(rest) + 1}" in flat
    for title in ("晴川社区基金", "晴川惠邻社区服务有限公司"):
        assert any(title in text for text in rest)


def test_the_contents_give_the_page_where_each_statement_stands(document: Document, printed: bytes) -> None:
    texts = pages(printed)
    contents = re.sub(r"[.\s]+", "", texts[1])

    for statement in document.statements:
        title = statement.title.zh
        entity = document.entity_title(statement.entity).zh
        match = re.search(re.escape(title + entity) + r"(\d+)", contents)
        assert match is not None, title
        assert any(title in texts[int(match[1][:n]) - 1] for n in (1, 2) if 0 < int(match[1][:n]) <= len(texts))


def test_an_upright_table_does_not_stand_on_a_page_turned_for_the_one_before(sample: ModuleType) -> None:
    """One of six columns across the page, one of two after it: as many pages of each kind as tables."""
    across, upright = sample.wide(), sample.company_income()
    made = pdf.render(sample.document(statements=(replace(across, lines=across.lines[:3]), upright)))
    with pypdfium2.PdfDocument(made) as read:
        sizes = {}
        for page in read:
            sizes[page.get_textpage().get_text_bounded()] = page.get_size()

    (turned,) = (text for text, (width, height) in sizes.items() if width > height)
    assert across.title.zh in turned
    assert upright.title.zh not in turned


def test_only_the_pinned_fonts_are_embedded(printed: bytes) -> None:
    with pypdfium2.PdfDocument(printed) as document:
        fonts_used = {
            pypdfium2.raw.FPDFTextObj_GetFont(item.raw) and _base_name(pypdfium2.raw.FPDFTextObj_GetFont(item.raw))
            for page in document
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        }

    assert {name.split("+")[-1] for name in fonts_used} <= {
        "NotoSansSC-Regular",
        "NotoSerifSC-Regular",
        "Noto-Sans-SC",
        "Noto-Serif-SC",
        "Huilin-Sans",
        "Huilin-Serif",
    }


def _base_name(font: Any) -> str:
    import ctypes

    size = pypdfium2.raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pypdfium2.raw.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode()


@pytest.mark.slow
def test_another_process_in_another_place_and_time_sets_the_same_bytes(printed: bytes) -> None:
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
import sample, hashlib
from huilin.rendering import pdf
print(hashlib.sha256(pdf.render(sample.document(gifts=40))).hexdigest())
"""
    import hashlib
    import os

    other = {**os.environ, "TZ": "America/New_York", "PYTHONHASHSEED": "77", "LC_ALL": "C"}
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=other, cwd="/")

    assert made.stdout.strip() == hashlib.sha256(printed).hexdigest()


def one(sample: ModuleType, label: str) -> Document:
    line = Line(same(label), (same("x"),))
    statement = Statement("notes", same("附注"), "", same("本期"), (same("内容"),), (line,), same("事项"))
    made: Document = sample.document(statements=(statement,))
    return made


def test_a_sign_that_the_font_lacks_is_named_with_its_statement(sample: ModuleType) -> None:
    with pytest.raises(MachineError) as caught:
        pdf.render(one(sample, "𠮷田先生"))

    assert "𠮷" in caught.value.text.zh
    assert "U+20BB7" in caught.value.text.zh
    assert "附注" in caught.value.text.zh
    assert caught.value.exit_code == 4


def test_a_missing_font_says_what_to_install(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    fonts._signs.cache_clear()

    with pytest.raises(MachineError, match="缺少中文字体") as caught:
        pdf.render(document)

    fonts._signs.cache_clear()
    assert caught.value.remedy is not None
    assert "pip install" in caught.value.remedy.zh


def test_a_font_file_that_is_gone_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = SimpleNamespace(sans_path=lambda: tmp_path / "a.otf", serif_path=lambda: tmp_path / "b.otf")
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", gone)  # type: ignore[arg-type]

    with pytest.raises(MachineError, match=r"a\.otf"):
        fonts.files()


def test_missing_pango_says_what_to_install(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(MachineError, match="Pango") as caught:
        pdf.render(document)

    assert caught.value.remedy is not None
    assert "libpango" in caught.value.remedy.zh


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "../../community.toml"])
def test_a_template_reads_nothing_outside_its_folder(document: Document, address: str) -> None:
    html = f'<html lang="zh-CN"><head><title>x</title></head><body><img src="{address}" alt="x"></body></html>'

    with pytest.raises(RefusedError):
        pdf.from_source(html, document)


def test_a_long_table_is_an_annex_in_lines_that_leads_to_the_marked_one(sample: ModuleType) -> None:
    """Decimal points stand under each other, no line is lost, and the page on the site is named."""
    document = sample.document(statements=(sample.donations(1010),))
    made = pdf.render(document)
    edges = set()
    with pypdfium2.PdfDocument(made) as read:
        named = re.sub(r"\s+", "", read[2].get_textpage().get_text_bounded())
        textpage = read[4].get_textpage()
        text = textpage.get_text_range()
        for match in re.finditer(r"\d\.\d\d(?=\s)", text):
            _, _, right, _ = textpage.get_charbox(match.end() - 1)
            edges.add(round(right))

    assert "附表：行数多，按行排印" in named
    assert "网页donations.html#donations" in named
    assert {show(fact.amount) for fact in document.facts.values()} <= set(re.split(r"\s+", "\n".join(pages(made))))
    assert len(edges) == 1


def test_up_to_a_thousand_rows_are_a_table_with_marked_headings(sample: ModuleType) -> None:
    document = sample.document(statements=(sample.donations(pdf.LONG - 1),))

    assert "附表" not in pdf.source(document)
    assert pdf.source(document).count('<th scope="row"') == pdf.LONG
