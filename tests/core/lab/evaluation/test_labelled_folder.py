"""Reading folders of labelled scans, good and bad."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import DataError
from btp_core.lab.evaluation.dataset import read_labelled_folder

POINTS = np.arange(30, dtype=np.float32).reshape(10, 3)
LABELS = (np.arange(10) > 6).astype(np.uint8)


def save(folder: Path, name: str = "part_dent_1.npz", **changes: object) -> Path:
    arrays = {"points": POINTS, "labels": LABELS, **changes}
    np.savez(folder / name, **{key: value for key, value in arrays.items() if value is not None})
    return folder / name


def save_index(folder: Path, content: object) -> None:
    (folder / "index.json").write_text(json.dumps(content), encoding="utf-8")


def test_reads_a_scan_with_what_the_index_says(tmp_path):
    save(tmp_path, "a.npz", types=LABELS * 3)
    save_index(
        tmp_path, [{"file": "a.npz", "kinds": ["dent"], "mesh": "voron-0/STLs/a.stl", "n": 10}]
    )
    (entry,) = read_labelled_folder(tmp_path)
    assert (entry.name, entry.kinds, entry.source) == ("a", ("dent",), "voron-0")
    scan = entry.load()
    assert (scan.name, scan.kinds, scan.source) == ("a", ("dent",), "voron-0")
    assert scan.points.dtype == np.float32
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.labels, LABELS.astype(bool))
    np.testing.assert_array_equal(scan.types, LABELS * 3)
    assert scan.defective
    assert scan.load() is scan


@pytest.mark.parametrize(
    ("record", "source"),
    [
        ({"source": "nist", "mesh": "x/y.stl"}, "nist"),
        ({"family": "gear"}, "gear"),
        ({"family": "mesh:wrench.stl"}, "mesh"),
        ({"mesh": "part.stl"}, "part.stl"),
        ({}, None),
    ],
)
def test_source_is_the_first_part_of_what_is_known(tmp_path, record, source):
    save(tmp_path, "a.npz")
    save_index(tmp_path, {"scans": [{"file": "a.npz", **record}]})
    assert read_labelled_folder(tmp_path)[0].source == source


def test_listed_files_may_lie_deeper(tmp_path):
    (tmp_path / "scans").mkdir()
    save(tmp_path / "scans", "000001_1.npz")
    save_index(tmp_path, [{"file": "scans/000001_1.npz", "kinds": ["missing piece"]}])
    (entry,) = read_labelled_folder(tmp_path)
    assert (entry.load().name, entry.kinds) == ("000001_1", ("missing piece",))


def test_without_an_index_names_tell_the_kinds(tmp_path):
    save(tmp_path, "003_B_Drive_chip+hole_2.npz")
    save(tmp_path, "003_B_Drive_good_0.npz", labels=LABELS * 0)
    save(tmp_path, "dental_tray.npz")
    kinds = {entry.name: entry.kinds for entry in read_labelled_folder(tmp_path)}
    assert kinds == {
        "003_B_Drive_chip+hole_2": ("chip", "hole"),
        "003_B_Drive_good_0": (),
        "dental_tray": (),
    }


def test_object_truth_comes_from_the_points_not_the_name(tmp_path):
    save(tmp_path, "part_dent_1.npz", labels=LABELS * 0)
    save_index(tmp_path, [{"file": "part_dent_1.npz", "kinds": ["dent"]}])
    scan = read_labelled_folder(tmp_path)[0].load()
    assert not scan.defective
    assert (scan.regions == -1).all()


def test_a_listed_file_that_is_missing_is_reported_on_loading(tmp_path):
    save_index(tmp_path, [{"file": "gone.npz"}])
    (entry,) = read_labelled_folder(tmp_path)
    with pytest.raises(DataError, match="cannot be read") as caught:
        entry.load()
    assert caught.value.path == tmp_path / "gone.npz"


def test_missing_and_empty_folders_are_refused(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        read_labelled_folder(tmp_path / "nowhere")
    with pytest.raises(DataError, match="no npz"):
        read_labelled_folder(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "words",
        {"things": []},
        [1],
        [{"kinds": []}],
        [{"file": "../up.npz"}],
        [{"file": "/tmp/a.npz"}],
        [{"file": "a.txt"}],
        [{"file": "a.npz", "kinds": "dent"}],
    ],
)
def test_a_malformed_index_is_refused(tmp_path, content):
    save(tmp_path, "a.npz")
    save_index(tmp_path, content)
    with pytest.raises(DataError) as caught:
        read_labelled_folder(tmp_path)
    assert caught.value.path == tmp_path / "index.json"


def test_an_index_that_is_not_json_is_refused(tmp_path):
    (tmp_path / "index.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(DataError, match="cannot be read"):
        read_labelled_folder(tmp_path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"labels": None}, "holds no 'labels'"),
        ({"points": None}, "holds no 'points'"),
        ({"points": POINTS[:, :2]}, "'points' has shape"),
        ({"points": np.zeros((0, 3)), "labels": LABELS[:0]}, "empty"),
        ({"points": np.where(POINTS > 5, np.nan, POINTS)}, "not finite"),
        ({"labels": LABELS[:5]}, "'labels' has shape"),
        ({"labels": LABELS.astype(np.float32)}, "'labels' has shape"),
        ({"labels": LABELS.astype(np.int16) - 1}, "outside"),
        ({"types": LABELS[:5]}, "'types' has shape"),
        ({"points": np.array([[{}] * 3] * 10, dtype=object)}, "cannot be read"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, changes, message):
    path = save(tmp_path, **changes)
    (entry,) = read_labelled_folder(tmp_path)
    with pytest.raises(DataError, match=message) as caught:
        entry.load()
    assert caught.value.path == path


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 and then nothing"])
def test_a_damaged_file_is_refused(tmp_path, content):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        read_labelled_folder(tmp_path)[0].load()


def test_a_truncated_file_is_refused(tmp_path):
    path = save(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="cannot be read"):
        read_labelled_folder(tmp_path)[0].load()


def test_a_file_that_unpacks_to_too_much_is_refused_before_unpacking(tmp_path, monkeypatch):
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("points.npy", bytes(2_000_000))
    monkeypatch.setattr("btp_core.lab.evaluation.dataset.MAX_SCAN_BYTES", 1_000_000)
    with pytest.raises(DataError, match="unpacks to more"):
        read_labelled_folder(tmp_path)[0].load()
