"""Weights of tolerance and fusion are found again from scans that were made with known ones."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from btp_core.designs.evidence import Evidence
from btp_core.designs.fusion import ZeroShot
from btp_core.designs.weights import FittedWeights
from btp_core.lab.evaluation import design_sample_files
from btp_core.lab.evaluation.design_fit import (
    fit_tolerance,
    fit_weights,
    fitted_module,
    hold_out,
    with_tolerance,
)
from btp_core.lab.evaluation.design_sample_files import kept_samples
from btp_core.lab.evaluation.design_samples import FitSample
from btp_core.text.prompts import PromptSet

POINTS, SCALES, TERMS = 400, 4, 6
ROUGH, NOISE = 0.3, 0.6


def made(design: int, defective: bool, *, worded: bool = False) -> FitSample:
    """Deviations of a spread of 0.3 times a rough term and 0.6 times the scan's noise."""
    rng = np.random.default_rng([design, defective])
    terms = np.zeros((POINTS, SCALES, TERMS + 1), dtype=np.float32)
    terms[:, :, 1] = rng.uniform(0.0, 1.0, POINTS)[:, None] ** 2
    terms[:, :, TERMS] = 0.05**2
    spread = np.sqrt(ROUGH**2 * terms[:, :, 1] + NOISE**2 * terms[:, :, TERMS])
    offset = rng.normal(0.0, spread)
    bad = np.zeros(POINTS, dtype=np.bool_)
    if defective:
        bad[:40] = True
        offset[:40] += 8.0 * spread[:40]
    nothing = np.zeros(POINTS)
    near = np.minimum(np.arange(POINTS)[:, None] + np.arange(8), POINTS - 1)
    words = rng.normal(np.where(bad, 2.0, -2.0), 1.0)
    return FitSample(
        design=design,
        evidence=Evidence(np.zeros((POINTS, SCALES)), bad & False, nothing, nothing),
        offset=offset.astype(np.float32),
        terms=terms,
        rest=np.full(SCALES, 1e-8),
        size=100.0,
        zero=ZeroShot(words, nothing - 2.0, nothing) if worded else None,
        neighbours=near,
        defective=bad,
    )


def everything(worded: bool = False) -> list[FitSample]:
    return [made(d, bad, worded=worded) for d in range(6) for bad in (False, True)]


def test_the_tolerance_is_found_again() -> None:
    spread, noise = fit_tolerance([made(design, False) for design in range(20)])
    for scale in range(SCALES):
        # Student's t is wider than the normal distribution that drew them: weights come out lower.
        assert 0.5 * ROUGH**2 < spread[scale][1] < 1.1 * ROUGH**2
        assert 0.6 * NOISE < noise[scale] < 1.1 * NOISE
    ratios = with_tolerance(made(30, False), spread, noise).evidence.ratios
    assert 0.9 < ratios.std() < 1.5


def test_designs_held_out_are_told_apart() -> None:
    held = hold_out(everything())
    assert held.auroc > 0.95
    assert held.good_failed <= 0.34
    assert held.defective_failed > 0.6


def test_words_have_weights_of_their_own_where_they_were_asked() -> None:
    silent, asked = fit_weights(everything()), fit_weights(everything(worded=True))
    assert silent.with_words[0][: len(silent.geometry[0])] == silent.geometry[0]
    assert asked.with_words[0][len(asked.geometry[0])] > 0.0


def test_the_module_that_is_written_holds_the_weights() -> None:
    fitted = fit_weights(everything())
    space: dict[str, Any] = {}
    exec(fitted_module({"one": fitted}, "a test"), space)
    read = space["FITTED"]["one"]
    assert isinstance(read, FittedWeights)
    assert np.allclose(read.spread, fitted.spread, rtol=1e-3)
    assert np.allclose(read.whole[0], fitted.whole[0], rtol=1e-3)


def test_samples_are_made_once_and_read_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = [made(3, True, worded=True), made(3, False)]
    monkeypatch.setattr(
        design_sample_files, "auxiliary_samples", lambda *_: {"one": samples, "cad": samples[:1]}
    )
    arguments = (tmp_path / "kept" / "3.npz", tmp_path, ["one", "cad"], None, PromptSet.stock())
    first = kept_samples(*arguments)
    monkeypatch.delattr(design_sample_files, "auxiliary_samples")
    again = kept_samples(*arguments)
    assert [len(again[kind]) for kind in ("one", "cad")] == [2, 1]
    for one, other, truth in zip(first["one"], again["one"], samples, strict=True):
        for field in fields(FitSample):
            ours, theirs = getattr(one, field.name), getattr(other, field.name)
            if field.name in ("evidence", "zero"):
                assert (ours is None) == (getattr(truth, field.name) is None)
                continue
            assert np.array_equal(ours, theirs)
            assert np.allclose(ours, getattr(truth, field.name))
    assert again["one"][0].zero is not None
    assert np.array_equal(again["one"][0].evidence.silent, replace(samples[0]).evidence.silent)
