"""Exit codes that scripts can rely on."""

from __future__ import annotations

from enum import IntEnum

from btp_core.inspection.results import VerdictStatus


class ExitCode(IntEnum):
    """What the process says to its caller."""

    PASSED = 0
    """Everything asked for was done, and every scan passed."""
    FAILED = 1
    """At least one scan failed inspection."""
    USAGE = 2
    """Wrong usage or bad input: no verdict."""
    INTERNAL = 3
    """A fault of the program itself; a traceback says where."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C, as shells have it."""


def exit_code_of(status: VerdictStatus) -> ExitCode:
    """The exit code of a verdict; what could not be checked has not passed, nor failed."""
    codes: dict[VerdictStatus, ExitCode] = {
        "pass": ExitCode.PASSED,
        "fail": ExitCode.FAILED,
        "not checked": ExitCode.USAGE,
    }
    return codes[status]
