from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from app.viewport.later import imported_later

AFTER_THE_VIEW = """
import sys
from app.viewport.later import UNUSED, imported_later
with imported_later():
    import app.viewport.pyvista_view
print(sorted({"matplotlib.figure", *UNUSED} & sys.modules.keys()))
from pyvista.plotting import charts, colors
print(len(colors.plt.rcParams["axes.prop_cycle"]) > 1)
import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
print(type(plt).__name__, isinstance(FigureCanvasAgg, type))
print(isinstance(charts.FigureCanvasAgg(plt.figure()), FigureCanvasAgg))
"""


def test_the_view_comes_without_them_and_they_work_when_they_are_used() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AFTER_THE_VIEW],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.split("\n")[:4] == ["[]", "True", "module True", "True"], done.stderr


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_one").mkdir()
    (tmp_path / "slow_one" / "__init__.py").write_text("")
    (tmp_path / "slow_one" / "part.py").write_text("VALUE = 7\ndef double(x):\n    return 2 * x\n")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("package")
def test_a_name_is_the_real_one_once_it_is_used() -> None:
    with imported_later(("slow_one.part",)):
        import slow_one.part as whole
        from slow_one.part import double
    assert "slow_one.part" not in sys.modules
    assert double(4) == 8
    assert whole.VALUE == 7
    real = importlib.import_module("slow_one.part")
    assert type(real).__name__ == "module"
    with imported_later(("slow_one.part",)):  # what is there already stays
        assert importlib.import_module("slow_one.part") is real
    assert sys.modules["slow_one.part"] is real
    assert vars(sys.modules["slow_one"])["part"] is real
    with pytest.raises(AttributeError):
        whole.missing  # noqa: B018
