"""npy, npz and h5: which array is the points, and what is refused."""

from __future__ import annotations

import io
import zipfile

import h5py
import numpy as np
import pytest

from btp_core.base.errors import LimitExceededError, ScanReadError
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import COLORS, FACES, NORMALS, POINTS, N


def save_npz(path, **arrays):
    np.savez_compressed(path, **arrays)
    return path


def save_h5(path, **arrays):
    with h5py.File(path, "w") as file:
        for name, values in arrays.items():
            file[name] = values
    return path


SAVERS = [pytest.param(save_npz, "a.npz", id="npz"), pytest.param(save_h5, "a.h5", id="h5")]


@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<f2", "<i4"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_npy_of_any_type_and_order(tmp_path, dtype, order):
    points = np.asarray(np.rint(POINTS), dtype=dtype, order=order)
    np.save(tmp_path / "a.npy", points)
    scan = read_scan(tmp_path / "a.npy")
    np.testing.assert_array_equal(scan.points, points)
    assert scan.points.dtype == np.float64
    assert scan.points.flags.c_contiguous


def test_npy_columns_after_xyz(tmp_path):
    np.save(tmp_path / "a.npy", np.hstack([POINTS, NORMALS, COLORS]))
    scan = read_scan(tmp_path / "a.npy")
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_allclose(scan.normals, NORMALS)


def test_npy_table_with_named_columns(tmp_path):
    table = np.zeros(N, dtype=[("t", "f8"), ("X", "f8"), ("Y", "f8"), ("Z", "f8")])
    table["X"], table["Y"], table["Z"] = POINTS.T
    np.save(tmp_path / "a.npy", table)
    np.testing.assert_array_equal(read_scan(tmp_path / "a.npy").points, POINTS)


@pytest.mark.parametrize("shape", [(1, N * 2, 3), (3, N * 2)])
def test_batch_of_one_and_coordinates_by_axis(tmp_path, shape):
    points = np.arange(N * 6, dtype=np.float32).reshape(N * 2, 3)
    np.save(tmp_path / "a.npy", points.T if shape[0] == 3 else points[None])
    np.testing.assert_array_equal(read_scan(tmp_path / "a.npy").points, points)


@pytest.mark.parametrize(("save", "name"), SAVERS)
def test_arrays_by_name(tmp_path, save, name):
    path = save(
        tmp_path / name,
        colors=COLORS,
        data=POINTS * 2,
        faces=FACES.astype(np.int32),
        labels=np.zeros(N),
        normals=NORMALS,
        points=POINTS,
    )
    scan = read_scan(path)
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_array_equal(scan.normals, NORMALS)
    np.testing.assert_array_equal(scan.faces, FACES)


@pytest.mark.parametrize(("save", "name"), SAVERS)
def test_the_only_array_of_the_shape_is_the_points(tmp_path, save, name):
    path = save(tmp_path / name, scanned_part=POINTS, labels=np.zeros(N), pose=np.eye(2))
    np.testing.assert_array_equal(read_scan(path).points, POINTS)


@pytest.mark.parametrize(("save", "name"), SAVERS)
def test_several_candidates_are_not_guessed_among(tmp_path, save, name):
    path = save(tmp_path / name, left=POINTS, right=POINTS)
    with pytest.raises(ScanReadError, match=r"left, right.*'points'"):
        read_scan(path)


@pytest.mark.parametrize(("save", "name"), SAVERS)
@pytest.mark.parametrize("values", [np.zeros(9), np.zeros((4, 5, 3)), np.zeros((4, 3), complex)])
def test_no_points(tmp_path, save, name, values):
    with pytest.raises(ScanReadError, match="no array"):
        read_scan(save(tmp_path / name, points=values))


