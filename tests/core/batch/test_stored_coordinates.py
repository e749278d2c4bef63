from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from btp_core.base.foreign_hdf5 import open_foreign
from btp_core.batch.stored_coordinates import (
    FEWEST_POINTS,
    MIX_UNIT,
    ONE,
    PLAIN_AXES,
    read_coordinates,
    write_coordinates,
)


def alike(points: int, axes: int = 129, seed: int = 0) -> np.ndarray:
    """Coordinates of which a few say nearly all, as those of a network do."""
    dice = np.random.default_rng(seed)
    few = dice.normal(size=(points, 6)) * 2000
    return np.round(
        few @ dice.normal(size=(6, axes)) / 6 + dice.normal(size=(points, axes))
    ).astype(np.int16)


CASES = {
    "alike": alike(5000),
    "noise": np.random.default_rng(1).integers(-16384, 16385, (3000, 129)).astype(np.int16),
    "extremes": np.tile(np.array([[-32768, 32767]], np.int16), (2000, 40)),
    "all the same": np.full((2000, 50), 7, np.int16),
    "few points": alike(FEWEST_POINTS - 1),
    "few axes": alike(4000, axes=20),
    "one point": alike(1),
    "nothing": alike(0),
}


@pytest.mark.parametrize("name", CASES)
def test_every_bit_comes_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / "coordinates.h5"
    with h5py.File(path, "w") as file:
        write_coordinates(file, CASES[name])
    with open_foreign(path) as file:
        found = read_coordinates(file)
    assert found.dtype == np.int16
    assert np.array_equal(found, CASES[name])


def test_what_follows_from_other_axes_costs_little(tmp_path: Path) -> None:
    values = alike(20_000)
    with h5py.File(tmp_path / "c.h5", "w") as file:
        write_coordinates(file, values)
        assert file["coordinates"].id.get_storage_size() < 0.5 * values.nbytes


def test_the_documented_formula_undoes_it(tmp_path: Path) -> None:
    values = alike(3000)
    with h5py.File(tmp_path / "c.h5", "w") as file:
        write_coordinates(file, values)
    with h5py.File(tmp_path / "c.h5") as file:
        kept = file["coordinates"][()].astype(np.int64) + file["offset"][()][:, None]
        mix = file["mix"][()].astype(np.int64)
    first = np.concatenate([kept[:PLAIN_AXES], np.full((1, len(values)), ONE)])
    kept[PLAIN_AXES:] += (2 * (mix @ first) + MIX_UNIT) // (2 * MIX_UNIT)
    assert np.array_equal(kept.T, values)


def test_damage_is_told(tmp_path: Path) -> None:
    def broken(change: Any) -> Path:
        path = tmp_path / "broken.h5"
        with h5py.File(path, "w") as file:
            write_coordinates(file, alike(2000))
            change(file)
        return path

    def replaced(name: str, values: np.ndarray) -> Any:
        def change(file: Any) -> None:
            del file[name]
            file[name] = values

        return change

    changes = [
        replaced("offset", np.zeros(5, np.int32)),
        replaced("offset", np.full(129, 2**30, np.int32)),
        replaced("offset", np.full(129, -(2**16), np.int32)),
        replaced("mix", np.zeros((97, 32), np.int32)),
        replaced("mix", np.full((97, 33), 2**31 - 1, np.int32)),
        replaced("mix", np.zeros((97, 33))),
        replaced("coordinates", np.zeros((129, 5), np.int16)),
        replaced("coordinates", np.zeros(129, np.uint16)),
        lambda file: file.__delitem__("mix"),
    ]
    for change in changes:
        with open_foreign(broken(change)) as file, pytest.raises((KeyError, ValueError)):
            read_coordinates(file)
