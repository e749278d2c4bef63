"""The encoder of BERT (Devlin et al., 2019), out of PyTorch's own layers.

``transformers`` has it too, but takes three seconds to import: as long as a hundred scans take to
be scored with the sentence that was waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

_EPSILON = 1e-12
_LAYER = "encoder.layer.{number}."
_PROJECTIONS = ("query", "key", "value")
_RENAMED = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}
"""Our layer's modules, and what checkpoints call them."""


@dataclass(frozen=True)
class BertSizes:
    """Numbers that a checkpoint does not tell by its shapes, and those that are checked by them."""

    width: int
    heads: int
    layers: int
    hidden: int
    words: int
    positions: int
    segments: int = 2


class BertEncoder(nn.Module):
    """Embeddings of words to embeddings in their context; frozen, without dropout.

    Parameters
    ----------
    sizes
        Of the checkpoint.
    tensors
        Of the checkpoint, by the names that ``BertModel`` of ``transformers`` gives them.

    Raises
    ------
    KeyError, RuntimeError
        Tensors are missing, or of other sizes.
    """

    def __init__(self, sizes: BertSizes, tensors: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.words = nn.Embedding(sizes.words, sizes.width)
        self.positions = nn.Embedding(sizes.positions, sizes.width)
        self.segments = nn.Embedding(sizes.segments, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=_EPSILON)
        layer = nn.TransformerEncoderLayer(
            sizes.width,
            sizes.heads,
            sizes.hidden,
            dropout=0.0,
            activation="gelu",
            layer_norm_eps=_EPSILON,
            batch_first=True,
        )
        self.layers = nn.TransformerEncoder(layer, sizes.layers, enable_nested_tensor=False)
        self.load_state_dict(_renamed(tensors, sizes.layers), assign=True)
        self.eval().requires_grad_(False)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """Read sentences.

        Parameters
        ----------
        words
            ``(S, L, D)`` embeddings of word pieces.
        mask
            ``(S, L)``: 0 where a sentence is padded.

        Returns
        -------
        Tensor
            ``(S, L, D)``.
        """
        places = self.positions.weight[: words.shape[1]] + self.segments.weight[0]
        hidden: Tensor = self.layers(self.norm(words + places), src_key_padding_mask=mask == 0)
        return hidden


def _renamed(tensors: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    renamed = {
        "words.weight": tensors["embeddings.word_embeddings.weight"],
        "positions.weight": tensors["embeddings.position_embeddings.weight"],
        "segments.weight": tensors["embeddings.token_type_embeddings.weight"],
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for number in range(layers):
        theirs, ours = _LAYER.format(number=number), f"layers.layers.{number}."
        for kind in ("weight", "bias"):
            parts = [tensors[f"{theirs}attention.self.{name}.{kind}"] for name in _PROJECTIONS]
            renamed[f"{ours}self_attn.in_proj_{kind}"] = torch.cat(parts)
            for module, name in _RENAMED.items():
                renamed[f"{ours}{module}.{kind}"] = tensors[f"{theirs}{name}.{kind}"]
    return renamed
