from __future__ import annotations

import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from btp_core.model.pyramid.weights import save_pyramid
from tests.core.small_model import small_model_file


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small untrained model: the command line does not depend on what is learnt."""
    path = tmp_path_factory.mktemp("model") / "small.safetensors"
    save_pyramid(small_model_file(), path)
    return str(path)


@pytest.fixture(scope="session")
def small_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dented sphere of 2,500 points, some of them without a measurement."""
    generator = np.random.default_rng(3)
    points = generator.normal(size=(2500, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points[points[:, 2] > 0.9, 2] = 0.9
    points[:4] = np.nan
    path = tmp_path_factory.mktemp("scan") / "part.npy"
    np.save(path, 20 * points)
    return path


def bad_files(folder: Path) -> dict[str, Path]:
    """One file for each way that input can be bad, by name."""
    files = {
        "missing.ply": None,
        "empty.ply": b"",
        "garbage.ply": bytes(range(256)) * 40,
        "truncated.ply": b"ply\nformat binary_little_endian 1.0\nelement vertex 1000\n"
        b"property float x\nproperty float y\nproperty float z\nend_header\n" + b"\0" * 50,
        "unknown.docx": b"word",
        "no-points.xyz": b"",
        "three.xyz": b"0 0 0\n1 0 0\n0 1 0\n",
        "not-finite.xyz": b"nan nan nan\n" * 100,
        "equal.xyz": b"1 2 3\n" * 100,
        "line.xyz": b"".join(b"%d %d %d\n" % (i, i, i) for i in range(500)),
        "pickle.npy": pickle.dumps([1, 2, 3]),
        "bad-count.stl": b"\0" * 80 + struct.pack("<I", 2**31 - 1) + b"\0" * 100,
    }
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content)
    np.save(folder / "objects.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    (folder / "folder.ply").mkdir()
    return {path: folder / path for path in [*files, "objects.npy", "folder.ply"]}
