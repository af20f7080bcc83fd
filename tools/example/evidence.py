"""Evidence for larger expenses: small made-up 数电票 (XML, FORMATS §11), wage sheets and minutes as text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from xml.sax.saxutils import escape

from tools.example import accounts as acc
from tools.example import words
from tools.example.calendar_of import BOOKS_END
from tools.example.entries import Entry, Evidence, money
from tools.example.luck import Luck

THRESHOLD = Decimal("2000.00")
_FIRMS = {
    value.name: value
    for held in vars(words).values()
    for value in (held if isinstance(held, tuple) and not isinstance(held, words.Firm) else (held,))
    if isinstance(value, words.Firm)
}


def with_evidence(entry: Entry) -> Entry:
    """Return the entry with a document where one is asked for: expenses from the threshold on, and releases."""
    if entry.day > BOOKS_END or (entry.spending < THRESHOLD and not _is_release(entry)):
        return entry
    if not any(key == "approved" for key, _ in entry.meta) and entry.kind == "":
        entry = replace(entry, meta=(*entry.meta, ("approved", "陈主任")))
    firm = _FIRMS.get(entry.payee)
    return replace(entry, evidence=_invoice(entry, firm) if firm else _minutes(entry))


def sha256(evidence: Evidence) -> str:
    """Return the document's hash."""
    return hashlib.sha256(evidence.content).hexdigest()


def _is_release(entry: Entry) -> bool:
    return entry.kind == "" and any(p.account == acc.TIED_ASSETS for p in entry.postings)


def _invoice(entry: Entry, firm: words.Firm) -> Evidence:
    luck = Luck(f"发票 {entry.at} {entry.narration}")
    number = f"{entry.at:%y}37{luck.digits(16)}"
    net = money(entry.spending / Decimal("1.01"))
    buyer = (
        (words.COMPANY, words.COMPANY_TAX_ID)
        if entry.entity == "Company"
        else (words.HOST_CHARITY, "51000000MJ0QH0001X")
    )
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice>
  <Header>
    <EIid>{number}</EIid>
    <EInvoiceTag>SWEI3200</EInvoiceTag>
    <Version>0.2</Version>
    <InherentLabel>
      <EInvoiceType><LabelCode>01</LabelCode><LabelName>电子发票</LabelName></EInvoiceType>
      <GeneralOrSpecialVAT><LabelCode>02</LabelCode><LabelName>普通发票</LabelName></GeneralOrSpecialVAT>
    </InherentLabel>
  </Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>{firm.tax_id}</SellerIdNum><SellerName>{escape(firm.name)}</SellerName></SellerInformation>
    <BuyerInformation><BuyerIdNum>{buyer[1]}</BuyerIdNum><BuyerName>{escape(buyer[0])}</BuyerName></BuyerInformation>
    <BasicInformation>
      <TotalAmWithoutTax>{net}</TotalAmWithoutTax>
      <TotalTaxAm>{entry.spending - net}</TotalTaxAm>
      <TotalTax-includedAmount>{entry.spending}</TotalTax-includedAmount>
      <RequestTime>{entry.at:%Y-%m-%d %H:%M:%S}</RequestTime>
      <Remark>{escape(entry.narration)}</Remark>
    </BasicInformation>
    <IssuItemInformation>
      <ItemName>{escape(firm.item)}</ItemName>
      <Quantity>1</Quantity>
      <Amount>{net}</Amount>
      <TaxRate>0.01</TaxRate>
      <ComTaxAm>{entry.spending - net}</ComTaxAm>
    </IssuItemInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{entry.day}</IssueTime></TaxSupervisionInfo>
</EInvoice>
"""
    return Evidence(f"{entry.at:%Y}/数电票-{entry.at:%Y%m%d}-{number}.xml", content.encode())


def _minutes(entry: Entry) -> Evidence:
    title, body = _wording(entry)
    content = f"""{title}

日期：{entry.day:%Y年%-m月%-d日}
事项：{entry.narration}
金额：人民币 {max(p.amount for p in entry.postings):,.2f} 元
{body}
制单：周会计　审核、批准：陈主任　监督：吴监事
"""
    short = hashlib.sha256(content.encode()).hexdigest()[:6]
    return Evidence(f"{entry.at:%Y}/{title}-{entry.at:%Y%m%d}-{short}.txt", content.encode())


def _wording(entry: Entry) -> tuple[str, str]:
    if entry.kind == "反哺计提":
        return "反哺计提表", "依据：公司章程第二十条。年初至今税前利润减假定所得税、减以前年度亏损，乘20%，减已计提数。"
    if entry.kind == "结转":
        return "年终结账说明", "说明：年终结账，按总账余额结转，经核对试算平衡。"
    if any(p.account == acc.WAGES_DUE for p in entry.postings):
        return ("工资表" if "工资" in entry.narration else "社保缴费明细"), "说明：明细见人事档案，表内不列个人信息。"
    if entry.entity == "Fund":
        return "项目支出审批单", "结论：经基金管理委员会会议同意，由青禾市慈善总会拨付。"
    return "付款审批单", "结论：同意支付。"
