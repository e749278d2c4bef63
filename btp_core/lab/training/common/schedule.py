"""How long a run is, when it is checked and saved, and how its learning rate changes."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """The course of a run, in optimiser steps.

    Attributes
    ----------
    steps
        Of the whole run.
    warm_up
        Share of the steps before the cosine decay.
    validate_every
        Steps between validations; the last step is always validated.
    steps_per_epoch
        Steps in a pass over the data, or None where a run does not count in passes.
    """

    steps: int
    warm_up: float
    validate_every: int
    steps_per_epoch: int | None = None

    def validates_at(self, step: int) -> bool:
        """Whether the weights are validated after ``step`` steps."""
        return step % self.validate_every == 0 or step >= self.steps

    def saves_at(self, step: int) -> bool:
        """Whether a checkpoint is due after ``step`` steps: with each epoch or validation."""
        if self.steps_per_epoch is None:
            return self.validates_at(step)
        return step % self.steps_per_epoch == 0


def warm_cosine(step: int, steps: int, warm_up: float) -> float:
    """Share of the peak rate at ``step`` of ``steps``: a linear rise, then a cosine to zero.

    ``warm_up`` is the share of the steps that the rise takes.
    """
    warm = max(1.0, warm_up * steps)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1.0, steps - warm)))
