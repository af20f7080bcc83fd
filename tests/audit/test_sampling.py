"""Samples: anyone draws the same, large vouchers are always in, the size keeps the risk, ticks stay out of the books."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huilin.audit import marks, sampling
from huilin.audit.pages import page
from huilin.audit.sampling import Drawn, Sample, Unit
from huilin.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.audit import Table
    from tests.audit.conftest import Ask

UNITS = st.lists(st.integers(1, 10**7), min_size=1, max_size=60).map(
    lambda sums: tuple(Unit(f"Fund/2026-07/记-{n:04d}", fen) for n, fen in enumerate(sums, 1))
)


@pytest.mark.parametrize(
    ("risk", "errors", "printed"),
    [(5, 0, "3.00"), (10, 0, "2.30"), (5, 1, "4.74"), (5, 2, "6.30"), (10, 1, "3.89"), (10, 3, "6.68")],
)
def test_reliability_factors_are_those_that_poisson_tables_print(risk: int, errors: int, printed: str) -> None:
    assert round(sampling.reliability(risk, errors), 2) == Decimal(printed)


@given(UNITS, st.integers(1, 10**6), st.text(max_size=8))
def test_every_interval_has_one_hit_and_the_top_stratum_is_whole(units: tuple[Unit, ...], wide: int, seed: str) -> None:
    drawn = sampling.monetary_units(units, wide, seed)

    below = [unit for unit in units if unit.fen < wide]
    assert {one.ref for one in drawn.drawn if one.top} == {unit.ref for unit in units if unit.fen >= wide}
    hits = sum(one.hits for one in drawn.drawn if not one.top)
    total = sum(unit.fen for unit in below)
    assert hits == len(range(drawn.start, total + 1, wide))
    assert drawn == sampling.monetary_units(units, wide, seed)


def test_each_yuan_has_the_same_chance() -> None:
    units = tuple(Unit(f"v{n}", fen) for n, fen in enumerate([100, 300, 600]))
    found: Counter[str] = Counter()
    for seed in range(3000):
        found.update(one.ref for one in sampling.monetary_units(units, 1000, str(seed)).drawn)

    assert abs(found["v0"] - 300) < 60
    assert abs(found["v1"] - 900) < 100
    assert found.total() == 3000


def test_a_tolerable_misstatement_stays_unseen_at_most_as_often_as_the_risk_says() -> None:
    """1,000 vouchers of 100.00, of which those wrong add up to tolerable: how often does a sample hold none of them?"""
    units = tuple(Unit(f"v{n}", 10_000) for n in range(1000))
    wide = sampling.interval(500_000, 10)
    unseen = 0
    for seed in range(1000):
        wrong = set(random.Random(seed).sample([unit.ref for unit in units], 50))
        unseen += not wrong & {one.ref for one in sampling.monetary_units(units, wide, str(seed)).drawn}

    assert unseen <= 130


def test_random_samples_depend_on_seed_and_numbers_alone() -> None:
    units = tuple(Unit(f"v{n}", n) for n in range(1, 101))

    drawn = {one.ref for one in sampling.at_random(units, 10, "a").drawn}
    assert drawn == {one.ref for one in sampling.at_random(units[::-1], 10, "a").drawn}
    assert len(drawn) == 10
    assert drawn != {one.ref for one in sampling.at_random(units, 10, "b").drawn}


def test_a_tainted_interval_is_projected_and_a_large_voucher_counts_as_it_is() -> None:
    """Interval 100.00 at 5 %: half of a small voucher is wrong, and 7.00 of a large one."""
    drawn = (Drawn("small", 4000, 1, top=False), Drawn("large", 20000, 2, top=True))
    sample = Sample("mus", "s", 100000, 9, 10000, 1, drawn)

    found = sampling.project(sample, {"small": 2000, "large": 19300}, 5)

    assert (found.known, found.projected) == (2700, 5700)
    by_hand = Decimal("299.573") + Decimal("0.5") * (Decimal("474.386") - Decimal("299.573")) + 7
    assert abs(Decimal(found.upper) / 100 - by_hand) < Decimal("0.02")


def test_no_interval_is_left_when_the_expected_misstatement_eats_the_tolerable_one() -> None:
    with pytest.raises(UsageError, match="太大"):
        sampling.interval(10_000, 5, 10_000)
    with pytest.raises(UsageError, match="没有系数"):
        sampling.interval(10_000, 7)


SALARY = """
2026-10-0{n} * "工资"
  id: "Company/2026-10/记-000{n}"
  Expenses:Company:5602管理费用:01职工薪酬  {amount} CNY
  Assets:Company:1002银行存款:01建行基本户  -{amount} CNY
"""


@pytest.fixture
def asked(ask: Ask, tmp_path: Path) -> dict[str, object]:
    ledger = "".join(SALARY.format(n=n, amount=f"{n}00.00") for n in range(1, 6))
    said = {"materiality": "1000.00", "tolerable": "1000.00", "risk": "10", "seed": "晴川"}
    file = tmp_path / "ticks.json"
    return {"request": ask(ledger, entity="Company", options=said, marks=file), "file": file}


def test_the_paper_shows_the_auditors_ticks_and_then_the_result(asked: dict[str, object]) -> None:
    request, file = asked["request"], asked["file"]
    paper, *_ = page("sampling").make(request)  # type: ignore[arg-type]
    drawn = [row[2].text for _, row in paper.cells()]
    sample = str(paper.about).split()[1].split("。")[0]
    assert drawn[-1] == "Company/2026-10/记-0005"
    known: dict[str, dict[str, marks.Mark]] = {}
    for ref in drawn:
        audited = "450.00" if ref.endswith("5") else ""
        known = marks.with_mark(
            known, sample, ref, marks.Mark("×" if audited else "✓", audited, "少一张发票", "何审计")
        )

    marks.write(file, known, date(2026, 10, 15))  # type: ignore[arg-type]

    ticked, _, result, _ = page("sampling").make(request)  # type: ignore[arg-type]
    last = [row for _, row in ticked.cells()][-1]
    assert [cell.text for cell in last[8:]] == ["×", "450.00", "50.00", "少一张发票", "何审计"]
    shown = [(str(row[0].value), row[1].text) for _, row in result.cells()]
    assert shown[1:3] == [("查出的错报", "50.00"), ("推断错报", "50.00")]
    assert marks.read(file) == known  # type: ignore[arg-type]
    assert oct(file.stat().st_mode)[-3:] == "600"  # type: ignore[attr-defined]


def test_a_broken_file_of_ticks_holds_none(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text('{"samples": {"s": {"v": 1}, "t": 2}}', encoding="utf-8")

    assert marks.read(tmp_path / "a.json") == marks.read(tmp_path / "none.json") == {}
    assert marks.read(tmp_path / "b.json") == {"s": {}}


def test_words_that_are_no_amount_are_refused(asked: dict[str, object]) -> None:
    request = asked["request"]
    request.options["materiality"] = "很多"  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="不是金额"):
        page("sampling").make(request)  # type: ignore[arg-type]


def shown(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.cells()]


def test_a_random_sample_of_two_holds_two(asked: dict[str, object]) -> None:
    request = asked["request"]
    request.options.update(method="random", size="2")  # type: ignore[attr-defined]
    assert len(page("sampling").make(request)[0]) == 2  # type: ignore[arg-type]
