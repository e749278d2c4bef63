"""A training run as one TOML file: data, what to train over, where, and the recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from btp_core.base.errors import SettingsError
from btp_core.lab.training.published_recipe import PublishedRecipe
from btp_core.lab.training.recipe import Recipe
from btp_core.lab.training.run_file import check_ends, read_run
from btp_core.lab.training.tables import from_table

PATHS = ("output", "run", "cache", "weights", "tower")
"""Keys of the file that name a file or folder, beside ``data``."""


class BackboneKind(StrEnum):
    """What is trained over.

    ``pyramid``: nothing, our own encoder is trained too. ``ulip2``: converted published weights.
    ``pretrained``: a small encoder made by ``btp-inspect pretrain``. ``untrained``: one with random
    weights, for trials.
    """

    PYRAMID = "pyramid"
    ULIP2 = "ulip2"
    PRETRAINED = "pretrained"
    UNTRAINED = "untrained"


_FROM_A_FILE = (BackboneKind.ULIP2, BackboneKind.PRETRAINED)


class TowerPrecision(StrEnum):
    """In which numbers a CLIP text tower computes."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True)
class _Entries:
    """The keys of the file, as written."""

    data: tuple[str, ...] = ()
    output: str = ""
    run: str = ""
    cache: str = ""
    backbone: BackboneKind = BackboneKind.PYRAMID
    weights: str = ""
    tower: str = ""
    tower_precision: TowerPrecision = TowerPrecision.FLOAT32
    device: str = "auto"
    workers: int = 2


@dataclass(frozen=True)
class RunPlan:
    """A whole training run.

    Attributes
    ----------
    data
        Folders of labelled scans.
    output
        The model file to write.
    run
        Folder for checkpoint and history.
    cache
        Folder for prepared scans over a backbone, or None for one in ``run``.
    backbone, weights
        What is trained over, and its file.
    tower, tower_precision
        Folder of a CLIP text tower, or None for the bundled one.
    device, workers
        Where to train, and with how many processes.
    recipe
        Everything else that decides the result.
    """

    data: tuple[Path, ...]
    output: Path
    run: Path
    cache: Path | None
    backbone: BackboneKind
    weights: Path | None
    tower: Path | None
    tower_precision: TowerPrecision
    device: str
    workers: int
    recipe: Recipe | PublishedRecipe


def read_plan(path: Path, changes: Mapping[str, Any] | None = None) -> RunPlan:
    """Read a run's file; paths in it are relative to its folder.

    Parameters
    ----------
    path
        The TOML file.
    changes
        Entries that replace the file's, of ``recipe`` one by one; paths as they are.

    Raises
    ------
    SettingsError
        Missing, too large, not TOML, or with keys or values that make no run.
    """
    return read_run(path, changes or {}, PATHS, plan_from)


def plan_from(table: Mapping[str, Any]) -> RunPlan:
    """A run from its entries; raises :class:`SettingsError` as :func:`read_plan`."""
    rest = {key: value for key, value in table.items() if key != "recipe"}
    entries = from_table(_Entries, rest, "run")
    check_ends(entries.data, entries.output)
    if entries.workers < 1:
        raise SettingsError("'run.workers' must be 1 or more.")
    if (entries.backbone in _FROM_A_FILE) != bool(entries.weights):
        raise SettingsError(
            "The backbones 'ulip2' and 'pretrained', and no others, need their weights.",
            next_step="Convert the published checkpoint by `btp-inspect convert ulip2`, or make "
            "one by `btp-inspect pretrain`, and name the result by weights.",
        )
    own = entries.backbone is BackboneKind.PYRAMID
    if own and (entries.tower or entries.cache):
        raise SettingsError("Our own encoder trains with the bundled text tower and no cache.")
    kind: type[Recipe | PublishedRecipe] = Recipe if own else PublishedRecipe
    output = Path(entries.output)
    return RunPlan(
        data=tuple(Path(folder) for folder in entries.data),
        output=output,
        run=Path(entries.run) if entries.run else Path("runs") / output.stem,
        cache=Path(entries.cache) if entries.cache else None,
        backbone=entries.backbone,
        weights=Path(entries.weights) if entries.weights else None,
        tower=Path(entries.tower) if entries.tower else None,
        tower_precision=entries.tower_precision,
        device=entries.device,
        workers=entries.workers,
        recipe=from_table(kind, table.get("recipe", {}), "recipe"),
    )
