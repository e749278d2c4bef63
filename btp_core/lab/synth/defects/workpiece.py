"""The mesh under work while defects are put on it, and the questions they ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import trimesh
from numpy.typing import NDArray

from btp_core.base.arrays import Float64Array, IntArray, UInt8Array
from btp_core.lab.synth.defects.edges import CrispEdges, find_crisp_edges
from btp_core.lab.synth.defects.refine import refine_near
from btp_core.lab.synth.defects.vectors import unit
from btp_core.lab.synth.visibility import MeshScene

LEAST_DEPTH_MM = 0.12
"""A shallower mark drowns in the scanner's noise: a label nobody could find."""
_ROOM_USED = 0.6


class DefectFailedError(Exception):
    """A defect found no suitable place; the caller tries another one."""


@dataclass(frozen=True, eq=False)
class DefectiveMesh:
    """A mesh with the defect type of every vertex.

    Attributes
    ----------
    mesh
        The surface, coordinates in mm. Vertices along a cut may be doubled, so that the
        sides of a cut carry different types.
    vertex_types
        Shape (V,), 0 for sound surface, otherwise the index in ``DEFECT_KINDS`` plus one.
    """

    mesh: trimesh.Trimesh
    vertex_types: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Seeds:
    """Places where a defect may start.

    Attributes
    ----------
    points, normals
        Shape (K, 3): points on the surface, mm, and unit outward normals there.
    """

    points: Float64Array
    normals: Float64Array


class Workpiece:
    """Vertices, faces and types that defects change in place.

    Parameters
    ----------
    mesh
        A sound base mesh in mm with merged vertices.
    seeds
        Where defects may start, usually what the scanner sees.
    scene
        Ray casting scene of ``mesh``, reused for all questions about the sound surface.
    roughness_mm
        Height of what is normal roughness on this part: defects are deeper, or nobody could
        tell them from it.
    """

    def __init__(
        self, mesh: trimesh.Trimesh, seeds: Seeds, scene: MeshScene, roughness_mm: float = 0.0
    ) -> None:
        self.vertices: Float64Array = np.array(mesh.vertices, dtype=np.float64)
        self.faces: IntArray = np.array(mesh.faces, dtype=np.int64)
        self.types: UInt8Array = np.zeros(len(self.vertices), dtype=np.uint8)
        self.seeds = seeds
        self.scene = scene
        self.least_depth = max(LEAST_DEPTH_MM, 1.5 * roughness_mm)
        self._mesh = mesh

    @cached_property
    def edges(self) -> CrispEdges:
        """Crisp convex edges of the sound mesh."""
        return find_crisp_edges(self._mesh)

    def snapshot(self) -> tuple[Float64Array, IntArray, UInt8Array]:
        """Return the state for :meth:`restore`."""
        return self.vertices.copy(), self.faces, self.types.copy()

    def restore(self, state: tuple[Float64Array, IntArray, UInt8Array]) -> None:
        """Go back to a state that :meth:`snapshot` returned."""
        self.vertices, self.faces, self.types = state

    def pick_seed(self, rng: np.random.Generator) -> tuple[Float64Array, Float64Array]:
        """Return one random seed ``(point, normal)``, each of shape (3,)."""
        if len(self.seeds.points) == 0:
            raise DefectFailedError
        index = int(rng.integers(len(self.seeds.points)))
        return self.seeds.points[index], self.seeds.normals[index]

    def thickness(self, point: Float64Array, normal: Float64Array) -> float:
        """Wall thickness in mm below ``point``, looking against ``normal``; inf when open."""
        return self.scene.distance(point - 0.01 * normal, -normal)

    def clearance(self, point: Float64Array, normal: Float64Array) -> float:
        """Free way in mm above ``point`` along ``normal``; inf when nothing is met."""
        return self.scene.distance(point + 0.01 * normal, normal)

    def depth_at(
        self, point: Float64Array, normal: Float64Array, wanted: float, sign: float
    ) -> float:
        """How deep (mm) a mark at ``point`` may be: as wanted, deep enough to be found.

        Parameters
        ----------
        point, normal
            Where, shape (3,) each.
        wanted
            In mm; raised to what stands out of the part's own roughness.
        sign
            1 for marks that stand up, -1 for those that go into the wall.

        Raises
        ------
        DefectFailedError
            There is no room for it.
        """
        room = self.clearance(point, normal) if sign > 0 else self.thickness(point, normal)
        depth = min(max(wanted, self.least_depth), _ROOM_USED * room)
        if depth < self.least_depth:
            raise DefectFailedError
        return depth

    def refine(self, points: Float64Array, reach: float, fine: float) -> None:
        """Make edges within ``reach`` mm of ``points`` no longer than ``fine`` mm."""
        self.vertices, self.faces, self.types = refine_near(
            self.vertices, self.faces, self.types, points, reach, fine
        )

    def vertex_normals(self, chosen: IntArray) -> Float64Array:
        """Area-weighted unit normals of the ``chosen`` vertices, shape (len(chosen), 3)."""
        slot = np.full(len(self.vertices), -1, dtype=np.int64)
        slot[chosen] = np.arange(len(chosen))
        corners = slot[self.faces]
        touched = (corners >= 0).any(axis=1)
        corners, faces = corners[touched], self.faces[touched]
        a, b, c = (self.vertices[faces[:, i]] for i in range(3))
        weighted = np.cross(b - a, c - a)
        normals = np.zeros((len(chosen), 3))
        for column in range(3):
            valid = corners[:, column] >= 0
            for axis in range(3):
                normals[:, axis] += np.bincount(
                    corners[valid, column], weighted[valid, axis], minlength=len(chosen)
                )
        return unit(normals)

    def finish(self) -> DefectiveMesh:
        """Return the result as an immutable pair of mesh and types."""
        mesh = trimesh.Trimesh(self.vertices, self.faces, process=False, validate=False)
        return DefectiveMesh(mesh, self.types)
