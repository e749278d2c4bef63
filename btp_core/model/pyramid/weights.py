"""Weights as safetensors: tensors in half precision, everything else as JSON in the header."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.files import atomic_path
from btp_core.base.messages import Message
from btp_core.base.tensor_files import TensorFile
from btp_core.model.calibration import Calibration
from btp_core.model.cloud_encoder import CloudEncoder
from btp_core.model.detail import Detail
from btp_core.model.file import NEXT_STEP, SENTENCES, ModelFile, read_model, take_sentences
from btp_core.model.matching import matching_tensors
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.cloud_encoder import PyramidCloudEncoder
from btp_core.model.pyramid.config import ModelConfig

FORMAT = "btp-inspect model"
VERSION = 1


class PyramidFile(ModelFile[BTP]):
    """A model with our own network, which needs the bundled text tower and no backbone."""

    details = (Detail.OVERVIEW, Detail.FINE)

    def encoder(self, device: str) -> CloudEncoder:
        """See :class:`~btp_core.model.file.ModelFile`."""
        return PyramidCloudEncoder(self.model, device)


def save_pyramid(file: PyramidFile, path: Path) -> None:
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


def load_pyramid(name_or_path: str | Path) -> PyramidFile:
    """Read a model: a bundled one by name (``"btp-mini"``) or a file by path.

    Raises
    ------
    ModelError
        Missing, damaged, of another kind, or with tensors missing or unexpected.
    """
    return assemble_pyramid(*read_model(name_or_path))


def assemble_pyramid(read: TensorFile, path: Path) -> PyramidFile:
    """Build a model from what its file ``path`` holds; raises as :func:`load_pyramid`."""
    try:
        return _assemble(read.metadata, dict(read.tensors), read.sha256)
    except ModelError as error:
        raise ModelError(error.cause, path=path, next_step=error.next_step or NEXT_STEP) from error


def _assemble(metadata: dict[str, str], tensors: dict[str, Tensor], digest: str) -> PyramidFile:
    try:
        header = json.loads(metadata.get("header", "{}"))
        # Files written before had the format in an entry of its own.
        if (metadata.get("format") or header.get("format")) != FORMAT:
            raise ModelError("Not a model of this program.")
        if header["version"] != VERSION:
            raise ModelError(
                Message(
                    "Its version is {version}; this program reads {known}.",
                    version=header["version"],
                    known=VERSION,
                )
            )
        config = ModelConfig.from_dict(header["config"])
        calibration = Calibration.from_dict(header["calibration"])
        names = [str(sentence) for sentence in header["sentences"]]
        name, training = str(header["name"]), dict(header["training"])
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ModelError(
            Message("The model's header is malformed ({reason}).", reason=error)
        ) from error
    sentences = take_sentences(tensors, names, config.text_width)
    # On the meta device nothing is allocated for sizes that the tensors do not bear out.
    with torch.device("meta"):
        model = BTP(config)
    model.load_state_dict(matching_tensors(model.state_dict(), tensors), assign=True)
    model.eval().requires_grad_(False)
    return PyramidFile(name, model, calibration, sentences, training, digest)
