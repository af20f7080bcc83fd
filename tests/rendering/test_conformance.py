"""PDF/A-3A and PDF/UA-1, read back with a PDF library: marks, structure, headings, pictures, type, attachments."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from huilin.rendering import facts_json
from huilin.rendering.conformance import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.rendering import Document

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA, PDFUA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
PINNED = ("Huilin-Sans", "Huilin-Serif")


@pytest.fixture(scope="module")
def pdf(printed: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(printed)) as opened:
        yield opened


def kinds(pdf: pikepdf.Pdf, kind: str) -> list[tuple[Any, tuple[str, ...]]]:
    return [(element, above) for element, above in elements(pdf.Root.StructTreeRoot) if str(element.S) == kind]


def test_the_metadata_claim_pdf_a_3a_and_pdf_ua_1_in_one_rdf_block(pdf: pikepdf.Pdf) -> None:
    packet = ET.fromstring(pdf.Root.Metadata.read_bytes().decode())
    blocks = list(packet.iter(f"{RDF}RDF"))
    said = {name: value for block in blocks for d in block for name, value in d.attrib.items()}
    parts = [element.text for element in packet.iter(f"{PDFUA}part")]
    described = {element.text for element in packet.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")}

    assert len(blocks) == 1
    assert (said[f"{PDFA}part"], said[f"{PDFA}conformance"]) == ("3", "A")
    assert parts == ["1"]
    assert PDFUA.strip("{}") in described


def test_the_catalogue_says_tagged_chinese_with_its_title_shown_and_colours_defined(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root

    assert root.MarkInfo.Marked
    assert str(root.Lang) == "zh-CN"
    assert root.ViewerPreferences.DisplayDocTitle
    assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
    assert root.StructTreeRoot.ParentTree is not None
    assert len(list(pdf.open_outline().root)) > 3
    assert not pdf.is_encrypted


def test_every_heading_cell_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    cells = kinds(pdf, "/TH")
    scopes = {("/THead" in above, str(cell.A.Scope)) for cell, above in cells}

    assert len(cells) > 50
    assert scopes == {(True, "/Column"), (False, "/Row")}


def test_every_picture_says_its_figures_in_words(pdf: pikepdf.Pdf, document: Document) -> None:
    said = [str(figure.Alt) for figure, _ in kinds(pdf, "/Figure")]
    wanted = [chart.alt.zh for statement in document.statements for chart in statement.charts]

    assert all(any(words in alt for alt in said) for words in wanted)
    assert all(said)


def test_headings_follow_each_other_without_a_gap(pdf: pikepdf.Pdf) -> None:
    levels = {
        str(element.S) for element, _ in elements(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H\d", str(element.S))
    }

    assert levels in ({"/H1", "/H2"}, {"/H1", "/H2", "/H3"})


def test_every_page_is_read_in_the_order_of_its_structure_and_everything_on_it_is_marked(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert str(page.Tabs) == "/S"
        assert "/StructParents" in page
    for page in list(pdf.pages)[:3] + list(pdf.pages)[-2:]:
        assert not list(unmarked(page))


PAINTS = frozenset({"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"})


def unmarked(page: pikepdf.Page) -> Iterator[str]:
    """Yield each operator that paints outside marked content."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += operator in ("BMC", "BDC")
        depth -= operator == "EMC"
        if operator in PAINTS and not depth:
            yield operator


def test_only_the_pinned_fonts_are_there_embedded_and_cut_down_to_what_is_used(pdf: pikepdf.Pdf) -> None:
    fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"]
    named = {str(font.BaseFont).lstrip("/") for font in fonts}
    described = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"]  # fmt: skip

    assert all(re.match(r"[A-Z]{6}\+", name) and any(pinned in name for pinned in PINNED) for name in named)
    assert described
    assert all("/FontFile3" in one or "/FontFile2" in one for one in described)
    assert all("/ToUnicode" in font for font in fonts if font.Subtype == "/Type0")


def test_each_attachment_stands_once_in_order_with_its_kind(pdf: pikepdf.Pdf, document: Document) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    listed = [str(names[at]) for at in range(0, len(names), 2)]
    associated = [str(spec.UF) for spec in pdf.Root.AF]
    tables = {f"{name}" for name in listed if name.endswith(".csv")}
    facts = json.loads(pdf.attachments["facts.json"].get_file().read_bytes())

    assert listed == sorted(set(listed)) == associated
    assert "facts.json" in listed
    assert tables
    assert {str(spec.AFRelationship) for spec in pdf.Root.AF} == {"/Data"}
    assert facts == json.loads(facts_json.render(document))
