"""The dialog of models over a real store."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.features.models.commands import ModelCommands
from app.features.models.dialog import ModelsDialog
from app.notify import Notice, Notifier
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.model.catalogue import KnownModel, find_model, load_catalogue
from btp_core.model.store import ModelStore, Status
from tests.app.conftest import WAIT, Opened

CHECKPOINT = find_model("ulip2-pointbert", load_catalogue())
FOLDER = find_model("clip-vit-bigg-14-text", load_catalogue())


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "store")


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def commands(
    qtbot: QtBot, opened: Opened, store: ModelStore, notices: list[Notice]
) -> Iterator[ModelCommands]:
    notifier = Notifier()
    notifier.notice.connect(notices.append)
    made = ModelCommands(
        opened.window, opened.window.background, notifier, opened.window.models.selection, store
    )
    made.show()
    yield made
    made.close()


@pytest.fixture
def dialog(qtbot: QtBot, commands: ModelCommands) -> ModelsDialog:
    assert commands.dialog is not None
    settle(qtbot, commands.dialog)
    return commands.dialog


def settle(qtbot: QtBot, dialog: ModelsDialog) -> None:
    rows = dialog.rows.values()
    qtbot.waitUntil(lambda: not any(dialog.running(row.model) for row in rows), timeout=WAIT)


def test_the_window_opens_it(opened: Opened) -> None:
    assert opened.window.models.dialog is None
    opened.window.actions_by_name["models"].trigger()
    assert opened.window.models.dialog is not None
    assert opened.window.models.dialog.isVisible()


def test_states_are_symbol_and_word(dialog: ModelsDialog) -> None:
    texts = {name: row.chip.text() for name, row in dialog.rows.items()}
    assert texts == {
        "btp-mini": "✓ Ready",
        "ulip2-pointbert": "– Missing",  # noqa: RUF001
        "clip-vit-bigg-14-text": "– Missing",  # noqa: RUF001
    }
    bundled, folder = dialog.rows["btp-mini"], dialog.rows[FOLDER.name]
    assert bundled.remove_button.isHidden()
    assert bundled.place_button.isHidden()
    assert folder.place_button.isEnabled()
    assert not folder.remove_button.isEnabled()


def test_verifying_the_bundled_model(qtbot: QtBot, dialog: ModelsDialog) -> None:
    row = dialog.rows["btp-mini"]
    qtbot.mouseClick(row.verify_button, Qt.MouseButton.LeftButton)
    assert row.bar.isVisible()
    settle(qtbot, dialog)
    assert row.chip.text() == "✓ Ready"
    assert not row.bar.isVisible()


@pytest.fixture
def endless_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the bytes of a model ends only by being cancelled."""

    def verify(
        store: ModelStore, model: KnownModel, progress: ProgressCallback, cancel: CancelToken
    ) -> Status:
        progress("verifying", 0.5)
        while True:
            cancel.raise_if_cancelled()
            time.sleep(0.01)

    monkeypatch.setattr(ModelStore, "verify", verify)


@pytest.mark.usefixtures("endless_verification")
def test_a_job_that_is_cancelled_leaves_the_state_and_tells_nobody(
    qtbot: QtBot, dialog: ModelsDialog, notices: list[Notice]
) -> None:
    row = dialog.rows["btp-mini"]
    qtbot.mouseClick(row.verify_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.bar.maximum() == 1000, timeout=WAIT)
    assert not row.verify_button.isEnabled()
    qtbot.mouseClick(row.cancel_button, Qt.MouseButton.LeftButton)
    settle(qtbot, dialog)
    assert row.chip.text() == "✓ Ready"
    assert row.verify_button.isEnabled()
    assert notices == []


def test_a_placed_folder_is_ready_and_can_be_removed(
    qtbot: QtBot, dialog: ModelsDialog, store: ModelStore, tmp_path: Path
) -> None:
    source = tmp_path / "clip"
    source.mkdir()
    (source / "config.json").write_text("{}")
    (source / "model.safetensors").write_bytes(b"weights")
    dialog.place(FOLDER, source)
    settle(qtbot, dialog)
    assert dialog.rows[FOLDER.name].chip.text() == "✓ Ready"
    dialog.remove(FOLDER)
    settle(qtbot, dialog)
    assert dialog.rows[FOLDER.name].chip.property("verdict") == "not checked"
    assert store.status(FOLDER) is Status.MISSING


def test_a_file_that_is_no_model_is_told(
    qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path, notices: list[Notice]
) -> None:
    source = tmp_path / "<b>no model.pt"
    source.write_bytes(b"nothing")
    dialog.place(CHECKPOINT, source)
    settle(qtbot, dialog)
    assert "<b>no model.pt" in dialog.state.text()
    assert dialog.state.textFormat() is Qt.TextFormat.PlainText
    assert len(notices) == 1


@pytest.mark.usefixtures("endless_verification")
def test_closing_stops_what_is_under_way(
    qtbot: QtBot, opened: Opened, dialog: ModelsDialog
) -> None:
    row = dialog.rows["btp-mini"]
    qtbot.mouseClick(row.verify_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.bar.maximum() == 1000, timeout=WAIT)
    opened.window.close()
    assert not opened.window.background.running
    assert not [t for t in threading.enumerate() if t.name == "model-btp-mini"]
