"""Sampling: materiality, size, the vouchers drawn, and what the auditor found, as one working paper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.audit import marks, sampling
from huilin.audit.ledger_view import entries, wording
from huilin.audit.populations import POPULATIONS, benchmarks, population
from huilin.audit.table import Column, Table
from huilin.errors import UsageError
from huilin.money import InexactAmountError, parse_amount, show, to_fen
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huilin.audit.marks import Mark
    from huilin.audit.request import AuditRequest
    from huilin.money import Fen

TOLERABLE = 75
"""Tolerable misstatement in per cent of materiality, where none is given (a usual share; no standard says it)."""
MOST = 500
"""No more vouchers are drawn at random."""


class Asked(NamedTuple):
    """What a sample is asked for, with the defaults filled in; fen."""

    population: str
    method: str
    materiality: Fen
    tolerable: Fen
    risk: int
    expected: Fen
    size: int
    seed: str


def make(request: AuditRequest) -> tuple[Table, ...]:
    """Return benchmarks of materiality, how the sample was drawn, the sample, and what it says of the population."""
    request = of_one_entity(request)
    asked = asked_for(request)
    sample = draw(request, asked)
    known = marks.read(request.marks or marks.file_of(request.books.workspace)).get(sample.id, {})
    return (
        paper(request, sample, known),
        _drawn(asked, sample),
        _result(asked, sample, known),
        _benchmarks(request),
    )


def of_one_entity(request: AuditRequest) -> AuditRequest:
    """Return the request for one set of books: a sample never mixes two; the first where none is named."""
    return request if request.entity or not request.entities else replace(request, entity=request.entities[0].name)


def asked_for(request: AuditRequest) -> Asked:
    """Return what is asked for; raise UsageError for an amount or a number that is none."""
    usual = max((one.amount for one in benchmarks(request)), default=0)
    materiality = _amount(request, "materiality") or max(usual, 100)
    return Asked(
        request.option("population", "expenses"),
        request.option("method", "mus"),
        materiality,
        _amount(request, "tolerable") or materiality * TOLERABLE // 100,
        _number(request, "risk", 10),
        _amount(request, "expected"),
        _number(request, "size", 0),
        request.option("seed", request.period.name),
    )


def draw(request: AuditRequest, asked: Asked) -> sampling.Sample:
    """Draw the sample; raise UsageError for an unknown method, population or risk."""
    units = population(request, asked.population)
    wide = sampling.interval(asked.tolerable, asked.risk, asked.expected)
    total = sum(unit.fen for unit in units)
    if asked.method == "mus":
        wide = max(1, total // asked.size) if asked.size else wide
        return sampling.monetary_units(units, wide, asked.seed)
    if asked.method == "random":
        size = asked.size or min(sampling.size_of(total, wide), MOST)
        return sampling.at_random(units, min(size, len(units)), asked.seed)
    raise UsageError(
        Text(f"没有叫“{asked.method}”的抽样方法。", f"There is no method “{asked.method}”."),
        Text("请写 mus（货币单元）或 random（随机）。", "Write mus (monetary units) or random."),
    )


def paper(request: AuditRequest, sample: sampling.Sample, known: dict[str, Mark]) -> Table:
    """Return the sample as a working paper: one row a voucher, with the auditor's ticks."""
    view = entries(request.books)
    at = dict(zip(view["ref"].tolist(), view.index.tolist(), strict=True))
    places = [at[one.ref] for one in sample.drawn]
    said = wording(request.books, places)
    rows = [
        _row(number, one, view.loc[place], what, known.get(one.ref))
        for number, (one, place, what) in enumerate(zip(sample.drawn, places, said, strict=True), 1)
    ]
    columns = (
        Column("number", Text("序号", "No."), "count"), Column("date", Text("日期", "Date"), "date"),
        Column("id", Text("凭证", "Voucher"), "voucher", origin="id"), Column("what", Text("摘要", "Narration")),
        Column("amount", Text("账面金额", "Book amount"), "money", origin="id"), Column("hits", Text("命中", "Hits"), "count"),
        Column("top", Text("必查", "Top stratum")), Column("evidence", Text("凭据", "Evidence"), "document"),
        Column("tick", Text("核对", "Tick")), Column("audited", Text("审定金额", "Audited amount"), "money"),
        Column("difference", Text("差异", "Difference"), "money", blank_zero=True), Column("note", Text("备注", "Note")),
        Column("by", Text("执行人", "By")),
    )  # fmt: skip
    return Table.of(
        "sampling.paper", Text("抽样检查表", "Sample"), columns, rows, entity=request.books.entities[request.entity].title,
        period=request.heading,
        about=Text(
            f"样本 {sample.id}。✓ 相符，× 不符，? 待查；记号存在审计人员自己的文件里，不进账本。",
            f"Sample {sample.id}. ✓ in order, × misstated, ? open; ticks are kept in the auditor's own file, not in the books.",
        ),
        empty=Text("总体是空的，没有可抽的凭证。", "The population is empty: there is no voucher to draw."),
        notes=(Text(f"记一笔：huilin audit tick {sample.id} 凭证号 ✓", f"Tick one: huilin audit tick {sample.id} VOUCHER ✓"),),
    ) if request.entity else Table.of("sampling.paper", Text("抽样检查表", "Sample"), columns, [])  # fmt: skip


