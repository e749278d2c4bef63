"""Looking up: by part of a name, serial number, design, verdict, decision and date."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from btp_core.base.errors import RecordError
from btp_core.record.entries import Decision, utc_text
from btp_core.record.export import export
from btp_core.record.file import RecordFile
from btp_core.record.search import (
    UNDECIDED,
    Query,
    count_outcomes,
    decisions_of,
    design_names,
    inspection,
    search,
)
from btp_core.record.serial import check_pattern, serial_number
from tests.core.record.entries_for_tests import START, entry


@pytest.fixture
def record(tmp_path: Path) -> Iterator[RecordFile]:
    """Twenty inspections, of which numbers 5, 10, 15 and 20 failed; two decisions."""
    with RecordFile(tmp_path / "r.sqlite", create=True) as opened:
        opened.add_all([entry(number) for number in range(19)])
        opened.add(entry(19, design="", design_version=0, serial="", verdict="not checked"))
        opened.decide(5, Decision("rework", "Ada", "Dent"))
        opened.decide(5, Decision("reject", "Ada", "Dent too deep"))
        opened.decide(1, Decision("accept", "Grace"))
        yield opened


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (Query(limit=3), [20, 19, 18]),
        (Query(text="4711-000"), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Query(text="BRACKET", limit=1), [19]),
        (Query(text="too deep"), [5]),
        (Query(text="%"), []),
        (Query(text="47_1"), []),
        (Query(serial="4711-0003"), [4]),
        (Query(design="bracket", verdicts=("fail",)), [15, 10, 5]),
        (Query(verdicts=("fail", "not checked")), [20, 15, 10, 5]),
        (Query(decision="reject"), [5]),
        (Query(decision="rework"), []),
        (Query(decision=UNDECIDED, verdicts=("fail",)), [15, 10]),
        (
            Query(
                since=utc_text(START + timedelta(minutes=10)),
                until=utc_text(START + timedelta(minutes=30)),
            ),
            [3, 2],
        ),
        (Query(sha256=entry(7).sha256), [8]),
    ],
)
def test_search(record: RecordFile, query: Query, numbers: list[int]) -> None:
    assert [row.id for row in search(record, query)] == numbers
    assert sum(count_outcomes(record, query).values()) >= len(numbers)


def test_counts_and_names(record: RecordFile) -> None:
    assert count_outcomes(record, Query()) == {"fail": 3, "not checked": 1, "error": 0, "pass": 16}
    assert design_names(record) == ["bracket"]


def test_decisions_by_file(record: RecordFile) -> None:
    found = decisions_of(record, [entry(4).sha256, entry(3).sha256, entry(0).sha256, ""])
    assert {sha: row.decision for sha, row in found.items()} == {
        entry(4).sha256: "reject",
        entry(0).sha256: "accept",
    }


def test_an_unknown_number_is_told(record: RecordFile) -> None:
    with pytest.raises(RecordError, match="no inspection number 99"):
        inspection(record, 99)


def test_csv_is_harmless_and_whole(record: RecordFile, tmp_path: Path) -> None:
    number = record.add(entry(30, scan="=HYPERLINK(1).ply", reason="+1")).inspection
    record.decide(number, Decision("accept", "@Eve", "-2", "two\nlines"))
    assert export(record, tmp_path / "r.csv") == 21
    text = (tmp_path / "r.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 21
    assert rows[0]["scan"] == "'=HYPERLINK(1).ply"
    assert rows[0]["decided_by"] == "'@Eve"
    assert rows[0]["reason"] == "'+1"
    assert rows[0]["decision_reason"] == "'-2"
    assert rows[0]["note"] == "two\nlines"


def test_json_lines_hold_all_decisions(record: RecordFile, tmp_path: Path) -> None:
    assert export(record, tmp_path / "r.jsonl", Query(serial="4711-0004")) == 1
    (line,) = (tmp_path / "r.jsonl").read_text(encoding="ascii").splitlines()
    document = json.loads(line)
    assert document["verdict"] == "fail"
    assert [one["choice"] for one in document["decisions"]] == ["rework", "reject"]
    assert document["regions"][0]["place"] == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("name", "pattern", "serial"),
    [
        ("4711-0382.ply", r"\d+-\d+", "4711-0382"),
        ("left/SN_0042_top.ply", r"SN_(\d+)", "0042"),
        ("other.ply", r"\d+-\d+", ""),
        ("12.ply", None, ""),
        ("12.ply", "(", ""),
        ("a1.ply", "(b)?(a1)", "a1"),
    ],
)
def test_serial_numbers(name: str, pattern: str | None, serial: str) -> None:
    assert serial_number(name, pattern) == serial


def test_a_pattern_that_never_ends_is_given_up() -> None:
    started = time.monotonic()
    assert serial_number("a" * 200 + "!.ply", r"^(a|a?)+$") == ""
    assert time.monotonic() - started < 5


def test_a_bad_pattern_is_told() -> None:
    check_pattern(r"\d+")
    with pytest.raises(RecordError, match="no regular expression"):
        check_pattern("(")


@pytest.mark.parametrize(
    "regions",
    ["[" * 5_000 + "]" * 5_000, "7", '["a"]', "[" + "9" * 5_000 + "]", "not JSON"],
    ids=["deep", "a number", "texts", "digits", "no JSON"],
)
def test_a_row_that_somebody_wrote_is_refused_in_words(record: RecordFile, regions: str) -> None:
    other = sqlite3.connect(record.path, isolation_level=None)
    for (name,) in other.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        other.execute(f"DROP TRIGGER {name}")
    other.execute("UPDATE inspections SET regions = ? WHERE id = 5", (regions,))
    other.close()
    with pytest.raises(RecordError, match="row of inspection 5 is damaged"):
        inspection(record, 5)
