"""A step of training our own network, and its validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from btp_core.base.errors import ModelError
from btp_core.lab.phrases import load_phrases
from btp_core.lab.training.common.average import WeightAverage
from btp_core.lab.training.common.loop import decayed
from btp_core.lab.training.common.schedule import Schedule
from btp_core.lab.training.common.team import Team
from btp_core.lab.training.pyramid.augment import augment
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.losses import (
    GOOD_SHARE,
    GOOD_SHARE_OF_PAIRS,
    TERMS,
    Losses,
    joint_loss,
    outranked,
)
from btp_core.lab.training.pyramid.prepare import PreparedScan, Sample, load_sample
from btp_core.lab.training.pyramid.text_bank import TextBank
from btp_core.lab.training.pyramid.turns import Turns
from btp_core.lab.training.pyramid.validation import OBJECTIVE, validate
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.mgfem import Embeddings
from btp_core.model.pyramid.weights import load_pyramid
from btp_core.text.tower import load_tower

FIT_SCANS = 48
PAIRS = "pairs"
"""Name of the term that ranks the scans of a design; only where it has a weight."""


class PyramidTask:
    """Our own network with its optimiser, data and losses, for the training loop.

    Parameters
    ----------
    training, validation
        Prepared scans; those to validate on are needed by the leader of a team only.
    config
        Settings.
    device
        Where the network runs. The text tower stays on the CPU.

    Raises
    ------
    DataError
        Pairs are wanted and no design has a good and a defective scan.
    ModelError
        The weights to start from cannot be read or do not fit.
    """

    def __init__(
        self,
        training: Sequence[PreparedScan],
        validation: Sequence[PreparedScan],
        config: PyramidTrainingConfig,
        device: str,
    ) -> None:
        self._training, self._validation = training, validation
        self._config, self._device = config, device
        self._turns = Turns(training, config.seed, config.pair_weight > 0)
        self.bank = TextBank(load_tower(), load_phrases(), config.validate_every)
        self.model = self._started() if config.start_from else self._fresh()
        self.model.to(device)
        self.optimiser = _optimiser(self.model, config)
        self.schedule = Schedule(config.steps, config.warm_up, config.validate_every)
        self.average = WeightAverage(self.model, config.average, config.patience, OBJECTIVE)

    def stored(self) -> nn.Module:
        """All of the model."""
        return self.model

    def backward(self, step: int, team: Team) -> dict[str, float]:
        """Gradients of this process's scans of the batch; their mean loss terms."""
        batch, weight = self._config.batch, self._config.pair_weight
        terms = dict.fromkeys((*TERMS, PAIRS) if weight > 0 else TERMS, 0.0)
        mine = list(team.share(batch))
        for losses, pairs in self._compared(step, mine, team):
            total = losses.total() if pairs is None else losses.total() + weight * pairs
            (total / batch).backward()  # type: ignore[no-untyped-call]
            for name in TERMS:
                terms[name] += float(getattr(losses, name).detach()) / len(mine)
            if pairs is not None:
                terms[PAIRS] += float(pairs.detach()) / len(mine)
        for parameter in self.model.parameters():
            # The context has no gradient on most steps. AdamW would then leave it alone here, but
            # not in a team, nor when the run resumes after a stop.
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        return terms

    def validate(self) -> dict[str, float]:
        """Metrics on the validation scans under all sentences."""
        return validate(
            self.model, self.bank.all_sides(self.model.text), self._validation
        ).metrics()

    def _fresh(self) -> BTP:
        torch.manual_seed(self._config.seed)
        model = BTP(self._config.model)
        self.bank.start(model.text)
        _fit_scales(model, self._training, self._config.seed)
        return model

    def _started(self) -> BTP:
        """The weights to start from; evidence that they have never seen gets its own scale."""
        model = load_start(self._config)
        if model.config == self._config.model:
            return model
        torch.manual_seed(self._config.seed)
        started = BTP(self._config.model)
        started.load_state_dict({**started.state_dict(), **model.state_dict()})
        _fit_evidence(started, self._training, self._config.seed)
        return started

    def _compared(
        self, step: int, mine: Sequence[int], team: Team
    ) -> Iterator[tuple[Losses, Tensor | None]]:
        """Losses of this process's places, and how far each is outranked in its pair."""
        if self._config.pair_weight <= 0:
            for place in mine:
                yield self._losses(step, place), None
            return
        losses = {place: self._losses(step, place) for place in mine}
        logits = {place: float(each.object_logit.detach()) for place, each in losses.items()}
        others = team.of_all(logits, self._config.batch).to(self._device)
        for place in mine:
            # Batches are even, so pairs are an even place and the one after it.
            each = losses.pop(place)
            defective = place % 2 == 0
            yield each, outranked(each.object_logit, others[place ^ 1], defective)

    def _losses(self, step: int, place: int) -> Losses:
        # Every scan of every step has a seed of its own: a resumed run repeats what it would
        # have done, with any number of processes.
        config = self._config
        turn = step * config.batch + place
        rng = np.random.default_rng([config.seed, turn])
        torch.manual_seed(config.seed * 1_000_003 + turn)
        sample = load_sample(self._turns.entry(turn).path)
        only, even = _points_of_step(sample.types, config.point_share)
        pyramid = augment(sample.pyramid.to(self._device), self.model.encoder, config)
        sentences = self.bank.draw(self.model.text, step, rng)
        with torch.autocast(self._device, torch.bfloat16, enabled=config.half):
            embeddings, geometry = self.model.embed_with_geometry(pyramid, only.to(self._device))
        embeddings = Embeddings(embeddings.points.float(), embeddings.whole.float())
        geometry = geometry.float()
        types, targets = sample.types[only].to(self._device), sample.fpfh.to(self._device)
        share = GOOD_SHARE_OF_PAIRS if config.pair_weight > 0 else GOOD_SHARE
        return joint_loss(
            self.model, embeddings, sentences, types, even, (geometry, targets), share
        )


