"""Through the real entry point, in a process of its own, without any display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_headless_machine_gets_its_result(small_scan: Path, tmp_path: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"}
    }
    # Plain C: a file name beyond it must not matter either.
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    scan = tmp_path / "pi\u00e8ce.npy"
    scan.write_bytes(small_scan.read_bytes())
    result = subprocess.run(
        [sys.executable, ROOT / "main.py", "inspect", scan, "--output", "out", "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert result.returncode in {0, 1}, result.stderr
    assert result.stderr == b""
    document = json.loads(result.stdout)
    assert document["n_points"] == 2500
    assert len(list((tmp_path / "out").iterdir())) == 3
