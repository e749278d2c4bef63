"""The main function of a reader process: reads one file after the other, within limits."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

READER_ARGUMENT = "--reader-process"
"""First argument of a bundled program that is to be a reader."""
_RETIRE_BYTES = 256 << 20
"""A reader that holds on to more than this after a scan is replaced by a new one."""


def main(arguments: Sequence[str]) -> int:
    """Serve the socket whose handle is the only argument, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    _limit("RLIMIT_CORE", 0)
    if sys.platform == "win32":  # a handle cannot be inherited: what stands for it is sent
        connection = socket.fromshare(sys.stdin.buffer.read(int(arguments[0])))
    else:
        connection = socket.socket(fileno=int(arguments[0]))
    from btp_core.scans.reader.channel import BrokenChannelError, Channel
    from btp_core.scans.shared_array import SHARED

    channel = Channel(connection)
    SHARED.turn_on()
    # Imported before the first file asks for it, while this process is waited for anyway.
    from btp_core.scans import decoding  # noqa: F401

    with contextlib.suppress(BrokenChannelError, OSError):
        channel.send({"ready": True})
        while True:
            request, _ = channel.receive()
            _answer(channel, request)
    return 0


def _answer(channel: Any, request: dict[str, Any]) -> None:
    from btp_core.base.errors import InspectError
    from btp_core.base.messages import to_json
    from btp_core.scans.decoding import decode
    from btp_core.scans.limits import ReadLimits

    limit_resources(request["seconds"], request["memory"])
    limits = ReadLimits(request["max_points"], request["max_bytes"])
    try:
        scan = decode(Path(request["path"]), request["format"], limits)
        arrays = {
            name: value
            for name in ("points", "faces", "colors", "normals")
            if (value := getattr(scan, name)) is not None
        }
        warnings = [[str(text), to_json(text)] for text in scan.warnings]
        answer: dict[str, Any] = {"arrays": list(arrays), "warnings": warnings}
    except InspectError as error:
        arrays = {}
        answer = {
            "error": type(error).__name__,
            "cause": [str(error.cause), to_json(error.cause)],
            "next_step": [str(error.next_step), to_json(error.next_step)],
        }
    answer["retire"] = _held_bytes() > _RETIRE_BYTES
    channel.send(answer, list(arrays.values()))


def limit_resources(seconds: float, memory: int) -> None:
    """Let this process compute ``seconds`` and take ``memory`` bytes more; beyond, it is ended.

    The system counts computing in whole seconds. It does both on Linux, the time alone on macOS,
    and nothing of it on Windows, where the other side's clock has to do.
    """
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    _limit("RLIMIT_CPU", int(usage.ru_utime + usage.ru_stime + seconds) + 1)
    if sys.platform == "linux":
        _limit("RLIMIT_AS", _pages(0) + memory)


def _limit(name: str, value: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    kind = getattr(resource, name)
    _, most = resource.getrlimit(kind)
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (value, most))


def _held_bytes() -> int:
    # Without what it shares: a scan on its way is the other side's.
    return _pages(1) - _pages(2) if sys.platform == "linux" else 0


def _pages(field: int) -> int:
    """Bytes of this process: address space (0), real memory (1), of it shared with others (2)."""
    numbers = Path("/proc/self/statm").read_text().split()
    return int(numbers[field]) * os.sysconf("SC_PAGE_SIZE")
