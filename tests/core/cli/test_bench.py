from __future__ import annotations

import json

import pytest

from btp_core.cli.app import run

STAGES = ("read", "encode", "score", "rescore", "judge", "lift")


def test_every_stage_is_timed(small_model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--points", "3000", "--json", "--model", small_model]) == 0
    (scan,) = json.loads(capsys.readouterr().out)["scans"]
    assert scan["n_points"] == 3000
    assert all(scan[stage] > 0 for stage in STAGES)
    assert sum(scan["stages"].values()) <= scan["encode"]
    assert scan["ratio"] == pytest.approx(scan["file_to_scores"] / (scan["read"] + scan["lift"]))
    assert scan["peak_memory_mb"] > 50
