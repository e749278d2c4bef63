from __future__ import annotations

import json

import pytest
import torch

from btp_core.cli.app import run
from btp_core.lab.published_pipeline import sample_farthest

STAGES = ("read", "encode", "score", "rescore", "judge", "lift", "processor")


def test_every_stage_is_timed(small_model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--points", "3000", "--json", "--model", small_model]) == 0
    (scan,) = json.loads(capsys.readouterr().out)["scans"]
    assert scan["n_points"] == 3000
    assert all(scan[stage] > 0 for stage in STAGES)
    assert sum(scan["stages"].values()) <= scan["encode"]
    assert scan["ratio"] == pytest.approx(scan["file_to_scores"] / (scan["read"] + scan["lift"]))
    assert scan["peak_memory_mb"] > 50
    assert scan["published"] is None


def test_the_published_pipeline_is_timed_beside_it(
    small_model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["bench", "--published", "--points", "3000", "--model", small_model]
    assert run([*command, "--json"]) == 0
    (scan,) = json.loads(capsys.readouterr().out)["scans"]
    steps = [scan["published"][step] for step in ("sampling", "network", "lift")]
    assert min(steps) > 0
    assert scan["published"]["total"] == pytest.approx(sum(steps))
    assert run(command) == 0
    assert "published / file to scores" in capsys.readouterr().out


def test_published_sampling_takes_the_farthest_each_time() -> None:
    points = torch.rand(300, 3, generator=torch.Generator().manual_seed(0))
    chosen = sample_farthest(points, 40)
    apart = torch.cdist(points[chosen], points[chosen])
    for i in range(1, 40):
        nearest = torch.cdist(points, points[chosen[:i]]).amin(dim=1)
        assert apart[i, :i].min() == pytest.approx(nearest.max().item(), abs=1e-6)
