"""Choosing the model that inspects, through the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.features.models.choose import ChooseModelDialog
from app.features.models.in_force import ModelInForce
from app.features.models.selection import keep_choice, kept_choice
from app.main_window import MainWindow
from app.notify import Notifier
from app.session.open_scan import Stage
from app.settings import Settings
from app.theme.manager import ThemeManager
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine
from tests.app.recording_view import RecordingView

OTHER = ModelChoice("/weights/other.safetensors", Path("/weights/backbone.safetensors"))


@pytest.fixture
def card(opened: Opened) -> ModelInForce:
    """On top of the dialog of models."""
    opened.window.actions_by_name["models"].trigger()
    assert opened.window.models.dialog is not None
    (found,) = opened.window.models.dialog.findChildren(ModelInForce)
    return found


def choose(opened: Opened, card: ModelInForce, choice: ModelChoice) -> None:
    """Through the button and the dialog behind it."""
    card.choose_button.click()
    (dialog,) = card.findChildren(ChooseModelDialog)
    dialog.model.text.setText(choice.model)
    dialog.backbone.text.setText(str(choice.backbone or ""))
    dialog.tower.text.setText(str(choice.tower or ""))
    dialog.accept()
    opened.wait_idle()


def test_another_model_inspects_the_scan_in_view_at_once_and_the_others_when_shown(
    opened: Opened, card: ModelInForce, scan_file: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.npy"
    np.save(second, sphere(2000, seed=1))
    opened.open(scan_file, second)
    window = opened.window
    assert window.status.model.text() == "Model: fake"
    shown, hidden = (window.session.open_scans.by_path(path) for path in (scan_file, second))
    assert shown is window.session.open_scans.current
    choose(opened, card, OTHER)
    assert window.status.model.text() == "Model: other.safetensors"
    assert card.title.text() == "Inspecting with other.safetensors"
    assert "backbone.safetensors" in card.facts.text()
    assert shown.encoded.model == "other.safetensors"
    assert shown.verdict is not None
    # What is not in view waits, and says so: its verdict was the other model's.
    assert (hidden.verdict, hidden.encoded, hidden.stage) == (None, None, Stage.DONE)
    window.session.show(hidden)
    opened.wait_idle()
    assert hidden.encoded.model == "other.safetensors"
    assert hidden.verdict is not None
    assert opened.notices == []


def test_it_is_kept_and_the_bundled_one_is_a_click_away(
    opened: Opened, card: ModelInForce, settings: Settings, scan_file: Path
) -> None:
    opened.open(scan_file)
    assert not card.bundled_button.isEnabled()
    choose(opened, card, OTHER)
    assert kept_choice(settings) == OTHER
    card.bundled_button.click()
    opened.wait_idle()
    assert kept_choice(settings) == BUNDLED
    assert opened.window.status.model.text() == "Model: fake"
    assert not card.bundled_button.isEnabled()


def test_a_model_that_cannot_be_used_is_told_once_and_the_old_one_stays(
    opened: Opened,
    card: ModelInForce,
    fake: FakeEngine,
    settings: Settings,
    scan_file: Path,
) -> None:
    fake.refused.add(OTHER.model)
    opened.open(scan_file)
    open_scan = opened.window.session.open_scans.current
    before = open_scan.scores
    choose(opened, card, OTHER)
    assert [notice.text for notice in opened.notices] == ["It needs a backbone. Name it."]
    assert opened.window.models.dialog.state.text() == "It needs a backbone. Name it."
    assert card.title.text() == "Inspecting with btp-mini"
    assert card.choose_button.isEnabled()
    assert open_scan.scores is before
    assert kept_choice(settings) == BUNDLED


def test_words_asked_for_while_a_model_loads_are_scored_by_it(
    opened: Opened, card: ModelInForce, qtbot: QtBot, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    fake.gates["load"].entered.clear()
    fake.gates["load"].hold()
    opened.window.models.selection.choose(OTHER)
    qtbot.waitUntil(fake.gates["load"].entered.is_set, timeout=WAIT)
    assert not card.choose_button.isEnabled()
    prompts = opened.window.session.prompts
    words = type(prompts)(("whole {object}",), ("torn {object}",))
    opened.window.session.set_prompts(words)
    fake.gates["load"].release()
    opened.wait_idle()
    open_scan = opened.window.session.open_scans.current
    assert open_scan.encoded.model == "other.safetensors"
    assert fake.scored[-1] == words
    assert opened.notices == []


def test_a_model_that_loads_while_its_scan_is_closed_is_known(
    opened: Opened, qtbot: QtBot, fake: FakeEngine, scan_file: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.npy"
    np.save(second, sphere(2000, seed=1))
    window, load = opened.window, fake.gates["load"]
    load.hold()
    window.open([scan_file])
    qtbot.waitUntil(load.entered.is_set, timeout=WAIT)
    window.session.close(window.session.open_scans.current)
    load.release()
    opened.wait_idle()
    assert window.status.model.text() == "Model: fake"
    assert "Device: fake" in window.status.model.toolTip()
    opened.open(second)
    window.models.selection.choose(OTHER)
    opened.wait_idle()
    assert opened.notices == []
    assert window.session.open_scans.current.encoded.model == "other.safetensors"
    window.prompts.defective.setPlainText("torn")
    opened.wait_idle()
    assert opened.notices == []


@pytest.mark.parametrize("loading", [True, False])
def test_a_choice_that_is_cancelled_changes_nothing_and_another_can_be_made(
    opened: Opened,
    card: ModelInForce,
    qtbot: QtBot,
    fake: FakeEngine,
    settings: Settings,
    scan_file: Path,
    loading: bool,
) -> None:
    opened.open(scan_file)
    gate = fake.gates["load" if loading else "encode"]
    gate.entered.clear()
    gate.opened.clear()
    gate.hold()
    if not loading:  # behind a long job
        opened.window.actions_by_name["look_again"].trigger()
        qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    opened.window.models.selection.choose(OTHER)
    if loading:
        qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    assert not card.choose_button.isEnabled()
    opened.window.actions_by_name["cancel"].trigger()
    gate.release()
    opened.wait_idle()
    assert card.choose_button.isEnabled()
    assert card.title.text() == "Inspecting with btp-mini"
    assert opened.window.status.model.text() == "Model: fake"
    assert kept_choice(settings) == BUNDLED
    choose(opened, card, OTHER)
    assert opened.window.status.model.text() == "Model: other.safetensors"
    assert opened.notices == []


def _window(qtbot: QtBot, fake: FakeEngine, settings: Settings, notifier: Notifier) -> MainWindow:
    window = MainWindow(
        fake.engine(),
        settings,
        notifier,
        ThemeManager(settings),
        RecordingView,
    )
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("refused", [False, True])
def test_the_next_start_begins_with_it_or_with_the_bundled_one(
    qtbot: QtBot, fake: FakeEngine, settings: Settings, scan_file: Path, refused: bool
) -> None:
    keep_choice(settings, OTHER)
    if refused:
        fake.refused.add(OTHER.model)
    notices = []
    notifier = Notifier()
    notifier.notice.connect(notices.append)
    window = _window(qtbot, fake, settings, notifier)
    window.open([scan_file])
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    expected = "fake" if refused else "other.safetensors"
    assert window.status.model.text() == f"Model: {expected}"
    assert len(notices) == refused
    assert window.session.open_scans.current.verdict is not None
    # The file may lie on a disk that is not plugged in today.
    assert kept_choice(settings) == OTHER
    window.shutdown()


def test_a_folder_check_uses_it(
    opened: Opened, card: ModelInForce, qtbot: QtBot, fake: FakeEngine, scan_file: Path
) -> None:
    choose(opened, card, OTHER)
    folder = opened.window.folder.window
    folder.set_folder(scan_file.parent)
    folder.progress.start_button.click()
    qtbot.waitUntil(lambda: not opened.window.folder.window.running, timeout=WAIT)
    assert fake.folder_requests[-1].model == OTHER


def test_about_names_it(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.actions_by_name["about"].trigger()
    from PySide6.QtWidgets import QMessageBox

    (box,) = opened.window.findChildren(QMessageBox)
    assert "Model: fake" in box.informativeText()
    box.close()
