from __future__ import annotations

import torch

from btp_core.pretraining.norms import set_running_statistics
from btp_core.published.small_backbone import untrained_backbone
from tests.core.published.data_for_tests import TINY


def test_points_then_come_out_of_the_norms_centred_and_of_size_one():
    net = untrained_backbone(0, TINY).model.point_encoder.encoder
    features = torch.randn(40, 24, 6, generator=torch.Generator().manual_seed(0)) * 0.3 + 2.0
    set_running_statistics(net, features)
    normed = net.first_conv[1](net.first_conv[0](features.transpose(1, 2)))
    assert torch.allclose(normed.mean(dim=(0, 2)), torch.zeros(TINY.first_width), atol=1e-3)
    deviation = normed.std(dim=(0, 2))
    assert bool((deviation > 0.9).all())
    assert bool((deviation < 1.01).all())
