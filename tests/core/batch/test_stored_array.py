from __future__ import annotations

import zlib
from pathlib import Path

import h5py
import numpy as np
import pytest

from btp_core.batch import stored_array
from btp_core.batch.journaled_file import JournaledFile
from btp_core.batch.stored_array import read_array, write_array

ARRAYS = {
    "scores": np.linspace(0, 1, 1000, dtype=np.float32),
    "points": np.random.default_rng(0).normal(size=(1000, 3)),
    "index": np.arange(3000, dtype=np.int32).reshape(-1, 3),
    "half": np.linspace(0, 1, 50).astype(np.float16).reshape(25, 2),
    "valid": np.arange(70) % 3 > 0,
    "one": np.ones(1, np.float32),
    "none": np.empty((0, 3), np.float32),
}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stored_array, "CHUNK_ROWS", 64)
    path = tmp_path / "arrays.h5"
    with h5py.File(path, "w") as file:
        for name, values in ARRAYS.items():
            write_array(file, name, values)
        file["plain"] = ARRAYS["points"]
    return path


def test_arrays_come_back_by_our_reader_and_by_hdf5s(path: Path) -> None:
    with h5py.File(path, "r") as file, JournaledFile(path) as raw:
        for name, values in {**ARRAYS, "plain": ARRAYS["points"]}.items():
            for found in (read_array(file[name], raw), read_array(file[name]), file[name][()]):
                assert found.dtype == values.dtype
                assert np.array_equal(found, values)


def test_other_layouts_are_left_to_hdf5(tmp_path: Path) -> None:
    values = ARRAYS["points"]
    path = tmp_path / "foreign.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("squares", data=values, chunks=(50, 2), compression="gzip")
        file.create_dataset("checked", data=values, fletcher32=True)
        file.create_dataset("big end first", data=values.astype(">f8"))
        file.create_dataset("never written", shape=(7, 3), chunks=(2, 3), dtype="f4")
        file["number"] = 3.0
    with h5py.File(path, "r") as file, JournaledFile(path) as raw:
        for name in ("squares", "checked", "big end first"):
            assert np.array_equal(read_array(file[name], raw), values)
        assert not read_array(file["never written"], raw).any()
        assert read_array(file["number"], raw) == 3.0


@pytest.mark.parametrize(
    "chunk", [b"", b"no deflate stream at all, but long enough", zlib.compress(bytes(100))]
)
def test_a_chunk_that_does_not_hold_its_array_is_told(path: Path, chunk: bytes) -> None:
    with h5py.File(path, "r+") as file:
        file["points"].id.write_direct_chunk((64, 0), chunk or b"\0")
    with h5py.File(path, "r") as file, pytest.raises(ValueError, match="chunk"):
        read_array(file["points"])


def test_no_memory_is_taken_for_more_than_a_file_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "bomb.h5"
    with h5py.File(path, "w") as file:
        rows = 2**28
        bomb = file.create_dataset(
            "bomb", shape=(rows,), dtype="f8", chunks=(rows,), compression="gzip", shuffle=True
        )
        bomb.id.write_direct_chunk((0,), zlib.compress(bytes(1000)))
    with h5py.File(path, "r") as file, pytest.raises(ValueError, match="too short"):
        read_array(file["bomb"])
