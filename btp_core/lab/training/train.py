"""The training loop: joint loss, a few scans a step, resumable, seeded, on any device."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from btp_core.base.errors import DataError, ModelError
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.lab.phrases import load_phrases
from btp_core.lab.training.augment import augment
from btp_core.lab.training.checkpoint import RunState, load_checkpoint, save_checkpoint
from btp_core.lab.training.losses import Losses, joint_loss
from btp_core.lab.training.parallel import Team, leading
from btp_core.lab.training.prepare import Entry, load_sample
from btp_core.lab.training.recipe import Recipe
from btp_core.lab.training.schedule import warm_cosine
from btp_core.lab.training.text_bank import TextBank
from btp_core.lab.training.validation import Validation, validate
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.weights import load_pyramid
from btp_core.text.minilm import MiniLM
from btp_core.text.tower import load_tower

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.safetensors"
HISTORY = "history.json"
GRADIENT_LIMIT = 1.0
FIT_SCANS = 48
TERMS = ("focal", "dice", "types", "names", "whole", "geometry", "rank", "words")


@dataclass(eq=False)
class TrainedModel:
    """Result of a run: the best averaged weights, their validation, and how it went."""

    model: BTP
    tower: MiniLM
    validation: Validation
    history: list[dict[str, float]]


def split(entries: Sequence[Entry], share: float) -> tuple[list[Entry], list[Entry]]:
    """Training and validation scans; a mesh or a part is wholly in one of them.

    Which shapes are held out follows from their names alone, so that it is the same in every
    run, and growing the data never moves a shape from one side to the other.
    """
    training: list[Entry] = []
    validation: list[Entry] = []
    for entry in entries:
        shape = entry.source if entry.source.startswith("mesh:") else f"part {entry.part}"
        value = int.from_bytes(hashlib.sha256(shape.encode()).digest()[:4]) / 2**32
        (validation if value < share else training).append(entry)
    return training, validation


def train(
    entries: Sequence[Entry],
    run: Path,
    recipe: Recipe,
    *,
    device: str = "cpu",
    processes: int = 1,
    held_out: Sequence[Entry] | None = None,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> TrainedModel:
    """Train on prepared scans, or go on with the run in folder ``run``.

    Parameters
    ----------
    entries
        From :func:`~btp_core.lab.training.prepare.prepare_folder`.
    run
        Folder for the checkpoint and ``history.json``.
    recipe
        Settings; a run goes on only with the settings it began with.
    device
        Where the network runs. The text tower stays on the CPU.
    processes
        Share each batch among so many processes, one thread each (CPU only).
    held_out
        Those of ``entries`` that only validate; chosen by the names of their shapes unless given.
    progress, cancel
        Reported to every step; checked every step, a checkpoint is written first.

    Raises
    ------
    DataError
        Too few scans to train and validate.
    ModelError
        The weights to start from, or the checkpoint, cannot be read or do not fit.
    CancelledError
        If cancelled; the run can go on later.
    """
    if held_out is None:
        training, held_out = split(entries, recipe.held_out)
    else:
        training = [entry for entry in entries if entry not in held_out]
    # From all folders and parts, not the first ones, and not each third, which are all good.
    chosen = np.random.default_rng(recipe.seed).permutation(len(held_out))
    validation = [held_out[i] for i in chosen[: recipe.validation_scans]]
    if len(training) < 2 or not validation:
        raise DataError(
            f"{len(training)} scans to train and {len(validation)} to validate are too few.",
            next_step="Synthesize more parts.",
        )
    size = min(processes, recipe.batch) if device == "cpu" else 1
    with leading(size, _follow, (training, run, recipe)) as team:
        worker = _Worker(training, run, recipe, device, team)
        worker.lead(validation, progress, cancel or CancelToken())
    worker.model.load_state_dict(worker.best)
    worker.model.to("cpu").eval()
    if recipe.start_from:
        _mix_in(worker.model, _started(recipe), recipe.start_share)
    sides = worker.bank.all_sides(worker.model.text)
    return TrainedModel(
        worker.model,
        worker.bank.tower,
        validate(worker.model, sides, held_out),
        worker.state.history,
    )


def _follow(team: Team, training: Sequence[Entry], run: Path, recipe: Recipe) -> None:
    worker = _Worker(training, run, recipe, "cpu", team)
    while not worker.finished:
        if worker.step(stop=False)[1]:
            return


class _Worker:
    """One process of a run: its copy of the model, in step with the others'."""

    def __init__(
        self, training: Sequence[Entry], run: Path, recipe: Recipe, device: str, team: Team
    ) -> None:
        self.training, self.recipe, self.device, self.team = training, recipe, device, team
        self.run = run
        self.bank = TextBank(load_tower(), load_phrases(), recipe.validate_every)
        self.model = _started(recipe) if recipe.start_from else self._fresh()
        self.model.to(device)
        self.optimiser = _optimiser(self.model, recipe)
        self.state = RunState()
        self.average, self.best = _copy(self.model), _copy(self.model)
        if self.checkpoint.exists():
            self.state, self.average, self.best = load_checkpoint(
                self.checkpoint, self.model, self.optimiser, recipe.to_dict()
            )

    def _fresh(self) -> BTP:
        torch.manual_seed(self.recipe.seed)
        model = BTP(self.recipe.model)
        self.bank.start(model.text)
        _fit_scales(model, self.training, self.recipe.seed)
        return model

    @property
    def checkpoint(self) -> Path:
        return self.run / CHECKPOINT

    @property
    def finished(self) -> bool:
        return self.state.step >= self.recipe.steps

    def lead(
        self, validation: Sequence[Entry], progress: ProgressCallback, cancel: CancelToken
    ) -> None:
        """Step, report, validate and save until done, cancelled or no longer better."""
        recipe, state = self.recipe, self.state
        sums: dict[str, float] = dict.fromkeys(TERMS, 0.0)
        since = 0
        while not self.finished:
            ending = cancel.cancelled or state.stale >= recipe.patience
            terms, stopped = self.step(stop=ending)
            if stopped:
                break
            since += 1
            for name in TERMS:
                sums[name] += terms[name]
            progress("training", state.step / recipe.steps)
            if state.step % recipe.validate_every == 0 or self.finished:
                means = {name: value / since for name, value in sums.items()}
                self._validate(validation, means)
                sums, since = dict.fromkeys(TERMS, 0.0), 0
        if cancel.cancelled:
            self._save()
            cancel.raise_if_cancelled()

    def step(self, stop: bool) -> tuple[dict[str, float], bool]:
        """One optimiser step; this process's mean loss terms, and whether to stop."""
        recipe, step = self.recipe, self.state.step
        self.optimiser.zero_grad(set_to_none=True)
        terms = dict.fromkeys(TERMS, 0.0)
        mine = list(self.team.share(recipe.batch))
        for place in mine:
            losses = self._losses(step, place)
            (losses.total() / recipe.batch).backward()  # type: ignore[no-untyped-call]
            for name in TERMS:
                terms[name] += float(getattr(losses, name).detach()) / len(mine)
        for parameter in self.model.parameters():
            # The context has no gradient on most steps. AdamW would then leave it alone here, but
            # not in a team, nor when the run goes on after a stop.
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        if self.team.sum_gradients(self.model, stop):
            return terms, True
        for group in self.optimiser.param_groups:
            group["lr"] = (
                recipe.learning_rate
                * group["share"]
                * warm_cosine(step, recipe.steps, recipe.warm_up)
            )
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_LIMIT)
        self.optimiser.step()
        self.state.step += 1
        done = self.state.step
        _blend(self.average, self.model, min(recipe.average, (1 + done) / (10 + done)))
        return terms, False

    def _losses(self, step: int, place: int) -> Losses:
        # Every scan of every step has a seed of its own: a resumed run repeats what it would
        # have done, with any number of processes.
        recipe = self.recipe
        turn = step * recipe.batch + place
        rng = np.random.default_rng([recipe.seed, turn])
        torch.manual_seed(recipe.seed * 1_000_003 + turn)
        epoch, position = divmod(turn, len(self.training))
        order = np.random.default_rng([recipe.seed, epoch, 1]).permutation(len(self.training))
        sample = load_sample(self.training[int(order[position])].path)
        only, even = _points_of_step(sample.types, recipe.point_share)
        pyramid = augment(sample.pyramid.to(self.device), self.model.encoder, recipe)
        sentences = self.bank.draw(self.model.text, step, rng)
        embeddings, geometry = self.model.embed_with_geometry(pyramid, only.to(self.device))
        types, targets = sample.types[only].to(self.device), sample.fpfh.to(self.device)
        return joint_loss(self.model, embeddings, sentences, types, even, (geometry, targets))

    def _validate(self, validation: Sequence[Entry], means: dict[str, float]) -> None:
        state = self.state
        result = _validate_average(self.model, self.average, self.bank, validation)
        better = result.objective > state.best
        state.best = max(state.best, result.objective)
        state.stale = 0 if better else state.stale + 1
        if better:
            self.best = {key: value.clone() for key, value in self.average.items()}
        state.history.append({"step": float(state.step), **result.figures(), **means})
        log.info("%s", json.dumps({k: round(v, 4) for k, v in state.history[-1].items()}))
        write_atomically(self.run / HISTORY, json.dumps(state.history, indent=1).encode())
        self._save()

    def _save(self) -> None:
        save_checkpoint(
            self.checkpoint,
            state=self.state,
            model=self.model,
            average=self.average,
            best=self.best,
            optimiser=self.optimiser,
            recipe=self.recipe.to_dict(),
        )


