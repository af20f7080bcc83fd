"""PDF and OFD files of our own making: a few lines of text where they would stand on the page."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Placed = tuple[float, float, str]
"""From the left, from the bottom (both in points), and the words."""

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    " /DW 1000 /W [ 1 95 500 ] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
    " /FontBBox [ 0 -200 1000 900 ] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >> ] >>"
)


def pdf(*pages: Sequence[Placed], size: int = 9) -> bytes:
    """A PDF with these words on its pages."""
    drawn = [_drawn(page, size) for page in pages]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [ {kids} ] /Count {len(pages)} >>", _FONT]
    for n, stream in enumerate(drawn):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 800 600 ] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _file(objects)


def _drawn(page: Sequence[Placed], size: int) -> str:
    """Draw each word with a blank after it: a lone sign of a font that is not embedded has no width to the reader."""
    return "\n".join(
        f"BT /F {size} Tf {x} {y} Td <{f'{words} '.encode('utf-16-be').hex()}> Tj ET" for x, y, words in page
    )


def _file(objects: Sequence[str]) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, said in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{said}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    start = out.rindex("xref\n0")
    return (out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode("ascii")


def invoice_pdf(
    *,
    number: str = "26370000000000000042",
    seller: str = "惠民图文社",
    buyer: str = "晴川惠邻社区服务有限公司",
    sums: tuple[str, str, str] = ("100.00", "1.00", "101.00"),
) -> bytes:
    """A 数电票 as it is printed: the buyer to the left of the seller, the sums below."""
    net, tax, total = sums
    return pdf(
        [
            (300, 560, "电子发票（普通发票）"), (600, 560, f"发票号码：{number}"), (600, 545, "开票日期：2026年07月01日"),
            (20, 520, "购"), (40, 520, f"名称：{buyer}"), (400, 520, "销"), (420, 520, f"名称：{seller}"),
            (20, 505, "方"), (40, 505, "统一社会信用代码/纳税人识别号：91370100MA00000001"), (400, 505, "方"),
            (420, 505, "统一社会信用代码/纳税人识别号：91370100MA00000002"),
            (40, 480, "项目名称"), (400, 480, "金 额"), (500, 480, "税率/征收率"), (600, 480, "税 额"),
            (40, 465, "*纸制品*本子"), (400, 465, net), (500, 465, "1%"), (600, 465, tax),
            (40, 400, "合 计"), (400, 400, f"¥{net}"), (600, 400, f"¥{tax}"),
            (40, 380, "价税合计（大写）"), (200, 380, "壹佰零壹圆整"), (500, 380, "（小写）"), (560, 380, f"¥{total}"),
        ]
    )  # fmt: skip


CMB_HEADING = (
    (30, "记账日期"),
    (110, "货币"),
    (160, "交易金额"),
    (250, "联机余额"),
    (340, "交易摘要"),
    (450, "对手信息"),
    (600, "客户摘要"),
)


def cmb_pdf(*pages: Sequence[tuple[str, ...]]) -> bytes:
    """招商银行交易流水: each page with its own heading; a row's later cells may run over as rows of blanks and words."""
    made = []
    for number, rows in enumerate(pages, start=1):
        placed: list[Placed] = [
            (300, 580, "招商银行交易流水"),
            (300, 565, "2026-07-01 -- 2026-07-31"),
            (30, 550, "账号：6214000000001234"),
        ]
        placed += [(x, 520, word) for x, word in CMB_HEADING]
        placed += [(30, 508, "Date"), (110, 508, "Currency"), (160, 508, "Transaction"), (340, 508, "Transaction Type")]
        for line, row in enumerate(rows):
            placed += [(x, 490 - 12 * line, word) for (x, _), word in zip(CMB_HEADING, row, strict=False) if word]
        placed.append((400, 20, f"{number}/{len(pages)}"))
        made.append(placed)
    return pdf(*made)


def ofd(members: dict[str, str]) -> bytes:
    """An OFD with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1"/>')
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def tagged_ofd(said: dict[str, tuple[str, ...]]) -> bytes:
    """A 数电票 OFD: tags that name the page's text objects, several where a value stands in pieces."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    tags, texts, number = "", "", 100
    for name, pieces in said.items():
        references = ""
        for piece in pieces:
            number += 1
            references += f'<ofd:ObjectRef PageRef="1">{number}</ofd:ObjectRef>'
            texts += f'<ofd:TextObject ID="{number}"><ofd:TextCode X="0" Y="3">{piece}</ofd:TextCode></ofd:TextObject>'
        tags += f"<ofd:{name}>{references}</ofd:{name}>"
    return ofd(
        {
            "Doc_0/Tags/CustomTag.xml": f"<ofd:eInvoice {space}>{tags}</ofd:eInvoice>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


DIGITAL_OFD = tagged_ofd(
    {
        "InvoiceNo": ("26370000000000000043",),
        "IssueDate": ("2026年07月01日",),
        "BuyerName": ("晴川惠邻社区", "服务有限公司"),
        "SellerName": ("惠民图文社",),
        "TaxExclusiveTotalAmount": ("¥", "100.00"),
        "TaxTotalAmount": ("¥1.00",),
        "TaxInclusiveTotalAmount": ("¥101.00",),
        "Item": ("*纸制品*本子",),
    }
)
OLDER_OFD = ofd(
    {
        "Doc_0/Attachs/original_invoice.xml": '<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">'
        "<fp:InvoiceCode>037002600111</fp:InvoiceCode><fp:InvoiceNo>00000042</fp:InvoiceNo><fp:IssueDate>2026年7月1日</fp:IssueDate>"
        "<fp:Buyer><fp:BuyerName><![CDATA[晴川惠邻社区服务有限公司]]></fp:BuyerName></fp:Buyer><fp:Seller><fp:SellerName>惠民图文社</fp:SellerName></fp:Seller>"
        "<fp:TaxInclusiveTotalAmount>100.00</fp:TaxInclusiveTotalAmount><fp:TaxExclusiveTotalAmount>100.00</fp:TaxExclusiveTotalAmount>"
        "<fp:TaxTotalAmount>***</fp:TaxTotalAmount><fp:GoodsInfos><fp:GoodsInfo><fp:Item>*纸制品*本子</fp:Item></fp:GoodsInfo></fp:GoodsInfos></fp:eInvoice>"
    }
)
