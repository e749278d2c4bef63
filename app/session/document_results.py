"""How what the worker reports is kept in an open scan."""

from __future__ import annotations

from app.background.events import ScanEncoded, ScanJudged, ScanScored, StoredRead
from app.session.open_scans import OpenScan, Stage
from btp_core.base.errors import ModelError

HANDLE_STEP = 0.005
"""The threshold's handle moves in hundredths; a run's threshold need not be one."""


def put_encoding(open_scan: OpenScan, event: ScanEncoded) -> None:
    """Keep an encoding; of a mesh that was divided, show the smaller faces."""
    open_scan.encoded, open_scan.detail = event.encoded, event.detail
    if event.geometry is not None:
        open_scan.geometry = event.geometry
        if open_scan.stored is not None:
            # Stored scores are those of the file's vertices alone.
            open_scan.scores = open_scan.histogram = None


def encoding_does_not_fit(open_scan: OpenScan, error: Exception) -> bool:
    """Whether the encoding of a stored map is another model's; it is given up then."""
    if open_scan.stored is None or open_scan.encoded is None or not isinstance(error, ModelError):
        return False
    open_scan.encoded = None
    return True


def leave_to_other_model(open_scan: OpenScan) -> None:
    """What the model before said of a scan no longer counts; its map stays until it is replaced."""
    open_scan.encoded = open_scan.verdict = open_scan.scores_before = None


def put_scores(open_scan: OpenScan, event: ScanScored) -> None:
    """Keep new scores, and the scores of the wording before."""
    if open_scan.scores is not None and open_scan.scores_revision != event.revision:
        open_scan.scores_before = open_scan.scores.shown.point_scores
    open_scan.scores, open_scan.histogram = event.scores, event.histogram
    # The regions of these scores, and with them their types, are yet to be found.
    open_scan.region_types = None
    open_scan.scores_revision = event.revision
    open_scan.stored = None


def put_verdict(open_scan: OpenScan, event: ScanJudged) -> None:
    """Keep a verdict, and the types of its regions."""
    open_scan.region_types = event.region_types
    open_scan.verdict, open_scan.verdict_revision = event.verdict, event.revision
    open_scan.judged_threshold = event.threshold


def put_stored(open_scan: OpenScan, event: StoredRead, revision: int) -> None:
    """Keep a stored map; ``revision`` is that of its wording, or -1 if another one is in force."""
    stored = event.stored
    open_scan.scan, open_scan.geometry = stored.scan, event.geometry
    open_scan.encoded, open_scan.detail = stored.encoding, stored.header.detail
    open_scan.scores, open_scan.histogram = stored.field, event.histogram
    open_scan.scores_revision = open_scan.verdict_revision = revision
    open_scan.verdict = stored.verdict
    open_scan.judged_threshold = stored.header.threshold
    open_scan.stage = Stage.DONE


def stored_map_serves(open_scan: OpenScan, revision: int, threshold: float) -> bool:
    """Whether a stored map is of the wording and the threshold in force."""
    return open_scan.scores_revision == revision and _is_judged_at(open_scan, threshold)


def verdict_is_outdated(open_scan: OpenScan, revision: int, threshold: float) -> bool:
    """Whether there is a verdict, and it is of another wording or threshold."""
    if open_scan.verdict is None:
        return False
    return open_scan.verdict_revision != revision or not _is_judged_at(open_scan, threshold)


def drop_foreign_map(open_scan: OpenScan) -> None:
    """The file was read again: a stored map goes when it is of another scan."""
    if open_scan.stored is None or open_scan.scores is None:
        return
    if len(open_scan.scores.point_scores) != open_scan.n_points:
        open_scan.stored = open_scan.scores = open_scan.histogram = open_scan.verdict = None


def _is_judged_at(open_scan: OpenScan, threshold: float) -> bool:
    return abs(open_scan.judged_threshold - threshold) <= HANDLE_STEP
