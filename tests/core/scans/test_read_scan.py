"""What read_scan does whatever the format: errors, limits, warnings, damaged and real files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from btp_core.base.errors import (
    InspectError,
    LimitExceededError,
    ScanGeometryError,
    ScanReadError,
    UnknownFormatError,
)
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan
from btp_core.scans.registry import supported_extensions
from tests.core.scans.scan_files import (
    COLORS,
    FACES,
    POINTS,
    VALID_FILES,
    N,
    rows_of_text,
    write_ply,
    xyz_fields,
)

SHARED = Path(__file__).parents[3] / "../shared/data"
# A damaged header must not make a reader allocate much, so fuzzing runs with tight limits.
TIGHT = ReadLimits(max_points=100_000, max_bytes=10_000_000)


def check_message(error: InspectError, path: Path) -> None:
    """A user is told what is wrong, with which file, and what to do."""
    assert error.path == path
    assert error.cause.strip()
    assert error.next_step.strip()
    assert "\n" not in str(error)


@pytest.mark.parametrize("name", VALID_FILES)
def test_every_variant_keeps_the_points(tmp_path, name):
    scan = read_scan(str(VALID_FILES[name](tmp_path / name)))
    if name.endswith("stl"):
        np.testing.assert_array_equal(scan.points[scan.faces], POINTS[FACES])
    else:
        np.testing.assert_array_equal(scan.points, POINTS)
    assert scan.warnings == ()


def test_every_extension_has_a_valid_file():
    covered = {Path(name).suffix for name in VALID_FILES}
    same = dict.fromkeys((".txt", ".asc", ".csv", ".pts"), ".xyz")
    same |= {".hdf5": ".h5", ".tif": ".tiff"}
    assert {same.get(extension, extension) for extension in supported_extensions()} == covered


@pytest.mark.parametrize("extension", supported_extensions())
@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\0", b"#", b"this is no scan\n" * 9, bytes(range(256)) * 40, b"\xff" * 999],
    ids=["empty", "newline", "nul", "hash", "prose", "octets", "ones"],
)
def test_content_that_is_nothing(tmp_path, extension, content):
    path = tmp_path / f"a{extension}"
    path.write_bytes(content)
    with pytest.raises(ScanReadError) as caught:
        read_scan(path)
    check_message(caught.value, path)


@pytest.mark.parametrize("name", VALID_FILES)
def test_every_truncation_is_told(tmp_path, name):
    path = VALID_FILES[name](tmp_path / name)
    data = path.read_bytes()
    # The last bytes may be no more than a line end, or digits of the last number.
    for cut in {1, 2, 9, 50, len(data) // 3, len(data) // 2, len(data) * 3 // 4}:
        path.write_bytes(data[:cut])
        try:
            scan = read_scan(path)
        except InspectError as error:
            check_message(error, path)
        else:
            # Only formats without a count of points can be cut unnoticed, and then lose the rest.
            assert path.suffix in (".xyz", ".obj")
            assert scan.n_points <= N


@pytest.mark.parametrize("name", VALID_FILES)
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_flipped_bytes_never_end_in_a_traceback(tmp_path, name, data):
    path = VALID_FILES[name](tmp_path / name)
    content = bytearray(path.read_bytes())
    # Headers are where damage hurts.
    position = st.integers(0, len(content) - 1) | st.integers(0, min(400, len(content)) - 1)
    changes = data.draw(st.lists(st.tuples(position, st.integers(0, 255)), min_size=1, max_size=6))
    for at, value in changes:
        content[at] = value
    path.write_bytes(content[: data.draw(st.integers(1, len(content)) | st.just(len(content)))])
    try:
        scan = read_scan(path, TIGHT)
    except InspectError as error:
        check_message(error, path)
    else:
        assert scan.points.shape == (scan.n_points, 3)
        assert scan.finite_mask().any()


def test_missing_folder_and_strange_names(tmp_path):
    for path in (tmp_path / "none.ply", tmp_path, tmp_path / "a\0b.ply", tmp_path / ("x" * 5000)):
        with pytest.raises(ScanReadError) as caught:
            read_scan(path)
        check_message(caught.value, path)


def test_unknown_extension_names_the_known_ones(tmp_path):
    for name in ("a.step", "a", ".ply"):
        path = tmp_path / name
        path.write_text("0 0 0\n")
        with pytest.raises(UnknownFormatError, match=r"\.laz") as caught:
            read_scan(path)
        check_message(caught.value, path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.ply")
    with pytest.raises(ScanReadError, match="regular"):
        read_scan(tmp_path / "a.ply")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs Unix permissions")
def test_permission_denied():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.ply")
        write_ply(path, "ascii", xyz_fields(POINTS))
        path.chmod(0)
        Path(folder).chmod(0o755)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)  # root may read everything
        try:
            with pytest.raises(ScanReadError, match="ermission denied") as caught:
                read_scan(path)
        finally:
            os.seteuid(user)
    check_message(caught.value, path)


def test_limit_on_the_file_size(tmp_path):
    path = write_ply(tmp_path / "a.ply", "ascii", xyz_fields(POINTS))
    with pytest.raises(LimitExceededError, match="bytes") as caught:
        read_scan(path, ReadLimits(max_bytes=100))
    check_message(caught.value, path)


@pytest.mark.parametrize("name", VALID_FILES)
def test_limit_on_points_in_every_format(tmp_path, name):
    path = VALID_FILES[name](tmp_path / name)
    with pytest.raises(LimitExceededError):
        read_scan(path, ReadLimits(max_points=3))


def test_no_finite_point(tmp_path):
    path = tmp_path / "a.xyz"
    path.write_text("nan nan nan\ninf 0 0\n")
    with pytest.raises(ScanGeometryError, match="None of the 2") as caught:
        read_scan(path)
    check_message(caught.value, path)


def test_no_points(tmp_path):
    path = write_ply(tmp_path / "a.ply", "binary_little_endian", xyz_fields(POINTS[:0]))
    with pytest.raises(ScanGeometryError, match="no points"):
        read_scan(path)


def test_repeated_points_are_kept_and_counted(tmp_path):
    path = tmp_path / "a.xyz"
    repeated = np.vstack([POINTS, POINTS[:7], POINTS[:2], [[0.0, 5.5, 0.25], [-0.0, 5.5, 0.25]]])
    path.write_text(rows_of_text(repeated, np.zeros((len(repeated), 1))))
    scan = read_scan(path)
    np.testing.assert_array_equal(scan.points, repeated)
    assert scan.warnings == (f"10 of {N + 11} points repeat an earlier point.",)


def test_colors_follow_the_points(tmp_path):
    scan = read_scan(VALID_FILES["flight.laz"](tmp_path / "a.laz"))
    np.testing.assert_array_equal(scan.colors, COLORS)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize("folder", ["meshes", "real_scans"])
def test_real_files(folder):
    paths = [p for p in sorted((SHARED / folder).rglob("*.*")) if p.suffix.lower() != ".npy"]
    assert paths
    for path in paths:
        scan = read_scan(path)
        assert scan.finite_mask().mean() > 0.5
        assert scan.is_mesh == (folder == "meshes"), path
