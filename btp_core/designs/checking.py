"""Leave-one-out: each good part against a design made from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.errors import AlignmentError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.designs.content import DesignContent
from btp_core.designs.creating import rebuilt
from btp_core.designs.sources import as_scan

ODD_RATIO = 3.0
"""A part whose widest deviation is so many times the others' typical one does not fit well."""
WORST_SHARE = 0.999


@dataclass(frozen=True)
class PartCheck:
    """One good part against the others.

    Attributes
    ----------
    name
        Its file.
    fit
        Share of it that lies on the others, in [0, 1]; NaN where it was refused.
    deviation
        Deviation that all but a thousandth of its places stay below, as a mean over about ten
        points, in units of length; NaN as above.
    odd
        Whether it stands out.
    reason
        One sentence.
    """

    name: str
    fit: float
    deviation: float
    odd: bool
    reason: str


def check_parts(
    design: DesignContent, progress: ProgressCallback, cancel: CancelToken, workers: int
) -> tuple[PartCheck, ...]:
    """See :meth:`Design.check <btp_core.designs.design.Design.check>`."""
    if len(design.sources) < 2:
        return tuple(
            PartCheck(one.name, one.fit, float("nan"), False, "There is no other to compare with.")
            for one in design.sources
        )
    found = []
    for number, one in enumerate(design.sources):
        cancel.raise_if_cancelled()
        progress("checking the good parts", number / len(design.sources))
        others = [other for i, other in enumerate(design.sources) if i != number]
        try:
            alignment = rebuilt(design, others, cancel, workers).align(
                as_scan(one), cancel=cancel, workers=workers
            )
        except AlignmentError as error:
            found.append(PartCheck(one.name, float("nan"), float("nan"), True, error.cause))
            continue
        means = np.abs(alignment.measured.scales[:, 1])
        means = means[~np.isnan(means)]
        worst = float(np.quantile(means, WORST_SHARE)) if len(means) else float("nan")
        found.append(PartCheck(one.name, alignment.fit, worst, False, alignment.describe()))
    progress("checking the good parts", 1.0)
    return tuple(_judged(one, found) for one in found)


def _judged(one: PartCheck, everyone: list[PartCheck]) -> PartCheck:
    others = [other.deviation for other in everyone if other is not one]
    others = [value for value in others if not np.isnan(value)]
    if np.isnan(one.deviation) or not others or one.deviation <= ODD_RATIO * np.median(others):
        return one
    return PartCheck(
        one.name,
        one.fit,
        one.deviation,
        True,
        Message(
            "It deviates by up to {deviation:.2g}, the others typically by {typical:.2g}: look at "
            "it, it may be defective.",
            deviation=one.deviation,
            typical=float(np.median(others)),
        ),
    )
