"""Weights of a CLIP text tower: safetensors only, compared with the network before loading."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.text.clip_config import read_json

# What a whole CLIP, or an older file, holds besides the text tower.
_OTHERS = (
    "vision_model.",
    "visual_projection.",
    "logit_scale",
    "text_model.embeddings.position_ids",
)
_NEXT = "Use a folder with model.safetensors, as transformers' save_pretrained writes it."


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of a folder: one, or those its index names.

    Raises
    ------
    ModelError
        There are none, or the index is malformed or names files elsewhere.
    """
    single, index = folder / "model.safetensors", folder / "model.safetensors.index.json"
    if single.is_file():
        return [single]
    if not index.is_file():
        raise ModelError("The folder holds no safetensors weights.", path=folder, next_step=_NEXT)
    parts = read_json(index).get("weight_map")
    names = set(parts.values()) if isinstance(parts, dict) and _all_text(parts) else set()
    if not names or any(Path(name).name != name for name in names):
        raise ModelError("The index names no files of its folder.", path=index, next_step=_NEXT)
    return [folder / name for name in sorted(names)]


def load_weights(
    files: list[Path], expected: Mapping[str, Tensor], precision: torch.dtype
) -> dict[str, Tensor]:
    """Read exactly the expected tensors.

    Parameters
    ----------
    files
        From :func:`weight_files`.
    expected
        Name to a tensor of the shape wanted (on the meta device).
    precision
        Of the result.

    Raises
    ------
    ModelError
        A file is damaged, or tensors are missing, unexpected, of another shape or not finite in
        this precision: all of them are named, before any is loaded where possible.
    """
    with ExitStack() as stack:
        places: dict[str, Any] = {}
        try:
            for file in files:
                opened = stack.enter_context(safe_open(file, framework="pt"))
                places.update(dict.fromkeys(opened.keys(), opened))
            _compare(places, expected, files[0].parent)
            loaded = {name: places[name].get_tensor(name).to(precision) for name in expected}
        except (OSError, SafetensorError) as error:
            raise ModelError(
                f"The text tower's weights cannot be read ({error}).",
                path=files[0].parent,
                next_step=_NEXT,
            ) from error
    odd = [name for name, tensor in loaded.items() if not bool(torch.isfinite(tensor).all())]
    if odd:
        raise ModelError(
            f"Not finite as {str(precision).removeprefix('torch.')}: {', '.join(odd)}.",
            path=files[0].parent,
            next_step="Use another precision, or another download.",
        )
    return loaded


def _compare(places: Mapping[str, Any], expected: Mapping[str, Tensor], folder: Path) -> None:
    shapes = {name: places[name].get_slice(name).get_shape() for name in expected if name in places}
    faults = {
        "missing": [name for name in expected if name not in places],
        "unexpected": [
            name for name in places if name not in expected and not name.startswith(_OTHERS)
        ],
        "of another shape": [
            f"{name} {shape} instead of {list(expected[name].shape)}"
            for name, shape in shapes.items()
            if shape != list(expected[name].shape)
        ],
    }
    named = [f"{what}: {', '.join(names)}" for what, names in faults.items() if names]
    if named:
        raise ModelError(
            f"The weights are not those of this CLIP text tower. {'; '.join(named)}.",
            path=folder,
            next_step=_NEXT,
        )


def _all_text(parts: dict[str, Any]) -> bool:
    return all(isinstance(name, str) for name in parts.values())
