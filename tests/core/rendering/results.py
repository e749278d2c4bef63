"""Hand-made scans and results, for tests of what is written about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from btp_core.base.arrays import Float32Array
from btp_core.inspection.encoded import EncodedScan
from btp_core.inspection.results import Provenance, Region, ScoreField, Verdict
from btp_core.model.point_embeddings import PointEmbeddings
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet


def sphere(n_points: int = 3000, *, offset: float = 0.0) -> Scan:
    """A sphere of radius 10, in random order."""
    generator = np.random.default_rng(1)
    points = generator.normal(size=(n_points, 3))
    points *= 10 / np.linalg.norm(points, axis=1, keepdims=True)
    return Scan(points + offset, path=Path("sphere.ply"))


def cube() -> Scan:
    """A cube as a mesh: 8 vertices, 12 faces."""
    points = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=float)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [triangle for a, b, c, d in quads for triangle in ((a, b, c), (a, c, d))]
    return Scan(points, faces=np.array(faces, dtype=np.int64), path=Path("cube.stl"))


def cap_scores(scan: Scan) -> Float32Array:
    """High around the point with the largest z, low elsewhere; NaN where there is no point."""
    finite = scan.finite_mask()
    top = scan.points[finite][np.argmax(scan.points[finite][:, 2])]
    distance = np.linalg.norm(scan.points - top, axis=1)
    return np.where(finite, np.exp(-((distance / 4) ** 2)), np.nan).astype(np.float32)


def field_of(scan: Scan, scores: Float32Array, object_score: float = 0.9) -> ScoreField:
    """A score field as the inspector would return it."""
    valid = scan.finite_mask()
    encoded = EncodedScan(
        scan=scan,
        valid=valid,
        working_index=np.flatnonzero(valid)[:100],
        embeddings=PointEmbeddings(torch.zeros(100, 4)),
        whole=torch.zeros(4),
        lift_index=np.zeros((int(valid.sum()), 3), dtype=np.int64),
        lift_weights=np.full((int(valid.sum()), 3), 1 / 3, dtype=np.float32),
        spacing=0.5,
        model_sha256="ab" * 32,
        seconds=1.5,
        stage_seconds={"geometry": 1.0, "network": 0.5},
        warnings=("The scan is thin.",),
    )
    return ScoreField(
        point_scores=scores,
        object_score=object_score,
        type_names=(),
        type_scores=None,
        encoded=encoded,
        provenance=Provenance("1.2.3", "btp-mini", "ab" * 32, "cpu", 7, PromptSet.stock()),
        seconds=0.25,
        warnings=("The scan is thin.", "Two sentences are nearly the same."),
    )


def verdict_of(field: ScoreField, threshold: float = 0.5) -> Verdict:
    """One region with everything at or above the threshold."""
    index = np.flatnonzero(field.point_scores >= threshold)
    if not len(index):
        return Verdict("pass", threshold, field.object_score, (), "Nothing reaches the threshold.")
    points = field.encoded.scan.points[index]
    x, y, z = points.mean(axis=0)
    region = Region(
        point_indices=index,
        centroid=(x, y, z),
        extent=(4.0, 3.0, 1.0),
        area=9.0,
        depth=float("nan"),
        max_score=float(field.point_scores[index].max()),
        mean_score=float(field.point_scores[index].mean()),
        likely_type="dent",
    )
    return Verdict("fail", threshold, field.object_score, (region,), "1 region.")