def _row(number: int, one: sampling.Drawn, entry: Any, what: str, mark: Mark | None) -> tuple[Any, ...]:  # noqa: ANN401 - a row
    audited = audited_of(mark, one.fen)
    proofs = entry["evidence"]
    return (
        number, entry["date"], one.ref, what, one.fen, one.hits, _YES if one.top else "", proofs[0] if proofs else "",
        mark.tick if mark else "", audited, one.fen - audited if audited is not None else None,
        mark.note if mark else "", mark.by if mark else "",
    )  # fmt: skip


_YES = Text("是", "yes")


def audited_of(mark: Mark | None, booked: Fen) -> Fen | None:
    """Return the amount that the auditor found right; None where nothing is found yet."""
    if mark is None or mark.tick == "?":
        return None
    try:
        return to_fen(parse_amount(mark.audited)) if mark.audited else booked
    except InexactAmountError:
        return None


def _drawn(asked: Asked, sample: sampling.Sample) -> Table:
    columns = (Column("what", Text("项目", "Item")), Column("value", Text("内容", "Value")))
    return Table.of(
        "sampling.method", Text("抽样方法", "How the sample was drawn"), columns, list(_said(asked, sample)),
        basis=Text("中国注册会计师审计准则第1314号（系数见程序说明，未核原文）", "CSA 1314 (factors: see the program; originals not checked)"),
        notes=(
            Text(
                "货币单元抽样：间隔 =（可容忍错报 − 预计错报 × 扩张系数）÷ R，R = −ln(风险)；起点 = SHA-256(种子|件数|总额) 除以间隔的余数 + 1 分。",
                "Monetary units: interval = (tolerable − expected × expansion) ÷ R, R = −ln(risk); start = SHA-256(seed|vouchers|total) mod interval + 1 fen.",
            ),
            Text("随机抽样：取 SHA-256(种子|凭证号) 最小的若干张。", "Random: the vouchers with the lowest SHA-256(seed|number)."),
            Text("扩张系数出自美国注册会计师协会指南（凭记忆，未核）；R 由公式算出。", "The expansion factors are the AICPA guide's (from memory, not checked); R is computed."),
        ),
    )  # fmt: skip


