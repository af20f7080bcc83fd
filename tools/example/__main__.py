"""Write the example workspace: `python -m tools.example [OUT=ledger]`, from the root of the checkout."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.example.workspace import write_workspace


def main(arguments: list[str]) -> None:
    """Write the workspace into the folder named, or into `ledger/`."""
    out = Path(arguments[0]) if arguments else Path("ledger")
    files = write_workspace(out)
    sys.stdout.write(f"{out}: {len(files)} files\n")


if __name__ == "__main__":
    main(sys.argv[1:])
