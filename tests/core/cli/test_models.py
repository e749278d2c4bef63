from __future__ import annotations

import json
from pathlib import Path

import pytest

from btp_core.cli.app import run
from tests.core.model.serving import Behaviour, serving


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
        ["download", "ulip2-pointbert"],
        ["download", "ulip2-pointbert", "--url", "http://example.org/a.pt"],
        ["download", "btp-mini", "--url", "https://example.org/a.pt"],
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
    with serving(Behaviour()) as url:
        command = ["models", "download", "ulip2-pointbert", "--url", url, "--sha256", "0" * 64]
        assert run(command) == 2
    assert "sha256" in capsys.readouterr().err
    kept = [p.name for p in (tmp_path / "data").rglob("*") if p.is_file()]
    assert not [name for name in kept if not name.endswith(".lock")]
    assert run(["models", "remove", "ulip2-pointbert"]) == 0
