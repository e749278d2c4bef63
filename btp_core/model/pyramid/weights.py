"""Weights as safetensors: tensors in half precision, everything else as JSON in the header."""

from __future__ import annotations

from pathlib import Path

import torch

from btp_core.base.errors import ModelError
from btp_core.base.opening import parse_json
from btp_core.base.tensor_files import TensorFile
from btp_core.model.cloud_encoder import CloudEncoder
from btp_core.model.detail import Detail
from btp_core.model.file import (
    NEXT_STEP,
    SENTENCES,
    Header,
    ModelFile,
    read_model,
    take_sentences,
)
from btp_core.model.header import MODEL_MALFORMED, of_file, reading, save_tensors
from btp_core.model.matching import filled
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.cloud_encoder import PyramidCloudEncoder
from btp_core.model.pyramid.config import ModelConfig

FORMAT = "btp-inspect model"


class PyramidFile(ModelFile[BTP]):
    """A model with our own network, which needs the bundled text tower and no backbone."""

    details = (Detail.OVERVIEW, Detail.FINE)

    def encoder(self, device: str) -> CloudEncoder:
        """See :class:`~btp_core.model.file.ModelFile`."""
        return PyramidCloudEncoder(self.model, device)


def save_pyramid(file: PyramidFile, path: Path) -> None:
    """Write a model in half precision; raises :class:`OutputError` if that is not possible."""
    tensors = {name: tensor.half() for name, tensor in file.model.state_dict().items()}
    if file.sentences:
        tensors[SENTENCES] = torch.stack(list(file.sentences.values())).half()
    save_tensors(tensors, path, "header", {"format": FORMAT, **file.header()})


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
    with of_file(path, NEXT_STEP):
        with reading(MODEL_MALFORMED):
            entries = parse_json(read.metadata.get("header", "{}"))
            # Files written before had the format in an entry of its own.
            kind = read.metadata.get("format") or entries.get("format")
        if kind != FORMAT:
            raise ModelError("Not a model of this program.")
        header, tensors = Header.of(entries), dict(read.tensors)
        config = ModelConfig.from_dict(header.config)
        sentences = take_sentences(tensors, header.sentences, config.text_width)
        model = filled(lambda: BTP(config), tensors)
    return PyramidFile(
        header.name, model, header.calibration, sentences, header.training, read.sha256
    )
