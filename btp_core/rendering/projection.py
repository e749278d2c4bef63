"""Where points are seen in a picture of a size in pixels: in parallel or in perspective."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from btp_core.base.arrays import Float32Array

NEAREST = 1e-6
"""Of the eye's distance to what it looks at: nearer points are not seen."""


@dataclass(frozen=True, eq=False)
class Projection:
    """A camera.

    Attributes
    ----------
    axes
        ``(3, 3)`` rows: to the right, up, and towards the viewer.
    target
        ``(3,)`` point that the camera looks at.
    middle
        Column and row, in pixels from the upper left corner, at which the target is seen.
    pixels_per_unit
        How large a unit of length is drawn at the target.
    distance
        From the target to the eye; infinite in parallel projection.
    """

    axes: Float32Array
    target: Float32Array
    middle: tuple[float, float]
    pixels_per_unit: float
    distance: float = float("inf")

    def scaled(self, factor: float) -> Projection:
        """The same picture with ``factor`` times as many pixels each way."""
        column, row = self.middle
        return replace(
            self,
            middle=(column * factor, row * factor),
            pixels_per_unit=self.pixels_per_unit * factor,
        )

    def project(self, positions: Float32Array) -> tuple[Float32Array, Float32Array]:
        """Where points ``(N, 3)`` are seen.

        Returns
        -------
        tuple
            ``(3, N)`` column, row and depth in pixels, a larger depth being nearer to the viewer;
            and ``(N,)`` pixels per unit of length at each point, 0 behind the eye. Slopes are true
            in perspective as well: there depth is a logarithm of the distance.
        """
        turned = self.axes @ positions.T
        turned -= (self.axes @ self.target)[:, None]
        scale = np.float32(self.pixels_per_unit)
        if np.isinf(self.distance):
            scales = np.full(len(positions), scale, np.float32)
            seen = turned * scale
        else:
            away: Float32Array = np.float32(1.0) - turned[2] / np.float32(self.distance)
            before = away > NEAREST
            away = np.where(before, away, np.float32(1.0))
            scales = np.divide(scale, away)
            seen = np.empty_like(turned)
            np.multiply(turned[:2], scales, out=seen[:2])
            seen[2] = np.log(away) * np.float32(-self.distance * self.pixels_per_unit)
            scales[~before] = np.float32(0.0)
        seen[0] += np.float32(self.middle[0])
        seen[1] = np.float32(self.middle[1]) - seen[1]
        return seen, scales
