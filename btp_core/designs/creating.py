"""Making a design: sources checked, brought together, encoded, and the threshold found."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.base.checksums import file_sha256
from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.base.errors import DesignError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.base.version import software_version
from btp_core.designs.building import GoodPart, build_reference
from btp_core.designs.cad import sample_surface
from btp_core.designs.conformal import threshold_from_good
from btp_core.designs.content import DesignContent, Source
from btp_core.designs.embeddings import choose_places, embeddings_at, mean_embeddings
from btp_core.designs.inspector import InspectorLike
from btp_core.designs.masks import now
from btp_core.designs.reference import Reference
from btp_core.designs.refusal import MIN_FIT
from btp_core.designs.rounding import length_step, rounded
from btp_core.designs.symmetry import find_symmetries
from btp_core.designs.weights import ReferenceKind, kind_of
from btp_core.geometry.registration.target import diameter
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

MOST_SCANS = 20
MIN_POINTS = 1_000
KEPT_POINTS = 60_000
LARGEST_RATIO = 1.25
FALSE_ALARMS = 0.05


D = TypeVar("D", bound=DesignContent)


@dataclass(frozen=True)
class DesignFacts:
    """What a user says of a design; see :class:`~btp_core.designs.design.Design`."""

    name: str
    part_number: str = ""
    units: str = "mm"
    notes: str = ""
    created_by: str = ""
    prompts: PromptSet | None = None
    serial_pattern: str | None = None


def create_design(
    kind: type[D],
    inspector: InspectorLike | None,
    scans: Sequence[Scan],
    cad: Scan | None,
    facts: DesignFacts,
    progress: ProgressCallback,
    cancel: CancelToken,
    workers: int,
) -> D:
    """See :meth:`Design.create <btp_core.designs.design.Design.create>`."""
    if not facts.name.strip():
        raise DesignError("A design needs a name.", next_step="Give it one, such as its part name.")
    sources = [] if cad is None else [_cad_source(cad)]
    sources += [_scan_source(scan) for scan in scans]
    bare = kind(
        name=facts.name.strip(),
        reference=_nothing(),
        sources=(),
        part_number=facts.part_number,
        units=facts.units,
        notes=facts.notes,
        version=0,
        prompts=facts.prompts,
        serial_pattern=facts.serial_pattern,
    )
    design = _made(bare, sources, progress, cancel, workers)
    return _finished(design, inspector, scans, facts.created_by, progress, cancel, workers)


def add_to_design(
    design: D,
    inspector: InspectorLike | None,
    scans: Sequence[Scan],
    created_by: str,
    progress: ProgressCallback,
    cancel: CancelToken,
    workers: int,
) -> D:
    """See :meth:`Design.add <btp_core.designs.design.Design.add>`."""
    if not scans:
        raise DesignError("No good scan was given.", next_step="Name one or more.")
    sources = [*design.sources, *(_scan_source(scan) for scan in scans)]
    made = _made(design, sources, progress, cancel, workers)
    everything = [*(as_scan(one) for one in design.sources if one.kind == "scan"), *scans]
    return _finished(made, inspector, everything, created_by, progress, cancel, workers)


def as_scan(source: Source) -> Scan:
    """The kept points of a source, in its file's coordinates."""
    return Scan(points=source.points.astype(np.float64) + np.asarray(source.origin))


def rebuilt(design: D, sources: Sequence[Source], cancel: CancelToken, workers: int) -> D:
    """The design as made from some of its sources only, without embeddings; for leave-one-out."""
    clouds = [one.points.astype(np.float64) for one in sources]
    reference, _ = build_reference(clouds, _kind(sources), cancel=cancel, workers=workers)
    return replace(
        design,
        reference=reference,
        sources=tuple(sources),
        embeddings=None,
        masks=(),
        bands=(),
        **_fresh_caches(),
    )


def _made(
    design: D,
    sources: Sequence[Source],
    progress: ProgressCallback,
    cancel: CancelToken,
    workers: int,
) -> D:
    """The reference from these sources, each with its fit; the odd one is named."""
    _check(sources)
    reference, parts = build_reference(
        [one.points.astype(np.float64) for one in sources],
        _kind(sources),
        lambda stage, fraction: progress(stage, 0.4 * fraction),
        cancel,
        workers,
    )
    _check_fits(sources, parts)
    progress("looking for symmetries", 0.4)
    cancel.raise_if_cancelled()
    symmetries = find_symmetries(reference.target, workers)
    return replace(
        design,
        reference=replace(reference, symmetries=symmetries),
        sources=tuple(replace(one, fit=part.fit) for one, part in zip(sources, parts, strict=True)),
        sha256="",
        **_fresh_caches(),
    )


