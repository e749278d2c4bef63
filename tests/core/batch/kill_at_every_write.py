"""Adds a scan to a run file again and again, killed by SIGKILL at every single write.

Run by test_journaled_file.py: it forks, which a process with threads should not.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py

from btp_core.batch.run_writer import RunWriter, create_run_file
from tests.core.batch.runs_for_tests import check, header, image_of

SCANS_BEFORE = ["a/1.ply", "a/2.ply", "b.ply", *(f"c/{number}.ply" for number in range(9))]
NEW = "c/new.ply"
COUNT = 300


def main(folder: Path) -> None:
    # A kill takes nothing from the operating system: no need to wait for the disk.
    os.fsync = lambda handle: None
    base = folder / "base.h5"
    create_run_file(base, header())
    with RunWriter(base) as writer:
        for name in SCANS_BEFORE:
            writer.add(name, image_of(name, COUNT))
    for redo in (False, True):
        start = SCANS_BEFORE + ([NEW] if redo else [])
        if redo:
            with RunWriter(base) as writer:
                writer.add(NEW, image_of(NEW, COUNT))
        outcomes = {"before": 0, "after": 0}
        for torn in (False,) if redo else (False, True):
            step = 0
            while _killed(base, folder, step, torn):
                outcomes[_state_after_kill(folder / "run.h5", start, redo)] += 1
                step += 1
            assert step > 10, step
        if not redo:
            assert outcomes["before"] > 0, outcomes
            assert outcomes["after"] > 0, outcomes
        print(outcomes)


def _killed(base: Path, folder: Path, step: int, torn: bool) -> bool:
    """Add a scan to a copy of ``base`` in a child; whether it was killed before it had ended."""
    path = folder / "run.h5"
    shutil.copyfile(base, path)
    (folder / "run.h5.journal").unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _kill_at(step, torn)
        with RunWriter(path) as writer:
            writer.add(NEW, image_of(NEW, COUNT))
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    return status == signal.SIGKILL


def _kill_at(step: int, torn: bool) -> None:
    left = step

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal left
            if left == 0:
                if torn and function is write:
                    function(arguments[0], memoryview(arguments[1])[: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return function(*arguments)

        return call

    write = os.write
    os.write = counted(os.write)
    os.ftruncate = counted(os.ftruncate)
    os.fsync = counted(os.fsync)


def _state_after_kill(path: Path, before: list[str], redo: bool) -> str:
    """Readers see the state before or after, never another; then the next writer goes on."""
    from btp_core.batch.run_file import read_table

    names = sorted(row.name for row in read_table(path)[1])
    state = "before" if names == sorted(before) and not redo else "after"
    assert set(names) == set(before) if state == "before" else set(names) == {*before, NEW}
    with RunWriter(path) as writer:
        writer.add("next.ply", image_of("next.ply", COUNT))
    check(path, sorted({*names, "next.ply"}), COUNT)
    with h5py.File(path, "r") as plain:  # by HDF5 alone
        assert plain["scans/next.ply"].attrs["status"] == b"done"
    return state


if __name__ == "__main__":
    main(Path(sys.argv[1]))
