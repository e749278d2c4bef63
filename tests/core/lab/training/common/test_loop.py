"""The loop on a model of three numbers: stops, averages, validations, checkpoints."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from btp_core import CancelToken
from btp_core.base.errors import CancelledError, ModelError
from btp_core.base.progress import no_progress
from btp_core.lab.training.common.average import WeightAverage
from btp_core.lab.training.common.loop import CHECKPOINT, HISTORY, TrainingLoop
from btp_core.lab.training.common.schedule import Schedule

SETTINGS = {"seed": 3}


@dataclass
class Fit:
    """Fits three weights to noisy targets; a real, if small, task."""

    schedule: Schedule
    patience: int | None = None
    score: float | None = None

    def __post_init__(self):
        torch.manual_seed(0)
        self.model = torch.nn.Linear(3, 1)
        groups = [{"params": list(self.model.parameters()), "peak": 0.1}]
        self.optimiser = torch.optim.AdamW(groups)
        self.average = None
        if self.patience is not None:
            self.average = WeightAverage(self.model, 0.5, self.patience, ("score",))

    def stored(self):
        return self.model

    def backward(self, step, team):
        torch.manual_seed(step)
        inputs = torch.randn(8, 3)
        loss = (self.model(inputs)[:, 0] - inputs.sum(dim=1)).square().mean()
        loss.backward()
        return {"error": float(loss.detach())}

    def validate(self):
        far = float((self.model.weight.detach() - 1.0).abs().sum())
        return {"score": -far if self.score is None else self.score}


def run(folder, *, schedule, cancel_at=None, settings=SETTINGS, **more):
    """Lead a run; its task, and where it came to."""
    task = Fit(schedule, **more)
    loop = TrainingLoop(task, folder, settings)
    token = CancelToken()

    def stop(stage, fraction):
        if loop.state.step == cancel_at:
            token.cancel()

    loop.lead(stop, token)
    return task, loop.state


def steps_in(folder):
    with safe_open(folder / CHECKPOINT, framework="pt") as file:
        return json.loads(file.metadata()["header"])["state"]["step"]


@pytest.mark.parametrize("patience", [None, 5])
@pytest.mark.parametrize("cancel_at", [1, 4, 7])
def test_a_cancelled_run_has_a_checkpoint_of_its_step_and_resumes_to_the_same_bits(
    tmp_path, patience, cancel_at
):
    schedule = Schedule(steps=10, warm_up=0.1, validate_every=4, steps_per_epoch=5)
    whole, end = run(tmp_path / "whole", schedule=schedule, patience=patience)
    with pytest.raises(CancelledError):
        run(tmp_path / "parts", schedule=schedule, patience=patience, cancel_at=cancel_at)
    assert steps_in(tmp_path / "parts") == cancel_at
    resumed, resumed_end = run(tmp_path / "parts", schedule=schedule, patience=patience)
    assert torch.equal(resumed.model.weight, whole.model.weight)
    # Loss terms too: they are means over all steps since the last validation.
    assert resumed_end.history == end.history
    assert [entry["step"] for entry in end.history] == [4, 8, 10]
    assert json.loads((tmp_path / "parts" / HISTORY).read_text()) == end.history
    if patience:
        assert torch.equal(resumed.average.best["weight"], whole.average.best["weight"])


def test_loss_terms_are_means_since_the_last_validation(tmp_path):
    _, each = run(tmp_path / "each", schedule=Schedule(4, 0.0, 1))
    _, pairs = run(tmp_path / "pairs", schedule=Schedule(4, 0.0, 2))
    errors = [entry["error"] for entry in each.history]
    assert [entry["error"] for entry in pairs.history] == [
        (errors[0] + errors[1]) / 2,
        (errors[2] + errors[3]) / 2,
    ]


def test_a_run_that_gets_no_better_ends_and_keeps_the_first_weights(tmp_path):
    task, end = run(tmp_path, schedule=Schedule(20, 0.0, 2), patience=2, score=0.5)
    assert end.step == 6
    early, _ = run(tmp_path / "early", schedule=Schedule(20, 0.0, 2), patience=1, score=0.5)
    assert torch.equal(task.average.best["weight"], early.average.best["weight"])
    # At its end it stays there.
    _, again = run(tmp_path, schedule=Schedule(20, 0.0, 2), patience=2, score=0.5)
    assert again.step == 6


def test_a_model_has_its_own_weights_again_after_a_validation_of_the_average(tmp_path):
    averaged, _ = run(tmp_path / "averaged", schedule=Schedule(6, 0.0, 1), patience=9)
    plain, _ = run(tmp_path / "plain", schedule=Schedule(6, 0.0, 1))
    assert torch.equal(averaged.model.weight, plain.model.weight)
    assert not torch.equal(averaged.average.current["weight"], plain.model.weight)


def test_a_run_with_other_settings_or_a_damaged_checkpoint_is_refused(tmp_path):
    schedule = Schedule(2, 0.0, 1)
    run(tmp_path, schedule=schedule)
    with pytest.raises(ModelError, match="other settings"):
        run(tmp_path, schedule=schedule, settings={"seed": 4})
    (tmp_path / CHECKPOINT).write_bytes(b"x" * 200)
    with pytest.raises(ModelError, match="cannot be read"):
        run(tmp_path, schedule=schedule)


def test_a_checkpoint_of_an_earlier_version_resumes(tmp_path):
    schedule = Schedule(4, 0.0, 2)
    whole, _ = run(tmp_path / "whole", schedule=schedule, patience=5)
    with pytest.raises(CancelledError):
        run(tmp_path, schedule=schedule, patience=5, cancel_at=2)
    path = tmp_path / CHECKPOINT
    with safe_open(path, framework="pt") as file:
        header = json.loads(file.metadata()["header"])
    header["recipe"] = header.pop("config")
    del header["state"]["sums"], header["state"]["since"]
    save_file(load_file(path), path, metadata={"header": json.dumps(header)})
    resumed, _ = run(tmp_path, schedule=schedule, patience=5)
    assert torch.equal(resumed.model.weight, whole.model.weight)


def test_a_finished_run_does_nothing_more(tmp_path):
    schedule = Schedule(2, 0.0, 1)
    run(tmp_path, schedule=schedule)
    before = (tmp_path / CHECKPOINT).stat().st_mtime_ns
    loop = TrainingLoop(Fit(schedule), tmp_path, SETTINGS)
    loop.lead(no_progress, CancelToken())
    assert loop.state.step == 2
    assert (tmp_path / CHECKPOINT).stat().st_mtime_ns == before


def test_averages_from_a_checkpoint_go_where_the_model_is():
    """Checkpoints are read on the CPU; ``meta`` stands for a GPU here."""
    model = torch.nn.Linear(2, 1, device="meta")
    average = WeightAverage(model, 0.5, 1, ("score",))
    stored = torch.nn.Linear(2, 1).state_dict()
    average.restore(stored, stored)
    for weights in (average.current, average.best):
        assert {value.device.type for value in weights.values()} == {"meta"}


def test_metrics_without_a_value_leave_the_choice_to_the_others():
    average = WeightAverage(torch.nn.Linear(3, 1), 0.5, 1, ("points", "objects"))
    assert average.objective({"points": 0.8, "objects": 0.6}) == pytest.approx(0.7)
    assert average.objective({"points": 0.8, "objects": math.nan}) == pytest.approx(0.8)
    assert math.isnan(average.objective({"points": math.nan, "objects": math.nan}))
