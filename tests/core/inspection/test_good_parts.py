from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core import PromptSet
from btp_core.base.errors import DataError
from btp_core.inspection.good_parts import GoodParts, threshold_from_good


@pytest.fixture
def good() -> GoodParts:
    return GoodParts(
        threshold=0.625,
        expected_false_alarms=0.05,
        n_scans=19,
        lowest=0.1,
        highest=0.62,
        model_name="m",
        model_sha256="ab" * 32,
        prompts=PromptSet.stock("typed"),
        detail="overview",
        software_version="1",
        created="2026-01-01T00:00:00+00:00",
    )


def test_as_many_further_good_parts_fail_as_was_asked_for():
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(400):
        scores = rng.beta(2, 5, size=39)
        threshold, expected = threshold_from_good(scores.tolist(), 0.1)
        assert expected == pytest.approx(0.1)
        shares.append((rng.beta(2, 5, size=500) >= threshold).mean())
    # The mean over draws of the good parts; single draws scatter by sqrt(.1 * .9 / 40) = .05.
    assert np.mean(shares) == pytest.approx(0.1, abs=0.01)


def test_few_parts_give_their_highest_score_and_say_what_that_is_worth():
    threshold, expected = threshold_from_good([0.2, 0.61, 0.4], 0.01)
    assert 0.61 < threshold <= 0.612
    assert expected == pytest.approx(0.25)
    assert threshold_from_good([1.0], 0.05) == (1.0, 0.5)
    # 19 scans are just enough for one in twenty, whatever the last bit says.
    assert threshold_from_good(np.linspace(0, 0.9, 19).tolist(), 0.05)[1] == pytest.approx(0.05)


def test_what_is_written_is_read_back(good, tmp_path):
    good.save(tmp_path / "t.toml")
    assert GoodParts.load(tmp_path / "t.toml") == good


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"threshold = 0.5", b'format = "btp-inspect good parts"\nversion = 2'],
)
def test_anything_else_is_refused_by_name(content: bytes, tmp_path: Path):
    path = tmp_path / "other.toml"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"other\.toml"):
        GoodParts.load(path)
    with pytest.raises(DataError, match="calibrate"):
        GoodParts.load(tmp_path / "missing.toml")


def test_a_threshold_that_is_none_and_a_file_with_too_much_are_refused(good, tmp_path):
    path = tmp_path / "t.toml"
    replace(good, threshold=float("nan")).save(path)
    with pytest.raises(DataError, match="nan"):
        GoodParts.load(path)
    good.save(path)
    path.write_text("more = 1\n" + path.read_text())
    with pytest.raises(DataError, match="more"):
        GoodParts.load(path)


def test_scores_made_otherwise_do_not_compare(good):
    assert good.mismatches(good.model_sha256, good.prompts, "overview") == []
    said = good.mismatches("other", PromptSet.stock(), "fine")
    assert len(said) == 3
    assert "other weights" in said[0]
