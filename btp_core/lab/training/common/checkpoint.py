"""The state of a run, without pickle: tensors as safetensors, numbers as JSON in its header."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from btp_core.base.errors import ModelError
from btp_core.base.files import atomic_path
from btp_core.lab.training.common.earlier_names import CONFIG, with_config


@dataclass(eq=False)
class RunState:
    """Progress of a run.

    Attributes
    ----------
    step
        Steps done.
    best, stale
        Best validation objective so far, and validations since.
    history
        One entry per validation, for the curves.
    sums, since
        Sums of the loss terms over the steps since the last validation, and how many these are.
    """

    step: int = 0
    best: float = -1.0
    stale: int = 0
    history: list[dict[str, float]] = field(default_factory=list)
    sums: dict[str, float] = field(default_factory=dict)
    since: int = 0

    def count_step(self, terms: Mapping[str, float]) -> None:
        """A step is done, with these loss terms."""
        self.step += 1
        self.since += 1
        for name, value in terms.items():
            self.sums[name] = self.sums.get(name, 0.0) + value

    def take_mean_terms(self) -> dict[str, float]:
        """Mean loss terms since the last validation; counting starts anew."""
        means = {name: value / self.since for name, value in self.sums.items()}
        self.sums, self.since = {}, 0
        return means


def save_checkpoint(
    path: Path,
    *,
    state: RunState,
    model: nn.Module,
    average: dict[str, Tensor],
    best: dict[str, Tensor],
    optimiser: torch.optim.Optimizer,
    settings: dict[str, Any],
) -> None:
    """Write everything a run needs to resume as if it had never stopped."""
    tensors = {f"model.{k}": v for k, v in model.state_dict().items()}
    tensors |= {f"average.{k}": v for k, v in average.items()}
    tensors |= {f"best.{k}": v for k, v in best.items()}
    for index, values in optimiser.state_dict()["state"].items():
        tensors |= {f"optimiser.{index}.{k}": torch.as_tensor(v) for k, v in values.items()}
    tensors = {k: v.detach().clone().contiguous() for k, v in tensors.items()}
    header = {"state": vars(state), CONFIG: settings}
    with atomic_path(path) as temporary:
        save_file(tensors, temporary, metadata={"header": json.dumps(header)})


def load_checkpoint(
    path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, settings: dict[str, Any]
) -> tuple[RunState, dict[str, Tensor], dict[str, Tensor]]:
    """Restore a run in place; gives its state, the averaged weights and the best ones.

    Raises
    ------
    ModelError
        The file is damaged, or belongs to a run with other settings.
    """
    try:
        with safe_open(path, framework="pt") as file:
            header = json.loads(file.metadata()["header"])
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
        if with_config(header)[CONFIG] != json.loads(json.dumps(settings)):
            raise ModelError(
                "The checkpoint belongs to a run with other settings.",
                path=path,
                next_step="Choose another run folder, or repeat the settings.",
            )
        groups: dict[str, dict[str, Tensor]] = {"model": {}, "average": {}, "best": {}}
        moments: dict[int, dict[str, Tensor]] = {}
        for key, tensor in tensors.items():
            group, name = key.split(".", 1)
            if group == "optimiser":
                index, entry = name.split(".", 1)
                moments.setdefault(int(index), {})[entry] = tensor
            else:
                groups[group][name] = tensor
        model.load_state_dict(groups["model"])
        whole = optimiser.state_dict()
        whole["state"] = moments
        optimiser.load_state_dict(whole)
        return RunState(**header["state"]), groups["average"], groups["best"]
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"The checkpoint cannot be read ({error}).",
            path=path,
            next_step="Delete it to start the run anew.",
        ) from error
