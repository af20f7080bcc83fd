"""Ledgers that strangers could send: each with a trap that leaves a canary when it runs, and a secret outside to be read.

`{canary}` is a file that must not come to be, `{secret}` one outside the workspace that must not be read.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = '[community]\nname = "甲社区"\n[entities.Fund]\nfolder = "fund"\n'
HEAD = 'option "title" "甲社区基金"\noption "operating_currency" "CNY"\nplugin "huilin.checks"\n'
BOOKS = """
2026-01-01 custom "entity" "Fund" "甲社区基金"
  standard: "npo-2026"
2026-01-01 open Assets:Fund:1002银行存款:01工行
2026-01-01 open Income:Fund:4101捐赠收入:01非限定性
2026-07-02 * "张三" "捐赠"
  id: "Fund/2026-07/记-0001"
  Assets:Fund:1002银行存款:01工行  100.00 CNY
  Income:Fund:4101捐赠收入:01非限定性  -100.00 CNY
"""
FIRST = (HEAD + BOOKS).count("\n") + 1
"""The line at which a trap begins in main.beancount."""
RUN = 'from pathlib import Path\nPath({canary!r}).write_text("ran")\n'
ENTRY = '2026-08-01 * "商店" "{narration}"\n  Assets:Fund:1002银行存款:01工行  {amount} CNY\n  Income:Fund:4101捐赠收入:01非限定性\n'


@dataclass(frozen=True)
class Hostile:
    """One ledger: what is added to main.beancount, other files, what must be found where, whether the books stay closed."""

    name: str
    main: str = ""
    files: dict[str, str] = field(default_factory=dict)
    rule: str = ""
    file: str = "main.beancount"
    line: int = FIRST
    refused: bool = True
    make: Callable[[Path, Path, Path], None] | None = None

    def build(self, folder: Path) -> Built:
        """Write the workspace below `folder`, the secret beside it."""
        root, canary, secret = folder / "books", folder / "canary", folder / "secret.txt"
        root.mkdir(parents=True)
        secret.write_text('2026-01-01 note Assets:Fund "TOP-SECRET-4711"\n', encoding="utf-8")
        told = {"{canary}": str(canary), "{secret}": str(secret), "{canary!r}": repr(str(canary))}
        files = {"community.toml": SETTINGS, "main.beancount": HEAD + BOOKS + self.main, **self.files}
        for name, text in files.items():
            for word, value in told.items():
                text = text.replace(word, value)  # noqa: PLW2901 - each word in turn
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        if self.make:
            self.make(root, canary, secret)
        return Built(self, root, canary, secret)


@dataclass(frozen=True)
class Built:
    """A hostile ledger on disk."""

    case: Hostile
    root: Path
    canary: Path
    secret: Path


class _Bomb:
    """What runs a command as soon as it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.canary}'",)


def _cache(root: Path, canary: Path, secret: Path) -> None:
    (root / ".main.beancount.picklecache").write_bytes(pickle.dumps(_Bomb(canary)))


def _link(target: str, name: str) -> Callable[[Path, Path, Path], None]:
    def make(root: Path, canary: Path, secret: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target.replace("{secret}", str(secret)).replace("{parent}", str(root.parent)))

    return make


def _pipe(root: Path, canary: Path, secret: Path) -> None:
    (root / "documents").mkdir()
    os.mkfifo(root / "documents/发票.pdf")


def _linked_settings(root: Path, canary: Path, secret: Path) -> None:
    (root / "community.toml").unlink()
    (root / "community.toml").symlink_to(secret)


def _piped_main(root: Path, canary: Path, secret: Path) -> None:
    (root / "main.beancount").unlink()
    os.mkfifo(root / "main.beancount")


def _long_line(root: Path, canary: Path, secret: Path) -> None:
    with (root / "huge.beancount").open("wb") as file:
        file.write(b'; first\n2026-01-01 note Assets:Fund "')
        for _ in range(100):
            file.write(b"x" * 2**20)


