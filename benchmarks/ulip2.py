"""Times of an ULIP-2-shaped backbone with random weights, against its matrix products alone.

The products are those of the forward pass, of the same sizes and over the same weights, measured in
the same run: their ratio says more than seconds, which depend on the machine. Run it with
`python -m benchmarks.ulip2 [--device cuda] [--batch 32]`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from btp_core.base.device import choose_device
from btp_core.model.pointbert.config import ULIP2, PointBertConfig
from btp_core.model.pointbert.patches import cut_patches, prepare_cloud
from btp_core.model.pointbert.pointbert import PointBert

PUBLISHED_CLOUDS_PER_SECOND = 73.8
"""BTP's, at 2,048 points on an RTX 4090, as quoted in its paper."""


@dataclass(frozen=True)
class Timing:
    """Medians in seconds, for a whole batch.

    Attributes
    ----------
    device, threads, points, batch
        What was measured.
    patches
        Farthest-point sampling and grouping.
    forward
        Clouds to embeddings and tokens, ``patches`` included.
    products
        The matrix products of ``forward`` alone.
    ratio
        ``forward / products``.
    clouds_per_second
        ``batch / forward``.
    """

    device: str
    threads: int
    points: int
    batch: int
    patches: float
    forward: float
    products: float
    ratio: float
    clouds_per_second: float


@torch.inference_mode()
def measure(
    config: PointBertConfig = ULIP2,
    *,
    points: int = 2048,
    batch: int = 1,
    device: str = "cpu",
    repeats: int = 7,
    seed: int = 0,
) -> Timing:
    """Time random clouds in a random network, warm."""
    torch.manual_seed(seed)
    model = PointBert(config).eval().to(device)
    clouds = torch.stack([prepare_cloud(torch.randn(points, 3)) for _ in range(batch)]).to(device)
    pairs = matrix_products(model, batch)
    work: tuple[Callable[[], object], ...] = (
        lambda: cut_patches(clouds, config.patches, config.patch_points),
        lambda: model(clouds),
        lambda: [left @ right for left, right in pairs],
    )
    # In turns, so that whatever else the machine does meets all of them.
    rounds = [[_seconds(part, device) for part in work] for _ in range(repeats + 1)][1:]
    patches, forward, products = (statistics.median(times) for times in zip(*rounds, strict=True))
    return Timing(
        device=torch.cuda.get_device_name(device) if device.startswith("cuda") else device,
        threads=torch.get_num_threads(),
        points=points,
        batch=batch,
        patches=patches,
        forward=forward,
        products=products,
        ratio=forward / products,
        clouds_per_second=batch / forward,
    )


def matrix_products(model: PointBert, batch: int) -> list[tuple[Tensor, Tensor]]:
    """Factors of every matrix product of a forward pass over ``batch`` clouds."""
    config, encoder = model.config, model.point_encoder
    device = model.pc_projection.device
    patches = batch * config.patches
    tokens = config.patches + 1
    # Rows that each layer with weights meets, by its name; what a patch shares is multiplied once.
    rows = {
        "encoder.first_conv.0": patches * config.patch_points,
        "encoder.first_conv.3": patches * config.patch_points,
        "encoder.second_conv.3": patches * config.patch_points,
        "reduce_dim": patches,
        "pos_embed.0": patches,
        "pos_embed.2": patches,
    }
    pairs: list[tuple[Tensor, Tensor]] = [
        (torch.randn(batch, 2 * config.width, device=device), model.pc_projection)
    ]
    for name, weight in encoder.named_parameters():
        layer = name.removesuffix(".weight")
        if weight.ndim < 2 or name in ("cls_token", "cls_pos"):
            continue
        matrix = weight.flatten(1).T
        if layer == "encoder.second_conv.0":
            whole, local = matrix[: config.first_out], matrix[config.first_out :]
            pairs.append((_random(patches, whole), whole))
            pairs.append((_random(patches * config.patch_points, local), local))
        else:
            pairs.append((_random(rows.get(layer, batch * tokens), matrix), matrix))
    heads, size = batch * config.heads, config.width // config.heads
    for _ in range(config.blocks):
        query, key = (torch.randn(heads, tokens, size, device=device) for _ in range(2))
        seen = torch.rand(heads, tokens, tokens, device=device)
        pairs += [(query, key.transpose(1, 2)), (seen, key)]
    return pairs


def _random(rows: int, matrix: Tensor) -> Tensor:
    return torch.randn(rows, len(matrix), device=matrix.device)


def _seconds(work: Callable[[], object], device: str) -> float:
    started = time.perf_counter()
    work()
    if device.startswith("cuda"):
        torch.cuda.synchronize()
    return time.perf_counter() - started


def main() -> None:
    """Print the times as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=2048)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--repeats", type=int, default=7)
    given = parser.parse_args()
    timing = measure(
        points=given.points,
        batch=given.batch,
        device=choose_device(given.device),
        repeats=given.repeats,
    )
    document = {**asdict(timing), "published_clouds_per_second": PUBLISHED_CLOUDS_PER_SECOND}
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
