"""What a run file says about one scan, apart from its arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, Literal, cast

import numpy as np

from btp_core.inspection.results import VerdictStatus

Status = Literal["done", "failed"]


@dataclass(frozen=True)
class ScanRecord:
    """One row of a run.

    Attributes
    ----------
    name
        Path relative to the folder of the run, with ``/``.
    status
        ``"done"``: inspected. ``"failed"``: there is an ``error`` and no result.
    error
        What went wrong and what to do, or empty.
    object_score, verdict, reason
        As of ``btp-inspect inspect``; NaN and empty when failed.
    n_points, n_working_points, n_not_checked
        Points in the file, points the model looked at, points without a measurement.
    seconds
        Reading, encoding and scoring.
    size, mtime_ns, sha256
        Of the scan's file when it was read; -1 and empty where it could not be.
    device
        Where the network ran.
    warnings
        One sentence each.
    regions
        As in the result document: area, depth, likely type and so on.
    """

    name: str
    status: Status
    error: str = ""
    object_score: float = float("nan")
    verdict: VerdictStatus | Literal[""] = ""
    reason: str = ""
    n_points: int = 0
    n_working_points: int = 0
    n_not_checked: int = 0
    seconds: float = 0.0
    size: int = -1
    mtime_ns: int = -1
    sha256: str = ""
    device: str = ""
    warnings: tuple[str, ...] = ()
    regions: tuple[dict[str, Any], ...] = ()

    def write(self, group: Any) -> None:
        """Set the attributes of the scan's group; the name is the group's."""
        values: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.name != "name":
                values[entry.name] = json.dumps(value) if isinstance(value, tuple) else value
        write_attributes(group, values)

    @classmethod
    def read(cls, name: str, group: Any) -> ScanRecord:
        """The inverse of :meth:`write`; unknown attributes are ignored.

        Raises
        ------
        KeyError, TypeError, ValueError
            The attributes are not those of a scan.
        """
        attributes = dict(group.attrs)
        status = of_text(attributes["status"])
        if status not in ("done", "failed"):
            raise ValueError(f"unknown status {status!r}")
        values: dict[str, Any] = {"name": name, "status": cast(Status, status)}
        for entry in fields(cls):
            if entry.name in values or entry.name not in attributes:
                continue
            default: Any = entry.default
            value = attributes[entry.name]
            if isinstance(default, str):
                values[entry.name] = of_text(value)
            elif isinstance(default, tuple):
                values[entry.name] = tuple(json.loads(of_text(value)))
            else:
                values[entry.name] = type(default)(value)
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: NaN becomes None."""
        plain = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        if not np.isfinite(self.object_score):
            plain["object_score"] = None
        plain["warnings"] = list(self.warnings)
        plain["regions"] = list(self.regions)
        return plain


def write_attributes(group: Any, values: dict[str, Any]) -> None:
    """Set HDF5 attributes: numbers, and text as UTF-8 of fixed length.

    Text of variable length would go to a heap that all scans share and that has no checksum.
    """
    import h5py

    for name, value in values.items():
        if isinstance(value, str):
            # HDF5 has no text of length 0; a lone NUL reads as an empty one.
            data = value.encode("utf-8", "backslashreplace") or b"\0"
            group.attrs.create(name, data, dtype=h5py.string_dtype("utf-8", len(data)))
        else:
            group.attrs[name] = value


def of_text(value: Any) -> str:
    """Text of an attribute, whoever wrote it."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
