"""What the inspection of scans reports, as plain data; received on the GUI thread.

The job that reports it says which scan it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.background.find import Found
from app.background.job import Event
from app.viewport.geometry import DisplayGeometry
from btp_core.base.arrays import Float64Array, UInt8Array
from btp_core.base.errors import InspectError
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.model_choice import ModelChoice
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.batch.stored_scan import StoredScan
    from btp_core.inspection.encoded import EncodedScan
    from btp_core.inspection.explain import PhraseStrength


class ModelNews:
    """News of the model itself: nobody's result, and told whatever becomes of a job."""


@dataclass(frozen=True, eq=False)
class ModelReady(ModelNews):
    """A model is loaded and in force; ``device`` is where it runs."""

    device: str
    name: str
    choice: ModelChoice


@dataclass(frozen=True, eq=False)
class ModelRefused(ModelNews):
    """A model that was asked for cannot be used; the one before (or the bundled one) stays."""

    choice: ModelChoice
    error: InspectError


@dataclass(frozen=True, eq=False)
class ModelAnswered(ModelNews):
    """Asking for a model has ended: it is in force, was refused, or nobody wants it any more."""

    choice: ModelChoice


@dataclass(frozen=True, eq=False)
class ScansFound(Event):
    """What there is to open among what was dropped or chosen."""

    found: Found


@dataclass(frozen=True, eq=False)
class ScanRead(Event):
    """The file is read and ready to be shown."""

    scan: Scan
    geometry: DisplayGeometry


@dataclass(frozen=True, eq=False)
class StoredRead(Event):
    """The stored map of a scan, ready to be shown;

    ``adopt``: the wording and the threshold of the run are to be put in force.
    """

    stored: StoredScan
    geometry: DisplayGeometry
    histogram: Float64Array
    adopt: bool


@dataclass(frozen=True, eq=False)
class SurfaceRead(Event):
    """The unchanged file of a stored map is a mesh or has colours: to be drawn instead."""

    scan: Scan
    geometry: DisplayGeometry


@dataclass(frozen=True, eq=False)
class ScanEncoded(Event):
    """The scan is encoded; from here on a new wording costs milliseconds.

    ``geometry`` is given when a mesh was divided and is to be shown in smaller faces.
    """

    encoded: EncodedScan
    geometry: DisplayGeometry | None = None
    detail: str = "overview"


@dataclass(frozen=True, eq=False)
class ScanScored(Event):
    """Scores of every point, and their histogram over [0, 1] as counts per bin."""

    scores: ScoreField
    histogram: Float64Array
    revision: int


@dataclass(frozen=True, eq=False)
class ScanJudged(Event):
    """Pass or fail at the ``threshold`` and the ``limits`` that were asked for.

    ``region_types`` ``(N,)`` is the number of the likeliest type of each shown point's region;
    None without types.
    """

    verdict: Verdict
    region_types: UInt8Array | None
    threshold: float
    revision: int
    limits: Limits = NO_LIMITS


@dataclass(frozen=True, eq=False)
class DirectionFound(Event):
    """From where the worst place of the scan is seen: ``(3,)``, towards the viewer."""

    direction: Float64Array


@dataclass(frozen=True, eq=False)
class PointExplained(Event):
    """What each phrase says about the pick of that number."""

    number: int
    strengths: tuple[PhraseStrength, ...]


@dataclass(frozen=True, eq=False)
class ThumbnailDrawn(Event):
    """A small picture of the scan, ``(height, width, 4)`` with opacity."""

    pixels: UInt8Array
