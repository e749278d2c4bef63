"""Aligning a scan with a reference and comparing the two: the heavy step, once per scan."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.base.errors import AlignmentError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.alignment import Alignment, MissingRegion
from btp_core.designs.deviation import measure_deviation
from btp_core.designs.evidence import weigh_evidence
from btp_core.designs.missing import Coverage, find_coverage
from btp_core.designs.reference import Reference
from btp_core.designs.refusal import (
    check_points,
    check_registration,
    check_twin,
    check_units,
    unsure,
)
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.register import Registration, register
from btp_core.geometry.registration.source import prepare_source
from btp_core.scans.scan import Scan


def align_scan(
    reference: Reference,
    scan: Scan,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
    workers: int = 1,
    registration: Registration | None = None,
) -> Alignment:
    """Find a scan's pose on a reference, and how it differs from it.

    Parameters
    ----------
    reference
        The design's surface.
    scan
        Any cloud or mesh; of a mesh, the vertices are compared.
    progress, cancel
        Reported to and checked between stages.
    workers
        Threads of neighbour searches; the result does not depend on them.
    registration
        Of an earlier alignment of the same scan and reference, which gives the same again.

    Raises
    ------
    AlignmentError
        The scan is not to be checked against this design, with the reason and the next step.
    CancelledError
        If cancelled.
    """
    start = time.perf_counter()
    cancel = cancel or CancelToken()

    def step(name: str, fraction: float) -> None:
        cancel.raise_if_cancelled()
        progress(name, fraction)

    valid = scan.finite_mask()
    # About their own middle: coordinates of a survey would eat the digits.
    points = np.asarray(scan.points[valid], dtype=np.float64)
    middle = np.median(points, axis=0) if len(points) else np.zeros(3)
    points = points - middle
    target = reference.target
    with _naming(scan.path):
        step("thinning", 0.0)
        check_points(points)
        if registration is None:
            check_units(target, points, workers)
        source = prepare_source(points, target.spacing, target.coarse_spacing, workers)
        check_points(source.points)
        step("aligning", 0.15)
        if registration is None:
            found = register(target, source, symmetries=reference.symmetries, workers=workers)
            step("aligning", 0.6)
            check_registration(target, points, found, workers)
            registration = found.moved(found.pose.after(RigidPose(np.eye(3), -middle)))
    step("comparing", 0.65)
    # By way of the scan's own frame, so that a pose that was stored gives the same bits.
    pose = registration.pose.after(RigidPose(np.eye(3), middle))
    measured = measure_deviation(reference, source, pose, points, workers)
    with _naming(scan.path):
        check_twin(registration, measured.points, target.size)
    step("looking for missing material", 0.85)
    coverage = find_coverage(reference, measured, source.spacing, workers)
    evidence = weigh_evidence(reference, measured, coverage, registration.noise)
    deviation = np.full(scan.n_points, np.nan, dtype=np.float32)
    deviation[valid] = measured.points
    progress("aligning", 1.0)
    return Alignment(
        registration=registration,
        deviation=deviation,
        missing=_regions(reference, coverage, registration.pose),
        not_scanned=coverage.not_scanned,
        valid=valid,
        working_index=np.flatnonzero(valid)[source.index],
        nearest_working=measured.nearest_working,
        measured=measured,
        coverage=coverage,
        evidence=evidence,
        scan_spacing=source.spacing,
        neighbours=source.neighbours,
        seconds=time.perf_counter() - start,
        warnings=unsure(registration, reference.symmetries),
    )


@contextmanager
def _naming(path: Path | None) -> Iterator[None]:
    """What refuses a scan names its file."""
    try:
        yield
    except AlignmentError as error:
        raise AlignmentError(
            error.kind, error.cause, path=path, next_step=error.next_step
        ) from error


def _regions(
    reference: Reference, coverage: Coverage, pose: RigidPose
) -> tuple[MissingRegion, ...]:
    back = pose.inverse()
    regions = []
    for patch in coverage.patches:
        outline: Float64Array = back.apply(reference.points[patch.reference_index])
        x, y, z = (float(value) for value in back.apply(patch.centroid[None])[0])
        regions.append(MissingRegion((x, y, z), patch.area, outline.astype(np.float32)))
    return tuple(regions)
