"""Opening the window; what happens when no command is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from btp_core.base.errors import InspectError, ScanReadError

WindowOpener = Callable[[list[Path]], int]
"""Opens scans in the window, runs it, and returns the exit code."""


def register(app: typer.Typer) -> None:
    """Add the command that opens the window."""

    @app.command(hidden=True)
    def window(
        context: typer.Context,
        scans: Annotated[
            list[Path] | None, typer.Argument(metavar="[SCAN]...", help="Scans to open.")
        ] = None,
    ) -> None:
        """Open scans in the window."""
        paths = scans or []
        for path in paths:
            if not path.exists():
                raise ScanReadError("There is no such file.", path=path)
        if not has_display():
            raise InspectError(
                "The window needs a display, and there is none.",
                next_step="Use: btp-inspect inspect SCAN --output DIR",
            )
        open_window: WindowOpener | None = context.obj
        if open_window is None:
            raise InspectError(
                "This command line has no window.",
                next_step="Use: btp-inspect inspect SCAN --output DIR",
            )
        raise typer.Exit(open_window(paths))


def has_display() -> bool:
    """Whether Qt will find something to draw on."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
