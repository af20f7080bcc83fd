"""The desk as a process: it opens, answers on this machine alone, and leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from huilin.desk import sandbox, serving
from huilin.desk.opening import open_books, open_publication, publication_of
from huilin.errors import MachineError, UsageError
from tests.desk.hostile import BOOKS, CASES, HEAD, SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from huilin.desk.opening import Desk


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    (folder / "documents").mkdir(parents=True)
    (folder / "community.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "main.beancount").write_text(HEAD + BOOKS, encoding="utf-8")
    return folder


def get(desk: Desk, path: str = "", method: str = "GET", host: str = "") -> tuple[int, str]:
    """Ask the server, with the Host that a browser would say unless another is given."""
    url = urlsplit(desk.server.url)
    with closing(http.client.HTTPConnection(url.hostname or "", url.port, timeout=30)) as connection:
        connection.request(method, path or url.path, headers={"Host": host or url.netloc})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")


def test_books_open_at_their_overview_and_only_to_those_who_name_this_machine(books: Path) -> None:
    with open_books(books, serving.listen(0)) as desk:
        status, page = get(desk)
        assert (status, desk.inspection.findings) == (200, ())
        assert "总览" in page
        assert get(desk, host="evil.example")[0] == 421
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert get(desk, method=method)[0] == 405


def test_books_with_mistakes_open_and_show_them(books: Path) -> None:
    """A missing quote is no attack: it is said before the books, and the books are there."""
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write('2026-08-01 * "没写完\n  Assets:Fund:1002银行存款:01工行  1.00 CNY\n')
    with open_books(books, serving.listen(0)) as desk:
        status, page = get(desk, "/")
        assert status == 200
        assert not desk.inspection.refused
        assert "main.beancount:" in page
        assert "打开账本" in page


def test_refused_books_leave_a_desk_that_says_why(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "an extension of Fava")
    built = case.build(tmp_path / "x")
    with open_books(built.root, serving.listen(0)) as desk:
        status, page = get(desk, "/")
        assert desk.inspection.refused
        assert status == 200
        assert f"main.beancount:{case.line}" in page
        assert get(desk, "/any/extension/HuilinDesk/")[0] == 404
    assert not built.canary.exists()


def test_missing_evidence_is_said_in_its_place(books: Path) -> None:
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write('2026-07-02 document Assets:Fund:1002银行存款:01工行 "documents/没有.pdf"\n')
    with open_books(books, serving.listen(0)) as desk:
        top = urlsplit(desk.server.url).path.partition("/extension/")[0]
        status, page = get(desk, f"{top}/document/?filename=%E6%B2%A1%E6%9C%89.pdf")
        assert status == 404
        assert "没有.pdf" in page
        assert "Evidence missing" in page


def test_a_port_in_use_is_said_with_a_free_one() -> None:
    with serving.listen(0) as taken, pytest.raises(MachineError) as error:
        serving.listen(taken.getsockname()[1])

    assert error.value.remedy is not None
    assert "--port" in error.value.remedy.en


def test_the_desk_is_not_for_other_machines() -> None:
    with pytest.raises(UsageError):
        serving.listen(0, "0.0.0.0")


def test_the_room_has_no_network_no_home_and_nothing_to_write(tmp_path: Path) -> None:
    """What runs inside sees the folder it is given, cannot write there, and reaches no address."""
    if not sandbox.available():
        assert "CI" not in os.environ, "no bubblewrap: tools/for_tests.sh installs it"
        pytest.skip("bubblewrap is not installed here")
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown/a.txt").write_text("a")
    (tmp_path / "hidden.txt").write_text("b")
    tries = (
        f"open({str(tmp_path / 'shown/a.txt')!r}).read()",
        f"open({str(tmp_path / 'hidden.txt')!r}).read()",
        f"open({str(tmp_path / 'shown/new')!r}, 'w')",
        "socket.create_connection(('127.0.0.1', 9), 2)",
        "os.listdir(os.path.expanduser('~'))[0]",
    )
    code = "import os, socket, json\nsaid = []\n" + "".join(
        f"try:\n    {attempt}\n    said.append('')\nexcept Exception as error:\n    said.append(type(error).__name__)\n"
        for attempt in tries
    )
    done = subprocess.run(
        sandbox.wrap([sys.executable, "-c", code + "print(json.dumps(said))"], [tmp_path / "shown"]),
        capture_output=True, check=True, env=sandbox.environment(),
    )  # fmt: skip

    read, hidden, written, connected, home = json.loads(done.stdout)
    assert read == ""
    assert hidden == "FileNotFoundError"
    assert written == "OSError"
    assert connected in ("ConnectionRefusedError", "OSError")
    assert home in ("IndexError", "FileNotFoundError", "")


def test_the_command_says_where_it_serves_and_cleans_up_when_it_is_ended(books: Path, tmp_path: Path) -> None:
    """`huilin --json desk` prints its address; asked to end, it removes the copy and ends the server."""
    (tmp_path / "temp").mkdir()
    command = [sys.executable, "-m", "huilin", "--json", "desk", str(books), "--port", "0", "--no-browser"]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temp")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        said = b""
        while not said.endswith(b"}\n"):
            line = process.stdout.readline()
            assert line, "the desk ended"
            said += line
        address = urlsplit(json.loads(said)["url"])
        assert list((tmp_path / "temp").iterdir())

        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0

    assert not list((tmp_path / "temp").iterdir())
    with closing(http.client.HTTPConnection("127.0.0.1", address.port, timeout=2)) as closed, pytest.raises(OSError):
        closed.request("GET", "/")


LEDGER = """option "title" "2026-Q3"
option "operating_currency" "CNY"
2026-01-01 open Assets:Fund:1002银行存款:01 CNY
2026-01-01 open Income:Fund:4101捐赠收入:01非限定性 CNY
2026-07-02 * ""
  id: "Fund/2026-07/记-0001"
  Assets:Fund:1002银行存款:01  100.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -100.00 CNY
"""
FACTS = {"period": "2026-Q3", "facts": [{
    "id": "Fund.gifts", "label": "捐赠收入", "label_en": "Gifts", "entity": "Fund", "statement": "Fund.activities", "line": "1",
    "amount": "100.00", "query": "SELECT sum(-number)", "formula": None, "entries": ["Fund/2026-07/记-0001"],
}]}  # fmt: skip


def test_the_public_desk_shows_the_redacted_ledger_and_nothing_of_the_books(books: Path) -> None:
    """Of a workspace the latest publication is opened; its figures lead to their entries."""
    for name in ("2026-Q2", "2026-Q3"):
        folder = books / "published" / name
        folder.mkdir(parents=True)
        (folder / "ledger.beancount").write_text(LEDGER.replace("2026-Q3", name), encoding="utf-8")
        (folder / "facts.json").write_text(json.dumps(FACTS).replace("2026-Q3", name), encoding="utf-8")
    with open_publication(books, serving.listen(0)) as desk:
        status, page = get(desk)
        top = urlsplit(desk.server.url).path.partition("/extension/")[0]
        sources = get(desk, f"{top}/api/options")[1] + get(desk, f"{top}/api/journal_page?page=1&order=asc")[1]

    assert status == 200
    assert "2026-Q3" in page
    assert "捐赠收入" in page
    assert "Fund/2026-07/%E8%AE%B0-0001" in page or "Fund%2F2026-07%2F" in page
    assert "张三" not in sources
    assert "张三" in (books / "main.beancount").read_text(encoding="utf-8")


def test_without_a_publication_there_is_no_public_desk(books: Path) -> None:
    with pytest.raises(UsageError):
        publication_of(books)
