"""The bundled scans, and the design of one of the parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.session import samples
from app.settings import DESIGN, RECENT_DESIGNS, Settings
from tests.app.conftest import Opened, sphere


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of the bundled samples."""
    import numpy as np

    folder = tmp_path / "samples"
    folder.mkdir()
    for name in ("flange_good", "flange_dent", "knob_chip"):
        np.savez(folder / f"{name}.npz", points=sphere(200))
    monkeypatch.setattr(samples, "asset_path", lambda *_: folder)
    return folder


def test_without_a_bundled_design_there_is_nothing_to_try(bundled: Path) -> None:
    assert samples.sample_with_design() == []


def test_a_design_comes_with_the_scans_of_its_part_the_defective_first(bundled: Path) -> None:
    (bundled / "flange.design").write_bytes(b"")
    names = [path.name for path in samples.sample_with_design()]
    assert names == ["flange.design", "flange_dent.npz", "flange_good.npz"]


def test_two_clicks_show_what_a_design_does_and_nothing_of_it_stays(
    opened: Opened, settings: Settings, bundled: Path
) -> None:
    (bundled / "flange.design").write_bytes(b"")
    window = opened.window
    window.actions_by_name["sample_design"].trigger()
    opened.wait_idle()
    assert window.session.design_path == bundled / "flange.design"
    current = window.session.open_scans.current
    assert current is not None
    assert current.path.name == "flange_dent.npz"
    assert current.scores is not None
    assert current.scores.design is not None
    assert settings.get(DESIGN) == ""
    assert settings.get(RECENT_DESIGNS) == []
