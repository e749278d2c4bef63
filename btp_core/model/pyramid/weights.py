"""Weights as safetensors: tensors in half precision, everything else as JSON in the header."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from btp_core.base.assets import asset_path
from btp_core.base.errors import ModelError
from btp_core.base.files import atomic_path
from btp_core.base.tensor_files import TensorFile, read_tensor_file
from btp_core.model.calibration import Calibration
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.config import ModelConfig

FORMAT = "btp-inspect model"
VERSION = 1
SENTENCES = "stock.embeddings"
MAX_BYTES = 2 * 1024**3
NEXT_STEP = "Use a file written by `btp-inspect train`, or the bundled btp-mini."


@dataclass(eq=False)
class ModelFile:
    """A model with what is needed to use it.

    Attributes
    ----------
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
    """

    name: str
    model: BTP
    calibration: Calibration
    sentences: dict[str, Tensor] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)
    sha256: str = ""


def save_model(file: ModelFile, path: Path) -> None:
    """Write a model in half precision; raises :class:`OutputError` if that is not possible."""
    tensors = {name: tensor.half().contiguous() for name, tensor in file.model.state_dict().items()}
    if file.sentences:
        tensors[SENTENCES] = torch.stack(list(file.sentences.values())).half()
    header = {
        "format": FORMAT,
        "version": VERSION,
        "name": file.name,
        "config": file.model.config.to_dict(),
        "calibration": file.calibration.to_dict(),
        "sentences": list(file.sentences),
        "training": file.training,
    }
    with atomic_path(path) as temporary:
        # One entry: safetensors writes more of them in an order of chance, and equal models
        # would be files of another checksum.
        save_file(tensors, temporary, metadata={"header": json.dumps(header)})


def load_model(name_or_path: str | Path) -> ModelFile:
    """Read a model: a bundled one by name (``"btp-mini"``) or a file by path.

    Raises
    ------
    ModelError
        Missing, damaged, of another kind, or with tensors missing or unexpected.
    """
    path = Path(name_or_path)
    if path.suffix != ".safetensors":
        path = asset_path("weights", f"{name_or_path}.safetensors")
    return assemble_model(read_tensor_file(path, MAX_BYTES, "a model", NEXT_STEP), path)


def assemble_model(read: TensorFile, path: Path) -> ModelFile:
    """Build a model from what its file ``path`` holds; raises as :func:`load_model`."""
    tensors = {name: tensor.float() for name, tensor in read.tensors.items()}
    try:
        return _assemble(read.metadata, tensors, read.sha256)
    except ModelError as error:
        raise ModelError(error.cause, path=path, next_step=error.next_step or NEXT_STEP) from error


def _assemble(metadata: dict[str, str], tensors: dict[str, Tensor], digest: str) -> ModelFile:
    try:
        header = json.loads(metadata.get("header", "{}"))
        # Files written before had the format in an entry of its own.
        if (metadata.get("format") or header.get("format")) != FORMAT:
            raise ModelError("Not a model of this program.")
        if header["version"] != VERSION:
            raise ModelError(f"Its version is {header['version']}; this program reads {VERSION}.")
        config = ModelConfig.from_dict(header["config"])
        calibration = Calibration.from_dict(header["calibration"])
        names = [str(sentence) for sentence in header["sentences"]]
        name, training = str(header["name"]), dict(header["training"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The model's header is malformed ({error}).") from error
    embedded = tensors.pop(SENTENCES, torch.zeros(0, config.text_width))
    if embedded.shape != (len(names), config.text_width):
        raise ModelError("The model's sentences and embeddings do not match.")
    # On the meta device nothing is allocated for sizes that the tensors do not bear out.
    with torch.device("meta"):
        model = BTP(config)
    expected = model.state_dict()
    if set(expected) != set(tensors):
        odd = sorted(set(expected) ^ set(tensors))[:6]
        raise ModelError(f"Tensors missing or unexpected: {odd}.")
    wrong = [key for key in expected if expected[key].shape != tensors[key].shape]
    if wrong:
        raise ModelError(f"Tensors of another size: {wrong[:6]}.")
    if not all(bool(torch.isfinite(tensor).all()) for tensor in tensors.values()):
        raise ModelError("Some weights are not finite.")
    model.load_state_dict(tensors, assign=True)
    model.eval().requires_grad_(False)
    sentences = dict(zip(names, embedded, strict=True))
    return ModelFile(name, model, calibration, sentences, training, digest)
