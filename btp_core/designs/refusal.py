"""When a scan is not checked against a design, and why: never a map of a wrong alignment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.base.errors import AlignmentError
from btp_core.base.messages import Message
from btp_core.geometry.registration.register import Registration, register
from btp_core.geometry.registration.source import prepare_source
from btp_core.geometry.registration.target import RegistrationTarget, diameter

MIN_POINTS = 500
MIN_FIT = 0.80
"""Share of the scan that must lie on the design. On auxiliary designs nearly every scan of the
right part lies above, and nearly every scan of another part below."""
SURE_FIT = 0.93
"""Above, no more is asked. Between the two lie scans of much damaged parts, and of near twins:
parts that share most of their surface."""
FAR = 0.02
"""Away from the design, as a share of its size: farther than nearly every defect reaches."""
MOST_FAR = 0.005
"""Share of a scan that may lie so far; of near twins of ``dev_scans`` 1.5 % and more do, of scans
of the part itself at most 0.1 %."""
MIN_SEEN = 0.12
UNITS: tuple[tuple[float, str], ...] = (
    (25.4, Message("inches where the design is in millimetres")),
    (1.0 / 25.4, Message("millimetres where the design is in inches")),
    (1000.0, Message("metres where the design is in millimetres")),
    (1.0 / 1000.0, Message("millimetres where the design is in metres")),
    (10.0, Message("centimetres where the design is in millimetres")),
    (0.1, Message("millimetres where the design is in centimetres")),
)
LARGER = 1.25
"""A scan so many times as large as its design is of something else, or in other units."""
SMALLER = 0.15
MIRROR_GAIN = 0.05


def check_points(points: Float64Array) -> None:
    """Refuse a scan of too few points to align; raises :class:`AlignmentError`."""
    if len(points) < MIN_POINTS:
        raise AlignmentError(
            "few points",
            Message(
                "Only {count} points; at least {least} are needed to align a scan.",
                count=len(points),
                least=MIN_POINTS,
            ),
            next_step="Scan the part at a higher density.",
        )


def check_units(target: RegistrationTarget, points: Float64Array, workers: int = 1) -> None:
    """Refuse a scan in other units, or of something far larger; raises :class:`AlignmentError`."""
    ratio = diameter(points) / target.size
    if SMALLER <= ratio <= LARGER:
        return
    for factor, words in UNITS:
        if not SMALLER <= ratio * factor <= LARGER:
            continue
        source = prepare_source(points * factor, target.spacing, target.coarse_spacing, workers)
        if len(source.points) >= MIN_POINTS and register(target, source, workers=workers).fit > (
            MIN_FIT
        ):
            raise AlignmentError(
                "units",
                Message(
                    "The scan fits the design when its coordinates are multiplied by {factor:g}: "
                    "it is in {units}.",
                    factor=factor,
                    units=words,
                ),
                next_step="Export the scan in the design's units.",
            )
    if ratio < SMALLER:
        raise AlignmentError(
            "too little",
            Message("The scan is {ratio:.2g} % as long as the design.", ratio=100 * ratio),
            next_step="Show more of the part in one scan, or check the units.",
        )
    raise AlignmentError(
        "another part",
        Message("The scan is {ratio:.3g} times as large as the design.", ratio=ratio),
        next_step="Choose the design of this part, cut away what does not belong to it, or check "
        "the units.",
    )


def check_registration(
    target: RegistrationTarget, points: Float64Array, found: Registration, workers: int = 1
) -> None:
    """Refuse a pose that is not to be trusted; raises :class:`AlignmentError` with the reason."""
    if found.fit < MIN_FIT:
        mirrored = points * np.array([-1.0, 1.0, 1.0])
        source = prepare_source(mirrored, target.spacing, target.coarse_spacing, workers)
        other = register(target, source, attempts=1, workers=workers)
        if other.fit >= MIN_FIT and other.fit > found.fit + MIRROR_GAIN:
            raise AlignmentError(
                "mirrored",
                "The scan fits the design only when it is mirrored: it is the left part where "
                "the design is the right one, or the scanner's export is mirrored.",
                next_step="Choose the design of the other hand, or correct the export.",
            )
        raise AlignmentError(
            "another part",
            Message(
                "Only {share:.0f} % of the scan lies on the design in the best pose: it is another "
                "part, or one that differs in large parts.",
                share=100 * found.fit,
            ),
            next_step="Choose the design of this part.",
        )
    if found.seen < MIN_SEEN:
        raise AlignmentError(
            "too little",
            Message(
                "The scan shows {share:.0f} % of the part, too little to be sure where it belongs.",
                share=100 * found.seen,
            ),
            next_step="Scan more of the part.",
        )


def check_twin(found: Registration, deviation: Float64Array, size: float) -> None:
    """Refuse a part that shares much of its surface with the design and is another one.

    Parameters
    ----------
    found
        The scan's pose.
    deviation
        ``(N,)`` from the design, in units of length; NaN where the design says nothing, such as
        on inner faces that no good part showed.
    size
        Largest extent of the design.

    Raises
    ------
    AlignmentError
        The scan fits none too well, and more of it lies farther off than defects reach.
    """
    if found.fit >= SURE_FIT:
        return
    far = float((np.abs(np.nan_to_num(deviation)) > FAR * size).mean())
    if far > MOST_FAR:
        raise AlignmentError(
            "another part",
            Message(
                "{share:.0f} % of the scan lies on the design, but {far:.1f} % of it far away: "
                "it is a similar part, or one that differs in large parts.",
                share=100 * found.fit,
                far=100 * far,
            ),
            next_step="Choose the design of this part.",
        )


def unsure(found: Registration, symmetries: Sequence[object]) -> tuple[str, ...]:
    """Warnings about a pose that is trusted, but not alone."""
    if np.isnan(found.margin) or found.margin > 0.02 or symmetries:
        return ()
    return (Message("Another pose fits nearly as well: the part is nearly symmetric."),)
