"""Rules in text: what a row of a statement means, in words that a treasurer writes; the first match wins.

    如果 来源 是 微信商户 且 商品 开头是 "团购-代售" -> 2241:01 份额 90%, 5051:01 份额 10% 税率 1%
    如果 来源 是 建行 且 (摘要 含 "房租" 或 "水电") -> 5602:02
    忽略 来源 是 储值卡 且 类型 是 "充值" 因为 "微信商户已入账"

English keywords mean the same: if … and/or/not … is/contains/starts with/like/greater than/less than -> CODE
share N%, vat N%, via CODE, project "…", category "…", kind "…", card from FIELD, ask; ignore … because "…".
A line that begins with a blank goes on with the rule above it; `#` begins a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.findings import Finding, Severity
from huilin.money import InexactAmountError, parse_amount
from huilin.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.books import Books

Words = Mapping[str, str]
TRANSIT = "在途"

FIELDS: Mapping[str, str] = {
    **{word: word for word in ("对方", "商品", "摘要", "备注", "类型", "来源", "账户", "金额", "日期", "单号", "项目")},
    "业务类型": "类型", "服务": "摘要", "附言": "备注", "收支": "收支", "方向": "收支", "用途": "用途",
    "商户数据包": "商户数据包", "卡号": "卡号", "对方账号": "对方账号", "跟团号": "跟团号", "订单商品": "订单商品",
    "counterparty": "对方", "payee": "对方", "goods": "商品", "summary": "摘要", "note": "备注", "type": "类型",
    "source": "来源", "account": "账户", "amount": "金额", "date": "日期", "number": "单号", "project": "项目",
    "direction": "收支", "packet": "商户数据包", "card": "卡号",
}  # fmt: skip
_COMPARISONS = {
    "是": "是", "等于": "是", "is": "是", "含": "含", "包含": "含", "contains": "含", "开头是": "开头是", "starts": "开头是",
    "匹配": "匹配", "like": "匹配", "matches": "匹配", "大于": "大于", "above": "大于", "greater": "大于",
    "小于": "小于", "below": "小于", "less": "小于",
}  # fmt: skip
_ENGLISH_TAILS = {"starts": "with", "greater": "than", "less": "than"}
_KEYWORDS = {
    "如果": "如果", "if": "如果", "忽略": "忽略", "ignore": "忽略", "且": "且", "and": "且", "或": "或", "or": "或",
    "不": "不", "not": "不", "因为": "因为", "because": "因为", "->": "->", "→": "->", "，": ",", ",": ",",
    "（": "(", "(": "(", "）": ")", ")": ")",
    "份额": "份额", "share": "份额", "税率": "税率", "vat": "税率", "经": "经", "via": "经", "项目": "项目", "project": "项目",
    "类别": "类别", "category": "类别", "性质": "性质", "kind": "性质", "卡": "卡", "card": "卡", "来自": "来自", "from": "来自",
    "问我": "问我", "ask": "问我", "在途": TRANSIT, "transit": TRANSIT,
}  # fmt: skip
_ACTION_WORDS = ("份额", "税率", "经", "项目", "类别", "性质", "卡")
_TOKEN = re.compile(
    r"""\s*(?:"(?P<a>[^"]*)"|“(?P<b>[^”]*)”|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?)|(?P<sign>->|→|[,，()（）])|(?P<word>[^\s"“”,，()（）]+?(?=->|→|[\s"“”,，()（）]|$)))"""
)


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` compared with any of `values`; `negated` where it must not hold."""

    field: str
    comparison: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class NotThis:
    """The part must not hold."""

    part: Expression


Expression = Condition | AllOf | AnyOf | NotThis


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row's amount goes: an account as a treasurer writes it, its share, the VAT in it."""

    account: str
    share: Decimal | None = None
    vat: Decimal = Decimal(0)


@dataclass(frozen=True)
class Rule:
    """One rule with its place. `ignore` says why rows are left out; `ask` leaves them to a person."""

    file: str
    line: int
    when: Expression
    targets: tuple[Target, ...] = ()
    via: str = ""
    project: str = ""
    category: str = ""
    kind: str = ""
    card_from: str = ""
    ask: bool = False
    ignore: str = ""
    matches: Callable[[Words], bool] = field(default=lambda _: False, compare=False, repr=False)

    @property
    def place(self) -> str:
        """Where it stands: `rules/20-建行.txt:3`."""
        return f"{self.file}:{self.line}"

    def may_concern(self, names: frozenset[str]) -> bool:
        """Say whether the rule can match rows of a source of these names."""
        parts = self.when.parts if isinstance(self.when, AllOf) else (self.when,)
        asked = [p for p in parts if isinstance(p, Condition) and p.field == "来源" and not p.negated]
        return all(not names.isdisjoint(condition.values) for condition in asked)


class Rules(NamedTuple):
    """Rules in the order in which they are asked, and what is wrong with their text."""

    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...] = ()

    def first(self, words: Words) -> Rule | None:
        """Return the first rule that matches the row's words."""
        for rule in self.rules:
            if rule.matches(words):
                return rule
        return None


class _WrongRuleError(Exception):
    def __init__(self, text: Text, remedy: Text) -> None:
        super().__init__(text.zh)
        self.text = text
        self.remedy = remedy


# Reading


def read(folder: Path, root: Path) -> Rules:
    """Read every `*.txt` of the folder in the order of the names; a rule that is wrong is a finding, not used."""
    found: list[Rule] = []
    findings: list[Finding] = []
    for file in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        name = str(file.relative_to(root))
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            findings.append(
                _finding(
                    name, 0, Text("规则文件不是 UTF-8 文本。", "The file of rules is no UTF-8 text."), _SAVE_AS_UTF8
                )
            )
            continue
        rules = parse(text, name)
        found += rules.rules
        findings += rules.findings
    return Rules(tuple(found), (*findings, *shadowed(found)))


def parse(text: str, file: str = "") -> Rules:
    """Read rules from text."""
    found: list[Rule] = []
    findings: list[Finding] = []
    for line, words in _rule_lines(text):
        try:
            found.append(_Parser(words).rule(file, line))
        except _WrongRuleError as error:
            findings.append(_finding(file, line, error.text, error.remedy))
    return Rules(tuple(found), tuple(findings))


def _rule_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each rule with the number of its first line; indented lines belong to the one above."""
    first, words = 0, ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _without_remark(raw)
        if not line.strip():
            continue
        if raw[:1] in " \t　" and words:
            words += " " + line.strip()
            continue
        if words:
            yield first, words
        first, words = number, line.strip()
    if words:
        yield first, words


def _without_remark(line: str) -> str:
    """Cut a remark off, but not a `#` between quotes."""
    quoted = False
    for place, sign in enumerate(line):
        if sign in '"“”':
            quoted = not quoted
        elif sign == "#" and not quoted:
            return line[:place]
    return line


class _Token(NamedTuple):
    text: str
    quoted: bool

    @property
    def keyword(self) -> str:
        """What the word means as a keyword; empty for text in quotes and for other words."""
        return "" if self.quoted else _KEYWORDS.get(self.text.lower(), "")


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    while place < len(text) and text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise _WrongRuleError(
                Text(f"读不懂“{text[place:].strip()[:20]}”。", f"“{text[place:].strip()[:20]}” cannot be read."),
                Text("请检查引号是否成对。", "Check that quotes come in pairs."),
            )
        quoted = match["a"] if match["a"] is not None else match["b"]
        found.append(
            _Token(quoted, quoted=True)
            if quoted is not None
            else _Token(match["number"] or match["sign"] or match["word"], quoted=False)
        )
        place = match.end()
    return found


class _Parser:
    """Reads one rule, word by word, from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.place = 0

    def rule(self, file: str, line: int) -> Rule:
        start = self._keyword()
        if start == "如果":
            when = self._any()
            self._expect("->")
            made = self._actions(file, line, when)
        elif start == "忽略":
            when = self._any()
            self._expect("因为")
            made = Rule(file, line, when, ignore=self._value())
        else:
            raise _expected("如果 / 忽略", self._said(-1))
        if self.place < len(self.tokens):
            raise _unknown(self.tokens[self.place].text, [*_KEYWORDS])
        return _compiled(made)

    # Conditions

    def _any(self) -> Expression:
        parts = [self._all()]
        while self._take("或"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Expression:
        parts = [self._one()]
        while self._take("且"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self) -> Expression:
        if self._take("("):
            inside = self._any()
            self._expect(")")
            return inside
        if self._take("不"):
            return NotThis(self._one())
        return self._condition()

    def _condition(self) -> Condition:
        said = self._value()
        name = FIELDS.get(said.lower())
        if name is None:
            raise _unknown(said, list(FIELDS))
        negated, comparison = self._comparison()
        values = [self._compared(name, comparison)]
        while self._peek("或") and self._is_value(1):
            self.place += 1
            values.append(self._compared(name, comparison))
        return Condition(name, comparison, tuple(values), negated)

    def _comparison(self) -> tuple[bool, str]:
        negated = self._take("不")
        said = self._value().lower()
        if said.startswith("不") and said[1:] in _COMPARISONS:
            negated, said = True, said[1:]
        if said in ("is", "does") and self._peek("不"):
            self.place += 1
            negated = True
            said = "is" if said == "is" else self._value().lower().rstrip("s") + "s"
        comparison = _COMPARISONS.get(said)
        if comparison is None:
            raise _unknown(said, list(_COMPARISONS))
        if (
            said in _ENGLISH_TAILS
            and self.place < len(self.tokens)
            and self.tokens[self.place].text.lower() == _ENGLISH_TAILS[said]
        ):
            self.place += 1
        return negated, comparison

    def _compared(self, name: str, comparison: str) -> str:
        said = self._value()
        if name == "金额":
            try:
                return str(parse_amount(said))
            except InexactAmountError:
                raise _expected("金额 / an amount", said) from None
        if comparison in ("大于", "小于") and name != "日期":
            raise _WrongRuleError(
                Text(f"“{name}”不能比大小。", f"“{name}” has no greater and smaller."),
                Text("大于、小于 只用于 金额 和 日期。", "Only amounts and dates are compared so."),
            )
        return said

    def _is_value(self, ahead: int) -> bool:
        """Say whether the word after 或 is another value, and not the field of another condition."""
        place = self.place + ahead
        if place >= len(self.tokens):
            return False
        token = self.tokens[place]
        return token.quoted or (not token.keyword and token.text.lower() not in FIELDS)

    # Actions

    def _actions(self, file: str, line: int, when: Expression) -> Rule:
        if self._take("问我"):
            return Rule(file, line, when, ask=True, **self._settings())
        targets = [self._target()]
        settings = self._settings()
        while self._take(","):
            if self._is_setting():
                settings.update(self._settings())
                continue
            targets.append(self._target())
            settings.update(self._settings())
        _check_shares(targets)
        return Rule(file, line, when, tuple(targets), **settings)

    def _target(self) -> Target:
        account = self._value()
        share, vat = None, Decimal(0)
        while self._peek("份额") or self._peek("税率"):
            if self._take("份额"):
                share = self._percent()
            elif self._take("税率"):
                vat = self._percent()
        return Target(TRANSIT if _KEYWORDS.get(account.lower()) == TRANSIT else account, share, vat)

    def _is_setting(self) -> bool:
        return any(self._peek(word) for word in _ACTION_WORDS)

    def _settings(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        names = {"经": "via", "项目": "project", "类别": "category", "性质": "kind"}
        while self._is_setting():
            word = self._keyword()
            if word == "卡":
                self._expect("来自")
                said["card_from"] = self._field()
            elif word in names:
                said[names[word]] = self._value()
            else:
                raise _expected("账户 / an account", self._said(-1))
        return said

    def _field(self) -> str:
        said = self._value()
        if said.lower() not in FIELDS:
            raise _unknown(said, list(FIELDS))
        return FIELDS[said.lower()]

    def _percent(self) -> Decimal:
        said = self._value()
        if not re.fullmatch(r"\d+(\.\d+)?[%％]", said):
            raise _expected("百分数，如 1% / a percentage", said)
        return Decimal(said[:-1]) / 100

    # Words

    def _peek(self, keyword: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].keyword == keyword

    def _take(self, keyword: str) -> bool:
        taken = self._peek(keyword)
        self.place += taken
        return taken

    def _expect(self, keyword: str) -> None:
        if not self._take(keyword):
            raise _expected(keyword, self._said(0))

    def _keyword(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1].keyword if self.place <= len(self.tokens) else ""

    def _value(self) -> str:
        if self.place >= len(self.tokens):
            raise _expected("一个词 / a word", "行尾 / the line's end")
        self.place += 1
        return self.tokens[self.place - 1].text

    def _said(self, ahead: int) -> str:
        place = self.place + ahead
        return self.tokens[place].text if 0 <= place < len(self.tokens) else "行尾 / the line's end"


def _check_shares(targets: Sequence[Target]) -> None:
    if len(targets) == 1 and targets[0].share in (None, Decimal(1)):
        return
    if any(target.share is None for target in targets) or sum(t.share or 0 for t in targets) != 1:
        raise _WrongRuleError(
            Text("各目标的份额合计不是 100%。", "The shares do not make 100 %."),
            Text("请给每个目标写份额，合计 100%。", "Give every target a share; together 100 %."),
        )


def _expected(what: str, said: str) -> _WrongRuleError:
    return _WrongRuleError(
        Text(f"这里应是“{what}”，写的是“{said}”。", f"“{what}” is expected here, not “{said}”."),
        Text("规则的写法见 docs/rules.md。", "docs/rules.md shows how rules are written."),
    )


def _unknown(said: str, known: Sequence[str]) -> _WrongRuleError:
    near = get_close_matches(said, known, 1, 0.5)
    return _WrongRuleError(
        Text(f"不认识“{said}”。", f"“{said}” is unknown."),
        Text(f"是不是“{near[0]}”？", f"Did you mean “{near[0]}”?")
        if near
        else Text("规则的写法见 docs/rules.md。", "docs/rules.md shows how rules are written."),
    )


_SAVE_AS_UTF8 = Text("请另存为 UTF-8。", "Save it as UTF-8.")


def _finding(file: str, line: int, text: Text, remedy: Text, severity: Severity = Severity.ERROR) -> Finding:
    return Finding("import-rule", severity, file, line, text, remedy)


# Asking


def _compiled(rule: Rule) -> Rule:
    from dataclasses import replace

    return replace(rule, matches=_test(rule.when))


def _test(expression: Expression) -> Callable[[Words], bool]:
    if isinstance(expression, AllOf):
        tests = [_test(part) for part in expression.parts]
        return lambda words: all(test(words) for test in tests)
    if isinstance(expression, AnyOf):
        tests = [_test(part) for part in expression.parts]
        return lambda words: any(test(words) for test in tests)
    if isinstance(expression, NotThis):
        inside = _test(expression.part)
        return lambda words: not inside(words)
    test = _condition_test(expression)
    return (lambda words: not test(words)) if expression.negated else test


def _condition_test(condition: Condition) -> Callable[[Words], bool]:
    name, values = condition.field, condition.values
    if name == "来源":
        return lambda words: not set(words.get(name, "").split("\n")).isdisjoint(values)
    if name == "金额":
        return _amount_test(condition)
    tests: dict[str, Callable[[str], bool]] = {
        "是": lambda word: word in values,
        "含": lambda word: any(value in word for value in values),
        "开头是": lambda word: word.startswith(values),
        "匹配": lambda word: any(fnmatchcase(word, value) for value in values),
        "大于": lambda word: any(word > value for value in values),
        "小于": lambda word: any(word < value for value in values),
    }
    test = tests[condition.comparison]
    return lambda words: test(words.get(name, ""))


def _amount_test(condition: Condition) -> Callable[[Words], bool]:
    limits = [Decimal(value) for value in condition.values]
    compare: Callable[[Decimal, Decimal], bool] = {
        "大于": lambda amount, limit: amount > limit,
        "小于": lambda amount, limit: amount < limit,
    }.get(condition.comparison, lambda amount, limit: amount == limit)
    return lambda words: any(compare(Decimal(words.get("金额", "0")), limit) for limit in limits)


# Proving


def shadowed(rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield a warning for each rule that can never be asked, since an earlier one takes all that it would match."""
    for place, rule in enumerate(rules):
        earlier = next((other for other in rules[:place] if _implies(rule.when, other.when)), None)
        if earlier is not None:
            yield _finding(
                rule.file, rule.line,
                Text(f"这条规则永远轮不到：{earlier.place} 已先匹配。", f"This rule is never reached: {earlier.place} matches first."),
                Text("请把更具体的规则放在前面，或删去这一条。", "Put the more specific rule first, or delete this one."),
                Severity.WARNING,
            )  # fmt: skip


def _implies(narrow: Expression, wide: Expression) -> bool:  # noqa: PLR0911 - a case for each form
    """Say whether whatever `narrow` matches, `wide` matches too; where that is not plain, say no."""
    if narrow == wide:
        return True
    if isinstance(wide, AllOf):
        return all(_implies(narrow, part) for part in wide.parts)
    if isinstance(narrow, AnyOf):
        return all(_implies(part, wide) for part in narrow.parts)
    if isinstance(wide, AnyOf):
        return any(_implies(narrow, part) for part in wide.parts)
    if isinstance(narrow, AllOf):
        return any(_implies(part, wide) for part in narrow.parts)
    if isinstance(narrow, Condition) and isinstance(wide, Condition):
        return _condition_implies(narrow, wide)
    return False


def _condition_implies(narrow: Condition, wide: Condition) -> bool:
    if narrow.field != wide.field or narrow.negated or wide.negated:
        return False
    return all(
        any(_value_implies(narrow.comparison, n, wide.comparison, w) for w in wide.values) for n in narrow.values
    )


def _value_implies(narrow: str, value: str, wide: str, other: str) -> bool:
    if wide == "是":
        return narrow == "是" and value == other
    if wide == "开头是":
        return narrow in ("是", "开头是") and value.startswith(other)
    if wide == "含":
        return narrow in ("是", "开头是", "含") and other in value
    return False


def unknown_accounts(rules: Iterable[Rule], books: Books) -> Iterator[Finding]:
    """Yield an error for each account in a rule that no entity has opened, with the nearest that there is."""
    opened = [account for account in books.accounts if account not in books.closed]
    codes = {code for account in opened for code in _codes(account)}
    for rule in rules:
        for said in (*(t.account for t in rule.targets if t.account != TRANSIT), *filter(None, [rule.via])):
            if said in opened or said.replace("：", ":").split(" ")[0] in codes:
                continue
            near = get_close_matches(said, [*opened, *codes], 1, 0.4)
            yield _finding(
                rule.file, rule.line,
                Text(f"没有开立的账户“{said}”。", f"The account “{said}” was never opened."),
                Text(f"是不是“{near[0]}”？" if near else "请先用 huilin account 开立。", f"Did you mean “{near[0]}”?" if near else "Open it with `huilin account` first."),
            )  # fmt: skip


def _codes(account: str) -> Iterator[str]:
    from huilin.vocabulary import split_account

    parts = split_account(account)
    if parts is not None:
        yield from (parts.code, parts.full_code)