def _many_files(root: Path, canary: Path, secret: Path) -> None:
    """Folders that `**/**/**` would walk in billions of ways."""
    folder = root
    for _ in range(12):
        folder /= "a"
        folder.mkdir()
        (folder / "x.beancount").write_text("", encoding="utf-8")


def _not_utf8(root: Path, canary: Path, secret: Path) -> None:
    (root / "gbk.beancount").write_bytes('2026-01-01 note Assets:Fund "银行"'.encode("gbk"))


def _doc(name: str, text: str) -> dict[str, str]:
    return {f"documents/{name}": text}


def _evidence(path: str) -> str:
    return f'2026-07-02 document Assets:Fund:1002银行存款:01工行 "{path}"\n'


EVIL = {"evil.py": RUN}
EXTENSION = {
    "evil.py": RUN + "from fava.ext import FavaExtensionBase\nclass Evil(FavaExtensionBase):\n    report_title = 'x'\n"
}

CASES = (
    Hostile("plugin by name", 'plugin "evil"\n', EVIL, "plugin-forbidden"),
    Hostile("plugin with a configuration", 'plugin "evil" "{canary}"\n', EVIL, "plugin-forbidden"),
    Hostile("plugin by a path option", 'option "insert_pythonpath" "TRUE"\nplugin "evil"\n', EVIL, "option-forbidden"),
    Hostile("plugin in an included file", 'include "more.beancount"\n', {"more.beancount": '\n\nplugin "evil"\n', **EVIL}, "plugin-forbidden", "more.beancount", 3),
    Hostile("plugin after a broken word", 'x plugin "evil"\n', EVIL, "plugin-forbidden"),
    Hostile("plugin over two lines of a string", 'plugin "evil\n"\n', EVIL, "plugin-forbidden"),
    Hostile("plugin of Beancount's own that reads files", 'plugin "beancount.plugins.auto"\n', {}, "plugin-forbidden"),
    Hostile("planted load cache", rule="cache-planted", file=".main.beancount.picklecache", line=0, refused=False, make=_cache),
    Hostile("Python that is imported by its name", "", {"sitecustomize.py": RUN, "usercustomize.py": RUN, "beancount.py": RUN}, "code-beside", "beancount.py", 0, refused=False),
    Hostile("importers and reports of its own", "", {"importers/x.py": RUN, "reports/y.py": RUN}, "code-beside", "importers/x.py", 0, refused=False),
    Hostile("include of an absolute path", 'include "{secret}"\n', {}, "include-outside"),
    Hostile("include by dots", 'include "../secret.txt"\n', {}, "include-outside"),
    Hostile("include by dots behind a star", 'include "fund/*/../../../*.txt"\n', {"fund/a/x.beancount": ""}, "include-outside"),
    Hostile("include of everything on the machine", 'include "/**/*.beancount"\n', {}, "include-outside"),
    Hostile("include with a backslash", 'include ".\\\\./secret.txt"\n', {}, "include-outside"),
    Hostile("include of an encrypted file", 'include "x.beancount.asc"\n', {"x.beancount.asc": "-----BEGIN PGP MESSAGE-----"}, "include-forbidden"),
    Hostile("include without an end", 'include "**/**/**/**/**/*.beancount"\n', {}, "include-outside", make=_many_files),
    Hostile("include of itself", 'include "main.beancount"\n', {}, "include-twice", refused=False),
    Hostile("includes in a circle", 'include "a.beancount"\n', {"a.beancount": 'include "b.beancount"\n', "b.beancount": 'include "*.beancount"\n'}, "include-twice", "b.beancount", 1, refused=False),
    Hostile("include through a link", 'include "link.beancount"\n', {}, "symlink-outside", "link.beancount", 0, refused=False, make=_link("{secret}", "link.beancount")),
    Hostile("a linked folder", 'include "linked/secret.txt"\n', {}, "symlink-outside", "linked", 0, refused=False, make=_link("{parent}", "linked")),
    Hostile("evidence outside", _evidence("{secret}"), {}, "document-outside"),
    Hostile("evidence outside by dots", _evidence("documents/../../secret.txt"), {}, "document-outside"),
    Hostile("evidence that is the password file", _evidence("/etc/passwd"), {}, "document-outside"),
    Hostile("evidence through a link", _evidence("documents/a.pdf"), {}, "symlink-outside", "documents/a.pdf", 0, refused=False, make=_link("{secret}", "documents/a.pdf")),
    Hostile("evidence that is a pipe", _evidence("documents/发票.pdf"), {}, "special-file", "documents/发票.pdf", 0, refused=False, make=_pipe),
    Hostile("documents folder outside", 'option "documents" "../"\n', {}, "option-outside"),
    Hostile("a named option that hides differences", 'option "inferred_tolerance_default" "CNY:1000"\n', {}, "option-forbidden"),
    Hostile("roots renamed", 'option "name_assets" "Vermögen"\n', {}, "option-forbidden"),
    Hostile("division by zero", ENTRY.format(narration="x", amount="1/0"), {}, "division-by-zero", line=FIRST + 1),
    Hostile("division by a zero that is worked out", ENTRY.format(narration="x", amount="1/(2-2)"), {}, "division-by-zero", line=FIRST + 1),
    Hostile("brackets 100,000 deep", ENTRY.format(narration="x", amount="(" * 100_000 + "1" + ")" * 100_000), {}, "deep-nesting", line=FIRST + 1),
    Hostile("a number of a million digits", ENTRY.format(narration="x", amount="9" * 900_000), {}, "amount-too-large", line=FIRST + 1),
    Hostile("a product beyond int64", ENTRY.format(narration="x", amount="99999999999 * 99999999999"), {}, "amount-too-large", line=FIRST + 1),
    Hostile("a line of 100 MB", 'include "huge.beancount"\n', {}, "ledger-too-large", "huge.beancount", 2, make=_long_line),
    Hostile("an extension of Fava", '2026-01-01 custom "fava-extension" "evil"\n', EXTENSION, "fava-directive"),
    Hostile("an import configuration of Fava", '2026-01-01 custom "fava-option" "import-config" "evil.py"\n', EVIL, "fava-directive"),
    Hostile("an extension in two lines", '2026-01-01 custom\n  "fava-extension" "evil"\n', EXTENSION, "fava-directive"),
    Hostile("import folders of Fava", '2026-01-01 custom "fava-option" "import-dirs" "/"\n', {}, "fava-directive"),
    Hostile("a link in Fava's menu", '2026-01-01 custom "fava-sidebar-link" "点我" "javascript:alert(1)"\n', {}, "fava-directive"),
    Hostile("an entity's folder outside", "", {"community.toml": '[community]\nname = "甲"\n[entities.Fund]\nfolder = "../../"\n'}, "settings-outside", "community.toml", 0),
    Hostile("settings that cannot be read", "", {"community.toml": "[community\n"}, "settings-unreadable", "community.toml", 0),
    Hostile("settings that are a link", rule="settings-unreadable", file="community.toml", line=0, make=_linked_settings),
    Hostile("a ledger that is a pipe", rule="ledger-missing", line=0, make=_piped_main),
    Hostile("a file of another encoding", 'include "gbk.beancount"\n', {}, "file-unreadable", "gbk.beancount", 0, refused=False, make=_not_utf8),
    Hostile("HTML as evidence", _evidence("documents/a.html"), _doc("a.html", "<script>alert(1)</script>"), refused=False),
    Hostile("SVG as evidence", _evidence("documents/a.svg"), _doc("a.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), refused=False),
    Hostile("a script as payee", '2026-08-01 * "<script>alert(1)</script>" "<img src=x onerror=alert(1)>"\n  Assets:Fund:1002银行存款:01工行  1.00 CNY\n  Income:Fund:4101捐赠收入:01非限定性\n', {}, refused=False),
)  # fmt: skip
"""Forty and more; with `rule` empty nothing is wrong before opening, and the danger lies in what is shown."""
