"""Column profiles: a bank or platform without a module, described in text by whoever has its file.

    格式 齐鲁银行对公
    表头含 交易日期, 借方发生额, 贷方发生额, 余额
    日期 = 交易日期   支出 = 借方发生额   收入 = 贷方发生额   余额 = 余额
    对方 = 对方户名   摘要 = 摘要, 用途   流水号 = 交易流水号   结束行 含 合计

Two blanks or a new line part the settings; of several headings the first that is there is read. `方向` names the
column that says 收 or 支 where there is one amount. A profile is proposed from a file's headings by the alias table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from huilin.importing import cells
from huilin.importing.declaration import (
    ACCOUNT,
    AMOUNT,
    BALANCE,
    CLOCK,
    DAY,
    DIRECTION,
    INTO,
    MOMENT,
    MONEY,
    OUT,
    SERIAL,
)
from huilin.importing.rules.values import finding
from huilin.importing.source import Source
from huilin.wording import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from huilin.findings import Finding
    from huilin.importing.tables import Row, Table

FOLDER = "profiles"
_STRUCTURE = {
    "日期": DAY, "日期时间": MOMENT, "时间": CLOCK, "收入": INTO, "支出": OUT, "金额": AMOUNT, "方向": DIRECTION,
    "余额": BALANCE, "流水号": SERIAL, "账号": ACCOUNT, "币种": MONEY,
}  # fmt: skip
_WORDS = ("对方", "商品", "摘要", "备注", "类型", "单号", "项目", "对方账号", "用途")
_SIGNS = {
    **dict.fromkeys(("收", "收入", "贷", "贷方", "贷 Cr", "C", "CR", "Cr", "来账", "存入", "转入", "+"), 1),
    **dict.fromkeys(("支", "支出", "借", "借方", "借 Dr", "D", "DR", "Dr", "往账", "支取", "转出", "-"), -1),
}
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "日期时间": ("交易时间", "入账时间", "支付时间", "交易日期时间", "捐赠时间", "创建时间"),
    "日期": (
        "交易日期",
        "交易日",
        "记账日期",
        "记账日",
        "会计日期",
        "入账日期",
        "日期",
        "捐赠日期",
        "发生日期",
        "date",
    ),
    "支出": (
        "支出",
        "支出金额",
        "借方发生额",
        "借方发生额(支取)",
        "借方金额",
        "借方(出账)",
        "借方",
        "支出(元)",
        "转出金额",
        "支取",
        "付款金额",
    ),
    "收入": (
        "收入",
        "收入金额",
        "贷方发生额",
        "贷方发生额(收入)",
        "贷方金额",
        "贷方(入账)",
        "贷方",
        "收入(元)",
        "转入金额",
        "存入",
        "收款金额",
    ),
    "金额": ("交易金额", "发生额", "金额", "金额(元)", "捐赠金额", "实收金额", "实付金额", "amount"),
    "方向": ("借贷标志", "借贷", "收支方向", "收/支", "收支类型", "借/贷"),
    "余额": ("余额", "账户余额", "交易后余额", "联机余额", "本次余额", "结余", "balance"),
    "流水号": ("交易流水号", "流水号", "核心流水号", "银行流水号", "交易单号", "订单号", "凭证号"),
    "账号": ("账号", "本方账号", "商户号"),
    "对方": (
        "对方户名",
        "对方名称",
        "对方单位",
        "对方账户名称",
        "对手户名",
        "对手方名称",
        "收(付)方名称",
        "交易对方",
        "捐赠人",
        "付款人",
        "payee",
    ),
    "对方账号": ("对方账号", "收(付)方账号", "对手账号"),
    "摘要": ("摘要", "交易摘要", "摘要说明", "用途", "附言", "交易附言", "description"),
    "备注": ("备注",),
    "商品": ("商品", "商品名称", "商品说明"),
    "项目": ("项目", "捐赠项目"),
}
"""Which headings mean what, over the banks and platforms that FORMATS.md names."""


_CLOCK = re.compile(r"\d{1,2}:?\d{2}(:?\d{2})?")
_ENDS = ("合计", "总计", "本期合计", "小计")
"""How a line of sums begins."""


class Profile(Source):
    """A source made of a profile; its keys begin with the profile's name."""

    heading: ClassVar[tuple[str, ...]] = ()
    signs: ClassVar[Mapping[str, int]] = _SIGNS

    def __init__(self, name: str, heading: Sequence[str], columns: Mapping[str, tuple[str, ...]], end: str) -> None:
        self.title, self.called, self.scheme = same(name), (name,), name  # type: ignore[misc]
        self.heading, self.columns = tuple(heading), dict(columns)  # type: ignore[misc]
        self.footer = (end,) if end else ()  # type: ignore[misc]
        self.number_in = r"(?:账\s*号|户号|卡号)[:：]?\s*(\d{6,})"  # type: ignore[misc]
        self.marks = () if SERIAL in columns else ("对方", "摘要")  # type: ignore[misc]

    @property
    def name(self) -> str:
        """Its name among beangulp's importers."""
        return f"profiles.{self.scheme}"


class _ProfileError(Exception):
    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line


