"""The key of the pseudonyms: made once, kept in private/ beside the donor register, never published or committed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from huilin.storage import write_atomic

if TYPE_CHECKING:
    from huilin.workspace import Workspace

NAME = "pseudonyms.key"


def key(workspace: Workspace) -> bytes:
    """Return the workspace's key, made on first use so that only this user can read it."""
    file = workspace.donors.with_name(NAME)
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, secrets.token_hex(32) + "\n")
        file.chmod(0o600)
    return bytes.fromhex(file.read_text(encoding="ascii").strip())
