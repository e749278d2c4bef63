"""A row of a run: what its file says of one scan apart from the arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, cast

import numpy as np

from btp_core.base.foreign_hdf5 import ForeignAttributes, ForeignGroup
from btp_core.base.messages import of_json, to_json
from btp_core.base.opening import parse_json
from btp_core.batch.attributes import write_attributes
from btp_core.inspection.results import VerdictStatus

Status = Literal["done", "failed"]

ALIGNMENT = "alignment"
MESSAGES = "messages"
"""Attribute with the templates and arguments of error, reason and warnings, as JSON.

The text itself stays in attributes of its own, for other readers and as what counts.
"""


@dataclass(frozen=True)
class ScanRow:
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
        As in the result file: area, depth, likely type and so on.
    alignment
        With a design: as in the result file, how the scan lies on it or which kind of refusal
        there was. Empty without one.
    time
        Of the inspection, ISO 8601 in UTC; empty in files of earlier versions.
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
    alignment: dict[str, Any] = field(default_factory=dict)
    time: str = ""

    @property
    def largest_deviation(self) -> float:
        """Signed deviation of the region that deviates most from the design; NaN if none does."""
        values = [region.get("deviation") for region in self.regions]
        return max((v for v in values if isinstance(v, int | float)), key=abs, default=np.nan)

    def write(self, group: Any) -> None:
        """Set the attributes of the scan's group; the name is the group's."""
        values: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.name == "name" or value == {}:
                continue
            values[entry.name] = json.dumps(value) if isinstance(value, tuple | dict) else value
        messages = [to_json(text) for text in (self.error, self.reason, *self.warnings)]
        if any(messages):
            values[MESSAGES] = json.dumps(messages)
        write_attributes(group, values)

    @classmethod
    def read(cls, name: str, group: ForeignGroup) -> ScanRow:
        """The inverse of :meth:`write`; unknown attributes are ignored.

        Raises
        ------
        KeyError, TypeError, ValueError
            The attributes are not those of a scan.
        """
        attributes = group.attrs
        status = attributes.text("status")
        if status not in ("done", "failed"):
            raise ValueError(f"unknown status {status!r}")
        verdict = attributes.get("verdict", "")
        if verdict not in ("", "pass", "fail", "not checked"):
            raise ValueError(f"unknown verdict {verdict!r}")
        values: dict[str, Any] = {"name": name, "status": cast(Status, status)}
        for entry in fields(cls):
            if entry.name in values or entry.name not in attributes:
                continue
            default: Any = entry.default
            if entry.name == ALIGNMENT:
                values[entry.name] = _table(parse_json(attributes.text(entry.name)))
            elif entry.name == "regions":
                entries = _list(parse_json(attributes.text(entry.name)))
                values[entry.name] = tuple(_table(value) for value in entries)
            elif isinstance(default, tuple):
                entries = _list(parse_json(attributes.text(entry.name)))
                values[entry.name] = tuple(str(value) for value in entries)
            elif isinstance(default, str):
                values[entry.name] = attributes.text(entry.name)
            elif isinstance(default, int):
                values[entry.name] = attributes.integer(entry.name)
            else:
                values[entry.name] = attributes.number(entry.name)
        record = cls(**values)
        if MESSAGES not in attributes:
            return record
        return record._with_messages(attributes)

    def _with_messages(self, attributes: ForeignAttributes) -> ScanRow:
        """The same with what its texts were made of; files of earlier programs have only text."""
        texts = (self.error, self.reason, *map(str, self.warnings))
        try:
            messages = parse_json(attributes.text(MESSAGES))
            error, reason, *warnings = (
                of_json(*both) for both in zip(texts, messages, strict=True)
            )
        except (TypeError, ValueError, RecursionError):
            return self
        return replace(self, error=error, reason=reason, warnings=tuple(warnings))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: NaN becomes None."""
        plain = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        if not np.isfinite(self.object_score):
            plain["object_score"] = None
        plain["warnings"] = list(self.warnings)
        plain["regions"] = list(self.regions)
        plain["alignment"] = dict(self.alignment) or None
        return plain


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")
    return value


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table is missing")
    return value
