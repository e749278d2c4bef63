"""Opening the window; what happens when no command is named."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from btp_core.errors import InspectError, ScanReadError


def register(app: typer.Typer) -> None:
    """Add the command that opens the window."""

    @app.command(hidden=True)
    def window(
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
        # Qt is loaded here and nowhere else on the command line. By name, since the core
        # may not depend on the window.
        from importlib import import_module

        raise typer.Exit(import_module("app.launch").run_window(paths))


def has_display() -> bool:
    """Whether Qt will find something to draw on."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
