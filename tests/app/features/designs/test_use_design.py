"""Making, choosing and correcting designs through the window, over a fake engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.features.designs.commands import DesignCommands
from app.features.designs.new_dialog import NewDesignDialog, common_name
from app.features.designs.place_dialog import ToleranceDialog
from app.notify import Level
from app.session.recovery import LastSession
from app.settings import Settings
from app.viewport.base import Coloring
from btp_core.text.prompts import PromptSet
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_design import FakeDesign
from tests.app.fake_engine import FakeEngine


@pytest.fixture
def design_file(tmp_path: Path) -> Path:
    path = tmp_path / "ball.design"
    path.write_text("a design")
    return path


@pytest.fixture
def designs(opened: Opened) -> DesignCommands:
    return opened.window.designs


def in_force(opened: Opened, path: Path) -> None:
    opened.window.open([path])
    opened.wait_idle()


def test_an_open_scan_is_scored_again_with_a_design_and_not_encoded_again(
    opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    current = window.session.open_scans.current
    assert current is not None
    encoded = current.encoded
    in_force(opened, design_file)
    assert current.encoded is encoded
    assert current.scores is not None
    assert current.scores.design is not None
    assert current.scores.design.name == "ball"
    # Its own threshold is in force, as it is and not in hundredths.
    assert window.session.threshold == current.judged_threshold == 0.625
    assert window.heatmap.number.value() == pytest.approx(0.62, abs=0.011)
    assert "ball, version 1" in window.result.caption.text()
    assert window.designs.panel.name.text() == "ball"
    text = window.designs.panel.alignment.text()
    assert text == "Lies well: 98 % of the scan within 0.050 mm; 71 % of the reference seen."
    assert current.scores_before is None  # no change of wording to compare with


def test_without_the_design_all_is_as_before(
    opened: Opened, scan_file: Path, design_file: Path, settings: Settings
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    assert settings.get(keys.DESIGN) == str(design_file)
    opened.window.actions_by_name["without_design"].trigger()
    opened.wait_idle()
    current = opened.window.session.open_scans.current
    assert current is not None
    assert current.scores is not None
    assert current.scores.design is None
    assert opened.window.session.threshold == 0.5
    assert opened.window.designs.panel.body.isHidden()
    assert settings.get(keys.DESIGN) == ""
    assert not opened.window.actions_by_name["without_design"].isEnabled()


def test_scans_opened_later_and_those_not_in_view_are_judged_with_it(
    opened: Opened, scan_file: Path, design_file: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.npy" for number in range(2)]
    for number, path in enumerate(paths):
        np.save(path, sphere(300, number))
    opened.open(*paths)
    in_force(opened, design_file)
    opened.open(scan_file)
    labels = [scan.scores and scan.scores.design for scan in opened.window.session.open_scans]
    assert [label and label.name for label in labels] == ["ball"] * 3


def test_another_wording_does_not_align_again(
    opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    fake.gates["align"].hold()  # whoever comes here waits for ever
    opened.window.prompts.set_prompts(PromptSet(normal=("good",), anomaly=("bad",)))
    opened.wait_idle()
    current = opened.window.session.open_scans.current
    assert current is not None
    assert not current.outdated


def test_words_have_their_turn_while_another_scan_is_aligned(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    fake.gates["align"].hold()
    opened.window.open([design_file])
    qtbot.waitUntil(fake.gates["align"].entered.is_set, timeout=WAIT)
    assert not opened.window.idle
    opened.window.session.cancel()
    opened.wait_idle()
    current = opened.window.session.open_scans.current
    assert current is not None
    assert current.scores is not None
    assert current.scores.design is None  # cancelled before it lay there
    assert current.outdated


def test_a_refused_scan_is_not_checked_and_says_why(
    opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    fake.design = FakeDesign(refuses=True)
    in_force(opened, design_file)
    opened.open(scan_file)
    window = opened.window
    current = window.session.open_scans.current
    assert current is not None
    assert current.verdict is not None
    assert current.verdict.status == "not checked"
    assert window.result.score.text() == "—"
    assert "40 %" in window.result.regions.message.text()
    assert "Choose the design of this part." in window.designs.panel.alignment.text()
    assert not window.actions_by_name["deviation"].isEnabled()
    assert opened.view.scores is not None
    assert np.isnan(opened.view.scores).all()  # never a map of a wrong alignment


def test_its_wording_is_taken_and_told(
    opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    own = PromptSet(normal=("a fine ball",), anomaly=("a dented ball",), name="balls")
    fake.design = FakeDesign(prompts=own)
    opened.open(scan_file)
    in_force(opened, design_file)
    assert opened.window.session.prompts == own
    assert any("balls" in notice.text for notice in opened.notices)


def test_a_file_that_is_no_design_is_told_and_nothing_changes(
    opened: Opened, tmp_path: Path
) -> None:
    in_force(opened, tmp_path / "gone.design")
    assert [notice.level for notice in opened.notices] == [Level.ERROR]
    assert opened.window.session.design is None
    assert not opened.window.designs.panel.none.isHidden()


def test_a_dropped_design_is_put_in_force(opened: Opened, design_file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(design_file))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    opened.window.dropEvent(event)
    opened.wait_idle()
    assert opened.window.session.design_path == design_file
    assert len(opened.window.session.open_scans) == 0


def test_two_clicks_make_a_design_of_the_scans_that_pass(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path
) -> None:
    for number in range(3):
        np.save(tmp_path / f"ball_{number}.npy", sphere(300, number))
    opened.open(*(tmp_path / f"ball_{number}.npy" for number in range(3)))
    window = opened.window
    window.session.set_threshold(0.95)  # all pass
    opened.wait_idle()
    for scan in window.session.open_scans:
        window.session.show(scan)
        opened.wait_idle()
    qtbot.mouseClick(window.designs.panel.new_button, Qt.MouseButton.LeftButton)
    dialog = window.designs.dialog
    assert dialog is not None
    assert dialog.name.text() == "ball"
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    opened.wait_idle()
    (order,) = fake.orders
    assert [good.path.name for good in order.good] == [f"ball_{n}.npy" for n in range(3)]
    assert all(good.encoded is not None for good in order.good)  # nothing is encoded again
    assert order.output == tmp_path / "ball.design"
    assert window.session.design_path == order.output
    assert (tmp_path / "ball.design").exists()


def test_making_is_cancelled(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, designs: DesignCommands
) -> None:
    opened.open(scan_file)
    fake.gates["make"].hold()
    designs.ask_for_new()
    assert designs.dialog is not None
    designs.dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    designs.dialog.name.setText("ball")
    designs.dialog.accept()
    qtbot.waitUntil(fake.gates["make"].entered.is_set, timeout=WAIT)
    assert designs.panel.state.text() == "ball is being made…"
    opened.window.actions_by_name["cancel"].trigger()
    opened.wait_idle()
    assert opened.window.session.design is None
    assert not designs.panel.none.isHidden()
    assert opened.notices == []


def test_the_dialog_needs_a_good_scan_or_a_mesh_and_a_name(
    opened: Opened, scan_file: Path, designs: DesignCommands
) -> None:
    opened.open(scan_file)
    designs.ask_for_new()
    dialog = designs.dialog
    assert isinstance(dialog, NewDesignDialog)
    assert not dialog.ticked  # it fails
    assert not dialog.ok.isEnabled()
    dialog.name.setText("ball / 2")
    dialog.cad.setText("ball.stl")
    assert dialog.ok.isEnabled()
    assert dialog.file.text().endswith("ball _ 2.design")
    dialog.file.setText(str(scan_file.with_suffix("")))
    assert dialog.order("me").output == scan_file.with_suffix(".design")
    dialog.name.clear()
    assert not dialog.ok.isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    ("stems", "name"),
    [
        (["bracket_1", "bracket_2"], "bracket"),
        (["bracket 12", "bracket 13"], "bracket"),
        (["knob_7"], "knob_7"),
        (["a", "b"], "a"),
        ([], ""),
    ],
)
def test_the_name_is_what_the_scans_have_in_common(stems: list[str], name: str) -> None:
    assert common_name(stems) == name


def test_the_view_shows_deviation_and_reference(
    opened: Opened, scan_file: Path, design_file: Path, designs: DesignCommands
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    window, view = opened.window, opened.view
    designs.panel.buttons[Coloring.DEVIATION].click()
    assert window.actions_by_name["deviation"].isChecked()
    assert window.view_area.style_shown.coloring is Coloring.DEVIATION
    assert window.view_area.style_shown.units == "mm"
    current = window.session.open_scans.current
    assert current is not None
    assert current.scores is not None
    assert current.scores.deviation is not None
    limit = window.view_area.style_shown.deviation_limit
    assert limit == 0.2  # ten times what good parts differ, rounded
    assert view.scores is not None
    assert np.isnan(view.scores[0])  # the reference says nothing there
    expected = np.clip(0.5 + 0.5 * current.scores.deviation / limit, 0, 1)
    np.testing.assert_allclose(view.scores, expected, rtol=1e-6)
    assert not window.view_area.legend.isHidden()
    designs.panel.range.limit.setValue(2.0)
    np.testing.assert_allclose(view.scores[1:], 0.5 + current.scores.deviation[1:] / 4.0, rtol=1e-6)
    scan_geometry = view.geometry_shown
    designs.panel.buttons[Coloring.REFERENCE].click()
    opened.wait_idle()
    assert not window.actions_by_name["deviation"].isChecked()
    reference = view.geometry_shown
    assert reference is not None
    assert reference is not scan_geometry
    assert reference.n_shown == 300
    assert not reference.pickable
    assert scan_geometry is not None
    np.testing.assert_array_equal(reference.offset, scan_geometry.offset)
    designs.panel.buttons[Coloring.HEATMAP].click()
    assert view.geometry_shown is scan_geometry
    assert window.view_area.style_shown.coloring is Coloring.HEATMAP


def test_the_range_is_locked_for_all_scans_or_kept_for_each(
    opened: Opened, scan_file: Path, design_file: Path, tmp_path: Path, designs: DesignCommands
) -> None:
    second = tmp_path / "second.npy"
    np.save(second, sphere(300, 4))
    opened.open(scan_file, second)
    in_force(opened, design_file)
    field = designs.panel.range
    field.limit.setValue(3.0)
    opened.window.session.show_beside(1)
    opened.wait_idle()
    assert field.value == 3.0
    field.lock.setChecked(False)
    field.limit.setValue(1.0)
    opened.window.session.show_beside(-1)
    opened.wait_idle()
    assert field.value == 3.0
    opened.window.session.show_beside(1)
    opened.wait_idle()
    assert field.value == 1.0


def test_a_place_is_left_out_and_lifted_again(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    window, designs = opened.window, opened.window.designs
    current = window.session.open_scans.current
    assert current is not None
    assert current.verdict is not None
    assert current.verdict.status == "fail"
    (region,) = current.verdict.regions
    item = window.result.regions.topLevelItem(0)
    assert item is not None
    place = window.result.regions.visualItemRect(item).center()
    window.result.regions.customContextMenuRequested.emit(place)
    (menu,) = [m for m in window.findChildren(QMenu) if m.isVisible()]
    menu.actions()[0].trigger()
    menu.close()
    dialog = designs.places.dialog
    assert dialog is not None
    assert not dialog.ok.isEnabled()
    dialog.reason.setText("sprue")
    dialog.who.setText("A. Weber")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    opened.wait_idle()
    assert fake.design.saved == [(design_file, 2)]
    assert current.verdict.status == "pass"
    assert window.session.threshold == 0.625
    (text,) = designs.panel.places.texts
    assert text.startswith("sprue\nA. Weber, ")
    assert designs.panel.places_part.button.text() == "1 place left out"
    assert "version 2" in designs.panel.facts.text()
    # Who it was is remembered.
    designs.places.ask_for_mask(region, current.scores)
    assert designs.places.dialog is not None
    assert designs.places.dialog.who.text() == "A. Weber"
    designs.places.dialog.reject()
    designs.panel.places.buttons[0].click()
    opened.wait_idle()
    assert fake.design.saved[-1] == (design_file, 3)
    assert current.verdict.status == "fail"
    assert designs.panel.places.texts == []


def test_two_places_left_out_at_once_are_both_kept(
    opened: Opened, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    designs = opened.window.designs
    current = opened.window.session.open_scans.current
    assert current is not None
    assert current.verdict is not None
    assert current.scores is not None
    (region,) = current.verdict.regions
    for reason in ("sprue", "weld"):
        designs.places.leave_out(region, current.scores, reason, "A. Weber")
    opened.wait_idle()
    assert [text.split("\n")[0] for text in designs.panel.places.texts] == ["sprue", "weld"]


def test_a_place_gets_a_tolerance_of_its_own(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    designs = opened.window.designs
    current = opened.window.session.open_scans.current
    assert current is not None
    assert current.verdict is not None
    assert current.verdict.status == "fail"
    (region,) = current.verdict.regions
    designs.places.offer_menu(region, QPoint(10, 10))
    (menu,) = [m for m in opened.window.findChildren(QMenu) if m.isVisible()]
    menu.actions()[1].trigger()
    menu.close()
    dialog = designs.places.dialog
    assert isinstance(dialog, ToleranceDialog)
    # A little more than what this scan shows is suggested, in the design's units.
    assert region.deviation is not None
    assert region.deviation < dialog.limit.value() < 1.5 * region.deviation
    assert dialog.limit.suffix() == " mm"
    dialog.limit.selectAll()
    qtbot.keyClicks(dialog.limit, "0,5")
    dialog.reason.setText("drawing 4711")
    dialog.who.setText("A. Weber")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    opened.wait_idle()
    assert fake.design.saved == [(design_file, 2)]
    assert opened.window.session.design is not None
    (band,) = opened.window.session.design.bands
    assert band.limit == 0.5
    assert current.verdict.status == "fail"
    assert designs.panel.places_part.button.text() == "1 tolerance of a place"
    (text,) = designs.panel.places.texts
    assert text.startswith("\N{PLUS-MINUS SIGN} 0.5 mm: drawing 4711\nA. Weber, ")
    designs.panel.places.buttons[0].click()
    opened.wait_idle()
    assert current.scores is not None
    designs.places.allow(current.verdict.regions[0], current.scores, 1.5, "flash", "A. Weber")
    opened.wait_idle()
    assert current.verdict.status == "pass"


def test_the_table_tells_deviations_in_units(
    opened: Opened, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    table = opened.window.result.regions
    assert table.headerItem().text(4) == "Depth"
    in_force(opened, design_file)
    assert table.headerItem().text(4) == "Deviation"
    item = table.topLevelItem(0)
    assert item is not None
    assert item.text(4).startswith("+0.9")
    assert "mm outside of the design" in item.toolTip(4)


def test_a_right_click_on_the_scan_offers_the_menu_of_its_region(
    opened: Opened, scan_file: Path, design_file: Path
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    current = opened.window.session.open_scans.current
    assert current is not None
    assert current.verdict is not None
    (region,) = current.verdict.regions
    outside = np.setdiff1d(np.arange(current.n_points), region.point_indices)

    def menus() -> list[QMenu]:
        return [m for m in opened.window.findChildren(QMenu) if m.isVisible()]

    opened.view.menu_requested.emit(int(outside[0]))
    assert menus() == []
    opened.view.menu_requested.emit(int(region.point_indices[0]))
    (menu,) = menus()
    assert menu.actions()[0].isEnabled()
    menu.close()


def test_a_user_who_needs_a_design_first_is_told_in_the_menu(
    opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    current = opened.window.session.open_scans.current
    assert current is not None
    assert current.verdict is not None
    opened.window.designs.places.offer_menu(
        current.verdict.regions[0], opened.window.mapToGlobal(opened.window.rect().center())
    )
    (menu,) = [m for m in opened.window.findChildren(QMenu) if m.isVisible()]
    assert not any(action.isEnabled() for action in menu.actions())
    assert all(action.text().endswith("(needs a design)") for action in menu.actions())
    menu.close()


def test_the_folder_check_takes_the_design_in_force_unless_told_not_to(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    opened.window.actions_by_name["check_folder"].trigger()
    check = opened.window.folder.window
    assert not check.form.with_design.isEnabled()
    assert not check.form.with_design.isChecked()
    in_force(opened, design_file)
    assert check.form.with_design.text() == "ball.design"
    check.set_folder(scan_file.parent)
    for ticked in (True, False):
        check.form.with_design.setChecked(ticked)
        check.start()
        qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert [request.design for request in fake.folder_requests] == [design_file, None]
    assert [request.threshold for request in fake.folder_requests] == [0.625, 0.625]


def test_settings_and_recovery_remember_the_design(
    opened: Opened, scan_file: Path, design_file: Path, settings: Settings
) -> None:
    opened.open(scan_file)
    in_force(opened, design_file)
    window = opened.window
    window.recovery.keep()
    last = window.recovery._read()
    assert last == LastSession((scan_file,), window.session.prompts, design_file)
    assert settings.get(keys.RECENT_DESIGNS) == [str(design_file)]
    window.designs.do_without()
    opened.wait_idle()
    settings.set(keys.DESIGN, str(design_file))
    window.designs.open_last()
    opened.wait_idle()
    assert window.session.design_path == design_file
    # Its threshold is not the user's.
    window.designs.keep()
    assert settings.get(keys.THRESHOLD) == 0.5


def test_a_scan_of_another_part_is_judged_on_its_own_by_a_click(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, design_file: Path
) -> None:
    fake.design = FakeDesign(refuses=True)
    opened.open(scan_file)
    in_force(opened, design_file)
    window = opened.window
    current = window.session.open_scans.current
    assert current is not None
    assert window.result.chip.text() == "? Not checked"
    way_out = window.result.regions.way_out
    assert way_out.isVisibleTo(window)
    qtbot.mouseClick(way_out, Qt.MouseButton.LeftButton)
    opened.wait_idle()
    assert current.scores is not None
    assert current.scores.design is None
    assert window.result.chip.text() != "? Not checked"
    assert not way_out.isVisibleTo(window)
    assert window.session.design is not None, "the others are compared as before"
    # Read again after its memory was given back, it stays so.
    current.release()
    window.session.show(current)
    opened.wait_idle()
    assert current.scores is not None
    assert current.scores.design is None
    # And there is a way back.
    assert window.designs.panel.compare_button.isVisibleTo(window)
    qtbot.mouseClick(window.designs.panel.compare_button, Qt.MouseButton.LeftButton)
    opened.wait_idle()
    assert window.result.chip.text() == "? Not checked"
    assert not window.designs.panel.compare_button.isVisibleTo(window)
