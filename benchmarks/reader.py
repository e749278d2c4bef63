"""What reading apart costs: ``python -m benchmarks.reader``, on a ply of a million points.

Reads it in this process and by the reader process in turn, touching every page of what came, and
prints the fastest and the median of both, in milliseconds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from btp_core.scans.decoding import decode
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan.ply")
        write_ply(path, options.points)
        here, apart = [], []
        read_scan(path)  # starts the reader
        for _ in range(options.rounds):
            here.append(milliseconds(lambda: decode(path, "ply", ReadLimits())))
            apart.append(milliseconds(lambda: read_scan(path)))
    for name, times in (("here", here), ("apart", apart)):
        print(f"{name:6} fastest {min(times):6.0f} ms  median {float(np.median(times)):6.0f} ms")
    more = np.median(np.subtract(apart, here))
    print(f"added  fastest {min(apart) - min(here):6.0f} ms  median of pairs {more:6.0f} ms")


def write_ply(path: Path, n_points: int) -> None:
    """Coordinates, normals and colours, binary."""
    names = ("x", "y", "z", "nx", "ny", "nz")
    kinds = [
        *((name, "<f4") for name in names),
        *((name, "u1") for name in ("red", "green", "blue")),
    ]
    table = np.zeros(n_points, dtype=kinds)
    source = np.random.default_rng(0)
    for name in names[:3]:
        table[name] = source.normal(size=n_points)
    table["nz"] = 1.0
    properties = "".join(f"property float {name}\n" for name in names)
    properties += "".join(f"property uchar {name}\n" for name, _ in kinds[6:])
    header = (
        f"ply\nformat binary_little_endian 1.0\nelement vertex {n_points}\n{properties}end_header\n"
    )
    path.write_bytes(header.encode() + table.tobytes())


def milliseconds(read: Callable[[], Scan]) -> float:
    """How long it takes to have a scan and look at all of it."""
    started = time.perf_counter()
    float(read().points.sum())
    return 1000.0 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