def _said(asked: Asked, sample: sampling.Sample) -> Iterator[tuple[Text, str]]:
    named = POPULATIONS.get(asked.population)
    yield Text("样本编号", "Sample"), sample.id
    yield Text("总体", "Population"), named.title.zh if named else asked.population
    yield Text("总体件数", "Vouchers"), f"{sample.units:,}"
    yield Text("总体金额", "Amount"), show(sample.population)
    yield Text("方法", "Method"), sample.method
    yield Text("重要性水平", "Materiality"), show(asked.materiality)
    yield Text("可容忍错报", "Tolerable misstatement"), show(asked.tolerable)
    yield Text("误受风险", "Risk of incorrect acceptance"), f"{asked.risk}%"
    yield Text("预计错报", "Expected misstatement"), show(asked.expected)
    yield Text("保证系数 R", "Reliability factor R"), f"{sampling.reliability(asked.risk):.4f}"
    if sample.interval:
        yield Text("间隔", "Interval"), show(sample.interval)
        yield Text("起点", "Start"), show(sample.start)
        yield Text("必查（不低于间隔）", "Top stratum"), f"{sum(one.top for one in sample.drawn)}"
    yield Text("种子", "Seed"), asked.seed
    yield Text("抽中件数", "Vouchers drawn"), f"{len(sample.drawn)}"


def _result(asked: Asked, sample: sampling.Sample, known: dict[str, Mark]) -> Table:
    """Return how far the examination is, and for monetary units what its findings mean for the population."""
    done = {one.ref: fen for one in sample.drawn if (fen := audited_of(known.get(one.ref), one.fen)) is not None}
    columns = (Column("what", Text("项目", "Item")), Column("amount", Text("金额", "Amount"), "money"))
    rows: list[tuple[Text, Fen]] = [
        (Text("已查金额", "Examined"), sum(one.fen for one in sample.drawn if one.ref in done)),
        (Text("查出的错报", "Misstatements found"), sum(one.fen - done[one.ref] for one in sample.drawn if one.ref in done)),
    ]  # fmt: skip
    whole = len(done) == len(sample.drawn) > 0
    notes: tuple[Text, ...] = (
        Text(
            f"抽中 {len(sample.drawn)} 张，已查 {len(done)} 张。", f"{len(sample.drawn)} drawn, {len(done)} examined."
        ),
    )
    if whole and sample.interval:
        found = sampling.project(sample, done, asked.risk)
        rows += [
            (Text("推断错报", "Projected misstatement"), found.projected),
            (Text("错报上限", "Upper limit"), found.upper),
        ]
        verdict = (
            Text(
                "错报上限不超过可容忍错报：总体可以接受。", "The upper limit is within tolerable misstatement: accept."
            )
            if found.upper <= asked.tolerable
            else Text(
                "错报上限超过可容忍错报：扩大样本或调整。",
                "The upper limit exceeds tolerable misstatement: extend or adjust.",
            )
        )
        notes = (*notes, verdict)
    return Table.of("sampling.result", Text("抽样结果", "Result"), columns, rows, notes=notes)


def _benchmarks(request: AuditRequest) -> Table:
    columns = (
        Column("base", Text("基准", "Benchmark")), Column("amount", Text("金额", "Amount"), "money"),
        Column("share", Text("常用比例", "Usual share"), "percent"), Column("materiality", Text("重要性水平", "Materiality"), "money"),
    )  # fmt: skip
    rows = [(one.title, one.base, Decimal(one.per_mille) / 1000, one.amount) for one in benchmarks(request)]
    return Table.of(
        "sampling.benchmarks", Text("重要性水平的参考", "Benchmarks of materiality"), columns, rows, period=request.heading,
        notes=(Text("比例是实务中的经验数（凭记忆，准则没有规定），由审计人员判断。", "The shares are rules of thumb (from memory; no standard sets them): the auditor decides."),),
    )  # fmt: skip


def _amount(request: AuditRequest, name: str) -> Fen:
    said = request.option(name)
    try:
        return to_fen(parse_amount(said)) if said else 0
    except InexactAmountError as error:
        raise UsageError(
            Text(f"{name} 写作“{said}”，不是金额。", f"{name}, “{said}”, is no amount."),
            Text("请写如 10000.00。", "Write it like 10000.00."),
        ) from error


def _number(request: AuditRequest, name: str, default: int) -> int:
    said = request.option(name)
    if said and not said.isdigit():
        raise UsageError(
            Text(f"{name} 写作“{said}”，不是整数。", f"{name}, “{said}”, is no whole number."),
            Text("请写数字。", "Write digits."),
        )
    return int(said) if said else default
