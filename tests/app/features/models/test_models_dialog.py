"""The dialog of models over a real store and a real server of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.features.models.address import AddressDialog
from app.features.models.commands import ModelCommands
from app.features.models.dialog import ModelsDialog
from app.notify import Notice, Notifier
from btp_core.model import download as downloads
from btp_core.model.catalogue import find_model, load_catalogue
from btp_core.model.store import ModelStore, Status
from tests.app.conftest import WAIT, Opened
from tests.core.model.serving import SHA256, Behaviour, serving

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
    qtbot.waitUntil(
        lambda: not any(dialog._service.running(row.model) for row in rows), timeout=WAIT
    )


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
    assert folder.download_button.isHidden()
    assert not folder.remove_button.isEnabled()


def test_verifying_the_bundled_model(qtbot: QtBot, dialog: ModelsDialog) -> None:
    row = dialog.rows["btp-mini"]
    qtbot.mouseClick(row.verify_button, Qt.MouseButton.LeftButton)
    assert row.bar.isVisible()
    settle(qtbot, dialog)
    assert row.chip.text() == "✓ Ready"
    assert not row.bar.isVisible()


def test_a_download_that_is_cancelled_is_partial_and_can_be_removed(
    qtbot: QtBot, dialog: ModelsDialog, store: ModelStore, notices: list[Notice]
) -> None:
    row = dialog.rows[CHECKPOINT.name]
    stall = threading.Event()
    with serving(Behaviour(cut_after=[300_000], stall=stall)) as url:
        dialog.fetch(CHECKPOINT, url, SHA256)
        qtbot.waitUntil(lambda: row.bar.maximum() == 1000, timeout=WAIT)
        qtbot.mouseClick(row.cancel_button, Qt.MouseButton.LeftButton)
        stall.set()
        settle(qtbot, dialog)
    assert row.chip.text() == "◐ Partial"
    assert row.download_button.text() == "Go on downloading…"
    assert notices == []
    dialog.remove(CHECKPOINT)
    settle(qtbot, dialog)
    assert row.chip.property("verdict") == "not checked"
    assert store.status(CHECKPOINT) is Status.MISSING


def test_wrong_bytes_are_told(qtbot: QtBot, dialog: ModelsDialog, notices: list[Notice]) -> None:
    with serving(Behaviour()) as url:
        dialog.fetch(CHECKPOINT, url, "0" * 64)
        settle(qtbot, dialog)
    assert "0" * 64 in dialog.state.text()
    assert len(notices) == 1
    assert dialog.rows[CHECKPOINT.name].chip.text().endswith("Missing")


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


def test_closing_during_a_download_keeps_the_part(
    qtbot: QtBot,
    dialog: ModelsDialog,
    commands: ModelCommands,
    store: ModelStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(downloads, "TIMEOUT_SECONDS", (2.0, 0.3))
    stall = threading.Event()
    with serving(Behaviour(cut_after=[300_000], stall=stall)) as url:
        dialog.fetch(CHECKPOINT, url, "")
        row = dialog.rows[CHECKPOINT.name]
        qtbot.waitUntil(lambda: row.bar.maximum() == 1000, timeout=WAIT)
        commands.close()
    assert store.status(CHECKPOINT) is Status.PARTIAL


def test_an_address_is_needed_and_a_checksum_has_64_digits(qtbot: QtBot) -> None:
    dialog = AddressDialog(CHECKPOINT)
    qtbot.addWidget(dialog)
    assert not dialog._ok.isEnabled()
    dialog.url.setText(" https://example.org/a.pt ")
    assert dialog._ok.isEnabled()
    dialog.sha256.setText("12")
    assert not dialog._ok.isEnabled()
    dialog.sha256.setText("A" * 64)
    assert dialog._ok.isEnabled()
    assert dialog.answer == ("https://example.org/a.pt", "a" * 64)
