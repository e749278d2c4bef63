"""The published ULIP-2 PointBERT to a backbone file of this program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import ModelError, OutputError
from btp_core.base.messages import Message
from btp_core.model.convert.checkpoint import read_checkpoint
from btp_core.model.pointbert.config import ULIP2, PointBertConfig
from btp_core.model.pointbert.files import BackboneFile, build_from, save_backbone

NAME = "ulip2-pointbert"
_NEXT = "Use the checkpoint ULIP-2-PointBERT-10k-colored-pc-pretrained.pt as published."


@dataclass(frozen=True)
class Conversion:
    """What was done.

    Attributes
    ----------
    parameters
        How many numbers were written.
    dropped
        Names of what the checkpoint held besides the weights.
    source_sha256
        Of the checkpoint.
    """

    parameters: int
    dropped: tuple[str, ...]
    source_sha256: str


def convert_ulip2(source: Path, target: Path, config: PointBertConfig = ULIP2) -> Conversion:
    """Convert a checkpoint strictly: exactly the expected tensors, or nothing is written.

    Parameters
    ----------
    source
        The published ``.pt`` file. Nothing in it is executed.
    target
        A ``.safetensors`` file to write, atomically.
    config
        Sizes to expect; those published unless given.

    Raises
    ------
    ModelError
        The checkpoint is missing, damaged, unsafe, or another model's: every tensor that is
        missing, unexpected or wrongly shaped is named.
    OutputError
        ``target`` cannot be written, or has another ending.
    """
    if target.suffix != ".safetensors":
        raise OutputError(
            "The name does not end in .safetensors.", path=target, next_step="Choose such a name."
        )
    checkpoint = read_checkpoint(source)
    try:
        model = build_from(config, checkpoint.tensors)
    except ModelError as error:
        raise ModelError(
            Message("Not the published ULIP-2 PointBERT: {reason}", reason=error.cause),
            path=source,
            next_step=_NEXT,
        ) from error
    save_backbone(BackboneFile(NAME, model, checkpoint.sha256), target)
    count = sum(parameter.numel() for parameter in model.parameters())
    return Conversion(count, checkpoint.dropped, checkpoint.sha256)
