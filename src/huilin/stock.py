"""The four folders that a community may change: where the stock lies, and how its Python is loaded.

Installed, they lie in `huilin/stock/`; in a checkout, at its root. No top-level `importers` or `reports`
lands in site-packages, where it would hide a treasurer's own folder of that name.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from huilin.errors import HuilinError
from huilin.wording import Text

if TYPE_CHECKING:
    from types import ModuleType


def home() -> Path:
    """Return the folder that holds ledger/, importers/, reports/ and templates/."""
    here = Path(__file__).resolve().parent
    installed = here / "stock"
    return installed if installed.is_dir() else here.parents[1]


def modules(kind: str, workspace: Path | None = None) -> tuple[ModuleType, ...]:
    """Load every module of `kind` (`importers` or `reports`), the workspace's own after the stock's.

    A workspace's own Python is loaded only after `huilin trust`, and only while it is the same to the byte.
    """
    files = _python_files(home() / kind)
    if workspace is not None and workspace != home():
        own = _python_files(workspace / kind)
        if own and all(is_trusted(file) for file in own):
            files += own
    return tuple(_load(file) for file in files)


def _python_files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.glob("*.py") if not f.name.startswith("_")) if folder.is_dir() else []


@cache
def _load(file: Path) -> ModuleType:
    """Load one file under a name of its own, so that two folders may hold modules of one name."""
    mark = hashlib.sha256(str(file.parent).encode()).hexdigest()[:8]
    name = f"huilin_{file.parent.name}_{mark}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise HuilinError(Text(f"无法载入 {file}。", f"Cannot load {file}."))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def trust_file() -> Path:
    """Where this user's trust is kept: outside every workspace, so that none can bring its own."""
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(config) / "huilin" / "trusted.json"


def trusted() -> dict[str, str]:
    """Return path → SHA-256 of the Python files this user has trusted."""
    try:
        known = json.loads(trust_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return dict(known) if isinstance(known, dict) else {}


def is_trusted(file: Path) -> bool:
    """Say whether this user has trusted exactly these bytes at this place."""
    return trusted().get(str(file.resolve())) == hashlib.sha256(file.read_bytes()).hexdigest()
