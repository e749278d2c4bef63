"""Progress and messages on a terminal; silence where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from btp_core.base.progress import ProgressCallback, no_progress
from btp_core.base.shown_text import shown_text

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def progress_bar(title: str) -> Iterator[ProgressCallback]:
    """A progress bar on standard error, if that is a terminal.

    Yields
    ------
    ProgressCallback
        Called with the stage and the fraction done.
    """
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        title = shown_text(title)
        task = bar.add_task(title, total=1.0)
        yield lambda stage, fraction: bar.update(
            task, description=f"{title}: {stage}", completed=fraction
        )


def say_warnings(warnings: Iterable[str]) -> None:
    """Tell each warning once, on standard error."""
    for warning in dict.fromkeys(warnings):
        print(f"warning: {shown_text(warning)}", file=sys.stderr)


def log_to_terminal() -> Console:
    """Show what is logged, from information on, on standard error; the console for more."""
    import logging

    from rich.console import Console
    from rich.logging import RichHandler

    console = Console(stderr=True)
    logging.basicConfig(
        level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=console)]
    )
    return console
