"""Files copied slowly, renamed, half-written and deleted at random, and a watch that is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import record as benchmark

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tests.core.watch.watch_without_model")


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_each_good_file_is_inspected_exactly_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(benchmark, "FILES", 40)
    monkeypatch.setattr(benchmark, "KILLS", 2)
    kept = benchmark.watch(tmp_path, PROGRAM)
    assert kept.good == kept.stored == kept.once == 32
    assert kept.broken == kept.half == 4
    assert kept.sound
