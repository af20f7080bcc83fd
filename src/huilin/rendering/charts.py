"""Pictures of figures as SVG text: no script, words beside every mark, told apart in grey print too.

Each series has a colour of its own brightness and a hatching; colours after Okabe and Ito's advice for
colour-blind readers, darkened so that they hold on white paper. Nothing here adds: heights are the figures.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from huilin.money import Fen, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from huilin.reporting import Chart
    from huilin.wording import Language

FONT = "'Huilin Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
INK, QUIET, RULE = "#22302d", "#55625f", "#d5dcd9"
_ROW = 20.0
_TWO_COLUMNS, _GAP = 860, 48.0
"""From this width on, bars stand in two columns, so far apart."""


class Paint(NamedTuple):
    """A series' colour, and the hatching drawn over it (an SVG path in an 8×8 tile; empty: plain)."""

    colour: str
    hatch: str = ""


class Look(NamedTuple):
    """How words are written: colour and size."""

    colour: str
    size: int


BODY, SMALL, AXIS, ASIDE = Look(INK, 13), Look(INK, 12), Look(QUIET, 11), Look(QUIET, 12)

PALETTE = (
    Paint("#1d5c54"),
    Paint("#e0a93b", "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    Paint("#5f8fb4", "M0 4H8"),
    Paint("#c9d8d3", "M2 2h.1M6 6h.1"),
    Paint("#a94f37", "M0 0L8 8M-2 6L2 10M6 -2L10 2"),
    Paint("#8a8f8d", "M4 0V8"),
    Paint("#efe3c4", "M0 4H8M4 0V8"),
)


def svg(chart: Chart, language: Language, *, width: int = 640, accent: str = PALETTE[0].colour) -> str:
    """Return the chart as one `<svg>` element `width` units wide, with its title and description."""
    draw = _DRAW[chart.kind]
    pen = _Pen(chart, language, float(width), accent)
    height = draw(pen)
    title, alt = escape(chart.title.say(language)), escape(chart.alt.say(language))
    name = _safe(chart.id)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" width="{width}" '
        f'height="{height:.0f}" role="img" aria-labelledby="{name}-t {name}-d" font-family="{FONT}" font-size="13">'
        f'<title id="{name}-t">{title}: {alt}</title><desc id="{name}-d">{alt}</desc>'
        f"<defs>{''.join(pen.patterns)}</defs>{''.join(pen.marks)}</svg>"
    )


class _Pen:
    """What is drawn so far: marks and the hatchings they use."""

    def __init__(self, chart: Chart, language: Language, width: float, accent: str) -> None:
        self.chart = chart
        self.language = language
        self.width = width
        self.accent = accent
        self.marks: list[str] = []
        self.patterns: dict[str, None] = {}

    def say(self, place: int) -> str:
        return self.chart.categories[place].say(self.language)

    def fill(self, place: int) -> str:
        """Return the paint of series `place`, making its hatching known."""
        paint = PALETTE[place % len(PALETTE)]
        colour = self.accent if place == 0 else paint.colour
        if not paint.hatch:
            return colour
        name = f"{_safe(self.chart.id)}-p{place}"
        line = "#ffffff" if place in (2, 4, 5) else "#5d4a1a" if place in (1, 6) else "#3f544e"
        self.patterns[
            f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{colour}"/>'
            f'<path d="{paint.hatch}" stroke="{line}" stroke-width="1.1" stroke-linecap="round" opacity=".6" fill="none"/></pattern>'
        ] = None
        return f"url(#{name})"

    def bar(self, x: float, y: float, size: tuple[float, float], fill: str, edge: str = "none") -> None:
        width, height = size
        self.marks.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" '
            f'fill="{fill}" stroke="{edge}"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = RULE) -> None:
        self.marks.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="1"/>'
        )

    def text(self, x: float, y: float, words: str, anchor: str = "start", look: Look = BODY) -> None:
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{look.colour}" font-size="{look.size}">{escape(words)}</text>'
        )


def _stacked_columns(pen: _Pen) -> float:
    """Draw columns along time, each series a layer, named in a key above in the order in which it is stacked."""
    series = pen.chart.series
    top = _key(pen, [label.say(pen.language) for label, _ in series]) + 12
    count = len(pen.chart.categories)
    ups = [sum(max(values[i], 0) for _, values in series) for i in range(count)]
    downs = [sum(min(values[i], 0) for _, values in series) for i in range(count)]
    ticks = nice_ticks(min([0, *downs]), max([0, *ups]))
    left, plot = 62.0, 200.0
    span = max(ticks[-1] - ticks[0], 1)

    def height(fen: Fen) -> float:
        return top + plot * (ticks[-1] - fen) / span

    for tick in ticks:
        pen.line(left, height(tick), pen.width, height(tick))
        pen.text(left - 8, height(tick) + 4, tick_label(tick, ticks, pen.language), "end", AXIS)
    step = (pen.width - left) / max(count, 1)
    thick = min(step * 0.66, 46.0)
    for i in range(count):
        x = left + step * i + (step - thick) / 2
        _stack(pen, x, thick, [values[i] for _, values in series], height)
    pen.line(left, height(0), pen.width, height(0), INK)
    _foot(pen, left, step, top + plot + 18)
    return top + plot + 28


