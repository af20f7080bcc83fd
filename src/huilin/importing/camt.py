"""CAMT.052, .053 and .054 of ISO 20022 unfolded to tables: one a statement, a row an entry (Ntry), by its line.

Every edition of the schema has another namespace and moves some elements; names alone are read. The debit or
credit of an entry already counts a reversal in (RvslInd only says what it is).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.importing.tables import Row, Table

if TYPE_CHECKING:
    from huilin.importing.markup import Element

HEADING = ("CAMT户号", "日期", "收入", "支出", "币种", "编号", "对方", "摘要", "状态")
_STATEMENTS = ("Stmt", "Rpt", "Ntfctn")


def tables(root: Element) -> tuple[Table, ...]:
    """Return a table for each statement, report or notification; none where the document is something else."""
    found = [child for message in root.children for child in message.children if child.name in _STATEMENTS]
    return tuple(_table(statement) for statement in found)


def _table(statement: Element) -> Table:
    account = statement.said("Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/*/Id", "Acct/Id/BBAN")
    made = statement.said("FrToDt/ToDtTm", "CreDtTm")[:10]
    rows = tuple(_row(account, entry, made) for entry in statement.find_all("Ntry"))
    return Table((Row(statement.line, (f"户号：{account}",)), Row(statement.line, HEADING), *rows))


def _row(account: str, entry: Element, made: str) -> Row:
    """Return an entry as a row; one that names no day is of the day of its report (BookgDt is optional)."""
    money = entry.find("Amt")
    amount = money.text.strip() if money else ""
    is_credit = entry.said("CdtDbtInd") == "CRDT"
    day = entry.said("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")[:10] or made
    number = entry.said("AcctSvcrRef", "NtryDtls/TxDtls/Refs/AcctSvcrRef", "NtryRef")
    other = "Dbtr" if is_credit else "Cdtr"
    party = entry.said(*(f"NtryDtls/TxDtls/RltdPties/{other}/{path}" for path in ("Nm", "Pty/Nm")))
    about = entry.said("NtryDtls/TxDtls/RmtInf/Ustrd", "AddtlNtryInf", "NtryDtls/TxDtls/AddtlTxInf")
    state = entry.said("Sts/Cd", "Sts/Prtry", "Sts")
    sides = (amount, "") if is_credit else ("", amount)
    currency = money.attributes.get("Ccy", "") if money else ""
    return Row(entry.line, (account, day, *sides, currency, number, party, about, state))
