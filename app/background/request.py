"""How scans are to be scored and judged at the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.designs.design import Design


@dataclass(frozen=True)
class ScoreRequest:
    """The wording, the threshold, the limits of size and the design in force.

    ``revision`` rises with every edit of the wording and with every other design, so that older
    results can be told from the newest.
    """

    prompts: PromptSet
    threshold: float
    revision: int = 0
    design: Design | None = None
    limits: Limits = NO_LIMITS

    def for_scan(self, *, without_design: bool) -> ScoreRequest:
        """The same for a scan that may be left out of the comparison with the design."""
        return replace(self, design=None) if without_design else self
