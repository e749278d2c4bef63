"""What a run file says about the whole run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from btp_core.base.errors import DataError, PromptError
from btp_core.batch.record import of_text, write_attributes
from btp_core.text.prompts import PromptSet

SCHEMA_VERSION = 1
_LATER = ("machine", "backbone", "tower")
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

    def write(self, root: Any) -> None:
        """Set the attributes of the root group."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        prompts = json.dumps(self.prompts.to_dict())
        write_attributes(root, {**values, "schema_version": SCHEMA_VERSION, "prompts": prompts})

    @classmethod
    def read(cls, root: Any) -> RunHeader:
        """The inverse of :meth:`write`.

        Raises
        ------
        DataError
            It is no run file, or of another schema version; without the path, which the caller
            knows.
        """
        attributes = dict(root.attrs)
        if "schema_version" not in attributes or "scans" not in root:
            raise DataError(
                "An HDF5 file, but not a run file.",
                next_step="Name a file written by `btp-inspect batch`.",
            )
        try:
            version = int(attributes["schema_version"])
            if version != SCHEMA_VERSION:
                raise DataError(
                    f"A run file of schema version {version}; this program reads version "
                    f"{SCHEMA_VERSION}.",
                    next_step="Use the version of the program that wrote it, or write a new file.",
                )
            texts = {
                name: of_text(attributes[name])
                for name, kind in cls.__annotations__.items()
                if kind == "str" and (name in attributes or name not in _LATER)
            }
            return cls(
                **texts,
                seed=int(attributes["seed"]),
                prompts=PromptSet.from_dict(json.loads(of_text(attributes["prompts"]))),
                threshold=float(attributes["threshold"]),
            )
        except (KeyError, TypeError, ValueError, PromptError) as error:
            raise DataError(
                f"The run file's header is malformed ({error}).",
                next_step="Inspect the folder again into a new file.",
            ) from error

    def differences(self, other: RunHeader) -> list[str]:
        """What makes results of the two not comparable, in words."""
        asked = {
            "model_sha256": "model",
            "prompts": "prompts",
            "threshold": "threshold",
            "detail": "detail",
            "device": "device",
        }
        return [word for name, word in asked.items() if getattr(self, name) != getattr(other, name)]
