"""Scores and verdicts of the real pipeline with a design, on a small model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from btp_core.designs.design import Design
from btp_core.designs.masks import Place
from btp_core.inspection.inspector import Inspector
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet
from tests.core.designs.bracket import displaced, good, on_top, pose, scanned, surface
from tests.core.shapes_for_tests import sphere
from tests.core.small_model import small_model_file


@pytest.fixture(scope="module")
def inspector() -> Inspector:
    return Inspector(small_model_file(), device="cpu")


@pytest.fixture(scope="module")
def design(inspector: Inspector) -> Design:
    return Design.create(inspector, [good(0)], name="bracket 4711", workers=1)


def test_a_scan_gets_deviation_alignment_and_the_designs_threshold(
    inspector: Inspector, design: Design
) -> None:
    scan = scanned(displaced(surface(seed=7), -1.5), 7)
    field = inspector.score(inspector.encode(scan), PromptSet.stock(), design=design)
    assert field.design is not None
    assert field.design.name == "bracket 4711"
    assert field.deviation is not None
    assert field.deviation.shape == (scan.n_points,)
    assert field.alignment is not None
    verdict = inspector.judge(field)
    assert verdict.threshold == design.threshold
    dent = min(verdict.regions, key=lambda region: region.deviation or 0.0)
    assert dent.deviation == pytest.approx(-1.5, abs=0.25)
    assert not dent.missing


def test_another_part_is_not_checked(inspector: Inspector, design: Design) -> None:
    encoded = inspector.encode(Scan(points=sphere(8000, 35.0)))
    field = inspector.score(encoded, PromptSet.stock(), design=design)
    assert field.refusal is not None
    assert np.isnan(field.point_scores).all()
    verdict = inspector.judge(field)
    assert verdict.status == "not checked"
    assert "another part" in verdict.reason


def test_new_words_align_no_second_time(inspector: Inspector, design: Design) -> None:
    encoded = inspector.encode(good(8))
    first = inspector.score(encoded, PromptSet.stock(), design=design)
    second = inspector.score(encoded, PromptSet.stock(), design=design)
    assert first.alignment is second.alignment
    assert first.object_score == second.object_score


def test_a_mask_takes_its_place_out_of_the_verdict(inspector: Inspector, design: Design) -> None:
    points = displaced(surface(seed=9), -1.5)
    encoded = inspector.encode(scanned(points, 9))
    field = inspector.score(encoded, PromptSet.stock(), design=design)
    rotation, shift = pose(9)
    x, y, z = np.array([25.0, 28.0, 6.0]) @ rotation.T + shift
    place = Place(((float(x), float(y), float(z)),), 7.0)
    masked = design.with_mask(field.alignment, place, "sprue")
    after = inspector.score(encoded, PromptSet.stock(), design=masked)
    assert after.alignment is field.alignment
    dented = on_top(surface(seed=9), 25.0, 28.0, 4.0)
    assert after.point_scores[dented].max() < 0.01
    assert after.object_score < field.object_score


def test_embeddings_of_another_model_are_left_out_with_a_word(
    inspector: Inspector, design: Design
) -> None:
    assert design.embeddings is not None
    other = replace(design, embeddings=replace(design.embeddings, model_sha256="other"))
    field = inspector.score(inspector.encode(good(10)), PromptSet.stock(), design=other)
    assert any("another model" in warning for warning in field.warnings)
    assert np.isfinite(field.object_score)
