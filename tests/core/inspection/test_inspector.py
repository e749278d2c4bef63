import numpy as np
import pytest
import trimesh

from btp_core import CancelToken, Inspector, PromptSet, Scan
from btp_core.base.errors import CancelledError, ModelError, ScanGeometryError
from btp_core.model.pyramid.weights import save_pyramid
from tests.core.shapes_for_tests import dented_plate, rotation
from tests.core.small_model import small_model_file


@pytest.fixture(scope="module")
def inspector(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "small.safetensors"
    save_pyramid(small_model_file(), path)
    return Inspector.from_pretrained(path, device="cpu")


@pytest.fixture(scope="module")
def encoded(inspector):
    return inspector.encode(Scan(dented_plate(5000)[0]))


def test_scores_come_in_the_files_order_and_range(inspector, encoded):
    field = inspector.score(encoded, PromptSet.stock())
    assert field.point_scores.shape == (5000,)
    assert field.point_scores.dtype == np.float32
    assert 0.0 <= field.point_scores.min() <= field.point_scores.max() <= 1.0
    assert 0.0 <= field.object_score <= 1.0
    assert field.provenance.model_sha256 == inspector.file.sha256
    assert 700 < encoded.n_working_points < 1100
    assert encoded.n_points == 5000


def test_points_that_are_not_finite_are_not_checked(inspector):
    points = dented_plate(5000)[0]
    points[[3, 77]] = [np.nan, 0, 0], [0, np.inf, 0]
    encoded = inspector.encode(Scan(points))
    field = inspector.score(encoded, PromptSet.stock())
    assert np.flatnonzero(np.isnan(field.point_scores)).tolist() == [3, 77]
    assert any("not finite" in warning for warning in encoded.warnings)


def test_shuffled_points_get_their_own_scores(inspector, encoded):
    points = dented_plate(5000)[0]
    order = np.random.default_rng(0).permutation(5000)
    shuffled = inspector.encode(Scan(points[order]))
    first = inspector.score(encoded, PromptSet.stock()).point_scores
    second = inspector.score(shuffled, PromptSet.stock()).point_scores
    assert np.abs(first[order] - second).max() < 2e-3


def test_unit_pose_and_position_do_not_matter(inspector, encoded):
    points = dented_plate(5000)[0]
    moved = inspector.encode(Scan(1000.0 * points @ rotation(1).T + [1e7, -1e7, 5e6]))
    first = inspector.score(encoded, PromptSet.stock())
    second = inspector.score(moved, PromptSet.stock())
    assert np.median(np.abs(first.point_scores - second.point_scores)) < 1e-3
    assert second.object_score == pytest.approx(first.object_score, abs=0.02)


def test_new_words_change_the_map_and_swapping_inverts_it(inspector, encoded):
    stock = PromptSet.stock()
    custom = PromptSet(normal=("smooth {object}",), anomaly=("{object} with a deep dent",))
    swapped = PromptSet(normal=stock.anomaly, anomaly=stock.normal, templates=stock.templates)
    first, other, back = (
        inspector.score(encoded, prompts).point_scores for prompts in (stock, custom, swapped)
    )
    assert np.abs(first - other).max() > 1e-3
    working = encoded.working_index
    ranks = [np.argsort(np.argsort(s[working])) for s in (first, back)]
    assert np.corrcoef(*ranks)[0, 1] < -0.9


def test_sentences_that_mean_the_same_are_warned_about(inspector, encoded):
    same = PromptSet(normal=("a part",), anomaly=("a part",))
    field = inspector.score(encoded, same)
    assert any("nearly the same" in warning for warning in field.warnings)
    assert not inspector.score(encoded, PromptSet.stock()).warnings


def test_types_are_scored_by_name(inspector, encoded):
    field = inspector.score(encoded, PromptSet.stock("typed"))
    assert field.type_names[:2] == ("bulge", "dent")
    assert field.type_scores is not None
    assert field.type_scores.shape == (5000, 9)
    assert np.allclose(field.type_scores.astype(float).sum(axis=1), 1.0, atol=0.02)


def test_a_tiny_cloud_is_refused_with_its_name(inspector, tmp_path):
    scan = Scan(np.zeros((3, 3)), path=tmp_path / "three.xyz")
    with pytest.raises(ScanGeometryError, match=r"three\.xyz.*Only 3"):
        inspector.encode(scan)


def test_few_points_are_warned_about(inspector, encoded):
    assert not encoded.warnings
    cloud = inspector.encode(Scan(dented_plate(600)[0]))
    assert any("Only 600 points" in warning for warning in cloud.warnings)


def test_a_mesh_of_eight_vertices_is_inspected_between_them(inspector):
    box = trimesh.creation.box((60.0, 40.0, 20.0))
    scan = Scan(np.asarray(box.vertices, dtype=np.float64), faces=np.asarray(box.faces))
    encoded = inspector.encode(scan)
    field = inspector.score(encoded, PromptSet.stock("typed"))
    assert not encoded.warnings
    assert encoded.scan is scan
    assert field.point_scores.shape == (8,)
    assert field.type_scores.shape == (8, 9)
    shown = field.shown
    assert len(shown.point_scores) == shown.encoded.scan.n_points > 1000
    assert np.array_equal(shown.encoded.scan.points[:8], scan.points)
    assert np.array_equal(shown.point_scores[:8], field.point_scores)
    regions = inspector.judge(field, threshold=0.0).regions
    assert sum(len(region.point_indices) for region in regions) > 1000


def test_encodings_of_another_model_are_refused(encoded, tmp_path):
    path = tmp_path / "other.safetensors"
    save_pyramid(small_model_file(seed=1), path)
    with pytest.raises(ModelError, match="another model"):
        Inspector.from_pretrained(path, device="cpu").score(encoded, PromptSet.stock())


def test_cancelling_and_progress(inspector):
    token, seen = CancelToken(), []

    def progress(stage, fraction):
        seen.append(fraction)
        if stage == "embedding":
            token.cancel()

    with pytest.raises(CancelledError):
        inspector.encode(Scan(dented_plate(3000)[0]), progress, token)
    assert seen == sorted(seen)


def test_an_unknown_device_is_refused():
    with pytest.raises(ModelError, match="no device"):
        Inspector(small_model_file(), device="abacus")


def test_a_dense_scan_is_looked_at_in_tiles_when_asked(inspector):
    scan = Scan(dented_plate(9000)[0])
    stages = []
    fine = inspector.encode(scan, lambda stage, _: stages.append(stage), detail="fine")
    assert fine.overview is not None
    assert fine.n_working_points > 2 * fine.overview.n_working_points
    assert fine.spacing < fine.overview.spacing
    assert len(np.unique(fine.working_index)) == fine.n_working_points
    assert "tiles" in stages
    field = inspector.score(fine, PromptSet.stock("typed"))
    assert field.point_scores.shape == (9000,)
    assert np.isfinite(field.point_scores).all()
    assert np.allclose(field.type_scores.astype(float).sum(axis=1), 1.0, atol=0.02)
    assert inspector.judge(field, threshold=0.0).regions


def test_a_small_scan_has_no_tiles(inspector):
    assert inspector.encode(Scan(dented_plate(2500)[0]), detail="fine").overview is None


def test_tiles_can_be_cancelled(inspector):
    token = CancelToken()

    def stop_in_tiles(stage: str, fraction: float) -> None:
        if stage == "tiles":
            token.cancel()

    with pytest.raises(CancelledError):
        inspector.encode(Scan(dented_plate(9000)[0]), stop_in_tiles, token, detail="fine")


def test_phrases_explain_a_point_as_the_score_sees_it(inspector, encoded):
    prompts = PromptSet(("flawless {object}",), ("dented {object}", " "), object_name="gear")
    field = inspector.score(encoded, prompts)
    points = np.argsort(field.point_scores)[[0, -1]]
    differences = []
    for point in points:
        normal, defective = inspector.explain(encoded, prompts, int(point))
        assert (normal.side, defective.side) == ("normal", "defective")
        assert -1.0 <= normal.cosine <= 1.0
        differences.append(defective.cosine - normal.cosine)
    assert differences[0] < differences[1]


def test_a_point_without_measurement_explains_nothing(inspector):
    points = dented_plate(2000)[0]
    points[5] = np.nan
    encoded = inspector.encode(Scan(points))
    assert inspector.explain(encoded, PromptSet.stock(), 5) == ()
    assert inspector.explain(encoded, PromptSet.stock(), 6)
