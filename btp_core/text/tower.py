"""What every text tower offers, and the one that ships with the program.

A tower is large, frozen and shared: models keep their own context vectors and pass them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message

if TYPE_CHECKING:
    from btp_core.text.minilm import MiniLM


class TextTower(Protocol):
    """A frozen sentence encoder with room for learnable context."""

    @property
    def name(self) -> str:
        """Shown to the user."""

    @property
    def width(self) -> int:
        """``D``: numbers in an embedding."""

    @property
    def context_width(self) -> int:
        """Numbers in a context vector, which stands among the words' input embeddings."""

    @property
    def sha256(self) -> str:
        """Of all that decides the embeddings: weights, words, precision."""

    def __call__(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """``(S, D)`` unit vectors of S sentences behind ``(T, context_width)`` context vectors.

        Gradients flow into the context. The result is float32 on the device of the context.
        """

    def word_vectors(self, text: str) -> Tensor:
        """``(T, context_width)`` input embeddings of ``text``, to start a context from."""

    def embed(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """As calling the tower, without gradients, in batches: any number of sentences."""


@lru_cache(maxsize=1)
def load_tower() -> MiniLM:
    """Load the tower on first use (seconds); raises ``ModelError`` if it is missing or damaged."""
    from btp_core.text.minilm import MiniLM

    return MiniLM()


def check_pairing(point_side: str, width: int, tower: TextTower) -> None:
    """Refuse a point side and a text tower whose embeddings do not share a space.

    Parameters
    ----------
    point_side
        Name of the backbone or model.
    width
        Of its embeddings.
    tower
        The text side.

    Raises
    ------
    ModelError
        The widths differ; both are named.
    """
    if width != tower.width:
        raise ModelError(
            Message(
                "{point_side} is {width} wide, but the text tower {name} is {tower_width} wide.",
                point_side=point_side,
                width=width,
                name=tower.name,
                tower_width=tower.width,
            ),
            next_step="ULIP-2 needs the text tower of CLIP ViT-bigG-14 (1280 wide); "
            "btp-mini needs all-MiniLM-L6-v2 (384 wide).",
        )
