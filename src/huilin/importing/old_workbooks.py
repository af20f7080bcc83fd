"""XLS and XLSB read by a child process under limits: their cells say where they stand in binary, which nothing here measures.

A cell that claims the farthest corner makes the reader ask for terabytes, and its abort would end this program: so it
ends the child instead. The child is this module run by itself: bytes in, a line of JSON out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

SECONDS, MEGABYTES = 20, 448


def sheets(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return each sheet's name and rows; raise ValueError where the child did not get through."""
    command = [sys.executable, "-I", __file__]
    try:
        child = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603 - this very file
    except subprocess.TimeoutExpired as error:
        raise ValueError(str(error)) from error
    if child.returncode:
        raise ValueError(child.returncode)
    return [(name, rows) for name, rows in json.loads(child.stdout)]


def _main() -> None:
    import io
    import resource

    from python_calamine import CalamineWorkbook

    most = MEGABYTES << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    found = [(n, book.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in book.sheet_names]
    sys.stdout.write(json.dumps(found, default=str))


if __name__ == "__main__":
    _main()
