"""What a result says of the design, and the alignment taken from such a result again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.register import Registration
from btp_core.inspection.results import ScoreField

_FIGURES = ("fit", "residual", "seen", "margin", "tolerance", "noise")
"""Of a registration, besides its pose."""


def design_result(field: ScoreField) -> dict[str, Any] | None:
    """The design, and how the scan lies on it; None without one.

    Plain values, of which floats may be NaN. ``alignment`` holds all that
    :func:`registration_of` needs; of a scan that was refused, the kind of refusal alone.
    """
    label = field.design
    if label is None:
        return None
    return {
        "name": label.name,
        "version": label.version,
        "sha256": label.sha256,
        "units": label.units,
        "threshold": label.threshold,
        "alignment": _alignment(field.shown),
    }


def _alignment(field: ScoreField) -> dict[str, Any]:
    alignment = field.alignment
    if alignment is None:
        return {"refusal": None if field.refusal is None else field.refusal.kind}
    found = alignment.registration
    return {
        "refusal": None,
        "quality": alignment.describe(),
        "not_scanned": alignment.not_scanned,
        **{name: getattr(found, name) for name in _FIGURES},
        "pose": found.pose.matrix().tolist(),
    }


def registration_of(values: Mapping[str, Any]) -> Registration | None:
    """The registration of what a result says of the alignment; None of a scan that was refused.

    Raises
    ------
    KeyError, TypeError, ValueError
        The values are not those of an alignment.
    """
    if values["refusal"] is not None:
        return None
    matrix = np.asarray(values["pose"], dtype=np.float64)
    if matrix.shape != (4, 4) or not np.isfinite(matrix).all():
        raise ValueError("the pose is no matrix")
    pose = RigidPose(np.ascontiguousarray(matrix[:3, :3]), np.ascontiguousarray(matrix[:3, 3]))
    figures = {
        name: float("nan") if values[name] is None else float(values[name]) for name in _FIGURES
    }
    return Registration(pose=pose, **figures)
