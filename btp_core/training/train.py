"""The training loop: joint loss, one scan a step, resumable, seeded, on any device."""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from btp_core.errors import DataError
from btp_core.files import write_atomically
from btp_core.model.btp import BTP
from btp_core.progress import CancelToken, ProgressCallback, no_progress
from btp_core.text.minilm import MiniLM
from btp_core.training.augment import augment
from btp_core.training.checkpoint import RunState, load_checkpoint, save_checkpoint
from btp_core.training.losses import joint_loss
from btp_core.training.phrases import load_phrases
from btp_core.training.prepare import Entry, load_sample
from btp_core.training.recipe import Recipe
from btp_core.training.text_bank import TextBank
from btp_core.training.validation import Validation, validate

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.safetensors"
HISTORY = "history.json"
GRADIENT_LIMIT = 1.0
FIT_SCANS = 48
TERMS = ("focal", "dice", "types", "names", "whole", "geometry")


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
    training, validation = [], []
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
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> TrainedModel:
    """Train on prepared scans, or go on with the run in folder ``run``.

    Parameters
    ----------
    entries
        From :func:`~btp_core.training.prepare.prepare_folder`.
    run
        Folder for the checkpoint and ``history.json``.
    recipe
        Settings; a run goes on only with the settings it began with.
    device
        Where the network runs. The text tower stays on the CPU.
    progress, cancel
        Reported to every step; checked every step, a checkpoint is written first.

    Raises
    ------
    DataError
        Too few scans to train and validate.
    CancelledError
        If cancelled; the run can go on later.
    """
    training, validation = split(entries, recipe.held_out)
    validation = validation[: recipe.validation_scans]
    if len(training) < 2 or not validation:
        raise DataError(
            f"{len(training)} scans to train and {len(validation)} to validate are too few.",
            next_step="Synthesize more parts.",
        )
    cancel = cancel or CancelToken()
    torch.manual_seed(recipe.seed)
    model = BTP(recipe.model)
    bank = TextBank(MiniLM(), load_phrases())
    bank.start_context(model.text)
    _fit_scales(model, training, recipe.seed)
    model.to(device)
    optimiser = _optimiser(model, recipe)
    state, average, best = RunState(), _copy(model), _copy(model)
    checkpoint = run / CHECKPOINT
    if checkpoint.exists():
        state, average, best = load_checkpoint(checkpoint, model, optimiser, recipe.to_dict())
    sums: dict[str, float] = dict.fromkeys(TERMS, 0.0)
    since = 0

    def save() -> None:
        save_checkpoint(
            checkpoint,
            state=state,
            model=model,
            average=average,
            best=best,
            optimiser=optimiser,
            recipe=recipe.to_dict(),
        )

    while state.step < recipe.steps and state.stale < recipe.patience:
        if cancel.cancelled:
            save()
            cancel.raise_if_cancelled()
        terms = _step(
            model, bank, optimiser, training, step=state.step, recipe=recipe, device=device
        )
        state.step += 1
        since += 1
        for name in TERMS:
            sums[name] += terms[name]
        _blend(average, model, min(recipe.average, (1 + state.step) / (10 + state.step)))
        progress("training", state.step / recipe.steps)
        if state.step % recipe.validate_every == 0 or state.step == recipe.steps:
            means = {name: value / since for name, value in sums.items()}
            result = _validate_average(model, average, bank, validation)
            better = result.objective > state.best
            state.best = max(state.best, result.objective)
            state.stale = 0 if better else state.stale + 1
            if better:
                best = {key: value.clone() for key, value in average.items()}
            state.history.append({"step": float(state.step), **result.figures(), **means})
            log.info("%s", json.dumps({k: round(v, 4) for k, v in state.history[-1].items()}))
            write_atomically(run / HISTORY, json.dumps(state.history, indent=1).encode())
            sums, since = dict.fromkeys(TERMS, 0.0), 0
            save()
    model.load_state_dict(best)
    model.to("cpu").eval()
    return TrainedModel(
        model, bank.tower, validate(model, bank.all_sides(model.text), validation), state.history
    )


def _step(
    model: BTP,
    bank: TextBank,
    optimiser: torch.optim.Optimizer,
    training: Sequence[Entry],
    *,
    step: int,
    recipe: Recipe,
    device: str,
) -> dict[str, float]:
    # Every step has a seed of its own, so that a resumed run repeats what it would have done.
    rng = np.random.default_rng([recipe.seed, step])
    torch.manual_seed(recipe.seed * 1_000_003 + step)
    epoch, position = divmod(step, len(training))
    order = np.random.default_rng([recipe.seed, epoch, 1]).permutation(len(training))
    sample = load_sample(training[int(order[position])].path)
    count = len(sample.types)
    only = torch.randperm(count)[: max(64, round(recipe.point_share * count))]
    pyramid = augment(sample.pyramid, model.encoder, recipe).to(device)
    sides = bank.sides(model.text, step, rng)
    embeddings, geometry = model.embed_with_geometry(pyramid, only.to(device))
    losses = joint_loss(
        model,
        embeddings,
        sides,
        sample.types[only].to(device),
        (geometry, sample.fpfh.to(device)),
    )
    for group in optimiser.param_groups:
        group["lr"] = recipe.learning_rate * _schedule(step, recipe)
    optimiser.zero_grad(set_to_none=True)
    losses.total().backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_LIMIT)
    optimiser.step()
    return {name: float(getattr(losses, name).detach()) for name in TERMS}


def _schedule(step: int, recipe: Recipe) -> float:
    warm = max(1.0, recipe.warm_up * recipe.steps)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1.0, recipe.steps - warm)))


def _optimiser(model: BTP, recipe: Recipe) -> torch.optim.Optimizer:
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    groups: list[dict[str, Any]] = [
        {"params": decayed, "weight_decay": recipe.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=recipe.learning_rate, betas=(0.9, 0.98))


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
