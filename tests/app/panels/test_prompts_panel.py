from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.prompts import PromptsPanel
from btp_core.prompts import PromptSet

STOCK = PromptSet(("normal {object}",), ("broken {object}",), object_name="gear")


@pytest.fixture
def panel(qtbot: QtBot) -> PromptsPanel:
    widget = PromptsPanel(STOCK, pause_milliseconds=30)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_typing_announces_one_prompt_set_after_a_pause(qtbot: QtBot, panel: PromptsPanel) -> None:
    seen: list[PromptSet] = []
    panel.prompts_changed.connect(seen.append)
    panel.defective.setFocus()
    panel.defective.selectAll()
    with qtbot.waitSignal(panel.prompts_changed):
        qtbot.keyClicks(panel.defective, "dented")
        qtbot.keyClick(panel.defective, Qt.Key.Key_Return)
        qtbot.keyClick(panel.defective, Qt.Key.Key_Return)
        qtbot.keyClicks(panel.defective, "  scratched ")
    assert seen[-1].anomaly == ("dented", "scratched")
    assert seen[-1].normal == STOCK.normal
    assert seen[-1].object_name == "gear"
    assert len(seen) == 1


def test_an_empty_field_is_explained_and_not_announced(qtbot: QtBot, panel: PromptsPanel) -> None:
    seen: list[PromptSet] = []
    panel.prompts_changed.connect(seen.append)
    panel.normal.clear()
    qtbot.waitUntil(lambda: not panel.pending)
    assert seen == []
    assert "normal phrase" in panel.state.text()
    assert panel.prompts == STOCK


def test_reset_brings_the_stock_wording_back(qtbot: QtBot, panel: PromptsPanel) -> None:
    assert not panel.reset_button.isEnabled()
    with qtbot.waitSignal(panel.prompts_changed):
        panel.normal.setPlainText("smooth")
    with qtbot.waitSignal(panel.prompts_changed) as told:
        qtbot.mouseClick(panel.reset_button, Qt.MouseButton.LeftButton)
    assert told.args == [STOCK]
    assert panel.normal.toPlainText() == "normal {object}"
    assert not panel.reset_button.isEnabled()


def test_edits_that_change_nothing_are_not_announced(qtbot: QtBot, panel: PromptsPanel) -> None:
    seen: list[PromptSet] = []
    panel.prompts_changed.connect(seen.append)
    panel.normal.setPlainText("normal {object}\n\n")
    qtbot.waitUntil(lambda: not panel.pending)
    assert seen == []
