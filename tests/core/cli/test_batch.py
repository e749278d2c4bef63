from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import DataError
from btp_core.batch.run_file import RunFile, read_table
from btp_core.cli.app import run
from btp_core.scans.reading import read_scan

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(small_scan: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    (folder / "deep er").mkdir(parents=True)
    shutil.copy(small_scan, folder / "part.npy")
    shutil.copy(small_scan, folder / "deep er" / "<b>&'ü.npy")
    return folder


def test_a_folder_becomes_a_run_that_can_be_shown_and_exported(
    folder: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "run.h5"
    command = ["batch", str(folder), "-o", str(output), "--model", small_model, "--workers", "0"]
    assert run([*command, "--threshold", "1"]) == 0
    out, err = capsys.readouterr()
    assert "2 scans: 2 passed, 0 failed, 0 not checked, 0 could not be inspected" in out
    assert err == ""
    assert run(command) == 2
    assert "exists already" in capsys.readouterr().err
    assert run([*command, "--retry-failed"]) == 2

    (folder / "broken.ply").write_bytes(b"ply")
    assert run([*command, "--threshold", "1", "--resume", "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["n_scans"] == 3
    assert document["n_skipped"] == 2
    assert document["n_errors"] == 1
    names = [scan["name"] for scan in document["scans"]]
    assert names == ["broken.ply", "deep er/<b>&'ü.npy", "part.npy"]

    assert run(["show", str(output), "--sort", "score"]) == 0
    assert "deep er/<b>&'ü.npy" in capsys.readouterr().out
    assert run(["show", str(output), "--json", "--only", "error"]) == 0
    assert [s["name"] for s in json.loads(capsys.readouterr().out)["scans"]] == ["broken.ply"]
    assert run(["export", str(output), "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "deep er" / "<b>&'ü.npy.scored.ply").is_file()
    assert (tmp_path / "out" / "scans.csv").is_file()


def test_exit_code_1_says_that_a_scan_failed(
    folder: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.ply").write_bytes(b"ply")
    output = str(tmp_path / "run.h5")
    command = ["batch", str(folder), "-o", output, "--model", small_model, "--workers", "0"]
    assert run([*command, "--threshold", "0"]) == 1
    assert "1 could not be inspected" in capsys.readouterr().out


def test_a_run_is_rescored_by_the_words_of_a_file(
    folder: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output, new = tmp_path / "run.h5", tmp_path / "new.h5"
    command = ["batch", str(folder), "-o", str(output), "--model", small_model, "--workers", "0"]
    run([*command, "--json"])
    before = json.loads(capsys.readouterr().out)
    prompts = tmp_path / "mine.toml"
    prompts.write_text('name = "mine"\nnormal = ["smooth ball"]\nanomaly = ["broken ball"]\n')
    words = ["--prompts", str(prompts), "--model", small_model]
    assert run(["rescore", str(output), *words, "-o", str(new), "--json", "--threshold", "1"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert after["provenance"]["prompts"]["anomaly"] == ["broken ball"]
    assert after["scans"][0]["object_score"] != before["scans"][0]["object_score"]
    assert read_table(new)[0].threshold == 1.0
    assert read_table(output)[0].threshold == 0.5


@pytest.mark.parametrize("command", ["show", "export", "rescore"])
def test_what_is_no_run_is_told(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = tmp_path / "mine.toml"
    prompts.write_text('normal = ["good"]\nanomaly = ["bad"]\n')
    (tmp_path / "run.h5").write_text("nothing")
    more = {"show": [], "export": ["-o", str(tmp_path)], "rescore": ["--prompts", str(prompts)]}
    assert run([command, str(tmp_path / "run.h5"), *more[command]]) == 2
    assert "Not a run file" in capsys.readouterr().err


def _main(*arguments: str, threads: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_interrupted_and_resumed_it_agrees_with_inspect_bit_for_bit(
    folder: Path, small_model: str, tmp_path: Path
) -> None:
    points = np.load(folder / "part.npy")
    for number in range(14):
        np.save(folder / f"{number}.npy", np.roll(points, number, axis=0) + 0.01 * number)
    output = tmp_path / "run.h5"
    command = ["batch", str(folder), "-o", str(output), "--model", small_model, "--resume"]
    for end in (signal.SIGKILL, signal.SIGINT):
        before = _count(output)
        batch = _main(*command, "--workers", "1", threads=2)
        deadline = time.monotonic() + 120
        while _count(output) < before + 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        if end is signal.SIGKILL:
            batch.kill()
        else:
            os.killpg(batch.pid, signal.SIGINT)  # as a terminal does: workers, too
        _, err = batch.communicate(timeout=60)
        assert before + 3 <= _count(output) < 16
    assert batch.returncode == 130
    assert "continue with --resume" in err
    assert "Traceback" not in err
    batch = _main(*command, "--workers", "2", "--json", "--threshold", "0.5", threads=2)
    out, err = batch.communicate(timeout=240)
    assert err == ""
    assert batch.returncode in (0, 1)
    document = json.loads(out)
    assert document["n_scans"] == 16
    assert document["n_skipped"] >= 6

    # Workers have one thread each here; three cut the network's matrices differently.
    inspect = _main(
        *("inspect", str(folder / "part.npy"), "-o", str(tmp_path), "--model", small_model),
        threads=3,
    )
    inspect.communicate(timeout=120)
    alone = read_scan(tmp_path / "part.scored.ply")
    assert alone.n_points == 2500
    single = json.loads((tmp_path / "part.json").read_text(encoding="utf-8"))
    (row,) = [scan for scan in document["scans"] if scan["name"] == "part.npy"]
    assert row["object_score"] == single["object_score"]
    with RunFile(output) as opened:
        scores = opened.scores("part.npy")
    assert scores.tobytes() == _scores_of_ply(tmp_path / "part.scored.ply").tobytes()


def _scores_of_ply(path: Path) -> np.ndarray:
    content = path.read_bytes()
    header, body = content.split(b"end_header\n", 1)
    kind = "<f4" if b"property float x" in header else "<f8"
    row = np.dtype([("xyz", kind, 3), ("score", "<f4"), ("rgb", "u1", 3)])
    return np.frombuffer(body, row, count=2500)["score"]


def _count(path: Path) -> int:
    try:
        return len(read_table(path)[1])
    except DataError:
        assert not path.exists()
        return 0
