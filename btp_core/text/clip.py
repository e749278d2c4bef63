"""CLIP text towers from a local folder, with room for learnable context.

Nothing is fetched, nothing but safetensors is read, and no code of the folder is run. Reading the
folder's sizes is quick; the network (gigabytes for ViT-bigG-14) is loaded when it is first used.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.text.batches import embed_in_batches
from btp_core.text.clip_tokens import load_tokenizer, tokenizer_files
from btp_core.text.clip_weights import load_weights, read_clip_config, weight_files

Precision = Literal["float32", "float16", "bfloat16"]
_LEAST_TOKENS = 3  # start, one word, end


class ClipTower:
    """The text half of CLIP (Radford et al., 2021), frozen; a :class:`TextTower`.

    Parameters
    ----------
    folder
        In the layout of transformers' ``CLIPTextModelWithProjection``, or of a whole CLIP:
        ``config.json``, safetensors weights, the tokenizer's files.
    precision
        Half precision halves the memory; embeddings come out as float32 all the same.
    device
        Where the network runs.
    digest
        Checksum of a file; replaced where checksums are remembered.

    Raises
    ------
    ModelError
        The folder is missing, incomplete, or another model's. Its weights are looked into when
        the network is first used.
    """

    def __init__(
        self,
        folder: Path,
        *,
        precision: Precision = "float32",
        device: str = "cpu",
        digest: Callable[[Path], str] = file_sha256,
    ) -> None:
        self.folder = Path(folder)
        self.name = f"CLIP ({self.folder.resolve().name})"
        self.precision = precision
        self.device = device
        self._digest = digest
        self._lock = threading.RLock()
        self._config = read_clip_config(self.folder)
        self._weights = weight_files(self.folder)
        self._words = tokenizer_files(self.folder)
        self.width: int = self._config["projection_dim"]
        self.context_width: int = self._config["hidden_size"]

    @cached_property
    def sha256(self) -> str:
        """Of the folder's files and the precision; reads all of them, without loading them."""
        whole = hashlib.sha256(self.precision.encode())
        try:
            for path in (self.folder / "config.json", *self._words, *self._weights):
                whole.update(f"{path.name}:{self._digest(path)}\n".encode())
        except OSError as error:
            raise ModelError(
                Message("Cannot be read ({reason}).", reason=error.strerror or error),
                path=self.folder,
            ) from error
        return whole.hexdigest()

    @property
    def is_loaded(self) -> bool:
        """Whether the network is in memory already."""
        return "_network" in self.__dict__

    def __call__(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """Embed sentences with context vectors in front of their words.

        Parameters
        ----------
        sentences
            S texts; what exceeds the tower's positions (77, less the context) is cut.
        context
            ``(T, context_width)`` vectors, put between the start token and the first word.
            Gradients flow into them.

        Returns
        -------
        Tensor
            ``(S, width)`` float32 unit vectors on the device of ``context``.

        Raises
        ------
        ModelError
            The context has another width or leaves no room for words; the folder is damaged.
        """
        length = self._check_context(context)
        tokens = self._tokens(sentences, self._config["max_position_embeddings"] - length)
        start = tokens[:, :1]
        ids = torch.cat([start, start.expand(-1, length), tokens[:, 1:]], dim=1)

        # transformers takes no embeddings in place of words here. The start tokens that hold the
        # places of the context are exchanged where the words' embeddings come out.
        def put_context(_module: nn.Module, _inputs: object, words: Tensor) -> Tensor:
            vectors = context.to(words).expand(len(words), -1, -1)
            return torch.cat([words[:, :1], vectors, words[:, 1 + length :]], dim=1)

        # One at a time: the hook sits in the shared network.
        with self._lock:
            network = self._network
            hook = network.get_input_embeddings().register_forward_hook(put_context)
            try:
                # What follows the end token is not seen by it: no mask is needed.
                found = network(input_ids=ids, position_ids=self._positions[:, : ids.shape[1]])
            finally:
                hook.remove()
        return nn.functional.normalize(found.text_embeds.float(), dim=1).to(context.device)

    @torch.no_grad()
    def word_vectors(self, text: str) -> Tensor:
        """``(T, context_width)`` float32 input embeddings of the word pieces of ``text``."""
        with self._lock:
            ids = self._tokenizer(text, add_special_tokens=False)["input_ids"]
            table = self._network.get_input_embeddings()
        vectors: Tensor = table(torch.tensor(ids, dtype=torch.int64, device=self.device))
        return vectors.float().cpu()

    embed = embed_in_batches

    def _check_context(self, context: Tensor) -> int:
        if context.ndim != 2 or context.shape[1] != self.context_width:
            raise ModelError(
                Message(
                    "The context is {width} wide, but the words of the text tower {name} are "
                    "{expected} wide.",
                    width=context.shape[-1],
                    name=self.name,
                    expected=self.context_width,
                )
            )
        if len(context) + _LEAST_TOKENS > self._config["max_position_embeddings"]:
            raise ModelError(
                Message("{count} context vectors leave no room for words.", count=len(context))
            )
        return len(context)

    def _tokens(self, sentences: Sequence[str], longest: int) -> Tensor:
        options = {"padding": True, "truncation": True, "max_length": longest}
        with self._lock:
            read = self._tokenizer(list(sentences), return_tensors="pt", **options)
        tokens: Tensor = read["input_ids"]
        return tokens.to(self.device)

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(self.folder, self._config["vocab_size"], self._config["eos_token_id"])

    @cached_property
    def _positions(self) -> Tensor:
        return torch.arange(self._config["max_position_embeddings"], device=self.device)[None]

    @cached_property
    def _network(self) -> Any:
        from transformers import CLIPTextConfig, CLIPTextModelWithProjection

        # On the meta device nothing is allocated for sizes the weights do not bear out.
        with torch.device("meta"):
            network: Any = CLIPTextModelWithProjection(CLIPTextConfig(**self._config))
        wanted = getattr(torch, self.precision)
        loaded = load_weights(self._weights, network.state_dict(), wanted)
        network.load_state_dict(loaded, assign=True)
        # A table of 0, 1, 2, ... that files do not hold, and that we hand over ourselves.
        network.text_model.embeddings.position_ids = self._positions.cpu()
        network.train(False).requires_grad_(False)
        return network.to(self.device)
