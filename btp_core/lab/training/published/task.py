"""A step of training BTP's modules over a frozen backbone, and their validation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import torch
from torch import nn

from btp_core.base.errors import DataError
from btp_core.lab.training.common.loop import decayed
from btp_core.lab.training.common.schedule import Schedule
from btp_core.lab.training.common.team import Team
from btp_core.lab.training.published.config import PublishedTrainingConfig
from btp_core.lab.training.published.losses import TERMS, published_loss
from btp_core.lab.training.published.prepare import PreparedCloud, load_batch
from btp_core.lab.training.published.prompts import PromptSides
from btp_core.lab.training.published.validation import PublishedValidation, validate
from btp_core.model.over_backbone.model import PublishedBTP


def autocast(device: str, wanted: bool) -> AbstractContextManager[object]:
    """Mixed precision on a GPU; on a CPU nothing at all, so that it computes the same bits."""
    if not wanted or not device.startswith("cuda"):
        return nullcontext()
    return torch.autocast("cuda", dtype=torch.bfloat16)


class PublishedTask:
    """BTP's modules with their optimiser, data and losses, for the training loop.

    Nothing is averaged and nothing stops early: the weights of the last step count.

    Parameters
    ----------
    model
        Fresh.
    sides
        The text side, not yet started.
    training, held_out
        Prepared clouds.
    config
        Settings.
    device
        Where the modules run.

    Raises
    ------
    DataError
        Too few clouds.
    """

    average = None

    def __init__(
        self,
        model: PublishedBTP,
        sides: PromptSides,
        training: Sequence[PreparedCloud],
        held_out: Sequence[PreparedCloud],
        config: PublishedTrainingConfig,
        device: str,
    ) -> None:
        if not training or not held_out:
            raise DataError(
                f"{len(training)} clouds to train and {len(held_out)} held out are too few.",
                next_step="Give more scans, or another share to hold out.",
            )
        self.model: PublishedBTP = model
        self._sides, self._config, self._device = sides, config, device
        self._training, self._held_out = training, held_out
        sides.start(model.text)
        model.to(device)
        model.backbone.requires_grad_(False)
        self.optimiser = _optimiser(model, config)
        # What is left over at the end of an epoch makes a smaller last batch.
        self._epoch = -(-len(training) // config.batch)
        self.schedule = Schedule(
            config.epochs * self._epoch,
            config.warm_up,
            config.validate_every * self._epoch,
            steps_per_epoch=self._epoch,
        )
        self._last: PublishedValidation | None = None

    def stored(self) -> nn.Module:
        """The model without its backbone."""
        return _OwnState(self.model)

    def backward(self, step: int, team: Team) -> dict[str, float]:  # noqa: ARG002 - works alone
        """Gradients of a batch of clouds; its loss terms."""
        config = self._config
        # Every step has a seed of its own: a resumed run repeats what it would have done.
        torch.manual_seed(config.seed * 1_000_003 + step)
        rng = np.random.default_rng([config.seed, step])
        batch = load_batch(self._clouds_of(step))
        sides = self._sides.draw(self.model.text, rng)
        with autocast(self._device, config.mixed_precision):
            losses = published_loss(
                self.model,
                batch.tokens.to(self._device),
                sides,
                batch.labels.to(self._device),
                batch.fpfh.to(self._device),
            )
        losses.total().backward()  # type: ignore[no-untyped-call]
        return {name: float(getattr(losses, name).detach()) for name in TERMS}

    def validate(self) -> dict[str, float]:
        """Metrics on the held-out clouds under all sentences."""
        self._last = self._validation()
        return self._last.metrics()

    def final_validation(self) -> PublishedValidation:
        """The validation of a finished run; its last step was validated if it was done here."""
        return self._last or self._validation()

    def _validation(self) -> PublishedValidation:
        return validate(self.model, self._sides.all(self.model.text), self._held_out)

    def _clouds_of(self, step: int) -> list[PreparedCloud]:
        epoch, place = divmod(step, self._epoch)
        seeds = [self._config.seed, epoch, 1]
        order = np.random.default_rng(seeds).permutation(len(self._training))
        chosen = order[place * self._config.batch : (place + 1) * self._config.batch]
        return [self._training[int(index)] for index in chosen]


class _OwnState(nn.Module):
    """The model as a checkpoint sees it: without the backbone, which never changes."""

    def __init__(self, model: PublishedBTP) -> None:
        super().__init__()
        self.gfcm, self.mgfem, self.text = model.gfcm, model.mgfem, model.text
        self.similarity, self.mix = model.similarity, model.mix


def _optimiser(model: PublishedBTP, config: PublishedTrainingConfig) -> torch.optim.Optimizer:
    context = model.text.context
    others = [p for p in model.parameters() if p.requires_grad and p is not context]
    groups = [
        {"params": [context], "weight_decay": 0.0, "peak": config.prompt_rate},
        *decayed(others, config.learning_rate, config.weight_decay),
    ]
    return torch.optim.AdamW(groups, lr=config.learning_rate)
