"""A tiny model with random weights: the real network, quick enough for tests."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor

from btp_core.model.calibration import Calibration
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.weights import PyramidFile
from btp_core.text.prompts import PromptSet
from btp_core.text.tower import load_tower

SMALL = ModelConfig(
    fine=3000,
    working=900,
    local=240,
    patches=40,
    working_width=16,
    local_width=24,
    patch_width=24,
    gfcm_width=12,
    blocks=2,
    heads=2,
    taps=(1, 2),
)


@cache
def _context_and_stock() -> tuple[Tensor, dict[str, Tensor]]:
    """Once: the tower takes seconds, and its answer does not depend on the weights."""
    tower = load_tower()
    context = tower.word_vectors("a 3d point cloud of")[: SMALL.context_tokens]
    stock = PromptSet.stock()
    sentences = list(stock.normal_sentences + stock.anomaly_sentences)
    return context, dict(zip(sentences, tower.embed(sentences, context), strict=True))


def small_model_file(seed: int = 0) -> PyramidFile:
    """Random weights with the embeddings of the general stock prompts."""
    torch.manual_seed(seed)
    model = BTP(SMALL).eval().requires_grad_(False)
    context, sentences = _context_and_stock()
    model.text.context.copy_(context)
    return PyramidFile("small", model, Calibration(), dict(sentences), {"seed": seed})
