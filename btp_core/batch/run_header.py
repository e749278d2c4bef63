"""The header of a run file: what its scans were asked, and where the results come from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from btp_core.base.errors import DataError, PromptError
from btp_core.base.foreign_hdf5 import ForeignGroup
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json
from btp_core.batch.attributes import write_attributes
from btp_core.inspection.limits import Limits
from btp_core.text.prompts import PromptSet

SCHEMA_VERSION = 2
"""Since version 2 there may be coordinates of embeddings in the place of embeddings."""
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
            if not 1 <= version <= SCHEMA_VERSION:
                raise DataError(
                    Message(
                        "A run file of schema version {version}; this program reads up to {known}.",
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


def mark_present(root: Any) -> None:
    """Let a run file of an earlier version be one of the present version, which it soon is."""
    if root.attrs["schema_version"] != SCHEMA_VERSION:
        write_attributes(root, {"schema_version": SCHEMA_VERSION})


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
