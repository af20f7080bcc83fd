"""数电票 XML unfolded to a table of one row an invoice: number, date, both sides, net, tax and total (FORMATS 11).

The element really is spelt IssuItemInformation, and TotalTax-includedAmount has a hyphen, which some tools drop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.importing.tables import Row, Table

if TYPE_CHECKING:
    from huilin.importing.markup import Element

HEADING = (
    "发票号码", "开票日期", "发票种类", "销售方名称", "购买方名称", "购买方税号", "不含税金额", "税额", "价税合计", "发票项目",
)  # fmt: skip


def tables(root: Element) -> tuple[Table, ...]:
    """Return the document's invoices as one table; none where it is no invoice."""
    found = [root] if root.name == "EInvoice" else list(root.everywhere("EInvoice"))
    return (Table((Row(root.line, HEADING), *map(_row, found))),) if found else ()


def _row(invoice: Element) -> Row:
    data = "EInvoiceData"
    basic = f"{data}/BasicInformation"
    number = invoice.said("TaxSupervisionInfo/InvoiceNumber", f"{basic}/InvoiceNumber", "Header/EIid")
    day = invoice.said("TaxSupervisionInfo/IssueTime", f"{basic}/RequestTime")[:10]
    items = [item.said("ItemName") for item in invoice.find_all(f"{data}/IssuItemInformation")]
    return Row(
        invoice.line,
        (
            number,
            day,
            invoice.said("Header/InherentLabel/GeneralOrSpecialVAT/LabelName"),
            invoice.said(f"{data}/SellerInformation/SellerName"),
            invoice.said(f"{data}/BuyerInformation/BuyerName"),
            invoice.said(f"{data}/BuyerInformation/BuyerIdNum"),
            invoice.said(f"{basic}/TotalAmWithoutTax"),
            invoice.said(f"{basic}/TotalTaxAm"),
            invoice.said(f"{basic}/TotalTax-includedAmount", f"{basic}/TotalTaxIncludedAmount"),
            "、".join(item for item in items if item),
        ),
    )