def _points_of_step(types: Tensor, share: float) -> tuple[Tensor, int]:
    """An even share of the working points, its size, and after it all other defective points."""
    order = torch.randperm(len(types))
    even = max(64, round(share * len(types)))
    rest = order[even:]
    return torch.cat([order[:even], rest[types[rest] > 0]]), min(even, len(types))


def _optimiser(model: BTP, recipe: Recipe) -> torch.optim.Optimizer:
    words = list(model.text.adapter.parameters())
    others = [p for p in model.parameters() if not any(p is word for word in words)]
    groups: list[dict[str, Any]] = [
        {"params": [p for p in others if p.ndim > 1], "weight_decay": recipe.weight_decay},
        {"params": [p for p in others if p.ndim <= 1], "weight_decay": 0.0},
        {"params": words, "weight_decay": 0.0, "share": recipe.word_rate},
    ]
    for group in groups:
        group.setdefault("share", 1.0)
    return torch.optim.AdamW(groups, lr=recipe.learning_rate, betas=(0.9, 0.98))


def _started(recipe: Recipe) -> BTP:
    file = load_pyramid(recipe.start_from)
    if file.model.config != recipe.model:
        raise ModelError(
            f"The weights {file.name!r} are of another size than the recipe's model.",
            next_step="Start from weights of the same configuration, or from none.",
        )
    return file.model.train().requires_grad_(True)


