from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from btp_core.base.errors import DataError, OutputError
from btp_core.batch.locks import only_run_on
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import RunFile, read_table
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import RunWriter, create_run_file, scan_image
from tests.core.batch.runs_for_tests import check, header, image_of

ROOT = Path(__file__).parents[3]


def _run(path: Path, names: list[str]) -> Path:
    create_run_file(path, header())
    with RunWriter(path) as writer:
        for name in names:
            writer.add(name, image_of(name))
    return path


def test_header_and_rows_come_back(tmp_path: Path, run_header: RunHeader) -> None:
    path = tmp_path / "run.h5"
    create_run_file(path, run_header)
    rows = [
        ScanRow("a/ö 50%\n.ply", "failed", "Cannot be read \udcff <b>.", size=7, sha256="ff"),
        ScanRow(
            "b.ply",
            "done",
            object_score=0.1 + 0.2,
            verdict="fail",
            reason="Because.",
            n_points=2**40,
            mtime_ns=2**61 + 1,
            warnings=("one", "zwö"),
            regions=({"area": 0.1, "likely_type": None},),
        ),
    ]
    with RunWriter(path) as writer:
        for row in rows:
            writer.add(row.name, scan_image(row, None, points=True, embeddings=True))
    found_header, found = read_table(path)
    assert found_header == run_header
    assert found[1] == rows[1]
    assert found[0].name == rows[0].name
    assert found[0].error == "Cannot be read \\udcff <b>."
    assert np.isnan(found[0].object_score)
    with RunFile(path) as run:
        assert run.row("b.ply") == rows[1]
        assert run.row("missing.ply") is None
        assert run.points("b.ply") is None
        with pytest.raises(DataError, match="has no scores of"):
            run.scores("b.ply")


def test_a_scan_is_put_in_the_place_of_an_earlier_result(tmp_path: Path) -> None:
    path = _run(tmp_path / "run.h5", ["a.ply", "b.ply"])
    with RunWriter(path) as writer:
        again = ScanRow("a.ply", "failed", "Gone.")
        writer.add("a.ply", scan_image(again, None, points=False, embeddings=False))
    rows = read_table(path)[1]
    assert [(row.name, row.status) for row in rows] == [("a.ply", "failed"), ("b.ply", "done")]


def test_any_hdf5_program_can_read_it(tmp_path: Path) -> None:
    path = _run(tmp_path / "run.h5", ["dir/a.ply"])
    with h5py.File(path, "r") as file:
        assert file.attrs["schema_version"] == 2
        assert file["scans/dir/a.ply"].attrs["status"] == b"done"
        assert file["scans/dir/a.ply/scores"].dtype == np.float32


def test_what_is_no_run_file_is_told(tmp_path: Path) -> None:
    good = _run(tmp_path / "run.h5", ["a.ply", "b.ply"]).read_bytes()
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file["points"] = np.zeros((10, 3))
    newer = tmp_path / "newer.h5"
    newer.write_bytes(good)
    with h5py.File(newer, "r+") as file:
        file.attrs["schema_version"] = 3
    malformed = tmp_path / "malformed.h5"
    malformed.write_bytes(good)
    with h5py.File(malformed, "r+") as file:
        file.attrs["prompts"] = "{}"
    cases = {
        "missing.h5": (None, "Cannot be read"),
        "empty.h5": (b"", "empty"),
        "text.h5": (b"name,score\n" * 100, "Not a run file"),
        "half.h5": (good[: len(good) // 2], "cut short"),
        "start.h5": (good[:20], "cut short"),
        "scrambled.h5": (good[:100] + bytes(300) + good[400:], "damaged"),
        "other.h5": (other.read_bytes(), "not a run file"),
        "newer.h5": (newer.read_bytes(), "schema version 3; this program reads up to 2"),
        "malformed.h5": (malformed.read_bytes(), "header is malformed"),
    }
    for name, (content, message) in cases.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(DataError, match=message) as caught:
            read_table(path)
        assert caught.value.path == path
        assert caught.value.next_step


def test_damage_anywhere_is_told_or_harmless(tmp_path: Path) -> None:
    path = _run(tmp_path / "run.h5", [f"{number}.ply" for number in range(3)])
    good = path.read_bytes()
    generator = np.random.default_rng(0)
    told = 0
    for place in generator.integers(0, len(good), 60):
        bad = bytearray(good)
        bad[place : place + 16] = generator.bytes(16)
        path.write_bytes(bad)
        try:
            rows = read_table(path)[1]
            with RunFile(path) as run:
                for row in rows:
                    run.scores(row.name)
        except DataError:
            told += 1
    assert told > 0


def test_two_runs_on_one_output_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.h5"
    code = (
        "import sys; from pathlib import Path; from btp_core.batch.locks import only_run_on\n"
        "with only_run_on(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(OutputError, match="Another run is writing"), only_run_on(path):
            pass
        other.send_signal(signal.SIGKILL)
    with only_run_on(path):  # the lock went with its process
        pass


def test_a_killed_writer_loses_nothing_and_readers_can_watch_it(tmp_path: Path) -> None:
    path = tmp_path / "run.h5"
    create_run_file(path, header())
    code = (
        "import sys; from pathlib import Path\n"
        "from btp_core.batch.run_writer import RunWriter\n"
        "from tests.core.batch.runs_for_tests import image_of\n"
        "with RunWriter(Path(sys.argv[1])) as writer:\n"
        "    for number in range(int(sys.argv[2]), 10**6):\n"
        "        name = f'{number % 7}/{number}.ply'\n"
        "        writer.add(name, image_of(name)); print(number, flush=True)\n"
    )
    seen = 0
    for _ in range(2):
        command = [sys.executable, "-c", code, str(path), str(seen)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            first = int(writer.stdout.readline())
            end = time.monotonic() + 0.4
            while time.monotonic() < end:
                count = len(read_table(path)[1])
                assert count >= max(seen, first + 1)
                seen = count
            writer.kill()
            finished = [first, *map(int, writer.stdout.read().split())]
        names = [row.name for row in read_table(path)[1]]
        # What was said to be finished is there, and at most the one in flight besides.
        assert len(names) - len(range(finished[-1] + 1)) in (0, 1)
        check(path, names)
        seen = len(names)
