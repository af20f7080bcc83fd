"""Small groups: nobody finds what concerns fewer than five persons in any published figure, or by subtracting two."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huilin.money import parse_decimal, to_fen
from huilin.publication import verify_ledger
from huilin.publication.redaction import Pseudonyms, redact
from huilin.reporting import facts_of
from huilin.reporting.registry import make_all
from huilin.reporting.small_groups import FEW, TOGETHER, grouped, merged
from huilin.reporting.statement import ReportRequest
from huilin.vocabulary import parse_period
from tests.reporting.small import HEAD, WORKSPACE, books_of, made

if TYPE_CHECKING:
    from huilin.books import Books

QUARTER = parse_period("2026-Q3")
OPENED = """
2025-01-01 open Liabilities:Company:2211应付职工薪酬
2025-01-01 open Liabilities:Company:2203预收账款:02团购预收
2025-01-01 open Liabilities:Company:2241其他应付款:01代收团购货款
2025-01-01 open Expenses:Company:5602管理费用:02房租水电
"""


@given(st.lists(st.integers(0, 9), max_size=12))
def test_joined_groups_hold_nobody_or_at_least_five_wherever_there_are_five(counts: list[int]) -> None:
    groups = grouped([(place, count) for place, count in enumerate(counts)])
    sizes = [sum(counts[place] for place in group) for group in groups]

    assert sorted(place for group in groups for place in group) == list(range(len(counts)))
    assert all(size == 0 or size >= FEW for size in sizes) or sum(counts) < FEW


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([7, 3, 6], [(0,), (1, 2)]),
        ([7, 3], [(0, 1)]),
        ([3, 0, 1], [(0, 2), (1,)]),
        ([4], [(0,)]),
        ([5], [(0,)]),
        ([1, 0], [(0,), (1,)]),
        ([6, 0, 2], [(0, 2), (1,)]),
    ],
)
def test_a_small_group_joins_its_neighbour(counts: list[int], expected: list[tuple[int, ...]]) -> None:
    assert sorted(map(sorted, grouped(list(enumerate(counts))))) == sorted(map(list, expected))


PAY = """
2026-07-28 * "工资"
  id: "Company/2026-07/记-0001"
  Expenses:Company:5602管理费用:01职工薪酬  9000.00 CNY
  Liabilities:Company:2211应付职工薪酬  -9000.00 CNY
2026-07-29 * "房租"
  id: "Company/2026-07/记-0002"
  Expenses:Company:5602管理费用:02房租水电  1200.00 CNY
  Assets:Company:1002银行存款  -1200.00 CNY
2026-07-30 * "代收"
  id: "Company/2026-07/记-0003"
  Assets:Company:1002银行存款  500.00 CNY
  Liabilities:Company:2241其他应付款:01代收团购货款  -500.00 CNY
"""


@pytest.mark.parametrize(
    ("declared", "line_35", "line_39"),
    [("", "0.00", "9,500.00"), ("4", "0.00", "9,500.00"), ("5", "9,000.00", "500.00")],
)
def test_wages_payable_to_fewer_than_five_stand_within_other_payables(
    declared: str, line_35: str, line_39: str
) -> None:
    said = f'2026-01-01 custom "staff" "Company" {declared}\n' if declared else ""
    shown = merged(books_of(OPENED + said + PAY), QUARTER)
    (position,) = made(shown.books, "company_position", "2026-Q3")
    known = {fact.id: f"{fact.amount / 100:,.2f}" for fact in facts_of([position])}

    assert (known.get("Company.position.35.end", "0.00"), known["Company.position.39.end"]) == (line_35, line_39)
    assert known["Company.position.41.end"] == "9,500.00"
    assert all(check.holds for check in position.checks)


HELP = """
2026-07-03 * "医疗补助 王某"
  id: "Fund/2026-07/记-0001"
  project: "路灯改造"
  category: "困难居民医疗补助"
  persons: "{}"
  Expenses:Fund:5101业务活动成本:02限定性  3000.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -3000.00 CNY
2026-07-20 * "五金店" "换灯"
  id: "Fund/2026-07/记-0002"
  project: "{}"
  category: "换灯"
  Expenses:Fund:5101业务活动成本:02限定性  420.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -420.00 CNY
