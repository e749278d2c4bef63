"""What a run file says of its design, and what scoring it again needs of that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.errors import DataError, DesignError
from btp_core.base.messages import Message
from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.designs.design import Design
from btp_core.inspection.design_result import registration_of
from btp_core.inspection.encoded import EncodedScan


def design_facts(design: Design | None) -> dict[str, Any]:
    """What a run's header says of the design, by attribute; nothing without one."""
    if design is None:
        return {}
    return {
        "design": design.name,
        "design_version": design.version,
        "design_sha256": design.sha256,
        "design_units": design.units,
    }


def alignment_of(result: dict[str, Any]) -> dict[str, Any]:
    """How a scan lies on its design, by its result; empty without one."""
    return {} if result["design"] is None else dict(result["design"]["alignment"])


def check_design(path: Path, header: RunHeader, design: Design | None) -> None:
    """Raise :class:`DesignError` unless a run made with a design is given the very same one."""
    if not header.design_sha256 or (design and design.sha256 == header.design_sha256):
        return
    raise DesignError(
        Message(
            "The run was made with the design {name}, version {version} (sha256 {sha256}).",
            name=header.design,
            version=header.design_version,
            sha256=header.design_sha256[:12],
        ),
        path=path,
        next_step="Name the file of that very version by --design.",
    )


def align_as_stored(path: Path, row: ScanRow, encoded: EncodedScan, design: Design) -> None:
    """Let the design know the stored pose of a scan, so that it need not look for it.

    Raises
    ------
    DataError
        The points were not kept, or what is stored of the alignment is malformed.
    """
    if not has_points(encoded):
        raise DataError(
            Message("The points of {name!r} were not kept; a design needs them.", name=row.name),
            path=path,
            next_step="Inspect the folder again and keep them.",
        )
    try:
        known = registration_of(row.alignment) if row.alignment else None
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            Message(
                "The alignment of {name!r} is malformed ({reason}).", name=row.name, reason=error
            ),
            path=path,
            next_step="Inspect the folder again.",
        ) from error
    if known is not None:
        design.align(encoded.shown.scan, workers=1, registration=known)


def has_points(encoded: EncodedScan) -> bool:
    """Whether the points of a stored encoding were kept."""
    shown = encoded.shown
    return bool(shown.valid.any()) and bool(
        np.isfinite(shown.scan.points[shown.working_index[:1]]).all()
    )
