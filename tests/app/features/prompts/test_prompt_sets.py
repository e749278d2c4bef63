"""Taking, loading and saving wordings by the menu of the prompt panel."""

from __future__ import annotations

from pathlib import Path

from app.notify import Level
from btp_core.text.prompts import PromptSet
from tests.app.conftest import Opened


def test_stock_wordings_come_from_the_menu(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.prompts.menu.actions()[1].trigger()
    opened.wait_idle()
    assert opened.window.session.prompts == PromptSet.stock("typed")


def test_a_wording_is_saved_and_loaded_again(opened: Opened, tmp_path: Path) -> None:
    window = opened.window
    window.prompts.defective.setPlainText("blow hole")
    opened.wait_idle()
    path = tmp_path / "castings.toml"
    window.prompt_commands.save(path)
    window.prompts.reset()
    window.prompt_commands.load(path)
    assert window.prompts.prompts.anomaly == ("blow hole",)
    assert window.session.prompts == PromptSet.load(path)


def test_a_bad_file_is_told_and_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("normal = 3")
    before = opened.window.prompts.prompts
    opened.window.prompt_commands.load(path)
    assert [notice.level for notice in opened.notices] == [Level.ERROR]
    assert opened.notices[0].title == "broken.toml"
    assert opened.window.prompts.prompts == before
    opened.window.prompt_commands.save(tmp_path / "missing" / "x" / "y.toml")


def test_undo_works_by_key_after_the_menu_was_open(opened: Opened, scan_file: Path) -> None:
    window = opened.window
    commands = window.prompt_commands
    window.prompts.menu.aboutToShow.emit()
    assert not commands.undo.isEnabled()
    window.prompts.menu.aboutToHide.emit()
    window.prompts.defective.setPlainText("other")
    opened.wait_idle()
    commands.undo.trigger()
    assert window.prompts.prompts == PromptSet.stock()
