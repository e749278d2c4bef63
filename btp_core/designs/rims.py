"""Open rims of a surface: where it ends because nobody saw further, not because the part ends."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array, IntArray

WIDEST_GAP = np.radians(125.0)
SAME_SHEET = -0.3
AGREEING = 2
"""So many open places among its nearest make a place part of a rim: single ones are chance."""
NEAREST = 8


def open_rims(points: Float64Array, normals: Float64Array, neighbours: IntArray) -> BoolArray:
    """Which of ``(R, 3)`` places have surface on one side only.

    The neighbours are laid flat first: across a sharp edge the surface goes on in another
    direction, which is no rim.

    Parameters
    ----------
    points, normals
        ``(R, 3)``, about evenly spaced; normals of unit length, outward.
    neighbours
        ``(R, k)`` nearest places, each itself first.
    """
    near = neighbours[:, 1:]
    offset = points[near] - points[:, None]
    height = np.einsum("rki,ri->rk", offset, normals)
    turned = normals[near]
    facing = np.einsum("rki,ri->rk", turned, normals)
    flat = offset - height[:, :, None] * normals[:, None]
    # Beyond an edge surface drops away along its normal, or climbs against it.
    flat -= height[:, :, None] * (turned - facing[:, :, None] * normals[:, None])
    first = np.cross(normals, np.eye(3)[np.abs(normals).argmin(axis=1)])
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(normals, first)
    angle = np.arctan2(np.einsum("rki,ri->rk", flat, second), np.einsum("rki,ri->rk", flat, first))
    same = facing > SAME_SHEET
    # Neighbours of another sheet stand where the first of the same sheet does: they fill no gap.
    stand_in = np.take_along_axis(angle, same.argmax(axis=1)[:, None], axis=1)
    angle = np.sort(np.where(same, angle, stand_in), axis=1)
    gap = np.diff(np.concatenate([angle, angle[:, :1] + 2.0 * np.pi], axis=1), axis=1)
    open_ = gap.max(axis=1) > WIDEST_GAP
    return np.asarray(open_ & (open_[near[:, :NEAREST]].sum(axis=1) >= AGREEING), dtype=np.bool_)
