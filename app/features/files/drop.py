"""Paths from what was dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_paths(data: QMimeData) -> list[Path]:
    """Local files and folders among the dropped URLs; ``toLocalFile`` knows Windows paths."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