"""


def test_help_for_one_person_is_one_entry_with_the_project_s_nearest_expense() -> None:
    shown = merged(books_of(HELP.format(1, "路灯改造")), QUARTER)
    (entry,) = shown.books.transactions

    assert shown.open == ()
    assert entry.meta["category"] == TOGETHER
    assert (entry.meta["id"], entry.meta["vouchers"]) == (
        "Fund/2026-07/记-0001",
        "Fund/2026-07/记-0001、Fund/2026-07/记-0002",
    )
    assert [(p.account.rpartition(":")[2], f"{p.units.number}") for p in entry.postings if p.units] == [
        ("02限定性", "3420.00"), ("01存放慈善总会", "-3420.00"),
    ]  # fmt: skip


def test_help_for_five_stands_alone() -> None:
    books = books_of(HELP.format(5, "路灯改造"))

    assert merged(books, QUARTER).books.transactions == books.transactions


def test_help_for_one_person_that_nothing_can_join_is_not_published() -> None:
    (finding,) = merged(books_of(HELP.format(1, "日常公益")), QUARTER).open

    assert finding.rule == "small-group"
    assert "不足五人" in finding.message.zh
    assert "王某" not in finding.message.zh


class Attack:
    """A random quarter with the amounts of few persons in it, all large and unlike, and all that is published of it."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.secrets: set[int] = set()
        self.lines: list[str] = []
        self.numbers = {"Company": 0, "Fund": 0}
        for month in ("2026-07", "2026-08", "2026-09"):
            self._pay(month)
            self._cards(month)
            self._help(month)
            self._ordinary(month)

    def fen(self) -> int:
        return self.rng.randrange(10**8, 10**9)

    def entry(self, day: str, entity: str, legs: list[tuple[str, int]], **meta: str) -> None:
        self.numbers[entity] += 1
        said = {"id": f"{entity}/{day[:7]}/记-{self.numbers[entity]:04d}", **meta}
        words = [f'  {key}: "{word}"' for key, word in said.items()]
        postings = [f"  {account}  {fen / 100:.2f} CNY" for account, fen in legs]
        self.lines += [f'{day} * "x"', *words, *postings]

    def _pay(self, month: str) -> None:
        pay = self.fen()
        self.secrets.add(pay)
        self.entry(
            f"{month}-25",
            "Company",
            [("Expenses:Company:5602管理费用:01职工薪酬", pay), ("Liabilities:Company:2211应付职工薪酬", -pay)],
        )
        self.entry(
            f"{month}-28",
            "Company",
            [("Liabilities:Company:2211应付职工薪酬", pay), ("Assets:Company:1002银行存款", -pay)],
        )

    def _cards(self, month: str) -> None:
        whole = 0
        for number in range(self.rng.randrange(1, 5)):
            fen = self.fen()
            whole += fen
            self.secrets.add(fen)
            self.entry(
                f"{month}-10",
                "Company",
                [("Assets:Company:1002银行存款", fen), ("Liabilities:Company:2203预收账款:01储值卡本金", -fen)],
                card=f"K{number:04d}",
            )
        self.secrets.add(whole)

    def _help(self, month: str) -> None:
        for project in ("路灯改造", "日常公益"):
            fen = self.fen()
            self.secrets.add(fen)
            self.entry(
                f"{month}-12",
                "Fund",
                [("Expenses:Fund:5101业务活动成本:02限定性", fen), ("Assets:Fund:1002银行存款:01存放慈善总会", -fen)],
                project=project,
                persons=f"{self.rng.randrange(1, 5)}",
                category="补助",
            )

    def _ordinary(self, month: str) -> None:
        for project in ("路灯改造", "日常公益"):
            bought, given_ = self.fen(), self.fen()
            self.entry(
                f"{month}-05",
                "Fund",
                [
                    ("Expenses:Fund:5101业务活动成本:02限定性", bought),
                    ("Assets:Fund:1002银行存款:01存放慈善总会", -bought),
                ],
                project=project,
                category="购置",
            )
            self.entry(
                f"{month}-06",
                "Fund",
                [("Assets:Fund:1002银行存款:01存放慈善总会", given_), ("Income:Fund:4101捐赠收入:02限定性", -given_)],
                project=project,
                donor="D0001",
            )
        rent, sold, ordered, passed = (self.fen() for _ in range(4))
        self.entry(
            f"{month}-02",
            "Company",
            [("Expenses:Company:5602管理费用:02房租水电", rent), ("Assets:Company:1002银行存款", -rent)],
        )
        self.entry(
            f"{month}-03",
            "Company",
            [("Assets:Company:1002银行存款", sold), ("Income:Company:5001主营业务收入:01团购自营", -sold)],
        )
        self.entry(
            f"{month}-04",
            "Company",
            [("Assets:Company:1002银行存款", ordered), ("Liabilities:Company:2203预收账款:02团购预收", -ordered)],
        )
        self.entry(
            f"{month}-04",
            "Company",
            [("Assets:Company:1002银行存款", passed), ("Liabilities:Company:2241其他应付款:01代收团购货款", -passed)],
        )

    def published(self, books: Books) -> set[int]:
        """Every amount that is published: each figure, each posting of the public ledger."""
        request = ReportRequest(books, QUARTER, QUARTER.end, {})
        facts = list(facts_of(make_all(request)))
        ledger = verify_ledger.read(redact(books, facts, QUARTER, Pseudonyms(b"k", "s")))
        assert ledger.errors == ()
        rows = [posting.units.number for entry in ledger.transactions for posting in entry.postings if posting.units]
        return {abs(fact.amount) for fact in facts} | {abs(to_fen(parse_decimal(f"{number}"))) for number in rows}


def found(secrets: set[int], amounts: set[int]) -> set[int]:
    """Return the secrets that are an amount, or the sum or difference of two."""
    return {s for s in secrets if s in amounts or any(abs(a - s) in amounts or a + s in amounts for a in amounts)}


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_no_published_amount_and_no_difference_of_two_is_about_one_to_four_persons(seed: int) -> None:
    """Pay of an undeclared staff, cards of one to four holders a month, help for one to four: looked for as an attacker would."""
    attack = Attack(seed)
    shown = merged(books_of("\n".join(attack.lines), HEAD + OPENED), QUARTER)

    assert shown.open == ()
    assert found(attack.secrets, attack.published(shown.books)) == set()


def test_the_attack_finds_them_where_nothing_is_merged() -> None:
    attack = Attack(7)

    assert len(found(attack.secrets, attack.published(books_of("\n".join(attack.lines), HEAD + OPENED)))) >= 9


def test_merging_changes_no_total() -> None:
    attack = Attack(11)
    books = books_of("\n".join(attack.lines), HEAD + OPENED)
    (before,), (after,) = (made(some, "company_position", "2026-Q3") for some in (books, merged(books, QUARTER).books))
    totals = {"30", "41", "47", "52", "53"}

    assert [f.amount for f in facts_of([before]) if f.line in totals] == [
        f.amount for f in facts_of([after]) if f.line in totals
    ]
    assert books.workspace is WORKSPACE
