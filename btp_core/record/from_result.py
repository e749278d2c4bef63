"""Entries for the record made of results, as ``inspect`` and the window have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from btp_core.record.entries import InspectionEntry, Outcome, Source, placed, text_of
from btp_core.record.serial import serial_number


def entry_of_result(
    result: dict[str, Any],
    *,
    sha256: str,
    size: int,
    source: Source,
    serial_pattern: str | None = None,
    detail: str = "",
    design_path: Path | None = None,
    run_file: Path | None = None,
) -> InspectionEntry:
    """The entry of a result as of :func:`~btp_core.inspection.result_file.scan_result`.

    Parameters
    ----------
    result
        With ``scan``, the file's path.
    sha256, size
        Of the file, as it was read.
    source, detail, design_path, run_file
        As in :class:`~btp_core.record.entries.InspectionEntry`.
    serial_pattern
        Finds the serial number in the file's name.
    """
    path = Path(result["scan"] or "")
    design = result["design"] or {}
    alignment = design.get("alignment") or {}
    made = result["provenance"]
    score = result["object_score"]
    return InspectionEntry(
        scan=path.name,
        path=str(path),
        sha256=sha256,
        size=size,
        verdict=cast(Outcome, result["verdict"]),
        reason=str(result["reason"]),
        object_score=float("nan") if score is None else float(score),
        threshold=float(result["threshold"]),
        model=made["model_name"],
        model_sha256=made["model_sha256"],
        prompts=text_of(made["prompts"]),
        source=source,
        software_version=made["software_version"],
        detail=detail,
        device=made["device"],
        design=design.get("name", ""),
        design_version=int(design.get("version", 0)),
        design_sha256=design.get("sha256", ""),
        design_path="" if design_path is None else str(design_path),
        units=design.get("units", ""),
        regions=placed(tuple(result["regions"]), alignment),
        alignment=alignment,
        serial=serial_number(path.name, serial_pattern),
        run_file="" if run_file is None else str(run_file),
        seconds=float(result["seconds"]["total"]),
    )
