"""A tiny model with random weights: the real network, quick enough for tests."""

from __future__ import annotations

import torch

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


def small_model_file(seed: int = 0) -> PyramidFile:
    """Random weights with the embeddings of the general stock prompts."""
    torch.manual_seed(seed)
    model = BTP(SMALL).eval().requires_grad_(False)
    tower = load_tower()
    model.text.context.copy_(tower.word_vectors("a 3d point cloud of")[: SMALL.context_tokens])
    stock = PromptSet.stock()
    sentences = list(stock.normal_sentences + stock.anomaly_sentences)
    embedded = tower.embed(sentences, model.text.context)
    return PyramidFile(
        "small", model, Calibration(), dict(zip(sentences, embedded, strict=True)), {"seed": seed}
    )
