from __future__ import annotations

import numpy as np
import pytest
import torch

from btp_core.base.errors import ModelError
from btp_core.model.pointbert.config import ULIP2, PointBertConfig
from btp_core.model.pointbert.files import build_from
from btp_core.model.pointbert.patches import prepare_cloud
from btp_core.model.pointbert.pointbert import PointBert
from tests.core.model.pointbert.numpy_pointbert import forward
from tests.core.model.pointbert.random_weights import SMALL, layout, random_weights


def cloud(count, seed=0):
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(count, 3, generator=generator) * torch.tensor([3.0, 2.0, 1.0])
    return prepare_cloud(points, torch.rand(count, 3, generator=generator))


def assert_agrees(config, count, tolerance):
    weights = random_weights(config)
    given = cloud(count)
    with torch.inference_mode():
        output = build_from(config, weights)(given[None])
    embedding, cls, tokens = forward(weights, given.numpy(), config)
    pairs = [(output.embedding[0], embedding), (output.cls[0], cls)]
    pairs += [(ours[0], theirs) for ours, theirs in zip(output.tokens, tokens, strict=True)]
    assert len(output.tokens) == len(config.taps)
    for ours, theirs in pairs:
        scale = np.abs(theirs).max()
        assert np.abs(ours.numpy() - theirs).max() < tolerance * scale


def test_agrees_with_an_independent_forward_pass():
    assert_agrees(SMALL, 200, 1e-5)


def test_agrees_at_the_published_size():
    assert_agrees(ULIP2, 2048, 1e-4)


def test_the_layout_is_the_published_one():
    with torch.device("meta"):
        model = PointBert()
    assert {name: tuple(t.shape) for name, t in model.state_dict().items()} == layout(ULIP2)
    known = model.state_dict()
    assert known["pc_projection"].shape == (768, 1280)
    assert known["point_encoder.blocks.blocks.17.attn.qkv.weight"].shape == (1152, 384)
    assert "point_encoder.blocks.blocks.0.attn.qkv.bias" not in known


def test_clouds_of_a_batch_do_not_mix():
    model = build_from(SMALL, random_weights(SMALL))
    first, second = cloud(100), cloud(100, seed=1)
    together = model(torch.stack([first, second]))
    alone = model(second[None])
    assert torch.allclose(together.embedding[1], alone.embedding[0], atol=1e-4)
    assert torch.equal(together.patches.members[1], alone.patches.members[0])
    assert not torch.allclose(together.embedding[0], together.embedding[1], atol=1e-2)


def test_the_order_of_the_points_does_not_matter():
    model = build_from(SMALL, random_weights(SMALL))
    given = cloud(150)
    shuffled = given[torch.randperm(150, generator=torch.Generator().manual_seed(5))]
    assert torch.allclose(model(given[None]).embedding, model(shuffled[None]).embedding, atol=1e-4)


def test_batch_norm_does_not_learn_when_training_is_switched_on():
    model = build_from(SMALL, random_weights(SMALL))
    before = model(cloud(100)[None]).embedding
    model.train()
    assert torch.equal(model(cloud(100)[None]).embedding, before)


def test_gradients_reach_the_weights_when_asked_for():
    model = build_from(SMALL, random_weights(SMALL)).requires_grad_(True)
    output = model(cloud(100)[None])
    (output.embedding.square().sum() + output.tokens[0].sum()).backward()
    unused = {name for name, p in model.named_parameters() if p.grad is None}
    assert unused == {"logit_scale"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"blocks": 0}, "blocks"),
        ({"blocks": 10**9}, "blocks"),
        ({"width": "384"}, "width"),
        ({"heads": 7}, "heads"),
        ({"taps": [2, 19]}, "taps"),
        ({"taps": []}, "taps"),
        ({"taps": 5}, "taps"),
        ({"point_channels": 4}, "channels"),
        ({"colour": 1}, "colour"),
    ],
)
def test_sizes_that_make_no_network_are_refused(change, word):
    with pytest.raises(ModelError, match=word):
        PointBertConfig.from_dict({**ULIP2.to_dict(), **change})


def test_sizes_survive_being_written_down():
    assert PointBertConfig.from_dict(SMALL.to_dict()) == SMALL
