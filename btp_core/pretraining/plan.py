"""A pre-training run as one TOML file: data, tower, where, and the recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from btp_core.pretraining.recipe import PretrainingRecipe
from btp_core.training.run_file import check_ends, read_run
from btp_core.training.tables import from_table

PATHS = ("output", "run", "cache")
"""Keys of the file that name a file or folder, beside ``data``."""


@dataclass(frozen=True)
class _Entries:
    """The keys of the file, as written."""

    data: tuple[str, ...] = ()
    output: str = ""
    run: str = ""
    cache: str = ""
    device: str = "auto"


@dataclass(frozen=True)
class PretrainingPlan:
    """A whole pre-training run.

    Attributes
    ----------
    data
        Folders of labelled scans.
    output
        The backbone file to write.
    run
        Folder for checkpoint and history.
    cache
        Folder for prepared clouds, or None for one in ``run``.
    device
        Where to train.
    recipe
        Everything else that decides the result.
    """

    data: tuple[Path, ...]
    output: Path
    run: Path
    cache: Path | None
    device: str
    recipe: PretrainingRecipe


def read_plan(path: Path, changes: Mapping[str, Any] | None = None) -> PretrainingPlan:
    """Read a run's file, see :func:`~btp_core.training.run_file.read_run`."""
    return read_run(path, changes or {}, PATHS, plan_from)


def plan_from(table: Mapping[str, Any]) -> PretrainingPlan:
    """A run from its entries; raises :class:`SettingsError` as :func:`read_plan`."""
    rest = {key: value for key, value in table.items() if key != "recipe"}
    entries = from_table(_Entries, rest, "run")
    check_ends(entries.data, entries.output)
    output = Path(entries.output)
    return PretrainingPlan(
        data=tuple(Path(folder) for folder in entries.data),
        output=output,
        run=Path(entries.run) if entries.run else Path("runs") / output.stem,
        cache=Path(entries.cache) if entries.cache else None,
        device=entries.device,
        recipe=from_table(PretrainingRecipe, table.get("recipe", {}), "recipe"),
    )
