"""The inspector as a score function, and what its words prefer on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from btp_core.base.arrays import Float32Array
from btp_core.base.errors import ScanGeometryError
from btp_core.inspection.results import Provenance
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.evaluation.steering import Preference, SteeringReport, preference, steering_report
from btp_core.lab.evaluation.wording import wording_correlations, wording_report
from btp_core.model.detail import Detail
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.inspection.inspector import Inspector


class InspectorScorer:
    """A score function for :func:`~btp_core.lab.evaluation.evaluate.evaluate`.

    The inspector is given the points and nothing else. Steering is measured with the prompt
    set's own types, or, if it has none, with those of another set; that does not touch the scores.

    Parameters
    ----------
    inspector
        Encodes and scores.
    prompts
        What is evaluated.
    typed
        Prompt set with types for steering where ``prompts`` has none; None does without.
    paraphrases
        Other words whose maps are compared with that of ``prompts`` on defective scans.
    detail
        How closely each scan is looked at.
    """

    def __init__(
        self,
        inspector: Inspector,
        prompts: PromptSet,
        typed: PromptSet | None = None,
        paraphrases: Sequence[PromptSet] = (),
        detail: Detail = Detail.OVERVIEW,
    ) -> None:
        self._inspector = inspector
        self._prompts = prompts
        self._typed = None if prompts.types else typed
        self._paraphrases = tuple(paraphrases)
        self._detail = detail
        self._correlations: list[tuple[float, ...]] = []
        self._preferences: list[Preference] = []
        self._n_types = 0
        self.provenance: Provenance | None = None
        self.warnings: tuple[str, ...] = ()

    def __call__(self, scan: LabelledScan) -> tuple[Float32Array, float]:
        """Point scores ``(N,)`` and the object's score.

        Raises
        ------
        ScanGeometryError
            The scan cannot be inspected; leaving it out would change the metrics unseen.
        """
        try:
            encoded = self._inspector.encode(
                Scan(points=scan.points.astype(np.float64)), detail=self._detail
            )
        except ScanGeometryError as error:
            raise ScanGeometryError(f"{scan.name}: {error.cause}") from error
        field = self._inspector.score(encoded, self._prompts)
        self.provenance = field.provenance
        self.warnings = tuple(dict.fromkeys([*self.warnings, *field.warnings]))
        if self._paraphrases and scan.defective:
            self._correlations.append(
                wording_correlations(
                    self._inspector, encoded, self._prompts, field.point_scores, self._paraphrases
                )
            )
        typed = field
        if self._typed is not None and scan.defective:
            typed = self._inspector.score(encoded, self._typed)
        if typed.type_scores is not None and len(typed.type_names):
            self._n_types = len(typed.type_names)
            found = preference(scan, typed.type_scores, typed.type_names)
            if found is not None:
                self._preferences.append(found)
        return field.point_scores, field.object_score

    def steering(self) -> SteeringReport | None:
        """Type accuracy over the scans scored so far; None without types."""
        if self._n_types == 0:
            return None
        wording = wording_report(self._correlations) if self._correlations else None
        return steering_report(self._preferences, self._n_types, wording)
