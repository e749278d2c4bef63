"""Reader processes as seen from this one: started, asked, ended, and kept warm between scans."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base import errors
from btp_core.base.errors import LimitExceededError, ScanReadError
from btp_core.base.interrupts import without_ctrl_c
from btp_core.base.messages import Message, of_json
from btp_core.base.progress import CancelToken
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reader.channel import BrokenChannelError, Channel
from btp_core.scans.reader.serve import READER_ARGUMENT
from btp_core.scans.scan import Scan

_START_SECONDS = 120.0
_STOP_SECONDS = 2.0
_POLL_SECONDS = 0.05
_KINDS = ("ScanReadError", "LimitExceededError", "ScanGeometryError")
_SHAPES = {"points": np.float64, "faces": np.int64, "colors": np.uint8, "normals": np.float32}


class _TimeOut(Exception):
    pass


class _Waiting:
    """Waits for a socket until a deadline or a cancellation."""

    def __init__(self, seconds: float, cancel: CancelToken | None) -> None:
        self._end = time.monotonic() + seconds
        self._cancel = cancel

    def __call__(self, connection: socket.socket) -> None:
        while not select.select([connection], [], [], _POLL_SECONDS)[0]:
            if self._cancel is not None:
                self._cancel.raise_if_cancelled()
            if time.monotonic() > self._end:
                raise _TimeOut


class ReaderProcess:
    """One process that reads one file at a time; for one thread at a time.

    Making one starts it and does not wait for it.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        self._ready = False
        with theirs, without_ctrl_c():
            self._process = _start(theirs)
        self.alive = True

    @property
    def process_id(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone, as after a kill while it waited."""
        return self._process.poll() is not None

    def read(self, path: Path, module: str, limits: ReadLimits, cancel: CancelToken | None) -> Scan:
        """Have a file read; whatever goes wrong, this ends in a scan or a typed error.

        Raises
        ------
        ScanReadError
            The file is damaged, over the limits, or ended the process.
        ScanGeometryError
            It holds no points.
        CancelledError
            If cancelled; the process is ended at once.
        """
        size = path.stat().st_size
        seconds, memory = limits.seconds_for(size), limits.memory_for(size)
        request = {
            "path": os.path.abspath(path),  # noqa: PTH100 - links stay as they are
            "format": module,
            "max_points": limits.max_points,
            "max_bytes": limits.max_bytes,
            "seconds": seconds,
            "memory": memory,
        }
        try:
            self._wait_until_ready(cancel)
            self._channel.send(request)
            # Where the system counts computing, that limit strikes first; this one is for a disk
            # that does not answer.
            answer, arrays = self._channel.receive(_Waiting(_patience(seconds), cancel))
        except _TimeOut as error:
            self.close()
            raise _too_long(path) from error
        except (BrokenChannelError, OSError) as error:
            raise self._what_ended_it(path) from error
        except BaseException:  # cancelled or interrupted: nobody waits for the answer any more
            self.close()
            raise
        if answer.get("retire", True):
            self.close()
        try:
            return _scan(path, answer, arrays)
        except BrokenChannelError as error:
            raise self._what_ended_it(path) from error

    def close(self) -> None:
        """End the process, whatever it is at."""
        self.alive = False
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Let go of a process that belongs to the one that this one was forked from."""
        self.alive = False
        self._channel.close()
        self._process.returncode = 0  # not ours to wait for

    def _wait_until_ready(self, cancel: CancelToken | None) -> None:
        if not self._ready:
            self._channel.receive(_Waiting(_START_SECONDS, cancel))
            self._ready = True

    def _what_ended_it(self, path: Path) -> ScanReadError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        code = self._process.returncode
        was_ready = self._ready
        self.close()
        if not was_ready:
            return ScanReadError(
                Message("The process that reads scans cannot be started ({reason}).", reason=code),
                path=path,
                next_step="Install the program again; there may also be too little memory.",
            )
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return _too_long(path)
        reason = "-" if code is None else str(code)
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                reason = signal.Signals(-code).name
        return ScanReadError(
            Message("Reading it ended the process that reads scans ({reason}).", reason=reason),
            path=path,
            next_step="The file is damaged, or memory is short: export it again, or close other "
            "programs.",
        )


def _patience(seconds: float) -> float:
    """How long to wait for what may compute for ``seconds``, on a busy machine and a slow disk."""
    return 20.0 + 4.0 * seconds


def _too_long(path: Path) -> LimitExceededError:
    return LimitExceededError(
        "Reading it takes longer than a file of this size may.",
        path=path,
        next_step="Export it again, in another format if it is sound; or raise the limit.",
    )


def _start(theirs: socket.socket) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        # Threads of its numerical libraries only cost start and address space.
        name: "1"
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    }
    if getattr(sys, "frozen", False):
        command = [sys.executable, READER_ARGUMENT]
    else:
        # As this process finds its modules, not as the environment would.
        code = (
            f"import sys; sys.path[:] = {[p or os.getcwd() for p in sys.path]!r}; "  # noqa: PTH109
            "from btp_core.scans.reader.serve import main; sys.exit(main(sys.argv[1:]))"
        )
        command = [sys.executable, "-c", code]
    # Libraries complain on standard error, line by line; what matters comes back as an error.
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        command.append("9999")
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            env=environment,
            creationflags=subprocess.CREATE_NO_WINDOW,
            **quiet,
        )
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(theirs.share(process.pid))
        return process
    return subprocess.Popen(
        [*command, str(theirs.fileno())],
        stdin=subprocess.DEVNULL,
        env=environment,
        pass_fds=[theirs.fileno()],
        **quiet,
    )


