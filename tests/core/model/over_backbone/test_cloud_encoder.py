"""A model over a backbone in the inspector: as published, in tiles, stored, with other words."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
import torch
import trimesh

from btp_core import CancelToken, Inspector, PromptSet, Scan
from btp_core.base.errors import CancelledError, DataError, ModelError, ScanGeometryError
from btp_core.base.foreign_hdf5 import ForeignGroup
from btp_core.batch.stored_encoding import read_encoding, write_encoding
from btp_core.model.detail import Detail
from btp_core.model.over_backbone.sampling import CLOUD_POINTS, TILE_OWN
from tests.core.model.over_backbone.data_for_tests import TINY, tiny_model
from tests.core.shapes_for_tests import dented_plate

POINTS = 6000


@pytest.fixture(scope="module")
def model(tmp_path_factory, tower):
    return tiny_model(tmp_path_factory.mktemp("model"), tower)[1]


@pytest.fixture(scope="module")
def inspector(model, tower_folder):
    return Inspector.from_pretrained(model, device="cpu", tower=tower_folder)


@pytest.fixture(scope="module")
def scan():
    return Scan(1000.0 + 30.0 * dented_plate(POINTS)[0])


@pytest.fixture(scope="module")
def tiled(inspector, scan):
    return inspector.encode(scan)


def test_2048_points_of_the_whole_as_published(inspector, scan):
    encoded = inspector.encode(scan, detail="points-2048")
    assert encoded.n_working_points == CLOUD_POINTS
    assert encoded.embeddings.values.shape == (TINY.patches, 24)
    field = inspector.score(encoded, PromptSet.stock())
    assert field.point_scores.shape == (POINTS,)
    assert 0.0 <= field.point_scores.min() <= field.point_scores.max() <= 1.0
    assert 0.0 <= field.object_score <= 1.0
    assert inspector.judge(field).status in ("pass", "fail")


def test_tiles_keep_every_point_and_overlap(inspector, scan, tiled):
    fine = inspector.encode(scan, detail=Detail.FINE)
    for encoded in (tiled, fine):
        assert encoded.n_working_points == POINTS
        tiles = len(encoded.embeddings) // TINY.patches
        assert POINTS / TILE_OWN <= tiles < 4 * POINTS / TILE_OWN
        sums = np.asarray(encoded.patch_shares.sum(axis=1)).ravel()
        assert sums == pytest.approx(np.ones(POINTS), abs=1e-5)
        assert np.isfinite(inspector.score(encoded, PromptSet.stock()).point_scores).all()
    spacing = np.sqrt(4 * 3 * 30.0**2 / POINTS)
    assert 0.6 * spacing < tiled.spacing < 1.6 * spacing


def test_place_and_unit_do_not_matter(inspector, scan, tiled):
    moved = inspector.encode(Scan(0.01 * scan.points - 7.0))
    first, second = (inspector.score(e, PromptSet.stock()) for e in (tiled, moved))
    assert np.median(np.abs(first.point_scores - second.point_scores)) < 2e-3


def test_new_words_need_the_tower_and_swapping_inverts_the_map(model, inspector, tiled):
    stock = PromptSet.stock()
    swapped = PromptSet(normal=stock.anomaly, anomaly=stock.normal, templates=stock.templates)
    first, back = (inspector.score(tiled, prompts).point_scores for prompts in (stock, swapped))
    assert np.corrcoef(first, back)[0, 1] < -0.8
    alone = Inspector.from_pretrained(model, device="cpu")
    encoded = alone.encode(tiled.scan)
    assert np.array_equal(alone.score(encoded, stock).point_scores, first)
    custom = PromptSet(normal=("smooth {object}",), anomaly=("{object} with a deep dent",))
    with pytest.raises(ModelError, match=r"text tower .* \(24 wide\).*--tower"):
        alone.score(encoded, custom)
    assert np.isfinite(inspector.score(tiled, custom).point_scores).all()


def test_a_stored_encoding_scores_the_same_and_damage_is_said(inspector, tiled, tmp_path):
    with h5py.File(tmp_path / "run.h5", "w") as file:
        write_encoding(file.create_group("scan"), tiled, points=True)
        stored = read_encoding(ForeignGroup(file["scan"]), tiled.scan.points, tiled.model_sha256)
        first, second = (
            inspector.score(encoded, PromptSet.stock("typed")) for encoded in (tiled, stored)
        )
        assert np.array_equal(first.point_scores, second.point_scores)
        assert np.array_equal(first.type_scores, second.type_scores)
        assert first.object_score == second.object_score
        file["scan/patch_shares/indices"][3] = 10**6
        with pytest.raises(DataError, match="damaged"):
            read_encoding(ForeignGroup(file["scan"]), tiled.scan.points, tiled.model_sha256)


def test_phrases_at_a_point_are_those_of_its_patches(inspector, tiled):
    strengths = inspector.explain(tiled, PromptSet.stock(), point=100)
    assert len(strengths) == len(PromptSet.stock().normal) + len(PromptSet.stock().anomaly)
    near = tiled.patch_shares[tiled.lift_index[100]].toarray()
    mixed = torch.from_numpy(tiled.lift_weights[100] @ near) @ tiled.embeddings.vectors()
    assert torch.allclose(tiled.embedding_at(100), mixed, atol=1e-5)


def test_points_that_are_not_finite_are_not_checked(inspector):
    points = dented_plate(2500)[0]
    points[[3, 77]] = [np.nan, 0, 0], [0, np.inf, 0]
    field = inspector.score(inspector.encode(Scan(points)), PromptSet.stock())
    assert np.flatnonzero(np.isnan(field.point_scores)).tolist() == [3, 77]


def test_a_mesh_with_large_faces_is_divided(inspector):
    box = trimesh.creation.box((3.0, 2.0, 1.0))
    encoded = inspector.encode(Scan(np.asarray(box.vertices), np.asarray(box.faces)))
    assert inspector.score(encoded, PromptSet.stock()).point_scores.shape == (8,)
    assert encoded.shown.n_points > 10_000


def test_it_can_be_cancelled_between_tiles_and_says_how_far_it_is(inspector, scan):
    token, seen = CancelToken(), []

    def stop(stage, fraction):
        seen.append((stage, fraction))
        if stage == "tiles" and fraction > 0.3:
            token.cancel()

    with pytest.raises(CancelledError):
        inspector.encode(scan, progress=stop, cancel=token)
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions)


def test_what_cannot_be_inspected_is_said(inspector, tmp_path):
    with pytest.raises(ScanGeometryError, match="one line"):
        inspector.encode(Scan(np.linspace(0, 1, 300)[:, None] * [[1.0, 2.0, 3.0]]))
    with pytest.raises(ScanGeometryError, match="needs 96 or more"):
        inspector.encode(Scan(dented_plate(80)[0]))


def test_2048_points_are_not_for_models_of_our_own():
    with pytest.raises(ModelError, match="points"):
        Inspector.from_pretrained("btp-mini", device="cpu").encode(
            Scan(dented_plate(300)[0]), detail="points-2048"
        )
