"""Run files for reports, made without a model; their names and texts are as bad as can be."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np

from btp_core.batch.find import fingerprint
from btp_core.batch.row import ScanRow
from btp_core.batch.run_writer import RunWriter, create_run_file, scan_image
from btp_core.text.prompts import DefectType, PromptSet
from tests.core.batch.runs_for_tests import header
from tests.core.shapes_for_tests import dented_plate

ATTACK = "<script>document.title='hacked'</script>"
HOSTILE_NAMES = (
    "a&b/<script>document.title='hacked'<script>.npy",
    '"onerror="document.title=1".npy',
    "'><img src=x onerror=alert(1)>.npy",
    "Grüße, Жук, 部品 🔩.npy",
    "line\nbreak\ttab.npy",
    "\udcff\udcfe not text.npy",
    "\u202egnp.elif.npy",
    "{{ 7 * 7 }}{% raw %}.npy",
    "x" * 251 + ".npy",
)
HOSTILE_PROMPTS = PromptSet(
    normal=(f"good {ATTACK}", "flawless {object}"),
    anomaly=('bad "quoted" & <b>bold</b>',),
    object_name="</dd><h1>part",
    types=(DefectType("<i>crack</i>", ("a crack",)),),
    name="</title>" + ATTACK,
)
REGION = {
    "n_points": 60,
    "centroid": [-0.7, 0.4, -0.1],
    "extent": [0.62, 0.5, 0.12],
    "area": 0.2345,
    "depth": 0.15,
    "max_score": 0.93,
    "mean_score": 0.71,
    "likely_type": "<u>dent</u>",
}


def plate(count: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    """Points and scores, high in the dent."""
    points, dented = dented_plate(count)
    return points, np.where(dented, 0.9, 0.1).astype(np.float32)


def done(name: str, object_score: float, *, threshold: float = 0.5) -> ScanRow:
    """The row of a scan that was inspected."""
    failed = object_score >= threshold
    return ScanRow(
        name,
        "done",
        object_score=object_score,
        verdict="fail" if failed else "pass",
        reason=f"The object score {object_score:.2f} was compared.",
        n_points=1500,
        n_working_points=900,
        seconds=1.25,
        size=1234,
        sha256="cd" * 32,
        device="cpu",
        warnings=(f"Odd {ATTACK}",) if failed else (),
        regions=(REGION,) if failed else (),
    )


def could_not(name: str, error: str = f"Damaged {ATTACK}") -> ScanRow:
    """The row of a scan that could not be inspected."""
    return ScanRow(name, "failed", error=error)


def write_run(path: Path, rows: list[ScanRow], *, points: bool = True, **facts: object) -> None:
    """Write a run file with a dented plate for each inspected scan."""
    create_run_file(path, header(**facts))
    coordinates, scores = plate()
    with RunWriter(path) as writer:
        for row in rows:
            image = io.BytesIO(scan_image(row, None, points=False, embeddings=False))
            if row.status == "done":
                with h5py.File(image, "r+") as file:
                    file["scan"]["scores"] = scores
                    if points:
                        file["scan"]["points"] = coordinates.astype(np.float32)
            writer.add(row.name, image.getvalue())


def of_file(row: ScanRow, path: Path) -> ScanRow:
    """The row with the fingerprint of a real file."""
    seen = fingerprint(path)
    return replace(row, size=seen.size, mtime_ns=seen.mtime_ns, sha256=seen.sha256)
