"""``watch`` as it runs: a process that is killed, stopped, and listened to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from btp_core.cli.app import run
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, search
from btp_core.record.verify import verify

ROOT = Path(__file__).resolve().parents[3]


class Watching:
    """The command in a process of its own."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "watch", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def line(self) -> dict[str, object]:
        assert self.process.stdout is not None
        found: dict[str, object] = json.loads(self.process.stdout.readline())
        return found

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=120)
        return self.process.returncode


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_kill_start_again_and_stop(small_model: str, small_scan: Path, tmp_path: Path) -> None:
    folder, record = tmp_path / "scans", tmp_path / "r.sqlite"
    folder.mkdir()
    called = tmp_path / "called.py"
    called.write_text(
        "import json, sys, pathlib\n"
        "name = json.loads(pathlib.Path(sys.argv[-1]).read_text())['name']\n"
        f"with open({str(tmp_path / 'after.txt')!r}, 'a') as file: file.write(name + ';')\n"
    )
    arguments = [
        *(str(folder), "-o", str(tmp_path / "run.h5"), "--record", str(record), "--json"),
        *("--model", small_model, "--settle", "0.3", "--after", f"{sys.executable} {called}"),
        *("--report", str(tmp_path / "report")),
    ]
    content = small_scan.read_bytes()
    (folder / "1.npy").write_bytes(content)
    first = Watching(*arguments, cwd=tmp_path)
    told = first.line()
    assert (told["name"], told["inspection"]) == ("1.npy", 1)
    assert told["verdict"] in ("pass", "fail")
    (folder / "2.npy").write_bytes(content)
    time.sleep(0.2)
    assert first.end(signal.SIGKILL) != 0
    second = Watching(*arguments, cwd=tmp_path)
    assert second.line()["name"] == "2.npy"
    time.sleep(1.0)
    assert second.end(signal.SIGTERM) == 0
    with RecordFile(record) as opened:
        assert sorted(row.scan for row in search(opened, Query())) == ["1.npy", "2.npy"]
    assert verify(record).sound
    assert (tmp_path / "after.txt").read_text() == "1.npy;2.npy;"
    assert (tmp_path / "report" / "index.html").exists()


def test_bad_input_is_told_at_once(
    small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", str(tmp_path / "missing"), "--model", small_model]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert run(["watch", str(tmp_path), "--after", "no-such-program-anywhere"]) == 2
    assert "no program" in capsys.readouterr().err
    text = tmp_path / "text.sqlite"
    text.write_text("hello " * 300)
    assert run(["watch", str(tmp_path), "--record", str(text), "--model", small_model]) == 2
    assert "no inspection record" in capsys.readouterr().err
