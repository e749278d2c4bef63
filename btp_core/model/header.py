"""Headers of model and backbone files: JSON in one entry, nothing in it taken on trust."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.files import atomic_path
from btp_core.base.messages import Message

VERSION = 1
SHA256_DIGITS = 64
MODEL_MALFORMED = Message("The model's header is malformed ({reason}).")


class StoredConfig:
    """Base of the dataclasses of sizes that are stored with weights."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the header."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]

    @classmethod
    def check_names(cls, data: Mapping[str, Any], template: str) -> None:
        """Raise :class:`ModelError` with ``template`` for entries ``{odd}``, too many or few."""
        odd = sorted(set(data) ^ {field.name for field in fields(cls)})  # type: ignore[arg-type]
        if odd:
            raise ModelError(Message(template, odd=odd))


def save_tensors(
    tensors: Mapping[str, Tensor], path: Path, entry: str, header: dict[str, Any]
) -> None:
    """Write tensors and their header, whole or not at all; raises :class:`OutputError`."""
    stored = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    with atomic_path(path) as temporary:
        # One entry: safetensors writes more of them in an order of chance, and equal weights
        # would be files of another checksum.
        save_file(stored, temporary, metadata={entry: json.dumps({"version": VERSION, **header})})


@contextmanager
def of_file(path: Path, next_step: str) -> Iterator[None]:
    """Errors of the block are about the file ``path``."""
    try:
        yield
    except ModelError as error:
        raise ModelError(error.cause, path=path, next_step=error.next_step or next_step) from error


@contextmanager
def reading(template: str) -> Iterator[None]:
    """A header that the block cannot be read from is malformed: ``template`` with ``{reason}``."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ModelError(Message(template, reason=error)) from error


def check_version(header: dict[str, Any]) -> None:
    """Raise :class:`ModelError` for a version that this program does not read."""
    if header["version"] != VERSION:
        raise ModelError(
            Message(
                "Its version is {version}; this program reads {known}.",
                version=header["version"],
                known=VERSION,
            )
        )
