"""Why a scan fails or passes, in a sentence that names the places."""

from __future__ import annotations

import math
from collections.abc import Sequence

from btp_core.base.messages import Message, sentences
from btp_core.inspection.results import Region

DIGITS = 3
"""Significant digits of lengths."""


def verdict_reason(
    object_score: float,
    threshold: float,
    regions: Sequence[Region],
    units: str = "",
    *,
    within_limits: bool = False,
) -> str:
    """Why a scan fails or passes: how many places, and what the largest is like.

    Parameters
    ----------
    object_score, threshold
        Of the verdict.
    regions
        The places that reach the threshold.
    units
        Of length, where they are known.
    within_limits
        Whether the part passes because no place is as large as to fail it.
    """
    scores = {"score": object_score, "threshold": threshold}
    if object_score >= threshold:
        if regions and within_limits:
            within = Message("None exceeds the limits of size.")
            return sentences(_places(regions, units), within)
        if regions:
            return _places(regions, units)
        return Message(
            "The part as a whole scores {score:.2f} and reaches {threshold:.2f}; no single place "
            "stands out.",
            **scores,
        )
    if not regions:
        return Message("No place reaches the threshold {threshold:.2f}.", threshold=threshold)
    small = Message(
        "Too few or too weak to fail the part as a whole, which scores {score:.2f}.",
        score=object_score,
    )
    return sentences(_places(regions, units), small)


def _places(regions: Sequence[Region], units: str) -> str:
    largest = max(regions, key=lambda region: region.area)
    length, width, _ = largest.extent
    facts = {
        "length": _rounded(length),
        "width": _rounded(width),
        "units": f" {units}" if units else "",
        "depth": _depth(largest, units),
        "type": _type(largest),
    }
    if len(regions) == 1:
        return Message("One place: {length:g} × {width:g}{units}{depth}{type}.", **facts)  # noqa: RUF001
    return Message(
        "{count:,} places; the largest {length:g} × {width:g}{units}{depth}{type}.",  # noqa: RUF001
        count=len(regions),
        **facts,
    )


def _depth(region: Region, units: str) -> str:
    told = {"units": f" {units}" if units else ""}
    if region.missing:
        return Message(", missing material")
    if region.deviation is not None and math.isfinite(region.deviation):
        off = _rounded(abs(region.deviation))
        if region.deviation > 0:
            return Message(", {depth:g}{units} outside of the design", depth=off, **told)
        return Message(", {depth:g}{units} inside of the design", depth=off, **told)
    if math.isfinite(region.depth):
        return Message(", {depth:g}{units} deep", depth=_rounded(region.depth), **told)
    return ""


def _type(region: Region) -> str:
    if not region.likely_type or region.missing:
        return ""
    return Message(", likely type: {type}", type=region.likely_type)


def _rounded(length: float) -> float:
    return float(f"{length:.{DIGITS}g}")
