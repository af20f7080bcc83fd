"""Whatever is broken in a closed workspace is a finding with a remedy, exit code 1, and never a traceback."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from huilin.books import load
from huilin.cli.running import run
from huilin.closing import close
from huilin.vocabulary import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from huilin.workspace import Workspace

LEDGER = """\
2026-07-15 * "团购收入"
  id: "Company/2026-07/记-0001"
  Assets:Company:1002银行存款:01建行                 1208.00 CNY
  Income:Company:5001主营业务收入:01团购自营        -1208.00 CNY
"""
ACCOUNTS, MONTH, SEAL = "company/accounts.beancount", "company/2026/2026-01.beancount", "seals/2026-Q3.Company.json"
POLICY = '\n2025-01-01 custom "reinvestment" "Company" "Fund" 0.10\n'


@pytest.mark.parametrize(
    ("name", "text", "rules"),
    [
        (MONTH, '\n2026-11-01 * "没有引号\n  Assets:Company:1002 1 CNY\n', {"syntax", "seal-missing", "unknown-account"}),
        (MONTH, "\n2026-13-01 open Assets:Company:1001现金\n", {"date", "syntax"}),
        (ACCOUNTS, '\n2026-10-01 custom "entity" "Company" "公司"\n  standard: "ifrs"\n', {"directive-words"}),
        (ACCOUNTS, '\n2026-10-01 custom "reinvestment" "Company" "Fund" 7\n', {"directive-words", "reinvestment-policy"}),
        (ACCOUNTS, POLICY, {"reinvestment-policy", "seal-added"}),
        (MONTH, '\ninclude "../accounts.beancount"\n', {"include-twice"}),
        ("company/accounts.beancount", '\ninclude "../main.beancount"\n', {"include-twice"}),
        (MONTH, '\ninclude "/etc/passwd"\n', {"include-outside"}),
        (ACCOUNTS, '\n2026-10-01 document Assets:Company:1002银行存款:01建行 "/etc/passwd"\n', {"evidence-file"}),
        (SEAL, " ,", {"seal-edited"}),
        (SEAL, None, {"seal-lost"}),
        ("seals/2026-Q3.Company.entries.jsonl", "{}\n", {"seal-edited"}),
        ("seals/2026-Q3.Company.entries.jsonl", None, {"seal-edited"}),
    ],
)  # fmt: skip
def test_what_is_broken_is_said(
    write: Callable[[str], Workspace], capsys: pytest.CaptureFixture[str], name: str, text: str | None, rules: set[str]
) -> None:
    workspace = write(LEDGER)
    close(workspace, load(workspace), parse_period("2026-Q3"), by="陈主任", today=date(2026, 10, 15))
    file = workspace.root / name
    if text is None:
        file.unlink()
    else:
        file.write_text(file.read_text() + text)

    code = run(["--workspace", str(workspace.root), "--today", "2026-10-15", "--json", "check"])
    printed = capsys.readouterr()

    found = json.loads(printed.out)["findings"]
    assert code == 1
    assert {finding["rule"] for finding in found} & rules, found
    assert all(finding["remedy"] for finding in found)
    assert "Traceback" not in printed.out + printed.err
