"""Random weights in the published layout, written down name by name, for tests."""

from __future__ import annotations

import torch
from torch import Tensor

from btp_core.model.pointbert.config import PointBertConfig

SMALL = PointBertConfig(
    patches=12,
    patch_points=8,
    first_width=6,
    first_out=10,
    second_width=14,
    patch_width=9,
    position_width=7,
    width=12,
    blocks=5,
    heads=3,
    embedding_width=16,
    taps=(1, 3),
)


def layout(c: PointBertConfig) -> dict[str, tuple[int, ...]]:
    """Name to shape, as the method's description lists them."""
    shapes: dict[str, tuple[int, ...]] = {
        "logit_scale": (),
        "pc_projection": (2 * c.width, c.embedding_width),
        "point_encoder.cls_token": (1, 1, c.width),
        "point_encoder.cls_pos": (1, 1, c.width),
    }

    def layer(name: str, out: int, *rest: int, bias: bool = True) -> None:
        shapes[f"point_encoder.{name}.weight"] = (out, *rest)
        if bias:
            shapes[f"point_encoder.{name}.bias"] = (out,)

    def batch_norm(name: str, width: int) -> None:
        layer(name, width)
        shapes[f"point_encoder.{name}.running_mean"] = (width,)
        shapes[f"point_encoder.{name}.running_var"] = (width,)
        shapes[f"point_encoder.{name}.num_batches_tracked"] = ()

    layer("encoder.first_conv.0", c.first_width, c.point_channels, 1)
    batch_norm("encoder.first_conv.1", c.first_width)
    layer("encoder.first_conv.3", c.first_out, c.first_width, 1)
    layer("encoder.second_conv.0", c.second_width, 2 * c.first_out, 1)
    batch_norm("encoder.second_conv.1", c.second_width)
    layer("encoder.second_conv.3", c.patch_width, c.second_width, 1)
    layer("reduce_dim", c.width, c.patch_width)
    layer("pos_embed.0", c.position_width, 3)
    layer("pos_embed.2", c.width, c.position_width)
    for number in range(c.blocks):
        block = f"blocks.blocks.{number}"
        layer(f"{block}.norm1", c.width)
        layer(f"{block}.norm2", c.width)
        layer(f"{block}.attn.qkv", 3 * c.width, c.width, bias=False)
        layer(f"{block}.attn.proj", c.width, c.width)
        layer(f"{block}.mlp.fc1", c.mlp_ratio * c.width, c.width)
        layer(f"{block}.mlp.fc2", c.width, c.mlp_ratio * c.width)
    layer("norm", c.width)
    return shapes


def random_weights(config: PointBertConfig, seed: int = 0) -> dict[str, Tensor]:
    """Numbers large enough that every parameter counts, and no variance below zero."""
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in layout(config).items():
        if name.endswith("num_batches_tracked"):
            weights[name] = torch.tensor(1000)
            continue
        fan_in = shape[1] if len(shape) in (2, 3) and shape[0] != 1 else 9
        value = torch.randn(shape, generator=generator) * fan_in**-0.5
        if "norm" in name or "_conv.1" in name:
            value = 1 + value if name.endswith("weight") else value
        weights[name] = value.square() + 0.3 if name.endswith("running_var") else value
    return weights
