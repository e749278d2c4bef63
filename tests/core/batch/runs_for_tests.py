"""Run files without a model."""

from __future__ import annotations

import io
from pathlib import Path

import h5py
import numpy as np

from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import scan_image
from btp_core.text.prompts import PromptSet


def header(**changes: object) -> RunHeader:
    values: dict[str, object] = {
        "software_version": "1",
        "model_name": "small",
        "model_sha256": "ab" * 32,
        "device": "cpu",
        "seed": 0,
        "prompts": PromptSet(("good {object}",), ("bad {object}",)),
        "threshold": 0.5,
        "detail": "overview",
        "folder": "/scans",
        "created": "2025-01-01T00:00:00+00:00",
    }
    return RunHeader(**{**values, **changes})  # type: ignore[arg-type]


def image_of(name: str, count: int = 3000, sha256: str = "") -> bytes:
    """A done scan with random scores that depend on its name."""
    row = ScanRow(name, "done", object_score=0.25, verdict="pass", n_points=count, sha256=sha256)
    image = io.BytesIO(scan_image(row, None, points=False, embeddings=False))
    with h5py.File(image, "r+") as file:
        file["scan"].create_dataset("scores", data=scores_of(name, count), compression="gzip")
    return image.getvalue()


def scores_of(name: str, count: int = 3000) -> np.ndarray:
    generator = np.random.default_rng(list(name.encode()))
    return generator.random(count, dtype=np.float32)


def check(path: Path, names: list[str], count: int = 3000) -> None:
    """All these scans are in the file, whole, and no others."""
    from btp_core.batch.run_file import RunFile

    with RunFile(path) as run:
        assert sorted(row.name for row in run.rows()) == sorted(names)
        for name in names:
            assert np.array_equal(run.scores(name), scores_of(name, count))


def make_version_1(path: Path) -> None:
    """Turn a run file into what the program wrote before there were coordinates of embeddings."""
    from btp_core.batch.run_file import AXES, RunFile
    from btp_core.batch.stored_encoding import EncodedScan

    def replace(group: h5py.Group, encoded: EncodedScan) -> None:
        if encoded.divided is not None:
            replace(group["divided"], encoded.divided)
            return
        for name in ("coordinates", "offset", "mix"):
            del group[name]
        group["embeddings"] = encoded.embeddings.vectors().half().numpy()
        if encoded.overview is not None:
            replace(group["overview"], encoded.overview)

    with RunFile(path) as run:
        encodings = {
            row.name: run.encoding(row.name) for row in run.rows() if run.has_encoding(row.name)
        }
    with h5py.File(path, "r+") as file:
        for name, encoded in encodings.items():
            replace(file[f"scans/{name}/encoding"], encoded)
        del file[AXES]
        file.attrs["schema_version"] = 1
