"""A crash at any moment leaves the old state or the new one (law 11)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huilin import storage
from huilin.errors import MachineError, RefusedError

OLD = {"a.txt": "old a", "sub/b.txt": "old b", "gone.txt": "here"}
NEW = {"a.txt": "new a", "sub/b.txt": "new b", "c.txt": "new c"}

WRITER = """
import os, sys
from pathlib import Path
from huilin import storage
root, stop = Path(sys.argv[1]), int(sys.argv[2])
count = 0
def watch(event, args):
    global count
    if event in ("os.rename", "os.remove", "open", "os.chmod", "tempfile.mkstemp") and str(root) in str(args):
        count += 1
        if count == stop:
            os._exit(9)
sys.addaudithook(watch)
with storage.locked(root):
    storage.write_all(root, {
        root / "a.txt": "new a", root / "sub/b.txt": "new b", root / "c.txt": b"new c", root / "gone.txt": None,
    })
print(count)
"""


def state(root: Path) -> dict[str, str]:
    return {
        str(f.relative_to(root)): f.read_text(encoding="utf-8")
        for f in sorted(root.rglob("*"))
        if f.is_file() and not f.name.startswith(".")
    }


def lay(root: Path) -> None:
    for name, text in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def write_until(root: Path, stop: int) -> int:
    return subprocess.run(
        [sys.executable, "-c", WRITER, str(root), str(stop)], check=False, capture_output=True
    ).returncode


def test_killed_at_every_file_operation_the_folder_is_old_or_new(tmp_path: Path) -> None:
    """Kill the writer at its first, second, third … operation; then let the next writer come."""
    seen = set()
    for stop in range(1, 60):
        root = tmp_path / str(stop)
        root.mkdir()
        lay(root)
        killed = write_until(root, stop) == 9
        with storage.locked(root):
            after = state(root)
        assert after in (OLD, NEW)
        seen.add(after == NEW)
        if not killed:
            break
    assert killed is False
    assert seen == {False, True}


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """Two treasurers at once would overwrite each other."""
    with storage.locked(tmp_path), pytest.raises(RefusedError), storage.locked(tmp_path):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which file and what to do; no temporary file stays."""
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    full = os.open("/dev/full", os.O_WRONLY)
    real = storage.tempfile.mkstemp

    def on_full_disk(**words: str) -> tuple[int, str]:
        handle, name = real(**words)
        os.dup2(full, handle)
        return handle, name

    monkeypatch.setattr(storage.tempfile, "mkstemp", on_full_disk)
    with pytest.raises(MachineError):
        storage.write_atomic(target, "new" * 10_000)
    os.close(full)

    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
