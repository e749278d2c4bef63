from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from btp_core.base.errors import ModelError
from btp_core.lab.training.published.losses import published_loss
from btp_core.lab.training.published.prompts import PromptSides
from btp_core.model.over_backbone.config import ObjectRule, PublishedConfig
from btp_core.model.over_backbone.model import PublishedBTP, point_logits
from btp_core.model.over_backbone.tokens import Surface, centre_members, read_clouds
from tests.core.model.over_backbone.data_for_tests import TINY, tiny_backbone
from tests.core.shapes_for_tests import dented_plate, rotation

CONFIG = PublishedConfig(TINY, gfcm_width=8, hidden_width=16, context_tokens=3, context_width=16)


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    return tiny_backbone(tmp_path_factory.mktemp("backbone"))[0].model


@pytest.fixture
def model(backbone):
    torch.manual_seed(1)
    return PublishedBTP(CONFIG, backbone)


def clouds(backbone, turn=None):
    points = dented_plate(600)[0]
    if turn is not None:
        points = 7.0 * points @ turn.T + 100.0
    index = np.stack([np.arange(600), np.roll(np.arange(600), 17)])
    return read_clouds(backbone, Surface.of(points), index)


def test_the_context_and_every_part_gets_a_gradient_and_the_backbone_none(model, tower):
    tokens = clouds(model.backbone)
    sides = PromptSides(tower, per_side=2)
    sides.start(model.text)
    labels = torch.zeros(2, 600, dtype=torch.bool)
    labels[1, :40] = True
    drawn = sides.draw(model.text, np.random.default_rng(0))
    losses = published_loss(model, tokens, drawn, labels, torch.rand(2, TINY.patches, 33))
    losses.total().backward()
    assert model.text.context.grad.abs().sum() > 0
    silent = {name for name, p in model.named_parameters() if p.requires_grad and p.grad is None}
    # Types are told apart without having been trained: the paper has none.
    assert silent == {"similarity.type_log_scale"}
    assert not any(p.requires_grad for p in model.backbone.parameters())


def test_a_moved_context_moves_the_sentences(model, tower):
    sides = PromptSides(tower, per_side=2)
    sides.start(model.text)
    before = sides.all(model.text)
    with torch.no_grad():
        model.text.context += torch.linspace(-1, 1, 16)
    assert (sides.all(model.text) - before).abs().max() > 1e-3


def test_embeddings_are_unit_vectors_one_a_patch(model):
    embedded = model.embed(clouds(model.backbone))
    assert embedded.patches.shape == (2, TINY.patches, 24)
    assert torch.allclose(embedded.patches.norm(dim=2), torch.ones(2, TINY.patches), atol=1e-5)


def test_what_gfcm_reads_does_not_depend_on_pose_place_or_unit(backbone):
    plain, turned = clouds(backbone), clouds(backbone, rotation(1))
    assert torch.equal(plain.members.sort(dim=2).values, turned.members.sort(dim=2).values)
    # In the order of distance from the centre, which rounding may swap for two points.
    first, second = (t.pairs.sort(dim=2).values for t in (plain, turned))
    assert (first - second).abs().max() < 2e-3


def test_the_order_of_points_does_not_matter(backbone):
    tokens = clouds(backbone)
    assert torch.allclose(tokens.cls[0], tokens.cls[1], atol=1e-4)
    assert torch.allclose(tokens.whole[0], tokens.whole[1], atol=1e-4)


def test_a_points_logit_is_the_mean_over_its_patches(backbone):
    tokens = clouds(backbone)
    logits = torch.randn(2, TINY.patches)
    points, seen = point_logits(logits, tokens.members, 600)
    for point in (0, 5, 311):
        inside = (tokens.members[1] == point).any(dim=1)
        assert bool(inside.any()) == bool(seen[1, point])
        if bool(inside.any()):
            assert points[1, point] == pytest.approx(float(logits[1][inside].mean()), abs=1e-5)
    centres = centre_members(tokens)
    assert bool(seen.gather(1, centres).all())


def test_both_object_rules_by_name(backbone):
    logits = torch.tensor([[0.0] * 80 + [1.0] * 19 + [9.0]])
    whole = torch.tensor([-1.0])
    by_top, by_max = (
        PublishedBTP(replace(CONFIG, object_rule=rule), backbone).object_logit(logits, whole)
        for rule in (ObjectRule.TOP, ObjectRule.MAX)
    )
    assert by_top.item() == pytest.approx(0.5 * -1.0 + 0.5 * (19.0 + 9.0) / 20)
    assert by_max.item() == pytest.approx(0.5 * -1.0 + 0.5 * 9.0)


def test_a_configuration_comes_back_and_odd_ones_are_refused():
    data = CONFIG.to_dict()
    assert PublishedConfig.from_dict(data) == CONFIG
    with pytest.raises(ModelError, match="object rule 'sum'"):
        PublishedConfig.from_dict({**data, "object_rule": "sum"})
    with pytest.raises(ModelError, match="hidden_width"):
        PublishedConfig.from_dict({**data, "hidden_width": 10**9})
    with pytest.raises(ModelError, match="does not fit"):
        PublishedConfig.from_dict({**data, "extra": 1})
