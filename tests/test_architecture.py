"""The layers: who may know whom. Broken rules name the import that broke them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WINDOW_LIBRARIES = ("PySide6", "shiboken6", "qtpy", "pyvistaqt", "app")


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 kept, 0 broken" in result.stdout


LOADED = """
import sys
from btp_core.cli.app import run
code = run(sys.argv[1:])
window = {name.partition(".")[0] for name in sys.modules} & set(%r)
print("CODE", int(code), "LOADED", sorted(window))
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["inspect", "--help"], 0),
        (["bench", "--help"], 0),
        (["inspect", "assets/prompts/general.toml"], 2),
    ],
)
def test_the_command_line_loads_no_window_library(arguments: list[str], code: int) -> None:
    result = run_python(LOADED % (WINDOW_LIBRARIES,), *arguments)
    assert result.stdout.splitlines()[-1] == f"CODE {code} LOADED []", result.stderr


def test_main_fits_on_a_screen() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 40
