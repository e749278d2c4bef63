"""Backbones as safetensors: tensors in float32, sizes and origin as JSON in the header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json
from btp_core.base.tensor_files import read_tensor_file
from btp_core.base.version import software_version
from btp_core.model.header import SHA256_DIGITS, check_version, of_file, reading, save_tensors
from btp_core.model.matching import filled
from btp_core.model.pointbert.config import PointBertConfig
from btp_core.model.pointbert.pointbert import PointBert

FORMAT = "btp-inspect backbone"
"""Also the name of the header's entry in the file."""
MAX_BYTES = 4 * 1024**3
_NEXT = "Make it again with `btp-inspect convert ulip2`."


@dataclass(eq=False)
class BackboneFile:
    """A backbone with what is known about it.

    Attributes
    ----------
    name
        Which model it is, such as ``"ulip2-pointbert"``.
    model
        Frozen, in evaluation mode, float32, on the CPU.
    source_sha256
        Of the published checkpoint it was converted from; zeros where there was none.
    sha256
        Of the converted file; empty before it was saved.
    """

    name: str
    model: PointBert
    source_sha256: str
    sha256: str = ""


def save_backbone(file: BackboneFile, path: Path) -> None:
    """Write a backbone, whole or not at all; raises :class:`OutputError` if that fails."""
    header = {
        "name": file.name,
        "config": file.model.config.to_dict(),
        "source_sha256": file.source_sha256,
        "software_version": software_version(),
    }
    save_tensors(file.model.state_dict(), path, FORMAT, header)


def load_backbone(path: str | Path) -> BackboneFile:
    """Read a file written by :func:`save_backbone`.

    Raises
    ------
    ModelError
        Missing, too large, damaged, of another kind, with a header that lies about the tensors,
        or with tensors missing, unexpected, of another shape or not finite (all are named).
    """
    path = Path(path)
    read = read_tensor_file(path, MAX_BYTES, "a backbone", _NEXT)
    with of_file(path, _NEXT):
        return _assemble(read.metadata, read.tensors, read.sha256)


def build_from(config: PointBertConfig, found: Mapping[str, object]) -> PointBert:
    """A frozen network in evaluation mode over exactly these tensors, in float32.

    Parameters
    ----------
    config
        Sizes that the tensors must have.
    found
        Name to tensor. Anything that is no plain tensor is refused.

    Raises
    ------
    ModelError
        Names every tensor that is missing, unexpected, of another shape or kind, or not finite.
    """
    return filled(lambda: PointBert(config), found)


def _assemble(metadata: dict[str, str], tensors: dict[str, Tensor], digest: str) -> BackboneFile:
    # Earlier files have two entries, the format's name and the header.
    earlier = metadata.get("format") == FORMAT
    if FORMAT not in metadata and not earlier:
        raise ModelError("Not a backbone of this program.")
    with reading(Message("The backbone's header is malformed ({reason}).")):
        header = parse_json(metadata["header" if earlier else FORMAT])
        check_version(header)
        config = PointBertConfig.from_dict(dict(header["config"]))
        name, source = str(header["name"]), str(header["source_sha256"])
    if len(source) != SHA256_DIGITS:
        raise ModelError("The backbone's header names no checksum of its source.")
    return BackboneFile(name, build_from(config, tensors), source, digest)
