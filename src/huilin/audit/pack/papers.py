"""Which working papers a pack holds, in the order of an audit file: books, vouchers, money, things, debts, law, tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from huilin.audit.open_items import open_items
from huilin.audit.pack import asset_papers, law_papers, ledger_papers, letters
from huilin.audit.pages import (
    donors,
    entries,
    evidence,
    history,
    overview,
    parties,
    reconciliation,
    reinvestment,
    restricted,
    sampling,
    statements,
)
from huilin.audit.pages import log as log_page
from huilin.audit.table import Table
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.audit.request import AuditRequest

Make = Callable[["AuditRequest"], tuple[Table, ...]]


class Paper(NamedTuple):
    """One working paper: its mark (索引号), its title, what makes its tables, who signs the printed sheet."""

    code: str
    title: Text
    make: Make
    signed: tuple[str, ...] = ()


_COUNTED = ("盘点人", "出纳 / 保管人", "监盘人", "盘点日期")
_RECONCILED = ("编制", "出纳", "复核", "日期")


def _statements(request: AuditRequest) -> tuple[Table, ...]:
    found = (statements.as_table(one) for one in statements.made(request) if one.entity == request.entity)
    return tuple(found)


def _sheets(request: AuditRequest) -> tuple[Table, ...]:
    made = reconciliation.made(request)
    if not made:
        empty = Text("账里没有银行和平台账户。", "The books hold no account at a bank or wallet.")
        return (
            Table.of("reconciliation.none", Text("银行存款余额调节表", "Bank reconciliation"), (), [], empty=empty),
        )
    return tuple(reconciliation.sheet(request, one) for one in made)


def _seals(request: AuditRequest) -> tuple[Table, ...]:
    return (
        history.seals(request),
        history.changes(request),
        history.reopenings(request),
        history.publications(request),
    )


def _findings(request: AuditRequest) -> tuple[Table, ...]:
    return (overview.findings(request),)


PAPERS = (
    Paper("A1", Text("试算平衡表（结转前）", "Trial balance before closing"), ledger_papers.before_closing),
    Paper("A2", Text("试算平衡表（结转后）", "Trial balance after closing"), ledger_papers.after_closing),
    Paper("A3", Text("报表", "Statements"), _statements),
    Paper("A4", Text("审定表", "Lead schedule"), ledger_papers.lead_schedules, ("编制", "复核", "日期")),
    Paper("A5", Text("未了事项", "What is open"), lambda request: (open_items(request),)),
    Paper("B1", Text("总账", "General ledger"), ledger_papers.general),
    Paper("B2", Text("明细账", "Subsidiary ledgers"), ledger_papers.subsidiary),
    Paper("B3", Text("现金、银行存款日记账", "Journals of cash and bank"), ledger_papers.journals),
    Paper("C1", Text("凭证清单", "List of vouchers"), ledger_papers.list_of_vouchers),
    Paper("D1", Text("银行存款余额调节表", "Bank reconciliations"), _sheets, _RECONCILED),
    Paper("D2", Text("账户余额核对", "Balances against statements"), lambda request: reconciliation.make(request)[:2]),
    Paper("D3", Text("库存现金盘点表", "Count of cash"), asset_papers.cash_count, _COUNTED),
    Paper("E1", Text("存货盘点表", "Count of stock"), asset_papers.stock_count, _COUNTED),
    Paper("E2", Text("固定资产盘点表", "Count of assets"), asset_papers.asset_count, _COUNTED),
    Paper("E3", Text("固定资产卡片", "Asset cards"), asset_papers.asset_cards),
    Paper("F1", Text("往来账龄", "Claims and debts by age"), asset_papers.aged),
    Paper("F2", Text("收款人与关联方", "Payees and related parties"), parties.make),
    Paper("G1", Text("职工薪酬汇总", "Payroll"), law_papers.payroll),
    Paper("G2", Text("纳税申报与账核对", "Tax returns against the books"), law_papers.taxes),
    Paper("G3", Text("捐赠扣除结转", "Donations carried forward"), law_papers.carry_forward),
    Paper("H1", Text("发票与单据登记簿", "Register of invoices"), law_papers.invoices),
    Paper("H2", Text("捐赠与票据登记簿", "Donors and receipts"), donors.make),
    Paper("H3", Text("凭据登记簿", "Register of evidence"), evidence.make),
    Paper("H4", Text("志愿工时", "Volunteer hours"), law_papers.hours),
    Paper("I1", Text("合同、协议、章程", "Contracts"), law_papers.contracts),
    Paper("I2", Text("决议和审批", "Resolutions"), law_papers.resolutions),
    Paper("I3", Text("反哺", "The 20 %"), reinvestment.make),
    Paper("I4", Text("限定资金", "Restricted funds"), restricted.make),
    Paper("I5", Text("代管机构确认", "The host's confirmation"), letters.host_paper, ("代管机构经办人", "盖章", "日期")),
    Paper("J1", Text("函证控制表", "Confirmations"), letters.control),
    Paper("K1", Text("抽样检查表", "Sample"), sampling.make, ("执行人", "复核人", "日期")),
    Paper("K2", Text("分录测试", "Entry tests"), entries.make),
    Paper("L1", Text("检查结果", "Findings"), _findings),
    Paper("L2", Text("封账报告", "Seals"), _seals),
    Paper("L3", Text("日志", "Log"), log_page.make),
)  # fmt: skip
"""Every paper is there in every pack: what the books do not hold is a sheet that says so."""
