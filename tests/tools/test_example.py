"""The example community holds together: its books prove themselves, and its inbox goes on where they end."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from beancount import loader
from beancount.core import data
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "ledger"
INBOX = LEDGER / "inbox"
WRITTEN_BY_USE = {"imports", "seals", "published", ".generations"}
MAINS = ("main.beancount", "fund/main.beancount", "company/main.beancount")
CASH = ("1001", "1002", "1012")
ZERO = Decimal(0)


class Books(NamedTuple):
    entries: tuple[Any, ...]
    errors: tuple[Any, ...]

    @property
    def transactions(self) -> list[Any]:
        return [e for e in self.entries if isinstance(e, data.Transaction)]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace whose mains name no plugin, so that Beancount alone judges it."""
    copy = tmp_path_factory.mktemp("plain") / "ledger"
    shutil.copytree(LEDGER, copy)
    for main in MAINS:
        text = (copy / main).read_text(encoding="utf-8")
        (copy / main).write_text(text.replace('plugin "huilin.checks"\n', ""), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def books(plain: Path) -> Books:
    entries, errors, _ = loader.load_file(str(plain / "main.beancount"))
    return Books(tuple(entries), tuple(errors))


def test_writing_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """`python -m tools.example` writes what is committed, file for file, byte for byte."""
    subprocess.run([sys.executable, "-m", "tools.example", str(tmp_path / "ledger")], cwd=ROOT, check=True)

    assert _files(tmp_path / "ledger") == _files(LEDGER)


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in WRITTEN_BY_USE and path.suffix != ".picklecache"
    }


@pytest.mark.parametrize("main", MAINS)
def test_each_set_of_books_checks_alone(plain: Path, main: str) -> None:
    _, errors, _ = loader.load_file(str(plain / main))

    assert errors == []


def test_it_is_as_large_as_a_real_community(books: Books) -> None:
    donors = {t.meta["donor"] for t in books.transactions if "donor" in t.meta}

    assert 3000 <= len(books.transactions) <= 6000
    assert 120 <= len(donors) <= 160
    assert min(t.date for t in books.transactions) == date(2025, 4, 1)
    assert max(t.date for t in books.transactions) == date(2026, 6, 30)


def test_gifts_come_in_fits(books: Books) -> None:
    """Some months bring several times what others do; on average there are some forty gifts."""
    gifts = [t for t in books.transactions if "receipt" in t.meta]
    months = [len(list(group)) for _, group in groupby(gifts, key=lambda t: (t.date.year, t.date.month))]

    assert len(months) == 15
    assert 35 <= len(gifts) / 15 <= 50
    assert max(months) > 6 * min(months)


def test_every_transaction_is_exact_and_of_one_entity(books: Books) -> None:
    for t in books.transactions:
        amounts = defaultdict(lambda: ZERO)
        for posting in t.postings:
            amounts[posting.units.currency] += posting.units.number
            assert posting.units.number.as_tuple().exponent == -2
        assert set(amounts.values()) == {ZERO}, t.meta["id"]
        assert len({posting.account.split(":")[1] for posting in t.postings}) == 1


def test_voucher_numbers_have_no_gaps_and_follow_the_dates(books: Books) -> None:
    numbers = defaultdict(list)
    for t in sorted(books.transactions, key=lambda t: t.meta["id"]):
        head, _, number = t.meta["id"].rpartition("-")
        numbers[head].append((int(number), t.date))

    for head, found in numbers.items():
        assert [number for number, _ in found] == list(range(1, len(found) + 1)), head
        assert [day for _, day in found] == sorted(day for _, day in found), head


def test_no_cash_account_is_overdrawn_on_any_day(books: Books) -> None:
    for account, days in _daily(books, lambda p: p.account if _code(p.account) in CASH else None).items():
        assert min(days.values()) >= 0, account


def test_what_lies_in_transit_arrives_within_the_month(books: Books) -> None:
    daily = _daily(books, lambda p: p.account if p.account.endswith("09在途资金") else None)
    (days,) = daily.values()

    assert list(days.values())[-1] == 0
    assert all(any(balance == 0 for day, balance in days.items() if day.month == month) for month in range(1, 13))


