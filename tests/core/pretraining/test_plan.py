from __future__ import annotations

from pathlib import Path

import pytest

from btp_core.errors import SettingsError
from btp_core.pretraining.plan import read_plan
from btp_core.pretraining.recipe import PretrainingRecipe

RUN = """
data = ["aux"]
output = "small.safetensors"
device = "cpu"

[recipe]
steps = 7
"""


def _read(folder, text, **changes):
    file = folder / "run.toml"
    file.write_text(text)
    return read_plan(file, changes)


def test_a_file_gives_paths_beside_it_and_the_recipe(tmp_path):
    plan = _read(tmp_path, RUN, recipe={"seed": 3})
    assert plan.data == (tmp_path / "aux",)
    assert plan.output == tmp_path / "small.safetensors"
    assert plan.run == Path("runs") / "small"
    assert plan.cache is None
    assert plan.recipe == PretrainingRecipe(steps=7, seed=3)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (RUN.replace('data = ["aux"]', ""), "needs data"),
        (RUN.replace("small.safetensors", "small.pt"), "ends in .safetensors"),
        (RUN.replace("steps = 7", "steps = 0"), "'steps' must be 1"),
        (RUN.replace("steps = 7", "epochs = 7"), "knows no 'epochs'"),
        (RUN.replace("steps = 7", "batch = 1"), "'batch' must be 2"),
        (RUN.replace("steps = 7", "held_out = 1.0"), "'held_out'"),
        (RUN.replace("steps = 7", "learning_rate = -1"), "'learning_rate'"),
        ("data = [", "Cannot be read"),
    ],
)
def test_what_makes_no_run_is_named_with_its_file(tmp_path, text, cause):
    with pytest.raises(SettingsError, match=cause) as caught:
        _read(tmp_path, text)
    assert caught.value.path == tmp_path / "run.toml"
