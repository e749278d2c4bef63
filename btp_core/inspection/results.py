"""Results of scoring and judging: plain values that any front-end can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from btp_core.base.arrays import Float32Array, IntArray
from btp_core.base.errors import AlignmentError
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    # At run time it would bring scipy, which the window starts without.
    from btp_core.designs.alignment import Alignment
    from btp_core.inspection.encoded import EncodedScan


@dataclass(frozen=True)
class Provenance:
    """What is needed to get a result again."""

    software_version: str
    model_name: str
    model_sha256: str
    device: str
    seed: int
    prompts: PromptSet


@dataclass(frozen=True)
class DesignLabel:
    """Which design a scan was compared with, and at which score it fails.

    Attributes
    ----------
    name, version, sha256
        Of the design; the sha256 is empty for one that was never saved.
    threshold
        Object score at which a part of this design fails.
    units
        Of length, of the design and its scans.
    """

    name: str
    version: int
    sha256: str
    threshold: float
    units: str = "mm"


@dataclass(frozen=True, eq=False)
class ScoreField:
    """Anomaly scores of one scan under one prompt set.

    Attributes
    ----------
    point_scores
        ``(N,)`` float32 in [0, 1], calibrated, in the order of the points in the file;
        NaN where the file has no measurement (a point that is not finite): not checked.
    object_score
        Probability in [0, 1] that the part is defective.
    type_names
        Names of the defect types of the prompt set, T of them (may be empty).
    type_scores
        ``(N, T)`` float16 in [0, 1]: how likely each type is at a point, given a defect; or None.
    encoded
        The encoding that was scored (geometry for :func:`~btp_core.inspection.judge.judge`).
    provenance
        Model, prompts, seed and device.
    seconds
        Time spent scoring.
    warnings
        One sentence each, e.g. that two sentences are nearly the same to the model.
    divided
        Of a mesh with large faces: the scores of the same surface in smaller faces, see
        :attr:`EncodedScan.divided <btp_core.inspection.encoded.EncodedScan>`; otherwise None.
    design
        Which design the scan was compared with, or None.
    deviation
        With a design: ``(N,)`` float32, signed distance to its surface, outward positive, in the
        scan's units; NaN where the design says nothing. None without one, or when refused.
    alignment
        With a design: how the scan lies on it; of the surface that was inspected (``shown``).
    missing
        With a design: positions in ``alignment.missing`` of the missing material outside its
        masks.
    refusal
        Why the scan is not checked with its design, or None. The scores are NaN then.
    """

    point_scores: Float32Array
    object_score: float
    type_names: tuple[str, ...]
    type_scores: Float32Array | None
    encoded: EncodedScan
    provenance: Provenance
    seconds: float
    warnings: tuple[str, ...] = ()
    divided: ScoreField | None = None
    design: DesignLabel | None = None
    deviation: Float32Array | None = None
    alignment: Alignment | None = None
    missing: tuple[int, ...] = ()
    refusal: AlignmentError | None = None

    @property
    def shown(self) -> ScoreField:
        """The scores of the surface that was inspected, which is also what to draw."""
        return self.divided or self


@dataclass(frozen=True, eq=False)
class Region:
    """A connected group of points at or above the threshold.

    Lengths are in the scan's own units.

    Attributes
    ----------
    point_indices
        ``(K,)`` int64 indices into the points of ``ScoreField.shown``: the file's points, and
        of a mesh with large faces also those put between.
    centroid
        Mean of its points.
    extent
        Lengths of its box along its own principal axes, longest first.
    area
        Estimated surface area, units squared.
    depth
        Largest distance of its points from a smooth surface through its surroundings.
    max_score, mean_score
        Of its point scores.
    likely_type
        The prompt set's most likely defect type there, or None.
    deviation
        With a design: the largest signed distance from its surface, outward positive, as a mean
        over about ten points; None without one, NaN where it says nothing.
    missing
        Whether it is material that the scan lacks; its points are those around the gap.
    """

    point_indices: IntArray
    centroid: tuple[float, float, float]
    extent: tuple[float, float, float]
    area: float
    depth: float
    max_score: float
    mean_score: float
    likely_type: str | None
    deviation: float | None = None
    missing: bool = False


VerdictStatus = Literal["pass", "fail", "not checked"]


@dataclass(frozen=True, eq=False)
class Verdict:
    """Pass or fail at a threshold, with the regions that speak against the part."""

    status: VerdictStatus
    threshold: float
    object_score: float
    regions: tuple[Region, ...]
    reason: str
