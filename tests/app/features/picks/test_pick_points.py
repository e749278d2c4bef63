"""Picking points and reading them."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from app.notify import Level
from tests.app.conftest import Opened, sphere


def pick(opened: Opened, index: int) -> None:
    opened.window.view_area.viewport.picked.emit(index)


def test_a_pick_is_listed_with_all_there_is_to_read(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.prompt_commands.take_stock("typed")
    opened.wait_idle()
    points, scores = np.load(scan_file), opened.view.scores
    top = int(points[:, 2].argmax())
    pick(opened, top)
    (found,) = opened.window.picks.picks
    assert found.position == pytest.approx(points[top])
    assert found.score == pytest.approx(scores[top])
    assert found.around < found.score
    assert found.likely_type in ("bulge", "dent")
    assert opened.window.picks.table.topLevelItem(0).text(1) == "ball.npy"
    assert opened.view.marks == pytest.approx(points[[top]])


def test_a_chosen_row_flies_there_and_brings_its_scan_into_view(
    opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.npy"
    np.save(other, sphere(300))
    opened.open(scan_file, other)
    pick(opened, 5)
    window = opened.window
    window.session.show(list(window.session.open_scans)[1])
    assert len(opened.view.marks) == 0
    window.picks.table.itemClicked.emit(window.picks.table.topLevelItem(0), 0)
    opened.wait_idle()
    assert window.session.open_scans.current.path == scan_file
    assert opened.view.target[0] == pytest.approx(np.load(scan_file)[5])
    assert len(opened.view.marks) == 1
    window.session.close(window.session.open_scans.current)
    window.picks.table.itemClicked.emit(window.picks.table.topLevelItem(0), 0)
    assert opened.notices[-1].level is Level.INFO


def test_the_table_is_saved_for_spreadsheets(opened: Opened, tmp_path: Path) -> None:
    scan = tmp_path / "=1+1.npy"
    np.save(scan, sphere(300))
    opened.open(scan)
    pick(opened, 0)
    pick(opened, 1)
    target = tmp_path / "picks.csv"
    opened.window.pick_commands.save(target)
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert [row["number"] for row in rows] == ["1", "2"]
    assert [row["wording"] for row in rows] == ["current", "current"]
    assert rows[0]["scan"] == "'=1+1.npy"
    assert float(rows[1]["x"]) == np.load(scan)[1, 0]
    opened.window.pick_commands.save(tmp_path)
    assert opened.notices[-1].level is Level.ERROR


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always characters")
def test_a_name_that_is_no_text_does_not_keep_the_table_from_being_written(
    opened: Opened, tmp_path: Path
) -> None:
    scan = tmp_path / os.fsdecode(b"part-\xff.npy")
    np.save(scan, sphere(50))
    opened.open(scan)
    pick(opened, 0)
    target = tmp_path / "picks.csv"
    opened.window.pick_commands.save(target)
    (row,) = csv.DictReader(target.read_text("utf-8-sig").splitlines())
    assert row["scan"] == "part-\\udcff.npy"


def test_clearing_takes_the_marks_away(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    pick(opened, 3)
    opened.window.picks.clear_button.click()
    assert opened.window.picks.picks == ()
    assert len(opened.view.marks) == 0


def test_picking_before_there_are_scores_does_nothing(opened: Opened) -> None:
    pick(opened, 0)
    assert opened.window.picks.picks == ()


def test_the_phrases_tell_what_they_say_at_a_pick(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    pick(opened, 3)
    opened.wait_idle()
    table = opened.window.picks.phrases.table
    phrases = [table.topLevelItem(i).text(0) for i in range(table.topLevelItemCount())]
    wording = opened.window.session.prompts.anomaly
    assert phrases == sorted(wording, key=lambda phrase: -len(phrase))
    assert "point 1" in opened.window.picks.phrases.caption.text()


LONG = "a {object} with a defect of so many words that little reaches the threshold"


def reword(opened: Opened, text: str) -> None:
    opened.window.prompts.defective.setPlainText(text)
    opened.wait_idle()


def test_new_scores_are_read_at_the_picks_in_view(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    pick(opened, 3)
    pick(opened, 4)
    opened.wait_idle()
    opened.window.picks.table.itemClicked.emit(opened.window.picks.table.topLevelItem(0), 0)
    before = opened.window.picks.picks
    reword(opened, LONG)
    after = opened.window.picks.picks
    assert [p.score for p in after] == pytest.approx([p.score / 3 for p in before], rel=1e-3)
    assert [p.around for p in after] == pytest.approx([p.around / 3 for p in before], rel=1e-3)
    assert [p.position for p in after] == [p.position for p in before]
    assert opened.window.picks.table.topLevelItem(0).text(2) == f"{after[0].score:.3f}"
    phrases = opened.window.picks.phrases
    assert "point 1" in phrases.caption.text()
    assert [phrases.table.topLevelItem(0).text(0)] == list(opened.window.session.prompts.anomaly)


def test_picks_of_other_scans_say_that_they_are_of_an_earlier_wording(
    opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.npy"
    np.save(other, sphere(300))
    opened.open(scan_file, other)
    window, table = opened.window, opened.window.picks.table
    pick(opened, 5)
    opened.wait_idle()
    before = window.picks.picks[0].score
    window.session.show(list(window.session.open_scans)[1])
    reword(opened, LONG)
    assert window.picks.picks[0].outdated
    assert table.topLevelItem(0).text(2) == f"({before:.3f})"
    assert "earlier wording" in window.picks.hint.text()
    assert window.picks.phrases.table.topLevelItemCount() == 0
    window.pick_commands.save(tmp_path / "picks.csv")
    (row,) = csv.DictReader((tmp_path / "picks.csv").read_text("utf-8-sig").splitlines())
    assert row["wording"] == "earlier"
    table.itemClicked.emit(table.topLevelItem(0), 0)
    opened.wait_idle()
    assert not window.picks.picks[0].outdated
    assert window.picks.picks[0].score == pytest.approx(before / 3, rel=1e-3)
    assert "earlier wording" not in window.picks.hint.text()
    assert window.picks.phrases.table.topLevelItemCount() == 1


def test_a_pick_of_a_closed_scan_says_so_too(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    pick(opened, 5)
    opened.window.session.close(opened.window.session.open_scans.current)
    reword(opened, LONG)
    assert opened.window.picks.picks[0].outdated


def test_coordinates_take_little_room(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    pick(opened, 5)
    row = opened.window.picks.table.topLevelItem(0)
    x, y, z = np.load(scan_file)[5]
    assert [row.text(column) for column in (5, 6, 7)] == [f"{v:.3f}" for v in (x, y, z)]
    assert row.toolTip(5) == repr(float(x))


def test_types_take_room_only_if_there_are_types(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    pick(opened, 5)
    assert opened.window.picks.table.isColumnHidden(4)
    opened.window.prompt_commands.take_stock("typed")
    opened.wait_idle()
    assert not opened.window.picks.table.isColumnHidden(4)
    assert opened.window.picks.table.topLevelItem(0).text(4)
