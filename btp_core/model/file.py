"""A model with what is needed to use it: one interface for every network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import torch
from torch import Tensor

from btp_core.base.assets import asset_path
from btp_core.base.errors import ModelError
from btp_core.base.tensor_files import TensorFile, read_tensor_file
from btp_core.model.calibration import Calibration
from btp_core.model.cloud_encoder import CloudEncoder
from btp_core.model.detail import Detail
from btp_core.model.header import MODEL_MALFORMED, check_version, reading
from btp_core.model.network import Network

MAX_BYTES = 2 * 1024**3
NEXT_STEP = "Use a file written by `btp-inspect train`, or the bundled btp-mini."
SENTENCES = "stock.embeddings"
"""Name of the tensor that holds the embeddings of the stock sentences, ``(S, D)``."""

NetworkT_co = TypeVar("NetworkT_co", bound=Network, covariant=True)


@dataclass(frozen=True)
class BackboneFacts:
    """Which backbone a model was trained over.

    Attributes
    ----------
    name
        Which published model it is.
    file
        Name of its converted file, looked for beside the model; empty if it never was one.
    sha256, source_sha256
        Of the converted file, and of the published checkpoint.
    included
        Whether the model's file holds its tensors.
    """

    name: str
    file: str
    sha256: str
    source_sha256: str
    included: bool

    def __str__(self) -> str:
        """As the record of a result has it."""
        return f"{self.name}, {'in the model' if self.included else f'sha256 {self.sha256}'}"


@dataclass(frozen=True)
class TowerFacts:
    """Which text tower a model was trained with, see :class:`~btp_core.text.tower.TextTower`."""

    name: str
    width: int
    context_width: int
    sha256: str

    def __str__(self) -> str:
        """As the record of a result has it."""
        return f"{self.name}, sha256 {self.sha256}"


@dataclass(eq=False)
class ModelFile(ABC, Generic[NetworkT_co]):
    """A model with what is needed to use it.

    Attributes
    ----------
    details
        How closely it can look at a scan.
    name
        Shown to the user.
    model
        In evaluation mode, float32.
    calibration
        Logits to probabilities.
    sentences
        Tower embeddings ``(D,)``, context included, of sentences that need no text tower.
    training
        How it was made: seed, steps, data, command.
    sha256
        Of the file; empty for a model that was never saved.
    backbone, tower
        What it stands between. None where it needs no backbone, or the bundled tower.
    """

    details: ClassVar[tuple[Detail, ...]]

    name: str
    model: NetworkT_co
    calibration: Calibration
    sentences: dict[str, Tensor] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)
    sha256: str = ""
    backbone: BackboneFacts | None = None
    tower: TowerFacts | None = None

    def header(self) -> dict[str, Any]:
        """What a file says of every model."""
        return {
            "name": self.name,
            "config": self.model.config.to_dict(),
            "calibration": self.calibration.to_dict(),
            "sentences": list(self.sentences),
            "training": self.training,
        }

    @abstractmethod
    def encoder(self, device: str) -> CloudEncoder:
        """What embeds clouds with ``model``, which must be on ``device``."""


@dataclass(frozen=True, eq=False)
class Header:
    """What the header of every model says; ``entries`` are all of it.

    Attributes
    ----------
    name, calibration, training
        As :class:`ModelFile` has them.
    config
        Of the network, unchecked.
    sentences
        Those whose embeddings the file holds.
    """

    name: str
    config: dict[str, Any]
    calibration: Calibration
    sentences: list[str]
    training: dict[str, Any]
    entries: dict[str, Any]

    @classmethod
    def of(cls, entries: dict[str, Any]) -> Header:
        """Raise ``ModelError`` for another version, or what makes no sense."""
        with reading(MODEL_MALFORMED):
            check_version(entries)
            return cls(
                str(entries["name"]),
                dict(entries["config"]),
                Calibration.from_dict(entries["calibration"]),
                [str(sentence) for sentence in entries["sentences"]],
                dict(entries["training"]),
                entries,
            )


def read_model(name_or_path: str | Path) -> tuple[TensorFile, Path]:
    """What the file of a model holds, and where it is; raises ``ModelError``."""
    path = Path(name_or_path)
    if path.suffix != ".safetensors":
        path = asset_path("weights", f"{name_or_path}.safetensors")
    return read_tensor_file(path, MAX_BYTES, "a model", NEXT_STEP), path


def take_sentences(tensors: dict[str, Tensor], names: list[str], width: int) -> dict[str, Tensor]:
    """Take the embeddings ``(D,)`` of the sentences ``names`` out of a file's tensors.

    Raises
    ------
    ModelError
        There are not as many, they are not ``width`` wide, or not finite.
    """
    embedded = tensors.pop(SENTENCES, torch.zeros(0, width))
    if embedded.shape != (len(names), width):
        raise ModelError("The model's sentences and embeddings do not match.")
    if not bool(torch.isfinite(embedded).all()):
        raise ModelError("Some embeddings of sentences are not finite.")
    return dict(zip(names, embedded.float(), strict=True))
