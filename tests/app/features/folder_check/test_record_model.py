"""Rows of a folder check: sorted and filtered as they arrive."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QTextDocument
from pytestqt.modeltest import ModelTester

from app.features.folder_check.cells import Show
from app.features.folder_check.table import NAME, RECORD_ROLE, SCORE, RecordModel
from btp_core.batch.row import ScanRow
from btp_core.inspection.results import VerdictStatus

DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


def scan(name: str, score: float, verdict: VerdictStatus = "pass") -> ScanRow:
    return ScanRow(name, "done", object_score=score, verdict=verdict)


def names(model: RecordModel) -> list[str]:
    return [model.index(row, NAME).data() for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: object, qtmodeltester: ModelTester) -> RecordModel:
    made = RecordModel()
    # Watches that rows come and go as the view is told.
    qtmodeltester.check(made)
    return made


@pytest.mark.parametrize("order", [UP, DOWN])
@pytest.mark.parametrize("column", [NAME, SCORE])
def test_rows_that_arrive_one_by_one_stand_as_if_sorted_at_last(
    model: RecordModel, column: int, order: Qt.SortOrder
) -> None:
    scores = [0.3, 0.9, 0.1, float("nan"), 0.9, 0.5, 0.1]
    records = [scan(f"{'dbcaegf'[place]}.ply", score) for place, score in enumerate(scores)]
    records.insert(3, ScanRow("z.ply", "failed", error="broken"))
    model.sort(column, order)
    for record in records:
        model.put(record)
    one_by_one = names(model)
    model.set_records(records)
    assert names(model) == one_by_one
    assert model.records == tuple(records)
    if column == SCORE:
        # What failed has no score, and what had no measured point comes next.
        values = {record.name: record.object_score for record in records}
        scored = one_by_one[2:] if order == UP else one_by_one[-3::-1]
        assert [values[name] for name in scored] == [0.1, 0.1, 0.3, 0.5, 0.9, 0.9]
        ends = one_by_one[:2] if order == UP else one_by_one[:-3:-1]
        assert ends == ["z.ply", "a.ply"]


def test_a_scan_done_again_moves_to_its_new_place(model: RecordModel) -> None:
    model.sort(SCORE, DOWN)
    model.set_records([scan("a", 0.9, "fail"), scan("b", 0.5), scan("c", 0.1)])
    model.put(scan("a", 0.2))
    assert names(model) == ["b", "a", "c"]
    assert len(model.records) == 3


def test_the_filter_holds_for_rows_that_come_later(model: RecordModel) -> None:
    model.set_records([scan("left/a", 0.9, "fail"), scan("right/b", 0.8, "fail"), scan("c", 0.1)])
    model.set_filter(Show.FAILED, "LEFT")
    assert names(model) == ["left/a"]
    model.put(scan("left/c", 0.2))
    model.put(scan("left/d", 0.7, "fail"))
    assert names(model) == ["left/a", "left/d"]
    # A row that no longer belongs leaves.
    model.put(scan("left/a", 0.2))
    assert names(model) == ["left/d"]
    model.set_filter(Show.NOT_INSPECTED, "")
    model.put(ScanRow("left/e", "failed", error="broken"))
    assert names(model) == ["left/e"]
    model.set_filter(Show.ALL, "")
    assert len(names(model)) == 6


def test_what_was_chosen_stays_chosen_when_the_order_changes(model: RecordModel) -> None:

    model.set_records(
        [scan(name, score) for name, score in zip("abc", (0.1, 0.9, 0.5), strict=True)]
    )
    chosen = QPersistentModelIndex(model.index(0, SCORE))
    model.sort(SCORE, DOWN)
    assert names(model) == ["b", "c", "a"]
    assert chosen.data(RECORD_ROLE).name == "a"
    assert (chosen.row(), chosen.column()) == (2, SCORE)


def test_cells_say_nothing_beyond_the_rows(model: RecordModel) -> None:
    model.set_records([scan("a", 0.5)])
    assert model.data(QModelIndex()) is None
    assert model.headerData(NAME, Qt.Orientation.Horizontal) == "Scan"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    both = [
        (model.headerData(c, Qt.Orientation.Horizontal, role), model.index(0, c).data(role))
        for c in range(model.columnCount())
        for role in [Qt.ItemDataRole.TextAlignmentRole]
    ]
    assert all(heading == cell for heading, cell in both)


def test_the_tip_of_a_row_has_the_whole_name_first_and_speaks_the_language(
    model: RecordModel, german: None
) -> None:
    name = "a folder/<b>part.ply"
    model.set_records([ScanRow(name, "failed", error="There is no such file.")])
    tip = model.index(0, SCORE).data(Qt.ItemDataRole.ToolTipRole)
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText().splitlines() == [name, "Diese Datei gibt es nicht."]
