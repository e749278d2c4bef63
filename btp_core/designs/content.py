"""What a design holds, and what it says of an aligned scan."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field, replace
from typing import Literal, Self

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.base.errors import AlignmentError, DesignError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.align import align_scan
from btp_core.designs.alignment import Alignment
from btp_core.designs.embeddings import GoodEmbeddings, compare_embeddings
from btp_core.designs.fitted import FITTED
from btp_core.designs.fusion import Fused, ZeroShot, fuse
from btp_core.designs.inspector import EncodedLike
from btp_core.designs.masks import Mask, Place, ToleranceBand, limits, masked
from btp_core.designs.reference import Reference
from btp_core.geometry.registration.register import Registration
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet


@dataclass(frozen=True, eq=False)
class Source:
    """What a design was made from.

    Attributes
    ----------
    name
        The file's name, without its folder.
    kind
        A good scan or the CAD mesh.
    sha256
        Of the file, or of the coordinates of a scan made in memory.
    n_points
        Points or vertices in the file.
    fit
        Share of it that lies on the design's first source, in [0, 1].
    object_score
        Of a good scan, against a design made from the others; NaN where there are none.
    points
        ``(K, 3)`` float32, thinned, in its own frame about ``origin``: the design can be made
        again from it.
    origin
        ``(3,)`` added to ``points`` to get the file's coordinates.
    """

    name: str
    kind: Literal["scan", "cad"]
    sha256: str
    n_points: int
    fit: float
    object_score: float
    points: Float32Array
    origin: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class DesignContent:
    """The reference of one part and all that belongs to it.

    Designs do not change: what alters one returns another, its version one higher.

    Attributes
    ----------
    name, part_number, units, notes
        As the user says; units of length are those of the scans ("mm" unless told).
    version
        Counts up from 1.
    created, created_by
        Time (ISO 8601, UTC) of this version, and who made it.
    software_version, model_name, model_sha256
        What it was made with; empty without embeddings.
    reference
        The surface, its tolerance and support.
    sources
        Good scans and CAD mesh.
    embeddings
        Of the good parts, or None.
    threshold, expected_false_alarms
        Object score at which a part fails, and the share of good parts that is to be expected
        there (NaN: not known, too few good parts).
    prompts
        The wording that belongs to the part, or None.
    masks, bands
        Places left out, and places with a tolerance of their own.
    serial_pattern
        Regular expression that finds the serial number in a file's name, or None.
    sha256
        Of the file that it was loaded from or saved to last; empty for a design in memory.
    """

    name: str
    reference: Reference
    sources: tuple[Source, ...]
    part_number: str = ""
    units: str = "mm"
    notes: str = ""
    version: int = 1
    created: str = ""
    created_by: str = ""
    software_version: str = ""
    model_name: str = ""
    model_sha256: str = ""
    embeddings: GoodEmbeddings | None = None
    threshold: float = DEFAULT_THRESHOLD
    expected_false_alarms: float = float("nan")
    prompts: PromptSet | None = None
    masks: tuple[Mask, ...] = ()
    bands: tuple[ToleranceBand, ...] = ()
    serial_pattern: str | None = None
    sha256: str = ""
    _known: weakref.WeakKeyDictionary[Scan, Alignment | AlignmentError] = field(
        default_factory=weakref.WeakKeyDictionary, repr=False
    )
    _compared: weakref.WeakKeyDictionary[EncodedLike, tuple[IntArray, Float64Array]] = field(
        default_factory=weakref.WeakKeyDictionary, repr=False
    )

    @property
    def n_good(self) -> int:
        """Number of good scans, the CAD model not counted."""
        return sum(one.kind == "scan" for one in self.sources)

    @property
    def has_cad(self) -> bool:
        """Whether a CAD mesh is among its sources."""
        return any(one.kind == "cad" for one in self.sources)

    def align(
        self,
        scan: Scan,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
        workers: int = 2,
        registration: Registration | None = None,
    ) -> Alignment:
        """Align and compare a scan: about a second; the same scan again costs nothing.

        Of an encoded mesh with large faces, give ``encoded.shown.scan``. With the registration of
        an earlier alignment of these points with this design, the pose is not looked for.

        Raises
        ------
        AlignmentError
            The scan is not to be checked with this design, with the reason and the next step.
        CancelledError
            If cancelled.
        """
        known = self._known.get(scan)
        if known is None:
            try:
                known = align_scan(self.reference, scan, progress, cancel, workers, registration)
            except AlignmentError as error:
                self._known[scan] = error
                raise
            self._known[scan] = known
        if isinstance(known, AlignmentError):
            raise known
        return known

    def has_aligned(self, scan: Scan) -> bool:
        """Whether :meth:`align` has been through with a scan, so that it costs nothing again."""
        return scan in self._known

    def fuse(self, alignment: Alignment, zero: ZeroShot | None) -> Fused:
        """Log-odds of an aligned scan, outside the masks and within the bands; milliseconds.

        Parameters
        ----------
        alignment
            Of :meth:`align`.
        zero
            What the words say, or None where the deviation decides alone.
        """
        places = alignment.measured.places
        return fuse(
            alignment.evidence,
            zero,
            alignment.neighbours,
            masked(self.masks, places),
            limits(self.bands, places),
            alignment.measured.scales,
            FITTED[self.reference.kind],
        )

    def kept_missing(self, alignment: Alignment) -> tuple[int, ...]:
        """Positions in ``alignment.missing`` of those outside the masks."""
        centres = np.asarray([patch.centroid for patch in alignment.coverage.patches])
        if len(centres) == 0:
            return ()
        return tuple(np.flatnonzero(~masked(self.masks, centres.reshape(-1, 3))).tolist())

    def compare(self, alignment: Alignment, encoded: EncodedLike) -> tuple[IntArray, Float64Array]:
        """Place and novelty of the working points' embeddings, once per encoding.

        Raises
        ------
        DesignError
            The design holds no embeddings.
        """
        if self.embeddings is None:
            raise DesignError("The design holds no embeddings of good parts.")
        known = self._compared.get(encoded)
        if known is None:
            known = compare_embeddings(
                self.reference,
                self.embeddings,
                encoded,
                alignment.working_index,
                alignment.measured.reference_index,
            )
            self._compared[encoded] = known
        return known

    def with_mask(
        self, alignment: Alignment | None, place: Place, reason: str, by: str = ""
    ) -> Self:
        """The next version, with a place left out.

        Parameters
        ----------
        alignment
            Of the scan whose frame the place is told in; None for the design's own frame.
        place
            Where.
        reason, by
            Why, and who says so.
        """
        return self._next(masks=(*self.masks, Mask(_moved(place, alignment), reason, by)))

    def with_band(
        self,
        alignment: Alignment | None,
        place: Place,
        limit: float,
        reason: str = "",
        by: str = "",
    ) -> Self:
        """The next version, with a tolerance of its own (a length) at a place."""
        band = ToleranceBand(_moved(place, alignment), limit, reason, by)
        return self._next(bands=(*self.bands, band))

    def without(self, key: str) -> Self:
        """The next version, without the mask or band of this key.

        Raises
        ------
        DesignError
            There is none.
        """
        masks = tuple(mask for mask in self.masks if mask.key != key)
        bands = tuple(band for band in self.bands if band.key != key)
        if len(masks) + len(bands) == len(self.masks) + len(self.bands):
            raise DesignError(Message("The design has no mask or tolerance band {key}.", key=key))
        return self._next(masks=masks, bands=bands)

    def _next(
        self,
        masks: tuple[Mask, ...] | None = None,
        bands: tuple[ToleranceBand, ...] | None = None,
    ) -> Self:
        """The next version; alignments stay valid, since the reference is the same."""
        from btp_core.designs.masks import now

        return replace(
            self,
            version=self.version + 1,
            created=now(),
            sha256="",
            masks=self.masks if masks is None else masks,
            bands=self.bands if bands is None else bands,
        )


def _moved(place: Place, alignment: Alignment | None) -> Place:
    if alignment is None:
        return place
    centres = alignment.to_design(np.asarray(place.centres, dtype=np.float64))
    return Place(tuple((float(x), float(y), float(z)) for x, y, z in centres), place.radius)
