"""Rules in text: what a row of a statement means, in words that a treasurer writes; the first match wins.

    如果 来源 是 微信商户 且 商品 开头是 "团购-代售" -> 2241:01 份额 90%, 5051:01 份额 10% 税率 1%
    如果 来源 是 建行 且 (摘要 含 "房租" 或 "水电") -> 5602:02
    忽略 来源 是 储值卡 且 类型 是 "充值" 因为 "微信商户已入账"

English keywords mean the same: if … and/or/not … is/contains/starts with/like/greater than/less than -> CODE
share N%, vat N%, via CODE, project "…", category "…", kind "…", card from FIELD, ask; ignore … because "…".
A line that begins with a blank goes on with the rule above it; `#` begins a remark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huilin.importing.rules.parsing import parse
from huilin.importing.rules.proving import shadowed, unknown_accounts, unused
from huilin.importing.rules.values import TRANSIT, Rule, Rules, Target, finding
from huilin.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.findings import Finding

__all__ = ["TRANSIT", "Rule", "Rules", "Target", "parse", "read", "shadowed", "unknown_accounts", "unused"]


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
                finding(
                    name,
                    0,
                    Text("规则文件不是 UTF-8 文本。", "The file of rules is no UTF-8 text."),
                    Text("请另存为 UTF-8。", "Save it as UTF-8."),
                )
            )
            continue
        rules = parse(text, name)
        found += rules.rules
        findings += rules.findings
    return Rules(tuple(found), (*findings, *shadowed(found)))
