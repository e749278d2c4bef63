"""Tiny CLIP text towers with random weights, and a tokenizer of a few words, for tests."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, CLIPTextConfig, CLIPTextModelWithProjection

WORDS = ("a", "dent", "crack", "part", "normal", "good", "of")


def vocabulary() -> tuple[dict[str, int], list[str]]:
    """Byte-pair tokens: letters, and merges that make each of the words one token."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    tokens = [*letters, *(f"{letter}</w>" for letter in letters)]
    merges = []
    for word in WORDS:
        pieces = [*word[:-1], f"{word[-1]}</w>"]
        while len(pieces) > 1:
            merges.append(f"{pieces[0]} {pieces[1]}")
            pieces[:2] = ["".join(pieces[:2])]
            tokens.append(pieces[0])
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    known = list(dict.fromkeys(tokens))
    return {token: place for place, token in enumerate(known)}, list(dict.fromkeys(merges))


def small_config(**changes: object) -> CLIPTextConfig:
    """A text tower 24 wide over words 16 wide."""
    size = len(vocabulary()[0])
    sizes = {
        "vocab_size": size,
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "max_position_embeddings": 20,
        "projection_dim": 24,
        "bos_token_id": size - 2,
        "eos_token_id": size - 1,
        "pad_token_id": size - 1,
    }
    return CLIPTextConfig(**{**sizes, **changes})


def write_tokenizer(folder: Path) -> None:
    """The files of CLIP's published tokenizers."""
    tokens, merges = vocabulary()
    (folder / "vocab.json").write_text(json.dumps(tokens))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")


def write_clip(folder: Path, *, seed: int = 0, **changes: object) -> Path:
    """A folder with a text tower alone, as ViT-bigG-14's is published."""
    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    # The usual start is so small that all sentences would look alike.
    config = small_config(**{"initializer_factor": 5.0, **changes})
    model = CLIPTextModelWithProjection(config)
    save_file(model.state_dict(), folder / "model.safetensors", metadata={"format": "pt"})
    config.save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def write_whole_clip(folder: Path) -> Path:
    """A folder with text and vision, as most CLIPs are published."""
    torch.manual_seed(1)
    folder.mkdir(parents=True, exist_ok=True)
    # As published at times: the width within the text configuration is not the one that counts.
    text = small_config(projection_dim=7).to_dict()
    vision = {
        "hidden_size": 8,
        "intermediate_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "image_size": 8,
        "patch_size": 4,
    }
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=24)
    model = CLIPModel(config)
    save_file(model.state_dict(), folder / "model.safetensors", metadata={"format": "pt"})
    config.save_pretrained(folder)
    write_tokenizer(folder)
    return folder
