"""Both layouts, what is found in them, and what is wrong with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import DataError, ScanReadError
from btp_core.lab.benchmarks.datasets.benchmark import read_benchmark
from btp_core.lab.benchmarks.datasets.names import DatasetKind, defect_of, kind_of_good
from btp_core.lab.synth.part_job import PartJob, run_part
from btp_core.scans.limits import ReadLimits
from tests.core.lab.benchmarks.datasets.layouts import (
    POINTS,
    plate,
    write_anomaly_shapenet,
    write_pcd,
    write_real3d_ad,
    write_truth,
)


@pytest.fixture
def real3d(tmp_path):
    return write_real3d_ad(tmp_path / "real3d")


@pytest.fixture
def shapenet(tmp_path):
    return write_anomaly_shapenet(tmp_path / "pcd")


def load_all(folder: Path):
    return [e.load() for c in read_benchmark(folder).categories for e in c.test]


def defective_entry(folder: Path):
    return next(e for e in read_benchmark(folder).categories[0].test if e.defect)


def test_real3d_ad_is_read(real3d):
    dataset = read_benchmark(real3d)
    assert dataset.kind is DatasetKind.REAL3D_AD
    assert [c.name for c in dataset.categories] == ["duck", "shell"]
    duck = dataset.categories[0]
    assert [e.name for e in duck.train] == ["duck/1_template"]
    # A whole template among the tests is no test.
    assert [(e.path.stem, e.defect) for e in duck.test] == [
        ("0_good", None),
        ("100_bulge", "bulge"),
        ("101_sink_cut", "sink"),
    ]
    points, labels = plate(0.3, 101)
    scan = duck.test[2].load()
    assert np.allclose(scan.points, points, atol=1e-6)
    assert np.array_equal(scan.labels, labels)
    assert (scan.source, scan.kinds, scan.defective) == ("duck", ("sink",), True)
    assert not duck.test[0].load().defective


def test_anomaly_shapenet_is_read(shapenet):
    dataset = read_benchmark(shapenet)
    assert dataset.kind is DatasetKind.ANOMALY_SHAPENET
    assert [(e.path.stem, e.defect) for e in dataset.categories[0].test] == [
        ("cap0_bulge0", "bulge"),
        ("cap0_concavity1", "concavity"),
        ("cap0_positive0", None),
    ]
    labels = plate(0.3, 200)[1]
    assert np.array_equal(dataset.categories[0].test[0].load().labels, labels)


def test_generated_scans_are_read_back(tmp_path):
    records = run_part(PartJob(tmp_path / "synth", 4, 5, 2500, 2, (), 0.0))
    category = tmp_path / "bench" / "compound"
    truth = {}
    for number, record in enumerate(records):
        with np.load(tmp_path / "synth" / record["file"]) as data:
            points, labels = data["points"], data["labels"]
        stem = f"{number}_{'bulge' if record['kinds'] else 'good'}"
        write_pcd(category / "test" / f"{stem}.pcd", points)
        write_pcd(category / "train" / "0_template.pcd", points)
        if record["kinds"]:
            write_truth(category / "gt" / f"{stem}.txt", points, labels, " ")
        truth[f"compound/{stem}"] = (points, labels)
    scans = load_all(tmp_path / "bench")
    assert len(scans) == 3
    for scan in scans:
        points, labels = truth[scan.name]
        assert np.array_equal(scan.points, points)
        assert np.array_equal(scan.labels, labels != 0)


@pytest.mark.parametrize("separator", [" ", ",", "\t", ";", ", "])
def test_any_separator_and_any_case(real3d, separator):
    entry = defective_entry(real3d)
    points, labels = plate(0.3, 100)
    (real3d / "duck" / "gt").rename(real3d / "duck" / "Gt_")
    (real3d / "duck" / "Gt_").rename(real3d / "duck" / "Gt")
    truth = real3d / "duck" / "Gt" / entry.truth.name
    truth.unlink()
    write_truth(truth.with_name(truth.stem.upper() + ".TXT"), points, labels, separator)
    (real3d / "duck" / "test").rename(real3d / "duck" / "TEST")
    assert np.array_equal(defective_entry(real3d).load().labels, labels)


def test_a_header_line_and_labels_of_255_are_understood(real3d):
    entry = defective_entry(real3d)
    points, labels = plate(0.3, 100)
    write_truth(entry.truth, points, 255 * labels, " ")
    entry.truth.write_text("x y z label\n" + entry.truth.read_text())
    assert np.array_equal(entry.load().labels, labels)


def test_lines_in_another_order_are_matched_by_coordinates(real3d):
    entry = defective_entry(real3d)
    points, labels = plate(0.3, 100)
    order = np.random.default_rng(0).permutation(POINTS)
    write_truth(entry.truth, points[order], labels[order], " ")
    assert np.array_equal(entry.load().labels, labels)


def test_other_points_are_refused(real3d):
    entry = defective_entry(real3d)
    points, labels = plate(0.3, 100)
    write_truth(entry.truth, points + 0.01, labels, " ")
    with pytest.raises(DataError, match="not those of the scan") as caught:
        entry.load()
    assert caught.value.path == entry.truth
    assert caught.value.next_step
    # A scan whose points are all near some line is not enough: a line belongs to none of them.
    points[0] += 5.0
    write_truth(entry.truth, points, labels, " ")
    with pytest.raises(DataError, match="not those of the scan"):
        entry.load()


def test_a_mismatch_of_lengths_names_both(real3d):
    entry = defective_entry(real3d)
    points, labels = plate(0.3, 100)
    write_truth(entry.truth, points[:-7], labels[:-7], " ")
    with pytest.raises(DataError, match=r"labels 1,193 points, but the scan has 1,200"):
        entry.load()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\0\1\2" * 50, "binary"),
        (b"1 2 3\n" * POINTS, "3 numbers"),
        (b"1 2 3 0 0\n" * POINTS, "5 numbers"),
        (b"1 2 3 0.5\n" * POINTS, "whole numbers"),
        (b"1 2 3 -1\n" * POINTS, "whole numbers"),
        (b"1 2 nan 1\n" * POINTS, "not finite|labels"),
        (b"1 2 3 1\n1 2 3\n" * (POINTS // 2), "labels"),
    ],
)
def test_a_damaged_truth_is_named(real3d, content, message):
    entry = defective_entry(real3d)
    entry.truth.write_bytes(content)
    with pytest.raises((DataError, ScanReadError), match=message) as caught:
        entry.load()
    assert caught.value.path == entry.truth
    assert caught.value.next_step


def test_a_truth_that_marks_nothing_is_refused(real3d):
    entry = defective_entry(real3d)
    write_truth(entry.truth, plate(0.3, 100)[0], np.zeros(POINTS), " ")
    with pytest.raises(DataError, match="marks no point"):
        entry.load()


def test_sizes_are_checked_before_reading(real3d):
    few = read_benchmark(real3d, limits=ReadLimits(max_points=100)).categories[0].test
    with pytest.raises(ScanReadError, match="at most 100"):
        few[0].load()
    entry = defective_entry(real3d)
    with entry.truth.open("a") as file:
        file.write("1 2 3 0\n" * 5000)
    several = read_benchmark(real3d, limits=ReadLimits(max_points=2000)).categories[0].test
    with pytest.raises(DataError, match="at most 2,000"):
        next(e for e in several if e.path == entry.path).load()


def test_a_missing_truth_is_found_before_anything_is_read(shapenet):
    (shapenet / "vase1" / "GT" / "vase1_concavity1.txt").unlink()
    with pytest.raises(DataError, match=r"vase1_concavity1.txt' is missing") as caught:
        read_benchmark(shapenet)
    assert caught.value.path == shapenet / "vase1" / "test" / "vase1_concavity1.pcd"
    shutil.rmtree(shapenet / "vase1" / "GT")
    with pytest.raises(DataError, match="is missing"):
        read_benchmark(shapenet)


@pytest.mark.parametrize("part", ["train", "test"])
def test_an_empty_category_is_named(real3d, part):
    for path in (real3d / "shell" / part).iterdir():
        path.unlink()
    with pytest.raises(DataError, match=f"no scan in '{part}'") as caught:
        read_benchmark(real3d)
    assert caught.value.path == real3d / "shell"
    shutil.rmtree(real3d / "shell" / part)
    with pytest.raises(DataError, match=f"no scan in '{part}'"):
        read_benchmark(real3d)


def test_no_benchmark_at_all_is_named(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_benchmark(tmp_path / "nowhere")
    (tmp_path / "notes").mkdir()
    with pytest.raises(DataError, match="no category"):
        read_benchmark(tmp_path)


def test_two_benchmarks_in_one_folder_are_refused(real3d):
    write_anomaly_shapenet(real3d)
    with pytest.raises(DataError, match="two benchmarks"):
        read_benchmark(real3d)


def test_a_damaged_scan_is_named(real3d):
    entry = defective_entry(real3d)
    entry.path.write_bytes(entry.path.read_bytes()[:300])
    with pytest.raises(ScanReadError) as caught:
        entry.load()
    assert caught.value.path == entry.path


def test_points_without_measurement_are_refused(real3d):
    entry = defective_entry(real3d)
    points = plate(0.3, 100)[0]
    points[3, 1] = np.nan
    write_pcd(entry.path, points)
    with pytest.raises(DataError, match="finite coordinates"):
        entry.load()


def test_categories_are_chosen_by_name(real3d):
    dataset = read_benchmark(real3d)
    assert [c.name for c in dataset.named(["Shell", "shell"])] == ["shell"]
    with pytest.raises(DataError, match="duck, shell"):
        dataset.named(["goose"])


def test_names_say_what_a_scan_shows():
    assert defect_of("482_bulge_cut", "airplane") == "bulge"
    assert defect_of("ashtray0_concavity12", "ashtray0") == "concavity"
    assert defect_of("17", "duck") == "defect"
    # The category's name is no statement about the scan.
    assert kind_of_good("goodie_hole1", "goodie") is None
    assert kind_of_good("3_good_cut", "car") is DatasetKind.REAL3D_AD
    assert kind_of_good("cap3_positive9", "cap3") is DatasetKind.ANOMALY_SHAPENET
