"""Defects put on sound meshes: nine kinds, each with its own id in the data.

The id of a kind is its index in :data:`DEFECT_KINDS` plus one; 0 means sound surface.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import trimesh

from btp_core.lab.synth.defects.burrs import burr
from btp_core.lab.synth.defects.cuts import chip, hole, missing_piece
from btp_core.lab.synth.defects.grooves import crack, scratch
from btp_core.lab.synth.defects.patches import bulge, dent
from btp_core.lab.synth.defects.roughness import pitting
from btp_core.lab.synth.defects.workpiece import DefectFailedError, DefectiveMesh, Seeds, Workpiece
from btp_core.lab.synth.visibility import MeshScene
from btp_core.text.prompts import DEFECT_TYPES as DEFECT_KINDS

__all__ = [
    "DEFECT_KINDS",
    "DefectFailedError",
    "DefectiveMesh",
    "Seeds",
    "apply_defects",
    "sound",
]

_MAKERS: dict[str, Callable[[Workpiece, int, np.random.Generator], int]] = {
    "bulge": bulge,
    "dent": dent,
    "scratch": scratch,
    "crack": crack,
    "chip": chip,
    "missing piece": missing_piece,
    "hole": hole,
    "pitting": pitting,
    "burr": burr,
}
# Cuts come last: they leave doubled vertices along their rims. After an open hole there is no
# solid to cut from, so holes are the very last.
_LATE = ("chip", "missing piece", "hole")
_TRIES = 8


def apply_defects(
    mesh: trimesh.Trimesh,
    kinds: Sequence[str],
    rng: np.random.Generator,
    *,
    seeds: Seeds | None = None,
    scene: MeshScene | None = None,
    roughness_mm: float = 0.0,
) -> DefectiveMesh:
    """Put one defect of each of ``kinds`` on a copy of ``mesh``.

    Parameters
    ----------
    mesh
        Sound base mesh in mm, its diagonal about 100 mm, vertices merged.
    kinds
        Names from :data:`DEFECT_KINDS`.
    rng
        The only source of chance.
    seeds
        Where defects may start, for example the places a scanner sees; by default the
        whole surface.
    scene
        Ray casting scene of ``mesh``, if there is one already.
    roughness_mm
        Height of what is normal roughness on this part, mm; see :class:`Workpiece`.

    Returns
    -------
    DefectiveMesh
        The changed mesh and the type of each vertex.

    Raises
    ------
    DefectFailedError
        No place was found for one of the kinds after several tries.
    KeyError
        A name is not in :data:`DEFECT_KINDS`.
    """
    if scene is None:
        scene = MeshScene(mesh)
    if seeds is None:
        points, face = trimesh.sample.sample_surface(mesh, 2000, seed=rng)
        seeds = Seeds(np.asarray(points), np.asarray(mesh.face_normals[face]))
    work = Workpiece(mesh, seeds, scene, roughness_mm)
    for kind in sorted(kinds, key=lambda name: _LATE.index(name) if name in _LATE else -1):
        maker, number = _MAKERS[kind], DEFECT_KINDS.index(kind) + 1
        for _ in range(_TRIES):
            before = work.snapshot()
            try:
                if maker(work, number, rng) > 0:
                    break
            except DefectFailedError:
                pass
            work.restore(before)
        else:
            raise DefectFailedError(f"No place was found for: {kind}.")
    return work.finish()


def sound(mesh: trimesh.Trimesh) -> DefectiveMesh:
    """Return ``mesh`` without any defect, in the form the scanner takes."""
    return DefectiveMesh(mesh, np.zeros(len(mesh.vertices), dtype=np.uint8))
