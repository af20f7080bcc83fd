"""Reads rules, word by word, by hand: so that what is wrong is told in the treasurer's words."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.importing.rules.asking import question
from huilin.importing.rules.values import (
    TRANSIT,
    AllOf,
    AnyOf,
    Condition,
    Expression,
    NotThis,
    Rule,
    Rules,
    Target,
    finding,
)
from huilin.money import InexactAmountError, parse_amount
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from huilin.findings import Finding

FIELDS: Mapping[str, str] = {
    **{word: word for word in ("对方", "商品", "摘要", "备注", "类型", "来源", "账户", "金额", "日期", "单号", "项目")},
    "业务类型": "类型", "服务": "摘要", "附言": "备注", "收支": "收支", "方向": "收支", "用途": "用途",
    "商户数据包": "商户数据包", "卡号": "卡号", "对方账号": "对方账号", "跟团号": "跟团号", "订单商品": "订单商品",
    "支付方式": "支付方式", "状态": "状态", "发票号码": "发票号码",
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


class _WrongRuleError(Exception):
    def __init__(self, text: Text, remedy: Text) -> None:
        super().__init__(text.zh)
        self.text = text
        self.remedy = remedy


def parse(text: str, file: str = "") -> Rules:
    """Read rules from text."""
    found: list[Rule] = []
    findings: list[Finding] = []
    for line, words in _rule_lines(text):
        try:
            found.append(replace(_Parser(words).rule(file, line), said=words))
        except _WrongRuleError as error:
            findings.append(finding(file, line, error.text, error.remedy))
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
        return replace(made, matches=question(made.when))

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
