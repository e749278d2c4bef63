"""Closing the window in the middle of anything, often: no crash, no hang, nothing left."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine

TIMES = 20
STAGES = ("read", "encode", "score", "folder", "stored", "write")


@pytest.mark.parametrize("number", range(TIMES))
@pytest.mark.parametrize("stage", STAGES)
def test_closing_in_the_middle(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path, stage: str, number: int
) -> None:
    path = tmp_path / "ball.npy"
    np.save(path, sphere(300))
    window, gate = opened.window, fake.gates[stage]
    gate.hold()
    if stage == "folder":
        window.folder.window.set_folder(tmp_path)
        window.folder.window.start()
    elif stage == "stored":
        window.session.open_stored(path, tmp_path / "run.h5", path.name)
    elif stage == "write":

        def write(_progress: object, cancel: object) -> Path:
            gate.cross(cancel)  # type: ignore[arg-type]
            return path

        window.folder.service.write(write)
    else:
        window.open([path])
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    # From the very moment to well within; every other stage ends by itself while it is waited for.
    time.sleep(number / 2000)
    later = threading.Timer(number / 1000, fake.release)
    later.start()
    window.close()
    later.join()
    assert opened.view.closed
    assert not window.background.running
    assert not window.folder.service.running
    assert [t.name for t in threading.enumerate() if t.name in THREADS] == []


THREADS = ("inspection-worker", "run-file-reader", "folder-check")
