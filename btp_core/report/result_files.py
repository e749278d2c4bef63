"""The files that one inspected scan leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from btp_core.inspection.result_file import write_result_file
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.rendering.picture import write_deviation_picture, write_picture
from btp_core.rendering.scored_ply import write_scored_ply
from btp_core.scans.scan import Scan


@dataclass(frozen=True)
class ResultPaths:
    """Where the results of one scan are; ``deviation`` is a picture, only with a design."""

    picture: Path
    scored: Path
    result: Path
    deviation: Path | None = None

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file that there is."""
        paths = (self.picture, self.deviation, self.scored, self.result)
        return tuple(path for path in paths if path is not None)

    @classmethod
    def of(cls, scan: Scan, folder: Path, *, measured: bool = False) -> ResultPaths:
        """``<stem>.heatmap.png``, ``<stem>.scored.ply`` and ``<stem>.json`` in a folder.

        If the scan was ``measured`` against a design, also ``<stem>.deviation.png``.
        """
        stem = scan.name
        return cls(
            folder / f"{stem}.heatmap.png",
            folder / f"{stem}.scored.ply",
            folder / f"{stem}.json",
            _deviation_path(stem, folder) if measured else None,
        )


def write_results(
    scan: Scan, field: ScoreField, verdict: Verdict, result: dict[str, Any], folder: Path
) -> ResultPaths:
    """Write pictures, scored ply and json; the json last, as the sign that all are there.

    The deviation picture of an earlier inspection goes where this one has none: it would be taken
    for this one's.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    paths = ResultPaths.of(scan, Path(folder), measured=field.deviation is not None)
    write_picture(paths.picture, scan, field, verdict)
    if paths.deviation is not None:
        write_deviation_picture(paths.deviation, scan, field, verdict)
    else:
        _deviation_path(scan.name, Path(folder)).unlink(missing_ok=True)
    # Of a mesh with large faces the divided one: the scores between its vertices are the result.
    surface = scan if field.divided is None else field.divided.encoded.scan
    write_scored_ply(
        paths.scored,
        surface,
        field.shown.point_scores,
        threshold=verdict.threshold,
        deviation=field.shown.deviation,
    )
    write_result_file(paths.result, result)
    return paths


def _deviation_path(stem: str, folder: Path) -> Path:
    return folder / f"{stem}.deviation.png"
