"""Training as published: joint loss over a frozen backbone, resumable, the same bits on a CPU."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import torch

from btp_core.base.errors import DataError
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.lab.training.checkpoint import RunState, load_checkpoint, save_checkpoint
from btp_core.lab.training.published_losses import TERMS, published_loss
from btp_core.lab.training.published_prepare import CloudEntry, load_batch
from btp_core.lab.training.published_prompts import PromptSides
from btp_core.lab.training.published_recipe import PublishedRecipe
from btp_core.lab.training.published_validation import PublishedValidation, validate
from btp_core.lab.training.schedule import warm_cosine
from btp_core.model.over_backbone.model import PublishedBTP

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.safetensors"
HISTORY = "history.json"
GRADIENT_LIMIT = 1.0


def autocast(device: str, wanted: bool) -> AbstractContextManager[object]:
    """Mixed precision on a GPU; on a CPU nothing at all, so that it computes the same bits."""
    if not wanted or not device.startswith("cuda"):
        return nullcontext()
    return torch.autocast("cuda", dtype=torch.bfloat16)


class PublishedRun:
    """A run: its model, where it stands, and how it goes on.

    Parameters
    ----------
    model
        Fresh; what a checkpoint in ``folder`` holds replaces its own tensors.
    sides
        The text side, not yet started.
    training, held_out
        Prepared clouds.
    folder
        For the checkpoint and ``history.json``.
    recipe
        Settings; a run goes on only with the settings it began with.
    identity
        What else must be the same for a run to go on: backbone, tower, data.
    device
        Where the modules run.

    Raises
    ------
    DataError
        Too few clouds.
    ModelError
        The checkpoint is damaged or of another run.
    """

    def __init__(
        self,
        model: PublishedBTP,
        sides: PromptSides,
        training: Sequence[CloudEntry],
        held_out: Sequence[CloudEntry],
        folder: Path,
        recipe: PublishedRecipe,
        identity: dict[str, str],
        device: str,
    ) -> None:
        if not training or not held_out:
            raise DataError(
                f"{len(training)} clouds to train and {len(held_out)} held out are too few.",
                next_step="Give more scans, or another share to hold out.",
            )
        self.model, self.sides, self.recipe, self.device = model, sides, recipe, device
        self.training, self.held_out, self.folder = list(training), list(held_out), folder
        self.settings = recipe.to_dict() | identity | {"clouds": _names(training, held_out)}
        self.sides.start(model.text)
        self.model.to(device)
        self.model.backbone.requires_grad_(False)
        self.optimiser = _optimiser(model, recipe)
        self.state = RunState()
        self._last: tuple[int, PublishedValidation | None] = (-1, None)
        if self.checkpoint.exists():
            own = _OwnState(model)
            self.state, _, _ = load_checkpoint(self.checkpoint, own, self.optimiser, self.settings)

    @property
    def checkpoint(self) -> Path:
        """Where the run's state is kept."""
        return self.folder / CHECKPOINT

    @property
    def steps_per_epoch(self) -> int:
        """Optimiser steps in a pass over the training clouds; a rest makes a smaller last one."""
        return -(-len(self.training) // self.recipe.batch)

    @property
    def steps(self) -> int:
        """Of the whole run."""
        return self.recipe.epochs * self.steps_per_epoch

    def go(
        self, progress: ProgressCallback = no_progress, cancel: CancelToken | None = None
    ) -> None:
        """Train to the end, saving after every epoch.

        Raises
        ------
        CancelledError
            If cancelled; a checkpoint is written first.
        """
        cancel = cancel or CancelToken()
        every = self.recipe.validate_every * self.steps_per_epoch
        while self.state.step < self.steps:
            if cancel.cancelled:
                self._save()
                cancel.raise_if_cancelled()
            terms = self.step()
            done = self.state.step
            progress("training", done / self.steps)
            if done % every == 0 or done == self.steps:
                self._validate(terms)
            if done % self.steps_per_epoch == 0:
                self._save()

    def step(self) -> dict[str, float]:
        """One optimiser step; its loss terms."""
        recipe, step = self.recipe, self.state.step
        # Every step has a seed of its own: a resumed run repeats what it would have done.
        torch.manual_seed(recipe.seed * 1_000_003 + step)
        rng = np.random.default_rng([recipe.seed, step])
        batch = load_batch(self._clouds_of(step))
        self.optimiser.zero_grad(set_to_none=True)
        sides = self.sides.draw(self.model.text, rng)
        with autocast(self.device, recipe.mixed_precision):
            losses = published_loss(
                self.model,
                batch.tokens.to(self.device),
                sides,
                batch.labels.to(self.device),
                batch.fpfh.to(self.device),
            )
        losses.total().backward()  # type: ignore[no-untyped-call]
        share = warm_cosine(step, self.steps, recipe.warm_up)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_LIMIT)
        self.optimiser.step()
        self.state.step += 1
        return {name: float(getattr(losses, name).detach()) for name in TERMS}

    def validation(self) -> PublishedValidation:
        """The held-out clouds under all sentences, as the model stands."""
        step, known = self._last
        if known is None or step != self.state.step:
            known = validate(self.model, self.sides.all(self.model.text), self.held_out)
            self._last = (self.state.step, known)
        return known

    def _clouds_of(self, step: int) -> list[CloudEntry]:
        epoch, place = divmod(step, self.steps_per_epoch)
        seeds = [self.recipe.seed, epoch, 1]
        order = np.random.default_rng(seeds).permutation(len(self.training))
        chosen = order[place * self.recipe.batch : (place + 1) * self.recipe.batch]
        return [self.training[int(index)] for index in chosen]

    def _validate(self, terms: dict[str, float]) -> None:
        figures = self.validation().figures()
        epoch = self.state.step / self.steps_per_epoch
        self.state.history.append(
            {"step": float(self.state.step), "epoch": epoch, **figures, **terms}
        )
        log.info("%s", json.dumps({k: round(v, 4) for k, v in self.state.history[-1].items()}))
        write_atomically(self.folder / HISTORY, json.dumps(self.state.history, indent=1).encode())

    def _save(self) -> None:
        save_checkpoint(
            self.checkpoint,
            state=self.state,
            model=_OwnState(self.model),
            average={},
            best={},
            optimiser=self.optimiser,
            recipe=self.settings,
        )


class _OwnState(torch.nn.Module):
    """The model as a checkpoint sees it: without the backbone, which never changes."""

    def __init__(self, model: PublishedBTP) -> None:
        super().__init__()
        self.gfcm, self.mgfem, self.text = model.gfcm, model.mgfem, model.text
        self.similarity, self.mix = model.similarity, model.mix


def _optimiser(model: PublishedBTP, recipe: PublishedRecipe) -> torch.optim.Optimizer:
    context = model.text.context
    others = [p for p in model.parameters() if p.requires_grad and p is not context]
    groups = [
        {"params": [context], "weight_decay": 0.0, "peak": recipe.prompt_rate},
        {
            "params": [p for p in others if p.ndim > 1],
            "weight_decay": recipe.weight_decay,
            "peak": recipe.learning_rate,
        },
        {
            "params": [p for p in others if p.ndim <= 1],
            "weight_decay": 0.0,
            "peak": recipe.learning_rate,
        },
    ]
    return torch.optim.AdamW(groups, lr=recipe.learning_rate)


def _names(*parts: Sequence[CloudEntry]) -> str:
    """A checksum of which clouds train and which do not; the files are named by content."""
    digest = hashlib.sha256()
    for entries in parts:
        digest.update("|".join(f"{e.path.name}:{e.place}" for e in entries).encode() + b"\n")
    return digest.hexdigest()
