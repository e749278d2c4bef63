"""Puts the commands together, and turns errors into messages and exit codes.

Each command lives in a module of its own with a function ``register(app)``. Those modules import
heavy libraries only inside their commands: ``--help`` answers at once.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from btp_core.base.errors import InspectError
from btp_core.base.rounding import SAME_FOR_ANY_THREADS, VARIABLE
from btp_core.base.shown_text import shown_text
from btp_core.base.version import software_version
from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.helper import serve_as_helper
from btp_core.cli.window import WindowOpener

PROGRAM = "btp-inspect"
WINDOW = "window"
# In the order of the help text.
COMMAND_MODULES = (
    *("inspect", "batch", "watch", "show", "report", "export", "rescore"),
    *("design", "record", "calibrate"),
    *("synthesize", "train", "evaluate", "convert", "models"),
    *("bench", "window"),
)


def build_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name=PROGRAM,
        help="Inspect 3D scans: see where a part is defective.\n\n"
        "Without a command, SCANs open in the window: btp-inspect part.ply",
        subcommand_metavar="[SCAN]... | COMMAND [ARGS]...",
        epilog="Exit codes: 0 passed, 1 a scan failed inspection, 2 wrong usage or bad input.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def options(
        version: Annotated[
            bool,
            typer.Option(
                "--version", help="Say the version and stop.", callback=_say_version, is_eager=True
            ),
        ] = False,
    ) -> None:
        pass

    for name in COMMAND_MODULES:
        import_module(f"btp_core.cli.{name}").register(app)
    return app


def run(arguments: Sequence[str], open_window: WindowOpener | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        What follows the program's name.
    open_window
        Opens the window, which the core knows nothing of; without it there is only the command
        line.

    Returns
    -------
    int
        An :class:`~btp_core.cli.exit_codes.ExitCode`. Errors of the input are told on standard
        error in one message, without a traceback.
    """
    if (code := serve_as_helper(arguments)) is not None:
        return code
    os.environ.setdefault(VARIABLE, SAME_FOR_ANY_THREADS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that the terminal cannot show must not cost the result.
            stream.reconfigure(errors="backslashreplace")
    app = build_app()
    names = set(typer.main.get_group(app).commands)
    try:
        app(args=open_scans_by_default(arguments, names), prog_name=PROGRAM, obj=open_window)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitCode.USAGE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - Python's own exit code 1 would mean "failed"
        return _say(error)
    return ExitCode.PASSED


def open_scans_by_default(arguments: Sequence[str], commands: set[str]) -> list[str]:
    """Arguments with the window's command put in front where no command is meant.

    A command's name is always the command, even if a file of that name exists (``./inspect`` is
    the file). Everything else that looks like a path is a scan; a bare word that is neither is
    left alone, so that a mistyped command is called one.
    """
    if not arguments:
        return [WINDOW]
    first = arguments[0]
    if first in commands or (first.startswith("-") and first != "--"):
        return list(arguments)
    path = Path(first)
    if first == "--" or path.suffix or len(path.parts) > 1 or path.exists():
        return [WINDOW, *arguments]
    return list(arguments)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {software_version()}")
        raise typer.Exit


def _say(error: Exception) -> int:
    """Tell of an error: what is the input's or the environment's without a traceback."""
    if isinstance(error, InspectError):
        return _say_error(str(error))
    if isinstance(error, MemoryError):
        return _say_error("Not enough memory. Close other programs, or use a smaller scan.")
    missing = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    if missing not in ("", "btp_core", "app"):
        return _say_error(
            f"This needs the library {missing}, which inspecting does without. Install it: "
            "pip install 'btp-inspect[lab]'"
        )
    traceback.print_exception(error)
    return ExitCode.INTERNAL


def _say_error(message: str) -> int:
    print(f"{PROGRAM}: {shown_text(message)}", file=sys.stderr)
    return ExitCode.USAGE
