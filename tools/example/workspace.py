"""Put the example together and write it: what happened → entries in order → the books and the inbox."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tools.example import company, fund, promise, shop
from tools.example.books import books_files
from tools.example.calendar_of import BOOKS_END
from tools.example.donors import register_csv
from tools.example.evidence import with_evidence
from tools.example.inbox import inbox_files
from tools.example.ordering import ordered
from tools.example.settings import settings_files

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tools.example.entries import Entry

GENERATED = ("fund", "company", "documents", "inbox", "rules", "private")


def write_workspace(out: Path) -> list[str]:
    """Write the whole workspace; return the files' names. What a former run left in its folders goes first."""
    files = workspace_files()
    for folder in GENERATED:
        shutil.rmtree(out / folder, ignore_errors=True)
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(files)


def workspace_files() -> dict[str, bytes]:
    """Return every file of the workspace by its name."""
    entries = everything()
    books = [e for e in entries if e.day <= BOOKS_END]
    summer = [e for e in entries if e.day > BOOKS_END]
    return {
        **settings_files(promise.loss_of_2025(books)),
        **books_files(books),
        **inbox_files(books, summer),
        "private/donors.csv": register_csv(_first_gifts(books)),
    }


def _first_gifts(books: list[Entry]) -> dict[str, date]:
    first: dict[str, date] = {}
    for entry in books:
        if donor := dict(entry.meta).get("donor"):
            first.setdefault(donor, entry.day)
    return first


def everything() -> list[Entry]:
    """Return all that happens from April 2025 to September 2026, in order, numbered as statements number it."""
    gifts = fund.gift_entries(fund.gifts())
    meals = fund.meal_subsidies(gifts)
    business = _business([received for _, received in meals])
    closings = promise.quarter_closings(business)
    promised = [e for e in closings if e.kind == "反哺支付"]
    given_back = [fund.giving_back_entry(e, f"{2026900001 + i:010d}") for i, e in enumerate(promised)]
    income = [*gifts, *given_back]
    known = [*income, *fund.fees(income), *fund.interest(), *(spent for spent, _ in meals)]
    spent = fund.spending(known)
    money = [*known, *spent]
    fund_entries = [*money, fund.release(money), *fund.in_kind_agency(), *fund.volunteer_hours()]
    fund_entries += promise.fund_year_closing(fund_entries)
    return ordered([with_evidence(e) for e in (*business, *closings, *fund_entries)])


def _business(meals: list[Entry]) -> list[Entry]:
    sold = shop.orders()
    refunds = shop.refunds(sold)
    refunded = {refund.order.number for refund in refunds}
    sales = [shop.sale(order, refunded=order.number in refunded) for order in sold]
    wallet = [*sales, *map(shop.refund_entry, refunds)]
    return [
        *wallet,
        *shop.card_uses(sold),
        *shop.payouts(wallet),
        *company.settlements(wallet),
        *company.running_business(),
        *meals,
    ]
