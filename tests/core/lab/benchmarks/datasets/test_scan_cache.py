"""Hits, stale entries and damaged ones; never a wrong answer."""

from __future__ import annotations

import logging
import os

import h5py
import numpy as np
import pytest

from btp_core.lab.benchmarks.datasets.benchmark import read_benchmark
from btp_core.lab.benchmarks.datasets.scan_cache import LAYOUT, ScanCache
from tests.core.lab.benchmarks.datasets.layouts import (
    plate,
    write_pcd,
    write_real3d_ad,
    write_truth,
)


@pytest.fixture
def folder(tmp_path):
    return write_real3d_ad(tmp_path / "data", ("duck",))


@pytest.fixture
def cache(tmp_path):
    return ScanCache(tmp_path / "cache")


@pytest.fixture
def entry(folder, cache):
    return next(e for e in read_benchmark(folder, cache).categories[0].test if e.defect)


def same(one, other):
    return np.array_equal(one.points, other.points) and np.array_equal(one.labels, other.labels)


def test_the_second_time_nothing_is_parsed(entry, cache):
    first = entry.load()
    kept = cache.path_of(entry.sources)
    before = kept.stat().st_mtime_ns
    # The sources cannot be parsed any more, but look the same.
    for source in entry.sources:
        status = source.stat()
        source.write_bytes(b"x" * status.st_size)
        os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = entry.load()
    assert same(first, again)
    assert again.points.dtype == np.float32
    assert again.labels.dtype == np.bool_
    assert kept.stat().st_mtime_ns == before
    assert [p.suffix for p in cache.folder.iterdir()] == [".h5"]


def test_a_touched_file_counts_and_a_changed_one_does_not(entry, cache):
    first = entry.load()
    kept = cache.path_of(entry.sources)
    before = kept.stat().st_mtime_ns
    os.utime(entry.path, ns=(1, 1))
    assert same(entry.load(), first)
    assert kept.stat().st_mtime_ns == before
    # As many bytes as before, other labels.
    text = entry.truth.read_text()
    moved = "".join(
        line[:-1] + ("1" if line[-1] == "0" else "0") + "\n" for line in text.splitlines()
    )
    assert len(moved) == len(text)
    entry.truth.write_text(moved)
    os.utime(entry.truth, ns=(2, 2))
    changed = entry.load()
    assert np.array_equal(changed.labels, ~first.labels)
    assert kept.stat().st_mtime_ns > before


def test_a_file_of_another_size_is_read_again(entry):
    entry.load()
    points, labels = plate(0.3, 77)
    write_pcd(entry.path, points[:-1])
    write_truth(entry.truth, points[:-1], labels[:-1], " ")
    assert len(entry.load().points) == len(points) - 1


def test_damage_is_logged_and_mended(entry, cache, caplog):
    first = entry.load()
    kept = cache.path_of(entry.sources)
    whole = kept.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"not hdf5", b""):
        kept.write_bytes(damaged)
        with caplog.at_level(logging.WARNING):
            assert same(entry.load(), first)
        assert "damaged cache entry" in caplog.text
        caplog.clear()
        assert cache.get(entry.sources) is not None


@pytest.mark.parametrize("place", range(8))
def test_a_flipped_byte_never_gives_another_scan(entry, cache, place):
    first = entry.load()
    kept = cache.path_of(entry.sources)
    content = bytearray(kept.read_bytes())
    content[len(content) * (2 * place + 1) // 16] ^= 0x55
    kept.write_bytes(content)
    assert same(entry.load(), first)


def _other_layout(file):
    file.attrs["layout"] = LAYOUT + 1


def _other_shape(file):
    del file["labels"]
    file["labels"] = np.zeros(5, dtype=np.uint8)


def _other_type(file):
    points = file["points"][()]
    del file["points"]
    file["points"] = points.astype(np.float64)


def _other_values(file):
    file["labels"][:] = 1


def _huge(file):
    del file["points"], file["labels"]
    file.create_dataset("points", shape=(10**9, 3), dtype=np.float32, chunks=(1000, 3))
    file.create_dataset("labels", shape=(10**9,), dtype=np.uint8, chunks=(1000,))


def _no_sources(file):
    file.attrs["sources"] = 7


@pytest.mark.parametrize(
    "change", [_other_layout, _other_shape, _other_type, _other_values, _huge, _no_sources]
)
def test_an_entry_that_is_not_ours_is_made_again(entry, cache, change):
    first = entry.load()
    with h5py.File(cache.path_of(entry.sources), "a") as file:
        change(file)
    assert cache.get(entry.sources) is None
    assert same(entry.load(), first)
    assert cache.get(entry.sources) is not None


def test_a_cache_that_cannot_be_written_costs_only_time(folder, tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    blocked = ScanCache(tmp_path / "file" / "cache")
    entry = read_benchmark(folder, blocked).categories[0].test[0]
    with caplog.at_level(logging.WARNING):
        assert len(entry.load().points)
    assert "not kept" in caplog.text
