from __future__ import annotations

import pytest
import torch
from torch import nn

from btp_core.model.point_embeddings import STEP, PointEmbeddings, axes_of


@pytest.fixture
def layer() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(20, 48).requires_grad_(False)


def unit(vectors: torch.Tensor) -> torch.Tensor:
    return nn.functional.normalize(vectors, dim=1)


def test_axes_say_all_that_the_layer_says(layer: nn.Linear) -> None:
    axes, along = axes_of(layer)
    assert axes.shape == (21, 48)
    assert torch.allclose(axes @ axes.T, torch.eye(21), atol=1e-6)
    inputs = torch.randn(100, 20)
    assert torch.allclose(along(inputs) @ axes, layer(inputs), atol=1e-5)
    assert torch.allclose(unit(along(inputs)) @ axes, unit(layer(inputs)), atol=1e-6)


def test_there_are_no_more_axes_than_directions() -> None:
    torch.manual_seed(0)
    wide = nn.Linear(64, 10).requires_grad_(False)
    axes, along = axes_of(wide)
    assert axes.shape == (10, 10)
    inputs = torch.randn(5, 64)
    assert torch.allclose(along(inputs) @ axes, wide(inputs), atol=1e-5)
    twice = nn.Linear(6, 30).requires_grad_(False)
    with torch.no_grad():
        twice.weight[:, 3:] = twice.weight[:, :3]
        twice.bias.zero_()
    axes, along = axes_of(twice)
    assert len(axes) == 3
    assert torch.allclose(along(inputs[:, :6]) @ axes, twice(inputs[:, :6]), atol=1e-5)


def test_rounding_is_as_fine_as_float16(layer: nn.Linear) -> None:
    axes, along = axes_of(layer)
    inputs = torch.randn(3000, 20)
    exact = unit(layer(inputs)).double()
    told = PointEmbeddings.rounded(unit(along(inputs)), axes)
    assert told.values.dtype == torch.int16
    direction = unit(torch.randn(1, 48))[0]
    wanted = exact @ direction.double()
    found = told.numbers() @ told.along(direction)
    assert float((found - wanted).abs().max()) < 21**0.5 * STEP
    assert float((told.vectors() - exact).abs().max()) < 21**0.5 * STEP
    halves = PointEmbeddings.rounded(exact)
    assert (halves.values.dtype, halves.width) == (torch.float16, told.width)
    assert torch.equal(halves.along(direction), direction)
    assert torch.equal(halves.vectors(), exact.half().float())


def test_many_directions_are_told_as_one_is(layer: nn.Linear) -> None:
    told = PointEmbeddings.rounded(unit(axes_of(layer)[1](torch.randn(9, 20))), axes_of(layer)[0])
    several = torch.randn(2, 3, 48)
    assert told.along(several).shape == (2, 3, 21)
    assert torch.allclose(told.along(several)[1, 2], told.along(several[1, 2]), atol=1e-6)


def test_parts_are_joined_and_taken_again(layer: nn.Linear) -> None:
    axes, along = axes_of(layer)
    told = PointEmbeddings.rounded(unit(along(torch.randn(10, 20))), axes)
    again = PointEmbeddings.joined([told[:4], told[torch.arange(10) >= 4]])
    assert torch.equal(again.values, told.values)
    assert [len(block) for block in told.blocks(4)] == [4, 4, 2]
    assert torch.equal(torch.cat(list(told.blocks(4))), told.numbers())
