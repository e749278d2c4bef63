"""Scans of auxiliary designs, compared with their design: what the weights are fitted on.

See :func:`btp_core.lab.synth.design_set.synthesize_designs` for the folders.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array
from btp_core.base.errors import AlignmentError, DataError
from btp_core.base.progress import CancelToken
from btp_core.designs.alignment import Alignment
from btp_core.designs.building import build_reference, good_terms
from btp_core.designs.creating import with_embeddings
from btp_core.designs.design import Design
from btp_core.designs.evidence import Evidence, floor_of, own_spread
from btp_core.designs.fusion import ZeroShot
from btp_core.designs.weights import ReferenceKind
from btp_core.inspection.design_scoring import zero_shot
from btp_core.inspection.encoded import EncodedScan
from btp_core.inspection.inspector import Inspector
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

GOOD_OF_SEVERAL = 3


@dataclass(frozen=True, eq=False)
class FitSample:
    """One scan against its design.

    Attributes
    ----------
    design
        Number of the auxiliary design, so that whole designs can be held out.
    evidence
        What the comparison says, with the weights of the tolerance as they are.
    offset
        ``(W, S)`` float32: deviation less the bias of the good parts; NaN where it is silent.
    terms
        ``(W, S, T)`` float32: variances that the tolerance is made of, see
        :data:`~btp_core.designs.tolerance.SPREAD_TERMS`, and the scan's noise last.
    rest
        ``(S,)`` variance that no weight changes: the scan's own spread, and the floor.
    size
        Of the part, in units of length.
    zero
        What the words say, or None where they were not asked.
    neighbours
        ``(W, k)`` nearest working points, each itself first.
    defective
        ``(W,)`` truth of the working points.
    """

    design: int
    evidence: Evidence
    offset: np.ndarray
    terms: np.ndarray
    rest: Float64Array
    size: float
    zero: ZeroShot | None
    neighbours: np.ndarray
    defective: BoolArray


def auxiliary_samples(
    folder: Path,
    kinds: Sequence[ReferenceKind],
    inspector: Inspector | None,
    prompts: PromptSet,
    cancel: CancelToken | None = None,
) -> dict[ReferenceKind, list[FitSample]]:
    """The scans of one auxiliary design against references of several kinds.

    Parameters
    ----------
    folder
        Of the one design.
    kinds
        Of the references.
    inspector, prompts
        Say what the words say; None leaves them out, which is far quicker.
    cancel
        Checked between scans.

    Raises
    ------
    DataError
        The folder is not as :func:`synthesize_designs` makes it.
    CancelledError
        If cancelled.
    """
    cancel = cancel or CancelToken()
    if not (folder / "index.json").exists():
        raise DataError("This is no auxiliary design.", path=folder)
    records = json.loads((folder / "index.json").read_text())
    good = [_read(folder / f"good_{i}.npz")[0] for i in range(GOOD_OF_SEVERAL)]
    scans = [_read(folder / record["file"]) for record in records]
    encoded: dict[int, EncodedScan] = {}
    if inspector is not None:
        for scan in [*good, *(scan for scan, _ in scans)]:
            cancel.raise_if_cancelled()
            encoded[id(scan)] = inspector.encode(scan, cancel=cancel)
    found: dict[ReferenceKind, list[FitSample]] = {}
    for kind in kinds:
        cancel.raise_if_cancelled()
        sources = good[: {"one": 1, "several": GOOD_OF_SEVERAL, "cad": 0}[kind]]
        cad = read_scan(folder / "cad.ply") if kind == "cad" else None
        design = Design.create(None, sources, cad=cad, name=folder.name, workers=1)
        if inspector is not None and sources:
            shown = [encoded[id(scan)].shown for scan in sources]
            design = with_embeddings(design, shown, inspector.model_sha256, 1)
        terms = _place_terms(design, kind)
        found[kind] = []
        for scan, labels in scans:
            cancel.raise_if_cancelled()
            try:
                alignment = design.align(scan, workers=1)
            except AlignmentError:
                continue
            zero = None
            if inspector is not None:
                field = inspector.score(encoded[id(scan)], prompts)
                zero, _ = zero_shot(
                    inspector.file, inspector.sentences, field.shown, prompts, design, alignment
                )
            found[kind].append(_sample(int(folder.name), design, alignment, terms, zero, labels))
    return found


def _place_terms(design: Design, kind: ReferenceKind) -> Float64Array:
    """Terms of the tolerance at every place; the same reference again, whose parts are known."""
    clouds = [one.points.astype(np.float64) for one in design.sources]
    reference, parts = build_reference(clouds, kind)
    return good_terms(reference, parts)[1]


def _sample(
    number: int,
    design: Design,
    alignment: Alignment,
    place_terms: Float64Array,
    zero: ZeroShot | None,
    labels: BoolArray,
) -> FitSample:
    measured, reference = alignment.measured, design.reference
    index = np.maximum(measured.reference_index, 0)
    silent = measured.reference_index < 0
    offset = np.where(silent[:, None], np.nan, measured.scales - reference.bias[index])
    noise = np.full((len(index), offset.shape[1], 1), alignment.registration.noise**2)
    own = own_spread(offset[~silent])
    return FitSample(
        design=number,
        evidence=alignment.evidence,
        offset=offset.astype(np.float32),
        terms=np.concatenate([place_terms[index], noise], axis=2).astype(np.float32),
        rest=own**2 + floor_of(reference) ** 2,
        size=reference.size,
        zero=zero,
        neighbours=alignment.neighbours.astype(np.int32),
        defective=_at_working_points(labels, alignment),
    )


def _at_working_points(labels: BoolArray, alignment: Alignment) -> BoolArray:
    """Whether most of the points that a working point stands for are defective."""
    nearest, count = alignment.nearest_working, len(alignment.working_index)
    all_ = np.bincount(nearest, minlength=count)
    bad = np.bincount(nearest, weights=labels[alignment.valid], minlength=count)
    return np.asarray(bad > 0.5 * np.maximum(all_, 1))


def _read(path: Path) -> tuple[Scan, BoolArray]:
    if not path.exists():
        raise DataError("A scan of the auxiliary design is missing.", path=path)
    with np.load(path) as stored:
        return Scan(points=stored["points"].astype(np.float64)), stored["labels"] > 0