def _scan(path: Path, answer: dict[str, Any], arrays: list[Any]) -> Scan:
    """The scan of an answer, or the error; what makes no sense is a broken channel."""
    try:
        if "error" in answer:
            kind = getattr(errors, answer["error"]) if answer["error"] in _KINDS else ScanReadError
            cause, next_step = of_json(*answer["cause"]), of_json(*answer["next_step"])
            raise kind(cause, path=path, next_step=next_step)
        named = dict(zip(answer["arrays"], arrays, strict=True))
        for name, array in named.items():
            if array.dtype != _SHAPES[name] or array.shape[1:] != (3,):
                raise BrokenChannelError(f"{name} are not three columns")
        warnings = tuple(of_json(text, stored) for text, stored in answer["warnings"])
        return Scan(**named, path=path, warnings=warnings)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenChannelError(str(error)) from error


class Readers:
    """Readers that wait for the next scan; any thread may read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[ReaderProcess] = []

    @property
    def process_ids(self) -> list[int]:
        """Of those that wait."""
        with self._lock:
            return [reader.process_id for reader in self._idle]

    def warm_up(self) -> None:
        """Start a reader if none waits, so that the first scan need not wait for it."""
        with self._lock:
            if not self._idle:
                self._idle.append(ReaderProcess())

    def read(
        self, path: Path, module: str, limits: ReadLimits, cancel: CancelToken | None = None
    ) -> Scan:
        """Read a file in a process apart, see :meth:`ReaderProcess.read`."""
        with self._lock:
            reader = self._idle.pop() if self._idle else None
        if reader is None or not reader.alive or reader.has_ended:
            if reader is not None:
                reader.close()
            reader = ReaderProcess()
        try:
            return reader.read(path, module, limits, cancel)
        finally:
            with self._lock:
                keep = reader.alive and not self._idle
                if keep:
                    self._idle.append(reader)
            if not keep and reader.alive:
                reader.close()

    def close(self) -> None:
        """End those that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()

    def after_fork(self) -> None:
        """In a forked process: the readers are the other one's."""
        self._lock = threading.Lock()
        idle, self._idle = self._idle, []
        for reader in idle:
            reader.forget()


READERS = Readers()
atexit.register(READERS.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=READERS.after_fork)
