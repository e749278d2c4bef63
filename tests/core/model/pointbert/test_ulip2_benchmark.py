from __future__ import annotations

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.ulip2 import matrix_products, measure
from btp_core.model.pointbert.pointbert import PointBert
from tests.core.model.pointbert.random_weights import SMALL


def test_it_runs_and_reports_what_it_measured():
    timing = measure(SMALL, points=100, batch=2, repeats=3)
    assert 0 < timing.patches < timing.forward
    assert timing.ratio == timing.forward / timing.products
    assert timing.clouds_per_second == pytest.approx(2 / timing.forward)


@torch.no_grad()
def test_the_products_are_all_of_the_forward_pass():
    model = PointBert(SMALL)
    clouds = torch.randn(2, 100, 6)
    # The counter knows attention only where it is written out as products.
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as forward:
        model(clouds)
    with FlopCounterMode(display=False) as products:
        for left, right in matrix_products(model, 2):
            left @ right
    assert products.get_total_flops() == forward.get_total_flops()
