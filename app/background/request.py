"""How scans are to be scored and judged at the moment."""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.text.prompts import PromptSet


@dataclass(frozen=True)
class ScoreRequest:
    """The wording and the threshold in force.

    ``revision`` rises with every edit of the wording, so that results of an older wording
    can be told from those of the newest.
    """

    prompts: PromptSet
    threshold: float
    revision: int = 0
