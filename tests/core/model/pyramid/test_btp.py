from dataclasses import replace

import pytest
import torch

from btp_core.geometry.pyramid import build_pyramid
from btp_core.model.pyramid.btp import BTP
from btp_core.model.similarity import ObjectHead, Similarity, object_features, top_means
from tests.core.shapes_for_tests import dented_plate, rotation
from tests.core.small_model import SMALL


@pytest.fixture(scope="module")
def pyramid():
    return build_pyramid(dented_plate(5000)[0], SMALL.pyramid)


def test_embeddings_are_unit_vectors_one_per_working_point(pyramid):
    torch.manual_seed(0)
    embeddings = BTP(SMALL).eval().embed(pyramid)
    assert embeddings.points.shape == (len(pyramid.working_points), 384)
    assert embeddings.whole.shape == (384,)
    assert torch.allclose(embeddings.points.norm(dim=1), torch.tensor(1.0), atol=1e-5)


def test_embeddings_follow_the_object_not_its_pose(pyramid):
    torch.manual_seed(0)
    model = BTP(SMALL).eval()
    points, _ = dented_plate(5000)
    moved = build_pyramid(40.0 * points @ rotation(4).T + 300.0, SMALL.pyramid)
    first = model.embed(pyramid).points[pyramid.working_index.argsort()]
    second = model.embed(moved).points[moved.working_index.argsort()]
    assert (first * second).sum(dim=1).median() > 0.999


def test_a_subset_of_points_gets_the_same_embeddings(pyramid):
    torch.manual_seed(0)
    model = BTP(SMALL).eval()
    only = torch.arange(0, 200, 7)
    every = model.embed(pyramid).points
    some, geometry = model.embed_with_geometry(pyramid, only)
    assert torch.allclose(every[only], some.points, atol=1e-5)
    assert geometry.shape == (len(pyramid.local_points), SMALL.gfcm_width)


def test_gfcm_ignores_the_order_of_neighbours(pyramid):
    torch.manual_seed(0)
    model = BTP(SMALL).eval()
    shuffled = replace(pyramid, gfcm_pairs=pyramid.gfcm_pairs[:, torch.randperm(32)])
    assert torch.allclose(
        model.gfcm(pyramid.gfcm_pairs), model.gfcm(shuffled.gfcm_pairs), atol=1e-5
    )


def test_every_parameter_takes_part_in_training(pyramid):
    model = BTP(SMALL)
    embeddings, geometry = model.embed_with_geometry(pyramid)
    text = model.text(torch.nn.functional.normalize(torch.randn(3, 384), dim=1))
    logits = model.similarity.anomaly_logits(embeddings.points, text[0], text[1])
    whole = model.similarity.anomaly_logits(embeddings.whole, text[0], text[1])
    kinds = model.similarity.type_logits(embeddings.points, text)
    head = model.object_head(object_features(logits, whole))
    total = head + logits.mean() + kinds.square().mean()
    (total + model.gfcm.to_fpfh(geometry).square().mean()).backward()
    idle = [n for n, p in model.named_parameters() if p.grad is None]
    # The context learns through the text tower, see tests of the text bank.
    assert idle == ["text.context"]


def test_swapping_the_sides_inverts_the_map():
    similarity = Similarity()
    z = torch.nn.functional.normalize(torch.randn(50, 384), dim=1)
    normal, anomaly = torch.nn.functional.normalize(torch.randn(2, 384), dim=1)
    there = similarity.anomaly_logits(z, normal, anomaly) - similarity.bias
    back = similarity.anomaly_logits(z, anomaly, normal) - similarity.bias
    assert torch.allclose(there, -back, atol=1e-5)


def test_logits_of_several_sides_match_those_of_each():
    similarity = Similarity()
    z, sides = torch.randn(20, 8), torch.randn(4, 8)
    together = similarity.anomaly_logits(z, sides[0], sides[1:])
    for column in range(3):
        alone = similarity.anomaly_logits(z, sides[0], sides[1 + column])
        assert torch.allclose(together[:, column], alone, atol=1e-4)


def test_object_logit_grows_with_a_small_hot_region():
    head = ObjectHead()
    calm = torch.full((5000,), -4.0)
    hot = calm.clone()
    hot[:40] = 5.0
    whole = torch.tensor(0.0)
    assert head(object_features(hot, whole)) > head(object_features(calm, whole)) + 1.0
    assert top_means(hot)[0] == pytest.approx(5.0)
