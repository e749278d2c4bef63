"""What a design asks of an inspector; the room above has the real one."""

from __future__ import annotations

from typing import Any, Protocol

from torch import Tensor

from btp_core.base.arrays import IntArray
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet


class EncodedLike(Protocol):
    """An encoded scan, as far as a design looks into it."""

    @property
    def scan(self) -> Scan:
        """The scan that was encoded."""

    @property
    def working_index(self) -> IntArray:
        """``(W,)`` points that have an embedding of their own."""

    def working_embeddings(self) -> Tensor:
        """``(W, D)`` float32 unit vectors of the working points."""


class FieldLike(Protocol):
    """Scores of a scan, as far as a design looks into them."""

    @property
    def object_score(self) -> float:
        """Probability that the part is defective."""


class InspectorLike(Protocol):
    """What makes embeddings and scores."""

    @property
    def model_name(self) -> str:
        """Name of the weights."""

    @property
    def model_sha256(self) -> str:
        """Of the weights."""

    def encode(
        self, scan: Scan, progress: ProgressCallback = ..., cancel: CancelToken | None = None
    ) -> Any:
        """An :class:`EncodedLike`."""

    def score(self, encoded: Any, prompts: PromptSet, *, design: Any = None) -> FieldLike:
        """Scores of an encoding under a prompt set, with a design."""
