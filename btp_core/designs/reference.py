"""The reference surface of a design: where good parts lie, how far they differ, who saw it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array
from btp_core.designs.rims import open_rims
from btp_core.designs.weights import ReferenceKind
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.target import RegistrationTarget
from btp_core.geometry.visibility import even_directions, nearest_neighbours, visible_points

LINKS = 8
SPACING_LINK = 4
SPACING_LINK_IN_SPACINGS = 1.3
SPARSEST = 3.0
RIM_LINKS = 17
RIM_REACH_IN_SPACINGS = 2.0


@dataclass(frozen=True, eq=False)
class Reference:
    """A surface in the design's frame, in its units.

    Attributes
    ----------
    points, normals
        ``(R, 3)`` float64, about evenly spaced; normals of unit length, outward.
    spacing
        Distance between neighbouring points.
    bias, spread
        ``(R, S)`` float32: mean and spread of the good parts' own deviations, one column a scale
        of :data:`~btp_core.designs.deviation.SCALES`, in units of length.
    support
        ``(R,)`` uint8: how many good parts saw the place.
    sources
        How many good parts there are; a CAD mesh counts as one.
    kind
        What they are: which of the fitted weights hold.
    symmetries
        Poses that map the surface on itself, the identity left out.
    """

    points: Float64Array
    normals: Float64Array
    spacing: float
    bias: Float32Array
    spread: Float32Array
    support: UInt8Array
    sources: int
    kind: ReferenceKind
    symmetries: tuple[RigidPose, ...] = ()

    @property
    def tree(self) -> cKDTree:
        """Search tree of the points."""
        return self.target.tree

    @cached_property
    def target(self) -> RegistrationTarget:
        """The surface as registration needs it."""
        return RegistrationTarget(self.points, self.normals, self.spacing)

    @property
    def size(self) -> float:
        """Largest extent, the same in every pose, in units of length."""
        return self.target.size

    @cached_property
    def neighbours(self) -> IntArray:
        """``(R, LINKS)`` nearest points, each point itself first."""
        return nearest_neighbours(self.tree, self.points, LINKS)

    @cached_property
    def local_spacing(self) -> Float64Array:
        """``(R,)`` distance between points about each, never below ``spacing``.

        A scanner's points lie unevenly, and where they are sparse a gap is no end of the surface.
        """
        offset = self.points[self.neighbours[:, SPACING_LINK]] - self.points
        local = np.sqrt((offset**2).sum(axis=1)) / SPACING_LINK_IN_SPACINGS
        return np.asarray(np.clip(local, self.spacing, SPARSEST * self.spacing))

    @cached_property
    def rim_nearness(self) -> Float64Array:
        """``(R,)`` in [0, 1]: 1 at an open rim, where the good parts showed no further surface."""
        near = nearest_neighbours(self.tree, self.points, RIM_LINKS)
        rim = open_rims(self.points, self.normals, near)
        if not rim.any():
            return np.zeros(len(self.points))
        distance, _ = cKDTree(self.points[rim]).query(self.points)
        return np.asarray(np.exp(-((distance / (RIM_REACH_IN_SPACINGS * self.spacing)) ** 2)))

    @cached_property
    def directions(self) -> Float64Array:
        """``(D, 3)`` directions that visibility is known from."""
        return even_directions()

    @cached_property
    def visible(self) -> BoolArray:
        """``(D, R)``: what of the surface is seen from each direction."""
        seen = visible_points(self.points, self.normals, self.spacing, self.directions)
        facing = np.einsum("di,ri->dr", self.directions, self.normals) > 0.0
        return np.asarray(seen & facing, dtype=np.bool_)
