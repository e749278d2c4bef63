"""Making a design: sources brought together and encoded, and the threshold found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.base.errors import DesignError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.base.version import software_version
from btp_core.designs.building import build_reference
from btp_core.designs.conformal import threshold_from_good
from btp_core.designs.content import DesignContent, Source
from btp_core.designs.embeddings import choose_places, embeddings_at, mean_embeddings
from btp_core.designs.inspector import InspectorLike
from btp_core.designs.masks import now
from btp_core.designs.reference import Reference
from btp_core.designs.sources import (
    as_scan,
    cad_source,
    check_fits,
    check_sources,
    reference_kind,
    scan_source,
)
from btp_core.designs.symmetry import find_symmetries
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

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
    sources = [] if cad is None else [cad_source(cad)]
    sources += [scan_source(scan) for scan in scans]
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
    sources = [*design.sources, *(scan_source(scan) for scan in scans)]
    made = _made(design, sources, progress, cancel, workers)
    everything = [*(as_scan(one) for one in design.sources if one.kind == "scan"), *scans]
    return _finished(made, inspector, everything, created_by, progress, cancel, workers)


def rebuilt(design: D, sources: Sequence[Source], cancel: CancelToken, workers: int) -> D:
    """The design as made from some of its sources only, without embeddings; for leave-one-out."""
    clouds = [one.points.astype(np.float64) for one in sources]
    reference, _ = build_reference(clouds, reference_kind(sources), cancel=cancel, workers=workers)
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
    check_sources(sources)
    reference, parts = build_reference(
        [one.points.astype(np.float64) for one in sources],
        reference_kind(sources),
        lambda stage, fraction: progress(stage, 0.4 * fraction),
        cancel,
        workers,
    )
    check_fits(sources, parts)
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


def _fresh_caches() -> dict[str, Any]:
    import weakref

    return {"_known": weakref.WeakKeyDictionary(), "_compared": weakref.WeakKeyDictionary()}


def _nothing() -> Reference:
    empty = np.zeros((0, 3))
    none = np.zeros((0, 4), dtype=np.float32)
    return Reference(empty, empty, 1.0, none, none, np.zeros(0, dtype=np.uint8), 0, "one")
