"""Reading a large binary ply, against ``np.fromfile`` and a look for odd numbers.

    python -m benchmarks.reading                    10,000,000 points, single precision
    python -m benchmarks.reading --points 1000000

The reader process is warm, as it is in the window and after the first scan of a folder. Besides the
wall clock the processor time of both processes is told, which holds on a busy machine as well.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil

from btp_core.lab.synthetic_scan import write_plate
from btp_core.scans.reader.process import READERS
from btp_core.scans.reading import read_scan

ROUNDS = 5
BYTES_OF_A_POINT = 12


def main() -> None:
    """Print the least times, and by how much reading takes longer than the plain way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=10_000_000)
    count = parser.parse_args().points
    with tempfile.TemporaryDirectory(prefix="btp-bench-") as folder:
        path = Path(folder) / "large.ply"
        write_plate(path, count)
        ways: dict[str, Callable[[], object]] = {
            "np.fromfile and check": lambda: read_plainly(path, count),
            "the same in double precision": lambda: read_plainly(path, count).astype(np.float64),
            "read_scan": lambda: read_scan(path),
        }
        print(f"{'':<30}{'wall':>18}{'processor':>18}")
        plain: tuple[float, float] | None = None
        for name, way in ways.items():
            found = best(way)
            plain = plain or found
            both = (f"{a:.2f} s {a / b:>5.1f} x" for a, b in zip(found, plain, strict=True))
            print(f"{name:<30}" + "".join(f"{text:>18}" for text in both))


def read_plainly(path: Path, count: int) -> np.ndarray:
    """The coordinates as they are in the file, none of them odd."""
    header = path.stat().st_size - BYTES_OF_A_POINT * count
    points = np.fromfile(path, np.float32, offset=header).reshape(-1, 3)
    if not np.isfinite(points).all():
        raise ValueError("odd numbers")
    return points


def best(way: Callable[[], object]) -> tuple[float, float]:
    """Least wall and processor seconds of some rounds, the reader's share included."""
    found = []
    for _ in range(ROUNDS):
        READERS.warm_up()
        (reader,) = (psutil.Process(number) for number in READERS.process_ids)
        spent = settled(reader)
        ended, own = seconds_of_ended(), time.process_time()
        started = time.perf_counter()
        kept = way()
        wall = time.perf_counter() - started
        own = time.process_time() - own
        # A large scan swells its reader, which is ended then: its time is among that of the ended.
        alive = reader.pid in READERS.process_ids
        now = seconds_of(reader) if alive else seconds_of_ended() - ended
        found.append((wall, own + now - spent))
        del kept
    walls, processors = zip(*found, strict=True)
    return min(walls), min(processors)


def seconds_of(process: psutil.Process) -> float:
    """Processor time so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def seconds_of_ended() -> float:
    """Processor time of all children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def settled(process: psutil.Process) -> float:
    """Wait until a process has imported what it needs; returns its processor time."""
    before, now = -1.0, seconds_of(process)
    while now != before:
        time.sleep(1.0)
        before, now = now, seconds_of(process)
    return now


if __name__ == "__main__":
    main()
