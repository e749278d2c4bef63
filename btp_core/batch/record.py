"""What a run file says apart from its arrays: of the run, of each scan, and where a scan is.

HDF5 separates groups by ``/`` as paths do, but it knows no NUL, takes ``.`` for "this group",
and stores text that must be valid UTF-8. In names of groups those are written as ``%XX`` or
``%uXXXX``, and the percent sign itself as ``%25``; every other character stays what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from typing import Any, Literal, cast

import numpy as np

from btp_core.base.errors import DataError, PromptError
from btp_core.base.foreign_hdf5 import ForeignAttributes, ForeignGroup
from btp_core.base.messages import Message, of_json, to_json
from btp_core.base.opening import parse_json
from btp_core.inspection.limits import Limits
from btp_core.inspection.results import VerdictStatus
from btp_core.text.prompts import PromptSet

Status = Literal["done", "failed"]

ALIGNMENT = "alignment"
MESSAGES = "messages"
"""Attribute with the templates and arguments of error, reason and warnings, as JSON.

The text itself stays in attributes of its own, for other readers and as what counts.
"""


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
    def read(cls, name: str, group: ForeignGroup) -> ScanRecord:
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

    def _with_messages(self, attributes: ForeignAttributes) -> ScanRecord:
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


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")
    return value


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table is missing")
    return value


SCHEMA_VERSION = 1
_LATER = ("machine", "backbone", "tower", "design", "design_sha256", "design_units", "limits")
"""Attributes that the first files of this schema did not have."""


@dataclass(frozen=True)
class RunHeader:
    """Everything needed to get the run again.

    Attributes
    ----------
    software_version, model_name, model_sha256, seed, device
        As in :class:`~btp_core.inspection.results.Provenance`.
    prompts, threshold, detail
        What the scans were asked; ``detail`` as for ``Inspector.encode``.
    folder
        Absolute path of the folder that was checked.
    created
        Date and time, ISO 8601 in UTC.
    machine
        Name and kind of the one that inspected, of the first one where there were several; empty
        in files of earlier versions.
    backbone, tower
        What a model over a published backbone stands between, name and checksum; empty for
        others.
    design, design_version, design_sha256, design_units
        Which design the scans were compared with; empty (and 0) without one.
    limits
        How large a place may be on a part that passes, as
        :meth:`~btp_core.inspection.limits.Limits.to_text` writes it.
    """

    software_version: str
    model_name: str
    model_sha256: str
    device: str
    seed: int
    prompts: PromptSet
    threshold: float
    detail: str
    folder: str
    created: str
    machine: str = ""
    backbone: str = ""
    tower: str = ""
    design: str = ""
    design_version: int = 0
    design_sha256: str = ""
    design_units: str = ""
    limits: str = ""

    def write(self, root: Any) -> None:
        """Set the attributes of the root group."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        prompts = json.dumps(self.prompts.to_dict())
        write_attributes(root, {**values, "schema_version": SCHEMA_VERSION, "prompts": prompts})

    @classmethod
    def read(cls, root: ForeignGroup) -> RunHeader:
        """The inverse of :meth:`write`.

        Raises
        ------
        DataError
            It is no run file, or of another schema version; without the path, which the caller
            knows.
        """
        attributes = root.attrs
        if "schema_version" not in attributes or "scans" not in root:
            raise DataError(
                "An HDF5 file, but not a run file.",
                next_step="Name a file written by `btp-inspect batch`.",
            )
        try:
            version = attributes.integer("schema_version")
            if version != SCHEMA_VERSION:
                raise DataError(
                    Message(
                        "A run file of schema version {version}; this program reads version "
                        "{known}.",
                        version=version,
                        known=SCHEMA_VERSION,
                    ),
                    next_step="Use the version of the program that wrote it, or write a new file.",
                )
            texts = {
                name: attributes.text(name)
                for name, kind in cls.__annotations__.items()
                if kind == "str" and (name in attributes or name not in _LATER)
            }
            Limits.of_text(texts.get("limits", ""))
            return cls(
                **texts,
                seed=attributes.integer("seed"),
                design_version=attributes.integer("design_version")
                if "design_version" in attributes
                else 0,
                prompts=PromptSet.from_dict(parse_json(attributes.text("prompts"))),
                threshold=attributes.number("threshold"),
            )
        except (KeyError, TypeError, ValueError, PromptError) as error:
            raise DataError(
                Message("The run file's header is malformed ({reason}).", reason=error),
                next_step="Inspect the folder again into a new file.",
            ) from error

    def differing(self, other: RunHeader) -> tuple[str, ...]:
        """Names of what makes results of the two not comparable."""
        return tuple(name for name in _ASKED if getattr(self, name) != getattr(other, name))


_ASKED = {
    "model_sha256": Message("model"),
    "prompts": Message("prompts"),
    "threshold": Message("threshold"),
    "detail": Message("detail"),
    "device": Message("device"),
    "design_sha256": Message("design"),
    "limits": Message("limits of size"),
}
"""What a run's scans are asked, in words."""


def listed(names: Sequence[str]) -> str:
    """Names of :meth:`RunHeader.differing` in words."""
    return reduce(_both, (_ASKED[name] for name in names))


def _both(first: str, then: str) -> Message:
    return Message("{first} and {then}", first=first, then=then)


_ESCAPE = re.compile(r"%u([0-9A-F]{4})|%([0-9A-F]{2})")
_UNSAFE = re.compile("[%\\x00\ud800-\udfff]")


def group_name(name: str) -> str:
    """The group of a relative path, e.g. ``"a/50%.ply"`` to ``"a/50%25.ply"``.

    Raises
    ------
    ValueError
        The path is empty, absolute, or has an empty part.
    """
    parts = name.split("/")
    if not all(parts):
        raise ValueError(f"not a relative path: {name!r}")
    return "/".join(_escaped(part) for part in parts)


def scan_name(group: str) -> str:
    """The relative path of a group; the inverse of :func:`group_name`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), group)


def is_scan_name(name: str, group: str) -> bool:
    """Whether a name read from a file is one that :func:`group_name` made ``group`` of."""
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and "\0" not in name and group_name(name) == group


def _escaped(part: str) -> str:
    if part in (".", ".."):
        return "%2E" * len(part)
    return _UNSAFE.sub(lambda found: _code(ord(found[0])), part)


def _code(value: int) -> str:
    return f"%u{value:04X}" if value > 0xFF else f"%{value:02X}"
