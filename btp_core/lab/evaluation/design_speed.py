"""Time and sameness of what a design does with a scan."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from btp_core.designs.align import align_scan
from btp_core.designs.alignment import Alignment
from btp_core.designs.design import Design
from btp_core.geometry.neighbours import exact_nearest
from btp_core.inspection.encoded import EncodedScan
from btp_core.inspection.inspector import Inspector
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet


@dataclass(frozen=True)
class Timing:
    """A step, how long it took, and how long it may take.

    Attributes
    ----------
    step
        In words.
    seconds, asked
        Of wall time; ``asked`` NaN where no limit is set.
    """

    step: str
    seconds: float
    asked: float


def time_alignment(design: Design, scan: Scan, workers: int, repeats: int = 3) -> float:
    """Shortest time of aligning and comparing a scan, with the design warm."""
    align_scan(design.reference, scan, workers=workers)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        align_scan(design.reference, scan, workers=workers)
        times.append(time.perf_counter() - start)
    return min(times)


def time_rescoring(
    inspector: Inspector, encoded: EncodedScan, wordings: Sequence[PromptSet], design: Design | None
) -> float:
    """Mean time of scoring an encoded scan with other words, once the first have been."""
    inspector.score(encoded, wordings[0], design=design)
    start = time.perf_counter()
    for words in wordings:
        inspector.score(encoded, words, design=design)
    return (time.perf_counter() - start) / len(wordings)


def denser(scan: Scan, count: int, noise: float, seed: int = 0) -> Scan:
    """A scan of ``count`` points, between those of the given one and with noise of its own."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(len(scan.points), size=(2, count))
    from scipy.spatial import cKDTree

    _, near = exact_nearest(cKDTree(scan.points), scan.points, 4)
    other = near[one, 1 + other % 3]
    share = rng.random((count, 1))
    points = scan.points[one] * share + scan.points[other] * (1.0 - share)
    return Scan(points=points + rng.normal(0.0, noise, points.shape))


def fingerprint(alignment: Alignment) -> str:
    """Checksum of all that an alignment says; equal only for the same bits."""
    digest = hashlib.sha256()
    pose = alignment.registration.pose
    for values in (
        pose.rotation,
        pose.shift,
        alignment.deviation,
        alignment.evidence.ratios,
        alignment.evidence.missing,
        alignment.evidence.unexpected,
    ):
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def count_outcomes(
    design: Design, scan: Scan, repeats: int, workers: Sequence[int] = (1, 2)
) -> int:
    """How many different results come of aligning one scan again and again; one is asked."""
    found = set()
    for threads in workers:
        for _ in range(repeats):
            copy = Scan(points=scan.points.copy())
            found.add(fingerprint(align_scan(design.reference, copy, workers=threads)))
    return len(found)
