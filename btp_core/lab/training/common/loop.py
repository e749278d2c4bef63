"""The training loop: one for every kind of model, resumable and seeded, on any device."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn

from btp_core.base.errors import DataError
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.lab.training.common.average import WeightAverage
from btp_core.lab.training.common.checkpoint import RunState, load_checkpoint, save_checkpoint
from btp_core.lab.training.common.schedule import Schedule, warm_cosine
from btp_core.lab.training.common.team import Team
from btp_core.model.file import ModelFile
from btp_core.model.network import Network

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.safetensors"
HISTORY = "history.json"
GRADIENT_LIMIT = 1.0


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """A run at its end: the model, whose file is written, and one entry per validation.

    The file's ``training`` has the metrics of the final weights under ``"validation"``.
    """

    file: ModelFile[Network]
    history: list[dict[str, float]]


class Task(Protocol):
    """What a run trains. The loop knows nothing else of a model, its data and its losses."""

    @property
    def model(self) -> nn.Module:
        """On its device; what of it needs gradients is trained."""

    @property
    def optimiser(self) -> torch.optim.Optimizer:
        """Each of its groups has an entry ``peak``, its highest learning rate."""

    @property
    def schedule(self) -> Schedule:
        """The course of the run."""

    @property
    def average(self) -> WeightAverage | None:
        """Its best is kept, of those that were validated; None keeps the last weights."""

    def stored(self) -> nn.Module:
        """What of the model a checkpoint holds: all but what never changes."""

    def backward(self, step: int, team: Team) -> dict[str, float]:
        """Leave the gradients of this process's share of a step in the model.

        Every random choice must follow from the config's seed and ``step`` alone, so that a
        resumed run repeats what it would have done.

        Returns
        -------
        dict of float
            Mean loss terms by name.
        """

    def validate(self) -> Mapping[str, float]:
        """Metrics on held-out data, with the weights that the model has now."""


def decayed(
    parameters: Sequence[nn.Parameter], rate: float, weight_decay: float
) -> list[dict[str, Any]]:
    """Groups of an optimiser for a :class:`Task`: matrices decay, vectors and numbers do not."""
    matrices = [parameter for parameter in parameters if parameter.ndim > 1]
    others = [parameter for parameter in parameters if parameter.ndim <= 1]
    return [
        {"params": matrices, "weight_decay": weight_decay, "peak": rate},
        {"params": others, "weight_decay": 0.0, "peak": rate},
    ]


class TrainingLoop:
    """A run: how far it has come, and its next steps.

    Parameters
    ----------
    task
        What is trained. A checkpoint in ``folder`` replaces its weights and optimiser state.
    folder
        For the checkpoint and ``history.json``.
    settings
        Plain values; a run resumes only with those it began with.
    team
        The processes that share each step.

    Raises
    ------
    ModelError
        The checkpoint is damaged, or belongs to a run with other settings.
    """

    def __init__(
        self, task: Task, folder: Path, settings: dict[str, Any], team: Team | None = None
    ) -> None:
        self._task, self._folder, self._settings = task, folder, settings
        self._team = team or Team()
        self.state = RunState()
        if self._checkpoint.exists():
            self.state, current, best = load_checkpoint(
                self._checkpoint, task.stored(), task.optimiser, settings
            )
            if task.average is not None:
                task.average.restore(current, best)

    @property
    def _checkpoint(self) -> Path:
        return self._folder / CHECKPOINT

    @property
    def _finished(self) -> bool:
        return self.state.step >= self._task.schedule.steps

    @property
    def _stale(self) -> bool:
        average = self._task.average
        return average is not None and self.state.stale >= average.patience

    def lead(
        self, progress: ProgressCallback, cancel: CancelToken, *, finish: bool = False
    ) -> None:
        """Step, report, validate and save until done, cancelled or no longer better.

        With ``finish`` no step is taken: what the checkpoint holds is the result.

        Raises
        ------
        CancelledError
            If cancelled; a checkpoint is written first.
        DataError
            It shall be finished and has not begun.
        """
        schedule, state = self._task.schedule, self.state
        if finish:
            if not state.history:
                raise DataError(
                    "The run has no validated weights yet.",
                    path=self._folder,
                    next_step="Train until its first validation.",
                )
            return
        while not self._finished:
            ending = cancel.cancelled or self._stale
            # Others of a team hear of the end with the next step's gradients.
            if (ending and self._team.size == 1) or not self._step(stop=ending):
                break
            progress("training", state.step / schedule.steps)
            if schedule.validates_at(state.step):
                self._validate()
            if schedule.saves_at(state.step):
                self._save()
        if cancel.cancelled:
            self._save()
            cancel.raise_if_cancelled()

    def follow(self) -> None:
        """Step with the leader of the team until it stops."""
        while not self._finished and self._step(stop=False):
            pass

    def _step(self, stop: bool) -> bool:
        """One optimiser step; False, and nothing changed, if any of the team wants to stop."""
        task, state, schedule = self._task, self.state, self._task.schedule
        task.optimiser.zero_grad(set_to_none=True)
        terms = task.backward(state.step, self._team)
        if self._team.sum_gradients(task.model, stop):
            return False
        share = warm_cosine(state.step, schedule.steps, schedule.warm_up)
        for group in task.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        torch.nn.utils.clip_grad_norm_(task.model.parameters(), GRADIENT_LIMIT)
        task.optimiser.step()
        state.count_step(terms)
        if task.average is not None:
            task.average.update(state.step)
        return True

    def _validate(self) -> None:
        task, state = self._task, self.state
        with nullcontext() if task.average is None else task.average.in_place():
            metrics = task.validate()
        if task.average is not None:
            objective = task.average.objective(metrics)
            better = objective > state.best
            state.best = max(state.best, objective)
            state.stale = 0 if better else state.stale + 1
            if better:
                task.average.keep()
        entry = {"step": float(state.step)}
        if task.schedule.steps_per_epoch is not None:
            entry["epoch"] = state.step / task.schedule.steps_per_epoch
        state.history.append(entry | dict(metrics) | state.take_mean_terms())
        log.info("%s", json.dumps({k: round(v, 4) for k, v in state.history[-1].items()}))
        write_atomically(self._folder / HISTORY, json.dumps(state.history, indent=1).encode())

    def _save(self) -> None:
        average = self._task.average
        save_checkpoint(
            self._checkpoint,
            state=self.state,
            model=self._task.stored(),
            average={} if average is None else average.current,
            best={} if average is None else average.best,
            optimiser=self._task.optimiser,
            settings=self._settings,
        )
