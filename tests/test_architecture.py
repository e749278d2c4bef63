"""The layers: who may know whom. Broken rules name the import that broke them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from btp_core.model.pyramid.weights import save_pyramid
from tests.core.small_model import small_model_file

ROOT = Path(__file__).resolve().parents[1]
WINDOW_LIBRARIES = ("PySide6", "shiboken6", "qtpy", "pyvistaqt", "app")
LAB_LIBRARIES = ("trimesh", "manifold3d")


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "5 kept, 0 broken" in result.stdout


LOADED = """
import sys
from btp_core.cli.app import run
codes = [
    run(["--help"]),
    run(["synthesize", "--help"]),
    run(["inspect", "assets/samples/none.ply"]),
    run(["inspect", sys.argv[1], "--output", sys.argv[2], "--model", sys.argv[3]]),
]
loaded = {name.partition(".")[0] for name in sys.modules} & set(sys.argv[4:])
# The names of the protocols are choices of an option, and stand in the help.
choices = "btp_core.lab.benchmarks.protocols.choices"
lab = [
    name
    for name in sys.modules
    if name.startswith("btp_core.lab") and name != choices and not choices.startswith(name + ".")
]
print("CODES", *map(int, codes), "LOADED", sorted(loaded) + lab)
"""


def test_inspecting_loads_neither_window_nor_lab(tmp_path: Path) -> None:
    scan = tmp_path / "ball.npy"
    points = np.random.default_rng(0).normal(size=(2000, 3))
    np.save(scan, points / np.linalg.norm(points, axis=1, keepdims=True))
    model = tmp_path / "small.safetensors"
    save_pyramid(small_model_file(), model)
    result = run_python(
        LOADED, str(scan), str(tmp_path / "out"), str(model), *WINDOW_LIBRARIES, *LAB_LIBRARIES
    )
    last = result.stdout.splitlines()[-1]
    assert last in {"CODES 0 0 2 0 LOADED []", "CODES 0 0 2 1 LOADED []"}, result.stderr


def test_making_parts_without_its_libraries_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['manifold3d'] = None;"
        "from btp_core.cli.app import run; sys.exit(run(['synthesize', sys.argv[1]]))"
    )
    result = run_python(code, str(tmp_path / "parts"))
    assert result.returncode == 2
    assert "manifold3d" in result.stderr
    assert "btp-inspect[lab]" in result.stderr
    assert "Traceback" not in result.stderr


SLOW_TO_IMPORT = ("torch", "scipy", "matplotlib", "pyvista", "h5py", "transformers", "jinja2")


def test_the_window_starts_without_what_only_its_worker_needs() -> None:
    code = (
        "import sys, app.launch, app.main_window;"
        "print(sorted(set(sys.argv[1:]) & set(sys.modules)))"
    )
    assert run_python(code, *SLOW_TO_IMPORT).stdout.strip() == "[]"


def test_loading_a_model_leaves_the_compiler_of_torch_alone() -> None:
    code = (
        "import sys; from btp_core import Inspector; Inspector.from_pretrained('btp-mini');"
        "print(sorted(set(sys.argv[1:]) & set(sys.modules)))"
    )
    assert run_python(code, "torch", "torch._dynamo", "sympy").stdout.strip() == "['torch']"


def test_main_fits_on_a_screen() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 40
