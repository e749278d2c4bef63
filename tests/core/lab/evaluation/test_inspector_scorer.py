"""The inspector as a score function; a stand-in inspector makes every call visible."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import ScanGeometryError
from btp_core.inspection.results import Provenance, ScoreField
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.evaluation.evaluate import evaluate
from btp_core.lab.evaluation.inspector_scorer import InspectorScorer
from btp_core.lab.evaluation.wording import held_out_paraphrases
from btp_core.model.detail import Detail
from btp_core.text.prompts import DefectType, PromptSet

PLAIN = PromptSet(normal=("fine",), anomaly=("bad",), name="plain")
TYPED = PromptSet(
    normal=("fine",),
    anomaly=("bad",),
    name="typed",
    types=(DefectType("dent", ("dented",)), DefectType("crack", ("cracked",))),
)


class HeightInspector:
    """Scores by height and takes every defect for a dent; remembers what it was shown."""

    def __init__(self) -> None:
        self.scans = []
        self.prompts = []

    def encode(self, scan, detail=Detail.OVERVIEW):
        if len(scan.points) < 64:
            raise ScanGeometryError("Only a few usable points.")
        self.scans.append(scan)
        return scan

    def score(self, encoded, prompts):
        self.prompts.append(prompts.name)
        heights = np.abs(encoded.points[:, 2]).astype(np.float32)
        names = tuple(defect.name for defect in prompts.types)
        return ScoreField(
            point_scores=heights,
            object_score=float(heights.max()),
            type_names=names,
            type_scores=np.tile([0.7, 0.3], (len(heights), 1)) if names else None,
            encoded=encoded,
            provenance=Provenance("1", "height", "0" * 64, "cpu", 0, prompts),
            seconds=0.0,
            warnings=("Nearly the same.",),
        )


@pytest.fixture
def scans(plate):
    return [plate("a"), plate("bb", ("dent",)), plate("ccc", ("crack",))]


def test_scores_come_from_the_points_alone(scans):
    inspector = HeightInspector()
    report = evaluate(scans, InspectorScorer(inspector, PLAIN))
    assert report.mean.auroc > 0.8
    for given, scan in zip(inspector.scans, scans, strict=True):
        np.testing.assert_array_equal(given.points, scan.points)
        assert given.path is None
        assert given.faces is None


def test_without_types_there_is_no_steering(scans):
    scorer = InspectorScorer(HeightInspector(), PLAIN)
    evaluate(scans, scorer)
    assert scorer.steering() is None
    assert scorer.provenance.prompts.name == "plain"
    assert scorer.warnings == ("Nearly the same.",)


def test_steering_with_the_sets_own_types(scans):
    inspector = HeightInspector()
    scorer = InspectorScorer(inspector, TYPED, typed=PLAIN)
    evaluate(scans, scorer)
    steering = scorer.steering()
    assert steering.scan_accuracy == 0.5
    assert steering.confusion == {"crack": {"dent": 1}, "dent": {"dent": 1}}
    assert inspector.prompts == ["typed"] * 3


def test_steering_with_another_set_leaves_the_scores_alone(scans):
    inspector = HeightInspector()
    scorer = InspectorScorer(inspector, PLAIN, typed=TYPED)
    evaluate(scans, scorer)
    assert scorer.steering().n_scans == 2
    assert scorer.provenance.prompts.name == "plain"
    # Each scan is encoded once; defective ones are scored a second time.
    assert len(inspector.scans) == 3
    assert inspector.prompts == ["plain", "plain", "typed", "plain", "typed"]


def test_paraphrases_are_compared_on_defective_scans(scans):
    inspector = HeightInspector()
    others = held_out_paraphrases(TYPED)
    scorer = InspectorScorer(inspector, TYPED, paraphrases=others)
    evaluate(scans, scorer)
    wording = scorer.steering().wording
    assert (wording.n_scans, wording.n_paraphrases) == (2, len(others))
    # This inspector does not listen: every wording gives the same map, swapped ones too.
    assert wording.mean == wording.worst == wording.swapped == pytest.approx(1.0)


def test_a_scan_that_cannot_be_inspected_is_named():
    scan = LabelledScan("tiny", np.eye(3, dtype=np.float32), np.zeros(3, dtype=bool))
    with pytest.raises(ScanGeometryError, match="tiny: Only a few"):
        evaluate([scan], InspectorScorer(HeightInspector(), PLAIN))
