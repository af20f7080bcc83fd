"""What the guides tell treasurers to type is typed here, and must answer as they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin.cli.manual import manual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("guide", ["treasurer.zh.md", "treasurer.en.md"])
def test_every_command_of_the_guide_works(desk: Desk, monkeypatch: pytest.MonkeyPatch, guide: str) -> None:
    """Each `$` line ends with 0, and each line shown below it stands in what was printed."""
    for name in ("发票.pdf", "invoice.pdf"):
        Path(name).write_bytes(b"evidence")
    for command, shown in _commands((DOCS / guide).read_text(encoding="utf-8")):
        words = shlex.split(command)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert words[0] == "huilin"
        ended = desk.bare("--today", "2026-10-15", *words[1:])
        assert ended.code == 0, f"{command}\n{ended.out}\n{ended.err}"
        for line in shown:
            assert all(part in ended.out for part in line.split("…")), f"{command}: {line}\n{ended.out}"


def _commands(text: str) -> Iterator[tuple[str, list[str]]]:
    for block in _BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, [line for line in shown if line.strip("… ")]


def test_commands_page_is_the_commands_own_help() -> None:
    """Every command is documented; after a change: python -m huilin.cli.manual > docs/commands.md."""
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == manual()


def test_every_help_is_bilingual_with_an_example() -> None:
    """Chinese first, then English, then one example."""
    for section in manual().split("\n## huilin\n")[1].split("\n### ")[1:]:
        text = section.partition("```text")[2]
        is_group = "Commands:" in text.split("####")[0]
        assert re.search(r"[一-鿿]", text)
        assert is_group or "例 Example: huilin" in text, section.splitlines()[0]