def load_start(config: PyramidTrainingConfig) -> BTP:
    """The model that ``config`` starts from, ready to be trained; it may lack evidence."""
    file = load_pyramid(config.start_from)
    theirs = file.model.config
    if config.model not in (theirs, replace(theirs, evidence=config.model.evidence)):
        raise ModelError(
            f"The weights {file.name!r} are of another size than the config's model.",
            next_step="Start from weights of the same sizes, or from none.",
        )
    return file.model.train().requires_grad_(True)


def _points_of_step(types: Tensor, share: float) -> tuple[Tensor, int]:
    """An even share of the working points, its size, and after it all other defective points."""
    order = torch.randperm(len(types))
    even = max(64, round(share * len(types)))
    rest = order[even:]
    return torch.cat([order[:even], rest[types[rest] > 0]]), min(even, len(types))


def _optimiser(model: BTP, config: PyramidTrainingConfig) -> torch.optim.Optimizer:
    words = list(model.text.adapter.parameters())
    others = [p for p in model.parameters() if not any(p is word for word in words)]
    rate = config.learning_rate
    groups = [
        *decayed(others, rate, config.weight_decay),
        {"params": words, "weight_decay": 0.0, "peak": rate * config.word_rate},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))


def _fit_scales(model: BTP, training: Sequence[PreparedScan], seed: int) -> None:
    """Take the statistics' moments from some training scans."""
    samples = _some(training, seed)
    encoder = model.encoder
    encoder.working_scale.fit(torch.cat([s.pyramid.working_statistics[::8] for s in samples]))
    encoder.local_scale.fit(torch.cat([s.pyramid.local_statistics[::4] for s in samples]))
    encoder.patch_scale.fit(torch.cat([s.pyramid.patch_statistics for s in samples]))
    _fit_evidence(model, training, seed)


def _fit_evidence(model: BTP, training: Sequence[PreparedScan], seed: int) -> None:
    """Take the evidence's moments from some training scans, if the network reads any."""
    if model.mgfem.evidence is not None:
        samples = _some(training, seed)
        evidence = torch.cat([s.pyramid.evidence[::8] for s in samples])
        model.mgfem.evidence.scale.fit(evidence)


def _some(training: Sequence[PreparedScan], seed: int) -> list[Sample]:
    chosen = np.random.default_rng(seed).permutation(len(training))[:FIT_SCANS]
    return [load_sample(training[int(i)].path) for i in chosen]
