from __future__ import annotations

import json
from pathlib import Path

import pytest

from btp_core.cli.app import run


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_options: folder)


def test_the_bundled_model_is_there_without_a_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list", "--json"]) == 0
    states = {entry["name"]: entry["status"] for entry in json.loads(capsys.readouterr().out)}
    assert states["btp-mini"] == "ready"
    assert states["ulip2-pointbert"] == "missing"
    assert run(["models", "verify", "btp-mini"]) == 0
    assert run(["models", "path", "btp-mini"]) == 0
    assert capsys.readouterr().out.strip().endswith("btp-mini.safetensors")


def test_the_table_says_how_to_place_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list"]) == 0
    assert "models add" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["path", "ulip2-pointbert"],
        ["path", "../etc"],
        ["add", "btp-mini", "any.safetensors"],
        ["add", "clip-vit-bigg-14-text", ".", "--sha256", "0" * 64],
        ["remove", "btp-mini"],
        ["add", "ulip2-pointbert", "not-there.pt"],
    ],
)
def test_what_cannot_be_is_one_message_with_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_wrong_bytes_leave_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "published.pt"
    source.write_bytes(b"other bytes")
    command = ["models", "add", "ulip2-pointbert", str(source), "--sha256", "A" * 64]
    assert run(command) == 2
    assert f"instead of {'a' * 64}" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
    assert run(["models", "remove", "ulip2-pointbert"]) == 0
