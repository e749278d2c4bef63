"""No file of the program's own, and nothing in the place of one, keeps the window from working."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.log import close_log, log_file, open_log
from app.main_window import MainWindow
from app.notify import Notice, Notifier
from app.session.recovery import lock_path
from app.settings import Settings
from app.theme.manager import ThemeManager
from tests.app.conftest import WAIT
from tests.app.fake_engine import FakeEngine
from tests.app.recording_view import RecordingView

unix_only = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    (path / "in it").mkdir(parents=True)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def octets(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 99)


def brackets(path: Path) -> None:
    path.write_text("[" * 100_000)


def wrong_kinds(path: Path) -> None:
    path.write_text('{"paths": [{}], "prompts": [], "design": 7}')


@unix_only
@pytest.mark.parametrize("place", [a_pipe, a_folder, endless, octets, brackets, wrong_kinds])
@pytest.mark.parametrize("name", ["session.json", "lock", "window.ini"])
def test_the_window_opens_works_and_closes(
    qtbot: QtBot,
    fake: FakeEngine,
    tmp_path: Path,
    scan_file: Path,
    name: str,
    place: Callable[[Path], None],
    request: pytest.FixtureRequest,
) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    path = lock_path(folder / "session.json") if name == "lock" else folder / name
    place(path)
    if name == "lock":  # in the folder for temporary files
        request.addfinalizer(lambda: shutil.rmtree(path) if path.is_dir() else path.unlink(True))
    settings, notifier = Settings(folder / "window.ini"), Notifier()
    notices: list[Notice] = []
    notifier.notice.connect(notices.append)
    window = MainWindow(fake.engine(), settings, notifier, ThemeManager(settings), RecordingView)
    qtbot.addWidget(window)
    window.show()
    assert not window.offer_last_session()
    window.open([scan_file])
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    assert len(window.session.open_scans) == 1
    settings.set(keys.PROMPT_PAUSE, 500)
    window.recovery.keep()
    window.shutdown()
    window.close()
    told = [notice for notice in notices if "put aside" in notice.title]
    if name == "session.json" or (name == "window.ini" and place in (a_pipe, a_folder, endless)):
        (notice,) = told
        assert f"{name}.broken" in notice.text
        assert os.path.lexists(folder / f"{name}.broken")
    if name == "window.ini":
        assert Settings(folder / name).get(keys.PROMPT_PAUSE) == 500


@unix_only
def test_a_log_in_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.log.user_log_path", lambda *_, **__: tmp_path)
    os.mkfifo(log_file())
    handler = open_log()
    assert handler is not None
    close_log(handler)
    assert log_file().is_file()


def test_one_part_that_cannot_stop_does_not_keep_the_others(
    qtbot: QtBot, fake: FakeEngine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(window)

    def fail() -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(window.recovery, "close", fail)
    window.shutdown()
    window.close()
    assert not window.background.running
    assert not window.isVisible()
