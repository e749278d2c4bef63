"""Messages are text that remembers its template and arguments."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import CancelledError, InspectError, ScanReadError
from btp_core.base.messages import SENTENCES, Message, of_json, sentences, to_json
from btp_core.scans.limits import DamagedFileError
from btp_core.scans.reading import read_scan

USABLE = "Only {count:,} usable points; at least {minimum} are needed."


def test_a_message_is_its_english_text() -> None:
    message = Message(USABLE, count=1234, minimum=16)
    assert message == "Only 1,234 usable points; at least 16 are needed."
    assert type(str(message)) is str
    assert message.template == USABLE
    assert message.arguments == {"count": 1234, "minimum": 16}


def test_without_arguments_braces_are_text() -> None:
    message = Message("No template contains {phrase}.")
    assert message == message.template == "No template contains {phrase}."
    assert message.arguments == {}


def test_arguments_are_plain_numbers_and_text() -> None:
    inner = Message("exit code {code}", code=3)
    message = Message(
        "{a} {b:.1f} {c} {d} {e}",
        a=np.int64(4),
        b=np.float32(0.5),
        c=Path("x.ply"),
        d=DamagedFileError("it holds {count:,} arrays.", count=7),
        e=inner,
    )
    assert message == "4 0.5 x.ply it holds 7 arrays. exit code 3"
    assert [type(value) for value in message.arguments.values()] == [
        int,
        float,
        str,
        Message,
        Message,
    ]
    assert message.arguments["e"] is inner


@pytest.mark.parametrize("again", [lambda m: pickle.loads(pickle.dumps(m)), copy.deepcopy])  # noqa: S301
def test_messages_go_to_other_processes(again: object) -> None:
    inner = Message("exit code {code}", code=3)
    message = Message("A fault ({reason}).", reason=inner)
    other = again(message)  # type: ignore[operator]
    assert other == message
    assert isinstance(other, Message)
    assert other.template == message.template
    assert other.arguments["reason"].arguments == {"code": 3}


def test_messages_are_stored_beside_their_text() -> None:
    inner = Message("exit code {code}", code=3)
    message = Message("A fault ({reason}) of {share:.2f}.", reason=inner, share=0.25)
    other = of_json(str(message), json.loads(json.dumps(to_json(message))))
    assert isinstance(other, Message)
    assert (other, other.template) == (message, message.template)
    assert other.arguments["share"] == 0.25
    assert other.arguments["reason"].arguments == {"code": 3}
    assert to_json("plain") is None
    assert of_json("plain", None) == "plain"


@pytest.mark.parametrize(
    "stored",
    [7, [], {}, {"template": "x"}, {"template": "x", "arguments": [1]},
     {"template": "x", "arguments": {"a": 1}}, {"template": "x", "arguments": {"a": [1]}}],
)  # fmt: skip
def test_what_makes_no_sense_leaves_the_text(stored: object) -> None:
    text = of_json("the text", stored)
    assert text == "the text"
    assert not isinstance(text, Message)


def test_an_error_has_one_message() -> None:
    cause = Message(USABLE, count=3, minimum=16)
    error = InspectError(cause, path="a.ply", next_step="Check the name.")
    assert str(error) == f"a.ply: {cause} Check the name."
    assert error.message == f"{cause} Check the name."
    assert isinstance(error.message, Message)
    assert error.message.template == SENTENCES
    assert error.message.arguments["first"] is cause
    assert InspectError(cause).message is cause
    assert CancelledError().message == "Cancelled."
    assert sentences("", "") == ""


def test_a_readers_fault_keeps_its_arguments(tmp_path: Path) -> None:
    path = tmp_path / "part.ply"
    path.write_bytes(b"ply\nformat odd 1.0\nend_header\n")
    with pytest.raises(ScanReadError, match="its format 'odd' is unknown") as caught:
        read_scan(path)
    cause = caught.value.cause
    assert isinstance(cause, Message)
    reason = cause.arguments["reason"]
    assert isinstance(reason, Message)
    assert reason.template == "its format '{name}' is unknown."
    assert reason.arguments == {"name": "odd"}
