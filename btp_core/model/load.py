"""Models by name or path: the one place that knows which networks there are."""

from __future__ import annotations

from pathlib import Path

from btp_core.base.errors import ModelError
from btp_core.model.file import ModelFile, read_model
from btp_core.model.network import Network
from btp_core.model.over_backbone.weights import FORMAT, assemble_published
from btp_core.model.pyramid.weights import assemble_pyramid


def load_model(name_or_path: str | Path, backbone: Path | None = None) -> ModelFile[Network]:
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
    read, path = read_model(name_or_path)
    if FORMAT in read.metadata:
        return assemble_published(read, path, backbone)
    if backbone is not None:
        raise ModelError(
            "This model has no published backbone to be given.",
            path=path,
            next_step="Leave out --backbone.",
        )
    return assemble_pyramid(read, path)
