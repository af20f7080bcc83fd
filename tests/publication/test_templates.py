"""A community's own templates: what docs/templates.md shows works, and a mistake in them costs nothing but a message."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huilin import stock
from huilin.books import load
from huilin.errors import HuilinError
from huilin.publication import publish
from huilin.workspace import Workspace

from .conftest import QUARTER, TODAY

if TYPE_CHECKING:
    from huilin.books import Books

GUIDE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, kind
    return found[1]


def own(books: Books, name: str, text: str) -> None:
    folder = books.workspace.root / "templates"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("template", "text", "line"),
    [
        ("part.html", "<p>\n{{ unknown }}", 2),
        ("search.js", "(() => {\n  {% if %}\n})();", 2),
        ("site.css", "\n\n{{ document.secret }}", 3),
        ("disclosure.html", '{% include "/etc/passwd" %}', 1),
    ],
)
def test_a_mistake_in_a_template_names_its_line_and_leaves_the_last_publication(
    closed: Books, template: str, text: str, line: int
) -> None:
    publish(closed.workspace, closed, QUARTER, today=TODAY)
    before = {path: path.stat().st_mtime_ns for path in closed.workspace.published.rglob("*")}
    own(closed, template, text)

    with pytest.raises(HuilinError, match=rf"templates/{re.escape(template)} 第 {line} 行") as caught:
        publish(closed.workspace, closed, QUARTER, today=TODAY)

    assert caught.value.remedy is not None
    assert {path: path.stat().st_mtime_ns for path in closed.workspace.published.rglob("*")} == before


def test_what_the_guide_shows_is_what_is_published(closed: Books) -> None:
    """Its settings and its template, word for word."""
    settings = closed.workspace.root / "community.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + block("toml"), encoding="utf-8")
    own(closed, "part.html", block("html"))

    workspace = Workspace.find(closed.workspace.root)
    made = publish(workspace, load(workspace), QUARTER, today=TODAY)
    page = (made.folder / "fund.html").read_text(encoding="utf-8")

    assert "<title>我们社区 · 社区基金的账" in page
    assert f"--accent:{tomllib.loads(block('toml'))['publication']['accent']}" in page
    assert "晴川社区居民委员会" in page
    assert "2026-10-25 以前" in page


def test_the_guide_names_templates_that_exist() -> None:
    table = GUIDE.split("| 文件 file |")[1].split("\n\n")[0]
    named = set(re.findall(r"`([\w-]+\.(?:html|css|js))`", table))

    assert len(named) > 10
    assert named <= {path.name for path in (stock.home() / "templates").iterdir()}
