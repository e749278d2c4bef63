"""Where compiled code is kept, and what happens where it cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from btp_core.geometry.kernels.compiled import in_rows

ROOT = Path(__file__).parents[4]
# The smallest module of kernels; says how many of them came from the cache.
LOAD = """
from btp_core.geometry.kernels.cloud import weight_rows, scaled_rows
from btp_core.geometry.kernels.compiled import cache_folder
import numpy as np
distances = np.array([[1.0, 2.0]], np.float32)
weights = np.empty_like(distances)
weight_rows(distances, weights, 0, 1)
assert abs(weights.sum() - 1) < 1e-6
print(len(weight_rows.stats.cache_hits), cache_folder())
"""


def _load(folder: Path) -> tuple[int, Path, str]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", LOAD], env=environment, capture_output=True, text=True, check=True
    )
    hits, path = done.stdout.split(maxsplit=1)
    return int(hits), Path(path.strip()), done.stderr


def test_code_is_compiled_once_and_a_damaged_file_anew(tmp_path):
    hits, folder, _ = _load(tmp_path)
    assert hits == 0
    assert folder.is_relative_to(tmp_path)
    assert _load(tmp_path)[0] == 1
    for path in folder.glob("*weight_rows*.nbc"):
        path.write_bytes(path.read_bytes()[:100])
    hits, _, said = _load(tmp_path)
    assert hits == 0
    assert "compiled anew" in said


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("no folder")
    hits, _, said = _load(occupied)
    assert hits == 0
    assert "compiled anew" in said


@pytest.mark.parametrize("workers", [1, 2, 3, 50, -1])
@pytest.mark.parametrize("count", [0, 1, 255, 4096, 10_001])
def test_each_row_is_done_once(workers, count):
    done = np.zeros(count, np.int64)

    def kernel(out, start, stop):
        out[start:stop] += 1

    in_rows(kernel, count, workers, done)
    assert (done == 1).all()


def test_an_error_of_a_share_is_told():
    def kernel(start, stop):
        if start:
            raise ValueError("a share")

    with pytest.raises(ValueError, match="a share"):
        in_rows(kernel, 10_000, 3)
