"""Closing the window in the middle of anything: no crash, no hang, nothing left."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.features.pictures import maker
from app.features.pictures.maker import PictureOptions
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine

STAGES = ("read", "encode", "score", "folder", "stored", "write")
MOMENTS = ((0.0, 0.0), (0.001, 0.02), (0.01, 0.002))
"""Seconds from the beginning of a stage to closing, and from then until it ends by itself: at once,
well after closing, and just after. Stages that look at their token end when they are told to."""


@pytest.fixture
def ball(tmp_path: Path) -> Path:
    path = tmp_path / "ball.npy"
    np.save(path, sphere(300))
    return path


def begin(opened: Opened, fake: FakeEngine, stage: str, ball: Path) -> None:
    """Begin what comes to a stage, where it is held."""
    window, gate = opened.window, fake.gates[stage]
    gate.hold()
    if stage == "folder":
        window.folder.window.set_folder(ball.parent)
        window.folder.window.start()
    elif stage == "stored":
        window.session.open_stored(ball, ball.with_name("run.h5"), ball.name)
    elif stage == "write":

        def write(_progress: object, cancel: Any) -> Path:
            gate.cross(cancel)
            return ball

        window.folder.window.write(write)
    else:
        window.open([ball])


def close(opened: Opened, fake: FakeEngine, later: float) -> None:
    """Close the window; every stage ends by itself a little later."""
    timer = threading.Timer(later, fake.release)
    timer.start()
    # Asking nothing: what is asked before, other tests look at.
    opened.window.shutdown()
    opened.window.close()
    timer.join()
    assert opened.view.closed
    assert not opened.window.background.running
    assert not opened.window.folder.window.running


@pytest.mark.parametrize(("moment", "later"), MOMENTS)
@pytest.mark.parametrize("stage", STAGES)
def test_closing_in_the_middle(
    qtbot: QtBot,
    opened: Opened,
    fake: FakeEngine,
    ball: Path,
    stage: str,
    moment: float,
    later: float,
) -> None:
    begin(opened, fake, stage, ball)
    qtbot.waitUntil(fake.gates[stage].entered.is_set, timeout=WAIT)
    time.sleep(moment)
    close(opened, fake, later)


def test_closing_in_the_middle_of_everything(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, ball: Path
) -> None:
    for stage in ("encode", "folder", "stored"):
        begin(opened, fake, stage, ball)
        qtbot.waitUntil(fake.gates[stage].entered.is_set, timeout=WAIT)
    close(opened, fake, 0.02)


def test_a_picture_is_still_written(
    qtbot: QtBot,
    opened: Opened,
    fake: FakeEngine,
    ball: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save, begun = maker.save_picture, threading.Event()

    def slowly(*arguments: Any) -> bool:
        begun.set()
        time.sleep(0.05)
        return save(*arguments)

    monkeypatch.setattr(maker, "save_picture", slowly)
    paths = [ball.with_name(f"{number}.png") for number in range(2)]
    for path in paths:
        opened.window.files.save_picture(PictureOptions((64, 64)), path)
    assert begun.wait(WAIT / 1000)
    close(opened, fake, 0.0)
    assert all(path.is_file() for path in paths)