@pytest.mark.parametrize(("save", "name"), SAVERS)
def test_limits_hold_before_anything_is_unpacked(tmp_path, save, name):
    path = save(tmp_path / name, points=np.zeros((1000, 3)))
    with pytest.raises(LimitExceededError, match="1,000 points"):
        read_scan(path, ReadLimits(max_points=999))
    wide = save(tmp_path / f"wide-{name}", points=np.zeros((1000, 60)))
    too_little = ReadLimits(max_bytes=1000 * 60 * 8 - 1)
    with pytest.raises(LimitExceededError, match="bytes"):
        read_scan(wide, too_little)


def test_hdf5_groups_and_links(tmp_path):
    path = tmp_path / "a.h5"
    save_h5(tmp_path / "other.h5", points=POINTS * 9)
    with h5py.File(path, "w") as file:
        file["deep/er/scan/points"] = POINTS * 2
        file.create_dataset("deep/points", data=POINTS, chunks=True, compression="gzip")
        file["again"] = h5py.SoftLink("/")
        file["points"] = h5py.ExternalLink("other.h5", "/points")
        file["deep/circle"] = file["deep"]
        layout = h5py.VirtualLayout((N, 3), "f8")
        layout[:] = h5py.VirtualSource(tmp_path / "other.h5", "points", (N, 3))
        file.create_virtual_dataset("xyz", layout)
        file["notes"] = ["text"]
    np.testing.assert_array_equal(read_scan(path).points, POINTS)


def test_hdf5_external_storage_is_not_opened(tmp_path):
    secret = tmp_path / "secret.bin"
    secret.write_bytes(POINTS.tobytes())
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("points", (N, 3), "f8", external=[(str(secret), 0, POINTS.nbytes)])
    with pytest.raises(ScanReadError, match="nothing"):
        read_scan(tmp_path / "a.h5")


def test_hdf5_announcing_more_than_it_stores(tmp_path):
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("points", (10_000_000, 3), "f8")  # nothing is ever written
    with pytest.raises(ScanReadError, match="not complete"):
        read_scan(tmp_path / "a.h5")


class Trap:
    """Runs code when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was loaded",))


def test_pickles_are_never_loaded(tmp_path):
    objects = np.empty((2, 3), dtype=object)
    objects[:] = Trap()
    np.save(tmp_path / "a.npy", objects)
    np.savez(tmp_path / "a.npz", points=objects)
    for name in ("a.npy", "a.npz"):
        with pytest.raises(ScanReadError, match="pickled"):
            read_scan(tmp_path / name)
    np.savez(tmp_path / "b.npz", points=POINTS, extra=objects)
    np.testing.assert_array_equal(read_scan(tmp_path / "b.npz").points, POINTS)


def npy_bytes(shape, data=b""):
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        buffer, {"descr": "<f8", "fortran_order": False, "shape": shape}
    )
    return buffer.getvalue() + data


def test_zip_bomb(tmp_path):
    path = tmp_path / "a.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("points.npy", "w") as file,
    ):
        file.write(npy_bytes((30_000_000, 3)))
        for _ in range(30):  # 30 MB of zeros take 30 kB; a real one goes on for long
            file.write(bytes(1_000_000))
    with pytest.raises(LimitExceededError, match="30,000,000 points"):
        read_scan(path)
    with pytest.raises(ScanReadError, match="not complete"):
        read_scan(path, ReadLimits(max_points=10**9))


def test_bomb_beside_the_points_is_left_alone(tmp_path):
    path = save_npz(tmp_path / "a.npz", points=POINTS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rest.npy", npy_bytes((10**9, 9), bytes(10_000_000)))
    np.testing.assert_array_equal(read_scan(path).points, POINTS)


@pytest.mark.parametrize("shape", [(10**12, 3), (2**62, 2**62), (-4, 3), (0,), ()])
def test_npy_headers_that_lie(tmp_path, shape):
    path = tmp_path / "a.npy"
    path.write_bytes(npy_bytes(shape, POINTS.tobytes()))
    with pytest.raises(ScanReadError):
        read_scan(path)


def test_encrypted_archive(tmp_path):
    path = save_npz(tmp_path / "a.npz", points=POINTS)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(ScanReadError, match="damaged"):
        read_scan(path)
