"""PointBERT once more, in plain NumPy and double precision, written from its description.

Slow and without any of the shortcuts of the real one: convolutions and batch norms are applied as
they are stored, the vectors of a patch and its maximum are really concatenated, attention is
written out.
"""

from __future__ import annotations

import numpy as np
from scipy.special import erf

EPS = 1e-5


def farthest(points, count):
    chosen = [int(np.linalg.norm(points - points.mean(axis=0), axis=1).argmax())]
    gaps = np.full(len(points), np.inf)
    while len(chosen) < count:
        gaps = np.minimum(gaps, np.linalg.norm(points - points[chosen[-1]], axis=1))
        chosen.append(int(gaps.argmax()))
    return chosen


def cut(cloud, patches, patch_points):
    points = cloud[:, :3]
    centres = points[farthest(points, patches)]
    members = [
        np.argsort(np.linalg.norm(points - centre, axis=1))[:patch_points] for centre in centres
    ]
    features = np.stack([cloud[index] for index in members]).astype(np.float64)
    features[:, :, :3] -= centres[:, None]
    return centres, np.stack(members), features


def gelu(x):
    return x * 0.5 * (1 + erf(x / np.sqrt(2)))


def forward(weights, cloud, config):
    """Embedding, CLS and the tokens at the taps of one cloud ``(N, 6)``."""
    w = {name: np.asarray(value, dtype=np.float64) for name, value in weights.items()}

    def linear(x, name):
        bias = w.get(f"{name}.bias", 0.0)
        matrix = w[f"{name}.weight"]
        return x @ matrix.reshape(matrix.shape[:2]).T + bias

    def batch_norm(x, name):
        spread = np.sqrt(w[f"{name}.running_var"] + EPS)
        normed = (x - w[f"{name}.running_mean"]) / spread
        return normed * w[f"{name}.weight"] + w[f"{name}.bias"]

    def layer_norm(x, name):
        mean, variance = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
        return (x - mean) / np.sqrt(variance + EPS) * w[f"{name}.weight"] + w[f"{name}.bias"]

    def stage(x, name):
        hidden = np.maximum(batch_norm(linear(x, f"{name}.0"), f"{name}.1"), 0)
        return linear(hidden, f"{name}.3")

    def attention(x, name):
        size = config.width // config.heads
        qkv = linear(x, f"{name}.qkv")
        heads = []
        for head in range(config.heads):
            query, key, value = (
                qkv[:, part * config.width + head * size :][:, :size] for part in range(3)
            )
            logits = query @ key.T / np.sqrt(size)
            share = np.exp(logits - logits.max(axis=1, keepdims=True))
            heads.append(share / share.sum(axis=1, keepdims=True) @ value)
        return linear(np.concatenate(heads, axis=1), f"{name}.proj")

    root = "point_encoder"
    centres, _, features = cut(cloud, config.patches, config.patch_points)
    local = stage(features, f"{root}.encoder.first_conv")
    whole = np.broadcast_to(local.max(axis=1, keepdims=True), local.shape)
    vectors = stage(np.concatenate([whole, local], axis=2), f"{root}.encoder.second_conv")
    patch_tokens = linear(vectors.max(axis=1), f"{root}.reduce_dim")
    position = linear(gelu(linear(centres, f"{root}.pos_embed.0")), f"{root}.pos_embed.2")
    tokens = np.concatenate([w[f"{root}.cls_token"][0], patch_tokens])
    positions = np.concatenate([w[f"{root}.cls_pos"][0], position])
    tapped = []
    for number in range(config.blocks):
        name = f"{root}.blocks.blocks.{number}"
        tokens = tokens + positions
        tokens = tokens + attention(layer_norm(tokens, f"{name}.norm1"), f"{name}.attn")
        hidden = gelu(linear(layer_norm(tokens, f"{name}.norm2"), f"{name}.mlp.fc1"))
        tokens = tokens + linear(hidden, f"{name}.mlp.fc2")
        if number + 1 in config.taps:
            tapped.append(tokens[1:])
    tokens = layer_norm(tokens, f"{root}.norm")
    pooled = np.concatenate([tokens[0], tokens[1:].max(axis=0)])
    return pooled @ w["pc_projection"], tokens[0], tapped
