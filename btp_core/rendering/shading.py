"""Light and shade from a depth buffer alone: no normals of the scan are needed.

Light comes from the viewer, upper left; folds and rims are darkened by their depth (eye-dome
lighting, Boucheny, "Interactive scientific visualization of large datasets", 2009).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import BoolArray, Float32Array

_T = TypeVar("_T", bound=np.generic)
LIGHT = (-0.35, 0.45, 0.82)
"""Where the light comes from: to the right, up, towards the viewer."""
AMBIENT, LIT, FACING = 0.46, 0.42, 0.2
"""Shares of the brightness: everywhere, by the light, and by a second one at the eye."""
_LIGHT = np.array(LIGHT, np.float32) / np.float32(np.linalg.norm(LIGHT))


def shade(depth: Float32Array, mask: BoolArray, grain: float) -> Float32Array:
    """Brightness of each pixel, about 0.3 to 1.1.

    Parameters
    ----------
    depth
        ``(height, width)`` in pixels; larger is nearer to the viewer.
    mask
        ``(height, width)`` bool: where there is a surface.
    grain
        Size of the discs that the depth is made of, in pixels; finer relief is smoothed.
    """
    from scipy.ndimage import gaussian_filter  # slow; the window opens before it

    sigma = max(1.5, 0.8 * grain)
    # Normalised by what was inside, so that the background has no part in the mean.
    weight = gaussian_filter(mask.astype(np.float32), sigma, truncate=2.5)
    smooth = gaussian_filter(np.where(mask, depth, np.float32(0)), sigma, truncate=2.5)
    smooth /= np.maximum(weight, np.float32(1e-6))
    step = max(2, round(grain))
    slope_x, slope_y = _slope(smooth, step, 1), _slope(smooth, step, 0)
    facing = 1 / np.sqrt(slope_x**2 + slope_y**2 + 1)
    # The normal is (-dz/dx, -dz/dy, 1), and rows grow downwards.
    lambert = (-slope_x * _LIGHT[0] + slope_y * _LIGHT[1] + _LIGHT[2]) * facing
    brightness: Float32Array = np.float32(AMBIENT) + np.float32(LIT) * np.clip(lambert, 0, 1)
    brightness += np.float32(FACING) * facing
    brightness *= _eye_dome(depth, mask, 2 * step)
    return brightness


def _slope(depth: Float32Array, step: int, axis: int) -> Float32Array:
    """Depth difference per pixel; the gentler of both sides, so that rims do not smear."""
    ahead = (_shifted(depth, -step, axis) - depth) / np.float32(step)
    behind = (depth - _shifted(depth, step, axis)) / np.float32(step)
    return np.where(np.abs(ahead) < np.abs(behind), ahead, behind)


def _eye_dome(depth: Float32Array, mask: BoolArray, step: int) -> Float32Array:
    """Darkens pixels whose neighbours are nearer to the viewer."""
    hidden = np.zeros_like(depth)
    for axis, by in ((0, step), (0, -step), (1, step), (1, -step)):
        rise = _shifted(depth, by, axis) - depth
        # Slopes alone must not darken: only what rises more than 60 degrees above the pixel.
        rise -= np.float32(1.7 * step)
        rise *= _shifted(mask, by, axis)
        hidden += np.clip(rise / np.float32(6 * step), 0, 1)
    darkened: Float32Array = np.exp(np.float32(-0.5) * hidden)
    return darkened


def _shifted(image: NDArray[_T], by: int, axis: int) -> NDArray[_T]:
    """The image moved along an axis; what enters at the rim is the rim itself."""
    last = image.shape[axis] - 1
    moved: NDArray[_T] = image.take(np.clip(np.arange(last + 1) - by, 0, last), axis=axis)
    return moved
