"""A real run: synthesized scans, prepared, trained for a few steps, exported, used."""

import json
import os
import shutil
import signal
from dataclasses import replace
from multiprocessing import active_children

import numpy as np
import pytest
import torch

from btp_core import CancelToken, Inspector, PromptSet, Scan
from btp_core.base.errors import CancelledError, DataError, ModelError
from btp_core.geometry.evidence import EVIDENCE
from btp_core.lab.training.common.split import split
from btp_core.lab.training.curves import draw_curves
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.export import export
from btp_core.lab.training.pyramid.losses import TERMS
from btp_core.lab.training.pyramid.prepare import load_sample, prepare_folder
from btp_core.lab.training.pyramid.task import PyramidTask
from btp_core.lab.training.pyramid.train import train_pyramid
from btp_core.lab.training.run import carry_out
from btp_core.lab.training.run_file import plan_from
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.weights import load_pyramid
from tests.core.shapes_for_tests import dented_plate
from tests.core.small_model import SMALL

CONFIG = PyramidTrainingConfig(
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


@pytest.fixture(scope="module")
def whole_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def whole(entries, whole_folder):
    """A run of all steps by one process."""
    return train_pyramid(entries, whole_folder, CONFIG)


@pytest.fixture(scope="module")
def weights(whole, tmp_path_factory):
    """Its weights in a file."""
    path = tmp_path_factory.mktemp("weights") / "first.safetensors"
    export(whole, path, "first", {})
    return path


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


def test_an_interrupted_run_ends_like_an_uninterrupted_one(whole, entries, tmp_path):
    token = CancelToken()

    def stop_after_three(stage, fraction):
        if fraction >= 0.5:
            token.cancel()

    with pytest.raises(CancelledError):
        train_pyramid(entries, tmp_path / "parts", CONFIG, progress=stop_after_three, cancel=token)
    resumed = train_pyramid(entries, tmp_path / "parts", CONFIG)
    assert [h["step"] for h in resumed.history] == [3, 6]
    for key, tensor in whole.model.state_dict().items():
        assert torch.allclose(tensor, resumed.model.state_dict()[key], atol=1e-5), key


def test_the_losses_of_a_run_are_what_they_always_were(whole):
    """A change of the loop must not change what is trained; bits differ from machine to machine."""
    known = (
        (1.9932, 0.4301, 0.6359, 0.9826, 2.4443, 6.1086, 0.2804, 0.3013),
        (0.3831, 0.4019, 0.0582, 0.4104, 1.0983, 5.7615, 0.3028, 0.3424),
    )
    for entry, losses in zip(whole.history, known, strict=True):
        assert [entry[name] for name in TERMS] == pytest.approx(losses, rel=0.01)


def test_two_processes_train_the_same_model_as_one_and_leave_ctrl_c_to_the_leader(
    whole, entries, tmp_path
):
    """A terminal sends Ctrl-C to all of them; one that dies takes the checkpoint with it."""
    followers = set()

    def press_ctrl_c(stage, fraction):
        for process in active_children():
            followers.add(process.pid)
            os.kill(process.pid, signal.SIGINT)

    together = train_pyramid(
        entries, tmp_path / "together", CONFIG, processes=2, progress=press_ctrl_c
    )
    assert len(followers) == 1
    for key, tensor in whole.model.state_dict().items():
        assert torch.allclose(tensor, together.model.state_dict()[key], atol=1e-3), key


def test_a_run_in_pairs_is_the_same_alone_and_in_a_team(entries, whole, tmp_path):
    paired = replace(CONFIG, pair_weight=0.5)
    alone = train_pyramid(entries, tmp_path / "alone", paired)
    together = train_pyramid(entries, tmp_path / "together", paired, processes=2)
    assert alone.history[-1]["pairs"] > 0
    for key, tensor in alone.model.state_dict().items():
        assert torch.allclose(tensor, together.model.state_dict()[key], atol=1e-3), key
    assert "pairs" not in whole.history[-1]


def test_ranking_pairs_sets_the_two_scans_of_a_design_apart(entries, tmp_path):
    config = replace(CONFIG, steps=40, validate_every=20, learning_rate=4e-3, pair_weight=2.0)
    history = train_pyramid(entries, tmp_path, config).history
    assert history[-1]["pairs"] < 0.9 * history[0]["pairs"]


def test_a_folder_of_its_own_validates(folder, entries, tmp_path, monkeypatch):
    seen = {}

    def look(given, run, config, *, held_out, **rest):
        seen["train"] = [e for e in given if e not in held_out]
        seen["validate"] = held_out
        raise CancelledError

    monkeypatch.setattr("btp_core.lab.training.run.train_pyramid", look)
    others = shutil.copytree(folder, tmp_path / "others")
    plan = plan_from(
        {
            "data": [str(folder)],
            "validation": [str(others)],
            "output": str(tmp_path / "w.safetensors"),
            "workers": 1,
            "device": "cpu",
        }
    )
    with pytest.raises(CancelledError):
        carry_out(replace(plan, config=CONFIG))
    assert seen["train"] == entries
    assert [e.path.name for e in seen["validate"]] == [e.path.name for e in entries]
    assert {e.path.parent.parent for e in seen["validate"]} == {others}


def test_training_teaches_and_the_result_can_be_used(entries, tmp_path):
    config = replace(CONFIG, steps=60, validate_every=30, learning_rate=4e-3, average=0.9)
    trained = train_pyramid(entries, tmp_path, config)
    assert trained.validation.point_auroc > 0.8
    first, last = trained.history[0], trained.history[-1]
    assert last["focal"] < first["focal"]
    draw_curves(trained.history, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").stat().st_size > 10_000

    export(trained, tmp_path / "tiny.safetensors", "tiny", {"seed": config.seed})
    inspector = Inspector.from_pretrained(tmp_path / "tiny.safetensors", device="cpu")
    points, dented = dented_plate(3500, 0.2, seed=999)
    field = inspector.score(inspector.encode(Scan(points)), PromptSet.stock())
    assert field.point_scores[dented].mean() > 2 * field.point_scores[~dented].mean()


def test_a_run_with_other_settings_is_not_continued(whole, whole_folder, entries):
    with pytest.raises(ModelError, match="other settings"):
        train_pyramid(entries, whole_folder, replace(CONFIG, seed=5))


def test_a_run_can_go_on_from_finished_weights(weights, entries, tmp_path):
    # Without a step that changes anything, what comes out is what went in.
    still = replace(CONFIG, steps=1, validate_every=1, learning_rate=0.0, start_from=str(weights))
    again = train_pyramid(entries, tmp_path / "again", still).model.state_dict()
    for key, tensor in load_pyramid(weights).model.state_dict().items():
        assert torch.allclose(tensor, again[key], atol=1e-6), key
    with pytest.raises(ModelError, match="another size"):
        train_pyramid(entries, tmp_path / "other", replace(still, model=ModelConfig()))


def test_a_run_can_be_finished_before_its_end(entries, tmp_path):
    with pytest.raises(DataError, match="no validated weights"):
        train_pyramid(entries, tmp_path / "run", CONFIG, finish=True)
    token = CancelToken()

    def stop_after_the_first_validation(stage: str, fraction: float) -> None:
        if fraction >= (CONFIG.validate_every + 1) / CONFIG.steps:
            token.cancel()

    with pytest.raises(CancelledError):
        train_pyramid(
            entries,
            tmp_path / "run",
            CONFIG,
            progress=stop_after_the_first_validation,
            cancel=token,
        )
    finished = train_pyramid(entries, tmp_path / "run", CONFIG, finish=True)
    assert [entry["step"] for entry in finished.history] == [CONFIG.validate_every]
    # Another finish gives the same: nothing was trained meanwhile.
    again = train_pyramid(entries, tmp_path / "run", CONFIG, finish=True)
    for key, tensor in finished.model.state_dict().items():
        assert torch.equal(tensor, again.model.state_dict()[key]), key


def test_weights_without_evidence_train_on_with_it(weights, entries, tmp_path):
    seeing = replace(SMALL, evidence=len(EVIDENCE))
    config = replace(CONFIG, start_from=str(weights), model=seeing, start_share=0.0, half=True)
    sample = load_sample(entries[0].path)
    old = load_pyramid(weights).model
    begun = PyramidTask(entries, entries[:2], config, "cpu").model
    with torch.no_grad():
        before, first = old.embed(sample.pyramid).points, begun.embed(sample.pyramid).points
    torch.testing.assert_close(first, before)  # the new branch begins as nothing
    trained = train_pyramid(entries, tmp_path / "seeing", config)
    blind = replace(sample.pyramid, evidence=torch.zeros_like(sample.pyramid.evidence))
    with torch.no_grad():
        seen, unseen = (trained.model.embed(each).points for each in (sample.pyramid, blind))
    assert not torch.allclose(seen, unseen)
    path = tmp_path / "seeing.safetensors"
    export(trained, path, "seeing", {})
    assert load_pyramid(path).model.config == seeing


def test_what_comes_out_is_a_mean_of_where_it_began_and_where_it_went(weights, entries, tmp_path):
    config = replace(CONFIG, steps=2, validate_every=2, start_from=str(weights), start_share=0.25)
    mixed = train_pyramid(entries, tmp_path / "mixed", config).model.state_dict()
    went = train_pyramid(
        entries, tmp_path / "went", replace(config, start_share=0.0)
    ).model.state_dict()
    for key, began in load_pyramid(weights).model.state_dict().items():
        assert torch.allclose(mixed[key], 0.25 * began + 0.75 * went[key], atol=1e-6), key
    assert any(not torch.equal(mixed[key], went[key]) for key in went)


def test_too_little_data_is_said(entries, tmp_path):
    with pytest.raises(DataError, match="too few"):
        train_pyramid(entries[:1], tmp_path, CONFIG)


@pytest.mark.parametrize(
    "wrong",
    [
        {"validate_every": 0},
        {"steps": 0},
        {"batch": 0},
        {"patience": 0},
        {"validation_scans": 0},
        {"learning_rate": float("nan")},
        {"average": 1.0},
        {"start_share": 1.5},
        {"gfcm_share": -0.1},
    ],
)
def test_configs_that_make_no_run_are_refused(wrong):
    with pytest.raises(DataError, match=next(iter(wrong))):
        PyramidTrainingConfig(**wrong)
