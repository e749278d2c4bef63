"""Any later change of a record is found, and the row is named."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from btp_core.base.errors import RecordError
from btp_core.record.entries import Decision
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, inspection, search
from btp_core.record.verify import verify
from tests.core.record.entries_for_tests import entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ten inspections, then a decision about the fifth: eleven rows."""
    made = tmp_path / "inspections.sqlite"
    with RecordFile(made, create=True) as record:
        added = record.add_all([entry(number) for number in range(10)])
        record.decide(added[4].inspection, Decision("rework", "Ada", "dent"))
    return made


def tampered(path: Path, *statements: str) -> tuple[str, ...]:
    """What is found after statements that a person with a database tool could give."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    kept = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master")
    triggers = [row for row in kept if row[0] == "trigger"]
    for row in triggers:
        connection.execute(f"DROP TRIGGER {row[1]}")
    for statement in statements:
        connection.execute(statement)
    for row in triggers:
        connection.execute(row[4])
    connection.close()
    return verify(path).problems


def test_an_untouched_record_is_sound(path: Path) -> None:
    found = verify(path)
    assert found.sound
    assert found.n_rows == 11
    assert len(found.head) == 64


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE inspections SET verdict = 'pass' WHERE id = 5", "Row 5: inspection 5 was changed"),
        ("UPDATE inspections SET object_score = 0.1 WHERE id = 7", "Row 7: inspection 7"),
        ("UPDATE inspections SET time = '2020' WHERE id = 1", "Row 1: inspection 1"),
        ("UPDATE decisions SET decided_by = 'Eve'", "Row 11: decision 1 was changed"),
        ("DELETE FROM inspections WHERE id = 3", "Row 3: inspection 3 is missing"),
        ("DELETE FROM decisions", "Row 11: decision 1 is missing"),
        ("DELETE FROM hashes WHERE row = 4", "Rows 4 to 4 are missing"),
        ("UPDATE prompts SET content = '{}'", "The prompts"),
        ("UPDATE hashes SET hash = previous WHERE row = 6", "Row 6: inspection 6 was changed"),
        (
            "INSERT INTO decisions VALUES (9, 1, 't', 'Eve', 'accept', '', '')",
            "decision 9 was put in by hand",
        ),
    ],
)
def test_a_change_by_hand_is_named(path: Path, statement: str, told: str) -> None:
    problems = tampered(path, statement)
    assert any(told in one for one in problems), problems


def test_rows_taken_from_the_end_are_missed(path: Path) -> None:
    head = verify(path).head
    problems = tampered(path, "DELETE FROM decisions", "DELETE FROM hashes WHERE row = 11")
    assert problems == ("The record counted 11 rows, but ends with row 10.",)
    # Whoever also turns the counter back is found by a hash that was noted elsewhere.
    quiet = tampered(path, "UPDATE sqlite_sequence SET seq = 10 WHERE name = 'hashes'")
    assert quiet == ()
    assert verify(path, known_head=head[:16]).problems == (
        "The hash that was noted is not in the record any more.",
    )


def test_a_noted_hash_stays_in_a_record_that_grows(path: Path) -> None:
    head = verify(path).head
    with RecordFile(path) as record:
        record.add(entry(50))
    assert verify(path, known_head=head).sound


def test_any_byte_that_matters_is_found(path: Path) -> None:
    """Of bytes changed at random, each is found, or nothing that can be looked up has changed."""
    content = path.read_bytes()
    whole = everything(path)
    generator = random.Random(5)
    found = 0
    for _ in range(150):
        place = generator.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << generator.randrange(8)
        path.write_bytes(changed)
        try:
            sound = verify(path).sound
        except RecordError:
            sound = False
        if sound:
            assert everything(path) == whole, f"byte {place} was changed unnoticed"
        found += not sound
    assert found > 30


def test_a_byte_of_a_row_is_found_and_the_row_named(path: Path) -> None:
    content = path.read_bytes()
    place = content.index(b"4711-0006.ply")
    path.write_bytes(content[:place] + b"9" + content[place + 1 :])
    assert "Row 7: inspection 7 was changed." in verify(path).problems


def everything(path: Path) -> object:
    with RecordFile(path) as record:
        rows = search(record, Query())
        return [(str(row), str(inspection(record, row.id))) for row in rows]


def test_a_record_cut_short_is_told(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    try:
        assert not verify(path).sound
    except RecordError as error:
        assert error.next_step
