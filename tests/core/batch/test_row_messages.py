"""What a run file says of a scan keeps the templates and arguments of its texts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import h5py
import pytest

from btp_core.base.foreign_hdf5 import ForeignGroup
from btp_core.base.messages import Message
from btp_core.batch.row import MESSAGES, ScanRow
from btp_core.inspection.reason import verdict_reason

FAILED = ScanRow(
    "a.ply",
    "failed",
    Message("Only {count} usable points.", count=3),
    object_score=0.0,
    warnings=("plain",),
)
PASSED = ScanRow(
    "b.ply",
    "done",
    object_score=0.25,
    reason=verdict_reason(0.25, 0.5, []),
    warnings=(Message("{count:,} points repeat.", count=1200), "plain"),
)


@pytest.fixture
def group() -> Iterator[Any]:
    with h5py.File(io.BytesIO(), "w") as file:
        yield file.create_group("scan")


def test_messages_come_back_with_template_and_arguments(group: Any) -> None:
    FAILED.write(group)
    again = ScanRow.read("a.ply", ForeignGroup(group))
    assert again == FAILED
    assert isinstance(again.error, Message)
    assert again.error.template == "Only {count} usable points."
    assert again.error.arguments == {"count": 3}
    PASSED.write(group)
    again = ScanRow.read("b.ply", ForeignGroup(group))
    assert isinstance(again.reason, Message)
    assert again.reason.arguments.keys() == {"threshold"}
    assert [isinstance(warning, Message) for warning in again.warnings] == [True, False]


def test_files_of_earlier_programs_have_text_alone(group: Any) -> None:
    PASSED.write(group)
    del group.attrs[MESSAGES]
    again = ScanRow.read("b.ply", ForeignGroup(group))
    assert again == PASSED
    assert not isinstance(again.reason, Message)


def test_text_is_still_there_for_earlier_programs(group: Any) -> None:
    PASSED.write(group)
    assert (
        ForeignGroup(group).attrs.text("reason").startswith("No place reaches the threshold 0.50")
    )
    assert json.loads(ForeignGroup(group).attrs.text("warnings")) == [
        "1,200 points repeat.",
        "plain",
    ]


def test_text_alone_stores_nothing_more(group: Any) -> None:
    ScanRow("c.ply", "failed", "plain").write(group)
    assert MESSAGES not in group.attrs


@pytest.mark.parametrize("stored", ["{", "7", "[]", "[1, 2, 3, 4]", "[" * 100_000, b"\xff"])
def test_damaged_messages_leave_the_text(group: Any, stored: Any) -> None:
    PASSED.write(group)
    group.attrs[MESSAGES] = stored if isinstance(stored, str) else h5py.Empty("f")
    again = ScanRow.read("b.ply", ForeignGroup(group))
    assert again == PASSED
