"""Reading safetensors files with the errors of this program."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.opening import open_regular, reason_of


@dataclass(frozen=True, eq=False)
class TensorFile:
    """What a safetensors file holds.

    Attributes
    ----------
    metadata
        Texts by name.
    tensors
        As stored.
    sha256
        Of the file.
    """

    metadata: dict[str, str]
    tensors: dict[str, Tensor]
    sha256: str


def read_tensor_file(path: Path, max_bytes: int, kind: str, next_step: str) -> TensorFile:
    """Read a file whole.

    Parameters
    ----------
    path, max_bytes
        Larger files are refused.
    kind
        What it should be, for the message, such as ``"a model"``.
    next_step
        What to do instead.

    Raises
    ------
    ModelError
        Missing, too large, or no safetensors file.
    """
    try:
        if path.stat().st_size > max_bytes:
            raise ModelError(
                Message("The file is too large for {kind}.", kind=kind),
                path=path,
                next_step=next_step,
            )
        with open_regular(path) as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        with safe_open(path, framework="pt") as opened:
            metadata = opened.metadata() or {}
            # safetensors compares its header with the size of the file before it allocates.
            tensors = {key: opened.get_tensor(key) for key in opened.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise ModelError(
            Message("Cannot be read ({reason}).", reason=reason_of(error)),
            path=path,
            next_step=next_step,
        ) from error
    return TensorFile(metadata, tensors, digest)
