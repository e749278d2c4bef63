"""Adding to a record: nothing twice, nothing lost, nothing changed, whoever writes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from btp_core.base.errors import CancelledError, RecordError
from btp_core.base.progress import CancelToken
from btp_core.record.entries import Decision, text_of
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, inspection, search
from btp_core.record.verify import verify
from tests.core.record.entries_for_tests import PROMPTS, entry

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inspections.sqlite"


@pytest.fixture
def record(path: Path) -> Iterator[RecordFile]:
    with RecordFile(path, create=True) as opened:
        yield opened


def test_what_was_added_is_found_again_whole(record: RecordFile) -> None:
    number = record.add(entry(4)).inspection
    full = inspection(record, number)
    assert full.found.scan == "4711-0004.ply"
    assert full.found.verdict == "fail"
    assert full.found.object_score == entry(4).object_score
    assert full.found.largest_deviation == -0.25
    assert full.path == Path("/scans/4711-0004.ply")
    assert full.prompts == PROMPTS
    assert full.regions[0]["place"] == [1.0, 2.0, 3.0]
    assert full.facts["sha256"] == entry(4).sha256
    assert full.found.time == entry(4).time
    assert full.found.time.endswith("+00:00")


def test_the_same_scan_with_the_same_settings_is_one_inspection(record: RecordFile) -> None:
    first = record.add(entry(1))
    again = record.add(entry(1, time="2027-01-01T00:00:00.000+00:00", path="/archive/x.ply"))
    assert (first.new, again.new) == (True, False)
    assert again.inspection == first.inspection
    for change in (
        {"threshold": 0.6},
        {"design_sha256": "ef" * 32},
        {"model_sha256": "00" * 32},
        {"prompts": text_of({**PROMPTS, "anomaly": ["worse"]})},
        {"sha256": "1" * 64},
        {"scan": "4711-9999.ply"},
    ):
        assert record.add(entry(1, **change)).new, change
    assert len(search(record, Query())) == 7


def test_a_file_that_could_not_be_inspected_may_be_inspected_later(record: RecordFile) -> None:
    record.add(entry(1, verdict="error", object_score=float("nan"), reason="no memory"))
    assert record.add(entry(1)).new


def test_decisions_stand_beside_each_other_and_the_last_counts(record: RecordFile) -> None:
    number = record.add(entry(4)).inspection
    record.decide(number, Decision("reject", "Ada", "dent"))
    record.decide(number, Decision("accept", "Grace", "within agreement", "asked the customer"))
    full = inspection(record, number)
    assert [one.by for _, one in full.decisions] == ["Ada", "Grace"]
    assert (full.found.decision, full.found.decided_by) == ("accept", "Grace")
    assert full.found.verdict == "fail"


@pytest.mark.parametrize("by", ["", "   "])
def test_a_decision_needs_a_name(record: RecordFile, by: str) -> None:
    number = record.add(entry()).inspection
    with pytest.raises(RecordError, match="name"):
        record.decide(number, Decision("accept", by))


def test_a_decision_needs_an_inspection(record: RecordFile) -> None:
    with pytest.raises(RecordError, match="no inspection number 7"):
        record.decide(7, Decision("accept", "Ada"))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE inspections SET verdict = 'pass'",
        "DELETE FROM inspections",
        "UPDATE decisions SET decided_by = 'Eve'",
        "DELETE FROM decisions",
        "UPDATE hashes SET hash = ''",
        "DELETE FROM hashes",
        "DELETE FROM prompts",
        "UPDATE prompts SET content = '{}'",
        "INSERT OR REPLACE INTO decisions VALUES (1, 1, '', 'Eve', 'accept', '', '')",
        "INSERT OR REPLACE INTO hashes VALUES (1, 'decisions', 1, '', '')",
        "REPLACE INTO prompts SELECT sha256, '{}' FROM prompts",
    ],
)
def test_any_program_may_only_add(record: RecordFile, path: Path, sql: str) -> None:
    number = record.add(entry(4)).inspection
    record.decide(number, Decision("reject", "Ada"))
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        other.execute(sql)
    other.close()
    assert verify(path).sound


NAMES = [
    'it\'s "quoted"; DROP TABLE inspections;--.ply',
    "two\nlines.ply",
    "n" * 251 + ".ply",
    os.fsdecode(b"not \xff utf-8.ply"),
    "100% _under_\\score.ply",
    "naïve 部品 🛠.ply",
    "nul\0.ply",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_kept_and_found(record: RecordFile, path: Path, name: str) -> None:
    record.add(entry(0))
    number = record.add(entry(1, scan=name, path=f"/scans/{name}")).inspection
    full = inspection(record, number)
    assert full.path == Path(f"/scans/{name}")
    found = search(record, Query(text=name))
    assert [one.id for one in found] == [number]
    assert verify(path).sound


WRITER = """
import sys
from btp_core.record.entries import Decision, text_of
from btp_core.record.file import RecordFile
from tests.core.record.entries_for_tests import entry
first, count = int(sys.argv[2]), int(sys.argv[3])
for number in range(first, first + count):
    with RecordFile(sys.argv[1], create=True) as record:
        added = record.add(entry(number))
        record.decide(added.inspection, Decision("accept", f"writer {first}"))
    print(number, flush=True)
