"""Prepared scans to trained weights of our own network, by one process or a team of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.lab.training.common.loop import TrainingLoop
from btp_core.lab.training.common.split import split
from btp_core.lab.training.common.team import Team, leading
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.prepare import PreparedScan
from btp_core.lab.training.pyramid.task import PyramidTask, load_start
from btp_core.lab.training.pyramid.validation import Validation, validate
from btp_core.model.pyramid.btp import BTP
from btp_core.text.minilm import MiniLM


@dataclass(eq=False)
class TrainedPyramid:
    """Result of a run: the best averaged weights, their validation, and how it went."""

    model: BTP
    tower: MiniLM
    validation: Validation
    history: list[dict[str, float]]


def train_pyramid(
    entries: Sequence[PreparedScan],
    run: Path,
    config: PyramidTrainingConfig,
    *,
    device: str = "cpu",
    processes: int = 1,
    held_out: Sequence[PreparedScan] | None = None,
    finish: bool = False,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> TrainedPyramid:
    """Train on prepared scans, or resume the run in folder ``run``.

    Parameters
    ----------
    entries
        From :func:`~btp_core.lab.training.pyramid.prepare.prepare_folder`.
    run
        Folder for the checkpoint and ``history.json``.
    config
        Settings; a run resumes only with those it began with.
    device
        Where the network runs. The text tower stays on the CPU.
    processes
        Share each batch among so many processes, one thread each (CPU only).
    held_out
        Those of ``entries`` that only validate; chosen by the names of their shapes unless given.
    finish
        Take no more steps: the best weights so far are the result.
    progress, cancel
        Reported to every step; checked every step, a checkpoint is written first.

    Raises
    ------
    DataError
        Too few scans to train and validate, or none in pairs where pairs are wanted.
    ModelError
        The weights to start from, or the checkpoint, cannot be read or do not fit.
    CancelledError
        If cancelled; the run can be resumed.
    """
    if held_out is None:
        training, held_out = split(entries, config.held_out)
    else:
        training = [entry for entry in entries if entry not in held_out]
    # From all folders and parts, not the first ones, and not each third, which are all good.
    chosen = np.random.default_rng(config.seed).permutation(len(held_out))
    validation = [held_out[i] for i in chosen[: config.validation_scans]]
    if len(training) < 2 or not validation:
        raise DataError(
            f"{len(training)} scans to train and {len(validation)} to validate are too few.",
            next_step="Synthesize more parts.",
        )
    size = min(processes, config.batch) if device == "cpu" and not finish else 1
    with leading(size, _follow, (training, run, config)) as team:
        task = PyramidTask(training, validation, config, device)
        loop = TrainingLoop(task, run, config.to_dict(), team)
        loop.lead(progress, cancel or CancelToken(), finish=finish)
    model = task.model
    model.load_state_dict(task.average.best)
    model.to("cpu").eval()
    if config.start_from:
        _mix_in(model, load_start(config), config.start_share)
    final = validate(model, task.bank.all_sides(model.text), held_out)
    return TrainedPyramid(model, task.bank.tower, final, loop.state.history)


def _follow(
    team: Team, training: Sequence[PreparedScan], run: Path, config: PyramidTrainingConfig
) -> None:
    TrainingLoop(PyramidTask(training, (), config, "cpu"), run, config.to_dict(), team).follow()


@torch.no_grad()
def _mix_in(model: BTP, other: BTP, share: float) -> None:
    theirs = other.state_dict()
    for key, value in model.state_dict().items():
        if key in theirs:
            value.lerp_(theirs[key], share)
