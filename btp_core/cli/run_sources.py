"""What commands that run from a TOML file share: the file or folders, and options over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

_PLAN_SUFFIX = ".toml"
_Plan = TypeVar("_Plan")

SourcesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="RUN.toml | FOLDER...",
        help="A run's file, which the options below override; or folders made by "
        "`btp-inspect synthesize`.",
    ),
]


def given(options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in options.items() if value is not None}


def plan_of(
    sources: list[Path],
    entries: dict[str, Any],
    read: Callable[[Path, Mapping[str, Any]], _Plan],
    make: Callable[[Mapping[str, Any]], _Plan],
) -> _Plan:
    """The run of one file with ``entries`` over it, or of folders and entries alone.

    Raises
    ------
    SettingsError
        A run's file beside other sources, or entries that make no run.
    """
    from btp_core.base.errors import SettingsError

    files = [source for source in sources if source.suffix == _PLAN_SUFFIX]
    if len(files) == len(sources) == 1:
        return read(files[0], entries)
    if files:
        raise SettingsError("Give one run's file alone, or folders.", path=files[0])
    return make({**entries, "data": [str(source) for source in sources]})