"""


def writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(first), str(count)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_programs_write_at_once_without_loss(path: Path) -> None:
    both = [writer(path, first, 40) for first in (0, 1000)]
    for one in both:
        one.communicate(timeout=300)
        assert one.returncode == 0
    with RecordFile(path) as record:
        rows = search(record, Query())
        assert len(rows) == 80
        assert all(row.decided_by.startswith("writer") for row in rows)
    found = verify(path)
    assert found.sound
    assert found.n_rows == 160


def test_a_kill_at_any_moment_leaves_a_sound_record(path: Path) -> None:
    told: list[int] = []
    for attempt in range(6):
        process = writer(path, 100 * attempt, 100)
        assert process.stdout is not None
        for _ in range(3 + attempt):
            told.append(int(process.stdout.readline()))
        time.sleep(0.003 * attempt)
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        told += [int(line) for line in process.communicate()[0].split()]
        assert verify(path).sound
        with RecordFile(path) as record:
            scans = {row.scan for row in search(record, Query())}
        assert {entry(number).scan for number in told} <= scans


def test_a_locked_record_is_waited_for(path: Path, record: RecordFile) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    freed = threading.Timer(1.2, lambda: other.execute("ROLLBACK"))
    freed.start()
    started = time.monotonic()
    assert record.add(entry()).new
    assert 0.5 < time.monotonic() - started < 30
    freed.join()
    other.close()


def test_a_record_that_stays_locked_is_told(path: Path, record: RecordFile) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RecordError, match="Another program holds the record"):
        RecordFile(path, busy_seconds=0.2)
    with pytest.raises(RecordError, match="Another program holds the record"):
        verify(path, busy_seconds=0.2)
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        RecordFile(path, cancel=token)
    other.close()


def test_a_full_disk_costs_only_what_was_being_added(path: Path, record: RecordFile) -> None:
    record.add(entry(0))
    pages = record.connection.execute("PRAGMA page_count").fetchone()[0]
    record.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(RecordError, match="disk of the record is full"):
        record.add_all([entry(number) for number in range(1, 200)])
    assert len(search(record, Query())) == 1
    record.connection.execute(f"PRAGMA max_page_count = {2**30}")
    assert record.add(entry(1)).new
    assert verify(path).sound


def test_what_is_no_record_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("not a database, but long enough to be taken for one " * 40)
    foreign = tmp_path / "foreign.sqlite"
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE inspections (id INTEGER)")
    other.commit()
    other.close()
    for path in (text, foreign):
        before = path.read_bytes()
        for create in (True, False):
            with pytest.raises(RecordError, match="no inspection record") as caught:
                RecordFile(path, create=create)
            assert caught.value.path == path
            assert caught.value.next_step
        assert path.read_bytes() == before
    folder = tmp_path / "folder.sqlite"
    folder.mkdir()
    for bad in (folder, tmp_path / "missing.sqlite", tmp_path / "nul\0.sqlite"):
        with pytest.raises(RecordError):
            RecordFile(bad)


def test_a_newer_schema_is_told(path: Path, record: RecordFile) -> None:
    record.connection.execute("PRAGMA user_version = 9")
    for look in (RecordFile, verify):
        with pytest.raises(RecordError, match="schema version 9; this program knows version 1"):
            look(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_record_that_may_only_be_read_is_read(path: Path, record: RecordFile) -> None:
    record.add(entry(0))
    record.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        _check_read_only(path)
    finally:
        path.parent.chmod(0o755)


def test_a_record_opened_to_read_is_not_written(path: Path, record: RecordFile) -> None:
    record.add(entry(0))
    record.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(RecordError, match="may only be read"):
        record.add(entry(1))


def _check_read_only(path: Path) -> None:
    with RecordFile(path) as record:
        assert len(search(record, Query())) == 1
        with pytest.raises(RecordError, match="may only be read"):
            record.add(entry(1))
    assert verify(path).sound


def test_what_was_changed_in_the_structure_is_refused(path: Path, record: RecordFile) -> None:
    record.add(entry(0))
    record.connection.execute("CREATE TRIGGER more AFTER INSERT ON decisions BEGIN SELECT 1; END")
    with pytest.raises(RecordError, match="changed by hand \\(more\\)"):
        RecordFile(path)
    assert verify(path).problems == ("more: missing, changed or none of the record's own parts.",)
