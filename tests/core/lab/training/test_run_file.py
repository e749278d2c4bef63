from __future__ import annotations

from pathlib import Path

import pytest

from btp_core.base.errors import SettingsError
from btp_core.lab.training.published.config import PublishedTrainingConfig, Resolution
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.run_file import BackboneKind, plan_from, read_plan

PYRAMID = """
data = ["aux", "more"]
output = "mine.safetensors"
workers = 1

[config]
steps = 20
learning_rate = 1e-3

[config.model]
patches = 64
taps = [1, 2]
"""
PUBLISHED = """
data = ["aux"]
output = "out/btp.safetensors"
backbone = "ulip2"
weights = "/models/ulip2.safetensors"
tower = "bigG"
tower_precision = "bfloat16"
device = "cpu"

[config]
epochs = 5
resolution = "tiles"
include_backbone = false
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_our_own_training_is_one_file(tmp_path):
    plan = read_plan(written(tmp_path, PYRAMID))
    assert plan.data == (tmp_path / "aux", tmp_path / "more")
    assert plan.output == tmp_path / "mine.safetensors"
    assert plan.backbone is BackboneKind.PYRAMID
    assert isinstance(plan.config, PyramidTrainingConfig)
    assert (plan.config.steps, plan.config.batch, plan.workers) == (
        20,
        PyramidTrainingConfig().batch,
        1,
    )
    assert plan.config.model.patches == 64
    assert plan.config.model.taps == (1, 2)


def test_folders_that_validate_lie_beside_the_file(tmp_path):
    text = PYRAMID.replace("workers = 1", 'validation = ["others"]')
    assert read_plan(written(tmp_path, text)).validation == (tmp_path / "others",)
    assert read_plan(written(tmp_path, PYRAMID)).validation == ()
    published = PUBLISHED.replace('device = "cpu"', 'validation = ["others"]')
    with pytest.raises(SettingsError, match="folders of their own"):
        read_plan(written(tmp_path, published))


def test_the_published_training_is_one_file(tmp_path):
    plan = read_plan(written(tmp_path, PUBLISHED))
    assert plan.weights == Path("/models/ulip2.safetensors")
    assert plan.tower == tmp_path / "bigG"
    assert plan.tower_precision == "bfloat16"
    assert plan.config == PublishedTrainingConfig(
        epochs=5, resolution=Resolution.TILES, include_backbone=False
    )


def test_options_override_one_by_one(tmp_path):
    changes = {"output": "else.safetensors", "config": {"seed": 7}}
    plan = read_plan(written(tmp_path, PUBLISHED), changes)
    assert plan.output == Path("else.safetensors")
    assert plan.config == PublishedTrainingConfig(
        epochs=5, resolution=Resolution.TILES, include_backbone=False, seed=7
    )


def test_the_table_may_have_its_earlier_name(tmp_path):
    changes = {"config": {"seed": 7}}
    plan = read_plan(written(tmp_path, PYRAMID), changes)
    earlier = PYRAMID.replace("[config", "[recipe")
    assert read_plan(written(tmp_path, earlier), changes) == plan
    assert plan.config.seed == 7
    assert plan.config.model.patches == 64


def test_folders_alone_are_a_run_too():
    plan = plan_from({"data": ["aux"], "output": "w.safetensors", "config": {}})
    assert plan.config == PyramidTrainingConfig()
    assert plan.run == Path("runs/w")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("output = 3", "'run.output' must be a text, not 3"),
        ("outptu = 'x'", "knows no 'outptu'"),
        ("data = ['aux']", "needs an output"),
        ("output = 'x.safetensors'", "needs data"),
        ("data = 'aux'", "'run.data' must be a list"),
        (PYRAMID + "\nsteps = 3\n", "knows no 'steps'"),
        (PYRAMID.replace("steps = 20", "epochs = 2"), "knows no 'epochs'"),
        (PYRAMID.replace("steps = 20", "steps = true"), "must be a whole number, not True"),
        (PYRAMID.replace("workers = 1", "workers = 0"), "workers"),
        (PYRAMID.replace("steps = 20", "validate_every = 0"), "'validate_every' must be 1 or more"),
        (PYRAMID.replace("workers = 1", "backbone = 'pretrained'"), "one of: pyramid, ulip2, untr"),
        (PUBLISHED.replace("[config]", "[recipe]\nseed = 1\n[config]"), "knows no 'recipe'"),
        (PYRAMID.replace("workers = 1", "backbone = 'pointnet'"), "one of: pyramid, ulip2"),
        (PYRAMID.replace("workers = 1", "backbone = 'ulip2'"), "needs its weights"),
        (PYRAMID.replace("workers = 1", "tower = 'x'"), "bundled text tower"),
        (PUBLISHED.replace("epochs = 5", "epochs = 0"), "'epochs' must be 1 or more"),
        (PUBLISHED.replace('"tiles"', '"rows"'), "one of: points-2048, tiles"),
        (PUBLISHED.replace("[config]", "[[config]]"), "must be a table"),
        ("= =", "Cannot be read"),
        ("a = " + "[" * 5000, "Cannot be read"),
    ],
)
def test_what_makes_no_run_is_named_with_its_file(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as raised:
        read_plan(path)
    assert said in str(raised.value)
    assert raised.value.path == path


def test_files_that_are_missing_too_large_or_no_text_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="Cannot be read"):
        read_plan(tmp_path / "missing.toml")
    path = tmp_path / "run.toml"
    path.write_bytes(b"\xff\xfe" * 10)
    with pytest.raises(SettingsError, match="Cannot be read"):
        read_plan(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(SettingsError, match="too large"):
        read_plan(path)
