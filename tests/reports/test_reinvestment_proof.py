"""反哺一笔账: from revenue to use, each figure proved by the posted books and tied to the reconciliation."""

from __future__ import annotations

from huilin.rendering.charts import svg
from huilin.reporting import facts_of
from tests.reporting.small import amounts, books_of, made, prove
from tests.reports.test_reinvestment import POLICY, YEAR

USED = """
2026-06-01 * "换灯" ^ev-1
  id: "Fund/2026-06/记-0001"
  project: "路灯改造"
  Expenses:Fund:5101业务活动成本:02限定性  4000.00 CNY
  Assets:Fund:1002银行存款:01存放慈善总会  -4000.00 CNY
"""


def test_the_way_of_the_money_is_proved_from_revenue_to_use() -> None:
    """100,000 earned, 19,000 owed, 12,000 paid and received, 4,300 used for lamps (300 of it for meals)."""
    books = books_of(POLICY + YEAR + USED)
    (page,) = made(books, "reinvestment_proof", "2026-Q2")
    known = amounts([page])

    names = (
        "revenue",
        "profit",
        "base",
        "owed",
        "accrued.all",
        "paid.all",
        "transit.all",
        "received.all",
        "unpaid.all",
    )
    assert [known[f"Company.reinvestment-proof.{name}"] for name in names] == [
        "100,000.00", "100,000.00", "95,000.00", "19,000.00", "19,000.00", "12,000.00", "0.00", "12,000.00", "7,000.00",
    ]  # fmt: skip
    used = [amount for name, amount in known.items() if name.endswith("-spent")]
    assert used == ["4,300.00"]
    assert all(check.holds for check in page.checks)
    prove(books, facts_of([page, *made(books, "reinvestment", "2026-Q2")]))


def test_every_posted_figure_names_its_vouchers() -> None:
    (page,) = made(books_of(POLICY + YEAR + USED), "reinvestment_proof", "2026-Q2")
    entries = {fact.line: fact.entries for fact in facts_of([page]) if fact.query and fact.amount}

    assert entries["paid"] == ("Company/2026-04/记-0001",)
    assert entries["received"] == ("Fund/2026-05/记-0001",)
    assert all(entries.values())


def test_the_stream_is_drawn_without_script_and_said_in_words() -> None:
    (page,) = made(books_of(POLICY + YEAR + USED), "reinvestment_proof", "2026-Q2")
    (chart,) = page.charts
    drawn = svg(chart, "zh")

    assert chart.kind == "river"
    assert len(chart.categories) == len(chart.series[0][1])
    assert "<script" not in drawn
    assert all(word in drawn for word in ("反哺基数 95,000.00", "留在公司 76,000.00", "还没有付 7,000.00"))
    assert "应反哺19,000.00元" in chart.alt.zh


def test_a_year_of_loss_says_so_and_draws_nothing() -> None:
    loss = YEAR.partition("2026-03-31")[0].replace("100000.00", "-5.00").replace("--", "")
    (page,) = made(books_of(POLICY + loss), "reinvestment_proof", "2026-Q2")

    assert page.charts == ()
    assert "没有反哺义务" in page.summary[0].zh
