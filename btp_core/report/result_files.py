"""The files that one inspected scan leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from btp_core.inspection.result_file import write_result_file
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.rendering.picture import write_picture
from btp_core.rendering.scored_ply import write_scored_ply
from btp_core.scans.scan import Scan


@dataclass(frozen=True)
class ResultPaths:
    """Where the results of one scan are."""

    picture: Path
    scored: Path
    result: Path

    @classmethod
    def of(cls, scan: Scan, folder: Path) -> ResultPaths:
        """``<stem>.heatmap.png``, ``<stem>.scored.ply`` and ``<stem>.json`` in a folder."""
        stem = scan.name
        return cls(
            folder / f"{stem}.heatmap.png", folder / f"{stem}.scored.ply", folder / f"{stem}.json"
        )


def write_results(
    scan: Scan, field: ScoreField, verdict: Verdict, result: dict[str, Any], folder: Path
) -> ResultPaths:
    """Write picture, scored ply and json; the json last, as the sign that all are there.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    paths = ResultPaths.of(scan, Path(folder))
    write_picture(paths.picture, scan, field, verdict)
    # Of a mesh with large faces the divided one: the scores between its vertices are the result.
    surface = scan if field.divided is None else field.divided.encoded.scan
    write_scored_ply(paths.scored, surface, field.shown.point_scores, threshold=verdict.threshold)
    write_result_file(paths.result, result)
    return paths
