from dataclasses import replace

import numpy as np
import pytest
import torch

from btp_core.base.errors import ModelError
from btp_core.base.progress import CancelToken, no_progress
from btp_core.geometry.evidence import EVIDENCE
from btp_core.geometry.pyramid import build_pyramid
from btp_core.model.cloud_encoder import Stages
from btp_core.model.detail import Detail
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.cloud_encoder import PyramidCloudEncoder
from btp_core.model.pyramid.config import ModelConfig
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


def test_full_detail_reads_the_evidence_of_the_whole_part():
    seeing = replace(SMALL, evidence=len(EVIDENCE))
    torch.manual_seed(0)
    model = BTP(seeing).eval().requires_grad_(False)
    last = model.mgfem.evidence.mix[-1]
    torch.nn.init.normal_(last.weight)
    points, _ = dented_plate(9000)
    encoder = PyramidCloudEncoder(model, "cpu")
    found = encoder.embed(points, Detail.FINE, Stages(), no_progress, CancelToken())
    assert found.overview is not None
    torch.nn.init.zeros_(last.weight)
    blind = encoder.embed(points, Detail.FINE, Stages(), no_progress, CancelToken())
    assert np.array_equal(found.working_index, blind.working_index)
    assert not torch.allclose(found.embeddings.vectors(), blind.embeddings.vectors(), atol=0.01)


@pytest.mark.parametrize("evidence", [7, -1, 2.5, True, "19"])
def test_evidence_that_this_program_does_not_gather_is_refused(evidence):
    with pytest.raises(ModelError, match="evidence"):
        ModelConfig.from_dict({**SMALL.to_dict(), "evidence": evidence})


def test_a_config_from_before_there_was_evidence_is_read():
    old = SMALL.to_dict()
    del old["evidence"]
    assert ModelConfig.from_dict(old) == SMALL
