from __future__ import annotations

import pytest

from btp_core.text.clip import ClipTower
from tests.core.text.small_clip import write_clip


@pytest.fixture(scope="session")
def tower_folder(tmp_path_factory):
    """A tiny CLIP text tower, as wide as the tiny backbone."""
    return write_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="session")
def tower(tower_folder):
    return ClipTower(tower_folder)
