from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from btp_core.batch.run_header import RunHeader
from btp_core.batch.settings import BatchSettings
from btp_core.inspection.inspector import Inspector
from btp_core.model.pyramid.weights import save_pyramid
from btp_core.text.prompts import PromptSet
from tests.core.batch.runs_for_tests import header
from tests.core.shapes_for_tests import dented_plate
from tests.core.small_model import small_model_file


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("model") / "small.safetensors"
    save_pyramid(small_model_file(), path)
    return str(path)


@pytest.fixture(scope="session")
def inspector(small_model: str) -> Inspector:
    return Inspector.from_pretrained(small_model, device="cpu")


@pytest.fixture
def run_header() -> RunHeader:
    return header()


@pytest.fixture(scope="session")
def other_prompts() -> PromptSet:
    """Stock sentences the other way round: other words without the slow text tower."""
    stock = PromptSet.stock()
    return PromptSet(stock.anomaly, stock.normal, stock.object_name, stock.templates)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder with a cloud, one with holes in it, a coarse mesh, and a broken file."""
    folder = tmp_path / "scans"
    (folder / "sub dir").mkdir(parents=True)
    np.save(folder / "plate.npy", dented_plate(2500)[0])
    gaps = dented_plate(4000, seed=1)[0] + 1e6
    gaps[::50] = np.nan
    np.save(folder / "sub dir" / "gäps.npy", gaps)
    corners = [[x, y, z] for x in (0, 3) for y in (0, 2) for z in (0, 1)]
    quads = ["0 1 3 2", "4 6 7 5", "0 4 5 1", "2 3 7 6", "0 2 6 4", "1 5 7 3"]
    rows = ["OFF", "8 6 0", *(" ".join(map(str, c)) for c in corners), *(f"4 {q}" for q in quads)]
    (folder / "box.off").write_text("\n".join(rows))
    (folder / "broken.ply").write_bytes(b"ply\nformat binary_little_endian 1.0\nend_header\n")
    return folder


@pytest.fixture
def settings(scans: Path, small_model: str, tmp_path: Path) -> BatchSettings:
    """In this process: what belongs to processes is tested in test_pool.py."""
    return BatchSettings(
        folder=scans,
        output=tmp_path / "run.h5",
        prompts=PromptSet.stock(),
        model=small_model,
        device="cpu",
        workers=0,
    )
