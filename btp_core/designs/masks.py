"""Places of a design with rules of their own: left out, or with a tolerance of their own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array
from btp_core.base.errors import DesignError
from btp_core.base.messages import Message

MAX_CENTRES = 100_000
MAX_TEXT = 2_000

Point = tuple[float, float, float]


def now() -> str:
    """The present time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Place:
    """All points within a radius of one centre or of several painted points.

    Attributes
    ----------
    centres
        In the design's frame.
    radius
        In its units of length.
    """

    centres: tuple[Point, ...]
    radius: float

    def __post_init__(self) -> None:
        values = np.asarray(self.centres, dtype=np.float64)
        if not 0 < len(self.centres) <= MAX_CENTRES or values.ndim != 2 or values.shape[1] != 3:
            raise DesignError(
                Message(
                    "A place needs 1 to {most:,} centres of three coordinates.", most=MAX_CENTRES
                )
            )
        if not np.isfinite(values).all() or not (0.0 < self.radius < np.inf):
            raise DesignError("A place needs finite centres and a radius above zero.")

    def contains(self, points: Float64Array) -> BoolArray:
        """Which of ``(N, 3)`` points lie in it; those that are NaN do not."""
        inside: BoolArray = np.zeros(len(points), dtype=np.bool_)
        finite = np.flatnonzero(np.isfinite(points).all(axis=1))
        distance, _ = cKDTree(np.asarray(self.centres)).query(
            points[finite], distance_upper_bound=self.radius
        )
        inside[finite[np.isfinite(distance)]] = True
        return inside


@dataclass(frozen=True)
class Mask:
    """A place to leave out: a serial number, a weld, a sprue.

    Attributes
    ----------
    place
        Where.
    reason, by, when
        Why, who marked it, and the time (ISO 8601).
    key
        Identifies it, so that it can be lifted again.
    """

    place: Place
    reason: str
    by: str = ""
    when: str = field(default_factory=now)
    key: str = field(default_factory=lambda: uuid.uuid4().hex[:12])


@dataclass(frozen=True)
class ToleranceBand:
    """A place where any deviation up to ``limit`` is allowed, and none beyond it.

    Attributes
    ----------
    place
        Where.
    limit
        Largest allowed distance from the reference, in units of length.
    reason, by, when, key
        As for :class:`Mask`.
    """

    place: Place
    limit: float
    reason: str = ""
    by: str = ""
    when: str = field(default_factory=now)
    key: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def __post_init__(self) -> None:
        if not 0.0 < self.limit < np.inf:
            raise DesignError("A tolerance must be a length above zero.")


def masked(masks: Sequence[Mask], points: Float64Array) -> BoolArray:
    """Which of ``(N, 3)`` points in the design's frame lie in any of the masks."""
    inside: BoolArray = np.zeros(len(points), dtype=np.bool_)
    for mask in masks:
        inside |= mask.place.contains(points)
    return inside


def limits(bands: Sequence[ToleranceBand], points: Float64Array) -> Float64Array:
    """``(N,)`` allowed deviation at each point by the bands; NaN outside all of them.

    Where bands overlap, the last one counts.
    """
    allowed = np.full(len(points), np.nan)
    for band in bands:
        allowed[band.place.contains(points)] = band.limit
    return allowed


def mask_to_dict(mask: Mask | ToleranceBand) -> dict[str, Any]:
    """Plain values for the design file."""
    values: dict[str, Any] = {
        "centres": [list(centre) for centre in mask.place.centres],
        "radius": mask.place.radius,
        "reason": mask.reason,
        "by": mask.by,
        "when": mask.when,
        "key": mask.key,
    }
    if isinstance(mask, ToleranceBand):
        values["limit"] = mask.limit
    return values


def mask_from_dict(data: Any) -> Mask:
    """The inverse of :func:`mask_to_dict`; raises ``ValueError`` or :class:`DesignError`."""
    place, texts = _common(data)
    return Mask(place, *texts)


def band_from_dict(data: Any) -> ToleranceBand:
    """The inverse of :func:`mask_to_dict`; raises ``ValueError`` or :class:`DesignError`."""
    place, texts = _common(data)
    return ToleranceBand(place, float(data["limit"]), *texts)


def _common(data: Any) -> tuple[Place, tuple[str, str, str, str]]:
    if not isinstance(data, dict) or not isinstance(data.get("centres"), list):
        raise ValueError("a mask is malformed")
    centres = tuple((float(x), float(y), float(z)) for x, y, z in data["centres"])
    texts = tuple(str(data[name])[:MAX_TEXT] for name in ("reason", "by", "when", "key"))
    return Place(centres, float(data["radius"])), (texts[0], texts[1], texts[2], texts[3])
