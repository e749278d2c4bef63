"""Auxiliary designs: good scans, a CAD mesh and further scans, good and defective, of one part.

What the weights of a design's verdict are fitted on; see
:mod:`btp_core.designs` for what a design is.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import trimesh

from btp_core.base.errors import DataError, ScanGeometryError
from btp_core.base.files import atomic_path, write_atomically
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.geometry.canonical import random_rotation
from btp_core.lab.synth.base_meshes import DIAGONAL_MM, load_base_mesh, vary
from btp_core.lab.synth.defects import DEFECT_KINDS, DefectFailedError, apply_defects, sound
from btp_core.lab.synth.mesh_folder import find_meshes
from btp_core.lab.synth.scanner import SimulatedScan, simulate_scan, visible_seeds
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.visibility import MeshScene

_TRIES = 12
_MIN_LABELLED = 15
_MIN_POINTS = 1000


def synthesize_designs(
    output: Path,
    *,
    meshes: Path,
    designs: int,
    seed: int,
    good: int = 3,
    further: int = 2,
    defective: int = 3,
    points: int = 50_000,
    first: int = 0,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> Path:
    """Make folders of designs, or continue with them; finished designs are kept.

    Each folder holds ``good_<i>.npz`` (all-round scans for the design), ``cad.ply``,
    ``test_<i>.npz`` (``points`` float32 (N, 3) in mm, ``labels`` and ``types`` uint8 (N,); good
    ones first) and ``index.json``, one record per test scan.

    Parameters
    ----------
    output
        Folder of the designs.
    meshes
        Folder searched for base shapes: mesh files, or ``.npz`` with ``vertices`` and ``faces``.
    designs, first
        How many, and the number of the first.
    seed
        Fixes every random choice, together with a design's number.
    good, further, defective
        Scans for the design, further good scans, and defective ones.
    points
        Points per scan.
    progress, cancel
        Reports and cancellation, checked after each design.

    Raises
    ------
    DataError
        No mesh was found.
    CancelledError
        The user cancelled; finished designs stay.
    """
    files = find_meshes(meshes)
    for number in range(first, first + designs):
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress("Synthesizing designs", (number - first) / designs)
        folder = Path(output) / f"{number:04d}"
        if (folder / "index.json").exists():
            continue
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
        for _ in range(_TRIES):
            path = files[int(rng.integers(len(files)))]
            try:
                _make_design(folder, path, rng, good, further, defective, points)
                break
            except (DataError, DefectFailedError, ScanGeometryError):
                continue
    progress("Synthesizing designs", 1.0)
    return Path(output)


def _make_design(
    folder: Path,
    path: Path,
    rng: np.random.Generator,
    good: int,
    further: int,
    defective: int,
    points: int,
) -> None:
    mesh = vary(load_base_mesh(path), rng)
    low, high = mesh.bounds
    mesh.vertices *= DIAGONAL_MM / float(np.linalg.norm(high - low))
    scene = MeshScene(mesh)
    for number in range(good):
        settings = replace(ScannerSettings.random(rng, points), one_sided=False, dropouts=0)
        settings = replace(settings, cameras=int(rng.integers(12, 25)), cut_rims=False)
        _write(folder / f"good_{number}.npz", simulate_scan(sound(mesh), settings, rng), rng)
    turned = mesh.copy()
    turned.apply_transform(_pose(rng))
    with atomic_path(folder / "cad.ply") as temporary:
        turned.export(temporary)
    records = []
    for number in range(further + defective):
        settings = ScannerSettings.random(rng, points)
        kinds: tuple[str, ...] = ()
        if number < further:
            scan = simulate_scan(sound(mesh), settings, rng)
        else:
            scan, kinds = _defective(mesh, scene, settings, rng)
        if len(scan.points) < _MIN_POINTS:
            raise DataError("Hardly any surface is visible.", path=path)
        _write(folder / f"test_{number}.npz", scan, rng)
        records.append(
            {
                "file": f"test_{number}.npz",
                "mesh": path.name,
                "kinds": list(kinds),
                "noise_mm": round(settings.noise_mm, 4),
                "full": not settings.one_sided,
                "n": len(scan.points),
                "frac": round(float((scan.types > 0).mean()), 6),
            }
        )
    write_atomically(folder / "index.json", json.dumps(records, indent=0).encode())


def _defective(
    mesh: trimesh.Trimesh, scene: MeshScene, settings: ScannerSettings, rng: np.random.Generator
) -> tuple[SimulatedScan, tuple[str, ...]]:
    seeds = visible_seeds(mesh, scene, settings, rng)
    for _ in range(_TRIES):
        count = 2 if rng.random() < 0.25 else 1
        kinds = tuple(str(k) for k in rng.choice(DEFECT_KINDS, size=count, replace=False))
        try:
            changed = apply_defects(mesh, kinds, rng, seeds=seeds, scene=scene)
        except DefectFailedError:
            continue
        scan = simulate_scan(changed, settings, rng)
        shown = [(scan.types == DEFECT_KINDS.index(kind) + 1).sum() for kind in kinds]
        if min(shown) >= _MIN_LABELLED and (scan.types > 0).mean() < 0.35:
            return scan, kinds
    raise DataError("No defect could be placed where the scanner sees it.")


def _pose(rng: np.random.Generator) -> np.ndarray:
    pose = np.eye(4)
    pose[:3, :3] = random_rotation(rng)
    pose[:3, 3] = rng.uniform(-200.0, 200.0, size=3)
    return pose


def _write(path: Path, scan: SimulatedScan, rng: np.random.Generator) -> None:
    pose = _pose(rng)
    points = scan.points.astype(np.float64) @ pose[:3, :3].T + pose[:3, 3]
    with atomic_path(path) as temporary:
        np.savez_compressed(
            temporary,
            points=points.astype(np.float32),
            labels=(scan.types > 0).astype(np.uint8),
            types=scan.types,
        )
