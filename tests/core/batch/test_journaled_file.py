from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from btp_core.base.errors import OutputError
from btp_core.batch import journaled_file
from btp_core.batch.journaled_file import JournaledFile, journal_path

ROOT = Path(__file__).parents[3]
PLACE = st.integers(0, 20_000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), PLACE, st.binary(max_size=9000)),
        st.tuples(st.just("truncate"), PLACE, st.just(b"")),
        st.tuples(st.just("commit"), st.just(0), st.just(b"")),
    ),
    max_size=12,
)


def _read(file: JournaledFile) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return file.read(size) or b""


@settings(max_examples=60)
@given(st.binary(max_size=10_000), STEPS)
def test_it_reads_like_a_file_and_keeps_what_was_committed(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, steps: list[tuple[str, int, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("file") / "data"
    path.write_bytes(start)
    now = bytearray(start)
    committed = bytes(start)
    with JournaledFile(path, writable=True) as file:
        for what, place, data in steps:
            if what == "write" and data:
                file.seek(place)
                assert file.write(data) == len(data)
                now.extend(bytes(max(0, place - len(now))))
                now[place : place + len(data)] = data
            elif what == "truncate" and place >= len(committed):
                file.truncate(place)
                now.extend(bytes(max(0, place - len(now))))
                del now[place:]
            elif what == "commit":
                file.commit()
                committed = bytes(now)
                assert path.read_bytes() == committed
            assert _read(file) == bytes(now)
        # Without a commit nothing of the committed part has changed.
        assert path.read_bytes()[: len(committed)] == committed


def test_it_can_become_shorter(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(bytes(range(100)))
    with JournaledFile(path, writable=True) as file:
        file.truncate(10)
        assert path.stat().st_size == 100
        file.commit()
    assert path.read_bytes() == bytes(range(10))


def test_a_full_disk_is_told_and_leaves_the_last_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"old" * 2000)
    written = 0

    def write(handle: int, data: bytes, real: object = os.write) -> int:
        nonlocal written
        written += len(data)
        if written > 3000:
            raise OSError(28, "No space left on device")
        return real(handle, data)  # type: ignore[operator,no-any-return]

    with JournaledFile(path, writable=True) as file:
        with monkeypatch.context() as patch:
            patch.setattr(journaled_file.os, "write", write)
            file.write(b"new" * 500)
            with pytest.raises(OutputError, match="No space left on device"):
                file.commit()
        with pytest.raises(OutputError, match="No space left"):
            file.commit()
    with JournaledFile(path, writable=True) as file:
        assert _read(file) == b"old" * 2000


@pytest.mark.parametrize("damage", ["cut", "flipped", "garbage"])
def test_a_damaged_journal_is_of_a_commit_that_never_happened(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "data"
    path.write_bytes(bytes(9000))
    content = journaled_file._packed([(0, b"x" * 4096)], 9000)
    changed = {
        "cut": content[:-1],
        "flipped": content[:60] + b"?" + content[61:],
        "garbage": b"no journal",
    }
    journal_path(path).write_bytes(changed[damage])
    with JournaledFile(path, writable=True) as file:
        assert _read(file) == bytes(9000)
    journal_path(path).write_bytes(content)
    with JournaledFile(path) as file:  # a reader sees the new state and changes nothing
        assert _read(file) == b"x" * 4096 + bytes(9000 - 4096)
    assert path.read_bytes() == bytes(9000)
    with JournaledFile(path, writable=True):
        assert path.read_bytes() == b"x" * 4096 + bytes(9000 - 4096)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_write_costs_at_most_the_scan_being_added(tmp_path: Path) -> None:
    script = Path(__file__).with_name("kill_at_every_write.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
