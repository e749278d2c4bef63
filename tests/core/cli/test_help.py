from __future__ import annotations

import pytest
import typer

from btp_core.base.version import software_version
from btp_core.cli.app import build_app, run

COMMANDS = sorted(typer.main.get_group(build_app()).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert "Usage: btp-inspect" in capsys.readouterr().out


def test_help_lists_the_commands_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("inspect", "bench", "[SCAN]", "Exit codes"))


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"btp-inspect {software_version()}\n"
