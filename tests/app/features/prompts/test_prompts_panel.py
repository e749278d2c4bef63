from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.features.prompts.panel import PromptsPanel
from btp_core.text.prompts import DefectType, PromptSet

STOCK = PromptSet(("normal {object}",), ("broken {object}",), object_name="gear")
TYPED = PromptSet(
    ("sound {object}",),
    ("faulty {object}", "spoilt {object}"),
    object_name="casting",
    templates=("a {phrase}", "a scan of a {phrase}"),
    types=(
        DefectType("dent", ("dented {object}",), "#0072b2"),
        DefectType("crack", ("cracked {object}", "{object} with a crack"), "#d55e00"),
    ),
    name="castings",
)


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


def test_reset_brings_the_first_wording_back(qtbot: QtBot, panel: PromptsPanel) -> None:
    with qtbot.waitSignal(panel.prompts_changed):
        panel.normal.setPlainText("smooth")
    with qtbot.waitSignal(panel.prompts_changed) as told:
        panel.reset()
    assert told.args == [STOCK]
    assert panel.normal.toPlainText() == "normal {object}"


def test_edits_that_change_nothing_are_not_announced(qtbot: QtBot, panel: PromptsPanel) -> None:
    seen: list[PromptSet] = []
    panel.prompts_changed.connect(seen.append)
    panel.normal.setPlainText("normal {object}\n\n")
    qtbot.waitUntil(lambda: not panel.pending)
    assert seen == []


def test_another_set_fills_every_field(qtbot: QtBot, panel: PromptsPanel) -> None:
    with qtbot.waitSignal(panel.prompts_changed) as told:
        panel.set_prompts(TYPED)
    assert told.args == [TYPED]
    assert panel.defective.phrases() == TYPED.anomaly
    assert panel.object_name.text() == "casting"
    assert panel.templates.phrases() == TYPED.templates
    assert panel.types.types() == TYPED.types
    assert panel.types_part.is_open
    assert "castings" in panel.sets_button.text()


def test_undo_and_redo_go_through_whole_sets(qtbot: QtBot, panel: PromptsPanel) -> None:
    seen: list[PromptSet] = []
    panel.prompts_changed.connect(seen.append)
    panel.set_prompts(TYPED)
    panel.normal.setPlainText("smooth")
    # The edit that still waits for its pause is a step of its own.
    panel.undo()
    assert panel.prompts == TYPED
    assert panel.normal.phrases() == TYPED.normal
    panel.undo()
    assert panel.prompts == STOCK
    panel.undo()
    panel.redo()
    panel.redo()
    panel.redo()
    assert panel.prompts.normal == ("smooth",)
    assert panel.normal.toPlainText() == "smooth"
    assert [p.normal for p in seen] == [
        TYPED.normal,
        ("smooth",),
        TYPED.normal,
        STOCK.normal,
        TYPED.normal,
        ("smooth",),
    ]


def test_types_are_edited_in_their_table(qtbot: QtBot, panel: PromptsPanel) -> None:
    panel.set_prompts(TYPED)
    row = panel.types.table.topLevelItem(0)
    with qtbot.waitSignal(panel.prompts_changed):
        row.setText(1, "a sink mark; a sunken {object}")
    assert panel.prompts.types[0].phrases == ("a sink mark", "a sunken {object}")
    with qtbot.waitSignal(panel.prompts_changed):
        panel.types.set_color(row, "#123456")
    assert panel.prompts.types[0].color == "#123456"
    with qtbot.waitSignal(panel.prompts_changed):
        qtbot.mouseClick(panel.types.add_button, Qt.MouseButton.LeftButton)
    assert len(panel.prompts.types) == 3
    panel.types.table.setCurrentItem(row)
    with qtbot.waitSignal(panel.prompts_changed):
        qtbot.mouseClick(panel.types.remove_button, Qt.MouseButton.LeftButton)
    assert panel.prompts.types[0].name == "crack"


def test_two_types_of_one_name_are_explained(qtbot: QtBot, panel: PromptsPanel) -> None:
    panel.set_prompts(TYPED)
    panel.types.table.topLevelItem(0).setText(0, "crack")
    qtbot.waitUntil(lambda: not panel.pending)
    assert "same name" in panel.state.text()
    assert panel.prompts == TYPED


def test_a_type_without_a_tick_has_no_colour(qtbot: QtBot, panel: PromptsPanel) -> None:
    panel.set_prompts(TYPED)
    names = ("dent", "crack")
    assert panel.type_colors(names) == (("dent", "#0072b2"), ("crack", "#d55e00"))
    with qtbot.waitSignal(panel.shown_types_changed):
        panel.types.table.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)
    assert panel.type_colors(names) == (("dent", "#0072b2"), ("crack", None))
    qtbot.waitUntil(lambda: not panel.pending)
    assert panel.prompts == TYPED