@torch.no_grad()
def _mix_in(model: BTP, other: BTP, share: float) -> None:
    theirs = other.state_dict()
    for key, value in model.state_dict().items():
        value.lerp_(theirs[key], share)


def _fit_scales(model: BTP, training: Sequence[Entry], seed: int) -> None:
    """Take the statistics' moments from some training scans."""
    chosen = np.random.default_rng(seed).permutation(len(training))[:FIT_SCANS]
    samples = [load_sample(training[int(i)].path) for i in chosen]
    encoder = model.encoder
    encoder.working_scale.fit(torch.cat([s.pyramid.working_statistics[::8] for s in samples]))
    encoder.local_scale.fit(torch.cat([s.pyramid.local_statistics[::4] for s in samples]))
    encoder.patch_scale.fit(torch.cat([s.pyramid.patch_statistics for s in samples]))


def _validate_average(
    model: BTP, average: dict[str, Tensor], bank: TextBank, validation: Sequence[Entry]
) -> Validation:
    current = _copy(model)
    model.load_state_dict(average)
    try:
        return validate(model, bank.all_sides(model.text), validation)
    finally:
        model.load_state_dict(current)


def _copy(model: BTP) -> dict[str, Tensor]:
    return {key: value.detach().clone() for key, value in model.state_dict().items()}


@torch.no_grad()
def _blend(average: dict[str, Tensor], model: BTP, decay: float) -> None:
    for key, value in model.state_dict().items():
        average[key].lerp_(value, 1.0 - decay)