def _finished(
    design: D,
    inspector: InspectorLike | None,
    scans: Sequence[Scan],
    created_by: str,
    progress: ProgressCallback,
    cancel: CancelToken,
    workers: int,
) -> D:
    """With embeddings, scores of the good parts and threshold."""
    design = replace(
        design,
        version=design.version + 1,
        created=now(),
        created_by=created_by,
        software_version=software_version(),
        model_name=inspector.model_name if inspector is not None else "",
        model_sha256=inspector.model_sha256 if inspector is not None else "",
        embeddings=None,
    )
    if inspector is None or not scans:
        progress("done", 1.0)
        return replace(design, threshold=DEFAULT_THRESHOLD, expected_false_alarms=float("nan"))
    encoded = []
    for number, scan in enumerate(scans):
        cancel.raise_if_cancelled()
        progress("encoding the good parts", 0.45 + 0.3 * number / len(scans))
        encoded.append(inspector.encode(scan, cancel=cancel).shown)
    design = with_embeddings(design, encoded, inspector.model_sha256, workers)
    return _with_threshold(design, inspector, encoded, progress, cancel, workers)


def with_embeddings(design: D, encoded: Sequence[Any], model_sha256: str, workers: int) -> D:
    """The design with mean embeddings of these encoded good scans."""
    places = choose_places(design.reference)
    each = []
    for one in encoded:
        pose = design.align(one.scan, workers=workers).registration.pose
        each.append(embeddings_at(design.reference, places, one, pose))
    return replace(design, embeddings=mean_embeddings(places, each, model_sha256))


def _with_threshold(
    design: D,
    inspector: InspectorLike,
    encoded: Sequence[Any],
    progress: ProgressCallback,
    cancel: CancelToken,
    workers: int,
) -> D:
    """Scores of each good part against the others, and the threshold that they give."""
    prompts = design.prompts or PromptSet.stock()
    good = [i for i, one in enumerate(design.sources) if one.kind == "scan"]
    scores = [float("nan")] * len(design.sources)
    if len(design.sources) > 1:
        for number, left_out in enumerate(good):
            cancel.raise_if_cancelled()
            progress("scoring the good parts", 0.75 + 0.25 * number / len(good))
            others = [one for i, one in enumerate(design.sources) if i != left_out]
            without = rebuilt(design, others, cancel, workers)
            rest = [one for i, one in enumerate(encoded) if good[i] != left_out]
            if rest:
                without = with_embeddings(without, rest, inspector.model_sha256, workers)
            field = inspector.score(encoded[number], prompts, design=without)
            scores[left_out] = field.object_score
    known = [score for score in scores if not np.isnan(score)]
    threshold, alarms = DEFAULT_THRESHOLD, float("nan")
    if known:
        threshold, alarms = threshold_from_good(known, FALSE_ALARMS)
        # A few good parts cannot promise a low rate; what was learnt from other designs can.
        threshold = max(threshold, DEFAULT_THRESHOLD)
    progress("done", 1.0)
    return replace(
        design,
        sources=tuple(
            replace(one, object_score=score)
            for one, score in zip(design.sources, scores, strict=True)
        ),
        threshold=threshold,
        expected_false_alarms=alarms,
    )


def _check(sources: Sequence[Source]) -> None:
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


def _check_fits(sources: Sequence[Source], parts: Sequence[GoodPart]) -> None:
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


def _scan_source(scan: Scan) -> Source:
    points = scan.points[scan.finite_mask()]
    if len(points) > KEPT_POINTS:
        kept = np.sort(np.random.default_rng(0).permutation(len(points))[:KEPT_POINTS])
        points = points[kept]
    return _source(scan, "scan", points)


def _cad_source(mesh: Scan) -> Source:
    return replace(_source(mesh, "cad", sample_surface(mesh, KEPT_POINTS)), kind="cad")


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


def _fresh_caches() -> dict[str, Any]:
    import weakref

    return {"_known": weakref.WeakKeyDictionary(), "_compared": weakref.WeakKeyDictionary()}


def _nothing() -> Reference:
    empty = np.zeros((0, 3))
    none = np.zeros((0, 4), dtype=np.float32)
    return Reference(empty, empty, 1.0, none, none, np.zeros(0, dtype=np.uint8), 0, "one")


def _kind(sources: Sequence[Source]) -> ReferenceKind:
    scans = sum(one.kind == "scan" for one in sources)
    return kind_of(scans, cad=len(sources) > scans)
