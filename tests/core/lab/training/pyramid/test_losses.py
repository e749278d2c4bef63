from dataclasses import replace

import numpy as np
import pytest
import torch

from btp_core.lab.phrases import load_phrases
from btp_core.lab.training.pyramid.losses import (
    balanced_focal,
    contrast,
    dice,
    joint_loss,
    rank,
    region_weights,
)
from btp_core.lab.training.pyramid.text_bank import TextBank
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.mgfem import Embeddings
from btp_core.text.prompts import DEFECT_TYPES
from btp_core.text.tower import load_tower
from tests.core.small_model import SMALL


def test_each_type_counts_the_same_however_large():
    weights = region_weights(torch.tensor([0, 0, 3, 3, 3, 5]))
    assert weights[:2].tolist() == [0, 0]
    assert weights[2:5].sum() == pytest.approx(0.5)
    assert weights[5] == pytest.approx(0.5)
    assert region_weights(torch.zeros(4, dtype=torch.long)).sum() == 0


def test_focal_loss_falls_with_better_logits_and_ignores_missing_positives():
    positive = torch.tensor([True, False, False])
    weights = positive.float()
    good = balanced_focal(torch.tensor([4.0, -4, -4]), positive, weights)
    bad = balanced_focal(torch.tensor([-4.0, 4, 4]), positive, weights)
    assert good < 0.01 < bad
    none = torch.zeros(3, dtype=torch.bool)
    assert torch.isfinite(balanced_focal(torch.zeros(3), none, none.float()))


def test_dice_is_zero_for_a_perfect_map():
    positive = torch.tensor([True, True, False, False])
    assert dice(torch.tensor([20.0, 20, -20, -20]), positive) == pytest.approx(0.0, abs=1e-4)
    assert dice(torch.tensor([-20.0, -20, 20, 20]), positive) > 0.5


def test_contrast_is_low_when_features_agree_with_their_targets():
    torch.manual_seed(0)
    targets = torch.rand(100, 33)
    agreeing = contrast(targets - targets.mean(dim=0), targets)
    random = contrast(torch.randn(100, 33), targets)
    assert agreeing < 0.5 * random


def test_the_joint_loss_reaches_the_context_through_the_text_tower():
    torch.manual_seed(0)
    model = BTP(SMALL)
    bank = TextBank(load_tower(), load_phrases(), renew_every=10)
    bank.start(model.text)

    points = torch.nn.functional.normalize(torch.randn(300, 384), dim=1).requires_grad_()
    whole = torch.nn.functional.normalize(torch.randn(384), dim=0)
    sentences = bank.draw(model.text, step=0, rng=np.random.default_rng(0))
    assert sentences.sides.shape == (2 + len(DEFECT_TYPES), 384)
    assert len(sentences.embedded) == len(sentences.groups)
    types = torch.zeros(300, dtype=torch.long)
    types[:20] = 2
    geometry = torch.randn(80, SMALL.gfcm_width), torch.rand(80, 33)
    losses = joint_loss(model, Embeddings(points, whole), sentences, types, 280, geometry)
    losses.total().backward()
    assert model.text.context.grad is not None
    assert model.text.context.grad.norm() > 0
    assert points.grad is not None
    assert points.grad[:20].norm() > 0


def test_rank_falls_as_defective_points_rise_above_normal_ones():
    torch.manual_seed(0)
    positive = torch.arange(1000) < 30
    weights = positive.float() / 30
    chance = rank(torch.randn(1000), positive, weights)
    ordered = rank(torch.randn(1000) + 8.0 * positive, positive, weights)
    assert ordered < 0.01
    assert chance > 0.5


def test_words_of_one_meaning_are_drawn_together_and_others_apart():
    torch.manual_seed(0)
    model = BTP(SMALL)
    bank = TextBank(load_tower(), load_phrases(), renew_every=10)
    bank.start(model.text)
    sentences = bank.draw(model.text, step=1, rng=np.random.default_rng(0))
    types = torch.zeros(100, dtype=torch.long)
    points = torch.nn.functional.normalize(torch.randn(100, 384), dim=1)
    geometry = torch.randn(80, SMALL.gfcm_width), torch.rand(80, 33)
    embeddings = Embeddings(points, points[0])
    apart = joint_loss(model, embeddings, sentences, types, 100, geometry).words
    same = torch.nn.functional.normalize(torch.ones_like(sentences.sides), dim=1)
    collapsed = replace(sentences, sides=same, embedded=same[sentences.groups])
    assert apart < joint_loss(model, embeddings, collapsed, types, 100, geometry).words


def test_held_out_sentences_are_not_trained_with():
    trained, held_out = load_phrases("train"), load_phrases("held_out")
    seen = {phrase for group in trained.groups() for phrase in group}
    kept = {phrase for group in held_out.groups() for phrase in group}
    assert seen.isdisjoint(kept)
    assert len(held_out.types) == len(trained.types) == 9
