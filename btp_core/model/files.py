"""Models of either kind by name or path: our own pyramid, or modules over a published backbone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from btp_core.base.assets import asset_path
from btp_core.base.errors import ModelError
from btp_core.base.tensor_files import read_tensor_file
from btp_core.model.published.weights import FORMAT, PublishedFile, assemble_published
from btp_core.model.pyramid.weights import MAX_BYTES, NEXT_STEP, ModelFile, assemble_model

AnyModelFile = ModelFile | PublishedFile
"""What an inspector can work with."""


@dataclass(frozen=True)
class ModelParts:
    """What a model needs besides its own file, in words; empty where that is nothing.

    Attributes
    ----------
    backbone, tower
        Name and checksum.
    """

    backbone: str = ""
    tower: str = ""


def model_parts(file: AnyModelFile) -> ModelParts:
    """Which backbone and text tower a model stands between, for the record of a result."""
    if not isinstance(file, PublishedFile):
        return ModelParts()
    facts, tower = file.backbone, file.tower
    return ModelParts(
        f"{facts.name}, {'in the model' if facts.included else f'sha256 {facts.sha256}'}",
        f"{tower.name}, sha256 {tower.sha256}",
    )


def load_any_model(name_or_path: str | Path, backbone: Path | None = None) -> AnyModelFile:
    """Read a model: a bundled one by name (``"btp-mini"``) or a file by path.

    Parameters
    ----------
    name_or_path
        Which model.
    backbone
        The converted backbone of a model that does not hold its own.

    Raises
    ------
    ModelError
        Missing, damaged, of another kind, or without its backbone.
    """
    path = Path(name_or_path)
    if path.suffix != ".safetensors":
        path = asset_path("weights", f"{name_or_path}.safetensors")
    read = read_tensor_file(path, MAX_BYTES, "a model", NEXT_STEP)
    if FORMAT in read.metadata:
        return assemble_published(read, path, backbone)
    if backbone is not None:
        raise ModelError(
            "This model has no published backbone to be given.",
            path=path,
            next_step="Leave out --backbone.",
        )
    return assemble_model(read, path)
