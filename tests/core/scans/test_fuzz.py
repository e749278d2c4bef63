"""A fixed handful of damaged files of each format; `python -m benchmarks.fuzz` makes more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.fuzz import (
    FORKED_READERS,
    MAX_BYTES,
    fuzz_forked,
    fuzz_scans,
    inputs_of,
    seeds_of_files,
    seeds_of_scans,
)
from btp_core.base.errors import ScanReadError
from btp_core.scans.registry import FORMATS

INPUTS = 150
SEED = 19


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def seeds(folder: Path) -> dict[str, dict[str, bytes]]:
    return seeds_of_scans(folder)


def test_every_format_has_seeds(seeds: dict[str, dict[str, bytes]]) -> None:
    assert len(seeds) == len(FORMATS)


@pytest.mark.parametrize(
    "kind", ["ply", "pcd", "obj", "stl", "off", "text", "npy", "h5", "las", "tif"]
)
def test_damaged_scans(kind: str, seeds: dict[str, dict[str, bytes]], folder: Path) -> None:
    figures = fuzz_scans(inputs_of(seeds[kind], INPUTS, SEED), folder)
    assert figures.violations == []
    assert figures.inputs == INPUTS
    assert figures.kinds["read"] > 0  # not everything is refused at the door
    assert figures.most_bytes < MAX_BYTES


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("kind", ["run", "design"])
def test_damaged_run_files_and_designs(kind: str, folder: Path) -> None:
    seeds = seeds_of_files(folder)
    figures = fuzz_forked(inputs_of(seeds[kind], INPUTS // 3, SEED), FORKED_READERS[kind], folder)
    assert figures.violations == []
    assert figures.kinds["read"] > 0


def test_what_is_no_typed_error_is_found(folder: Path, tmp_path: Path) -> None:
    """The yardstick itself: a reader that fails in other ways is caught at it."""

    def careless(path: Path) -> None:
        content = path.read_bytes()
        if content == b"crash":
            import os

            os.kill(os.getpid(), 11)
        if content == b"bug":
            raise AttributeError("of nothing")
        raise ScanReadError("Well done.", path=path, next_step="Nothing.")

    inputs = [(".x", content) for content in (b"good", b"bug", b"crash", b"good")]
    figures = fuzz_forked(inputs, careless, folder, tmp_path / "kept")
    assert len(figures.violations) == 2
    assert figures.inputs == 4
    assert len(list((tmp_path / "kept").iterdir())) == 2
