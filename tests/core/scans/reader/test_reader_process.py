"""Reading apart: what a file does to the reader process, it does not do to this one."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import (
    CancelledError,
    InspectError,
    LimitExceededError,
    ScanGeometryError,
    ScanReadError,
)
from btp_core.base.progress import CancelToken
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reader import process
from btp_core.scans.reader.channel import BrokenChannelError, Channel
from btp_core.scans.reader.process import READERS, ReaderProcess
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import POINTS, VALID_FILES, N, write_las

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="limits of the system")
SHARED = Path(__file__).parents[4] / "../shared/data/hostile"


@pytest.fixture
def reader() -> ReaderProcess:
    """The reader that serves the next scan."""
    READERS.warm_up()
    (idle,) = READERS._idle
    idle._wait_until_ready(None)
    return idle


@pytest.fixture
def scan_file(tmp_path: Path) -> Path:
    return VALID_FILES["little.ply"](tmp_path / "a.ply")


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_reader_stays_warm_and_is_not_this_process(
    reader: ReaderProcess, scan_file: Path
) -> None:
    read_scan(scan_file)
    with pytest.raises(ScanReadError):
        read_scan(scan_file.with_name("none.ply"))
    assert [idle.process_id for idle in READERS._idle] == [reader.process_id]
    assert reader.process_id != os.getpid()


def test_arrays_are_this_process_own(scan_file: Path) -> None:
    scan, again = read_scan(scan_file), read_scan(scan_file)
    scan.points[:] = 0.0
    np.testing.assert_array_equal(again.points, POINTS)
    assert scan.path == scan_file


def open_handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0


@pytest.mark.parametrize("shared", [True, False], ids=["shared memory", "stream"])
def test_large_arrays_come_whole_and_leave_no_handle(shared: bool) -> None:
    rng = np.random.default_rng(0)
    sent = [rng.normal(size=(200_001, 3)), rng.integers(0, 9, (7, 3)), np.empty((0, 3), np.uint8)]
    before = open_handles()
    ours, theirs = socket.socketpair()
    here, there = Channel(ours, shared=shared), Channel(theirs, shared=shared)
    thread = threading.Thread(target=there.send, args=({"text": "ä\udcff"}, sent))
    thread.start()
    message, got = here.receive()
    thread.join()
    here.close()
    there.close()
    assert message == {"text": "ä\udcff"}
    for one, other in zip(sent, got, strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.dtype == other.dtype
    del got, other
    assert open_handles() == before


@pytest.mark.parametrize(
    "said",
    [
        b"[]",
        b"{",
        b'{"message": {}, "arrays": [["<f8", [4, 3], 0]], "bytes": 8}' + b"\0" * 8,
        b'{"message": {}, "arrays": [["<f8", [-4, 3], 0]], "bytes": 8}' + b"\0" * 8,
        b'{"message": {}, "arrays": [["O", [1], 0]], "bytes": 8}' + b"\0" * 8,
        b'{"message": {}, "arrays": [], "bytes": "x"}',
        b"[" * 100_000,
    ],
)
def test_nonsense_from_the_other_side_is_no_array(said: bytes) -> None:
    ours, theirs = socket.socketpair()
    header, _, rest = said.partition(b"\0")
    theirs.sendall(struct.pack("<Q", len(header)) + said[: len(header)] + b"\0" * (len(rest) + 1))
    theirs.close()
    channel = Channel(ours)
    with pytest.raises(BrokenChannelError):
        channel.receive()
    channel.close()


@linux_only
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_of_the_reader_is_an_error_of_the_file(
    reader: ReaderProcess, scan_file: Path, number: signal.Signals
) -> None:
    os.kill(reader.process_id, signal.SIGSTOP)  # so that it dies at this very file
    killer = threading.Timer(0.2, os.kill, (reader.process_id, number))
    goer = threading.Timer(0.25, lambda: is_running(reader.process_id) and reader_go(reader))
    killer.start()
    goer.start()
    with pytest.raises(ScanReadError, match=f"ended the process.*{number.name}") as caught:
        read_scan(scan_file)
    killer.join()
    goer.join()
    assert caught.value.path == scan_file
    assert caught.value.next_step
    assert read_scan(scan_file).n_points == N


def reader_go(reader: ReaderProcess) -> None:
    os.kill(reader.process_id, signal.SIGCONT)


def test_a_reader_that_died_while_it_waited_is_replaced(
    reader: ReaderProcess, scan_file: Path
) -> None:
    reader._process.kill()
    reader._process.wait()
    assert read_scan(scan_file).n_points == N


@linux_only
def test_cancelling_ends_the_reading_at_once(reader: ReaderProcess, scan_file: Path) -> None:
    os.kill(reader.process_id, signal.SIGSTOP)
    cancel = CancelToken()
    threading.Timer(0.2, cancel.cancel).start()
    started = time.monotonic()
    with pytest.raises(CancelledError):
        read_scan(scan_file, cancel=cancel)
    assert time.monotonic() - started < 3.0
    assert not is_running(reader.process_id)


@linux_only
def test_a_disk_that_does_not_answer_is_not_waited_for(
    reader: ReaderProcess, scan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_patience", lambda seconds: 0.3)
    os.kill(reader.process_id, signal.SIGSTOP)
    with pytest.raises(LimitExceededError, match="takes longer"):
        read_scan(scan_file)
    assert not is_running(reader.process_id)


@linux_only
def test_a_file_that_computes_for_ever_is_ended(tmp_path: Path) -> None:
    # Lists of different lengths are read in a loop, row by row.
    rows = 4_000_000
    header = f"ply\nformat binary_little_endian 1.0\nelement face {rows}\n"
    header += "property list uchar uchar vertex_indices\nelement vertex 1\nproperty float x\n"
    header += "property float y\nproperty float z\nend_header\n"
    path = tmp_path / "slow.ply"
    path.write_bytes(header.encode() + b"\1\0\0" * (rows // 2) + bytes(rows))
    started = time.monotonic()
    with pytest.raises(LimitExceededError, match="takes longer"):
        read_scan(path, ReadLimits(max_seconds=0.1))
    assert time.monotonic() - started < 60.0


@linux_only
def test_a_file_that_swells_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("points.npy", "w", force_zip64=True) as member,
    ):
        n = 4_000_000
        np.lib.format.write_array_header_1_0(
            member, {"descr": "<f8", "fortran_order": False, "shape": (n, 3)}
        )
        member.write(bytes(n * 24))
    assert path.stat().st_size < 100_000
    with pytest.raises(LimitExceededError, match="memory"):
        read_scan(path, ReadLimits(max_memory=64 << 20, max_seconds=60))


def test_errors_of_decoders_are_errors_of_the_file(tmp_path: Path) -> None:
    """Assertions, divisions by zero and what else libraries raise."""
    text = np.array([(1.0, 2.0, "a")], dtype=[("x", "f8"), ("y", "f8"), ("z", "U4")])
    np.save(tmp_path / "text.npy", text)
    mixed = np.zeros(5, dtype=[("x", "f8"), ("y", "f8"), ("z", "f8"), ("red", "U4")])
    mixed["x"] = np.arange(5)
    np.save(tmp_path / "mixed.npy", mixed)
    with zipfile.ZipFile(tmp_path / "lzma.npz", "w", zipfile.ZIP_LZMA) as archive:
        VALID_FILES["array.npy"](tmp_path / "points.npy")
        archive.write(tmp_path / "points.npy", "points.npy")
    data = bytearray((tmp_path / "lzma.npz").read_bytes())
    data[60:80] = b"\xff" * 20
    (tmp_path / "lzma.npz").write_bytes(data)
    write_las(tmp_path / "extra.las")
    las = bytearray((tmp_path / "extra.las").read_bytes())
    las[131:139] = struct.pack("<d", 0.0)
    las[105:107] = b"\0\0"
    (tmp_path / "extra.las").write_bytes(las)
    for name in ("text.npy", "lzma.npz", "extra.las"):
        with pytest.raises(ScanReadError) as caught:
            read_scan(tmp_path / name)
        assert caught.value.next_step, name
    assert read_scan(tmp_path / "mixed.npy").colors is None


def test_colours_in_a_stack_of_one_fit_the_points(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", points=POINTS, colors=np.ones((1, N, 3), np.uint8))
    scan = read_scan(tmp_path / "a.npz")
    assert scan.colors is not None
    assert scan.colors.shape == (N, 3)


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e-12, 1e12, 1e38, 1e300])
def test_extents_of_no_unit_are_refused(tmp_path: Path, scale: float) -> None:
    np.save(tmp_path / "a.npy", POINTS * scale)
    with pytest.raises(ScanGeometryError, match="measurement"):
        read_scan(tmp_path / "a.npy")


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e9])
def test_extents_of_any_unit_are_not(tmp_path: Path, scale: float) -> None:
    np.save(tmp_path / "a.npy", POINTS * scale)
    assert read_scan(tmp_path / "a.npy").n_points == N


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_the_hostile_files() -> None:
    for path in sorted(SHARED.iterdir()):
        try:
            assert read_scan(path).n_points
        except InspectError as error:
            assert error.path == path
            assert "the program" not in error.message


def test_many_threads_may_read(tmp_path: Path) -> None:
    paths = [VALID_FILES[name](tmp_path / name) for name in ("ascii.ply", "array.npy", "mesh.obj")]
    counts: list[int] = []

    def read(path: Path) -> None:
        counts.extend(read_scan(path).n_points for _ in range(5))

    threads = [threading.Thread(target=read, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [N] * 15
    assert len(READERS._idle) == 1


@linux_only
def test_no_reader_outlives_its_process(scan_file: Path) -> None:
    code = (
        "import os, sys; from btp_core.scans.reading import read_scan;"
        "from btp_core.scans.reader.process import READERS; read_scan(sys.argv[1]);"
        "print(READERS._idle[0].process_id, flush=True); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(scan_file)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    end = time.monotonic() + 10.0
    while is_running(int(ended.stdout)) and time.monotonic() < end:
        if Path(f"/proc/{int(ended.stdout)}/stat").read_text().split()[2] == "Z":
            return  # nobody is there to collect it
        time.sleep(0.05)
    assert not is_running(int(ended.stdout))


@linux_only
def test_a_forked_process_has_readers_of_its_own(scan_file: Path) -> None:
    read_scan(scan_file)
    (before,) = READERS._idle
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the test has threads
        child = os.fork()
    if child == 0:
        os._exit(0 if not READERS._idle and read_scan(scan_file).n_points == N else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert read_scan(scan_file).n_points == N
    assert READERS._idle == [before]
