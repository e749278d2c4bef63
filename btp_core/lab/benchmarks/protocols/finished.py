"""Trainers that train nothing: a finished model, and the score that needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from btp_core.lab.benchmarks.protocols.trainer import Training
from btp_core.lab.evaluation.evaluate import ScoreFunction
from btp_core.lab.evaluation.inspector_scorer import InspectorScorer
from btp_core.lab.evaluation.surface_variation import surface_variation_score
from btp_core.model.detail import Detail
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.inspection.inspector import Inspector


class FinishedModel:
    """Gives the same model whatever the scans; for the protocol zero-shot.

    Parameters
    ----------
    inspector
        The model.
    prompts
        Its words.
    detail
        How closely each scan is looked at.
    """

    def __init__(
        self, inspector: Inspector, prompts: PromptSet, detail: Detail = Detail.OVERVIEW
    ) -> None:
        self._inspector = inspector
        self._prompts = prompts
        self._detail = detail

    def describe(self) -> dict[str, Any]:
        """Name and checksum of the model, and the prompts."""
        return {
            "name": self._inspector.model_name,
            "model_sha256": self._inspector.file.sha256,
            "prompts": self._prompts.to_dict(),
            "detail": self._detail.value,
        }

    def train(self, training: Training) -> ScoreFunction:  # noqa: ARG002 - it is finished
        """The model as a score function."""
        return InspectorScorer(self._inspector, self._prompts, detail=self._detail)


class SurfaceVariation:
    """The score that needs no training, the row to beat."""

    def describe(self) -> dict[str, Any]:
        """Its name alone decides it."""
        return {"name": "surface-variation"}

    def train(self, training: Training) -> ScoreFunction:  # noqa: ARG002 - nothing is learnt
        """The score function."""
        return surface_variation_score