def read(folder: Path, root: Path) -> tuple[tuple[Profile, ...], tuple[Finding, ...]]:
    """Return the profiles of the folder, and a finding for each that cannot be read."""
    found: list[Profile] = []
    wrong: list[Finding] = []
    for file in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        try:
            found += parse(file.read_text(encoding="utf-8-sig"))
        except (UnicodeDecodeError, _ProfileError) as error:
            line, said = (error.line, str(error)) if isinstance(error, _ProfileError) else (0, "UTF-8")
            wrong.append(_wrong(str(file.relative_to(root)), line, said))
    return tuple(found), tuple(wrong)


def parse(text: str) -> tuple[Profile, ...]:
    """Return the profiles in the text; `格式` begins each."""
    settings: list[list[tuple[int, str]]] = []
    for line, said in _settings(text):
        if said.startswith("格式"):
            settings.append([])
        elif not settings:
            raise _ProfileError(line, f"“{said}”之前没有“格式”")
        settings[-1].append((line, said))
    return tuple(_profile(some) for some in settings)


def _settings(text: str) -> Iterator[tuple[int, str]]:
    for line, said in enumerate(text.splitlines(), start=1):
        for setting in re.split(r"\s{2,}|\t|　", said.partition("#")[0]):
            if setting.strip():
                yield line, setting.strip()


def _profile(settings: Sequence[tuple[int, str]]) -> Profile:
    first, opening = settings[0]
    name, end = opening.removeprefix("格式").strip(), ""
    heading: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]] = {}
    for line, said in settings[1:]:
        if said.startswith("表头含"):
            heading = _listed(said.removeprefix("表头含"))
        elif said.startswith("结束行"):
            end = cells.plain_heading(said.removeprefix("结束行").strip().removeprefix("含").strip())
        else:
            word, mark, headings = said.partition("=")
            if not mark or word.strip() not in (*_STRUCTURE, *_WORDS):
                raise _ProfileError(line, f"不认识“{said}”；可用：{'、'.join((*_STRUCTURE, *_WORDS))}")
            columns[_STRUCTURE.get(word.strip(), word.strip())] = _listed(headings)
    if not name or not heading:
        raise _ProfileError(first, "要有“格式 名称”和“表头含 …”")
    if (
        not ({DAY, MOMENT} & set(columns))
        or not ({AMOUNT, INTO} & set(columns))
        or (INTO in columns) != (OUT in columns)
    ):
        raise _ProfileError(first, "要有 日期（或日期时间），以及 金额，或者 收入 和 支出")
    return Profile(name, heading, columns, end)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[,，、]", words) if word.strip())


def propose(table: Table, name: str = "新格式") -> str:
    """Return a profile for the table in one line, by the alias table; empty where date or amount is not found."""
    place, best = max(enumerate(map(_meanings, table.rows[:40])), key=lambda one: len(one[1]), default=(0, {}))
    best = _when(_how_much(best), table, place)
    if not {"日期", "日期时间"} & set(best) or not {"金额", "支出"} & set(best):
        return ""
    structure = [heading for word, heading in best.items() if word in _STRUCTURE]
    said = "  ".join(f"{word} = {heading}" for word, heading in best.items())
    last = next((cell for cell in table.rows[-1].cells if cell), "")
    end = next((f"  结束行 含 {word}" for word in _ENDS if last.startswith(word)), "")
    return f"格式 {name}  表头含 {', '.join(structure)}  {said}{end}"


def _how_much(best: Mapping[str, str]) -> dict[str, str]:
    """Keep receipts and payments, or the one amount; receipts alone are the amount."""
    if {"收入", "支出"} <= set(best):
        return {word: heading for word, heading in best.items() if word not in ("金额", "方向")}
    rest = {word: heading for word, heading in best.items() if word not in ("收入", "支出")}
    if "金额" not in rest and "收入" in best:
        return {**rest, "金额": best["收入"]}
    return rest


def _when(best: Mapping[str, str], table: Table, place: int) -> dict[str, str]:
    """Keep the day with its clock, or the moment alone; what the first row holds tells a clock from a moment."""
    moment = best.get("日期时间")
    if moment is None or "日期" not in best:
        return dict(best)
    column = table.rows[place].cells.index(moment)
    below = next((row.cells[column] for row in table.rows[place + 1 :] if column < len(row.cells)), "")
    dropped = "日期时间" if _CLOCK.fullmatch(below) else "日期"
    kept = {word: heading for word, heading in best.items() if word != dropped}
    return {**kept, "时间": moment} if dropped == "日期时间" else kept


def _meanings(row: Row) -> dict[str, str]:
    """Return which of our words the cells of a row mean, each heading once."""
    there = {cells.plain_heading(cell): cell for cell in row.cells if cell}
    found: dict[str, str] = {}
    for word, headings in _ALIASES.items():
        heading = next((there[h] for h in headings if h in there and there[h] not in found.values()), None)
        if heading is not None:
            found[word] = heading
    return found


def _wrong(file: str, line: int, said: str) -> Finding:
    return finding(
        file, line,
        Text(f"列格式读不懂：{said}。", f"The column profile cannot be read: {said}."),
        Text("写法见 docs/rules.md。", "See docs/rules.md for how to write it."),
    )  # fmt: skip
