"""How fast scans are prepared for training: ``python -m benchmarks.prepare FOLDER [--limit 12]``.

The folder holds scans of ``btp-inspect synthesize`` (``.npz``). One process, one thread, as each
worker of a training has; processor time is what to compare on a machine with other work.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import torch

from btp_core.geometry.pyramid import PyramidSettings
from btp_core.lab.training.pyramid.prepare import prepare_scan


def measure(folder: Path, limit: int) -> tuple[float, float, int]:
    """Wall and processor seconds for at most ``limit`` scans, and how many these were."""
    torch.set_num_threads(1)
    scans = sorted(folder.glob("*.npz"))
    scans = scans[:: max(1, len(scans) // limit)][:limit]
    with tempfile.TemporaryDirectory() as target:
        place = Path(target) / "prepared.safetensors"
        prepare_scan(scans[0], place, PyramidSettings())  # warm
        wall, processor = time.perf_counter(), time.process_time()
        for scan in scans:
            prepare_scan(scan, place, PyramidSettings())
    return time.perf_counter() - wall, time.process_time() - processor, len(scans)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=12)
    given = parser.parse_args()
    wall, processor, count = measure(given.folder, given.limit)
    print(
        f"{count} scans: {60 * count / wall:.1f} a minute; "
        f"{processor / count:.2f} s of processor time each, {60 * count / processor:.1f} a minute"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
