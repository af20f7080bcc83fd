"""Write docs/checks.md: `python -m tools.checks`, from the root of the checkout.

What a check says is not retold: its example is loaded, and the finding printed as it comes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from huilin import checks
from huilin.wording import sentences
from tools.checks.sample import WRITTEN_IN, load_sample

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from huilin.findings import Finding

PAGE = Path("docs/checks.md")

HEAD = """# Checks 检查规则

<!-- Written by `python -m tools.checks`; a test keeps it true. -->

`huilin check`, bean-check and Fava run every rule below each time the books are loaded, and say everything that is
wrong at once. Errors (错误) stop closing and publishing; warnings (警告) and notes (提示) do not.

An entry may be excused from a rule by `override: "rule: reason"` together with `approved: "name"` below its first line;
several rules are parted by semicolons. Each override is itself listed, as a note of the rule `override`. From the rules
marked *firm* nobody is excused. Sources marked 未核原文 were not compared with the official text.

"""

LOADING: Mapping[str, str] = {
    "plugin-missing": 'The main file lacks the line `plugin "huilin.checks"`: nothing was checked.',
    "plugin-forbidden": "A `plugin` line would run somebody's code. Only `huilin.checks` is allowed.",
    "option-forbidden": "An option other than title, operating_currency and documents; tolerances let money vanish.",
    "option-outside": '`option "documents"` names a folder outside the workspace.',
    "include-outside": "An `include` names a file outside the workspace, also by a symbolic link.",
    "include-forbidden": "An `include` of an encrypted file would run another program.",
    "include-missing": "An `include` matches no file.",
    "include-twice": "A file is included twice, or in a circle.",
    "division-by-zero": "An amount divides by zero, or by a sum in brackets: Beancount's parser would crash.",
    "file-bom": "The file begins with an invisible mark (BOM) that makes its first line unreadable.",
    "file-unreadable": "The file is no UTF-8 text, or its permissions keep it shut.",
    "syntax": "A line cannot be read; the finding quotes it, and names the sign of a Chinese keyboard or the open quote.",
    "date": "A date that no calendar has.",
    "metadata-twice": "One key stands twice below one entry.",
    "unbalanced": "An entry does not balance (said by Beancount where `exact-sum` could not be worked out).",
    "two-blank-amounts": "Two lines of an entry go without an amount.",
    "currency-missing": "An amount has no currency.",
    "invalid-currency": "An account takes another currency.",
    "unknown-account": "An account was never opened.",
    "inactive-account": "An account is used before it opens or after it closes.",
    "duplicate-open": "An account is opened twice.",
    "balance": "A balance assertion fails (said by Beancount where `balance-exact` did not).",
    "override": "What an entry is excused from, by whom and why; a warning where the override does not count.",
}
"""What is found before and while Beancount reads the files, and about overrides."""


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(Path(folder)), encoding="utf-8")
    sys.stdout.write(f"{PAGE}: {len(checks.modules())} checks\n")


def page(folder: Path) -> str:
    """Return the whole page; the examples are tried in `folder`."""
    found = {module.RULE: _found(module, folder / module.RULE) for module in checks.modules()}
    rows = [f"| [{m.RULE}](#{m.RULE}) | {found[m.RULE].severity} | {_gives(m)} |" for m in checks.modules()]
    loading = [f"| {rule} | {what} |" for rule, what in LOADING.items()]
    return "\n".join([
        HEAD + "## All checks\n", "| rule | severity | what it gives the community |", "|---|---|---|", *rows,
        "\n## While the books are opened\n", "All of these are errors, but `override`.\n", "| rule | what is amiss |", "|---|---|", *loading,
        "\n## One by one\n", *(_section(module, found[module.RULE]) for module in checks.modules()),
    ]).rstrip() + "\n"  # fmt: skip


def _gives(module: ModuleType) -> str:
    return (module.__doc__ or "").splitlines()[0].replace("|", "\\|")


def _found(module: ModuleType, folder: Path) -> Finding:
    """Return the first finding that the check's own example gives, in the small community."""
    where = WRITTEN_IN.get(module.RULE, "2026.beancount")
    findings = load_sample(folder, "", {where: module.EXAMPLE}).findings
    return next(finding for finding in findings if finding.rule == module.RULE)


def _section(module: ModuleType, found: Finding) -> str:
    firm = ", firm" if getattr(module, "FIRM", False) else ""
    return "\n".join([
        f"### {module.RULE}\n",
        f"{_gives(module)}\n",
        f"- Severity: {found.severity}{firm}",
        f"- Source: {module.SOURCE}\n",
        f"```{_language(module)}\n{module.EXAMPLE.strip()}\n```\n",
        f"> {sentences('zh', found.message, found.remedy)}\n>\n> {sentences('en', found.message, found.remedy)}\n",
    ])  # fmt: skip


def _language(module: ModuleType) -> str:
    """Return what the example is written in: seals are JSON, everything else is ledger text."""
    return "json" if module.EXAMPLE.lstrip().startswith("{") else "beancount"


if __name__ == "__main__":
    main()