def _stack(pen: _Pen, x: float, thick: float, values: Sequence[Fen], height: Callable[[Fen], float]) -> None:
    up = down = 0
    for place, fen in enumerate(values):
        base = up if fen >= 0 else down
        low, high = sorted((height(base), height(base + fen)))
        if fen:
            pen.bar(x, low, (thick, high - low), pen.fill(place), "#ffffff")
        if fen >= 0:
            up += fen
        else:
            down += fen


def _foot(pen: _Pen, left: float, step: float, y: float) -> None:
    """Name the columns; where there is no room for all, every second, third … one, the last always."""
    names = [pen.say(i) for i in range(len(pen.chart.categories))]
    need = max((_wide(name, 11) for name in names), default=0.0) + 6
    every = max(1, -int(-need // step)) if step else 1
    last = len(names) - 1
    for i, name in enumerate(names):
        if (last - i) % every == 0:
            pen.text(left + step * (i + 0.5), y, name, "middle", AXIS)


def _split_bar(pen: _Pen) -> float:
    """Draw one bar cut into its parts; below it each part with its sign, its name and its figure."""
    parts = [(label.say(pen.language), values[0] if values else 0) for label, values in pen.chart.series]
    whole = sum(max(fen, 0) for _, fen in parts)
    x = 0.0
    for place, (_, fen) in enumerate(parts):
        if fen > 0:
            share = pen.width * fen / whole
            pen.bar(x, 2, (share, 44), pen.fill(place), "#ffffff")
            x += share
    y = 72.0
    for place, (name, fen) in enumerate(parts):
        pen.bar(0.5, y - 12, (16, 14), pen.fill(place), INK)
        pen.text(26, y, name)
        pen.text(pen.width, y, show(fen), "end")
        pen.line(0, y + 8, pen.width, y + 8)
        y += 27
    return y - 8


def _progress_bars(pen: _Pen) -> float:
    """Draw a bar a category: the frame is the whole, the fill is what is done; beyond the whole it is hatched."""
    (done_label, done), (of_label, of) = pen.chart.series[:2]
    most = max([1, *done, *of])
    pen.bar(0.5, 2, (16, 12), pen.fill(0), INK)
    pen.text(24, 13, done_label.say(pen.language), look=ASIDE)
    start = 24 + _wide(done_label.say(pen.language), 12) + 22
    pen.bar(start, 2, (16, 12), "#ffffff", pen.accent)
    pen.text(start + 24, 13, of_label.say(pen.language), look=ASIDE)
    count = len(pen.chart.categories)
    columns = 2 if pen.width >= _TWO_COLUMNS and count > 1 else 1
    rows = -(-count // columns)
    room = (pen.width - _GAP * (columns - 1)) / columns
    for place in range(count):
        spot = ((place // rows) * (room + _GAP), 44.0 + 46 * (place % rows), room)
        _progress(pen, spot, pen.say(place), (done[place], of[place]), most)
    return 30.0 + 46 * rows


def _progress(pen: _Pen, spot: tuple[float, float, float], name: str, figures: tuple[Fen, Fen], most: Fen) -> None:
    (x, y, room), (done, of) = spot, figures
    words = f"{show(done)} / {show(of)}"
    pen.text(x, y, _fit(name, room - _wide(words, 12) - 12, 13))
    pen.text(x + room, y, words, "end", ASIDE)
    scale = (room - 1) / most
    pen.bar(x + 0.5, y + 7, (max(min(done, of) if of else done, 0) * scale, 14), pen.fill(0))
    if of and done > of:
        pen.bar(x + 0.5 + of * scale, y + 7, ((done - of) * scale, 14), pen.fill(4))
    if of:
        pen.bar(x + 0.5, y + 7, (of * scale, 14), "none", pen.accent)


def _flow(pen: _Pen) -> float:
    """Draw steps downward, each with its figure and a bar from the zero line; what is taken away points left."""
    values = pen.chart.series[0][1] if pen.chart.series else ()
    low, high = min([0, *values]), max([0, *values])
    scale = (pen.width - 24) / max(high - low, 1)
    zero = 24 - low * scale
    y = 16.0
    edges = []
    for place, fen in enumerate(values):
        pen.text(24, y, _fit(pen.say(place), pen.width - 24 - _wide(show(fen), 13) - 12, 13))
        pen.text(pen.width, y, show(fen), "end")
        size = abs(fen) * scale
        pen.bar(zero if fen >= 0 else zero - size, y + 7, (size, 13), pen.fill(0 if fen >= 0 else 4))
        edges.append(y)
        pen.line(zero, y + 4, zero, y + 23, INK)
        y += 50
    for above, below in pairwise(edges):
        pen.marks.append(f'<path d="M8 {above:.1f}V{below - 14:.1f}" stroke="{QUIET}" fill="none"/>')
        pen.marks.append(f'<path d="M4 {below - 19:.1f}L8 {below - 12:.1f}L12 {below - 19:.1f}Z" fill="{QUIET}"/>')
    return y - 22


def _river(pen: _Pen) -> float:
    """Draw a stream downward that narrows: each stage as wide as its figure; what leaves it turns off to the right."""
    values = pen.chart.series[0][1] if pen.chart.series else ()
    most = max([1, *values])
    widths = [max(fen, 0) * (pen.width - 2) / most for fen in values]
    y, bank, fall = 16.0, 14.0, 42.0
    for place in range(0, len(values), 2):
        pen.text(0, y, f"{pen.say(place)} {show(values[place])}")
        pen.bar(0.5, y + 7, (max(widths[place], 1.5), bank), pen.fill(0))
        if place + 2 < len(values):
            _falls(pen, y + 7 + bank, fall, widths[place], widths[place + 2])
            if values[place + 1]:
                label = f"→ {pen.say(place + 1)} {show(values[place + 1])}"
                pen.text(pen.width, y + 7 + bank + fall / 2 + 5, label, "end", ASIDE)
        y += 7 + bank + fall + 18
    return y - fall - 14


def _falls(pen: _Pen, y: float, fall: float, above: float, below: float) -> None:
    """Draw the stream between two stages, and the part that leaves it, fading to the right bank."""
    pen.marks.append(
        f'<path d="M0.5 {y:.1f}H{max(above, 1.5):.1f}Q{max(below, 1.5):.1f} {y + fall / 3:.1f} {max(below, 1.5):.1f} {y + fall + 18:.1f}H0.5Z" '
        f'fill="{pen.accent}" opacity=".22"/>'
    )


_DRAW: dict[str, Callable[[_Pen], float]] = {
    "stacked-columns": _stacked_columns,
    "split-bar": _split_bar,
    "progress-bars": _progress_bars,
    "flow": _flow,
    "river": _river,
}


def _key(pen: _Pen, names: Iterable[str]) -> float:
    """Draw the key in as many rows as it needs; return where it ends."""
    x, y = 0.0, 14.0
    for place, name in enumerate(names):
        room = 24 + _wide(name, 12) + 20
        if x and x + room - 20 > pen.width:
            x, y = 0.0, y + _ROW
        pen.bar(x + 0.5, y - 11, (16, 13), pen.fill(place), INK)
        pen.text(x + 24, y, name, look=SMALL)
        x += room
    return y


def nice_ticks(low: Fen, high: Fen) -> tuple[Fen, ...]:
    """Return three to six round values, whole yuan, from at most `low` to at least `high`."""
    span = max(high - low, 100)
    step = 100
    while span > step * 5:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    first = low // step
    last = -(-high // step)
    return tuple(step * i for i in range(first, max(last, first + 1) + 1))


def tick_label(fen: Fen, ticks: Sequence[Fen], language: Language) -> str:
    """Return an axis value: in 万元 where that is short and exact (`12万`, `1.5万`), else in yuan."""
    if language == "zh" and max(map(abs, ticks)) >= 10_000_00 and all(tick % 1_000_00 == 0 for tick in ticks):
        whole, rest = divmod(abs(fen) // 1_000_00, 10)
        sign = "-" if fen < 0 else ""
        return f"{sign}{whole}.{rest}万" if rest else f"{sign}{whole}万" if whole else "0"
    return f"{fen // 100:,}"


def _wide(words: str, size: float) -> float:
    """Estimate how wide the words are: a Chinese sign is as wide as high, a digit a little over half."""
    return sum(size if ord(sign) > 0x2E7F else size * 0.58 for sign in words)


def _fit(words: str, room: float, size: float) -> str:
    """Shorten what does not fit; the table beside the picture says it in full."""
    if _wide(words, size) <= room:
        return words
    while words and _wide(words + "…", size) > room:
        words = words[:-1]
    return words + "…"


def _safe(name: str) -> str:
    return "c-" + "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in name)
