"""How what the worker reports is kept in a document."""

from __future__ import annotations

from app.background.events import ScanEncoded, ScanJudged, ScanScored, StoredRead
from app.session.documents import Document, Stage
from btp_core.base.errors import ModelError

HANDLE_STEP = 0.005
"""The threshold's handle moves in hundredths; a run's threshold need not be one."""


def put_encoding(document: Document, event: ScanEncoded) -> None:
    """Keep an encoding; of a mesh that was divided, show the smaller faces."""
    document.encoded, document.detail = event.encoded, event.detail
    if event.geometry is not None:
        document.geometry = event.geometry
        if document.stored is not None:
            # Stored scores are those of the file's vertices alone.
            document.scores = document.histogram = None


def encoding_does_not_fit(document: Document, error: Exception) -> bool:
    """Whether the encoding of a stored map is another model's; it is given up then."""
    if document.stored is None or document.encoded is None or not isinstance(error, ModelError):
        return False
    document.encoded = None
    return True


def leave_to_other_model(document: Document) -> None:
    """What the model before said of a scan no longer counts; its map stays until it is replaced."""
    document.encoded = document.verdict = document.scores_before = None


def put_scores(document: Document, event: ScanScored) -> None:
    """Keep new scores, and the scores of the wording before."""
    if document.scores is not None and document.scores_revision != event.revision:
        document.scores_before = document.scores.shown.point_scores
    document.scores, document.histogram = event.scores, event.histogram
    # The regions of these scores, and with them their types, are yet to be found.
    document.region_types = None
    document.scores_revision = event.revision
    document.stored = None


def put_verdict(document: Document, event: ScanJudged) -> None:
    """Keep a verdict, and the types of its regions."""
    document.region_types = event.region_types
    document.verdict, document.verdict_revision = event.verdict, event.revision
    document.judged_threshold = event.threshold


def put_stored(document: Document, event: StoredRead, revision: int) -> None:
    """Keep a stored map; ``revision`` is that of its wording, or -1 if another one is in force."""
    stored = event.stored
    document.scan, document.geometry = stored.scan, event.geometry
    document.encoded, document.detail = stored.encoding, stored.header.detail
    document.scores, document.histogram = stored.field, event.histogram
    document.scores_revision = document.verdict_revision = revision
    document.verdict = stored.verdict
    document.judged_threshold = stored.header.threshold
    document.stage = Stage.DONE


def stored_map_serves(document: Document, revision: int, threshold: float) -> bool:
    """Whether a stored map is of the wording and the threshold in force."""
    return document.scores_revision == revision and _is_judged_at(document, threshold)


def verdict_is_outdated(document: Document, revision: int, threshold: float) -> bool:
    """Whether there is a verdict, and it is of another wording or threshold."""
    if document.verdict is None:
        return False
    return document.verdict_revision != revision or not _is_judged_at(document, threshold)


def drop_foreign_map(document: Document) -> None:
    """The file was read again: a stored map goes when it is of another scan."""
    if document.stored is None or document.scores is None:
        return
    if len(document.scores.point_scores) != document.n_points:
        document.stored = document.scores = document.histogram = document.verdict = None


def _is_judged_at(document: Document, threshold: float) -> bool:
    return abs(document.judged_threshold - threshold) <= HANDLE_STEP
