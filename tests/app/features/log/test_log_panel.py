from __future__ import annotations

import logging
import threading

from pytestqt.qtbot import QtBot

from app.features.log.panel import LogPanel


def test_lines_come_from_any_thread_and_stop_on_request(qtbot: QtBot) -> None:
    panel = LogPanel()
    qtbot.addWidget(panel)
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    try:
        log = logging.getLogger("btp_core.test")
        log.info("from here")
        worker = threading.Thread(target=lambda: log.warning("from a worker"))
        worker.start()
        worker.join()
        qtbot.waitUntil(lambda: "from a worker" in panel.toPlainText())
        assert "from here" in panel.toPlainText()
        panel.stop()
        log.info("too late")
        qtbot.wait(20)
        assert "too late" not in panel.toPlainText()
    finally:
        root.setLevel(before)
