"""A scan on its design: pose, quality, deviation and missing material, kept for any words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.base.messages import Message
from btp_core.designs.deviation import Deviation
from btp_core.designs.evidence import Evidence
from btp_core.designs.missing import Coverage
from btp_core.geometry.registration.register import Registration


@dataclass(frozen=True, eq=False)
class MissingRegion:
    """Material that the scan lacks.

    Attributes
    ----------
    centroid
        In the scan's frame and units.
    area
        Units of length squared.
    outline
        ``(K, 3)`` float32: the places of the reference that are missing, in the scan's frame.
    """

    centroid: tuple[float, float, float]
    area: float
    outline: Float32Array


@dataclass(frozen=True, eq=False)
class Alignment:
    """What :meth:`~btp_core.designs.design.Design.align` finds, once per scan and design.

    Attributes
    ----------
    registration
        Pose from the scan's frame to the design's, and the figures of its quality.
    deviation
        ``(N,)`` float32, signed, outward positive, in units of length, in the order of the
        scan's points; NaN where there is no measurement or the reference says nothing.
    missing
        Missing material, largest first.
    not_scanned
        Share of the design's surface that the scanner did not look at.
    valid
        ``(N,)`` bool: points of the scan that are finite.
    working_index
        ``(W,)`` the points, among all, that the evidence is weighed at.
    nearest_working
        ``(V,)`` for each valid point the nearest of these.
    measured, coverage, evidence
        The comparison in full.
    scan_spacing
        Distance between neighbouring working points.
    neighbours
        ``(W, k)`` nearest working points of each working point, itself first.
    seconds
        Time it took.
    warnings
        One sentence each.
    """

    registration: Registration
    deviation: Float32Array
    missing: tuple[MissingRegion, ...]
    not_scanned: float
    valid: BoolArray
    working_index: IntArray
    nearest_working: IntArray
    measured: Deviation
    coverage: Coverage
    evidence: Evidence
    scan_spacing: float
    neighbours: IntArray
    seconds: float
    warnings: tuple[str, ...] = ()

    @property
    def fit(self) -> float:
        """Share of the scan that lies on the design, in [0, 1]."""
        return self.registration.fit

    @property
    def residual(self) -> float:
        """Typical distance of those points from the design's surface, in units of length."""
        return self.registration.residual

    def to_design(self, points: Float64Array) -> Float64Array:
        """``(K, 3)`` points of the scan's frame in the design's."""
        return self.registration.pose.apply(np.asarray(points, dtype=np.float64))

    def to_scan(self, points: Float64Array) -> Float64Array:
        """``(K, 3)`` points of the design's frame in the scan's."""
        return self.registration.pose.inverse().apply(np.asarray(points, dtype=np.float64))

    def lift(self, working: Float64Array) -> Float64Array:
        """Values ``(W,)`` of the working points at all points, ``(N,)``; NaN where not valid."""
        values = np.full(len(self.valid), np.nan)
        values[self.valid] = working[self.nearest_working]
        return values

    def describe(self) -> str:
        """The quality in plain words, one sentence."""
        registration = self.registration
        fit = {"share": 100 * registration.fit, "distance": registration.residual}
        if self.not_scanned < 0.02:
            return Message(
                "{share:.0f} % of the scan lies on the design (typically within {distance:.2g}); "
                "it shows the whole part.",
                **fit,
            )
        return Message(
            "{share:.0f} % of the scan lies on the design (typically within {distance:.2g}); "
            "{unseen:.0f} % of the part was not scanned.",
            **fit,
            unseen=100 * self.not_scanned,
        )
