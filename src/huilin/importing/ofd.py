"""OFD invoices (GB/T 33190): a ZIP of XML; what they say stands in an attachment, or in tags that point at the page.

Older VAT e-invoices attach `original_invoice.xml`. A 数电票 has `Tags/CustomTag.xml`, whose elements name the text
objects of the page by their numbers; some attach their EInvoice as well. The page is never drawn.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from huilin.importing import einvoices, markup, zips
from huilin.importing.tables import Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huilin.importing.einvoices import Invoice
    from huilin.importing.markup import Element

_ROOT = "ofd.xml"
_ATTACHED = re.compile(r".*/attach[^/]*/.*\.xml", re.IGNORECASE)
_TAGS = re.compile(r".*/tags/[^/]+\.xml", re.IGNORECASE)
_PAGES = re.compile(r".*/(?:pages|tpls)/.*\.xml", re.IGNORECASE)
_REFERENCE = "ObjectRef"


def is_ofd(names: Sequence[str]) -> bool:
    """Say whether an archive of these members is an OFD."""
    return any(name.lower() == _ROOT for name in names)


def tables(content: bytes) -> tuple[Table, ...]:
    """Return the invoice as a table; raise UnreadableError where the file holds none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            zips.measure(members, len(content))
            attached, tags, pages = (
                [archive.read(m) for m in members if kind.fullmatch(m.filename)] for kind in (_ATTACHED, _TAGS, _PAGES)
            )
    except zips.UNREADABLE as error:
        raise _damaged() from error
    found = _attached(_parsed(attached)) or _tagged(_parsed(tags), _parsed(pages))
    if found is None:
        raise _no_invoice()
    return (einvoices.table([(1, found)]),)


def _parsed(parts: Iterable[bytes]) -> list[Element]:
    """Return the parts that are XML; a signature's or a font's list that is broken says nothing of the invoice."""
    found = []
    for part in parts:
        try:
            found.append(markup.parse(part.decode("utf-8-sig")))
        except (markup.MarkupError, UnicodeDecodeError):
            continue
    return found


def _attached(documents: Sequence[Element]) -> Invoice | None:
    for document in documents:
        within = [document, *document.everywhere("EInvoice"), *document.everywhere("eInvoice")]
        for element in within:
            if element.name == "EInvoice":
                return einvoices.digital(element, einvoices.OFD)
            if element.name == "eInvoice":
                return einvoices.older(element)
    return None


def _tagged(tags: Sequence[Element], pages: Sequence[Element]) -> Invoice | None:
    """Return the invoice that the tags name, word by word of the page's text objects."""
    texts = {o.attributes.get("ID", ""): _text(o) for page in pages for o in page.everywhere("TextObject")}
    said: dict[str, str] = {}
    items: list[str] = []
    for tag in _leaves(tags):
        words = "".join(texts.get(child.text.strip(), "") for child in tag.children if child.name == _REFERENCE)
        if tag.name == "Item":
            items.append(words)
        elif words:
            said.setdefault(tag.name, words)
    number = said.get("InvoiceCode", "") + said.get("InvoiceNo", said.get("InvoiceNumber", ""))
    total = einvoices.money(said.get("TaxInclusiveTotalAmount", ""))
    if not number or not total:
        return None
    return einvoices.Invoice(
        number,
        said.get("IssueDate", ""),
        "",
        said.get("SellerName", ""),
        said.get("BuyerName", ""),
        said.get("BuyerTaxID", ""),
        einvoices.money(said.get("TaxExclusiveTotalAmount", "")),
        einvoices.money(said.get("TaxTotalAmount", "")),
        total,
        einvoices.goods(items),
        einvoices.OFD,
    )


def _leaves(elements: Iterable[Element]) -> Iterable[Element]:
    """Yield every element that refers to objects of the page, however deep."""
    for element in elements:
        if any(child.name == _REFERENCE for child in element.children):
            yield element
        yield from _leaves(element.children)


def _text(thing: Element) -> str:
    return "".join(code.text for code in thing.everywhere("TextCode")).strip()


def _damaged() -> UnreadableError:
    return UnreadableError(
        Text("OFD 文件损坏或不完整。", "The OFD file is damaged or cut."),
        Text("请重新下载，或换发票的 XML。", "Download it again, or bring the invoice's XML."),
    )


def _no_invoice() -> UnreadableError:
    return UnreadableError(
        Text("OFD 文件里读不出发票号码和价税合计。", "The OFD file says no invoice number and total."),
        Text("请从税务数字账户下载 XML。", "Download the XML from the tax account."),
        1,
    )