def test_no_restricted_project_spends_more_than_it_holds(books: Books) -> None:
    """Law 5: what gifts brought a project, less what it spent or released, is never negative at a day's end."""
    held: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for _, transactions in groupby(books.transactions, key=lambda t: t.date):
        for t in transactions:
            if t.meta.get("kind") == "结转":
                continue
            for p in t.postings:
                if _moves_a_project(p):
                    held[p.meta.get("project") or t.meta["project"]] -= p.units.number
        assert min(held.values(), default=ZERO) >= 0
    assert len(held) == 7


def _moves_a_project(posting: Any) -> bool:
    root, entity, code = posting.account.split(":")[:3]
    return entity == "Fund" and (root in ("Income", "Expenses") or code[:4] in ("3101", "3102"))


def test_larger_expenses_have_evidence(books: Books) -> None:
    """Expenses from ¥2,000.00 on link to a document whose bytes are the ones that were hashed."""
    documents = {link: d for d in books.entries if isinstance(d, data.Document) for link in d.links}
    large = [
        t
        for t in books.transactions
        if any(p.account.startswith("Expenses:") and p.units.number >= 2000 for p in t.postings)
    ]

    assert 60 <= len(large) <= 150
    for t in large:
        (link,) = [link for link in t.links if link.startswith("ev-")]
        digest = hashlib.sha256(Path(documents[link].filename).read_bytes()).hexdigest()
        assert documents[link].meta["sha256"] == digest
        assert link == f"ev-{digest[:8]}"


def test_agency_assets_equal_agency_debts_on_every_day(books: Books) -> None:
    both = _daily(books, lambda p: "both" if _code(p.account) in ("1801", "2601") else None)

    assert set(both["both"].values()) == {ZERO}


def test_2025_lost_about_thirty_thousand(books: Books) -> None:
    (brought,) = [e for e in books.entries if isinstance(e, data.Custom) and e.type == "brought-forward"]
    loss = brought.values[2].value.number

    assert 25000 <= loss <= 35000
    assert loss == _sum(books, "Company", date(2025, 12, 31), "3104")
    assert loss == sum(_result(books, "Company", date(2025, 4, 1), date(2025, 12, 31)), ZERO)


