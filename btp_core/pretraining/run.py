"""The run: clouds against sentences, resumable, the same bits on a CPU."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

from btp_core.backbones.pointbert import PointBert
from btp_core.errors import DataError
from btp_core.files import write_atomically
from btp_core.pretraining.batch import load_patches
from btp_core.pretraining.captions import CaptionBook
from btp_core.pretraining.clouds import CaptionedCloud
from btp_core.pretraining.loss import clouds_against_sentences
from btp_core.pretraining.norms import set_running_statistics
from btp_core.pretraining.recipe import PretrainingRecipe
from btp_core.pretraining.validation import validate
from btp_core.progress import CancelToken, ProgressCallback, no_progress
from btp_core.training.checkpoint import RunState, load_checkpoint, save_checkpoint
from btp_core.training.schedule import warm_cosine

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.safetensors"
HISTORY = "history.json"
GRADIENT_LIMIT = 1.0
SAVE_EVERY = 50
"""Steps between checkpoints: about a minute's work of a slow machine."""


class PretrainingRun:
    """A run: its backbone, where it stands, and how it goes on.

    Parameters
    ----------
    model
        Fresh; what a checkpoint in ``folder`` holds replaces its weights.
    book
        All sentences, embedded.
    training, held_out
        Prepared clouds.
    folder
        For the checkpoint and ``history.json``.
    recipe
        Settings; a run goes on only with the settings it began with.
    identity
        What else must be the same: tower, sizes, data.
    device
        Where the backbone runs.

    Raises
    ------
    DataError
        Too few clouds.
    ModelError
        The checkpoint is damaged or of another run.
    """

    def __init__(
        self,
        model: PointBert,
        book: CaptionBook,
        training: Sequence[CaptionedCloud],
        held_out: Sequence[CaptionedCloud],
        folder: Path,
        recipe: PretrainingRecipe,
        identity: dict[str, object],
        device: str,
    ) -> None:
        if len(training) < recipe.batch or not held_out:
            raise DataError(
                f"{len(training)} clouds to train and {len(held_out)} held out are too few for "
                f"steps of {recipe.batch}.",
                next_step="Give more scans, or make the steps smaller.",
            )
        self.model, self.book, self.recipe, self.device = model, book, recipe, device
        self.training, self.held_out, self.folder = list(training), list(held_out), folder
        self.settings = recipe.to_dict() | identity
        self.state = RunState()
        model.requires_grad_(True)
        self.optimiser = _optimiser(model, recipe)
        if self.checkpoint.exists():
            self.state, _, _ = load_checkpoint(
                self.checkpoint, model, self.optimiser, self.settings
            )
        else:
            rng = np.random.default_rng([recipe.seed, 0])
            first = load_patches(self._clouds_of(0), model.config, recipe.patches_kept, rng)
            set_running_statistics(model.point_encoder.encoder, first.features.flatten(0, 1))
        model.to(device)

    @property
    def checkpoint(self) -> Path:
        """Where the run's state is kept."""
        return self.folder / CHECKPOINT

    def go(
        self, progress: ProgressCallback = no_progress, cancel: CancelToken | None = None
    ) -> None:
        """Train to the end.

        Raises
        ------
        CancelledError
            If cancelled; a checkpoint is written first.
        """
        cancel = cancel or CancelToken()
        steps = self.recipe.steps
        while self.state.step < steps:
            if cancel.cancelled:
                self._save()
                cancel.raise_if_cancelled()
            loss = self.step()
            done = self.state.step
            progress("pre-training", done / steps)
            if done % self.recipe.validate_every == 0 or done == steps:
                self._validate(loss)
            if done % SAVE_EVERY == 0 or done == steps:
                self._save()

    def step(self) -> float:
        """One optimiser step; its loss."""
        recipe, step = self.recipe, self.state.step
        # Every step has a seed of its own: a resumed run repeats what it would have done.
        rng = np.random.default_rng([recipe.seed, step])
        clouds = self._clouds_of(step)
        patches = load_patches(clouds, self.model.config, recipe.patches_kept, rng).to(self.device)
        meanings = [(cloud.word, int(rng.choice(cloud.groups))) for cloud in clouds]
        sentences = torch.stack([self.book.draw(word, group, rng) for word, group in meanings])
        self.optimiser.zero_grad(set_to_none=True)
        loss = clouds_against_sentences(
            normalize(self.model.encode(patches).embedding, dim=1),
            sentences.to(self.device),
            self.model.logit_scale,
            meanings,
        )
        loss.backward()  # type: ignore[no-untyped-call]
        share = warm_cosine(step, recipe.steps, recipe.warm_up)
        for group in self.optimiser.param_groups:
            group["lr"] = recipe.learning_rate * share
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_LIMIT)
        self.optimiser.step()
        self.state.step += 1
        return float(loss.detach())

    def _clouds_of(self, step: int) -> list[CaptionedCloud]:
        """The clouds of a step; a rest too small for a step is left to the next pass's order."""
        steps_a_pass = len(self.training) // self.recipe.batch
        turn, place = divmod(step, steps_a_pass)
        order = np.random.default_rng([self.recipe.seed, turn, 1]).permutation(len(self.training))
        chosen = order[place * self.recipe.batch : (place + 1) * self.recipe.batch]
        return [self.training[int(index)] for index in chosen]

    def _validate(self, loss: float) -> None:
        figures = validate(
            self.model,
            self.held_out,
            self.book.directions(),
            self.recipe.patches_kept,
            self.device,
        )
        self.state.history.append({"step": float(self.state.step), "loss": loss, **figures})
        log.info("%s", json.dumps({k: round(v, 4) for k, v in self.state.history[-1].items()}))
        write_atomically(self.folder / HISTORY, json.dumps(self.state.history, indent=1).encode())

    def _save(self) -> None:
        save_checkpoint(
            self.checkpoint,
            state=self.state,
            model=self.model,
            average={},
            best={},
            optimiser=self.optimiser,
            recipe=self.settings,
        )


def _optimiser(model: PointBert, recipe: PretrainingRecipe) -> torch.optim.Optimizer:
    matrices = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": recipe.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=recipe.learning_rate)
