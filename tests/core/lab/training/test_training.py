"""A real run: synthesized scans, prepared, trained for a few steps, exported, used."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from btp_core import CancelToken, Inspector, PromptSet, Scan
from btp_core.base.errors import CancelledError, DataError, ModelError
from btp_core.lab.training.curves import draw_curves
from btp_core.lab.training.export import export
from btp_core.lab.training.prepare import load_sample, prepare_folder
from btp_core.lab.training.recipe import Recipe
from btp_core.lab.training.train import split, train
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.weights import load_pyramid
from tests.core.shapes_for_tests import dented_plate
from tests.core.small_model import SMALL

RECIPE = Recipe(
    steps=6,
    batch=2,
    validate_every=3,
    held_out=0.34,
    validation_scans=4,
    learning_rate=2e-3,
    model=SMALL,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data set in the layout of `synthesize`: plates, good and dented."""
    root = tmp_path_factory.mktemp("data")
    (root / "scans").mkdir()
    rows = []
    for part in range(6):
        for number, depth in enumerate((0.0, 0.2)):
            points, dented = dented_plate(3500, depth, seed=10 * part + number)
            types = (2 * (dented & (depth > 0))).astype(np.uint8)
            name = f"scans/{part:06d}_{number}.npz"
            np.savez(root / name, points=points.astype(np.float32), types=types)
            rows.append({"file": name, "part": part, "family": "plate"})
    (root / "index.json").write_text(json.dumps(rows))
    return root


@pytest.fixture(scope="module")
def entries(folder):
    return prepare_folder(folder, folder / "prepared", SMALL.pyramid, workers=1)


def test_prepared_scans_keep_labels_with_their_points(folder, entries):
    assert len(entries) == 12
    sample = load_sample(entries[1].path)
    assert sample.types.shape == (len(sample.pyramid.working_points),)
    assert set(sample.types.tolist()) == {0, 2}
    assert sample.fpfh.shape == (len(sample.pyramid.local_points), 33)
    # With radii from the spacing, descriptors differ from place to place.
    assert sample.fpfh.std(dim=0).max() > 0.02
    with np.load(folder / "scans" / "000000_1.npz") as data:
        truth = data["types"][sample.pyramid.working_index.numpy()]
    assert np.array_equal(truth, sample.types.numpy())


def test_preparing_again_does_nothing_and_damage_is_named(folder, entries, tmp_path):
    times = [entry.path.stat().st_mtime_ns for entry in entries]
    prepare_folder(folder, folder / "prepared", SMALL.pyramid, workers=1)
    assert times == [entry.path.stat().st_mtime_ns for entry in entries]
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"x" * 100)
    with pytest.raises(DataError, match="broken"):
        load_sample(broken)


def test_an_index_that_points_outside_is_refused(tmp_path):
    row = {"file": "../../secret.npz", "part": 0, "family": "x"}
    (tmp_path / "index.json").write_text(json.dumps([row]))
    with pytest.raises(DataError, match="outside"):
        prepare_folder(tmp_path, tmp_path / "prepared", SMALL.pyramid, workers=1)


def test_a_part_is_wholly_on_one_side(entries):
    training, validation = split(entries, 0.34)
    assert {e.part for e in training}.isdisjoint(e.part for e in validation)
    assert len(training) + len(validation) == len(entries)
    assert training
    assert validation


def test_an_interrupted_run_ends_like_an_uninterrupted_one(entries, tmp_path):
    whole = train(entries, tmp_path / "whole", RECIPE)
    token = CancelToken()

    def stop_after_three(stage, fraction):
        if fraction >= 0.5:
            token.cancel()

    with pytest.raises(CancelledError):
        train(entries, tmp_path / "parts", RECIPE, progress=stop_after_three, cancel=token)
    resumed = train(entries, tmp_path / "parts", RECIPE)
    assert [h["step"] for h in resumed.history] == [3, 6]
    for key, tensor in whole.model.state_dict().items():
        assert torch.allclose(tensor, resumed.model.state_dict()[key], atol=1e-5), key


def test_two_processes_train_the_same_model_as_one(entries, tmp_path):
    alone = train(entries, tmp_path / "alone", RECIPE)
    together = train(entries, tmp_path / "together", RECIPE, processes=2)
    for key, tensor in alone.model.state_dict().items():
        assert torch.allclose(tensor, together.model.state_dict()[key], atol=1e-3), key


def test_training_teaches_and_the_result_can_be_used(entries, tmp_path):
    recipe = replace(RECIPE, steps=60, validate_every=30, learning_rate=4e-3, average=0.9)
    trained = train(entries, tmp_path, recipe)
    assert trained.validation.point_auroc > 0.8
    first, last = trained.history[0], trained.history[-1]
    assert last["focal"] < first["focal"]
    draw_curves(trained.history, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").stat().st_size > 10_000

    export(trained, tmp_path / "tiny.safetensors", "tiny", {"seed": recipe.seed})
    inspector = Inspector.from_pretrained(tmp_path / "tiny.safetensors", device="cpu")
    points, dented = dented_plate(3500, 0.2, seed=999)
    field = inspector.score(inspector.encode(Scan(points)), PromptSet.stock())
    assert field.point_scores[dented].mean() > 2 * field.point_scores[~dented].mean()


def test_a_run_with_other_settings_is_not_continued(entries, tmp_path):
    train(entries, tmp_path, replace(RECIPE, steps=3))
    with pytest.raises(ModelError, match="other settings"):
        train(entries, tmp_path, replace(RECIPE, steps=3, seed=5))


def test_a_run_can_go_on_from_finished_weights(entries, tmp_path):
    first = train(entries, tmp_path / "first", RECIPE)
    weights = tmp_path / "first.safetensors"
    export(first, weights, "first", {})
    # Without a step that changes anything, what comes out is what went in.
    still = replace(RECIPE, steps=1, validate_every=1, learning_rate=0.0, start_from=str(weights))
    again = train(entries, tmp_path / "again", still).model.state_dict()
    for key, tensor in load_pyramid(weights).model.state_dict().items():
        assert torch.allclose(tensor, again[key], atol=1e-6), key
    with pytest.raises(ModelError, match="another size"):
        train(entries, tmp_path / "other", replace(still, model=ModelConfig()))


def test_what_comes_out_is_a_mean_of_where_it_began_and_where_it_went(entries, tmp_path):
    weights = tmp_path / "first.safetensors"
    export(train(entries, tmp_path / "first", RECIPE), weights, "first", {})
    recipe = replace(RECIPE, steps=2, validate_every=2, start_from=str(weights), start_share=0.25)
    mixed = train(entries, tmp_path / "mixed", recipe).model.state_dict()
    went = train(entries, tmp_path / "went", replace(recipe, start_share=0.0)).model.state_dict()
    for key, began in load_pyramid(weights).model.state_dict().items():
        assert torch.allclose(mixed[key], 0.25 * began + 0.75 * went[key], atol=1e-6), key
    assert any(not torch.equal(mixed[key], went[key]) for key in went)


def test_too_little_data_is_said(entries, tmp_path):
    with pytest.raises(DataError, match="too few"):
        train(entries[:1], tmp_path, RECIPE)
