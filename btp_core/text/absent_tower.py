"""Stands for a text tower that is known by name but not at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from torch import Tensor

from btp_core.base.errors import ModelError


class AbsentTower:
    """A :class:`~btp_core.text.tower.TextTower` that cannot embed anything and says why.

    Parameters
    ----------
    reason
        Raised by whatever needs the tower.
    name, width, context_width, sha256
        What is known about it.
    """

    def __init__(
        self, reason: ModelError, *, name: str, width: int, context_width: int, sha256: str
    ) -> None:
        self._reason = reason
        self.name = name
        self.width = width
        self.context_width = context_width
        self.sha256 = sha256

    def refuse(self) -> NoReturn:
        """Raise the reason."""
        raise ModelError(self._reason.cause, next_step=self._reason.next_step)

    def __call__(self, sentences: Sequence[str], context: Tensor) -> Tensor:  # noqa: ARG002
        """Refused."""
        self.refuse()

    def word_vectors(self, text: str) -> Tensor:  # noqa: ARG002
        """Refused."""
        self.refuse()

    def embed(self, sentences: Sequence[str], context: Tensor) -> Tensor:  # noqa: ARG002
        """Refused."""
        self.refuse()
