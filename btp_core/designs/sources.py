"""The sources of a design: taken from scans and CAD meshes, and checked before they make one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.base.checksums import file_sha256
from btp_core.base.errors import DesignError
from btp_core.base.messages import Message
from btp_core.designs.building import GoodPart
from btp_core.designs.cad import sample_surface
from btp_core.designs.content import Source
from btp_core.designs.quantize import length_step, rounded
from btp_core.designs.refusal import MIN_FIT
from btp_core.designs.weights import ReferenceKind, kind_of
from btp_core.geometry.registration.target import diameter
from btp_core.scans.scan import Scan

MOST_SCANS = 20
MIN_POINTS = 1_000
KEPT_POINTS = 60_000
LARGEST_RATIO = 1.25


def scan_source(scan: Scan) -> Source:
    """A good scan as a source: its finite points, at most :data:`KEPT_POINTS`."""
    points = scan.points[scan.finite_mask()]
    if len(points) > KEPT_POINTS:
        kept = np.sort(np.random.default_rng(0).permutation(len(points))[:KEPT_POINTS])
        points = points[kept]
    return _source(scan, "scan", points)


def cad_source(mesh: Scan) -> Source:
    """A CAD mesh as a source: points sampled on its surface."""
    return replace(_source(mesh, "cad", sample_surface(mesh, KEPT_POINTS)), kind="cad")


def as_scan(source: Source) -> Scan:
    """The kept points of a source, in its file's coordinates."""
    return Scan(points=source.points.astype(np.float64) + np.asarray(source.origin))


def reference_kind(sources: Sequence[Source]) -> ReferenceKind:
    """What kind of reference these make."""
    scans = sum(one.kind == "scan" for one in sources)
    return kind_of(scans, cad=len(sources) > scans)


def check_sources(sources: Sequence[Source]) -> None:
    """Refuse none, too many, copies, too few points or odd sizes; raises :class:`DesignError`."""
    if not sources:
        raise DesignError(
            "A design needs at least one good scan or a CAD mesh.",
            next_step="Name scans of parts that are known to be good.",
        )
    if len(sources) > MOST_SCANS + 1:
        raise DesignError(
            Message(
                "{count} sources are more than {most} scans and a CAD mesh.",
                count=len(sources),
                most=MOST_SCANS,
            ),
            next_step="Choose the best ones; more do not make a design better.",
        )
    seen: dict[str, str] = {}
    for one in sources:
        if one.sha256 in seen:
            raise DesignError(
                Message(
                    "{name} is the same scan as {other}.", name=one.name, other=seen[one.sha256]
                ),
                next_step="Give each good scan once: a copy says nothing new of the tolerance.",
            )
        seen[one.sha256] = one.name
        if len(one.points) < MIN_POINTS:
            raise DesignError(
                Message(
                    "{name} has {count} usable points; a reference needs at least {least:,}.",
                    name=one.name,
                    count=len(one.points),
                    least=MIN_POINTS,
                ),
                next_step="Scan the good part at a higher density, or leave it out.",
            )
    sizes = [diameter(one.points.astype(np.float64)) for one in sources]
    typical = float(np.median(sizes))
    for one, size in zip(sources, sizes, strict=True):
        ratio = size / max(typical, 1e-300)
        if not 1.0 / LARGEST_RATIO < ratio < LARGEST_RATIO and len(sources) > 1:
            raise DesignError(
                _size_message(one.name, ratio),
                next_step="Give all sources in the same units, whole, and of the same part.",
            )


def check_fits(sources: Sequence[Source], parts: Sequence[GoodPart]) -> None:
    """Name the sources that do not lie on the others; raises :class:`DesignError`."""
    odd = [i for i, part in enumerate(parts) if part.fit < MIN_FIT]
    if not odd:
        return
    if len(odd) == len(sources) - 1 and len(sources) > 2:
        odd = [0]  # the one that all are laid on is the one that differs
    names = ", ".join(sources[i].name for i in odd)
    raise DesignError(
        Message("{name} does not fit the other sources.", name=names)
        if odd == [0]
        else Message(
            "These do not fit the other sources: {names} ({shares} of the points lie on them).",
            names=names,
            shares=", ".join(f"{100 * parts[i].fit:.0f} %" for i in odd),
        ),
        next_step="Leave it out, or look whether it is another part, mirrored or defective.",
    )


def _size_message(name: str, ratio: float) -> Message:
    mixed = (
        (25.4, Message("inches and millimetres")),
        (1000.0, Message("metres and millimetres")),
    )
    for factor, units in mixed:
        if 0.8 < ratio / factor < 1.25 or 0.8 < ratio * factor < 1.25:
            return Message(
                "{name} is {ratio:.3g} times as large as the others: {units} are mixed.",
                name=name,
                ratio=ratio,
                units=units,
            )
    return Message("{name} is {ratio:.3g} times as large as the others.", name=name, ratio=ratio)


def _source(scan: Scan, kind: str, points: Float64Array) -> Source:
    origin = points.mean(axis=0) if len(points) else np.zeros(3)
    if scan.path is not None and scan.path.exists():
        sha256 = file_sha256(scan.path)
    else:
        sha256 = hashlib.sha256(np.ascontiguousarray(scan.points).tobytes()).hexdigest()
    return Source(
        name=scan.path.name if scan.path is not None else f"scan {sha256[:6]}",
        kind="cad" if kind == "cad" else "scan",
        sha256=sha256,
        n_points=scan.n_points,
        fit=1.0,
        object_score=float("nan"),
        points=_kept(points - origin),
        origin=(float(origin[0]), float(origin[1]), float(origin[2])),
    )


def _kept(points: Float64Array) -> Float32Array:
    size = diameter(points) if len(points) else 1.0
    return rounded(points, length_step(size)).astype(np.float32)
