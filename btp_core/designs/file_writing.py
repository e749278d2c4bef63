"""Writing a design file: whole or not at all, without pickle."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import OutputError
from btp_core.base.files import atomic_path
from btp_core.base.messages import Message
from btp_core.designs.content import DesignContent
from btp_core.designs.file_layout import FORMAT, SCHEMA_VERSION
from btp_core.designs.masks import mask_to_dict

_PACKED = {"compression": "gzip", "compression_opts": 4, "shuffle": True}


def write_design(design: DesignContent, path: Path) -> str:
    """Write a design; returns the file's sha256.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    import h5py

    with atomic_path(path) as temporary:
        try:
            with h5py.File(temporary, "w", libver=("v110", "v110")) as file:
                _write(file, design)
        except RuntimeError as error:  # HDF5's word for a full disk, at times
            raise OutputError(
                Message("The design cannot be written ({reason}).", reason=error),
                path=path,
                next_step="Choose another folder, or free space on the disk.",
            ) from error
        return file_sha256(temporary)


def _write(file: Any, design: DesignContent) -> None:
    file.attrs["format"] = FORMAT
    file.attrs["schema_version"] = SCHEMA_VERSION
    document = json.dumps(document_of(design), ensure_ascii=False).encode("utf-8")
    _put(file, "document", np.frombuffer(document, dtype=np.uint8))
    reference = design.reference
    group = file.create_group("reference")
    _put(group, "points", reference.points.astype("<f8"))
    _put(group, "normals", reference.normals.astype("<f8"))
    _put(group, "bias", reference.bias.astype("<f4"))
    _put(group, "spread", reference.spread.astype("<f4"))
    _put(group, "support", reference.support)
    matrices = [pose.matrix() for pose in reference.symmetries]
    _put(group, "symmetries", np.asarray(matrices, dtype="<f8").reshape(-1, 4, 4))
    sources = file.create_group("sources")
    for number, source in enumerate(design.sources):
        _put(sources, str(number), source.points.astype("<f4"))
    if design.embeddings is not None:
        group = file.create_group("embeddings")
        _put(group, "places", design.embeddings.places.astype("<i8"))
        _put(group, "coordinates", design.embeddings.coordinates.astype("<f2"))
        _put(group, "axes", design.embeddings.axes.astype("<f4"))
        _put(group, "known", design.embeddings.known.astype(np.uint8))


def _put(group: Any, name: str, values: np.ndarray[Any, Any]) -> None:
    options = _PACKED if values.size else {}
    group.create_dataset(name, data=values, **options)


def document_of(design: DesignContent) -> dict[str, Any]:
    """The plain values of a design, as in its file; also for ``design show --json``."""
    return {
        "name": design.name,
        "part_number": design.part_number,
        "units": design.units,
        "notes": design.notes,
        "version": design.version,
        "created": design.created,
        "created_by": design.created_by,
        "software_version": design.software_version,
        "model_name": design.model_name,
        "model_sha256": design.model_sha256,
        "embeddings_model_sha256": (
            design.embeddings.model_sha256 if design.embeddings is not None else ""
        ),
        "threshold": design.threshold,
        "expected_false_alarms": _number(design.expected_false_alarms),
        "prompts": None if design.prompts is None else design.prompts.to_dict(),
        "masks": [mask_to_dict(mask) for mask in design.masks],
        "bands": [mask_to_dict(band) for band in design.bands],
        "serial_pattern": design.serial_pattern,
        "spacing": design.reference.spacing,
        "sources": [
            {
                "name": source.name,
                "kind": source.kind,
                "sha256": source.sha256,
                "n_points": source.n_points,
                "fit": _number(source.fit),
                "object_score": _number(source.object_score),
                "origin": list(source.origin),
            }
            for source in design.sources
        ],
    }


def _number(value: float) -> float | None:
    """JSON knows no NaN."""
    return None if math.isnan(value) else value
