"""Beancount's own errors as findings: said in Chinese, with a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from huilin.findings import Finding, Severity
from huilin.wording import Text

if TYPE_CHECKING:
    from huilin.workspace import Workspace


class CheckError(NamedTuple):
    """A finding in the shape in which Beancount and Fava carry errors (source, message, entry)."""

    source: dict[str, Any]
    message: str
    entry: Any
    finding: Finding


class _Saying(NamedTuple):
    rule: str
    words: str
    message: Text
    remedy: Text


_SAYINGS = (
    _Saying("unbalanced", "does not balance", Text("借贷不平：", "This entry does not balance: "),
            Text("请核对金额，使各行之和为零。", "Check the amounts; the lines must sum to zero.")),
    _Saying("unknown-account", "unknown account", Text("账户没有开立：", "This account was never opened: "),
            Text("请核对账户名，或用 huilin account 开立。", "Check its name, or open it with `huilin account`.")),
    _Saying("inactive-account", "inactive account", Text("账户在这一天还没有开立或已经关闭：", "This account is not open on that day: "),
            Text("请改日期、换账户，或改开立日期。", "Change the date or the account, or the day it opens.")),
    _Saying("balance", "balance failed", Text("余额与断言不符：", "The balance is not as asserted: "),
            Text("请查找漏记或重记的一笔；不要用 pad。", "Look for an entry missing or booked twice; never use pad.")),
    _Saying("duplicate-open", "duplicate open", Text("账户重复开立：", "This account is opened twice: "),
            Text("请删去一行 open。", "Delete one of the two open lines.")),
    _Saying("include-missing", "does not match any", Text("include 找不到文件：", "An include matches no file: "),
            Text("请核对路径。", "Check the path.")),
    _Saying("syntax", "syntax error", Text("这一行的写法读不懂：", "This line cannot be read: "),
            Text("请对照相邻的条目检查日期、引号、缩进和金额。", "Compare it with its neighbours: date, quotes, indent, amount.")),
    _Saying("account-invalid", "invalid account", Text("账户名不合规则：", "This account name breaks the rules: "),
            Text("账户写作 根:账套:代码名称，如 Income:Fund:4101捐赠收入:02限定性。",
                 "Write Root:Entity:CODEname, as Income:Fund:4101-Donations:02-Restricted.")),
)  # fmt: skip

_OTHER = _Saying(
    "beancount", "", Text("Beancount 报告：", "Beancount reports: "), Text("请改正这一条目。", "Mend this entry.")
)


def as_finding(error: Any, workspace: Workspace) -> Finding:  # noqa: ANN401 - Beancount has a class per error
    """Return the finding that one of Beancount's errors is; our own come back as they were."""
    if isinstance(error, CheckError):
        return error.finding
    first, *rest = str(error.message).strip().splitlines()
    said = " ".join([first, *(line.strip() for line in rest[:2])])
    saying = next((s for s in _SAYINGS if s.words in said.lower()), _OTHER)
    source = error.source or {}
    return Finding(
        saying.rule,
        Severity.ERROR,
        workspace.relative(source.get("filename", "main.beancount")),
        int(source.get("lineno") or 0),
        Text(f"{saying.message.zh}{said}。", f"{saying.message.en}{said}."),
        saying.remedy,
    )
