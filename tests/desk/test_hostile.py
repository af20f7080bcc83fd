"""A stranger's ledger runs nothing, reads nothing outside, stops no desk, and is named with file and line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from huilin.desk import fava_app
from huilin.desk.opening import looked_at
from huilin.desk.spec import Spec
from tests.desk.hostile import CASES, Built, Hostile

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.desk.inspecting import Inspection


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Built, Path, Inspection]]:
    """Every hostile ledger copied and inspected, two at a time."""

    room = tmp_path_factory.mktemp("hostile")

    def look(case: Hostile) -> tuple[Built, Path, Inspection]:
        folder = room / str(CASES.index(case))
        built, copy = case.build(folder / "a"), folder / "copy"
        copy.mkdir()
        return built, copy, looked_at(built.root, copy)

    with ThreadPoolExecutor(2) as pool:
        return {case.name: done for case, done in zip(CASES, pool.map(look, CASES), strict=True)}


def test_there_are_forty_of_them() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_named_and_nothing_of_it_runs_or_leaks(
    looked: dict[str, tuple[Built, Path, Inspection]], case: Hostile
) -> None:
    """File, line, both languages and a remedy; no canary; nothing of the secret in the copy."""
    built, copy, inspection = looked[case.name]

    named = [f for f in inspection.findings if (f.rule, f.file, f.line) == (case.rule, case.file, case.line)]
    assert bool(named) == bool(case.rule), inspection.findings
    assert all(f.message.zh and f.message.en and f.remedy.zh and f.remedy.en for f in inspection.findings)
    assert inspection.refused == case.refused
    assert not built.canary.exists()
    assert not any(path.is_symlink() or path.suffix == ".py" for path in copy.rglob("*"))
    assert not any("TOP-SECRET" in path.read_text("latin-1") for path in copy.rglob("*") if path.is_file())


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=lambda case: case.name)
def test_what_may_be_opened_opens_and_serves_nothing_from_outside(
    looked: dict[str, tuple[Built, Path, Inspection]], case: Hostile
) -> None:
    """Fava's own doors to files – evidence, sources – stay shut to the secret; the pages answer."""
    built, copy, inspection = looked[case.name]
    app = fava_app.create(Spec(copy, copy / "main.beancount", "huilin.desk.pages", findings=inspection.findings))
    client = app.test_client()
    books = fava_app.address(app)
    top = books.partition("/extension/")[0]

    assert client.get(books).status_code == 200
    assert client.get(f"{top}/api/journal_page", query_string={"page": 1, "order": "desc"}).status_code == 200
    for door in ("document/", "api/source"):
        for name in (str(built.secret), "/etc/passwd", str(copy / "../a/secret.txt")):
            answer = client.get(f"{top}/{door}", query_string={"filename": name})
            assert answer.status_code in (404, 500), (door, name)
            assert b"TOP-SECRET" not in answer.data
            assert b"root:" not in answer.data
    assert not built.canary.exists()
