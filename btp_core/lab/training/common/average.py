"""The running average of a model's weights, and the best one that was validated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn

Weights = dict[str, Tensor]
"""A model's ``state_dict``, copied."""


class WeightAverage:
    """Follows a model through a run.

    Parameters
    ----------
    model
        The one that is trained; its weights as they stand begin the average.
    decay
        Of the average; less in the first steps, so that the start is soon forgotten.
    patience
        Validations without a better result before the run stops.
    objective
        Names of the metrics whose mean says which weights are best.
    """

    def __init__(
        self, model: nn.Module, decay: float, patience: int, objective: tuple[str, ...]
    ) -> None:
        self._model = model
        self._decay = decay
        self.patience = patience
        self._objective = objective
        self.current, self.best = _copy(model), _copy(model)

    @torch.no_grad()
    def update(self, steps_done: int) -> None:
        """Move towards the model's weights after a step."""
        decay = min(self._decay, (1 + steps_done) / (10 + steps_done))
        for key, value in self._model.state_dict().items():
            self.current[key].lerp_(value, 1.0 - decay)

    def restore(self, current: Weights, best: Weights) -> None:
        """Take up averages from a checkpoint."""
        places = {key: value.device for key, value in self.current.items()}
        self.current = {key: value.to(places[key]) for key, value in current.items()}
        self.best = {key: value.to(places[key]) for key, value in best.items()}

    def keep(self) -> None:
        """The average as it stands is the best one so far."""
        self.best = {key: value.clone() for key, value in self.current.items()}

    def objective(self, metrics: Mapping[str, float]) -> float:
        """What decides which weights are best; NaN where no metric is defined.

        A few scans may all be defective: then the object's metric has no value, in every validation
        of the run alike, and the others decide.
        """
        defined = [metrics[name] for name in self._objective if not math.isnan(metrics[name])]
        return sum(defined) / len(defined) if defined else math.nan

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The model has the averaged weights meanwhile."""
        own = _copy(self._model)
        self._model.load_state_dict(self.current)
        try:
            yield
        finally:
            self._model.load_state_dict(own)


def _copy(model: nn.Module) -> Weights:
    return {key: value.detach().clone() for key, value in model.state_dict().items()}
