"""Sizes of a CLIP text tower, read from its folder with nothing taken on trust."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from btp_core.base.errors import ModelError

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
            raise ModelError(f"The tower's '{name}' is {value!r}.", path=path)
    if config["hidden_size"] % config["num_attention_heads"]:
        raise ModelError("The tower's width is no multiple of its heads.", path=path)
    config["hidden_act"] = text.get("hidden_act", _ACTIVATIONS[0])
    if config["hidden_act"] not in _ACTIVATIONS:
        raise ModelError(f"The tower's activation is {config['hidden_act']!r}.", path=path)
    config["layer_norm_eps"] = text.get("layer_norm_eps", 1e-5)
    if type(config["layer_norm_eps"]) is not float or not 0 < config["layer_norm_eps"] < 1:
        raise ModelError(f"The tower's eps is {config['layer_norm_eps']!r}.", path=path)
    return config


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file of sensible size; raises ``ModelError`` otherwise."""
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise ModelError("The file is too large.", path=path)
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise ModelError(f"Cannot be read ({error.strerror or error}).", path=path) from error
    except (ValueError, RecursionError) as error:
        raise ModelError(f"Malformed ({error}).", path=path) from error
    if not isinstance(content, dict):
        raise ModelError("Malformed: it holds no object.", path=path)
    return content
