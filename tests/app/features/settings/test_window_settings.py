from __future__ import annotations

from pathlib import Path

import pytest

from app import settings as keys
from app.setting_kind import Setting
from app.settings import ALL_SETTINGS, Settings


def test_every_setting_has_its_own_key() -> None:
    names = [setting.key for setting in ALL_SETTINGS]
    assert len(set(names)) == len(names) > 5


def test_values_survive_a_restart(tmp_path: Path) -> None:
    first = Settings(tmp_path / "s.ini")
    first.set(keys.THRESHOLD, 0.73)
    first.set(keys.GREY_BELOW, False)
    first.set(keys.THEME, "dark")
    first.add_recent(tmp_path / "a.ply")
    first.save()
    second = Settings(tmp_path / "s.ini")
    assert second.get(keys.THRESHOLD) == pytest.approx(0.73)
    assert second.get(keys.GREY_BELOW) is False
    assert second.get(keys.THEME) == "dark"
    assert second.get(keys.RECENT_FILES) == [str(tmp_path / "a.ply")]


@pytest.mark.parametrize(
    ("setting", "damaged"),
    [
        (keys.THRESHOLD, "seven"),
        (keys.THRESHOLD, "7"),
        (keys.THRESHOLD, "nan"),
        (keys.THEME, "pink"),
        (keys.COLORMAP, "jet"),
        (keys.POINT_SIZE, "-3"),
        (keys.WINDOW_STATE, "text"),
    ],
)
def test_damaged_values_become_the_default(tmp_path: Path, setting: Setting, damaged: str) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.set(setting, damaged)
    assert settings.get(setting) == setting.default


def test_recent_files_are_unique_newest_first_and_limited(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    for number in range(20):
        settings.add_recent(tmp_path / f"{number}.ply")
    names = settings.add_recent(tmp_path / "15.ply")
    assert len(names) == keys.MAX_RECENT_FILES
    assert names[0] == str(tmp_path / "15.ply")
    assert names.count(str(tmp_path / "15.ply")) == 1
