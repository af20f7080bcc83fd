"""The process that reads a stranger's folder: limited first, then every proof, its verdict as JSON on stdout."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Verify the folder that the command line names."""
    _limit()
    from huilin.publication.verify_proofs import prove

    sys.stdout.write(json.dumps(prove(Path(sys.argv[1])).to_json(), ensure_ascii=True))


def _limit() -> None:
    """Take from this process the power to use up the machine, and to write files."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock holds there too
        return
    from huilin.publication.verify import MEMORY, SECONDS

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
