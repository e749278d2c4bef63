from __future__ import annotations

from pathlib import Path

import pytest

from btp_core.text.clip import ClipTower
from tests.core.design_parts import bracket_design
from tests.core.text.small_clip import write_clip


@pytest.fixture(scope="session")
def tower_folder(tmp_path_factory):
    return write_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="session")
def tower(tower_folder):
    return ClipTower(tower_folder)


@pytest.fixture(scope="session")
def measuring_design(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A design of three good parts (in ``good`` beside it) without a model; only to be read."""
    path = tmp_path_factory.mktemp("design") / "bracket.design"
    bracket_design(path)
    return path
