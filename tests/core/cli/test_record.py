"""``record ...`` and ``--record``: what scripts and people rely on."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from btp_core.cli.app import run
from btp_core.record.entries import Decision
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, search
from tests.core.record.entries_for_tests import entry


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "r.sqlite"
    with RecordFile(path, create=True) as opened:
        opened.add_all([entry(number) for number in range(10)])
    return path


def test_list_finds_and_counts(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", "list", "--record", str(record), "--verdict", "fail"]) == 0
    text = capsys.readouterr().out
    assert "4711-0004" in text
    assert "2 inspections: 0 passed, 2 failed" in text
    assert run(["record", "list", "--record", str(record), "--json", "--limit", "3"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["counts"] == {"fail": 2, "not checked": 0, "error": 0, "pass": 8}
    assert [one["id"] for one in document["inspections"]] == [10, 9, 8]


def test_dates_are_of_this_place(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["record", "list", "--record", str(record)]
    assert run([*command, "--since", "2026-03-02", "--until", "2026-03-02"]) == 0
    assert "10 inspections" in capsys.readouterr().out
    assert run([*command, "--since", "2026-03-04"]) == 0
    assert "0 inspections" in capsys.readouterr().out
    assert run([*command, "--since", "tomorrow"]) == 2


def test_a_decision_stands_beside_the_verdict(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["record", "decide", "5", "rework", "--record", str(record)]
    assert run(command) == 2  # nobody's name
    assert run([*command, "--by", "Ada", "--reason", "Dent"]) == 0
    capsys.readouterr()
    assert run(["record", "show", "5", "--record", str(record)]) == 0
    text = capsys.readouterr().out
    assert "fail: The object score" in text
    assert "rework by Ada" in text
    assert run(["record", "show", "5", "--record", str(record), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == "fail"
    assert document["decisions"][0]["by"] == "Ada"


def test_export(record: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run(["record", "export", "--record", str(record), "-o", str(target)]) == 0
    assert len(list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))) == 10


def test_verify_is_green_then_red(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", "verify", "--record", str(record)]) == 0
    assert "sound: 10 rows" in capsys.readouterr().out
    content = record.read_bytes()
    place = content.index(b"4711-0006.ply")
    record.write_bytes(content[:place] + b"9" + content[place + 1 :])
    assert run(["record", "verify", "--record", str(record)]) == 1
    told = capsys.readouterr()
    assert "NOT sound" in told.out
    assert "Row 7: inspection 7 was changed" in told.err


def test_what_is_no_record_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.sqlite"
    assert run(["record", "list", "--record", str(missing)]) == 2
    assert not missing.exists()
    text = tmp_path / "text.sqlite"
    text.write_text("hello " * 300)
    assert run(["record", "verify", "--record", str(text)]) == 2
    assert "no inspection record" in capsys.readouterr().err


def test_names_that_would_write_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.sqlite"
    with RecordFile(path, create=True) as opened:
        number = opened.add(entry(0, scan="a\x1b[2Jb.ply", path="/a\x1b[2Jb.ply")).inspection
    assert run(["record", "list", "--record", str(path)]) == 0
    assert run(["record", "show", str(number), "--record", str(path)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_inspect_and_batch_record(
    small_model: str, small_scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, folder = tmp_path / "r.sqlite", tmp_path / "scans"
    folder.mkdir()
    (folder / "sn-17.npy").write_bytes(small_scan.read_bytes())
    (folder / "broken.npy").write_bytes(b"no array")
    given = ["--model", small_model, "--record", str(record), "--serial-pattern", r"sn-(\d+)"]
    for _ in range(2):
        assert run(["inspect", str(folder / "sn-17.npy"), *given]) in (0, 1)
    output = tmp_path / "run.h5"
    run(["batch", str(folder), "-o", str(output), "--workers", "0", *given])
    with RecordFile(record) as opened:
        rows = {row.scan: row for row in search(opened, Query())}
    assert set(rows) == {"sn-17.npy", "broken.npy"}
    assert rows["sn-17.npy"].serial == "17"
    assert rows["sn-17.npy"].source == "inspect"  # the batch found the same
    assert rows["broken.npy"].verdict == "error"
    capsys.readouterr()
    assert run(["record", "add", str(output), "--record", str(record)]) == 0
    assert "recorded 0 inspections; 2 were in the record" in capsys.readouterr().out
    with RecordFile(record) as opened:
        opened.decide(rows["sn-17.npy"].id, Decision("accept", "Ada"))
    assert run(["show", str(output), "--record", str(record)]) == 0
    assert "accept (Ada)" in capsys.readouterr().out
    assert run(["show", str(output), "--record", str(record), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["decisions"]["sn-17.npy"]["decided_by"] == "Ada"
    other = tmp_path / "other.sqlite"
    assert run(["record", "add", str(output), "--record", str(other)]) == 0
    assert "recorded 2 inspections" in capsys.readouterr().out


def test_a_bad_pattern_is_refused_before_anything_is_done(
    small_scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "r.sqlite"
    command = ["inspect", str(small_scan), "--record", str(record), "--serial-pattern", "("]
    assert run(command) == 2
    assert "regular expression" in capsys.readouterr().err
    assert np.load(small_scan).shape[1] == 3
