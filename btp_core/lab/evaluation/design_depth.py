"""Depth of regions against a design, measured on simulated dents and bulges of known depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import trimesh

from btp_core.base.arrays import Float64Array
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.design import Design
from btp_core.geometry.canonical import random_rotation
from btp_core.inspection.inspector import Inspector
from btp_core.inspection.results import Region
from btp_core.lab.synth.defects import DefectFailedError, sound
from btp_core.lab.synth.defects.displace import Region as Surrounding
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.workpiece import DefectiveMesh, Workpiece
from btp_core.lab.synth.scanner import simulate_scan, visible_seeds
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.shapes import make_part
from btp_core.lab.synth.visibility import MeshScene
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

PARTS: tuple[tuple[str, int], ...] = (
    ("flange", 5),
    ("bracket", 11),
    ("knob", 3),
    ("housing", 8),
    ("vessel", 2),
)
"""Families of parts and their seeds; each gets the same number of marks."""
GOOD_SCANS = 2
NOISE_MM = 0.03
ALLOWED_MM = 0.1
ALLOWED_SHARE = 0.1
DEPTHS_MM = (0.3, 2.0)
RADII_MM = (3.0, 8.0)
NEAR_MM = 2.5
"""A region that comes so near to the middle of a mark tells its depth."""
_TRIES = 400
_WHOLE = 0.98
_LEAN = 0.8
_ROUND = 0.15
_LEAST_ROOM_MM = 1.0


@dataclass(frozen=True)
class DepthTrial:
    """One mark of known depth, and what the verdict says of it.

    Attributes
    ----------
    part
        Family of the part.
    kind
        ``"dent"`` or ``"bulge"``.
    radius, truth
        Of the mark, mm; ``truth`` is negative for a dent.
    measured
        Deviation of the region over its middle, mm; NaN where there is no region.
    """

    part: str
    kind: Literal["dent", "bulge"]
    radius: float
    truth: float
    measured: float

    @property
    def right(self) -> bool:
        """Whether the region's depth is within 0.1 mm and 10 % of the truth."""
        allowed = ALLOWED_MM + ALLOWED_SHARE * abs(self.truth)
        return bool(abs(self.measured - self.truth) <= allowed)


def depth_trials(
    inspector: Inspector,
    prompts: PromptSet,
    *,
    per_part: int = 8,
    parts: tuple[tuple[str, int], ...] = PARTS,
    seed: int = 0,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> Iterator[DepthTrial]:
    """Put marks of known depth on parts, inspect them with their design, and compare.

    Parameters
    ----------
    inspector, prompts
        The model and the words.
    per_part, parts
        Marks on each part, dents and bulges in turn.
    seed
        Fixes every random choice.
    progress, cancel
        Reported to and checked between scans.

    Raises
    ------
    CancelledError
        If cancelled.
    """
    cancel = cancel or CancelToken()
    for number, (family, part_seed) in enumerate(parts):
        mesh = make_part(np.random.default_rng(part_seed), family).mesh
        scene = MeshScene(mesh)
        rng = np.random.default_rng([seed, number])
        good = [_scan(sound(mesh), rng)[0] for _ in range(GOOD_SCANS)]
        cancel.raise_if_cancelled()
        progress(f"design of the {family}", number / len(parts))
        design = Design.create(inspector, good, name=family, prompts=prompts, cancel=cancel)
        for mark in range(per_part):
            cancel.raise_if_cancelled()
            progress(f"{family} {mark + 1}", (number + mark / per_part) / len(parts))
            sign = 1.0 if mark % 2 else -1.0
            marked, centre, radius, depth = _marked(mesh, scene, sign, rng)
            scan, middle = _scan(marked, rng, centre)
            field = inspector.score(inspector.encode(scan, cancel=cancel), prompts, design=design)
            found = _region_at(inspector.judge(field).regions, scan, middle)
            measured = None if found is None else found.deviation
            yield DepthTrial(
                part=family,
                kind="bulge" if sign > 0 else "dent",
                radius=radius,
                truth=sign * depth,
                measured=float("nan") if measured is None else measured,
            )


def _marked(
    mesh: trimesh.Trimesh, scene: MeshScene, sign: float, rng: np.random.Generator
) -> tuple[DefectiveMesh, Float64Array, float, float]:
    """A part with a smooth mark on an even place: mesh, middle, radius and depth in mm."""
    seeds = visible_seeds(mesh, scene, _settings(rng), rng)
    for _ in range(_TRIES):
        work = Workpiece(mesh, seeds, scene)
        point, normal = work.pick_seed(rng)
        radius = float(rng.uniform(*RADII_MM))
        depth = float(np.exp(rng.uniform(*np.log(DEPTHS_MM))))
        room = work.clearance(point, normal) if sign > 0 else work.thickness(point, normal)
        if room < depth + _LEAST_ROOM_MM:
            continue
        try:
            region = region_near(work, point[None], normal[None], radius, radius / 14.0)
        except DefectFailedError:
            continue
        if not _even(work, region, point, normal, radius):
            continue
        height = 0.5 * sign * depth * (1.0 + np.cos(np.pi * region.distance / radius))
        if move(work, region, height, normal, 1, depth) > 0:
            return work.finish(), point, radius, depth
    raise DefectFailedError("No even place was found for a mark.")


def _even(
    work: Workpiece, place: Surrounding, point: Float64Array, normal: Float64Array, radius: float
) -> bool:
    """Whether the surface goes on smoothly all round, so that the mark has its whole depth."""
    lean = np.einsum("ri,i->r", place.normals, normal)
    off_centre = np.linalg.norm((work.vertices[place.vertices] - point).mean(axis=0))
    return bool(
        place.agreement.min() >= _WHOLE and lean.min() >= _LEAN and off_centre < _ROUND * radius
    )


def _settings(rng: np.random.Generator) -> ScannerSettings:
    return ScannerSettings(noise_mm=NOISE_MM, view_seed=int(rng.integers(2**31)))


def _scan(
    mesh: DefectiveMesh, rng: np.random.Generator, place: Float64Array | None = None
) -> tuple[Scan, Float64Array]:
    """A scan in a pose of its own, and where a place of the part lies in it."""
    points = simulate_scan(mesh, _settings(rng), rng).points.astype(np.float64)
    rotation, shift = random_rotation(rng), rng.uniform(-80.0, 80.0, 3)
    at = np.zeros(3) if place is None else rotation @ place + shift
    return Scan(points=points @ rotation.T + shift), at


def _region_at(regions: tuple[Region, ...], scan: Scan, middle: Float64Array) -> Region | None:
    """The region whose points come nearest to the middle of a mark, if they come near."""
    best, reach = None, NEAR_MM
    for region in regions:
        offset = scan.points[region.point_indices] - middle
        near = float(np.sqrt((offset**2).sum(axis=1)).min()) if len(offset) else np.inf
        if near < reach:
            best, reach = region, near
    return best
