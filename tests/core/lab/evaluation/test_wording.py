"""Rank correlations of maps."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from btp_core.lab.evaluation.steering import steering_report
from btp_core.lab.evaluation.wording import held_out_paraphrases, rank_correlation, wording_report
from btp_core.text.prompts import PromptSet


def test_rank_correlation_is_spearmans_over_what_both_have():
    rng = np.random.default_rng(0)
    one = rng.random(500).astype(np.float32).round(2)
    other = (one + rng.random(500)).astype(np.float32)
    other[7] = np.nan
    seen = np.isfinite(other)
    expected = spearmanr(one[seen], other[seen]).statistic
    assert rank_correlation(one, other) == pytest.approx(expected)
    assert rank_correlation(one, -one) == pytest.approx(-1.0)
    assert np.isnan(rank_correlation(one, np.zeros(500, dtype=np.float32)))


def test_report_names_the_worst_paraphrase():
    report = wording_report([(0.9, 0.5, -1.0), (0.7, 0.7, -0.8)])
    assert (report.n_scans, report.n_paraphrases) == (2, 2)
    assert report.mean == pytest.approx(0.7)
    assert report.worst == pytest.approx(0.6)
    assert report.swapped == pytest.approx(-0.9)
    assert steering_report([], 3, wording_report([])).to_dict()["wording"]["mean"] is None


def test_held_out_paraphrases_speak_of_the_same_object():
    like = PromptSet(("fine",), ("bad",), object_name="casting")
    found = held_out_paraphrases(like)
    assert len(found) >= 5
    assert any("casting" in s for p in found for s in p.anomaly_sentences)
