"""What a server is to show, as it travels from the command to the server's own process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.desk.guard import READING, WRITING, Password
from huilin.desk.inspecting import from_json, to_json

if TYPE_CHECKING:
    from huilin.findings import Finding
    from huilin.wording import Language


@dataclass(frozen=True)
class Spec:
    """`root`: the workspace to show (the desk's: the copy); `main`: its ledger.

    `pages`: the module whose PAGES become extension pages; `refused`: show the findings and nothing else;
    `writable`: a treasurer edits, so Fava watches the files and may write; `marks`: the auditor's own file of ticks.
    """

    root: Path
    main: Path
    pages: str
    name: str = ""
    language: Language = "zh"
    today: date | None = None
    findings: tuple[Finding, ...] = ()
    refused: bool = False
    writable: bool = False
    password: Password | None = None
    marks: Path | None = None
    hosts: frozenset[str] = field(default_factory=frozenset)

    @property
    def methods(self) -> frozenset[str]:
        """What may be asked of the server."""
        return WRITING if self.writable else READING

    def dumps(self) -> str:
        """Return the spec as one line of JSON."""
        said = {
            **{name: getattr(self, name) for name in ("pages", "name", "language", "refused", "writable")},
            "root": str(self.root),
            "main": str(self.main),
            "marks": str(self.marks) if self.marks else None,
            "today": self.today.isoformat() if self.today else None,
            "findings": [to_json(finding) for finding in self.findings],
            "password": asdict(self.password) if self.password else None,
            "hosts": sorted(self.hosts),
        }
        return json.dumps(said, ensure_ascii=True)

    @classmethod
    def loads(cls, line: str) -> Spec:
        """Return the spec that `dumps` wrote."""
        said = json.loads(line)
        said["root"], said["main"] = Path(said["root"]), Path(said["main"])
        said["marks"] = Path(said["marks"]) if said["marks"] else None
        said["today"] = date.fromisoformat(said["today"]) if said["today"] else None
        said["findings"] = tuple(map(from_json, said["findings"]))
        said["password"] = Password(**said["password"]) if said["password"] else None
        said["hosts"] = frozenset(said["hosts"])
        return cls(**said)
