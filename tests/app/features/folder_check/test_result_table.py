"""The table of a folder check: names can be told apart, headings read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStyleOptionHeader, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.features.folder_check.result_table import ResultTable
from app.features.folder_check.table import NAME, NOTE, SCORE, RecordModel
from btp_core.batch.row import ScanRow

WIDTH = 900


@pytest.fixture
def table(qtbot: QtBot) -> ResultTable:
    rows = RecordModel()
    made = ResultTable(rows)
    rows.setParent(made)
    qtbot.addWidget(made)
    made.resize(WIDTH, 300)
    made.show()
    return made


def put(table: ResultTable, name: str, error: str = "") -> None:
    model = table.model()
    assert isinstance(model, RecordModel)
    model.put(ScanRow(name, "failed" if error else "done", object_score=0.5, error=error))


def test_the_names_have_the_room_that_the_notes_do_not_need(table: ResultTable) -> None:
    put(table, "a.ply")
    without = table.columnWidth(NAME)
    assert without > WIDTH / 3
    assert table.columnWidth(NOTE) < WIDTH / 10
    put(table, "b.ply", "short")
    put(table, "c.ply", "a reason that goes on and on " * 9)
    assert WIDTH / 5 < table.columnWidth(NOTE) < WIDTH / 3
    assert table.columnWidth(NAME) > WIDTH / 4


def test_a_name_that_is_too_long_loses_its_middle(table: ResultTable) -> None:
    put(table, "a.ply")
    option = QStyleOptionViewItem()
    delegate = table.itemDelegateForColumn(NAME)
    delegate.initStyleOption(option, table.model().index(0, NAME))  # type: ignore[attr-defined]
    assert option.textElideMode == Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]


def test_the_arrow_of_the_order_stands_beside_the_heading(qtbot: QtBot, table: ResultTable) -> None:
    header = table.horizontalHeader()

    def heading(column: int) -> str:
        option = QStyleOptionHeader()
        header.initStyleOptionForIndex(option, column)
        assert option.sortIndicator == QStyleOptionHeader.SortIndicator.None_  # type: ignore[attr-defined]
        return str(option.text)  # type: ignore[attr-defined]

    assert (heading(SCORE), heading(NAME)) == ("▼ Score", "Scan")
    place = QPoint(header.sectionViewportPosition(SCORE) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heading(SCORE) == "▲ Score"
    table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    assert (heading(SCORE), heading(NAME)) == ("Score", "Scan ▲")
