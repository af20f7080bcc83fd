"""Charts: well-formed, worded, sized to the figures, told apart without colour."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huilin.rendering.charts import PALETTE, nice_ticks, svg, tick_label
from huilin.reporting import Chart
from huilin.wording import same

NS = "{http://www.w3.org/2000/svg}"
FEN = st.integers(-(10**11), 10**11)


def chart(kind: str, names: int, series: list[tuple[int, ...]]) -> Chart:
    return Chart(
        "c1", same("标题<&>"), kind, tuple(same(f"第{i}项") for i in range(names)),  # type: ignore[arg-type]
        tuple((same(f"系列{i}"), values) for i, values in enumerate(series)), same("说明"),
    )  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    kind=st.sampled_from(["stacked-columns", "split-bar", "progress-bars", "flow"]),
    names=st.integers(1, 14),
    data=st.data(),
)
def test_any_figures_give_a_picture_with_title_and_description(kind: str, names: int, data: st.DataObject) -> None:
    count = 2 if kind == "progress-bars" else data.draw(st.integers(1, 8))
    series = [tuple(data.draw(st.lists(FEN, min_size=names, max_size=names))) for _ in range(count)]

    root = ET.fromstring(svg(chart(kind, names, series), "zh", width=360))

    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{NS}title", f"{NS}desc"]
    assert all(
        float(rect.get("width", "0")) >= 0 and float(rect.get("height", "0")) >= 0 for rect in root.iter(f"{NS}rect")
    )


def test_bars_are_as_long_as_their_figures() -> None:
    root = ET.fromstring(svg(chart("split-bar", 1, [(300,), (100,)]), "zh", width=400))
    bars = [float(rect.get("width", "0")) for rect in root.iter(f"{NS}rect") if rect.get("height") == "44.0"]

    assert bars == [300.0, 100.0]


def test_progress_stands_in_two_columns_where_there_is_room_and_bars_keep_one_scale() -> None:
    many = chart("progress-bars", 5, [(50, 100, 20, 30, 40), (100, 100, 100, 100, 100)])
    frames = [
        (float(rect.get("x", "0")), float(rect.get("y", "0")), float(rect.get("width", "0")))
        for rect in ET.fromstring(svg(many, "zh", width=980)).iter(f"{NS}rect")
        if rect.get("fill") == "none"
    ]

    assert len({x for x, _, _ in frames}) == 2
    assert [y for _, y, _ in frames] == [51.0, 97.0, 143.0, 51.0, 97.0]
    assert len({width for _, _, width in frames}) == 1


def test_series_differ_in_brightness_or_hatching() -> None:
    """Two neighbours in print grey must not look alike: brightness differs by a tenth, or the hatching does."""

    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for first, second in pairwise(PALETTE):
        assert abs(grey(first.colour) - grey(second.colour)) > 0.1
        assert first.hatch != second.hatch


@settings(deadline=None, max_examples=60)
@given(FEN, FEN)
def test_ticks_are_few_round_and_hold_the_figures(one: int, other: int) -> None:
    low, high = min(one, other, 0), max(one, other, 0)
    ticks = nice_ticks(low, high)

    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= 7
    assert all(tick % 100 == 0 for tick in ticks)
    assert all(re.fullmatch(r"-?[\d,]+(\.\d)?万?", tick_label(tick, ticks, "zh")) for tick in ticks)


@pytest.mark.parametrize(("fen", "label"), [(0, "0"), (1_000_000, "1万"), (1_500_000, "1.5万"), (-2_000_000, "-2万")])
def test_large_ticks_are_said_in_wan(fen: int, label: str) -> None:
    assert tick_label(fen, (-2_000_000, 1_500_000), "zh") == label
