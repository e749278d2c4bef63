from __future__ import annotations

import math

import torch

from btp_core.pretraining.loss import clouds_against_sentences


def test_clouds_of_one_meaning_do_not_push_each_other_away():
    vectors = torch.eye(2)[[0, 0, 1, 1]]
    scale = torch.tensor(math.log(100.0))
    right = clouds_against_sentences(vectors, vectors, scale, ["a", "a", "b", "b"])
    # Two right answers in equal shares cannot be told apart better than log 2.
    assert math.isclose(float(right), math.log(2), abs_tol=1e-5)
    wrong = clouds_against_sentences(vectors, vectors.flip(0), scale, ["a", "a", "b", "b"])
    assert float(wrong) > 50


def test_the_scale_is_bounded():
    vectors = torch.eye(2)
    losses = [
        clouds_against_sentences(vectors, vectors.flip(0), torch.tensor(scale), [0, 1])
        for scale in (math.log(100.0), 30.0)
    ]
    assert torch.allclose(*losses)
