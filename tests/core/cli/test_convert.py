from __future__ import annotations

from pathlib import Path

import pytest
import torch

from btp_core.cli.app import run
from btp_core.model.pointbert.config import ULIP2
from btp_core.model.pointbert.files import load_backbone
from tests.core.model.pointbert.random_weights import random_weights


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random numbers in exactly the published layout: 130 MB."""
    path = tmp_path_factory.mktemp("published") / "ULIP-2.pt"
    weights = {f"module.{name}": tensor for name, tensor in random_weights(ULIP2).items()}
    torch.save({"state_dict": weights, "epoch": 250}, path)
    return path


def test_the_published_layout_is_converted(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ulip2.safetensors"
    assert run(["convert", "ulip2", str(checkpoint), str(output)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    loaded = load_backbone(output)
    assert loaded.model.config == ULIP2
    assert loaded.source_sha256 in out
    assert str(output) in out
    assert "epoch" in out


def test_a_checkpoint_of_other_sizes_is_one_message_with_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "other.pt", tmp_path / "ulip2.safetensors"
    torch.save({"state_dict": {"logit_scale": torch.zeros(3)}}, source)
    assert run(["convert", "ulip2", str(source), str(output)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "other.pt" in err
    assert "1 of 228 tensors" in err
    # Of two hundred names the first and the last are told, and how the rest differs.
    assert "missing: pc_projection, point_encoder.cls_token" in err
    assert "point_encoder.norm.bias; of another shape: logit_scale [3] instead of []" in err
    assert len(err) < 2000
    assert not output.exists()


@pytest.mark.parametrize("arguments", [["convert"], ["convert", "clip"], ["convert", "ulip2", "a"]])
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    assert run(arguments) == 2


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "ulip2", "--help"]) == 0
    assert "CHECKPOINT" in capsys.readouterr().out
