"""Reading a design file: every size, type and link is checked before memory is taken for it."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import DesignError, InspectError
from btp_core.base.foreign_hdf5 import DAMAGE, ForeignGroup, open_foreign, values_of
from btp_core.base.messages import Message
from btp_core.base.opening import open_regular, parse_json
from btp_core.designs.content import DesignContent, Source
from btp_core.designs.embeddings import GoodEmbeddings
from btp_core.designs.file_layout import (
    DOCUMENT,
    EMBEDDINGS,
    EMBEDDINGS_1,
    FORMAT,
    MAX_FILE_BYTES,
    MAX_SOURCES,
    MAX_WIDTH,
    REFERENCE,
    SCHEMA_VERSION,
    SOURCE,
    Layout,
)
from btp_core.designs.masks import band_from_dict, mask_from_dict
from btp_core.designs.reference import Reference
from btp_core.designs.weights import kind_of
from btp_core.geometry.registration.poses import RigidPose
from btp_core.text.prompts import PromptSet

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_DAMAGE = (*DAMAGE, re.error, InspectError)
_AGAIN = "Use a copy of it, or make the design again."
_UNIT = 1e-2
MAX_TEXT = 20_000
MIN_REFERENCE = 100


D = TypeVar("D", bound=DesignContent)


def read_design(path: Path, kind: type[D]) -> D:
    """Read a design file.

    Raises
    ------
    DesignError
        It is missing, cut off, damaged, hostile, or of a newer schema.
    """
    _check_start(path)
    try:
        with open_foreign(path) as file:
            _check_kind(file, path)
            return _design(file, file_sha256(path), kind)
    except DesignError as error:
        raise DesignError(error.cause, path=path, next_step=error.next_step or _AGAIN) from error
    except _DAMAGE as error:
        text = str(error).strip("'\"").splitlines()
        raise DesignError(
            Message(
                "The design file is damaged ({reason}).",
                reason=text[0] if text else type(error).__name__,
            ),
            path=path,
            next_step=_AGAIN,
        ) from error


def _check_start(path: Path) -> None:
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(48)
    except OSError as error:
        raise DesignError(
            Message("The design cannot be read ({reason}).", reason=error.strerror or error),
            path=path,
            next_step="Check the name, and that you may read it.",
        ) from error
    if not start.startswith(_SIGNATURE):
        raise DesignError(
            "Not a design file." if size else "Not a design file: it is empty.",
            path=path,
            next_step="Choose a file made by `btp-inspect design create`.",
        )
    cut = len(start) < 48 or (start[8] in (2, 3) and int.from_bytes(start[28:36], "little") > size)
    if cut:
        raise DesignError("The design file is cut off.", path=path, next_step="Copy it again.")
    if size > MAX_FILE_BYTES:
        raise DesignError("The file is too large for a design.", path=path, next_step=_AGAIN)


def _check_kind(file: ForeignGroup, path: Path) -> None:
    if file.attrs.get("format") != FORMAT:
        raise DesignError(
            "An HDF5 file, but no design.",
            path=path,
            next_step="Choose a file made by `btp-inspect design create`.",
        )
    version = file.attrs.get("schema_version")
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        newer = isinstance(version, int) and version > SCHEMA_VERSION
        raise DesignError(
            Message(
                "The design has schema version {version}; this program reads up to {ours}.",
                version=f"{version!s:.20}",
                ours=SCHEMA_VERSION,
            ),
            path=path,
            next_step="Update the program." if newer else _AGAIN,
        )


def _design(file: ForeignGroup, sha256: str, kind: type[D]) -> D:
    document = _document(file)
    reference = _reference(file.group("reference"), document)
    sources = _sources(file, document)
    prompts = document["prompts"]
    pattern = document["serial_pattern"]
    if pattern is not None:
        re.compile(_text(document, "serial_pattern"))
    return kind(
        name=_text(document, "name"),
        reference=reference,
        sources=sources,
        part_number=_text(document, "part_number"),
        units=_text(document, "units"),
        notes=_text(document, "notes"),
        version=_whole(document["version"], 1, 10**9),
        created=_text(document, "created"),
        created_by=_text(document, "created_by"),
        software_version=_text(document, "software_version"),
        model_name=_text(document, "model_name"),
        model_sha256=_text(document, "model_sha256"),
        embeddings=_embeddings(file, reference, _text(document, "embeddings_model_sha256")),
        threshold=_real(document["threshold"], 0.0, 1.0),
        expected_false_alarms=_real_or_nan(document["expected_false_alarms"]),
        prompts=None if prompts is None else PromptSet.from_dict(prompts),
        masks=tuple(mask_from_dict(mask) for mask in document["masks"]),
        bands=tuple(band_from_dict(band) for band in document["bands"]),
        serial_pattern=None if pattern is None else str(pattern),
        sha256=sha256,
    )


def _document(file: ForeignGroup) -> dict[str, Any]:
    content = _array(file, "document", DOCUMENT).tobytes()
    document = parse_json(content)
    if not isinstance(document, dict):
        raise ValueError("its document is no table")
    return document


def _reference(group: ForeignGroup, document: dict[str, Any]) -> Reference:
    values = {name: _array(group, name, layout) for name, layout in REFERENCE.items()}
    count = len(values["points"])
    if count < MIN_REFERENCE or any(
        len(value) != count for name, value in values.items() if name != "symmetries"
    ):
        raise ValueError("the parts of its reference do not fit together")
    length = np.linalg.norm(values["normals"], axis=1)
    if np.abs(length - 1.0).max() > _UNIT:
        raise ValueError("its normals are not of unit length")
    if min(values["spread"].min(), 0.0) < 0.0:
        raise ValueError("a tolerance is below zero")
    size = float(np.linalg.norm(np.ptp(values["points"], axis=0)))
    sources = document["sources"]
    scans = sum(source["kind"] == "scan" for source in sources)
    return Reference(
        points=values["points"],
        normals=values["normals"],
        spacing=_real(document["spacing"], 1e-6 * size, size),
        bias=values["bias"],
        spread=values["spread"],
        support=values["support"],
        sources=len(sources),
        kind=kind_of(scans, cad=len(sources) > scans),
        symmetries=tuple(_pose(matrix) for matrix in values["symmetries"]),
    )


def _pose(matrix: NDArray[Any]) -> RigidPose:
    rotation = np.ascontiguousarray(matrix[:3, :3])
    if np.abs(rotation @ rotation.T - np.eye(3)).max() > _UNIT or np.linalg.det(rotation) < 0:
        raise ValueError("a pose is no rotation")
    return RigidPose(rotation, np.ascontiguousarray(matrix[:3, 3]))


def _sources(file: ForeignGroup, document: dict[str, Any]) -> tuple[Source, ...]:
    entries = document["sources"]
    group = file.group("sources")
    if not isinstance(entries, list) or not 0 < len(entries) <= MAX_SOURCES:
        raise ValueError("its sources are not listed")
    if len(group) != len(entries):
        raise ValueError("its sources do not fit their list")
    found = []
    for number, entry in enumerate(entries):
        kind = entry["kind"]
        if kind not in ("scan", "cad"):
            raise ValueError("a source is of no known kind")
        x, y, z = (_real(value, -np.inf, np.inf) for value in entry["origin"])
        found.append(
            Source(
                name=_text(entry, "name"),
                kind="cad" if kind == "cad" else "scan",
                sha256=_text(entry, "sha256"),
                n_points=_whole(entry["n_points"], 0, 10**12),
                fit=_real_or_nan(entry["fit"]),
                object_score=_real_or_nan(entry["object_score"]),
                points=_array(group, str(number), SOURCE),
                origin=(x, y, z),
            )
        )
    return tuple(found)


def _embeddings(
    file: ForeignGroup, reference: Reference, model_sha256: str
) -> GoodEmbeddings | None:
    if "embeddings" not in file:
        return None
    group = file.group("embeddings")
    layouts = EMBEDDINGS_1 if file.attrs.get("schema_version") == 1 else EMBEDDINGS
    values = {name: _array(group, name, layout) for name, layout in layouts.items()}
    axes = values.pop("axes", None)
    places, known = values["places"], values["known"] > 0
    if len({len(value) for value in values.values()}) != 1 or len(places) == 0:
        raise ValueError("its embeddings do not fit together")
    if places.min() < 0 or places.max() >= len(reference.points):
        raise ValueError("an embedding lies beside the reference")
    if axes is None:
        return GoodEmbeddings.of(places, values["means"].astype(np.float64), known, model_sha256)
    if values["coordinates"].shape[1] != len(axes):
        raise ValueError("its embeddings do not fit their axes")
    return GoodEmbeddings(places, values["coordinates"], axes, known, model_sha256)


def _array(parent: ForeignGroup, name: str, layout: Layout) -> NDArray[Any]:
    """An array's values, once its type and shape are as we write them."""
    dataset = parent.array(name)
    if dataset.dtype.str != layout.dtype:
        raise ValueError(f"'{name}' is of another type")
    shape: tuple[int, ...] = tuple(dataset.shape or ())
    fits = len(shape) == 1 + len(layout.columns) and 0 <= shape[0] <= layout.most
    fits = fits and all(
        size == wanted or (wanted == -1 and 0 < size <= MAX_WIDTH)
        for size, wanted in zip(shape[1:], layout.columns, strict=True)
    )
    if not fits:
        raise ValueError(f"'{name}' has an impossible size")
    values = values_of(dataset)
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise ValueError(f"'{name}' has values that are not finite")
    return values


def _text(data: dict[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise ValueError(f"'{key}' is no text")
    return value


def _whole(value: Any, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError("a count is impossible")
    return value


def _real(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is missing")
    if not math.isfinite(value) or not low <= value <= high:
        raise ValueError("a number is out of range")
    return float(value)


def _real_or_nan(value: Any) -> float:
    return float("nan") if value is None else _real(value, -1e9, 1e9)
