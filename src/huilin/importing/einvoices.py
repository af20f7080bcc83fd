"""Invoices unfolded to a table of one row an invoice: number, date, both sides, net, tax and total (FORMATS 11).

数电票 XML, and the XML that older OFD invoices carry. The element really is spelt IssuItemInformation, and
TotalTax-includedAmount has a hyphen, which some tools drop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from huilin.importing.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huilin.importing.markup import Element

HEADING = (
    "发票号码", "开票日期", "发票种类", "销售方名称", "购买方名称", "购买方税号", "不含税金额", "税额", "价税合计", "发票项目", "读自",
)  # fmt: skip
XML, OFD, PDF = "XML", "OFD", "PDF"


class Invoice(NamedTuple):
    """What an invoice says, in the order of the heading; `number` is 20 digits, or code and number of older ones."""

    number: str
    day: str
    kind: str
    seller: str
    buyer: str
    buyer_number: str
    net: str
    tax: str
    total: str
    goods: str
    read_from: str


def table(found: Iterable[tuple[int, Invoice]]) -> Table:
    """Return the invoices, each with its line, as a table under the heading."""
    rows = [Row(line, tuple(invoice)) for line, invoice in found]
    return Table((Row(rows[0].line if rows else 1, HEADING), *rows))


def tables(root: Element) -> tuple[Table, ...]:
    """Return the document's invoices as one table; none where it is no invoice."""
    found = [root] if root.name == "EInvoice" else list(root.everywhere("EInvoice"))
    return (table((invoice.line, digital(invoice)) for invoice in found),) if found else ()


def digital(invoice: Element, read_from: str = XML) -> Invoice:
    """Return what a 数电票 (EInvoice) says."""
    data = "EInvoiceData"
    basic = f"{data}/BasicInformation"
    items = [item.said("ItemName") for item in invoice.find_all(f"{data}/IssuItemInformation")]
    return Invoice(
        invoice.said("TaxSupervisionInfo/InvoiceNumber", f"{basic}/InvoiceNumber", "Header/EIid"),
        invoice.said("TaxSupervisionInfo/IssueTime", f"{basic}/RequestTime")[:10],
        invoice.said("Header/InherentLabel/GeneralOrSpecialVAT/LabelName"),
        invoice.said(f"{data}/SellerInformation/SellerName"),
        invoice.said(f"{data}/BuyerInformation/BuyerName"),
        invoice.said(f"{data}/BuyerInformation/BuyerIdNum"),
        invoice.said(f"{basic}/TotalAmWithoutTax"),
        invoice.said(f"{basic}/TotalTaxAm"),
        invoice.said(f"{basic}/TotalTax-includedAmount", f"{basic}/TotalTaxIncludedAmount"),
        goods(items),
        read_from,
    )


def older(invoice: Element) -> Invoice:
    """Return what a VAT e-invoice (eInvoice of edrm.org.cn, 2019) says; its code and number are its number."""
    items = [item.said("Item") for item in invoice.find_all("GoodsInfos/GoodsInfo")]
    return Invoice(
        invoice.said("InvoiceCode") + invoice.said("InvoiceNo"),
        invoice.said("IssueDate"),
        "",
        invoice.said("Seller/SellerName"),
        invoice.said("Buyer/BuyerName"),
        invoice.said("Buyer/BuyerTaxID"),
        money(invoice.said("TaxExclusiveTotalAmount")),
        money(invoice.said("TaxTotalAmount")),
        money(invoice.said("TaxInclusiveTotalAmount")),
        goods(items),
        OFD,
    )


def goods(items: Iterable[str]) -> str:
    """Return what was bought, each thing once."""
    return "、".join(dict.fromkeys(item for item in items if item))


def money(said: str) -> str:
    """Return an amount without the sign of the yuan; `***` stands for no tax."""
    bare = re.sub(r"[¥￥\s]", "", said)
    return "0.00" if bare and not bare.strip("*") else bare
