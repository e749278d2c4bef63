"""Sizes and weights of a CLIP text tower, read from its folder with nothing taken on trust.

Weights are safetensors only, compared with the network before they are loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json, read_small

MAX_JSON_BYTES = 8 * 1024**2
_LARGEST = 1_000_000
# The values published configurations leave out (OpenAI's ViT-B/32).
_SIZES = {
    "vocab_size": 49_408,
    "hidden_size": 512,
    "intermediate_size": 2048,
    "projection_dim": 512,
    "num_hidden_layers": 12,
    "num_attention_heads": 8,
    "max_position_embeddings": 77,
    "eos_token_id": 49_407,
}
_ACTIVATIONS = ("quick_gelu", "gelu")


def read_clip_config(folder: Path) -> dict[str, Any]:
    """Arguments of ``transformers.CLIPTextConfig`` from ``config.json``.

    Reads the configuration of a text tower alone, or of a whole CLIP, whose ``projection_dim`` is
    the one that counts. Whatever else the file says (code to load, quantisation) is not passed on.

    Raises
    ------
    ModelError
        The file is missing, no CLIP's, or with sizes that make no network.
    """
    path = folder / "config.json"
    raw = read_json(path)
    text = raw
    if isinstance(raw.get("text_config"), dict):
        older = raw.get("text_config_dict")
        text = {**raw["text_config"], **(older if isinstance(older, dict) else {})}
        text["projection_dim"] = raw.get("projection_dim", _SIZES["projection_dim"])
    elif raw.get("model_type") != "clip_text_model":
        raise ModelError(
            "Not the configuration of a CLIP text tower.",
            path=path,
            next_step="Use a folder in the layout of transformers' CLIPTextModelWithProjection.",
        )
    config: dict[str, Any] = {name: text.get(name, usual) for name, usual in _SIZES.items()}
    for name, value in config.items():
        if type(value) is not int or not 0 < value <= _LARGEST:
            raise ModelError(
                Message("The tower's '{name}' is {value!r}.", name=name, value=value), path=path
            )
    if config["hidden_size"] % config["num_attention_heads"]:
        raise ModelError("The tower's width is no multiple of its heads.", path=path)
    config["hidden_act"] = text.get("hidden_act", _ACTIVATIONS[0])
    if config["hidden_act"] not in _ACTIVATIONS:
        raise ModelError(
            Message("The tower's activation is {value!r}.", value=config["hidden_act"]), path=path
        )
    config["layer_norm_eps"] = text.get("layer_norm_eps", 1e-5)
    if type(config["layer_norm_eps"]) is not float or not 0 < config["layer_norm_eps"] < 1:
        raise ModelError(
            Message("The tower's eps is {value!r}.", value=config["layer_norm_eps"]), path=path
        )
    return config


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file of sensible size; raises ``ModelError`` otherwise."""
    try:
        content = parse_json(read_small(path, MAX_JSON_BYTES))
    except OSError as error:
        raise ModelError(
            Message("Cannot be read ({reason}).", reason=error.strerror or error), path=path
        ) from error
    except ValueError as error:
        raise ModelError(Message("Malformed ({reason}).", reason=error), path=path) from error
    if not isinstance(content, dict):
        raise ModelError("Malformed: it holds no object.", path=path)
    return content


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
                Message("The text tower's weights cannot be read ({reason}).", reason=error),
                path=files[0].parent,
                next_step=_NEXT,
            ) from error
    odd = [name for name, tensor in loaded.items() if not bool(torch.isfinite(tensor).all())]
    if odd:
        raise ModelError(
            Message(
                "Not finite as {precision}: {names}.",
                precision=str(precision).removeprefix("torch."),
                names=", ".join(odd),
            ),
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
            Message(
                "The weights are not those of this CLIP text tower. {differences}.",
                differences="; ".join(named),
            ),
            path=folder,
            next_step=_NEXT,
        )


def _all_text(parts: dict[str, Any]) -> bool:
    return all(isinstance(name, str) for name in parts.values())