@pytest.mark.parametrize(
    ("end", "paid"), [(date(2026, 3, 31), []), (date(2026, 6, 30), ["reinvest-2026-Q1"])], ids=["Q1", "Q2"]
)
def test_the_promise_and_the_tax_are_right(books: Books, end: date, paid: list[str]) -> None:
    """20 % of the net profit as if nothing were given, losses first; what is unpaid is no deduction."""
    start = date(2026, 1, 1)
    profit = -sum(_result(books, "Company", start, end, leave_out=("5711", "5801")), ZERO)
    loss = _sum(books, "Company", date(2025, 12, 31), "3104")
    hypothetical_tax = max(ZERO, profit - loss) / 20
    owed = _fen(max(ZERO, profit - hypothetical_tax - loss) / 5)
    given = sum((p.units.number for t in books.transactions for p in t.postings
                 if t.links & set(paid) and t.meta.get("kind") == "反哺支付" and _code(p.account) == "2241"), ZERO)  # fmt: skip
    deductible = min(given, max(ZERO, _fen((profit - owed) * 12 / 100)))

    assert _sum(books, "Company", end, "5711") == owed
    assert _sum(books, "Company", end, "5801") == _fen(max(ZERO, profit - deductible - loss) / 20)
    assert 35000 <= profit / (end.month // 3) <= 50000


def test_what_is_promised_is_accrued_less_paid_on_every_day(books: Books) -> None:
    """Law 6, and what the company paid by June the fund has received."""
    accrued = paid = received = ZERO
    for t in books.transactions:
        for p in t.postings:
            if p.account.endswith("02应付捐赠款"):
                accrued -= min(p.units.number, ZERO)
                paid += max(p.units.number, ZERO)
            if t.meta.get("kind") == "反哺到账" and _code(p.account) == "4101":
                received -= p.units.number

    assert paid == received > 0
    assert _sum(books, "Company", date(2026, 6, 30), "2241", "02应付捐赠款") == paid - accrued < 0


def test_exempt_quarters_stay_below_the_threshold(books: Books) -> None:
    for year, quarter in ((2025, 2), (2025, 3), (2025, 4), (2026, 1), (2026, 2)):
        sales = -sum(
            p.units.number
            for t in books.transactions
            if t.meta.get("kind") != "结转" and (t.date.year, (t.date.month + 2) // 3) == (year, quarter)
            for p in t.postings
            if p.account.startswith("Income:Company:50")
        )
        assert 0 < sales <= 300000
        assert year == 2025 or sales >= 240000


def test_a_refund_leads_to_its_sale(books: Books) -> None:
    """Sale and refund share the order's link, and the refund takes back no more than was paid."""
    orders = defaultdict(list)
    for t in books.transactions:
        for link in t.links:
            if link.startswith("order-"):
                orders[link].append(t.postings[0].units.number)

    assert len(orders) >= 15
    assert all(len(moves) == 2 and -moves[0] <= moves[1] < 0 for moves in orders.values())


def test_what_the_fund_buys_of_the_company_stands_in_both_books(books: Books) -> None:
    exchanges = defaultdict(dict)
    for t in books.transactions:
        for link in t.links:
            if link.startswith("exchange-"):
                exchanges[link][t.postings[0].account.split(":")[1]] = max(p.units.number for p in t.postings)

    assert len(exchanges) == 5
    assert all(sides["Fund"] == sides["Company"] for sides in exchanges.values())


# The inbox


def test_the_fund_bills_go_on_from_the_wallet(books: Books) -> None:
    balance, rows = _sum(books, "Company", date(2026, 6, 30), "1012", "01微信商户"), 0
    for path in sorted(INBOX.glob("*资金账单*.csv")):
        lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        detail, totals = lines[1:-2], [cell.removeprefix("`") for cell in lines[-1]]
        moves = [_signed(row) for row in detail]
        for row, move in zip(detail, moves, strict=True):
            assert all(cell.startswith("`") for cell in row)
            balance += move
            assert Decimal(row[7][1:]) == balance >= 0
        assert [int(totals[0]), Decimal(totals[2]), Decimal(totals[4])] == [
            len(detail), sum(m for m in moves if m > 0), -sum(m for m in moves if m < 0)
        ]  # fmt: skip
        rows += len(detail)
    assert rows > 1500


def _signed(row: list[str]) -> Decimal:
    return Decimal(row[6][1:]) * (1 if row[5] == "`收入" else -1)


def test_the_trade_bills_explain_each_trade_and_refund() -> None:
    funds = {r[1]: r for p in INBOX.glob("*资金账单*.csv") for r in _detail(p) if r[4] in ("`交易", "`退款")}
    trades = [dict(zip(_heading(p), r, strict=True)) for p in INBOX.glob("*交易账单*.csv") for r in _detail(p)]

    assert len(trades) == len(funds)
    for trade in trades:
        refund = trade["交易状态"] == "`REFUND"
        row = funds[trade["微信退款单号" if refund else "微信订单号"]]
        assert trade["退款金额" if refund else "应结订单金额"] == row[6]
    assert 3 <= sum(trade["交易状态"] == "`REFUND" for trade in trades) <= 5


def _detail(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:-2]


def _heading(path: Path) -> list[str]:
    return next(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_the_bank_statements_go_on_from_the_books(books: Books) -> None:
    june = date(2026, 6, 30)
    balance = _sum(books, "Company", june, "1002", "01建行基本户")
    for row in _sheet("建行*.xlsx")[4:]:
        balance += _amount(row[4]) - _amount(row[3])
        assert _amount(row[5]) == balance >= 0

    balance = _sum(books, "Company", june, "1002", "02工行一般户")
    (path,) = INBOX.glob("工行*.csv")
    for row in list(csv.reader(path.read_bytes().decode("gb18030").splitlines()))[1:]:
        balance += _amount(row[8]) - _amount(row[7])
        assert _amount(row[9]) == balance >= 0


def test_the_host_s_ledger_goes_on_from_the_fund_s_books(books: Books) -> None:
    rows = _sheet("*专项基金明细账*.xlsx")
    balance = _sum(books, "Fund", date(2026, 6, 30), "1002")
    assert rows[3][0] == f"期初余额：{balance}"
    for row in rows[5:-1]:
        balance += _amount(row[6]) - _amount(row[7])
        assert _amount(row[8]) == balance >= 0
    assert _amount(rows[-1][8]) == balance

    gifts = [row for row in rows[5:-1] if str(row[3]).startswith(("捐赠", "企业反哺捐赠"))]
    receipts = _sheet("捐赠票据清单*.xlsx")[3:-1]
    assert [(r[7], r[4], r[6]) for r in receipts] == [(g[1], g[4], g[6]) for g in gifts]
    assert 140 <= len(gifts) <= 170


def test_the_hard_cases_are_there() -> None:
    """Two equal gifts of one donor on one day, donors nobody knows yet, the gift box, the company's gift."""
    gifts = [row for row in _sheet("*专项基金明细账*.xlsx")[5:-1] if row[6] != ""]
    register = (LEDGER / "private/donors.csv").read_bytes()
    known = {line.split(",")[1] for line in register.decode("utf-8-sig").splitlines()}
    twins = defaultdict(int)
    for row in gifts:
        twins[row[0], row[4], row[5], row[6]] += 1

    assert register.startswith(b"\xef\xbb\xbf")
    assert max(twins.values()) == 2
    assert 3 <= len({row[4] for row in gifts} - known - {"青禾市慈善总会"}) <= 8
    assert sum(row[4] == "现金募捐箱" for row in gifts) == 3
    assert [row[0] for row in gifts if str(row[3]).startswith("企业反哺捐赠")] == ["2026-07-27"]


def test_the_cards_go_on_from_the_books(books: Books) -> None:
    held: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for t in books.transactions:
        for p in t.postings:
            if _code(p.account) == "2203":
                held[p.meta["card"]] -= p.units.number
    for row in _sheet("储值卡流水*.xlsx")[3:-1]:
        held[str(row[3])] += _amount(row[6]) * (1 if row[4] == "充值" else -1)
        assert _amount(row[7]) == held[str(row[3])] >= 0


def test_group_buy_orders_are_among_the_trades() -> None:
    trades = {
        row["商户订单号"][1:]: Decimal(row["订单金额"][1:])
        for p in INBOX.glob("*交易账单*.csv")
        for row in (dict(zip(_heading(p), r, strict=True)) for r in _detail(p))
        if row["交易状态"] == "`SUCCESS"
    }
    sheets, refunded = 0, 0
    for path in INBOX.glob("快团团*.xlsx"):
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            month, day = re.search(r"(\d+)月(\d+)日", str(rows[0][0])).groups()  # type: ignore[union-attr]
            sheets += 1
            for row in rows[2:]:
                number = f"KTT2026{int(month):02d}{int(day):02d}-{int(row[0])}"  # type: ignore[arg-type]
                assert trades[number] == _amount(row[8])
                refunded += row[10] != "已完成"
    assert (sheets, refunded) == (3, 2)


def test_a_rule_books_every_row_of_the_inbox() -> None:
    rules = [_rule(line) for path in sorted(LEDGER.glob("rules/*.txt")) for line in _rule_lines(path)]
    rows = list(_inbox_rows())
    unmatched = [row for row in rows if not any(_fits(rule, row) for rule in rules)]
    unused = [rule for rule in rules if not any(_fits(rule, row) for row in rows)]

    assert unmatched == []
    assert unused == []


def _rule_lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(("如果", "忽略"))]


def _rule(line: str) -> tuple[tuple[str, str, str], ...]:
    condition = re.split(r" -> | 因为 ", line.split(" ", 1)[1])[0]
    parts = [re.fullmatch(r'(\S+) (是|含|开头是) "?([^"]*)"?', part) for part in condition.split(" 且 ")]
    return tuple((m[1], m[2], m[3]) for m in parts if m is not None)


def _fits(rule: tuple[tuple[str, str, str], ...], row: dict[str, str]) -> bool:
    compare = {"是": str.__eq__, "含": str.__contains__, "开头是": str.startswith}
    return all(compare[how](row.get(field, ""), value) for field, how, value in rule)


def _inbox_rows() -> Iterator[dict[str, str]]:
    goods = {
        trade["微信退款单号"] if trade["交易状态"] == "`REFUND" else trade["微信订单号"]: trade["商品名称"][1:]
        for p in INBOX.glob("*交易账单*.csv")
        for trade in (dict(zip(_heading(p), r, strict=True)) for r in _detail(p))
    }
    for path in INBOX.glob("*资金账单*.csv"):
        for r in _detail(path):
            kind = r[4][1:]
            yield {"来源": "微信商户", "类型": kind, "商品": goods[r[1]] if kind in ("交易", "退款") else ""}
    for row in _sheet("建行*.xlsx")[4:]:
        yield {"来源": "建行", "对方": str(row[7]), "摘要": str(row[11]), "备注": str(row[12])}
    (path,) = INBOX.glob("工行*.csv")
    for r in list(csv.reader(path.read_bytes().decode("gb18030").splitlines()))[1:]:
        yield {"来源": "工行", "对方": r[2], "摘要": r[4]}
    for row in _sheet("*专项基金明细账*.xlsx")[5:-1]:
        yield {"来源": "慈善总会", "摘要": str(row[3])}
    for row in _sheet("储值卡流水*.xlsx")[3:-1]:
        if row[4] != "充值":  # a top-up is paired with the WeChat trade that paid it
            yield {"来源": "储值卡", "类型": str(row[4]), "摘要": str(row[5])}


def test_phones_are_made_up() -> None:
    text = (LEDGER / "private/donors.csv").read_text(encoding="utf-8-sig")
    for path in INBOX.glob("快团团*.xlsx"):
        book = CalamineWorkbook.from_path(str(path))
        text += "\n".join(str(r) for name in book.sheet_names for r in book.get_sheet_by_name(name).to_python())

    assert set(re.findall(r"\b1\d{10}\b", text)) == set(re.findall(r"\b1990000\d{4}\b|\b1990001\d{4}\b", text))


# Shared


def _code(account: str) -> str:
    return account.split(":")[2][:4]


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _amount(cell: Any) -> Decimal:
    return Decimal(repr(cell) if isinstance(cell, float) else str(cell).replace(",", "") or "0").quantize(
        Decimal("0.01")
    )


def _sheet(pattern: str) -> list[list[Any]]:
    (path,) = INBOX.glob(pattern)
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def _sum(books: Books, entity: str, until: date, code: str, name: str = "") -> Decimal:
    """Return an account's balance by its code at the end of a day."""
    return sum(
        (
            p.units.number
            for t in books.transactions
            if t.date <= until
            for p in t.postings
            if p.account.split(":")[1] == entity and _code(p.account) == code and p.account.endswith(name)
        ),
        ZERO,
    )


def _result(books: Books, entity: str, start: date, end: date, leave_out: tuple[str, ...] = ()) -> Iterator[Decimal]:
    """Yield every amount of income and expense of a period, closing entries left out."""
    for t in books.transactions:
        if start <= t.date <= end and t.meta.get("kind") != "结转":
            for p in t.postings:
                root, owner = p.account.split(":")[:2]
                if root in ("Income", "Expenses") and owner == entity and _code(p.account) not in leave_out:
                    yield p.units.number


def _daily(books: Books, key: Any) -> dict[str, dict[date, Decimal]]:
    """Return the balance at the end of each day that moved it, by whatever `key` names a posting."""
    balances: dict[str, Decimal] = defaultdict(lambda: ZERO)
    days: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for t in books.transactions:
        for p in t.postings:
            if name := key(p):
                balances[name] += p.units.number
                days[name][t.date] = balances[name]
    return days
