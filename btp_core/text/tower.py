"""The text tower as one shared object: it is large, frozen and the same for every model."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from btp_core.text.minilm import MiniLM


@lru_cache(maxsize=1)
def load_tower() -> MiniLM:
    """Load the tower on first use (seconds); raises ``ModelError`` if it is missing or damaged."""
    from btp_core.text.minilm import MiniLM

    return MiniLM()
