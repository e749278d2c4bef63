"""One base part: its good scan, its defective scans, their files and records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import trimesh

from btp_core.base.errors import DataError
from btp_core.base.files import atomic_path, write_atomically
from btp_core.geometry.canonical import random_rotation
from btp_core.lab.synth.base_meshes import load_base_mesh, vary
from btp_core.lab.synth.defects import (
    DEFECT_KINDS,
    DefectFailedError,
    apply_defects,
    sound,
)
from btp_core.lab.synth.scanner import SimulatedScan, simulate_scan, visible_seeds
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.texture import Texture, random_texture
from btp_core.lab.synth.visibility import MeshScene

Record = dict[str, Any]
_TRIES = 16
_MIN_LABELLED = 15
_TEXTURED = 0.35
_OFTEN = {"bulge": 2.0, "dent": 2.0, "hole": 1.5}
"""Kinds that come more often than the others, since they are the hardest to learn."""


@dataclass(frozen=True)
class PartJob:
    """What is needed to make the scans of one part, in any process.

    Attributes
    ----------
    folder
        The data set's folder.
    part
        Number of the part; with ``seed`` it fixes every random choice.
    points
        Points per scan.
    defective
        Defective scans per part, besides the good one.
    meshes, mesh_share
        Files that may serve as base shapes, with the names that records call them by, and the
        share of parts that uses them.
    """

    folder: Path
    part: int
    seed: int
    points: int
    defective: int
    meshes: tuple[tuple[Path, str], ...]
    mesh_share: float

    @property
    def record_path(self) -> Path:
        """Where the part's records lie once all of its scans are written."""
        return self.folder / "parts" / f"{self.part:06d}.json"


def run_part(job: PartJob) -> list[Record]:
    """Make and write all scans of a part; return one record per scan.

    Raises
    ------
    DataError
        The base shape is unusable, or no defect could be placed.
    """
    rng = np.random.default_rng(np.random.SeedSequence(job.seed, spawn_key=(job.part,)))
    mesh, family = _base(job, rng)
    scene = MeshScene(mesh)
    # A part is as rough in its good scan as in its defective ones.
    texture = random_texture(rng) if rng.random() < _TEXTURED else None
    records = []
    for number in range(job.defective + 1):
        settings = ScannerSettings.random(rng, job.points)
        kinds: tuple[str, ...] = ()
        if number == 0:
            scan = simulate_scan(sound(mesh), settings, rng, texture)
        else:
            scan, kinds = _defective_scan(mesh, scene, settings, rng, texture)
        if len(scan.points) < 1000:
            raise DataError(f"Hardly any surface of part {job.part} ({family}) is visible.")
        name = f"scans/{job.part:06d}_{number}.npz"
        _write(job.folder / name, scan, rng)
        records.append(
            {
                "file": name,
                "part": job.part,
                "family": family,
                "kinds": list(kinds),
                "noise": round(settings.noise_mm, 4),
                "one_sided": settings.one_sided,
                "roughness": round(texture.height_mm if texture else 0.0, 4),
                "n": len(scan.points),
                "frac": round(float((scan.types > 0).mean()), 6),
            }
        )
    write_atomically(job.record_path, json.dumps(records).encode())
    return records


def _base(job: PartJob, rng: np.random.Generator) -> tuple[trimesh.Trimesh, str]:
    if job.meshes and rng.random() < job.mesh_share:
        path, name = job.meshes[int(rng.integers(len(job.meshes)))]
        return vary(load_base_mesh(path), rng), name
    from btp_core.lab.synth.shapes import make_part

    part = make_part(rng)
    return part.mesh, part.family


def _defective_scan(
    mesh: trimesh.Trimesh,
    scene: MeshScene,
    settings: ScannerSettings,
    rng: np.random.Generator,
    texture: Texture | None,
) -> tuple[SimulatedScan, tuple[str, ...]]:
    """Place defects where this scanner sees them and scan; retried until they show."""
    kinds = _draw_kinds(rng)
    seeds = visible_seeds(mesh, scene, settings, rng)
    rough = settings.correlated_mm + (texture.height_mm if texture else 0.0)
    for attempt in range(_TRIES):
        if attempt % 3 == 2 or attempt > 8:
            kinds = _draw_kinds(rng)
        try:
            defective = apply_defects(
                mesh, kinds, rng, seeds=seeds, scene=scene, roughness_mm=rough
            )
        except DefectFailedError:
            continue
        scan = simulate_scan(defective, settings, rng, texture)
        shown = [(scan.types == DEFECT_KINDS.index(k) + 1).sum() for k in kinds]
        if min(shown) >= _MIN_LABELLED and (scan.types > 0).mean() < 0.35:
            return scan, kinds
    raise DataError("No defect could be placed where the scanner sees it.")


def _draw_kinds(rng: np.random.Generator) -> tuple[str, ...]:
    count = 2 if rng.random() < 0.25 else 1
    weights = np.array([_OFTEN.get(kind, 1.0) for kind in DEFECT_KINDS])
    chosen = rng.choice(DEFECT_KINDS, size=count, replace=False, p=weights / weights.sum())
    return tuple(str(k) for k in chosen)


def _write(path: Path, scan: SimulatedScan, rng: np.random.Generator) -> None:
    """Write a scan turned and shifted at random."""
    turn = random_rotation(rng)
    points = scan.points.astype(np.float64) @ turn.T + rng.uniform(-200.0, 200.0, size=3)
    with atomic_path(path) as temporary:
        np.savez_compressed(
            temporary,
            points=points.astype(np.float32),
            labels=(scan.types > 0).astype(np.uint8),
            types=scan.types,
        )
