"""The TOML file that describes a run: read, placed, changed, and its errors named after it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from btp_core.base.errors import SettingsError

MAX_BYTES = 1_000_000
_NEXT = "See docs/training.md for the layout."
_Plan = TypeVar("_Plan")


def read_run(
    path: Path,
    changes: Mapping[str, Any],
    paths: Sequence[str],
    plan_from: Callable[[Mapping[str, Any]], _Plan],
) -> _Plan:
    """Read a run's file; paths in it are relative to its folder.

    Parameters
    ----------
    path
        The TOML file.
    changes
        Entries that replace the file's, of ``recipe`` one by one; paths as they are.
    paths
        Keys that name a file or folder, beside the list ``data``.
    plan_from
        Makes the plan from the entries.

    Raises
    ------
    SettingsError
        Missing, too large, not TOML, or with keys or values that make no run.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SettingsError("The file is too large for a run.", path=path, next_step=_NEXT)
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"Cannot be read ({error}).", path=path, next_step=_NEXT) from error
    try:
        return plan_from(_merged(_placed(table, path.parent, paths), changes))
    except SettingsError as error:
        raise SettingsError(error.cause, path=path, next_step=error.next_step or _NEXT) from error


def check_ends(data: Sequence[str], output: str) -> None:
    """Raise :class:`SettingsError` where a run has no data, or no file of tensors to write."""
    if not data or not all(data):
        raise SettingsError("A run needs data: folders of labelled scans.")
    if not output.endswith(".safetensors"):
        raise SettingsError("A run needs an output that ends in .safetensors.")


def _placed(table: dict[str, Any], folder: Path, paths: Sequence[str]) -> dict[str, Any]:
    """The entries with their paths seen from here; anything odd is left to be refused later."""
    placed = dict(table)
    for key in paths:
        if isinstance(placed.get(key), str) and placed[key]:
            placed[key] = str(folder / placed[key])
    if isinstance(placed.get("data"), list):
        placed["data"] = [
            str(folder / item) if isinstance(item, str) and item else item
            for item in placed["data"]
        ]
    return placed


def _merged(table: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    recipe = table.get("recipe", {})
    if isinstance(recipe, dict):
        recipe = recipe | changes.get("recipe", {})
    return {**table, **changes, "recipe": recipe}
