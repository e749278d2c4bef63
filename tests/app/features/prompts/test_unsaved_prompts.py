"""An edited wording asks before it is lost; anything else does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from btp_core.text.prompts import PromptSet
from tests.app.conftest import Opened

Button = QMessageBox.StandardButton


def boxes(opened: Opened) -> list[QMessageBox]:
    QApplication.processEvents()
    return [box for box in opened.window.findChildren(QMessageBox) if box.isVisible()]


def edit(opened: Opened) -> None:
    opened.window.prompts.defective.setPlainText("rusty")


def test_an_untouched_window_closes_without_a_question(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.prompt_commands.take_stock("typed")
    assert opened.window.close()
    assert boxes(opened) == []


def test_an_edit_asks_before_the_window_goes_even_within_its_pause(opened: Opened) -> None:
    edit(opened)
    assert not opened.window.close()
    assert not opened.window.close()
    (box,) = boxes(opened)
    box.button(Button.Cancel).click()
    assert opened.window.isVisible()
    opened.window.close()
    (box,) = boxes(opened)
    box.button(Button.Discard).click()
    assert not opened.window.isVisible()


def test_saving_writes_the_wording_and_goes_on(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands, path = opened.window.prompt_commands, tmp_path / "mine.toml"
    monkeypatch.setattr(commands.unsaved, "_save", lambda: commands.save(path))
    edit(opened)
    opened.window.close()
    (box,) = boxes(opened)
    box.button(Button.Save).click()
    assert PromptSet.load(path).anomaly == ("rusty",)
    assert not opened.window.isVisible()


def test_a_wording_that_could_not_be_saved_stays(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened.window.prompt_commands.unsaved, "_save", lambda: False)
    edit(opened)
    opened.window.close()
    boxes(opened)[0].button(Button.Save).click()
    assert opened.window.isVisible()


def test_it_asks_before_another_set_takes_its_place(opened: Opened) -> None:
    edit(opened)
    action = opened.window.prompts.menu.actions()[1]
    action.trigger()
    boxes(opened)[0].button(Button.Cancel).click()
    assert opened.window.prompts.prompts.anomaly == ("rusty",)
    action.trigger()
    boxes(opened)[0].button(Button.Discard).click()
    assert opened.window.prompts.prompts == PromptSet.stock("typed")


def test_saved_loaded_and_undone_wordings_ask_nothing(opened: Opened, tmp_path: Path) -> None:
    unsaved, commands = opened.window.prompt_commands.unsaved, opened.window.prompt_commands
    edit(opened)
    assert unsaved.is_unsaved
    commands.save(tmp_path / "a.toml")
    assert not unsaved.is_unsaved
    commands.take_stock("general")
    commands.load(tmp_path / "a.toml")
    assert not unsaved.is_unsaved
    opened.window.prompts.undo()
    assert not unsaved.is_unsaved
