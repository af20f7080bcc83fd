"""What WeasyPrint leaves out of PDF/UA-1 (ISO 14289-1) and PDF/A-3: its mark, the scope of headings, attachments in order.

Measured on WeasyPrint 70: after this, a file passed a full check of PDF/A-3A and of PDF/UA-1; CI reads its structure back.
Attachments are written here since WeasyPrint names each twice, unsorted, and packs them four
times as slowly.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_END = b"</rdf:RDF>"
_LEVEL = 6
"""How hard attachments are packed: 9 takes four times as long for two hundredths less."""

_MARK = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""The mark must stand in the one rdf:RDF that is there (a second is ignored), with the schema that PDF/A asks for."""


class Attached(NamedTuple):
    """A file inside the PDF: its name, its kind (`text/csv`), its bytes, what it is in a few words."""

    name: str
    mime: str
    data: bytes
    what: str


def finish(data: bytes, day: date, attached: Sequence[Attached] = ()) -> bytes:
    """Return the PDF/A-3A file as PDF/UA-1 as well, with its attachments dated `day`; the same bytes from the same file."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        _mark(pikepdf, pdf)
        _scopes(pikepdf, pdf)
        if attached:
            _attach(pikepdf, pdf, day, attached)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _mark(pikepdf: Any, pdf: Any) -> None:  # noqa: ANN401
    packet = pdf.Root.Metadata.read_bytes()
    assert packet.count(_END) == 1, "one RDF block"
    stream = pikepdf.Stream(pdf, packet.replace(_END, _MARK + _END))
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)


def _scopes(pikepdf: Any, pdf: Any) -> None:  # noqa: ANN401
    """Say of each heading cell whether it heads a column (in the table's head) or a row (in its body)."""
    for element, ancestors in elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == "/TH":
            attributes = element.get("/A")
            if not isinstance(attributes, pikepdf.Dictionary):
                attributes = pikepdf.Dictionary(O=pikepdf.Name.Table)
            attributes.Scope = pikepdf.Name.Column if "/THead" in ancestors else pikepdf.Name.Row
            element.A = attributes


def _attach(pikepdf: Any, pdf: Any, day: date, attached: Sequence[Attached]) -> None:  # noqa: ANN401
    """Name each attachment once, in order (ISO 32000-1, 7.9.6: the keys of a name tree are sorted)."""
    specs = {one.name: pdf.make_indirect(_spec(pikepdf, pdf, day, one)) for one in attached}
    names = [part for name in sorted(specs) for part in (pikepdf.String(name), specs[name])]
    if "/Names" not in pdf.Root:
        pdf.Root.Names = pikepdf.Dictionary()
    pdf.Root.Names.EmbeddedFiles = pikepdf.Dictionary(Names=pikepdf.Array(names))
    pdf.Root.AF = pikepdf.Array([specs[name] for name in sorted(specs)])


def _spec(pikepdf: Any, pdf: Any, day: date, one: Attached) -> Any:  # noqa: ANN401
    stamp = pikepdf.String(f"D:{day:%Y%m%d}000000Z")
    stream = pikepdf.Stream(pdf, zlib.compress(one.data, _LEVEL))
    stream.Filter, stream.Type = pikepdf.Name.FlateDecode, pikepdf.Name.EmbeddedFile
    stream.Subtype = pikepdf.Name(f"/{one.mime}")
    stream.Params = pikepdf.Dictionary(
        Size=len(one.data),
        CheckSum=pikepdf.String(hashlib.md5(one.data, usedforsecurity=False).digest()),
        CreationDate=stamp,
        ModDate=stamp,
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        F=pikepdf.String(one.name),
        UF=pikepdf.String(one.name),
        Desc=pikepdf.String(one.what),
        AFRelationship=pikepdf.Name.Data,
        EF=pikepdf.Dictionary(F=pdf.make_indirect(stream)),
    )


def elements(root: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:  # noqa: ANN401
    """Yield every structure element with the kinds of those above it, outermost first."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while waiting:
        parent, ancestors = waiting.pop()
        kids = parent.get("/K")
        for kid in () if kids is None else _listed(kids):
            if hasattr(kid, "keys") and "/S" in kid:
                yield kid, ancestors
                waiting.append((kid, (*ancestors, str(kid.S))))


def _listed(kids: Any) -> list[Any]:  # noqa: ANN401
    import pikepdf

    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
